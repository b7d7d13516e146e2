"""Held-out sentences with the model's answers, for the tests and for the comparison with peers."""

import zlib
from pathlib import Path

from training.language_id.labels import to_label
from training.language_id.measure_model import FIRST_WORDS, SENTENCE, VariantMeasurement
from training.language_id.prepare_data import LanguageData
from training.language_id.sample_texts import take_first_words
from training.repository.write_json import write_json

SAMPLE_ROWS = 1000


def write_sample(path: Path, data: LanguageData, measured: dict[str, VariantMeasurement]) -> None:
    """Writes a thousand of the held-out sentences, always the same, with the answers of each variant."""
    numbers = sorted(
        range(len(data.held_out)), key=lambda i: (zlib.crc32(data.held_out[i].text.encode()), i)
    )[:SAMPLE_ROWS]
    rows = [
        {
            "text": data.held_out[i].text,
            "label": to_label(data.held_out[i].code),
            "predicted": {
                name: data.labels[variant.predicted[SENTENCE][i]] for name, variant in measured.items()
            },
        }
        for i in numbers
    ]
    write_json(path, {"rows": rows})


def write_held_out(path: Path, data: LanguageData, measured: VariantMeasurement) -> None:
    """Writes all held-out sentences and their first words with the answers to both."""
    rows = [
        {
            "text": sentence.text,
            "firstWords": take_first_words(sentence.text),
            "code": sentence.code,
            "label": to_label(sentence.code),
            "predicted": data.labels[measured.predicted[SENTENCE][i]],
            "predictedFirstWords": data.labels[measured.predicted[FIRST_WORDS][i]],
        }
        for i, sentence in enumerate(data.held_out)
    ]
    write_json(path, {"labels": data.labels, "rows": rows})
