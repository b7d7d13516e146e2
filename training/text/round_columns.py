"""Eight bits a number, one scale a column."""

import numpy as np

_INT8_MAX = 127


def round_columns(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns fp32 [rows, columns] as int8 and the fp32 scale of each column."""
    scale = np.maximum(np.abs(table).max(0), 1e-9).astype(np.float32) / np.float32(_INT8_MAX)
    return np.clip(np.round(table / scale), -_INT8_MAX, _INT8_MAX).astype(np.int8), scale
