"""Training of the language table."""

import numpy as np
import torch
from torch.nn import functional

from training.language_id.count_features import count_features
from training.language_id.sample_batch import BATCH_SIZE, BatchSampler
from training.language_id.training_set import TrainingSet

EPOCHS = 12
ID_DROPOUT = 0.3
START_SCALE = 25.0
START_DEVIATION = 0.3
ROW_LEARNING_RATE = 1e-3
MIXING_LEARNING_RATE = 3e-4
WARM_UP_STEPS = 200
_LEARNING_RATES = (ROW_LEARNING_RATE, MIXING_LEARNING_RATE)
_REPORTS = 4


def train_table(training_set: TrainingSet, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns the table [ids, labels] and the bias [labels], both centred over the labels.

    The table starts as naive Bayes, turned into its principal axes: Adam takes steps along each
    axis on its own, which does better here than steps along each label.
    """
    scores = count_features(training_set)
    axes = np.linalg.eigh(scores.T @ scores)[1][:, ::-1].copy()
    rotated = scores @ axes
    start = torch.tensor(rotated / rotated.std() * START_DEVIATION, dtype=torch.float32)
    rows = torch.nn.Parameter(start)
    mixing = torch.nn.Parameter(torch.tensor(axes * START_SCALE, dtype=torch.float32))
    bias = torch.nn.Parameter(torch.zeros(training_set.label_count))

    optimizer = torch.optim.Adam([{"params": [rows]}, {"params": [mixing, bias]}], fused=True)
    sampler = BatchSampler(training_set, seed)
    steps = EPOCHS * (len(training_set.sentences) // BATCH_SIZE)
    loss_sum = 0.0
    for step in range(steps):
        slope = min(1, (step + 1) / WARM_UP_STEPS) * (1 - step / steps)
        for group, rate in zip(optimizer.param_groups, _LEARNING_RATES, strict=True):
            group["lr"] = rate * slope
        texts, labels = sampler.sample()
        ids, offsets = training_set.bags.gather(texts, ID_DROPOUT, sampler.random)
        logits = functional.embedding_bag(ids, rows, offsets, mode="mean") @ mixing.T + bias
        loss = functional.cross_entropy(logits, torch.from_numpy(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
        if (step + 1) % (steps // _REPORTS) == 0:
            print(
                f"language-id: step {step + 1} of {steps}, loss {loss_sum * _REPORTS / steps:.4f}", flush=True
            )
            loss_sum = 0.0
    table = (rows @ mixing.T).detach().numpy()
    offset = bias.detach().numpy()
    return table - table.mean(1, keepdims=True), offset - offset.mean()
