"""From files to bags: what is trained on and what is measured on."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.language_id.labels import list_labels, to_label
from training.language_id.read_sentences import read_sentences
from training.language_id.read_word_lists import read_word_lists
from training.language_id.split_sentences import Sentence, split_sentences
from training.language_id.training_set import TrainingSet, WordList
from training.text.extract_text_features import TABLE_BITS, make_text_hasher
from training.text.feature_bags import FeatureBags

# Frequencies are flattened: the commonest words are in the sentences anyway.
FREQUENCY_POWER = 0.75


@dataclass(frozen=True)
class LanguageData:
    """The labels, the training set and the held-out sentences."""

    labels: list[str]
    training_set: TrainingSet
    held_out: list[Sentence]


def prepare_data(data_dir: Path) -> LanguageData:
    """Reads, splits and hashes everything of the model."""
    sentences = read_sentences(data_dir)
    codes = list(sentences)
    labels = list_labels(codes)
    training, held_out = split_sentences(sentences)
    bags = FeatureBags(make_text_hasher(), TABLE_BITS)
    word_lists = {
        labels.index(label): _make_word_list(bags, counts)
        for label, counts in read_word_lists(data_dir, labels).items()
    }
    training_set = TrainingSet(
        bags=bags,
        sentences=[bags.add(sentence.text) for sentence in training],
        labels=np.array([labels.index(to_label(sentence.code)) for sentence in training]),
        languages=np.array([codes.index(sentence.code) for sentence in training]),
        word_lists=word_lists,
        label_count=len(labels),
    )
    return LanguageData(labels, training_set, held_out)


def _make_word_list(bags: FeatureBags, counts: Counter[str]) -> WordList:
    hashed = [(bags.add(word), count) for word, count in counts.items()]
    known = [(groups, count) for groups, count in hashed if len(groups)]
    weights = np.array([count for _, count in known], float) ** FREQUENCY_POWER
    return WordList([groups for groups, _ in known], np.cumsum(weights) / weights.sum())
