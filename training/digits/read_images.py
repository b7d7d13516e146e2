"""MNIST's IDX files."""

import gzip
from pathlib import Path

import numpy as np

SIDE_PIXELS = 28
_IMAGE_HEADER_BYTES, _LABEL_HEADER_BYTES = 16, 8


def read_images(data_dir: Path, part: str) -> tuple[np.ndarray, np.ndarray]:
    """Returns the images, uint8 [N, 1, 28, 28] white on black, and labels, int64 [N], of a part.

    `part` is "train" (60,000 images) or "t10k" (10,000).
    """
    folder = data_dir / "mnist"
    images = gzip.decompress((folder / f"{part}-images-idx3-ubyte.gz").read_bytes())
    labels = gzip.decompress((folder / f"{part}-labels-idx1-ubyte.gz").read_bytes())
    pixels = np.frombuffer(images, np.uint8, offset=_IMAGE_HEADER_BYTES)
    return (
        pixels.reshape(-1, 1, SIDE_PIXELS, SIDE_PIXELS),
        np.frombuffer(labels, np.uint8, offset=_LABEL_HEADER_BYTES).astype(np.int64),
    )


def scale_pixels(images: np.ndarray) -> np.ndarray:
    """Returns uint8 pixels as float32 in 0..1, what the model takes."""
    return images.astype(np.float32) / np.float32(255)
