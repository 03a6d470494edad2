"""Recorded on after the lock: sealed, put behind what the vault has, and nothing of a stranger's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood
from guwah.steps.testimony.typing import recording as flows
from guwah.steps.testimony.typing import slit
from guwah.steps.testimony.typing.tables import Recording, RecordingPiece
from guwah.vault import sealed_sound
from guwah.vault.keyring import KEYRING, VaultLocked
from guwah.vault.sealed_sound import SealedPiece

if TYPE_CHECKING:
    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member


@pytest.fixture
def unlock(committed_cast: Cast) -> Iterator[Callable[[], None]]:
    """Return a function that unlocks again; the vault is open at the end."""
    keys = KEYRING.current()
    yield lambda: KEYRING.hold(keys)
    KEYRING.hold(keys)
    for left in sealed_sound.waiting(keys.folder):
        left.unlink()


@pytest.fixture
def running(committed_cast: Cast) -> Recording:
    """A recording whose first piece is in the vault."""
    cast = committed_cast
    made = flows.begin_recording(cast.chiara, cast.case, "The baker", "audio/webm")
    flows.take_piece(cast.chiara, made, 0, b"0")
    return made


def piece(cast: Cast, recording: Recording, n: int) -> SealedPiece:
    return SealedPiece(recording.pk, n, slit.token_of(recording.pk), cast.chiara.actor, str(n).encode())


def contents() -> bytes:
    return b"".join(bytes(each.content) for each in RecordingPiece.objects.order_by("n"))


def test_sealed_while_locked_and_put_behind_what_was_there(
    committed_cast: Cast, running: Recording, unlock: Callable[[], None]
) -> None:
    after = [piece(committed_cast, running, n) for n in range(1, 12)]
    KEYRING.lock()
    assert {slit.put_in(each) for each in reversed(after)} == {"sealed"}
    # The answer was lost, and the page says it again.
    assert slit.put_in(after[3]) == "sealed"
    with pytest.raises(VaultLocked):
        slit.token_of(running.pk)

    unlock()

    assert slit.put_in(piece(committed_cast, running, 12)) == "vault"
    assert contents() == b"0123456789101112"
    assert sealed_sound.waiting(KEYRING.current().folder) == []


def test_a_piece_after_a_gap_waits_until_the_gap_is_filled(
    committed_cast: Cast, running: Recording, unlock: Callable[[], None]
) -> None:
    late = piece(committed_cast, running, 2)
    missing = piece(committed_cast, running, 1)
    KEYRING.lock()
    slit.put_in(late)
    unlock()

    assert slit.take_up(committed_cast.chiara, running) == 1
    assert contents() == b"0"
    slit.put_in(missing)
    assert slit.take_up(committed_cast.chiara, running) == 0
    assert contents() == b"012"


def test_what_no_page_of_ours_sealed_is_not_put_in(
    committed_cast: Cast, running: Recording, unlock: Callable[[], None]
) -> None:
    strange = replace(piece(committed_cast, running, 1), token="00" * 32)
    KEYRING.lock()
    slit.put_in(strange)
    unlock()

    assert slit.take_up(committed_cast.chiara, running) == 1
    assert contents() == b"0"
    with pytest.raises(NotUnderstood):
        slit.put_in(strange)


@pytest.mark.parametrize("content", [b"", b"x" * (flows.MOST_BYTES + 1)])
def test_a_piece_holds_something_and_not_too_much(
    committed_cast: Cast, running: Recording, unlock: Callable[[], None], content: bytes
) -> None:
    made = replace(piece(committed_cast, running, 1), content=content)
    KEYRING.lock()
    with pytest.raises(NotUnderstood):
        slit.put_in(made)


def test_whoever_may_not_add_puts_nothing_together(committed_cast: Cast, running: Recording) -> None:
    with pytest.raises(NotPermitted):
        slit.put_in(replace(piece(committed_cast, running, 1), actor=committed_cast.farid.actor))
    with pytest.raises(NotUnderstood):
        slit.put_in(replace(piece(committed_cast, running, 1), actor="nobody"))


def test_thrown_away_its_sealed_pieces_go_too(
    committed_cast: Cast,
    running: Recording,
    unlock: Callable[[], None],
    client_of: Callable[[Member], Client],
) -> None:
    strange = replace(piece(committed_cast, running, 1), token="00" * 32)
    KEYRING.lock()
    slit.put_in(strange)
    unlock()
    client = client_of(committed_cast.chiara)
    where = f"/cases/{running.case_id}/testimony/typing/record/{running.pk}/finish/"

    client.post(where, {"throw": "1"})

    assert sealed_sound.waiting(KEYRING.current().folder) == []


def test_sealing_the_whole_says_what_could_not_be_read(
    committed_cast: Cast,
    running: Recording,
    unlock: Callable[[], None],
    client_of: Callable[[Member], Client],
) -> None:
    good, strange = piece(committed_cast, running, 1), piece(committed_cast, running, 2)
    KEYRING.lock()
    slit.put_in(good)
    slit.put_in(replace(strange, token="00" * 32))
    unlock()
    client = client_of(committed_cast.chiara)
    where = f"/cases/{running.case_id}/testimony/typing/record/{running.pk}/finish/"

    page = client.post(where, follow=True).content.decode()

    assert "1 piece recorded after the lock could not be read" in page
    running.refresh_from_db()
    assert running.item is not None
    assert running.item.size == 2


def test_a_stranger_s_piece_takes_the_place_of_none(
    committed_cast: Cast, running: Recording, unlock: Callable[[], None]
) -> None:
    good = [piece(committed_cast, running, n) for n in range(1, 4)]
    KEYRING.lock()
    for each in good:
        slit.put_in(each)
    slit.put_in(replace(good[0], token="00" * 32, actor=committed_cast.farid.actor, content=b"junk"))
    unlock()

    assert slit.take_up(committed_cast.chiara, running) == 1
    assert contents() == b"0123"


def test_nothing_is_sealed_while_a_piece_waits_for_one_before_it(
    committed_cast: Cast,
    running: Recording,
    unlock: Callable[[], None],
    client_of: Callable[[Member], Client],
) -> None:
    missing, late = (piece(committed_cast, running, n) for n in (1, 2))
    KEYRING.lock()
    slit.put_in(late)
    unlock()
    client = client_of(committed_cast.chiara)
    where = f"/cases/{running.case_id}/testimony/typing/record/{running.pk}/finish/"

    page = client.post(where, follow=True).content.decode()

    assert "Piece 2 of this recording waits in drafts/sound, but piece 1 before it is missing" in page
    running.refresh_from_db()
    assert running.item is None
    slit.put_in(missing)
    client.post(where)
    running.refresh_from_db()
    assert running.item is not None
    assert running.item.size == 3
