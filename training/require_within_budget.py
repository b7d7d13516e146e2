"""What a smaller or faster variant may cost."""

from collections.abc import Iterable

from training.require_at_least import require_at_least

REFERENCE = "fp32"


def require_within_budget(
    model: str, accuracy: dict[str, float], published: Iterable[str], budget: float
) -> None:
    """Raises unless every published variant's accuracy is at least that of fp32 less `budget`."""
    for name in published:
        require_at_least(f"{model} {name}", accuracy[name], accuracy[REFERENCE] - budget)
