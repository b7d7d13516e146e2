"""Distillation: a student learns from what a teacher thinks of every image (Hinton, Vinyals, Dean 2015)."""

import torch
from torch.nn import functional

from training.digits.build_network import DigitNetwork
from training.digits.train_network import MeasureLoss, measure_label_loss

TEMPERATURE = 4.0
TEACHER_SHARE = 0.7


def make_teacher_loss(teacher: DigitNetwork) -> MeasureLoss:
    """Returns a loss that weighs the teacher's softened opinion of the same inputs against the labels."""
    teacher = teacher.eval()

    def measure_loss(logits: torch.Tensor, labels: torch.Tensor, inputs: torch.Tensor) -> torch.Tensor:
        with torch.no_grad():
            opinion = functional.log_softmax(teacher(inputs) / TEMPERATURE, 1)
        said = functional.log_softmax(logits / TEMPERATURE, 1)
        distance = functional.kl_div(said, opinion, reduction="batchmean", log_target=True)
        return (
            TEACHER_SHARE * TEMPERATURE**2 * distance
            + (1 - TEACHER_SHARE) * measure_label_loss(logits, labels, inputs)
        )

    return measure_loss
