"""From raw text to words."""

import unicodedata

import regex

SCRIPTS_WITHOUT_SPACES = ("Han", "Hiragana", "Katakana", "Thai", "Khmer", "Lao", "Myanmar")
_UNSPACED = "".join(rf"\p{{Script={script}}}" for script in SCRIPTS_WITHOUT_SPACES)
# U+30FC, the long vowel mark of both kana, belongs to no single script.
_WORD = regex.compile(
    rf"[{_UNSPACED}\u30fc]+[\p{{M}}{_UNSPACED}\u30fc]*|(?:(?![{_UNSPACED}])[\p{{L}}\p{{M}}'])+"
)
_STARTS_UNSPACED = regex.compile(rf"[{_UNSPACED}]")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'"})


def normalise_text(text: str) -> str:
    """Returns `text` in NFC and lower case with one kind of apostrophe.

    Equal to JavaScript's `normalize('NFC').toLowerCase()` for every character of Unicode 14,
    but for a capital sigma beside U+0295, whose class changed in Unicode 16.
    """
    return unicodedata.normalize("NFC", text).lower().translate(_APOSTROPHES)


def split_words(text: str) -> list[str]:
    """Returns the words of raw `text`: runs of letters, marks and inner apostrophes.

    A run of a script written without spaces is one word.
    """
    words = (match.group().strip("'") for match in _WORD.finditer(normalise_text(text)))
    return [word for word in words if word]


def is_unspaced(word: str) -> bool:
    """Tells whether `word` is a run of a script that is written without spaces."""
    return _STARTS_UNSPACED.match(word) is not None
