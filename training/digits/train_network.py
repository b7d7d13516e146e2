"""Training of the digit network."""

import copy
from collections.abc import Callable

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from training.digits.augment_images import augment_images
from training.digits.build_network import DigitNetwork
from training.digits.read_images import scale_pixels

BATCH_SIZE = 128
LEARNING_RATE_MAX = 6e-3
WEIGHT_DECAY = 0.02
LABEL_SMOOTHING = 0.02
AVERAGE_DECAY = 0.998

# Logits, labels and inputs of a batch to the loss.
MeasureLoss = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]


def measure_label_loss(logits: torch.Tensor, labels: torch.Tensor, _inputs: torch.Tensor) -> torch.Tensor:
    """Returns the cross entropy with the softened labels."""
    return functional.cross_entropy(logits, labels, label_smoothing=LABEL_SMOOTHING)


def train_network(
    images: np.ndarray,
    labels: np.ndarray,
    epochs: int,
    seed: int,
    *,
    make_network: Callable[[], DigitNetwork] = DigitNetwork,
    measure_loss: MeasureLoss = measure_label_loss,
    constrain: Callable[[DigitNetwork], None] | None = None,
    is_normalisation_kept: bool = False,
    learning_rate_max: float = LEARNING_RATE_MAX,
    name: str = "digits",
) -> DigitNetwork:
    """Returns the moving average of a network trained on `images`, uint8, ready to evaluate.

    `make_network` gives the network to start from, `constrain` is applied to it after every step. With
    `is_normalisation_kept` its normalisation stays what it is, as a network without one needs.
    The same seed on one thread gives the same weights.
    """
    torch.manual_seed(seed)
    pixels, targets = torch.from_numpy(scale_pixels(images)), torch.from_numpy(labels)
    network = make_network().train().to(memory_format=torch.channels_last)
    if is_normalisation_kept:
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eval()
    average = copy.deepcopy(network).eval()
    batches_per_epoch = len(pixels) // BATCH_SIZE
    optimizer = torch.optim.AdamW(_group_parameters(network), lr=learning_rate_max)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        learning_rate_max,
        total_steps=epochs * batches_per_epoch,
        pct_start=0.2,
        div_factor=10,
        final_div_factor=200,
    )
    step = 0
    for epoch in range(epochs):
        order = torch.randperm(len(pixels))
        loss_sum = 0.0
        for batch in range(batches_per_epoch):
            chosen = order[batch * BATCH_SIZE : (batch + 1) * BATCH_SIZE]
            inputs = augment_images(pixels[chosen]).to(memory_format=torch.channels_last)
            loss = measure_loss(network(inputs), targets[chosen], inputs)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if constrain is not None:
                constrain(network)
            schedule.step()
            step += 1
            _move_average(average, network, min(AVERAGE_DECAY, (1 + step) / (10 + step)))
            loss_sum += loss.item()
        print(f"{name}: epoch {epoch + 1} of {epochs}, loss {loss_sum / batches_per_epoch:.4f}", flush=True)
    return average


def _group_parameters(network: DigitNetwork) -> list[dict]:
    parameters = list(network.parameters())
    return [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": WEIGHT_DECAY},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]


@torch.no_grad()
def _move_average(average: DigitNetwork, network: DigitNetwork, decay: float) -> None:
    for kept, current in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
        if kept.dtype.is_floating_point:
            kept.lerp_(current, 1 - decay)
        else:
            kept.copy_(current)
