"""Where things are read and written."""

from dataclasses import dataclass
from pathlib import Path

REPOSITORY_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Paths:
    """The folders of one training run."""

    data: Path
    models: Path = REPOSITORY_ROOT / "public" / "models"
    fixtures: Path = REPOSITORY_ROOT / "e2e" / "fixtures"
    vectors: Path = REPOSITORY_ROOT / "src" / "core" / "tasks"
    intermediate: Path = REPOSITORY_ROOT / "training" / "out"

    def stage(self, model_name: str) -> Path:
        """Returns the folder in which a model is put together before it is published."""
        return self.intermediate / "models" / model_name
