"""What the files of a model are written from."""

from dataclasses import dataclass
from typing import Any

import numpy as np

# Names of the Open Inference Protocol.
DATATYPES = {"int32": "INT32", "float32": "FP32"}


@dataclass(frozen=True)
class TensorSpec:
    """An input or output; -1 stands for a free dimension, the first is the batch."""

    name: str
    datatype: str
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Variant:
    """One precision of the version, its file inside the version's folder, its test accuracy in 0..1."""

    name: str
    file: str
    accuracy: float


@dataclass(frozen=True)
class Golden:
    """A few input rows and what each variant answers to them."""

    inputs: dict[str, np.ndarray]
    outputs: dict[str, dict[str, np.ndarray]]
    tolerance: float


@dataclass(frozen=True)
class ModelDescription:
    """A model of the repository with one version.

    `accuracy_budget` is how far below fp32 the accuracy of a published variant may lie.
    """

    name: str
    task: str
    labels: list[str]
    max_batch: int
    inputs: list[TensorSpec]
    outputs: list[TensorSpec]
    preprocessing: dict[str, Any]
    source: str
    licence: str
    default_variant: str
    variants: list[Variant]
    accuracy_budget: float
    golden: Golden
    version: str = "1"
