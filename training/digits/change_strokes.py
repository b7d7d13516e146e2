"""Strokes as other pens draw them, on images [N, 1, 28, 28] in 0..1, white on black."""

import torch
from torch.nn import functional

_BLUR = torch.tensor([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]).reshape(1, 1, 3, 3) / 16


def dilate_strokes(images: torch.Tensor) -> torch.Tensor:
    """Returns strokes a pixel thicker on each side."""
    return functional.max_pool2d(images, 3, 1, 1)


def erode_strokes(images: torch.Tensor) -> torch.Tensor:
    """Returns strokes a pixel thinner."""
    return -functional.max_pool2d(functional.pad(-images, (1, 0, 1, 0)), 2, 1)


def blur_strokes(images: torch.Tensor) -> torch.Tensor:
    """Returns strokes with soft edges."""
    return functional.conv2d(images, _BLUR, padding=1)


def sharpen_strokes(images: torch.Tensor) -> torch.Tensor:
    """Returns strokes with hard edges, as a mouse draws them."""
    return ((images - 0.5) * 4 + 0.5).clamp(0, 1)
