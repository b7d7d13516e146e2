"""Random training texts, from one word to a whole sentence."""

import numpy as np

from training.language_id.training_set import TrainingSet

BATCH_SIZE = 128
# Shares of the texts. The rest are whole sentences.
CUT_SHARE = 0.65
WORD_LIST_SHARE = 0.1
# Of a cut sentence, how often its beginning is taken.
PREFIX_SHARE = 0.7
CUT_WORDS_MAX = 4
LISTED_WORDS_MAX = 3


class BatchSampler:
    """Draws texts in which all languages are equally frequent, as in the held-out sentences."""

    def __init__(self, training_set: TrainingSet, seed: int) -> None:
        self._set = training_set
        self._random = np.random.default_rng(seed)
        weights = 1 / np.bincount(training_set.languages)[training_set.languages]
        self._chances = np.cumsum(weights) / weights.sum()

    @property
    def random(self) -> np.random.Generator:
        """The one source of chance of the training."""
        return self._random

    def sample(self) -> tuple[list[np.ndarray], np.ndarray]:
        """Returns a batch of texts and the indices of their labels."""
        drawn = np.searchsorted(self._chances, self._random.random(BATCH_SIZE))
        return [self._vary(int(i)) for i in drawn], self._set.labels[drawn]

    def _vary(self, index: int) -> np.ndarray:
        random = self._random
        word_list = self._set.word_lists.get(int(self._set.labels[index]))
        if word_list is not None and random.random() < WORD_LIST_SHARE:
            return word_list.sample(random, int(random.integers(1, LISTED_WORDS_MAX + 1)))
        sentence = self._set.sentences[index]
        if random.random() >= CUT_SHARE:
            return sentence
        count = int(random.integers(1, CUT_WORDS_MAX + 1))
        is_prefix = random.random() < PREFIX_SHARE
        start = 0 if is_prefix else int(random.integers(0, max(1, len(sentence) - count + 1)))
        return sentence[start : start + count]
