"""The pros and cons of product reviews."""

import html
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from training.text.split_words import split_words

LABELS = ["positive", "negative"]
TEST_FRACTION = 5
_PARTS = {"positive": "Pros", "negative": "Cons"}


@dataclass(frozen=True)
class Review:
    """A text and the index of its label."""

    text: str
    label: int


def read_reviews(data_dir: Path) -> tuple[list[Review], list[Review]]:
    """Returns (training, held out): a fifth of the distinct texts, by a hash of their words.

    A text that stands among both pros and cons is left out.
    """
    texts: dict[str, str] = {}
    labels: dict[str, set[int]] = {}
    with zipfile.ZipFile(data_dir / "reviews" / "pros_cons.zip") as archive:
        for index, label in enumerate(LABELS):
            part = _PARTS[label]
            content = archive.read(f"pros_cons/Integrated{part}.txt").decode("utf-8", "replace")
            for found in re.findall(f"<{part}>(.*)</{part}>", content):
                text = html.unescape(found.strip())
                key = " ".join(split_words(text))
                if key:
                    texts.setdefault(key, text)
                    labels.setdefault(key, set()).add(index)
    training: list[Review] = []
    held_out: list[Review] = []
    for key, text in texts.items():
        if len(labels[key]) == 1:
            side = training if zlib.crc32(key.encode()) % TEST_FRACTION else held_out
            side.append(Review(text, min(labels[key])))
    return training, held_out
