"""The naive Bayes start of the table."""

import numpy as np

from training.language_id.training_set import TrainingSet
from training.text.extract_text_features import TABLE_BITS

SMOOTHING_COUNT = 0.3
# The mass of a label's word list, in ids a training sentence of the label.
WORD_LIST_MASS = 3.0
_CHUNK = 512


def count_features(training_set: TrainingSet) -> np.ndarray:
    """Returns the log-probability of each id in each label, [ids, labels], centred over labels."""
    counts = np.zeros((1 << TABLE_BITS, training_set.label_count))
    sentences, labels = training_set.sentences, training_set.labels
    for start in range(0, len(sentences), _CHUNK):
        ids, rows = _flatten(training_set, sentences[start : start + _CHUNK])
        np.add.at(counts, (ids, labels[start : start + _CHUNK][rows]), 1)
    sentences_per_label = np.bincount(labels, minlength=training_set.label_count)
    for label, word_list in training_set.word_lists.items():
        mass = np.diff(word_list.chances, prepend=0) * WORD_LIST_MASS * sentences_per_label[label]
        ids, rows = _flatten(training_set, word_list.words)
        np.add.at(counts, (ids, label), mass[rows])
    smoothed = counts + SMOOTHING_COUNT
    scores = np.log(smoothed / smoothed.sum(0))
    return scores - scores.mean(1, keepdims=True)


def _flatten(training_set: TrainingSet, texts: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    ids, offsets = (tensor.numpy() for tensor in training_set.bags.gather(texts))
    lengths = np.diff(offsets, append=len(ids))
    return ids, np.repeat(np.arange(len(texts)), lengths)
