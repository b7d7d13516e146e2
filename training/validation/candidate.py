"""What the validation chooses among."""

import json
from dataclasses import dataclass
from pathlib import Path

from training.paths import Paths
from training.repository.write_json import write_json


@dataclass(frozen=True)
class Candidate:
    """A written graph that answers as the model does, its accuracy in 0..1 and how it was made."""

    name: str
    file: Path
    accuracy: float
    how: str


def write_candidates(paths: Paths, group: str, candidates: list[Candidate]) -> None:
    """Keeps the candidates of one run for the validation."""
    listed = [
        {
            "name": candidate.name,
            "file": str(candidate.file.resolve()),
            "accuracy": candidate.accuracy,
            "how": candidate.how,
        }
        for candidate in candidates
    ]
    write_json(_path_of(paths, group), {"candidates": listed})


def read_candidates(paths: Paths, group: str) -> list[Candidate]:
    """Returns what the last run of `group` left; nothing if there was none."""
    path = _path_of(paths, group)
    if not path.is_file():
        return []
    listed = json.loads(path.read_text(encoding="utf-8"))["candidates"]
    return [Candidate(each["name"], Path(each["file"]), each["accuracy"], each["how"]) for each in listed]


def _path_of(paths: Paths, group: str) -> Path:
    return paths.intermediate / "candidates" / f"{group}.json"
