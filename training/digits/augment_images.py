"""Random variation of digit images.

MNIST was written with a pen and scanned; a mouse or a finger draws thinner or thicker, crisper
or more slanted strokes, and the drawing is not always well centred.
"""

import math

import torch
from torch.nn import functional

from training.digits.change_strokes import blur_strokes, dilate_strokes, erode_strokes, sharpen_strokes

ROTATION_DEGREES = 15.0
SHIFT = 0.18
SHEAR = 0.25


def augment_images(images: torch.Tensor) -> torch.Tensor:
    """Returns a varied copy of `images` [N, 1, 28, 28] in 0..1, from torch's global generator."""
    return _vary_ink(_vary_stroke(_vary_shape(images)))


def _draw(count: int, low: float, high: float) -> torch.Tensor:
    return torch.rand(count) * (high - low) + low


def _vary_shape(images: torch.Tensor) -> torch.Tensor:
    count = len(images)
    angle = _draw(count, -ROTATION_DEGREES, ROTATION_DEGREES) * (math.pi / 180)
    scale_x, scale_y = _draw(count, 0.85, 1.18), _draw(count, 0.85, 1.18)
    shear = _draw(count, -SHEAR, SHEAR)
    shift_x, shift_y = _draw(count, -SHIFT, SHIFT), _draw(count, -SHIFT, SHIFT)
    cosine, sine = torch.cos(angle), torch.sin(angle)
    row_x = torch.stack([cosine * scale_x, (shear - sine) * scale_y, shift_x], 1)
    row_y = torch.stack([sine * scale_x, cosine * scale_y, shift_y], 1)
    grid = functional.affine_grid(torch.stack([row_x, row_y], 1), images.shape, align_corners=False)
    return functional.grid_sample(images, grid, align_corners=False)


def _vary_stroke(images: torch.Tensor) -> torch.Tensor:
    count = len(images)
    kind = torch.rand(count)
    amount = torch.rand(count, 1, 1, 1)
    varied = images.clone()
    thicker, thinner = kind < 0.22, (kind >= 0.22) & (kind < 0.42)
    blurred = (kind >= 0.42) & (kind < 0.52)
    crisp = (kind >= 0.52) & (kind < 0.62)
    for chosen, change, most in (
        (thicker, dilate_strokes, 1.0),
        (thinner, erode_strokes, 0.6),
        (blurred, blur_strokes, 1.0),
        (crisp, sharpen_strokes, 1.0),
    ):
        if chosen.any():
            weight = amount[chosen] * most
            before = images[chosen]
            varied[chosen] = before * (1 - weight) + change(before) * weight
    return varied


def _vary_ink(images: torch.Tensor) -> torch.Tensor:
    return (images * _draw(len(images), 0.7, 1.15).reshape(-1, 1, 1, 1)).clamp(0, 1)
