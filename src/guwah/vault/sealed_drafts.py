"""Typing that comes after the lock: sealed by a server that holds no key any more, read at the next unlock.

One age file a page in `drafts/`, replaced as the typing goes on. Anybody who can write into the folder could
seal something to the vault's public key; so what is read here is shown to somebody as a draft, nothing more.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from guwah.failures import Refused
from guwah.vault.age import AgeReader, AgeWriter, Identity
from guwah.vault.durable import make_folders, write_durably

if TYPE_CHECKING:
    from pathlib import Path

    from guwah.vault.keyring import Slit
    from guwah.vault.keys import Keys

FOLDER: Final = "drafts"
# Whoever holds a page that was open may fill no more of the disk than these two together.
MOST_FILES: Final = 64
MOST_BYTES: Final = 256 * 1024
_STEP: Final = 4096
_PAGE: Final = re.compile(r"[0-9a-f]{32}")


class NoRoomForTyping(Refused):
    """Nothing more is taken while the vault is locked."""


def put_in(slit: Slit, page: str, words: bytes) -> None:
    """Seal what stands on a page now in place of what stood on it before; it is on the disk at the return.

    Args:
        slit: the locked vault.
        page: 32 hex digits, the same as long as a page is open.
        words: at most `MOST_BYTES`; their length is blurred to the next 4 KiB.

    Raises:
        NoRoomForTyping: `typing-too-long` or `typing-too-much`.
        OSError: the disk refused.
    """
    if not _PAGE.fullmatch(page):
        raise ValueError("not the name of a page")
    if len(words) > MOST_BYTES:
        raise NoRoomForTyping("typing-too-long", "This is more than is kept of one page while it is typed.")
    folder = slit.folder / FOLDER
    make_folders(folder)
    file = folder / f"{page}.age"
    if not file.exists() and len(waiting(slit.folder)) >= MOST_FILES:
        raise NoRoomForTyping(
            "typing-too-much",
            "Too much was typed since the vault was locked. Unlock it: then there is room again.",
        )
    sealed = io.BytesIO()
    writer = AgeWriter(sealed.write, (slit.recipient,))
    writer.write(words + b" " * (-len(words) % _STEP))
    writer.finish()
    write_durably(file, sealed.getvalue())


def waiting(folder: Path) -> list[Path]:
    """Return the sealed files that nobody has read yet, in a stable order."""
    return sorted((folder / FOLDER).glob("*.age"))


def take_out(keys: Keys, file: Path) -> bytes:
    """Open one file and return what was put in.

    Raises:
        AgeBroken: it was damaged, or is not for this vault.
        OSError: it cannot be read.
    """
    identities = [Identity(secret) for secret in (keys.blob_identity, *reversed(keys.identities_before))]
    with AgeReader(file.open("rb"), identities) as reader:
        return reader.read().rstrip(b" ")
