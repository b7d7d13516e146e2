"""The Declaration of Human Rights: text of another kind than the training data."""

import zipfile
from pathlib import Path

LINE_LENGTH_MIN = 26
LINES_MAX = 120

# Names of the translations where they are not the label itself.
_FILE_NAMES = {
    "ara": ["arb"], "aze": ["azj", "azb", "aze"], "ber": ["tzm", "kab"], "cmn": ["cmn_hans", "cmn_hant"],
    "deu": ["deu_1996"], "ell": ["ell_monotonic"], "est": ["ekk"], "hbs": ["srp", "hrv"],
    "lvs": ["lav"], "mon": ["khk"], "msa": ["mly_latn", "zlm", "ind"], "nob": ["nob", "nor"],
    "orv": [], "sqi": ["als", "aln"], "uzb": ["uzn"], "yid": ["ydd"],
}  # fmt: skip


def read_declaration_lines(data_dir: Path, labels: list[str]) -> dict[str, list[str]]:
    """Returns up to 120 lines of each label that the Declaration is translated into."""
    lines: dict[str, list[str]] = {}
    with zipfile.ZipFile(data_dir / "langid" / "udhr2.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(".txt")]
        for label in labels:
            wanted = _FILE_NAMES.get(label, [label])
            texts = [
                line.strip()
                for alias in wanted
                for name in names
                if _is_translation(name, alias)
                for line in archive.read(name).decode("utf-8", "replace").split("\n")
            ]
            kept = [text for text in texts if len(text) >= LINE_LENGTH_MIN]
            if kept:
                # Every translation of a merged label has its share.
                step = max(1, len(kept) // LINES_MAX)
                lines[label] = kept[::step][:LINES_MAX]
    return lines


def _is_translation(path: str, alias: str) -> bool:
    stem = Path(path).stem
    return stem == alias or stem.startswith(f"{alias}_")
