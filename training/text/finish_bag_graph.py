"""The frame of all text models' graphs."""

from pathlib import Path

from onnx import NodeProto, TensorProto, helper

from training.repository.save_graph import save_graph


def finish_bag_graph(
    name: str, nodes: list[NodeProto], weights: list[TensorProto], label_count: int, path: Path
) -> None:
    """Adds the softmax behind `logits` and writes ids INT32 [N, L] to probs FP32 [N, labels]."""
    softmax = helper.make_node("Softmax", ["logits"], ["probs"], axis=1)
    graph = helper.make_graph(
        [*nodes, softmax],
        name,
        [helper.make_tensor_value_info("ids", TensorProto.INT32, ["N", "L"])],
        [helper.make_tensor_value_info("probs", TensorProto.FLOAT, ["N", label_count])],
        weights,
    )
    save_graph(graph, path)
