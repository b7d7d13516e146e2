"""The review network as an ONNX graph."""

from pathlib import Path

import numpy as np
import torch
from onnx import helper, numpy_helper

from training.review_sentiment.build_network import HIDDEN_UNITS, ReviewNetwork
from training.text.finish_bag_graph import finish_bag_graph
from training.text.start_bag_graph import start_bag_graph


# The log-odds decide nearly alone: four bits are too few for them.
FINE_COLUMNS = 1


def write_graph(network: ReviewNetwork, precision: str, path: Path) -> None:
    """Writes the network with its table in `precision`; the layers behind the mean stay fp32."""
    odds = (network.odds * network.odds_scale).detach()
    table = torch.cat([odds, network.columns.detach()], 1).numpy()
    nodes, weights = start_bag_graph(table, precision, FINE_COLUMNS)
    # Column 0, the log-odds, passes by the hidden layer.
    hidden = np.concatenate([np.zeros((1, HIDDEN_UNITS), np.float32), _to_array(network.hidden.weight).T])
    odds_to_logits = np.zeros((table.shape[1], 2), np.float32)
    odds_to_logits[0] = [1, -1]
    nodes += [
        helper.make_node("Gemm", ["mean", "hidden_weight", "hidden_bias"], ["hidden_sum"]),
        helper.make_node("Relu", ["hidden_sum"], ["hidden"]),
        helper.make_node("Gemm", ["hidden", "output_weight", "output_bias"], ["correction"]),
        helper.make_node("MatMul", ["mean", "odds_to_logits"], ["odds"]),
        helper.make_node("Add", ["correction", "odds"], ["logits"]),
    ]
    for name, values in {
        "hidden_weight": hidden,
        "hidden_bias": _to_array(network.hidden.bias),
        "output_weight": _to_array(network.output.weight).T,
        "output_bias": _to_array(network.output.bias),
        "odds_to_logits": odds_to_logits,
    }.items():
        weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
    finish_bag_graph("review-sentiment", nodes, weights, 2, path)


def _to_array(parameter: torch.Tensor) -> np.ndarray:
    return parameter.detach().numpy()
