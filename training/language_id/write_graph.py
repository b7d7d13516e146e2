"""The language table as an ONNX graph."""

from pathlib import Path

import numpy as np
from onnx import helper, numpy_helper

from training.text.finish_bag_graph import finish_bag_graph
from training.text.start_bag_graph import start_bag_graph


def write_graph(table: np.ndarray, bias: np.ndarray, precision: str, path: Path) -> None:
    """Writes mean -> bias -> softmax with the table in `precision`: fp32, fp16, int8 or int4."""
    nodes, weights = start_bag_graph(table, precision)
    nodes.append(helper.make_node("Add", ["mean", "bias"], ["logits"]))
    weights.append(numpy_helper.from_array(bias.astype(np.float32), "bias"))
    finish_bag_graph("language-id", nodes, weights, len(bias), path)
