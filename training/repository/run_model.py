"""Runs of a written model, the way the figures of the cards are measured."""

from pathlib import Path

import numpy as np
import onnxruntime


class ModelRunner:
    """One model on one CPU thread; takes its one input, returns its one output."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._input_name = self._session.get_inputs()[0].name

    def run(self, values: np.ndarray) -> np.ndarray:
        """Returns the output for one batch."""
        return self._session.run(None, {self._input_name: values})[0]


def check_rows_are_independent(runner: ModelRunner, rows: np.ndarray, tolerance: float = 0.0) -> None:
    """Raises unless each row's answer in the batch is, within `tolerance`, its answer alone."""
    together = runner.run(rows)
    alone = np.concatenate([runner.run(rows[i : i + 1]) for i in range(len(rows))])
    difference = np.abs(together - alone).max()
    if difference > tolerance:
        raise AssertionError(f"a row in a batch differs from the row alone by {difference}")
