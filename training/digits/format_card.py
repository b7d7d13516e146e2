"""The card of the model `digits`."""

from pathlib import Path
from string import Template

import numpy as np

from training.repository.describe_measurement import describe_measurement

_TEMPLATE = Path(__file__).with_name("card.md")


def format_card(
    files: dict[str, Path],
    how: dict[str, str],
    predicted: dict[str, np.ndarray],
    labels: np.ndarray,
    variations: dict[str, float],
) -> str:
    """Returns the card's text with the figures just measured; `how` tells how each variant was made."""
    rows = []
    for name, file in files.items():
        right = predicted[name] == labels
        share = f"{right.mean() * 100:.2f} | {(~right).sum()}"
        default = ", the default" if file.name == "model.onnx" else ""
        rows.append(
            f"| {name} | `{file.name}`{default} | {file.stat().st_size:,} | {share} | {how[name]} |"
        )
    per_digit = " · ".join(
        f"{digit}: {(predicted['fp32'][labels == digit] == digit).mean() * 100:.1f}" for digit in range(10)
    )
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        variants="\n".join(rows),
        per_digit=per_digit,
        variations=" · ".join(f"{name} {share * 100:.1f}" for name, share in variations.items()),
        measurement=describe_measurement(),
    )
