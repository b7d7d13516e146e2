"""The card of the model `digits`."""

from pathlib import Path
from string import Template

import numpy as np

from training.repository.describe_measurement import describe_measurement

_TEMPLATE = Path(__file__).with_name("card.md")
_REMARKS = {
    "fp32": "`model.onnx`, the default",
    "int8": "static QDQ: convolutions u8 × s8, a scale a channel; classifier and softmax fp32",
}


def format_card(
    folder: Path, predicted: dict[str, np.ndarray], labels: np.ndarray, variations: dict[str, float]
) -> str:
    """Returns the card's text with the figures just measured."""
    files = {"fp32": "model.onnx", "int8": "model.int8.onnx"}
    rows = []
    for name, file in files.items():
        size_bytes = (folder / "1" / file).stat().st_size
        right = predicted[name] == labels
        share = f"{right.mean() * 100:.2f} | {(~right).sum()}"
        rows.append(f"| {name} | {size_bytes:,} | {share} | {_REMARKS[name]} |")
    per_digit = " · ".join(
        f"{digit}: {(predicted['fp32'][labels == digit] == digit).mean() * 100:.1f}" for digit in range(10)
    )
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        variants="\n".join(rows),
        per_digit=per_digit,
        variations=" · ".join(f"{name} {share * 100:.1f}" for name, share in variations.items()),
        measurement=describe_measurement(),
    )
