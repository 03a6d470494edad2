"""Giving a file that is written whole its name, so that none that is there is ever replaced."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def place_new(written: Path, name: Path) -> None:
    """Let a file that is written whole have its name; nothing is left under the other one.

    A link fails where somebody made a file of that name meanwhile; a rename would replace it. Sticks (FAT,
    exFAT) have no links: there the name is taken first by an empty file of ours, which the rename then
    replaces. Whatever stops this, the name holds the whole file, nothing, or an empty file.

    Raises:
        FileExistsError: there is a file of that name; it stays as it is.
        OSError: the disk does not take it; the name is free again.
    """
    try:
        os.link(written, name)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            written.replace(name)
        except OSError:
            name.unlink(missing_ok=True)
            raise
    else:
        written.unlink()
