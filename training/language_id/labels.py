"""Languages to labels."""

# Near-twins in Tatoeba that short text cannot tell apart. kzj is a retired code.
MERGED_LABELS = {
    "ber": "ber",
    "kab": "ber",
    "ind": "msa",
    "zsm": "msa",
    "srp": "hbs",
    "hrv": "hbs",
    "dtp": "dtp",
    "kzj": "dtp",
}


def to_label(code: str) -> str:
    """Returns the label of a language: its code, or that of the group it is merged into."""
    return MERGED_LABELS.get(code, code)


def list_labels(codes: list[str]) -> list[str]:
    """Returns all labels in the order of the model's outputs."""
    return sorted({to_label(code) for code in codes})
