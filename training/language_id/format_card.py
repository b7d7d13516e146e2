"""The card of the model `language-id`."""

import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

import numpy as np

from training.language_id.measure_model import (
    FIRST_WORDS,
    ONE_WORD,
    SENTENCE,
    Agreement,
    VariantMeasurement,
    list_confusions,
)
from training.repository.describe_measurement import describe_measurement

_TEMPLATE = Path(__file__).with_name("card.md")
_WEAK_LABELS = 14
_CONFUSED_PAIRS = 12
_NO_PEERS = "Not measured yet: `npm --prefix training/peers start`.\n"


@dataclass(frozen=True)
class CardFigures:
    """What the card says, as measured; `how` tells how each variant was made."""

    how: dict[str, str]
    labels: list[str]
    expected: np.ndarray
    measured: dict[str, VariantMeasurement]
    accuracy: dict[str, dict[str, float]]
    declaration: Agreement


def format_card(figures: CardFigures, old_card: Path) -> str:
    """Returns the card's text; the comparison with peers is taken over from the old card."""
    answers = figures.measured["int8"].predicted
    confusions = list_confusions(answers[SENTENCE], figures.expected, figures.labels)[:_CONFUSED_PAIRS]
    declaration = figures.declaration
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        label_count=len(figures.labels),
        held_out_count=f"{len(figures.expected):,}",
        variants=_format_variants(figures),
        declaration_lines=f"{declaration.lines * 100:.1f}",
        declaration_first_words=f"{declaration.first_words * 100:.1f}",
        declaration_labels=declaration.label_count,
        weak_labels=_format_weak_labels(figures),
        confusions=", ".join(f"{pair} {count}" for pair, count in confusions),
        peers=_keep_peers(old_card),
        measurement=describe_measurement(),
    )


def _format_variants(figures: CardFigures) -> str:
    ways = (SENTENCE, FIRST_WORDS, ONE_WORD)
    lines = [f"| variant | bytes | {', % | '.join(ways)}, % | |", "|---|---|---|---|---|---|"]
    for name, measured in figures.measured.items():
        shares = " | ".join(f"{figures.accuracy[name][way] * 100:.2f}" for way in ways)
        lines.append(f"| {name} | {measured.size_bytes:,} | {shares} | {figures.how[name]} |")
    return "\n".join(lines)


def _format_weak_labels(figures: CardFigures) -> str:
    answers = figures.measured["int8"].predicted
    shares = []
    for index, label in enumerate(figures.labels):
        own = figures.expected == index
        right = [(answers[way][own] == index).mean() * 100 for way in (SENTENCE, FIRST_WORDS)]
        shares.append((right[0], right[1], label))
    shares.sort()
    lines = ["| label | sentence | first three words |", "|---|---|---|"]
    lines += [f"| {label} | {whole:.1f} | {words:.1f} |" for whole, words, label in shares[:_WEAK_LABELS]]
    return "\n".join(lines)


def _keep_peers(old_card: Path) -> str:
    text = old_card.read_text(encoding="utf-8") if old_card.is_file() else ""
    kept = re.search(r"<!-- peers -->\n(.*)<!-- /peers -->", text, re.DOTALL)
    return kept[1] if kept else _NO_PEERS
