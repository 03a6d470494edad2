"""Headers of sealed files written over in place, from a journal, so that a pulled plug is made good."""

from __future__ import annotations

import base64
import json
import os
from typing import TYPE_CHECKING, Any, Final

from guwah.vault.durable import sync_folder, write_durably

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

JOURNAL: Final = ".headers"


def write_over(folder: Path, headers: Mapping[str, bytes]) -> None:
    """Write each header over the one of the same length in a file below `folder`.

    Args:
        folder: a vault's, or a backup's.
        headers: path below `folder` -> the new header.

    Raises:
        OSError: the disk refused; `take_up` goes on.
    """
    if headers:
        lines = [[name, base64.b64encode(header).decode()] for name, header in headers.items()]
        write_durably(folder / JOURNAL, json.dumps(lines).encode())
        take_up(folder)


def take_up(folder: Path) -> None:
    """Write what the journal says, be it for the first time or once more after a crash."""
    journal = folder / JOURNAL
    if not journal.is_file():
        return
    lines: list[list[Any]] = json.loads(journal.read_bytes())
    for name, header in lines:
        descriptor = os.open(folder / name, os.O_WRONLY)
        try:
            os.pwrite(descriptor, base64.b64decode(header), 0)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    journal.unlink()
    sync_folder(folder)
