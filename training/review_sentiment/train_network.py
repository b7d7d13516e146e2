"""Training of the review network."""

import numpy as np
import torch
from torch.nn import functional

from training.review_sentiment.build_network import ReviewNetwork
from training.review_sentiment.extract_review_features import TABLE_BITS
from training.text.feature_bags import FeatureBags

EPOCHS = 8
BATCH_SIZE = 64
LEARNING_RATE = 1.5e-3
WARM_UP_STEPS = 100
ID_DROPOUT = 0.4
LABEL_SMOOTHING = 0.03
SMOOTHING_COUNT = 0.3


def train_network(bags: FeatureBags, texts: list[np.ndarray], labels: np.ndarray, seed: int) -> ReviewNetwork:
    """Returns a network trained on `texts`, ready to evaluate; the same seed gives the same weights."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = ReviewNetwork(_count_log_odds(bags, texts, labels))
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE, fused=True)
    batches_per_epoch = len(texts) // BATCH_SIZE
    steps = EPOCHS * batches_per_epoch
    for epoch in range(EPOCHS):
        order = random.permutation(len(texts))
        loss_sum = 0.0
        for batch in range(batches_per_epoch):
            step = epoch * batches_per_epoch + batch
            optimizer.param_groups[0]["lr"] = (
                LEARNING_RATE * min(1, (step + 1) / WARM_UP_STEPS) * (1 - step / steps)
            )
            chosen = order[batch * BATCH_SIZE : (batch + 1) * BATCH_SIZE]
            ids, offsets = bags.gather([texts[i] for i in chosen], ID_DROPOUT, random)
            loss = functional.cross_entropy(
                network(ids, offsets), torch.from_numpy(labels[chosen]), label_smoothing=LABEL_SMOOTHING
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss_sum += loss.item()
        print(
            f"review-sentiment: epoch {epoch + 1} of {EPOCHS}, loss {loss_sum / batches_per_epoch:.4f}",
            flush=True,
        )
    return network.eval()


def _count_log_odds(bags: FeatureBags, texts: list[np.ndarray], labels: np.ndarray) -> np.ndarray:
    counts = np.full((2, 1 << TABLE_BITS), SMOOTHING_COUNT)
    for label in (0, 1):
        ids, _ = bags.gather([text for text, own in zip(texts, labels, strict=True) if own == label])
        np.add.at(counts[label], ids.numpy(), 1)
    scores = np.log(counts / counts.sum(1, keepdims=True))
    return (scores[0] - scores[1]) / 2
