"""Four bits a number, one scale a row."""

from dataclasses import dataclass

import numpy as np

NIBBLE_MAX = 7
NIBBLE_ZERO = 8


@dataclass(frozen=True)
class NibbleTable:
    """Whole numbers -7..7 stored as 1..15, two a byte: the low nibbles are the first half of the columns.

    A row's numbers times its scale are the row.
    """

    packed: np.ndarray
    scales: np.ndarray


def pack_nibbles(table: np.ndarray) -> NibbleTable:
    """Returns fp32 [rows, columns] rounded to four bits with one fp16 scale a row; zeros stay zeros.

    An odd number of columns is filled up with one of zeros.
    """
    even = np.pad(table, ((0, 0), (0, table.shape[1] % 2)))
    scales = (np.abs(even).max(1, keepdims=True) / NIBBLE_MAX).astype(np.float16)
    divisors = np.where(scales > 0, scales, 1).astype(np.float32)
    rounded = np.clip(np.round(even / divisors), -NIBBLE_MAX, NIBBLE_MAX)
    low, high = np.split((rounded + NIBBLE_ZERO).astype(np.uint8), 2, axis=1)
    return NibbleTable(low | high << 4, scales[:, 0])
