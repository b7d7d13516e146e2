"""Answers of a written digit model."""

import numpy as np

from training.repository.run_model import ModelRunner

BATCH_SIZE = 500


def predict_digits(runner: ModelRunner, pixels: np.ndarray) -> np.ndarray:
    """Returns the likeliest digit of each image, float32 in 0..1."""
    starts = range(0, len(pixels), BATCH_SIZE)
    return np.concatenate([runner.run(pixels[i : i + BATCH_SIZE]) for i in starts]).argmax(1)
