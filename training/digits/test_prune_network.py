import copy
import unittest

import torch
from torch import nn

from training.digits.build_network import DigitNetwork
from training.digits.prune_network import make_zero_keeper, prune_filters


class PruneNetworkTest(unittest.TestCase):
    def test_filters_without_weight_are_left_out_and_nothing_is_lost(self) -> None:
        network = _make_network()
        with torch.no_grad():
            for module in network.modules():
                if isinstance(module, nn.Conv2d):
                    module.weight[::2] = 0
        images = torch.rand(3, 1, 28, 28)
        pruned = prune_filters(network, 2).eval()
        self.assertEqual(pruned.classifier.in_features, 32)
        # A filter without weights and bias gives nothing that the next layer could use.
        torch.testing.assert_close(pruned(images), network(images))

    def test_the_share_of_zeros_is_kept_while_weights_change(self) -> None:
        network = _make_network()
        keep_zero, pruned = make_zero_keeper(network, 0.8), copy.deepcopy(network)
        with torch.no_grad():
            for parameter in pruned.parameters():
                parameter.add_(1)
        keep_zero(pruned)
        convolutions = [module for module in pruned.modules() if isinstance(module, nn.Conv2d)]
        self.assertEqual((convolutions[0].weight == 0).sum(), 0)
        for convolution in convolutions[1:]:
            self.assertAlmostEqual((convolution.weight == 0).float().mean().item(), 0.8, places=2)


def _make_network() -> DigitNetwork:
    torch.manual_seed(1)
    return DigitNetwork().eval()


if __name__ == "__main__":
    unittest.main()
