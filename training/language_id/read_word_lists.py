"""Word frequencies of film subtitles."""

import gzip
from collections import Counter
from pathlib import Path

from training.language_id.labels import to_label

# Name of the list to code of the language. Lists of languages without sentences are left out.
_LIST_CODES = {
    "ar": "ara", "bg": "bul", "bn": "ben", "bs": "hrv", "ca": "cat", "cs": "ces", "da": "dan",
    "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est", "eu": "eus", "fa": "pes",
    "fi": "fin", "fr": "fra", "gl": "glg", "he": "heb", "hr": "hrv", "hu": "hun", "id": "ind",
    "is": "isl", "it": "ita", "ka": "kat", "ko": "kor", "lt": "lit", "lv": "lvs", "mk": "mkd",
    "ml": "mal", "ms": "zsm", "nl": "nld", "no": "nob", "pl": "pol", "pt": "por", "pt_br": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe",
    "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie", "zh_cn": "cmn", "zh_tw": "cmn",
}  # fmt: skip


def read_word_lists(data_dir: Path, labels: list[str]) -> dict[str, Counter[str]]:
    """Returns the counts of the words of each label that has a list, in a fixed order."""
    folder = data_dir / "langid" / "freqwords"
    counts: dict[str, Counter[str]] = {}
    for name, code in _LIST_CODES.items():
        label = to_label(code)
        if label not in labels:
            continue
        total = counts.setdefault(label, Counter())
        with gzip.open(folder / f"{name}_20k.txt.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                word, count = line.split()
                total[word] += int(count)
    return counts
