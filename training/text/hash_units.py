"""FNV-1a over UTF-16 code units with a final mix, in 32-bit arithmetic."""

FNV_OFFSET = 0x811C9DC5
FNV_PRIME = 0x01000193
MASK_32 = 0xFFFFFFFF


def to_units(text: str) -> list[int]:
    """Returns the UTF-16 code units of `text`, as JavaScript's charCodeAt sees them."""
    data = text.encode("utf-16-le", "surrogatepass")
    return [data[i] | data[i + 1] << 8 for i in range(0, len(data), 2)]


def add_unit(state: int, unit: int) -> int:
    """Returns the FNV-1a state after one more code unit."""
    return ((state ^ unit) * FNV_PRIME) & MASK_32


def finish_hash(state: int) -> int:
    """Mixes the state so that its low bits can be used as a table index."""
    state ^= state >> 15
    state = (state * 0x2C1B3C6D) & MASK_32
    return state ^ state >> 12


def hash_units(units: list[int], salt: int) -> int:
    """Returns the finished hash of a whole sequence; `salt` keeps kinds of features apart."""
    state = FNV_OFFSET
    for unit in units:
        state = add_unit(state, unit)
    return finish_hash(state ^ salt)
