"""The trained network as an ONNX graph."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from training.digits.build_network import CLASS_COUNT, DigitNetwork
from training.digits.read_images import SIDE_PIXELS
from training.repository.save_graph import save_graph


def export_network(network: DigitNetwork, path: Path) -> None:
    """Writes x [N, 1, 28, 28] to probs [N, 10] in fp32, batch normalisation folded away."""
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []
    current = "x"
    for index, block in enumerate(network.blocks):
        if isinstance(block, nn.MaxPool2d):
            pooled = f"pool{index}"
            nodes.append(
                helper.make_node("MaxPool", [current], [pooled], pooled, kernel_shape=[2, 2], strides=[2, 2])
            )
            current = pooled
            continue
        kernel, bias = _fold_normalisation(block[0], block[1])
        weights.append(numpy_helper.from_array(kernel, f"kernel{index}"))
        weights.append(numpy_helper.from_array(bias, f"bias{index}"))
        padding = block[0].padding[0]
        inputs = [current, f"kernel{index}", f"bias{index}"]
        nodes.append(
            helper.make_node(
                "Conv", inputs, [f"conv{index}"], f"conv{index}", kernel_shape=[3, 3], pads=[padding] * 4
            )
        )
        current = f"relu{index}"
        nodes.append(helper.make_node("Relu", [f"conv{index}"], [current], current))
    weights.append(numpy_helper.from_array(network.classifier.weight.detach().numpy().copy(), "classifier"))
    weights.append(numpy_helper.from_array(network.classifier.bias.detach().numpy().copy(), "offset"))
    nodes += [
        helper.make_node("ReduceMean", [current], ["mean"], "mean", axes=[2, 3], keepdims=0),
        helper.make_node("Gemm", ["mean", "classifier", "offset"], ["logits"], "logits", transB=1),
        helper.make_node("Softmax", ["logits"], ["probs"], "probs", axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "digits",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 1, SIDE_PIXELS, SIDE_PIXELS])],
        [helper.make_tensor_value_info("probs", TensorProto.FLOAT, ["N", CLASS_COUNT])],
        weights,
    )
    save_graph(graph, path)


def _fold_normalisation(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> tuple[np.ndarray, np.ndarray]:
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    kernel = convolution.weight * scale.reshape(-1, 1, 1, 1)
    bias = norm.bias - norm.running_mean * scale
    return kernel.detach().contiguous().numpy().copy(), bias.detach().numpy().copy()
