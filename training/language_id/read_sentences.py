"""Tatoeba's sentences."""

import re
import zlib
from pathlib import Path

SENTENCES_MIN = 700
ENGLISH_SENTENCES_MAX = 5000


def read_sentences(data_dir: Path) -> dict[str, list[str]]:
    """Returns the sentences of each language with at least 700, by code in order.

    English is the other side of all the pairs; a fixed sample of it is taken.
    """
    folder = data_dir / "langid" / "tatoeba"
    sentences: dict[str, list[str]] = {}
    english: set[str] = set()
    for path in sorted(folder.iterdir()):
        match = re.fullmatch(r"tatoeba\.([a-z]{3})-eng\.([a-z]{3})", path.name)
        if match is None:
            continue
        lines = path.read_text(encoding="utf-8").split("\n")
        texts = [line.strip() for line in lines if line.strip()]
        if match[2] == "eng":
            english.update(texts)
        elif len(texts) >= SENTENCES_MIN:
            sentences[match[1]] = texts
    sample = sorted(sorted(english), key=lambda text: zlib.crc32(f"e{text}".encode()))
    sentences["eng"] = sample[:ENGLISH_SENTENCES_MAX]
    return dict(sorted(sentences.items()))
