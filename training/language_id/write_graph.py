"""The language table as ONNX graphs."""

from pathlib import Path

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

from training.repository.save_graph import save_graph

_INT8_MAX = 127


def write_int8_graph(table: np.ndarray, bias: np.ndarray, path: Path) -> None:
    """Writes the table as int8 with one scale a label.

    Gather -> Cast -> ReduceSum adds small integers in fp32, which is exact below 2^24: the sums
    depend on neither batch, order nor padding. The scale is applied to the mean.
    """
    scale = np.maximum(np.abs(table).max(0), 1e-9).astype(np.float32) / np.float32(_INT8_MAX)
    quantized = np.clip(np.round(table / scale), -_INT8_MAX, _INT8_MAX).astype(np.int8)
    cast = helper.make_node("Cast", ["stored"], ["rows"], to=TensorProto.FLOAT)
    scaling = helper.make_node("Mul", ["mean", "scale"], ["scores"])
    extra = [numpy_helper.from_array(scale, "scale")]
    _write_graph(quantized, bias, [cast], [scaling], extra, path)


def write_fp16_graph(table: np.ndarray, bias: np.ndarray, path: Path) -> None:
    """Writes the table as fp16, added up in fp32."""
    cast = helper.make_node("Cast", ["stored"], ["rows"], to=TensorProto.FLOAT)
    keep = helper.make_node("Identity", ["mean"], ["scores"])
    _write_graph(table.astype(np.float16), bias, [cast], [keep], [], path)


def write_fp32_graph(table: np.ndarray, bias: np.ndarray, path: Path) -> None:
    """Writes the table as trained."""
    name = helper.make_node("Identity", ["stored"], ["rows"])
    keep = helper.make_node("Identity", ["mean"], ["scores"])
    _write_graph(table.astype(np.float32), bias, [name], [keep], [], path)


def _write_graph(
    table: np.ndarray,
    bias: np.ndarray,
    loading: list[NodeProto],
    scaling: list[NodeProto],
    extra_weights: list[TensorProto],
    path: Path,
) -> None:
    table = table.copy()
    table[0] = 0  # padding adds nothing
    weights = [
        numpy_helper.from_array(table, "table"),
        numpy_helper.from_array(bias.astype(np.float32), "bias"),
        numpy_helper.from_array(np.array(0, np.int32), "padding"),
        numpy_helper.from_array(np.array([1], np.int64), "position_axis"),
        numpy_helper.from_array(np.array(1, np.float32), "one"),
        *extra_weights,
    ]
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["stored"], axis=0),
        *loading,
        helper.make_node("ReduceSum", ["rows", "position_axis"], ["sum"], keepdims=0),
        helper.make_node("Equal", ["ids", "padding"], ["is_padding"]),
        helper.make_node("Not", ["is_padding"], ["is_id"]),
        helper.make_node("Cast", ["is_id"], ["weight"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["weight", "position_axis"], ["id_count"], keepdims=1),
        # A row without any id is divided by one: it answers with the bias alone, never NaN.
        helper.make_node("Max", ["id_count", "one"], ["divisor"]),
        helper.make_node("Div", ["sum", "divisor"], ["mean"]),
        *scaling,
        helper.make_node("Add", ["scores", "bias"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probs"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "language-id",
        [helper.make_tensor_value_info("ids", TensorProto.INT32, ["N", "L"])],
        [helper.make_tensor_value_info("probs", TensorProto.FLOAT, ["N", len(bias)])],
        weights,
    )
    save_graph(graph, path)
