"""Answers of a written text model."""

from collections.abc import Sequence

import numpy as np

from training.repository.run_model import ModelRunner, check_rows_are_independent
from training.text.feature_bags import FeatureBags

BATCH_SIZE = 128
_CHECKED_ROWS = 32
# The softmax rounds by its place in the batch; the sums before it are exact.
_TOLERANCE = 1e-6


def predict_labels(
    runner: ModelRunner, bags: FeatureBags, texts: Sequence[np.ndarray], ids_max: int
) -> np.ndarray:
    """Returns the index of the likeliest label of each text, cut at `ids_max` as the app cuts it."""
    # Texts of like length share a batch, so that little is padded.
    order = np.argsort([bags.count_ids(text) for text in texts], kind="stable")
    predicted = np.zeros(len(texts), np.int64)
    for start in range(0, len(texts), BATCH_SIZE):
        chosen = order[start : start + BATCH_SIZE]
        batch = bags.pad([texts[i] for i in chosen], ids_max)
        predicted[chosen] = runner.run(batch).argmax(1)
    return predicted


def check_answers(runner: ModelRunner, bags: FeatureBags, texts: Sequence[np.ndarray], ids_max: int) -> None:
    """Raises unless rows are independent of batch and padding and a row without ids has an answer."""
    rows = bags.pad(texts[:_CHECKED_ROWS], ids_max)
    check_rows_are_independent(runner, rows, _TOLERANCE)
    wider = np.pad(rows, ((0, 0), (0, ids_max)))
    if np.abs(runner.run(rows) - runner.run(wider)).max() > _TOLERANCE:
        raise AssertionError("padding changes an answer")
    if not np.isfinite(runner.run(np.zeros((1, 8), np.int32))).all():
        raise AssertionError("a row without ids has no answer")
