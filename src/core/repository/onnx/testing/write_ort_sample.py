"""Writes `fixedClassifier.ort`, the model of `fixedClassifier()` in the format of the runtime.

    pip install onnx==1.23.2 onnxruntime==1.31.1
    python src/core/repository/onnx/testing/write_ort_sample.py
"""

import math
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent


def make_model() -> onnx.ModelProto:
    weights = np.array([math.cos(index + 1) for index in range(64 * 5)], np.float32).reshape(64, 5)
    graph = helper.make_graph(
        [
            helper.make_node("Reshape", ["x", "size"], ["flat"]),
            helper.make_node("MatMul", ["flat", "w"], ["scores"]),
        ],
        "graph",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 8, 8])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, 5])],
        [
            numpy_helper.from_array(np.array([1, 64], np.int64), "size"),
            numpy_helper.from_array(weights, "w"),
        ],
    )
    opsets = [helper.make_opsetid("", 13)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="nearside-tests")


def write_ort(model: onnx.ModelProto, path: Path) -> None:
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(path)
    options.add_session_config_entry("session.save_model_format", "ORT")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "model.onnx"
        onnx.save(model, source)
        onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


if __name__ == "__main__":
    write_ort(make_model(), HERE / "fixedClassifier.ort")
