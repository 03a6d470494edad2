"""Sound that is recorded after the lock: sealed piece by piece by a server that holds no key any more.

One age file a piece in `drafts/sound/`. Whoever can write into the folder can seal something to the vault's
public key, so each piece carries a token that only an open vault gives out; without it nothing is taken. The
token can only be looked at once the vault is open again, so a digest of it stands in the name of the file: a
piece with another token stands beside, never in the place of one.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from guwah.vault.age import AgeReader, AgeWriter, Identity
from guwah.vault.durable import make_folders, write_durably
from guwah.vault.sealed_drafts import FOLDER as TYPING
from guwah.vault.sealed_drafts import NoRoomForTyping

if TYPE_CHECKING:
    from pathlib import Path

    from guwah.vault.keyring import Slit
    from guwah.vault.keys import Keys

FOLDER: Final = f"{TYPING}/sound"
# Three hours in pieces of three seconds; whoever holds a page that was open fills no more of the disk.
MOST_FILES: Final = 4096
MOST_BYTES: Final = 256 << 20
_NAME: Final = re.compile(r"(\d{1,12})-(\d{6})(?:-[0-9a-f]{32})?\.age")
_MOST_N: Final = 999_999


class PieceBroken(Exception):
    """A sealed piece is not what was sealed here."""


@dataclass(frozen=True, slots=True)
class SealedPiece:
    """A piece of a recording as it is sealed.

    Attributes:
        recording: number of the recording in the vault.
        n: number of the piece, from 0.
        token: what the open vault gave the page for this recording.
        actor: log name of whoever records.
        content: its bytes.
    """

    recording: int
    n: int
    token: str
    actor: str
    content: bytes


def put_in(slit: Slit, piece: SealedPiece) -> None:
    """Seal one piece; it is on the disk at the return. Put in twice, the first stands.

    Raises:
        ValueError: there is no such number.
        NoRoomForTyping: `recording-too-much`.
        OSError: the disk refused.
    """
    if not (0 <= piece.n <= _MOST_N and 0 < piece.recording < 10**12):
        raise ValueError("not the number of a piece")
    folder = slit.folder / FOLDER
    make_folders(folder)
    file = folder / _name(piece)
    if file.exists():
        return
    sizes = [each.stat().st_size for each in folder.glob("*.age")]
    if len(sizes) >= MOST_FILES or sum(sizes) + len(piece.content) > MOST_BYTES:
        raise NoRoomForTyping(
            "recording-too-much", "Too much was recorded since the vault was locked. Unlock it."
        )
    head = {"actor": piece.actor, "recording": piece.recording, "n": piece.n, "token": piece.token}
    sealed = io.BytesIO()
    writer = AgeWriter(sealed.write, (slit.recipient,))
    writer.write(json.dumps(head).encode() + b"\n" + piece.content)
    writer.finish()
    write_durably(file, sealed.getvalue())


def _name(piece: SealedPiece) -> str:
    of = hashlib.sha256(piece.token.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{piece.recording}-{piece.n:06}-{of}.age"


def waiting(folder: Path, recording: int | None = None) -> list[Path]:
    """Return the sealed pieces that nobody has taken up, of one recording or of all, in the order of time."""
    found = []
    for path in (folder / FOLDER).glob("*.age"):
        name = _NAME.fullmatch(path.name)
        if name is not None and recording in {None, int(name[1])}:
            found.append((int(name[1]), int(name[2]), path))
    return [path for _recording, _n, path in sorted(found)]


def take_out(keys: Keys, file: Path) -> SealedPiece:
    """Open one piece.

    Raises:
        AgeBroken: it was damaged, or is not for this vault.
        PieceBroken: something else was sealed under this name.
        OSError: it cannot be read.
    """
    identities = [Identity(secret) for secret in (keys.blob_identity, *reversed(keys.identities_before))]
    with AgeReader(file.open("rb"), identities) as reader:
        head, _, content = reader.read().partition(b"\n")
    try:
        told: Any = json.loads(head)
        piece = SealedPiece(
            int(told["recording"]), int(told["n"]), str(told["token"]), str(told["actor"]), content
        )
    except (KeyError, TypeError, ValueError, RecursionError) as strange:
        raise PieceBroken from strange
    # Pieces that were sealed by an earlier version have no digest in their name.
    if file.name not in {_name(piece), f"{piece.recording}-{piece.n:06}.age"}:
        raise PieceBroken
    return piece
