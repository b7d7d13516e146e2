"""Canonical JSON: two spaces a level, one trailing newline, flat lists on one line."""

import json
from pathlib import Path
from typing import Any

_INDENT = "  "


def write_json(path: Path, value: Any) -> None:
    """Writes `value` to `path` as UTF-8, making the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(format_json(value) + "\n", encoding="utf-8")


def format_json(value: Any, depth: int = 0) -> str:
    """Returns `value` as text; lone surrogates and all characters outside ASCII are escaped."""
    inner, outer = "\n" + _INDENT * (depth + 1), "\n" + _INDENT * depth
    if isinstance(value, dict) and value:
        items = (f"{json.dumps(key)}: {format_json(item, depth + 1)}" for key, item in value.items())
        return "{" + inner + ("," + inner).join(items) + outer + "}"
    if isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        items = (format_json(item, depth + 1) for item in value)
        return "[" + inner + ("," + inner).join(items) + outer + "]"
    return json.dumps(value)
