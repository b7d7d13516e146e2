"""Many texts as bags of ids, kept small and cut fast."""

from array import array
from collections.abc import Callable, Sequence

import numpy as np
import torch

from training.text.extract_text_features import to_id


class FeatureBags:
    """Texts as lists of group numbers; a group is the ids of one word or one unspaced character.

    `hash_text` gives the groups of a text as tuples of hashes; equal groups are stored once.
    """

    def __init__(self, hash_text: Callable[[str], list[tuple[int, ...]]], bits: int) -> None:
        self._hash_text = hash_text
        self._bits = bits
        self._numbers: dict[tuple[int, ...], int] = {}
        self._ids = array("q")
        self._starts = array("q", [0])
        self._frozen: tuple[np.ndarray, np.ndarray] | None = None

    def add(self, text: str) -> np.ndarray:
        """Returns the group numbers of `text`."""
        self._frozen = None
        return np.array([self._add_group(group) for group in self._hash_text(text)], np.int64)

    def count_ids(self, groups: np.ndarray) -> int:
        """Returns how many ids a text has."""
        _, starts = self._freeze()
        return int((starts[groups + 1] - starts[groups]).sum())

    def list_ids(self, groups: np.ndarray) -> np.ndarray:
        """Returns the ids of one text in order."""
        return self.gather([groups])[0].numpy()

    def gather(
        self, texts: Sequence[np.ndarray], dropout: float = 0.0, random: np.random.Generator | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Returns the ids of a batch end to end and the offset of each text, as embedding_bag takes."""
        ids, starts = self._freeze()
        groups = np.concatenate([*texts, np.zeros(0, np.int64)])
        lengths = starts[groups + 1] - starts[groups]
        rows = np.repeat(np.repeat(np.arange(len(texts)), [len(text) for text in texts]), lengths)
        shifts = np.repeat(starts[groups] - (np.cumsum(lengths) - lengths), lengths)
        chosen = ids[shifts + np.arange(lengths.sum())]
        if dropout and random is not None:
            kept = random.random(len(chosen)) >= dropout
            chosen, rows = chosen[kept], rows[kept]
        offsets = np.searchsorted(rows, np.arange(len(texts)))
        return torch.from_numpy(chosen), torch.from_numpy(offsets)

    def pad(self, texts: Sequence[np.ndarray], ids_max: int) -> np.ndarray:
        """Returns a batch as the model takes it: int32 [N, L], cut at `ids_max`, 0 behind the end."""
        rows = [self.list_ids(text)[:ids_max] for text in texts]
        padded = np.zeros((len(rows), max([1, *(len(row) for row in rows)])), np.int32)
        for row, ids in enumerate(rows):
            padded[row, : len(ids)] = ids
        return padded

    def _add_group(self, group: tuple[int, ...]) -> int:
        number = self._numbers.get(group)
        if number is None:
            number = self._numbers[group] = len(self._starts) - 1
            self._ids.extend([to_id(hashed, self._bits) for hashed in group])
            self._starts.append(len(self._ids))
        return number

    def _freeze(self) -> tuple[np.ndarray, np.ndarray]:
        if self._frozen is None:
            self._frozen = (np.array(self._ids, np.int64), np.array(self._starts, np.int64))
        return self._frozen
