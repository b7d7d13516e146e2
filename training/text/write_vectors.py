"""The cases that hold the TypeScript and the Python features together."""

from pathlib import Path

from training.language_id.read_sentences import read_sentences
from training.repository.write_json import write_json
from training.text.extract_text_features import TABLE_BITS, extract_text_features
from training.text.hash_word import GRAM_LENGTH_MAX
from training.text.odd_texts import ODD_TEXTS

CASES_PER_LANGUAGE = 2


def write_vectors(data_dir: Path, path: Path) -> None:
    """Writes a few sentences of every language and the odd texts with their uncapped ids."""
    texts = [
        text
        for sentences in read_sentences(data_dir).values()
        for text in sentences[: CASES_PER_LANGUAGE]
    ]
    write_json(
        path,
        {
            "source": "Sentences: Tatoeba (https://tatoeba.org), CC BY 2.0 FR; other cases made by hand.",
            "nmax": GRAM_LENGTH_MAX,
            "bits": TABLE_BITS,
            "cases": [
                {"text": text, "ids": extract_text_features(text)} for text in (*ODD_TEXTS, *texts)
            ],
        },
    )
