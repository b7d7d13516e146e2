"""The validation protocol: what could be published, and why it is or is not."""

import gzip
import hashlib
import json
from pathlib import Path
from string import Template

from training.paths import Paths
from training.repository.describe_measurement import describe_measurement
from training.require_within_budget import REFERENCE
from training.validation.candidate import Candidate, read_candidates
from training.validation.measure_latency import BATCHES, Latency, measure_latency

TARGET = Path(__file__).resolve().parent.parent / "VALIDATION.md"
_TEMPLATE = Path(__file__).with_name("validation.md")
# The groups of candidates that answer as each model does.
_GROUPS = {
    "language-id": ("language-id",),
    "review-sentiment": ("review-sentiment",),
    "digits": ("digits", "smaller-digits"),
}


def validate_models(paths: Paths) -> None:
    """Times all candidates of the last trainings and writes VALIDATION.md."""
    tables = {model.replace("-", "_"): _format_table(paths, model) for model in _GROUPS}
    text = Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        tables, batches=", ".join(str(batch) for batch in BATCHES), measurement=describe_measurement()
    )
    TARGET.write_text(text, encoding="utf-8")


def _format_table(paths: Paths, model: str) -> str:
    candidates = [each for group in _GROUPS[model] for each in read_candidates(paths, group)]
    if not candidates:
        raise FileNotFoundError(f"{model}: expected candidates of a training run, found none")
    latencies = measure_latency(paths, model, [candidate.file for candidate in candidates])
    description = json.loads((paths.models / model / "model.json").read_text(encoding="utf-8"))
    budget = description["accuracyBudget"]
    floor = next(each.accuracy for each in candidates if each.name == REFERENCE) - budget
    lines = [
        f"Budget: {budget * 100:g} points below {REFERENCE}.",
        "",
        "| variant | bytes | gzip | accuracy, % | "
        + " | ".join(f"ms at {batch}" for batch in BATCHES)
        + " | verdict | how |",
        "|---|---|---|---|" + "---|" * len(BATCHES) + "---|---|",
    ]
    for candidate, latency in zip(candidates, latencies, strict=True):
        lines.append(_format_row(candidate, latency, floor, description["versions"][0]))
    return "\n".join(lines)


def _format_row(candidate: Candidate, latency: Latency, floor: float, version: dict) -> str:
    content = candidate.file.read_bytes()
    times = " | ".join(f"{latency.by_batch[batch]:.3g}" for batch in BATCHES)
    return (
        f"| {candidate.name} | {len(content):,} | {len(gzip.compress(content, 9)):,} "
        f"| {candidate.accuracy * 100:.2f} | {times} | {_judge(candidate, floor, version, content)} | {candidate.how} |"
    )


def _judge(candidate: Candidate, floor: float, version: dict, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    published = [each["name"] for each in version["variants"] if each["sha256"] == digest]
    if candidate.accuracy < floor:
        if published:
            raise AssertionError(f"{candidate.name} is published and misses its budget")
        return "over the budget"
    if not published:
        return "within the budget"
    return "**default**" if version["default"] in published else "published"
