"""The network behind the features."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

HIDDEN_COLUMNS = 32
HIDDEN_UNITS = 64
DROPOUT = 0.5
ODDS_SCALE = 20.0


class ReviewNetwork(nn.Module):
    """Bags of ids to logits [N, 2]: a column of log-odds, and a small network for what is not additive."""

    def __init__(self, log_odds: np.ndarray) -> None:
        super().__init__()
        self.odds = nn.Parameter(torch.tensor(log_odds[:, None], dtype=torch.float32))
        self.odds_scale = nn.Parameter(torch.tensor(ODDS_SCALE))
        self.columns = nn.Parameter(torch.randn(len(log_odds), HIDDEN_COLUMNS) * 0.01)
        self.hidden = nn.Linear(HIDDEN_COLUMNS, HIDDEN_UNITS)
        self.output = nn.Linear(HIDDEN_UNITS, 2)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, ids: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        odds = functional.embedding_bag(ids, self.odds, offsets, mode="mean") * self.odds_scale
        mean = functional.embedding_bag(ids, self.columns, offsets, mode="mean")
        hidden = self.dropout(functional.relu(self.hidden(self.dropout(mean))))
        return self.output(hidden) + torch.cat([odds, -odds], 1)
