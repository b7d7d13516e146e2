"""The floor under which nothing is published."""


class BelowFloorError(Exception):
    """A trained model misses a figure that the project promises."""


def require_at_least(name: str, value: float, floor: float) -> None:
    """Raises unless `value` reaches `floor`."""
    if value < floor:
        raise BelowFloorError(f"{name}: expected at least {floor:.4f}, measured {value:.4f}")
