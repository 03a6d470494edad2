"""Files of chosen sizes to be added, and what a sealing left behind."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from guwah.vault.keyring import KEYRING


def papers(folder: Path, sizes: Sequence[int], seed: int = 1) -> list[Path]:
    """Write a file of random bytes for each size."""
    chance = random.Random(seed)  # noqa: S311 - seeded on purpose, nothing secret
    folder.mkdir(exist_ok=True)
    paths = [folder / f"paper-{seed}-{number}-нан.bin" for number in range(len(sizes))]
    for path, size in zip(paths, sizes, strict=True):
        path.write_bytes(chance.randbytes(size))
    return paths


def left() -> list[str]:
    """Return the names of what was begun and is neither kept nor gone."""
    return [path.name for path in (KEYRING.current().folder / "blobs").glob(".*")]
