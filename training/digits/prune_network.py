"""Pruning: whole filters, which leaves a smaller network, or single weights, which leaves zeros."""

from collections.abc import Callable

import torch
from torch import nn

from training.digits.build_network import DigitNetwork


def prune_filters(network: DigitNetwork, narrowing: int) -> DigitNetwork:
    """Returns a network with one in `narrowing` filters of each layer: those with the largest sum of
    absolute weights behind their normalisation (after Li et al. 2017)."""
    narrow = DigitNetwork(narrowing)
    inputs = torch.arange(1)
    for old, new in zip(network.blocks, narrow.blocks, strict=True):
        if isinstance(old, nn.MaxPool2d):
            continue
        scale = old[1].weight / (old[1].running_var + old[1].eps).sqrt()
        strength = (old[0].weight.abs().sum((1, 2, 3)) * scale.abs()).detach()
        kept = strength.topk(new[0].out_channels).indices.sort().values
        with torch.no_grad():
            new[0].weight.copy_(old[0].weight[kept][:, inputs])
            for name, values in new[1].state_dict().items():
                source = old[1].state_dict()[name]
                values.copy_(source[kept] if source.ndim else source)
        inputs = kept
    with torch.no_grad():
        narrow.classifier.weight.copy_(network.classifier.weight[:, inputs])
        narrow.classifier.bias.copy_(network.classifier.bias)
    return narrow


def make_zero_keeper(network: DigitNetwork, share: float) -> Callable[[DigitNetwork], None]:
    """Returns a function that zeroes, in a network of the same form, the `share` of each convolution's
    weights that are smallest in `network` (Han et al. 2015)."""
    masks = []
    for convolution in _list_convolutions(network):
        size = convolution.weight.detach().abs()
        threshold = size.flatten().kthvalue(round(share * size.numel())).values
        masks.append(size > threshold)

    @torch.no_grad()
    def keep_zero(pruned: DigitNetwork) -> None:
        for convolution, mask in zip(_list_convolutions(pruned), masks, strict=True):
            convolution.weight.mul_(mask)

    return keep_zero


def _list_convolutions(network: DigitNetwork) -> list[nn.Conv2d]:
    # The first layer's nine weights a filter are too few to spare any.
    return [module for module in network.modules() if isinstance(module, nn.Conv2d)][1:]
