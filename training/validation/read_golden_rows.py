"""The rows that a model is timed on."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from training.repository.model_description import DATATYPES

_NUMPY_TYPES = {datatype: name for name, datatype in DATATYPES.items()}


def read_golden_rows(folder: Path) -> tuple[dict[str, Any], np.ndarray]:
    """Returns the golden inputs of a published model as they are written, and its one input as an array."""
    version = json.loads((folder / "model.json").read_text(encoding="utf-8"))["versions"][0]
    inputs = json.loads((folder / version["golden"]).read_text(encoding="utf-8"))["inputs"]
    [tensor] = inputs.values()
    return inputs, np.array(tensor["data"], _NUMPY_TYPES[tensor["datatype"]]).reshape(tensor["shape"])
