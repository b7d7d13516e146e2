"""ONNX graphs to files."""

from pathlib import Path

import onnx
from onnx import helper

OPSET = 17
IR_VERSION = 9  # the newest that opset 17 was published with


def save_graph(graph: onnx.GraphProto, path: Path) -> None:
    """Checks `graph` and writes it to `path` as one file, making the folder."""
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="nearside",
    )
    onnx.checker.check_model(model, full_check=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, path)
