"""Writes everything about a model but its ONNX files and its card."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np

from training.repository.format_triton_config import format_triton_config
from training.repository.model_description import DATATYPES, Golden, ModelDescription, TensorSpec
from training.repository.write_json import write_json


def write_model(models_dir: Path, model: ModelDescription) -> None:
    """Writes model.json, golden.json, labels.txt and config.pbtxt beside the variants' files."""
    folder = models_dir / model.name
    golden_file = f"{model.version}/golden.json"
    write_json(folder / golden_file, _describe_golden(model.golden))
    write_json(
        folder / "model.json",
        {
            "name": model.name,
            "task": model.task,
            "labels": model.labels,
            "maxBatch": model.max_batch,
            "inputs": [_describe_spec(spec) for spec in model.inputs],
            "outputs": [_describe_spec(spec) for spec in model.outputs],
            "preprocessing": model.preprocessing,
            "accuracyBudget": model.accuracy_budget,
            "source": model.source,
            "licence": model.licence,
            "versions": [
                {
                    "version": model.version,
                    "default": model.default_variant,
                    "variants": _describe_variants(folder, model),
                    "golden": golden_file,
                }
            ],
        },
    )
    (folder / "labels.txt").write_text("\n".join(model.labels) + "\n", encoding="utf-8")
    (folder / "config.pbtxt").write_text(format_triton_config(model), encoding="utf-8")


def _describe_variants(folder: Path, model: ModelDescription) -> list[dict[str, Any]]:
    described = []
    for variant in model.variants:
        file = f"{model.version}/{variant.file}"
        content = (folder / file).read_bytes()
        described.append(
            {
                "name": variant.name,
                "file": file,
                "sizeBytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
                "accuracy": round(variant.accuracy, 4),
            }
        )
    return described


def _describe_spec(spec: TensorSpec) -> dict[str, Any]:
    return {"name": spec.name, "datatype": spec.datatype, "shape": list(spec.shape)}


def _describe_golden(golden: Golden) -> dict[str, Any]:
    return {
        "inputs": {name: _describe_tensor(values) for name, values in golden.inputs.items()},
        "outputs": {
            variant: {name: _describe_tensor(values) for name, values in outputs.items()}
            for variant, outputs in golden.outputs.items()
        },
        "tolerance": golden.tolerance,
    }


def _describe_tensor(values: np.ndarray) -> dict[str, Any]:
    flat = values.reshape(-1)
    if values.dtype == np.float32:
        flat = np.array([float(f"{value:.8g}") for value in flat])
    return {"datatype": DATATYPES[values.dtype.name], "shape": list(values.shape), "data": flat.tolist()}
