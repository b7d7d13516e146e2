"""The list of the repository's models."""

from pathlib import Path

from training.repository.write_json import write_json

LISTED_MODELS = ("language-id", "digits", "review-sentiment")


def write_index(models_dir: Path) -> None:
    """Writes index.json: the models the app offers that are there."""
    present = [name for name in LISTED_MODELS if (models_dir / name / "model.json").is_file()]
    write_json(models_dir / "index.json", {"models": present})
