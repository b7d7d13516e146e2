"""Text in, table indices out."""

from collections.abc import Callable

from training.text.hash_word import hash_word
from training.text.split_words import split_words

TABLE_BITS = 15
PADDING_ID = 0


def to_id(hashed: int, bits: int = TABLE_BITS) -> int:
    """Returns the table index of a hash; 0 is padding, so 0 becomes 1."""
    return hashed & (1 << bits) - 1 or 1


def extract_text_features(text: str) -> list[int]:
    """Returns the ids of all n-grams of `text` in order, uncapped; empty without a word."""
    return [to_id(hashed) for word in split_words(text) for group in hash_word(word) for hashed in group]


def make_text_hasher() -> Callable[[str], list[tuple[int, ...]]]:
    """Returns a function from text to its groups of hashes that remembers the words it saw."""
    known: dict[str, list[tuple[int, ...]]] = {}

    def hash_text(text: str) -> list[tuple[int, ...]]:
        groups: list[tuple[int, ...]] = []
        for word in split_words(text):
            if word not in known:
                known[word] = [tuple(group) for group in hash_word(word)]
            groups += known[word]
        return groups

    return hash_text
