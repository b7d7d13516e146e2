"""The cases that hold the TypeScript and the Python features together."""

from collections.abc import Callable, Iterable
from pathlib import Path

from training.repository.write_json import write_json
from training.text.hash_word import GRAM_LENGTH_MAX
from training.text.odd_texts import ODD_TEXTS


def write_vectors(
    path: Path, kind: str, bits: int, source: str, texts: Iterable[str], extract: Callable[[str], list[int]]
) -> None:
    """Writes the odd texts and `texts` with their uncapped ids."""
    cases = [{"text": text, "ids": extract(text)} for text in (*ODD_TEXTS, *texts)]
    write_json(path, {"kind": kind, "source": source, "nmax": GRAM_LENGTH_MAX, "bits": bits, "cases": cases})
