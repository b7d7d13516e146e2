"""The card of the model `language-id`."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.language_id.measure_model import (
    FIRST_WORDS,
    ONE_WORD,
    SENTENCE,
    Agreement,
    VariantMeasurement,
    list_confusions,
)
from training.repository.describe_machine import describe_date, describe_machine, describe_software

_WEAK_LABELS = 14
_CONFUSED_PAIRS = 12
_NO_PEERS = "Not measured yet: `npm --prefix training/peers start`.\n"
_REMARKS = {
    "int8": "`model.onnx`, the default; one scale a label, sums exact",
    "fp16": "`model.fp16.onnx`",
    "fp32": "not in the repository: four times the bytes for the same answers",
}


@dataclass(frozen=True)
class CardFigures:
    """What the card says, as measured."""

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
    return f"""# language-id

Which language a text is in: 81 languages under {len(figures.labels)} labels.

- Input `ids` INT32 [N, L]: hashed n-grams of the text (`src/core/tasks/textFeatures.ts`, held to the Python by
  `textFeatures.vectors.json`), 0 is padding, the first 256 are used.
- Output `probs` FP32 [N, {len(figures.labels)}], in the order of `labels.txt`. A row without any id answers with the model's
  bias: it says nothing about a language, and the app refuses such a text before it gets here.
- Labels are the data's codes. Near-twins that short text cannot tell apart are merged: `ber` is ber and kab, `msa` is ind and
  zsm, `hbs` is srp and hrv, `dtp` is dtp and kzj (a retired code of the same language).
- Model: one table [32768, {len(figures.labels)}]; a text is the mean of its rows, a bias is added, softmax. It starts as
  naive Bayes and is trained on sentences, beginnings and pieces of sentences, and words drawn by frequency.
- ONNX opset 17. int8: Gather → Cast → ReduceSum → Div → Mul by the label's scale → Add → Softmax. The sum is exact
  integer arithmetic, so an answer depends on neither batch, order nor padding.

## Data

- Sentences: Tatoeba (https://tatoeba.org) in the selection of facebookresearch/LASER, CC BY 2.0 FR; the 81 languages with at
  least 700 sentences.
- Word frequencies: hermitdave/FrequencyWords 2018, CC BY-SA 4.0, for 41 of the labels; training alone.
- Out of domain: the Universal Declaration of Human Rights from nltk_data, public domain; measurement alone.
- Split: texts with the same words count once; a fifth, chosen by CRC-32 of the normalised words, is held out
  ({len(figures.expected):,} sentences, about 200 a language). Settings were chosen on an eighth of the training part.

The data is not part of this project.

## Accuracy

{_format_variants(figures)}

"First three words" and "one word" are taken from the same sentences; the word has four letters or more where there is one.
A wrong answer counts the same for every sentence; all languages have about the same number.

Out of domain, int8: {declaration.lines * 100:.1f} % of the lines of the Declaration and {declaration.first_words * 100:.1f} % of their first three words,
averaged over the {declaration.label_count} labels that it is translated into (up to 120 lines each).

### Weak spots

The labels with the lowest accuracy, int8, %:

{_format_weak_labels(figures)}

Taken for each other most often (sentences): {", ".join(f"{pair} {count}" for pair, count in confusions)}.

### Peers

Held-out sentences of the languages that each detector supports, the first three words of the same, and this model on the
same. Near-twins that we merge are merged for the others too, a macro-language (zh, no) is accepted for its member,
and franc is asked for texts of any length.

<!-- peers -->
{_keep_peers(old_card)}<!-- /peers -->

## Limits

- A text in a language that is not listed gets the label of a relative, often with a high score; there is no "other".
- One label a text: of a mixed text the language with more letters wins.
- Tatoeba's sentences are short, plain and written by learners and teachers. Names, chat, lists and code are less sure.
- Azerbaijani is known in Latin script and Uyghur in Arabic script alone; other scripts of them were not in the data.
- One word is often a word of several languages: see the last column.
- Capital letters, digits and punctuation are not looked at.

## Measured

`python -m training --data DIR --only language-id`, {describe_date()}, {describe_machine()}; {describe_software()}.
One thread and a fixed seed: the same command gives the same figures.
"""


def _format_variants(figures: CardFigures) -> str:
    ways = (SENTENCE, FIRST_WORDS, ONE_WORD)
    lines = [f"| variant | bytes | {', % | '.join(ways)}, % | |", "|---|---|---|---|---|---|"]
    for name, measured in figures.measured.items():
        shares = " | ".join(f"{figures.accuracy[name][way] * 100:.2f}" for way in ways)
        lines.append(f"| {name} | {measured.size_bytes:,} | {shares} | {_REMARKS[name]} |")
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
