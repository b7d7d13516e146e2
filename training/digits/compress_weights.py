"""The digit network with smaller weights and the same arithmetic."""

from pathlib import Path

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

from training.repository.save_graph import save_graph
from training.text.nibble_table import NIBBLE_ZERO, pack_nibbles

# Nine weights a filter: four bits would cost accuracy and save 72 bytes.
_KEPT_KERNEL = "kernel0"


def compress_weights(source: Path, target: Path, precision: str) -> None:
    """Writes the fp32 graph `source` with its kernels and classifier in fp16, or int4 with a scale a filter.

    They become fp32 when the session is created; only the download is smaller.
    """
    graph = onnx.load(source).graph
    weights: list[TensorProto] = []
    nodes: list[NodeProto] = []
    for each in graph.initializer:
        values = numpy_helper.to_array(each)
        if values.ndim < 2:
            weights.append(each)
        elif precision == "int4" and each.name != _KEPT_KERNEL:
            _add_nibbles(each.name, values, nodes, weights)
        else:
            _add_half(each.name, values, nodes, weights)
    if precision == "int4":
        weights += [
            numpy_helper.from_array(np.array(4, np.uint8), "nibble_bits"),
            numpy_helper.from_array(np.array(NIBBLE_ZERO, np.float32), "nibble_zero"),
        ]
    compressed = helper.make_graph(
        [*nodes, *graph.node], graph.name, list(graph.input), list(graph.output), weights
    )
    save_graph(compressed, target)


def _add_half(name: str, values: np.ndarray, nodes: list[NodeProto], weights: list[TensorProto]) -> None:
    weights.append(numpy_helper.from_array(values.astype(np.float16), f"{name}_half"))
    nodes.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))


def _add_nibbles(name: str, values: np.ndarray, nodes: list[NodeProto], weights: list[TensorProto]) -> None:
    nibbles = pack_nibbles(values.reshape(len(values), -1))
    weights += [
        numpy_helper.from_array(nibbles.packed, f"{name}_nibbles"),
        numpy_helper.from_array(nibbles.scales[:, None], f"{name}_scales"),
        numpy_helper.from_array(np.array(values.shape, np.int64), f"{name}_shape"),
    ]

    def add(operator: str, inputs: list[str], output: str, **attributes) -> None:
        nodes.append(
            helper.make_node(operator, [f"{name}{i}" if i[0] == "_" else i for i in inputs], [output], **attributes)
        )

    add("BitShift", ["_nibbles", "nibble_bits"], f"{name}_high", direction="RIGHT")
    add("BitShift", ["_nibbles", "nibble_bits"], f"{name}_shifted", direction="LEFT")
    add("BitShift", ["_shifted", "nibble_bits"], f"{name}_low", direction="RIGHT")
    add("Concat", ["_low", "_high"], f"{name}_codes", axis=1)
    add("Cast", ["_codes"], f"{name}_raw", to=TensorProto.FLOAT)
    add("Sub", ["_raw", "nibble_zero"], f"{name}_numbers")
    add("Cast", ["_scales"], f"{name}_scale", to=TensorProto.FLOAT)
    add("Mul", ["_numbers", "_scale"], f"{name}_rows")
    add("Reshape", ["_rows", "_shape"], name)
