"""Sound after a lock: sealed piece by piece, opened by the keys only, never more than there is room for."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from guwah.vault import sealed_drafts, sealed_sound
from guwah.vault.age import AgeBroken, AgeWriter, Identity
from guwah.vault.durable import make_folders
from guwah.vault.keyring import KEYRING, Slit
from guwah.vault.sealed_drafts import NoRoomForTyping
from guwah.vault.sealed_sound import FOLDER, PieceBroken, SealedPiece, put_in, take_out, waiting

PIECE = SealedPiece(3, 12, "ab" * 32, "m1", b"\x1a\x45\n\xdf the mill, heard\n")


@pytest.fixture
def slit(quick_vault: Path) -> Slit:
    found = KEYRING.slit
    assert found is not None
    return found


def test_a_piece_is_read_by_the_keys_and_by_nobody_else(slit: Slit, quick_vault: Path) -> None:
    put_in(slit, PIECE)

    (file,) = waiting(quick_vault)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"heard" not in file.read_bytes()
    assert take_out(KEYRING.current(), file) == PIECE
    with pytest.raises(AgeBroken):
        take_out(replace(KEYRING.current(), blob_identity=Identity.generate().secret), file)
    # Typing that is merged at the unlock does not take it for a page.
    assert sealed_drafts.waiting(quick_vault) == []


def test_pieces_come_in_the_order_they_were_recorded_in(slit: Slit, quick_vault: Path) -> None:
    for recording, n in ((10, 0), (3, 11), (3, 2), (3, 100_000)):
        put_in(slit, replace(PIECE, recording=recording, n=n))
    (quick_vault / FOLDER / "notes.age").write_bytes(b"laid there by somebody")

    assert [path.name.rsplit("-", 1)[0] for path in waiting(quick_vault)] == [
        "3-000002",
        "3-000011",
        "3-100000",
        "10-000000",
    ]
    assert [path.name.rsplit("-", 1)[0] for path in waiting(quick_vault, 10)] == ["10-000000"]


@pytest.mark.parametrize(("recording", "n"), [(0, 0), (-1, 0), (1, -1), (1, 1_000_000), (10**12, 0)])
def test_there_is_no_such_number(slit: Slit, recording: int, n: int) -> None:
    with pytest.raises(ValueError, match="number"):
        put_in(slit, replace(PIECE, recording=recording, n=n))


def test_no_more_is_taken_than_there_is_room_for(
    slit: Slit, quick_vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_sound, "MOST_FILES", 2)
    put_in(slit, replace(PIECE, n=0))
    put_in(slit, replace(PIECE, n=1))
    with pytest.raises(NoRoomForTyping):
        put_in(slit, replace(PIECE, n=2))
    monkeypatch.setattr(sealed_sound, "MOST_FILES", 9)
    monkeypatch.setattr(sealed_sound, "MOST_BYTES", 1000)
    with pytest.raises(NoRoomForTyping):
        put_in(slit, replace(PIECE, n=2, content=b"x" * 900))
    assert len(waiting(quick_vault)) == 2


@pytest.mark.parametrize(
    "inside",
    [b"no head at all", b"[]\nsound", b'{"recording": 3}\nsound', b"[" * 100_000 + b"\n"],
)
def test_what_somebody_else_sealed_is_no_piece(slit: Slit, quick_vault: Path, inside: bytes) -> None:
    lay(slit, quick_vault / FOLDER / "3-000001.age", inside)
    with pytest.raises(PieceBroken):
        take_out(KEYRING.current(), waiting(quick_vault)[0])


def test_a_piece_under_another_name_is_none(slit: Slit, quick_vault: Path) -> None:
    head = {"actor": "m1", "recording": 3, "n": 5, "token": "ab"}
    lay(slit, quick_vault / FOLDER / "3-000001.age", json.dumps(head).encode() + b"\nsound")
    with pytest.raises(PieceBroken):
        take_out(KEYRING.current(), waiting(quick_vault)[0])


def lay(slit: Slit, path: Path, inside: bytes) -> None:
    """Seal something to the vault's public key, as anybody can."""
    make_folders(path.parent)
    with path.open("wb") as file:
        writer = AgeWriter(file.write, (slit.recipient,))
        writer.write(inside)
        writer.finish()
