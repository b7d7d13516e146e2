"""Latency in the runtime that the app uses."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from training.paths import REPOSITORY_ROOT, Paths
from training.repository.run_model import ModelRunner
from training.validation.read_golden_rows import read_golden_rows

BATCHES = (1, 8, 32)
ROUNDS = 15
DIFFERENCE_MAX = 1e-3


@dataclass(frozen=True)
class Latency:
    """Milliseconds of a run by batch size, and how far the answers lie from Python's onnxruntime."""

    by_batch: dict[int, float]
    difference: float


def measure_latency(paths: Paths, model: str, files: list[Path]) -> list[Latency]:
    """Returns the latency of each graph that answers as `model` does, measured in turn in onnxruntime-web.

    Raises if one of them does not run there or answers otherwise.
    """
    spec, rows = read_golden_rows(paths.models / model)
    models = [
        {"file": str(file), "inputs": spec, "expected": ModelRunner(file).run(rows).reshape(-1).tolist()}
        for file in files
    ]
    plan = paths.intermediate / "latency-plan.json"
    plan.write_text(json.dumps({"batches": BATCHES, "rounds": ROUNDS, "models": models}), encoding="utf-8")
    script = Path(__file__).with_name("measureLatency.mjs")
    done = subprocess.run(
        ["node", str(script), str(plan)], cwd=REPOSITORY_ROOT, check=True, capture_output=True, text=True
    )
    measured = [
        Latency(dict(zip(BATCHES, each["ms"], strict=True)), each["difference"])
        for each in json.loads(done.stdout)["models"]
    ]
    for file, latency in zip(files, measured, strict=True):
        if latency.difference > DIFFERENCE_MAX:
            raise AssertionError(f"{file.name} answers otherwise in onnxruntime-web: {latency.difference}")
    return measured
