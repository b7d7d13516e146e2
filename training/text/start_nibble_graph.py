"""The part that all text models share, with a table in four bits."""

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

from training.text.divide_by_count import divide_by_count
from training.text.nibble_table import NIBBLE_ZERO, pack_nibbles
from training.text.round_columns import round_columns


def start_nibble_graph(table: np.ndarray, fine_columns: int) -> tuple[list[NodeProto], list[TensorProto]]:
    """Returns nodes and weights from `ids` INT32 [N, L] to `mean` FP32 [N, columns].

    The first `fine_columns` are stored in eight bits with a scale a column, the others in four with a
    scale a row: their sum is the product of the rows' scales with their numbers, and what every stored
    number has too much is taken off once, from the sum of the scales.
    """
    nibbles = pack_nibbles(table[:, fine_columns:])
    column_count = table.shape[1] - fine_columns
    weights = [
        numpy_helper.from_array(nibbles.packed, "nibbles"),
        numpy_helper.from_array(nibbles.scales, "row_scales"),
        numpy_helper.from_array(np.array(4, np.uint8), "nibble_bits"),
        numpy_helper.from_array(np.array(NIBBLE_ZERO, np.float32), "nibble_zero"),
        numpy_helper.from_array(np.array([2], np.int64), "scale_axis"),
        numpy_helper.from_array(np.array([0], np.int64), "cut_start"),
        numpy_helper.from_array(np.array([column_count], np.int64), "cut_end"),
    ]
    nodes = [
        helper.make_node("Gather", ["nibbles", "ids"], ["bytes"], axis=0),
        helper.make_node("BitShift", ["bytes", "nibble_bits"], ["high"], direction="RIGHT"),
        helper.make_node("BitShift", ["bytes", "nibble_bits"], ["shifted"], direction="LEFT"),
        helper.make_node("BitShift", ["shifted", "nibble_bits"], ["low"], direction="RIGHT"),
        helper.make_node("Concat", ["low", "high"], ["codes"], axis=2),
        helper.make_node("Cast", ["codes"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["row_scales", "ids"], ["half_scales"], axis=0),
        helper.make_node("Cast", ["half_scales"], ["flat_scales"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["flat_scales", "position_axis"], ["scales"]),
        helper.make_node("MatMul", ["scales", "numbers"], ["high_sum"]),
        helper.make_node("ReduceSum", ["scales", "scale_axis"], ["scale_sum"], keepdims=1),
        helper.make_node("Mul", ["scale_sum", "nibble_zero"], ["excess"]),
        helper.make_node("Sub", ["high_sum", "excess"], ["even_sum"]),
        helper.make_node("Squeeze", ["even_sum", "position_axis"], ["even_row"]),
        helper.make_node("Slice", ["even_row", "cut_start", "cut_end", "position_axis"], ["nibble_sum"]),
    ]
    sums = ["nibble_sum"]
    if fine_columns:
        fine, scale = round_columns(table[:, :fine_columns])
        weights += [numpy_helper.from_array(fine, "fine"), numpy_helper.from_array(scale, "fine_scale")]
        nodes += [
            helper.make_node("Gather", ["fine", "ids"], ["fine_stored"], axis=0),
            helper.make_node("Cast", ["fine_stored"], ["fine_rows"], to=TensorProto.FLOAT),
            helper.make_node("ReduceSum", ["fine_rows", "position_axis"], ["fine_unscaled"], keepdims=0),
            helper.make_node("Mul", ["fine_unscaled", "fine_scale"], ["fine_sum"]),
        ]
        sums.insert(0, "fine_sum")
    nodes.append(helper.make_node("Concat", sums, ["sum"], axis=1))
    count_nodes, count_weights = divide_by_count("mean")
    return nodes + count_nodes, weights + count_weights
