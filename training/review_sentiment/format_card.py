"""The card of the model `review-sentiment`."""

from pathlib import Path
from string import Template

import numpy as np

from training.repository.describe_measurement import describe_measurement
from training.review_sentiment.read_reviews import Review

_WORD_RANGES = ((1, 2), (3, 4), (5, 8), (9, None))
_TEMPLATE = Path(__file__).with_name("card.md")


def format_card(
    how: dict[str, str],
    accuracy: dict[str, float],
    sizes_bytes: dict[str, int],
    training_count: int,
    held_out: list[Review],
    predicted: np.ndarray,
) -> str:
    """Returns the card's text; `how` tells how each variant was made, `predicted` what int8 answers."""
    rows = "\n".join(
        f"| {name} | {sizes_bytes[name]:,} | {accuracy[name] * 100:.2f} | {how[name]} |"
        for name in accuracy
    )
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        variants=rows,
        training_count=f"{training_count:,}",
        held_out_count=f"{len(held_out):,}",
        lengths=_format_lengths(held_out, predicted),
        measurement=describe_measurement(),
    )


def _format_lengths(held_out: list[Review], predicted: np.ndarray) -> str:
    lengths = np.array([len(review.text.split()) for review in held_out])
    right = predicted == np.array([review.label for review in held_out])
    parts = []
    for low, high in _WORD_RANGES:
        chosen = (lengths >= low) & (lengths <= (high or lengths.max()))
        name = f"{low}–{high}" if high else f"{low} or more"
        parts.append(f"{name} words {right[chosen].mean() * 100:.1f}")
    return " · ".join(parts)
