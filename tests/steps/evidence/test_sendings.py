from __future__ import annotations

import hashlib
import os
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast
from guwah.accounts.models import Member
from guwah.steps.evidence import flows, sendings
from guwah.steps.evidence.models import Coming, Item
from guwah.steps.evidence.sendings import SENDINGS, STRETCH
from guwah.vault.keyring import KEYRING

FILM = os.urandom(5_000_000)
PIECE = 1_500_000


class Browser:
    """One page of one member, sending one file in pieces as the drop zone does."""

    def __init__(self, cast: Cast, member: Member, *, page: str = "page 1", data: bytes = FILM) -> None:
        self.client = Client()
        self.client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
        self.url = reverse("evidence-upload", args=[cast.case.pk])
        self.page, self.data, self.upload = page, data, ""

    def ask(self, method: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, dict[str, Any]]:
        about = {"X-File-Name": quote("тандыр.mp4")} | {
            f"X-{name.replace('_', '-')}": value for name, value in headers.items()
        }
        answer = self.client.generic(method, self.url, body, "application/octet-stream", headers=about)
        told: dict[str, Any] = answer.json()
        return answer.status_code, told

    def begin(self, size: int = len(FILM), **more: str) -> tuple[int, dict[str, Any]]:
        told = {"File_Size": str(size), "File_Modified": "1732000000000", "Page": self.page} | more
        status, answer = self.ask("POST", {"Upload": "begin"} | told)
        self.upload = answer.get("upload", "")
        return status, answer

    def piece(self, offset: int, size: int = PIECE) -> tuple[int, dict[str, Any]]:
        headers = {"Upload": self.upload, "Offset": str(offset)}
        return self.ask("PATCH", headers, self.data[offset : offset + size])

    def send(self, offset: int) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for place in range(offset, len(self.data), PIECE):
            status, told = self.piece(place)
            assert status == HTTPStatus.OK
        return told


@pytest.fixture(autouse=True)
def _nothing_stays_on_its_way() -> Any:  # noqa: ANN401 - a fixture
    yield
    SENDINGS._live.clear()


def _left() -> list[str]:
    return [path.name for path in (KEYRING.current().folder / "blobs").glob(".*")]


def _digest(data: bytes) -> str:
    stretches = [data[start : start + STRETCH] for start in range(0, len(data), STRETCH)]
    return hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in stretches)).hexdigest()


@pytest.mark.parametrize(
    ("said", "kept"), [("1732000000123", "2024-11-19T07:06:40.123Z"), ("-86400000", "1969-12-31T00:00:00Z")]
)
def test_what_the_file_said_of_its_last_change_is_kept(cast: Cast, said: str, kept: str) -> None:
    browser = Browser(cast, cast.chiara)
    _status, begun = browser.begin(File_Modified=said)
    browser.send(begun["offset"])
    row = Coming.objects.get()
    assert (row.modified, row.name, row.path, row.again) == (kept, "тандыр.mp4", "", False)


def test_a_file_comes_in_pieces_and_is_sealed_with_the_last(cast: Cast) -> None:
    browser = Browser(cast, cast.chiara)

    status, begun = browser.begin()
    first = browser.piece(0)
    assert (status, begun["offset"], begun["digest"], begun["stretch"]) == (200, 0, "", STRETCH)
    assert first == (200, {"offset": PIECE})
    assert Item.objects.count() == 0
    told = browser.send(PIECE)

    item = Item.objects.get()
    assert told["sha256"] == item.sha256 == hashlib.sha256(FILM).hexdigest()
    assert (item.filename, told["outcome"], _left()) == ("тандыр.mp4", "sealed", [])
    assert flows.verify_item(cast.chiara, item).intact


def test_the_same_page_goes_on_where_it_was_without_reading_again(cast: Cast) -> None:
    browser = Browser(cast, cast.chiara)
    browser.begin()
    browser.piece(0)

    _status, begun = browser.begin()

    assert (begun["offset"], begun["digest"]) == (PIECE, "")
    assert browser.send(PIECE)["outcome"] == "sealed"


def test_after_a_reload_the_beginning_is_held_against_the_file(cast: Cast) -> None:
    before = Browser(cast, cast.chiara)
    before.begin()
    before.piece(0)
    before.piece(PIECE)

    after = Browser(cast, cast.chiara, page="page 2")
    _status, begun = after.begin()

    assert 0 < begun["offset"] <= 2 * PIECE
    assert begun["digest"] == _digest(FILM[: begun["offset"]])
    assert before.piece(2 * PIECE)[0] == HTTPStatus.CONFLICT
    assert after.send(begun["offset"])["sha256"] == hashlib.sha256(FILM).hexdigest()


def test_a_lock_and_an_unlock_lose_little(cast: Cast) -> None:
    browser = Browser(cast, cast.chiara)
    browser.begin()
    browser.piece(0)
    browser.piece(PIECE)
    for live in SENDINGS._live.values():
        # What `KEYRING.lock` does with everything that is registered.
        live.interrupt()
        live.close()

    status, told = browser.piece(2 * PIECE)
    assert (status, told) == (HTTPStatus.CONFLICT, {"offset": 0})
    _status, begun = browser.begin()

    assert 0 < begun["offset"] <= 2 * PIECE
    assert begun["digest"]
    assert browser.send(begun["offset"])["outcome"] == "sealed"
    assert _left() == []


def test_the_keyring_closes_what_is_on_its_way(cast: Cast) -> None:
    browser = Browser(cast, cast.chiara)
    browser.begin()
    (live,) = SENDINGS._live.values()
    assert live in KEYRING._open
    browser.send(0)
    assert live not in KEYRING._open


def test_a_file_that_begins_otherwise_now_begins_anew(cast: Cast) -> None:
    browser = Browser(cast, cast.chiara)
    browser.begin()
    browser.piece(0)
    other = Browser(cast, cast.chiara, page="page 2", data=bytes([FILM[0] ^ 1]) + FILM[1:])

    _status, begun = other.begin()
    assert begun["digest"] != _digest(other.data[: begun["offset"]])
    _status, anew = other.begin(Anew="1")

    assert (anew["offset"], anew["digest"]) == (0, "")
    assert other.send(0)["sha256"] == hashlib.sha256(other.data).hexdigest()


def test_a_piece_for_another_place_is_told_the_right_one(cast: Cast) -> None:
    browser = Browser(cast, cast.chiara)
    browser.begin()
    browser.piece(0)

    assert browser.piece(0) == (HTTPStatus.CONFLICT, {"offset": PIECE})
    assert browser.piece(2 * PIECE) == (HTTPStatus.CONFLICT, {"offset": PIECE})


def test_nobody_adds_to_the_file_of_another(cast: Cast) -> None:
    browser, other = Browser(cast, cast.chiara), Browser(cast, cast.daniyar)
    browser.begin()
    other.upload = browser.upload

    assert other.piece(0)[0] == HTTPStatus.CONFLICT
    assert browser.piece(0)[0] == HTTPStatus.OK


def test_a_reader_begins_nothing(cast: Cast) -> None:
    reader = Browser(cast, cast.farid)
    answer = reader.client.post(
        reader.url, b"", content_type="application/octet-stream", headers={"X-Upload": "begin"}
    )
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert _left() == []


@pytest.mark.parametrize(
    ("size", "more", "code"),
    [(0, {}, "empty-file"), (5, {"File_Modified": "x"}, "not-a-file-body")],
)
def test_what_is_no_file_is_refused(cast: Cast, size: int, more: dict[str, str], code: str) -> None:
    status, told = Browser(cast, cast.chiara).begin(size, **more)
    assert (status, told["error"]["code"]) == (HTTPStatus.UNPROCESSABLE_ENTITY, code)


def test_more_than_was_said_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    browser = Browser(cast, cast.chiara)
    browser.begin(size=1_000_000)

    status, told = browser.piece(0)

    assert (status, told["error"]["code"]) == (HTTPStatus.UNPROCESSABLE_ENTITY, "too-long")
    assert (_left(), Item.objects.count()) == ([], 0)


def test_a_file_that_another_program_is_sending_is_left_to_it(cast: Cast) -> None:
    browser = Browser(cast, cast.chiara)
    browser.begin()
    # Another process of the same vault holds it: the registry of this one does not know it.
    kept = dict(SENDINGS._live)
    SENDINGS._live.clear()

    status, told = browser.begin()

    assert (status, told["error"]["code"]) == (HTTPStatus.UNPROCESSABLE_ENTITY, "upload-busy")
    for live in kept.values():
        live.intake.abort()


def test_who_sends_nothing_for_long_makes_room(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(cast, cast.chiara)
    browser.begin()
    browser.piece(0)
    monkeypatch.setattr(sendings, "IDLE_SECONDS", -1)

    Browser(cast, cast.daniyar).begin()

    assert browser.piece(PIECE)[0] == HTTPStatus.CONFLICT
    assert len(flows.unfinished(cast.chiara)) == 1


def test_a_piece_that_comes_while_the_vault_locks_ends_by_itself(cast: Cast) -> None:
    browser = Browser(cast, cast.chiara)
    browser.begin()
    (live,) = SENDINGS._live.values()

    class Locking:
        def read(self, size: int, /) -> bytes:
            live.close()
            return FILM[:size]

    with pytest.raises(sendings.OtherPlace):
        live.take(0, Locking())
    assert not live.intake.writer.open
