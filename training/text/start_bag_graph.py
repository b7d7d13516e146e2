"""The part that all text models share: ids to the mean of their table rows."""

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

from training.text.divide_by_count import divide_by_count
from training.text.round_columns import round_columns
from training.text.start_nibble_graph import start_nibble_graph


def start_bag_graph(
    table: np.ndarray, precision: str, fine_columns: int = 0
) -> tuple[list[NodeProto], list[TensorProto]]:
    """Returns nodes and weights from `ids` INT32 [N, L] to `mean` FP32 [N, columns].

    `precision` is that of the stored table: fp32, fp16, int8 with one scale a column, or int4 with
    one scale a row, where the first `fine_columns` stay int8.
    With int8, Gather -> Cast -> ReduceSum adds small integers in fp32, which is exact below
    2^24: the sums depend on neither batch, order nor padding.
    """
    table = table.astype(np.float32)
    table[0] = 0  # padding adds nothing
    if precision == "int4":
        return start_nibble_graph(table, fine_columns)
    stored, scale = _store_table(table, precision)
    weights = [numpy_helper.from_array(stored, "table")]
    is_cast = precision != "fp32"
    nodes = [helper.make_node("Gather", ["table", "ids"], ["stored" if is_cast else "rows"], axis=0)]
    if is_cast:
        nodes.append(helper.make_node("Cast", ["stored"], ["rows"], to=TensorProto.FLOAT))
    nodes.append(helper.make_node("ReduceSum", ["rows", "position_axis"], ["sum"], keepdims=0))
    count_nodes, count_weights = divide_by_count("mean" if scale is None else "unscaled")
    nodes += count_nodes
    weights += count_weights
    if scale is not None:
        nodes.append(helper.make_node("Mul", ["unscaled", "scale"], ["mean"]))
        weights.append(numpy_helper.from_array(scale, "scale"))
    return nodes, weights


def _store_table(table: np.ndarray, precision: str) -> tuple[np.ndarray, np.ndarray | None]:
    if precision == "fp32":
        return table, None
    if precision == "fp16":
        return table.astype(np.float16), None
    return round_columns(table)
