"""What the table is trained on, as bags of ids."""

from dataclasses import dataclass

import numpy as np

from training.text.feature_bags import FeatureBags


@dataclass(frozen=True)
class WordList:
    """Words of one label and the running sum of their chances."""

    words: list[np.ndarray]
    chances: np.ndarray

    def sample(self, random: np.random.Generator, count: int) -> np.ndarray:
        """Returns `count` words drawn by their chances, as one text."""
        drawn = np.searchsorted(self.chances, random.random(count))
        return np.concatenate([self.words[min(i, len(self.words) - 1)] for i in drawn])


@dataclass(frozen=True)
class TrainingSet:
    """Sentences with the index of label and of language of each, and word lists by label index."""

    bags: FeatureBags
    sentences: list[np.ndarray]
    labels: np.ndarray
    languages: np.ndarray
    word_lists: dict[int, WordList]
    label_count: int
