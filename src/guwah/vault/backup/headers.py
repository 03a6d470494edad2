"""New headers for sealed files in a backup, after the vault's keys were changed: written over in place.

What is to be written stands in a journal first, as in the vault itself: a stick that is pulled out in the
middle of a header gets it written once more at the next run.
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from guwah.vault.age import AgeBroken, Identity
from guwah.vault.age_header import read_header
from guwah.vault.durable import sync_folder, write_durably

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

JOURNAL: Final = ".headers"
_NONCE: Final = 16


@dataclass(frozen=True, slots=True)
class Looked:
    """The beginning of a sealed file: its header, the key that it gives, and the nonce of its payload."""

    header: bytes
    key: bytes
    nonce: bytes

    def same_payload(self, other: Looked | None) -> bool:
        """Say whether two whole files of one size hold the same bytes after their headers.

        A file key is made for one file, and key and nonce give its payload key (C2SP age, "Payload").
        """
        return other is not None and (self.key, self.nonce) == (other.key, other.nonce)


def look(path: Path, identities: Sequence[Identity]) -> Looked | None:
    """Open the header of a sealed file; None when it is damaged or not for these identities.

    Raises:
        OSError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            header = read_header(file)
            length = file.tell()
            nonce = file.read(_NONCE)
            file.seek(0)
            return Looked(file.read(length), header.open(identities), nonce)
    except AgeBroken:
        return None


def write_over(folder: Path, headers: Mapping[str, bytes]) -> None:
    """Write each header over the one of the same length in a file below `folder`.

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
