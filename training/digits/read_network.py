"""The published network, to go on from."""

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import nn

from training.digits.build_network import DigitNetwork


def read_network(path: Path) -> DigitNetwork:
    """Returns the fp32 network that `export_network` wrote, ready to evaluate.

    Its normalisation was folded into the kernels: what is left of it adds the bias and no more.
    """
    weights = {each.name: numpy_helper.to_array(each) for each in onnx.load(path).graph.initializer}
    network = DigitNetwork()
    with torch.no_grad():
        for index, block in enumerate(network.blocks):
            if isinstance(block, nn.MaxPool2d):
                continue
            convolution, norm = block[0], block[1]
            convolution.weight.copy_(torch.from_numpy(weights[f"kernel{index}"].copy()))
            norm.bias.copy_(torch.from_numpy(weights[f"bias{index}"].copy()))
            norm.running_var.fill_(1 - norm.eps)
        network.classifier.weight.copy_(torch.from_numpy(weights["classifier"].copy()))
        network.classifier.bias.copy_(torch.from_numpy(weights["offset"].copy()))
    return network.eval()
