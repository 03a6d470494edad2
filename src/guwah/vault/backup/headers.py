"""What the beginning of a sealed file tells: whether two files differ in more than their headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.vault.age import AgeBroken, Identity
from guwah.vault.age_header import read_header
from guwah.vault.untrusted import NotRegular, open_untrusted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

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
    """Open the header of a sealed file; None when it is damaged, no file, or not for these identities.

    Raises:
        OSError: it cannot be read.
    """
    try:
        with open_untrusted(path) as file:
            header = read_header(file)
            length = file.tell()
            nonce = file.read(_NONCE)
            file.seek(0)
            return Looked(file.read(length), header.open(identities), nonce)
    except (AgeBroken, NotRegular):
        return None
