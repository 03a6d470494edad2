"""Pieces of a recording that come without a session: into the open vault, or sealed beside the locked one."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Member
from guwah.failures import NotUnderstood, Refused
from guwah.steps.testimony.typing.recording import MOST_BYTES, OutOfOrder, take_piece
from guwah.steps.testimony.typing.tables import Recording
from guwah.vault import sealed_sound
from guwah.vault.age import AgeBroken
from guwah.vault.keyring import KEYRING, VaultLocked
from guwah.vault.keys import derive
from guwah.vault.sealed_sound import PieceBroken, SealedPiece

if TYPE_CHECKING:
    from pathlib import Path

_WAITS = (
    "Piece {n} of this recording waits in drafts/sound, but piece {count} before it is missing. Nothing was "
    "sealed, and everything is kept. If the page that recorded is still open, leave it open until it has "
    "sent the rest. To seal without what waits, move the files {recording}-*.age out of drafts/sound first."
)


def token_of(recording: int) -> str:
    """Return the token of a recording: only an open vault can tell it, and it opens nothing.

    Raises:
        VaultLocked: the vault is locked.
    """
    key = derive(KEYRING.current().blob_names, "recording")
    return hmac.digest(key, str(recording).encode(), "sha256").hex()


def put_in(piece: SealedPiece) -> str:
    """Keep a piece for the member with this log name.

    Returns:
        `vault` when it stands in the database, `sealed` when the vault is locked and it waits beside it.

    Raises:
        NotUnderstood: `piece-empty`, `piece-too-long`, `no-such-recording`; the token is another's.
        NotPermitted: the member may not add evidence there.
        OutOfOrder, Refused: see `take_piece`.
        NoRoomForTyping: too much came after the lock.
        VaultLocked: the vault was never open in this process.
        OSError: the disk refused.
    """
    if not KEYRING.locked:
        return _put_into_open(piece)
    if not piece.content:
        raise NotUnderstood("piece-empty", "There is nothing in this piece.")
    if len(piece.content) > MOST_BYTES:
        raise NotUnderstood("piece-too-long", "This piece is longer than a recording sends at once.")
    slit = KEYRING.slit
    if slit is None:
        raise VaultLocked
    sealed_sound.put_in(slit, piece)
    return "sealed"


def take_up(actor: Member, recording: Recording) -> int:
    """Put the sealed pieces of a recording behind those in the vault; return how many could not be.

    A piece whose turn has not come, that is damaged or that no page of ours sealed stays where it is.

    Raises:
        NotPermitted: the actor may not add evidence there.
    """
    keys = KEYRING.current()
    return sum(not _merge(actor, recording, file) for file in sealed_sound.waiting(keys.folder, recording.pk))


def nothing_waits(recording: Recording) -> None:
    """See that no piece of ours waits for one before it: sealed without them, nothing could put them in.

    Raises:
        Refused: `pieces-wait`.
    """
    count = recording.pieces.count()
    for file in sealed_sound.waiting(KEYRING.current().folder, recording.pk):
        try:
            piece = sealed_sound.take_out(KEYRING.current(), file)
        except (AgeBroken, PieceBroken, OSError):
            continue
        if recording.item_id is None and piece.n >= count and _ours(piece):
            raise Refused("pieces-wait", _WAITS.format(n=piece.n, count=count, recording=recording.pk))


def forget(recording: Recording) -> None:
    """Delete the sealed pieces of a recording that was thrown away."""
    for file in sealed_sound.waiting(KEYRING.current().folder, recording.pk):
        file.unlink(missing_ok=True)


def _put_into_open(piece: SealedPiece) -> str:
    recording = Recording.objects.select_related("case").filter(pk=piece.recording).first()
    member = Member.objects.filter(actor=piece.actor, is_active=True).first()
    if recording is None or member is None or not _ours(piece):
        raise NotUnderstood("no-such-recording", "There is no such recording.")
    take_up(member, recording)
    take_piece(member, recording, piece.n, piece.content)
    return "vault"


def _ours(piece: SealedPiece) -> bool:
    return hmac.compare_digest(piece.token, token_of(piece.recording))


def _merge(actor: Member, recording: Recording, file: Path) -> bool:
    try:
        piece = sealed_sound.take_out(KEYRING.current(), file)
        if not _ours(piece):
            return False
        take_piece(actor, recording, piece.n, piece.content)
    except NotPermitted:
        raise
    except (AgeBroken, PieceBroken, OutOfOrder, Refused, NotUnderstood, OSError):
        return False
    file.unlink(missing_ok=True)
    return True
