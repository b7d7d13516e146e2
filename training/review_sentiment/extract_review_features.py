"""Text in, table indices out: the features of language-id and what else carries an opinion.

Punctuation, numbers and pairs of neighbours count too, and no script is treated apart.
"""

from collections.abc import Callable
from itertools import pairwise

import regex

from training.text.extract_text_features import to_id
from training.text.hash_units import hash_units, to_units
from training.text.hash_word import WORD_LENGTH_MAX, hash_spaced_word
from training.text.split_words import normalise_text

TABLE_BITS = 16
PAIR_SALT = 0x99
_TOKEN = regex.compile(r"[\p{L}\p{M}']+|\p{N}+|[^\p{White_Space}\p{L}\p{M}\p{N}]")
_NUMBER_SIGN = regex.compile(r"\p{N}")
_PAIR_SEPARATOR = "\0"
_EDGE = ""


def split_tokens(text: str) -> list[str]:
    """Returns words, numbers (every digit as 0) and single other characters of raw `text`."""
    return [_clean_token(match.group()) for match in _TOKEN.finditer(normalise_text(text))]


def extract_review_features(text: str) -> list[int]:
    """Returns the ids of all n-grams of the tokens, then of all pairs, uncapped."""
    return [to_id(hashed, TABLE_BITS) for group in make_review_hasher()(text) for hashed in group]


def make_review_hasher() -> Callable[[str], list[tuple[int, ...]]]:
    """Returns a function from text to its groups of hashes that remembers the tokens it saw."""
    known_tokens: dict[str, tuple[int, ...]] = {}
    known_pairs: dict[str, tuple[int, ...]] = {}

    def hash_text(text: str) -> list[tuple[int, ...]]:
        tokens = split_tokens(text)
        if not tokens:
            return []
        framed = [_EDGE, *tokens, _EDGE]
        pairs = [_PAIR_SEPARATOR.join(pair) for pair in pairwise(framed)]
        for token in tokens:
            if token not in known_tokens:
                known_tokens[token] = tuple(hash_spaced_word(to_units(token)))
        for pair in pairs:
            if pair not in known_pairs:
                known_pairs[pair] = (hash_units(to_units(pair), PAIR_SALT),)
        return [known_tokens[token] for token in tokens] + [known_pairs[pair] for pair in pairs]

    return hash_text


def _clean_token(token: str) -> str:
    return _NUMBER_SIGN.sub("0", token.strip("'") or "'")[:WORD_LENGTH_MAX]
