"""The sum of a text's table rows to their mean."""

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper


def divide_by_count(mean: str) -> tuple[list[NodeProto], list[TensorProto]]:
    """Returns nodes and weights from `ids` and `sum` [N, columns] to `mean`; the padding does not count."""
    nodes = [
        helper.make_node("Equal", ["ids", "padding"], ["is_padding"]),
        helper.make_node("Not", ["is_padding"], ["is_id"]),
        helper.make_node("Cast", ["is_id"], ["weight"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["weight", "position_axis"], ["id_count"], keepdims=1),
        # A row without any id is divided by one: its mean is zero, never NaN.
        helper.make_node("Max", ["id_count", "one"], ["divisor"]),
        helper.make_node("Div", ["sum", "divisor"], [mean]),
    ]
    weights = [
        numpy_helper.from_array(np.array(0, np.int32), "padding"),
        numpy_helper.from_array(np.array([1], np.int64), "position_axis"),
        numpy_helper.from_array(np.array(1, np.float32), "one"),
    ]
    return nodes, weights
