"""The ways in which a held-out sentence is asked."""

import zlib

WORD_LETTERS_MIN = 4


def take_first_words(text: str, count: int = 3) -> str:
    """Returns the first words of `text`, as split by spaces."""
    return " ".join(text.split()[:count])


def take_one_word(text: str) -> str:
    """Returns one word of `text`, always the same: one of those with at least four letters."""
    pieces = text.split()
    long_pieces = [piece for piece in pieces if sum(map(str.isalpha, piece)) >= WORD_LETTERS_MIN]
    candidates = long_pieces or [max(pieces, key=len)]
    return candidates[zlib.crc32(text.encode()) % len(candidates)]
