"""The part that all text models share: ids to the mean of their table rows."""

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

_INT8_MAX = 127


def start_bag_graph(table: np.ndarray, precision: str) -> tuple[list[NodeProto], list[TensorProto]]:
    """Returns nodes and weights from `ids` INT32 [N, L] to `mean` FP32 [N, columns].

    `precision` is that of the stored table: fp32, fp16, or int8 with one scale a column.
    With int8, Gather -> Cast -> ReduceSum adds small integers in fp32, which is exact below
    2^24: the sums depend on neither batch, order nor padding.
    """
    stored, scale = _store_table(table, precision)
    weights = [
        numpy_helper.from_array(stored, "table"),
        numpy_helper.from_array(np.array(0, np.int32), "padding"),
        numpy_helper.from_array(np.array([1], np.int64), "position_axis"),
        numpy_helper.from_array(np.array(1, np.float32), "one"),
    ]
    is_cast = precision != "fp32"
    nodes = [helper.make_node("Gather", ["table", "ids"], ["stored" if is_cast else "rows"], axis=0)]
    if is_cast:
        nodes.append(helper.make_node("Cast", ["stored"], ["rows"], to=TensorProto.FLOAT))
    nodes += [
        helper.make_node("ReduceSum", ["rows", "position_axis"], ["sum"], keepdims=0),
        helper.make_node("Equal", ["ids", "padding"], ["is_padding"]),
        helper.make_node("Not", ["is_padding"], ["is_id"]),
        helper.make_node("Cast", ["is_id"], ["weight"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["weight", "position_axis"], ["id_count"], keepdims=1),
        # A row without any id is divided by one: its mean is zero, never NaN.
        helper.make_node("Max", ["id_count", "one"], ["divisor"]),
        helper.make_node("Div", ["sum", "divisor"], ["mean" if scale is None else "unscaled"]),
    ]
    if scale is not None:
        nodes.append(helper.make_node("Mul", ["unscaled", "scale"], ["mean"]))
        weights.append(numpy_helper.from_array(scale, "scale"))
    return nodes, weights


def _store_table(table: np.ndarray, precision: str) -> tuple[np.ndarray, np.ndarray | None]:
    table = table.astype(np.float32)
    table[0] = 0  # padding adds nothing
    if precision == "fp32":
        return table, None
    if precision == "fp16":
        return table.astype(np.float16), None
    scale = np.maximum(np.abs(table).max(0), 1e-9).astype(np.float32) / np.float32(_INT8_MAX)
    return np.clip(np.round(table / scale), -_INT8_MAX, _INT8_MAX).astype(np.int8), scale
