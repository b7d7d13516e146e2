"""From the staging folder to the repository."""

import shutil
from pathlib import Path


def publish_model(staged: Path, models_dir: Path) -> None:
    """Replaces the model's folder under `models_dir` by `staged`, a complete and valid one."""
    target = models_dir / staged.name
    if target.exists():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(staged, target)
