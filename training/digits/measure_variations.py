"""How well digits are read that do not look like MNIST's."""

import math

import numpy as np
import torch
from torch.nn import functional

from training.digits.change_strokes import blur_strokes, dilate_strokes, erode_strokes, sharpen_strokes
from training.digits.predict_digits import predict_digits
from training.repository.run_model import ModelRunner

SLANT_DEGREES = 15
_SLANT = math.tan(math.radians(SLANT_DEGREES))


def measure_variations(runner: ModelRunner, pixels: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Returns the accuracy, 0..1, on changed copies of all `pixels` by the name of the change."""
    images = torch.from_numpy(pixels)
    changed = {
        "thicker strokes": dilate_strokes(images),
        "thinner strokes": erode_strokes(images),
        "soft edges": blur_strokes(images),
        "hard edges": sharpen_strokes(images),
        f"slanted {SLANT_DEGREES}° to the right": _slant(images, _SLANT),
        f"slanted {SLANT_DEGREES}° to the left": _slant(images, -_SLANT),
        "moved 3 pixels right and down": torch.roll(images, (3, 3), (2, 3)),
    }
    return {
        name: float((predict_digits(runner, copies.numpy()) == labels).mean())
        for name, copies in changed.items()
    }


def _slant(images: torch.Tensor, slope: float) -> torch.Tensor:
    matrix = torch.tensor([[1.0, slope, 0.0], [0.0, 1.0, 0.0]]).repeat(len(images), 1, 1)
    grid = functional.affine_grid(matrix, list(images.shape), align_corners=False)
    return functional.grid_sample(images, grid, align_corners=False)
