"""Smaller digit networks, to see whether distillation and pruning pay."""

import copy
from collections.abc import Callable, Iterator

import numpy as np

from training.digits.build_network import DigitNetwork
from training.digits.distil_network import make_teacher_loss
from training.digits.export_network import export_network
from training.digits.predict_digits import predict_digits
from training.digits.prune_network import make_zero_keeper, prune_filters
from training.digits.read_images import read_images, scale_pixels
from training.digits.read_network import read_network
from training.digits.train_network import train_network
from training.paths import Paths
from training.repository.run_model import ModelRunner
from training.validation.candidate import Candidate, write_candidates

SEED = 1
NARROWING = 2
STUDENT_EPOCHS = 3
FINE_TUNING_EPOCHS = 1
FINE_TUNING_RATE_MAX = 1.5e-3
ZERO_SHARES = (0.5, 0.8)


def build_smaller_digits(paths: Paths) -> None:
    """Trains students and pruned copies of the published network, and measures them."""
    images, labels = read_images(paths.data, "train")
    test_images, test_labels = read_images(paths.data, "t10k")
    pixels = scale_pixels(test_images)
    candidates: list[Candidate] = []
    for name, network, how in _make_networks(read_network(paths.models / "digits/1/model.onnx"), images, labels):
        file = paths.intermediate / "smaller-digits" / f"{name}.onnx"
        export_network(network, file)
        accuracy = float((predict_digits(ModelRunner(file), pixels) == test_labels).mean())
        print(f"digits {name}: {accuracy}", flush=True)
        candidates.append(Candidate(name, file, accuracy, how))
        write_candidates(paths, "smaller-digits", candidates)


def _make_networks(
    teacher: DigitNetwork, images: np.ndarray, labels: np.ndarray
) -> Iterator[tuple[str, DigitNetwork, str]]:
    def train_student(name: str, **options) -> DigitNetwork:
        make_student = lambda: DigitNetwork(NARROWING)  # noqa: E731
        return train_network(
            images, labels, STUDENT_EPOCHS, SEED, name=name, make_network=make_student, **options
        )

    def fine_tune(
        name: str, start: DigitNetwork, constrain: Callable[[DigitNetwork], None] | None = None
    ) -> DigitNetwork:
        return train_network(
            images,
            labels,
            FINE_TUNING_EPOCHS,
            SEED,
            name=name,
            make_network=lambda: start,
            constrain=constrain,
            is_normalisation_kept=True,
            learning_rate_max=FINE_TUNING_RATE_MAX,
        )

    epochs, more = f"{STUDENT_EPOCHS} epochs", f"{FINE_TUNING_EPOCHS} more epoch"
    yield "half width", train_student("half width"), f"half the channels, from the labels alone, {epochs}"
    yield (
        "half width, distilled",
        train_student("half width, distilled", measure_loss=make_teacher_loss(teacher)),
        f"half the channels, distilled from fp32, {epochs}",
    )
    yield (
        "half the filters",
        fine_tune("half the filters", prune_filters(teacher, NARROWING)),
        f"the stronger half of the filters of fp32, {more}",
    )
    for share in ZERO_SHARES:
        keep_zero, start = make_zero_keeper(teacher, share), copy.deepcopy(teacher)
        keep_zero(start)
        name = f"{share:.0%} zeros"
        yield (
            name,
            fine_tune(name, start, keep_zero),
            f"the smallest {share:.0%} of the weights of fp32 set to zero, {more}",
        )
