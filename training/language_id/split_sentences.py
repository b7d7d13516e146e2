"""The fixed split of the sentences."""

import zlib
from dataclasses import dataclass

from training.language_id.labels import to_label
from training.text.split_words import split_words

TEST_FRACTION = 5
# The English sample is five times as large as the others; its test part need not be.
TEST_SENTENCES_MAX = 200


@dataclass(frozen=True)
class Sentence:
    """A sentence, the code of its language, and its words joined: what the split is made by."""

    text: str
    code: str
    key: str


def split_sentences(sentences: dict[str, list[str]]) -> tuple[list[Sentence], list[Sentence]]:
    """Returns (training, held out): a fifth of the distinct texts, by a hash of their words.

    Texts of equal words stand on the same side whatever their language, and once in a label.
    """
    training: list[Sentence] = []
    held_out: list[Sentence] = []
    seen: set[tuple[str, str]] = set()
    for code, texts in sentences.items():
        held_out_count = 0
        for text in texts:
            key = " ".join(split_words(text))
            if not key or (to_label(code), key) in seen:
                continue
            seen.add((to_label(code), key))
            if zlib.crc32(key.encode()) % TEST_FRACTION:
                training.append(Sentence(text, code, key))
            elif held_out_count < TEST_SENTENCES_MAX or len(texts) <= 1000:
                held_out_count += 1
                held_out.append(Sentence(text, code, key))
    return training, held_out
