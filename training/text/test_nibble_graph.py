import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from onnx import helper

from training.repository.run_model import ModelRunner
from training.text.finish_bag_graph import finish_bag_graph
from training.text.nibble_table import NIBBLE_ZERO, pack_nibbles
from training.text.start_bag_graph import start_bag_graph


class NibbleGraphTest(unittest.TestCase):
    def test_numbers_are_rounded_by_at_most_half_a_step_of_their_row(self) -> None:
        table = _make_table(9)
        nibbles = pack_nibbles(table)
        codes = np.concatenate([nibbles.packed & 15, nibbles.packed >> 4], 1).astype(np.float32)
        steps = nibbles.scales.astype(np.float32)[:, None]
        unpacked = ((codes - NIBBLE_ZERO) * steps)[:, :9]
        self.assertTrue((np.abs(unpacked - table) <= steps * 0.51).all())

    def test_a_row_of_zeros_stays_one(self) -> None:
        nibbles = pack_nibbles(np.zeros((1, 4), np.float32))
        self.assertEqual(nibbles.scales.tolist(), [0])

    def test_the_graph_answers_nearly_as_with_fp32(self) -> None:
        ids = np.array([[3, 7, 7, 0], [1, 0, 0, 0], [2, 9, 4, 6], [0, 0, 0, 0]], np.int32)
        for columns in (4, 5):
            for fine_columns in (0, 1):
                with self.subTest(columns=columns, fine_columns=fine_columns):
                    exact = _run_graph(_make_table(columns), "fp32", ids)
                    rounded = _run_graph(_make_table(columns), "int4", ids, fine_columns)
                    self.assertLess(np.abs(exact - rounded).max(), 0.05)


def _make_table(columns: int) -> np.ndarray:
    return np.random.default_rng(1).normal(size=(10, columns)).astype(np.float32)


def _run_graph(table: np.ndarray, precision: str, ids: np.ndarray, fine_columns: int = 0) -> np.ndarray:
    nodes, weights = start_bag_graph(table, precision, fine_columns)
    nodes.append(helper.make_node("Identity", ["mean"], ["logits"]))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        finish_bag_graph("test", nodes, weights, table.shape[1], path)
        return ModelRunner(path).run(ids)


if __name__ == "__main__":
    unittest.main()
