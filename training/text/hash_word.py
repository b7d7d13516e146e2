"""From a word to the 32-bit hashes of its n-grams."""

from training.text.hash_units import FNV_OFFSET, add_unit, finish_hash, hash_units, to_units
from training.text.split_words import is_unspaced

GRAM_LENGTH_MAX = 4
UNSPACED_GRAM_LENGTH_MAX = 3
WORD_LENGTH_MAX = 40
WHOLE_WORD_SALT = 0x77
_START, _END = ord("^"), ord("$")


def hash_word(word: str) -> list[list[int]]:
    """Returns groups of hashes: one for a spaced word, one a code unit for an unspaced run.

    A group is the smallest piece that training cuts a text into.
    """
    units = to_units(word[:WORD_LENGTH_MAX])
    if is_unspaced(word):
        return [_hash_grams_at(units, i, UNSPACED_GRAM_LENGTH_MAX) for i in range(len(units))]
    return [hash_spaced_word(units)]


def hash_spaced_word(units: list[int]) -> list[int]:
    """Returns the hashes of all inner n-grams of ^word$ and of the whole word."""
    framed = [_START, *units, _END]
    last = len(framed) - 1
    hashes: list[int] = []
    for i in range(len(framed)):
        grams = _hash_grams_at(framed, i, GRAM_LENGTH_MAX)
        if len(grams) == len(framed):
            grams.pop()  # the whole word, which comes last under its own salt
        hashes += grams[1:] if i in (0, last) else grams  # a bare ^ or $ says nothing
    hashes.append(hash_units(framed, WHOLE_WORD_SALT))
    return hashes


def _hash_grams_at(units: list[int], start: int, length_max: int) -> list[int]:
    state, hashes = FNV_OFFSET, []
    for length, unit in enumerate(units[start : start + length_max], 1):
        state = add_unit(state, unit)
        hashes.append(finish_hash(state ^ length))
    return hashes
