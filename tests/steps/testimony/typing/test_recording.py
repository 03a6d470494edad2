"""A recording piece by piece: what came is kept, in order, once, and sealed as one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.evidence.flows import open_item
from guwah.steps.testimony.typing import recording as flows
from guwah.steps.testimony.typing.tables import Recording, RecordingPiece
from guwah.vault.models import LogEntry

if TYPE_CHECKING:
    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member

HEAD = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01webm"
OWN = {"X-Guwah-Page": "record"}


@pytest.fixture
def running(cast: Cast) -> Recording:
    """A recording that Chiara has begun."""
    return flows.begin_recording(cast.chiara, cast.case, " The  baker, Tuesday ", "audio/webm;codecs=opus")


def test_pieces_become_one_sealed_item_and_go(cast: Cast, running: Recording) -> None:
    assert [
        flows.take_piece(cast.chiara, running, n, part) for n, part in enumerate((HEAD, b"two", b"3"))
    ] == [
        1,
        2,
        3,
    ]

    item = flows.finish(cast.chiara, running)

    with open_item(cast.chiara, item) as reader:
        assert reader.read(100) == HEAD + b"two3"
    assert (item.filename, item.source.title) == ("The baker, Tuesday.webm", "The baker, Tuesday")
    assert not RecordingPiece.objects.exists()
    assert not flows.on_their_way(cast.case).exists()
    running.refresh_from_db()
    # The answer was lost, and the page asks once more.
    assert flows.finish(cast.chiara, running) == item
    with pytest.raises(Refused):
        flows.take_piece(cast.chiara, running, 3, b"late")
    acts = list(LogEntry.objects.order_by("index").values_list("act", flat=True))
    assert acts[0] == "recording-begun"
    assert "sealed" in acts


def test_a_piece_sent_twice_is_kept_once_and_none_is_skipped(cast: Cast, running: Recording) -> None:
    assert flows.take_piece(cast.chiara, running, 0, HEAD) == 1
    assert flows.take_piece(cast.chiara, running, 0, HEAD) == 1
    with pytest.raises(flows.OutOfOrder) as other:
        flows.take_piece(cast.chiara, running, 2, b"third")
    assert other.value.wanted == 1
    with pytest.raises(Refused, match="Another piece"):
        flows.take_piece(cast.chiara, running, 0, b"else")
    assert [bytes(each.content) for each in RecordingPiece.objects.all()] == [HEAD]


@pytest.mark.parametrize("content", [b"", b"x" * (flows.MOST_BYTES + 1)])
def test_a_piece_holds_something_and_not_too_much(cast: Cast, running: Recording, content: bytes) -> None:
    with pytest.raises(NotUnderstood):
        flows.take_piece(cast.chiara, running, 0, content)


def test_what_was_broken_off_is_sealed_by_anybody_who_may_add(cast: Cast, running: Recording) -> None:
    flows.take_piece(cast.chiara, running, 0, HEAD)
    assert list(flows.on_their_way(cast.case)) == [running]

    assert flows.finish(cast.daniyar, running).size == len(HEAD)


def test_thrown_away_nothing_stays_but_that_it_was(cast: Cast, running: Recording) -> None:
    flows.take_piece(cast.chiara, running, 0, HEAD)
    flows.throw_away(cast.chiara, running)

    assert not RecordingPiece.objects.exists()
    assert not flows.on_their_way(cast.case).exists()
    assert LogEntry.objects.order_by("index").last().act == "recording-dropped"  # type: ignore[union-attr] # a row
    with pytest.raises(Refused):
        flows.finish(cast.chiara, running)


def test_what_cannot_begin_says_why(cast: Cast, running: Recording) -> None:
    with pytest.raises(WrongUse, match="name first"):
        flows.begin_recording(cast.chiara, cast.case, "  ", "audio/webm")
    with pytest.raises(WrongUse, match="not known"):
        flows.begin_recording(cast.chiara, cast.case, "x", "video/mpeg")
    with pytest.raises(NotPermitted):
        flows.begin_recording(cast.farid, cast.case, "x", "audio/webm")
    with pytest.raises(NotUnderstood, match="Nothing was recorded"):
        flows.finish(cast.chiara, running)


def test_the_pages_take_pieces_from_their_island_only(
    cast: Cast, client_of: Callable[[Member], Client]
) -> None:
    client, where = client_of(cast.chiara), f"/cases/{cast.case.pk}/testimony/typing/record/"
    begin = {"title": "Call", "type": "audio/ogg"}
    assert client.post(f"{where}begin/", begin).status_code == 400
    # A name never stands in an address: something could write that down.
    assert client.post(f"{where}begin/?title=Call&type=audio/ogg", headers=OWN).status_code == 400
    told = client.post(f"{where}begin/", begin, headers=OWN).json()

    def send(n: str, content: bytes) -> tuple[int, dict[str, object]]:
        answer = client.post(f"{told['piece']}?n={n}", content, content_type="audio/ogg", headers=OWN)
        return answer.status_code, answer.json()

    assert send("0", b"OggS") == (200, {"wanted": 1})
    assert send("4", b"OggS") == (409, {"wanted": 1})
    assert send("x", b"OggS")[0] == 400
    assert "Call" in client.get(where).content.decode()
    sealed = client.post(told["finish"])
    assert sealed["Location"].startswith(f"/cases/{cast.case.pk}/testimony/typing/?item=")
    assert client.post(re.sub(r"/\d+/finish/$", "/99999/finish/", told["finish"])).status_code == 404


def test_a_recording_is_thrown_away_on_its_page(
    cast: Cast, running: Recording, client_of: Callable[[Member], Client]
) -> None:
    client, where = client_of(cast.chiara), f"/cases/{cast.case.pk}/testimony/typing/record/{running.pk}/"
    assert client.post(f"{where}finish/")["Location"].endswith("/record/")
    client.post(f"{where}finish/", {"throw": "1"})
    running.refresh_from_db()
    assert running.thrown_away_at is not None
