from __future__ import annotations

import io
import os
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from guwah.accounts.models import AuditEntry
from guwah.steps.evidence import flows
from guwah.steps.evidence.models import Item
from guwah.steps.evidence.streaming import OutOfReach, Stretch, asked_range
from guwah.vault.age import CHUNK, SEALED_CHUNK, Payload
from guwah.vault.keyring import KEYRING

SOUND = b"OggS\x00\x02OpusHead" + os.urandom(300_000)


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("", None),
        ("bytes=0-", Stretch(0, 99)),
        ("bytes=0-0", Stretch(0, 0)),
        ("bytes=10-19", Stretch(10, 19)),
        ("bytes=90-500", Stretch(90, 99)),
        ("bytes=-5", Stretch(95, 99)),
        ("bytes=-500", Stretch(0, 99)),
        (" bytes=1-2 ", Stretch(1, 2)),
        ("Bytes=1-2", Stretch(1, 2)),
        ("bytes=99999999999999999999-", None),
        ("bytes=-", None),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
        ("bytes=١-٢", None),
    ],
)
def test_what_a_range_asks_for(header: str, asked: Stretch | None) -> None:
    assert asked_range(header, 100) == asked


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_behind_the_end_is_out_of_reach(header: str) -> None:
    with pytest.raises(OutOfReach):
        asked_range(header, 100)


@given(st.binary(min_size=1), st.integers(0, 200), st.integers(0, 200))
def test_a_stretch_never_leaves_the_file(data: bytes, first: int, last: int) -> None:
    try:
        asked = asked_range(f"bytes={first}-{last}", len(data))
    except OutOfReach:
        assert first >= len(data)
        return
    if asked is not None:
        assert 0 <= asked.first <= asked.last < len(data)
        assert asked.length == len(data[first : last + 1])


def _sealed(cast: Cast, data: bytes, name: str) -> tuple[Item, str]:
    item = flows.add_file(cast.chiara, cast.case, io.BytesIO(data), name).item
    return item, reverse("evidence-file", args=[cast.case.pk, item.pk])


def _client(client: Client, cast: Cast) -> Client:
    client.force_login(cast.farid, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_sound_is_played_in_the_page_and_sought_in(cast: Cast, client: Client) -> None:
    item, url = _sealed(cast, SOUND, "ئاۋاز.ogg")
    client = _client(client, cast)

    whole = client.get(url)
    part = client.get(url, headers={"Range": "bytes=70000-140000"})

    assert (whole.status_code, part.status_code) == (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT)
    assert whole.getvalue() == SOUND
    assert part.getvalue() == SOUND[70000:140001]
    assert part["Content-Range"] == f"bytes 70000-140000/{len(SOUND)}"
    assert part["Content-Length"] == "70001"
    assert whole["Content-Type"] == "audio/ogg"
    assert whole["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert whole["Accept-Ranges"] == "bytes"
    assert whole["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(target=f"item:{item.pk}", member=cast.farid, allowed=True).exists()


@pytest.mark.parametrize(
    "data",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='x'><script/></svg>",
        b"%PDF-1.7\n\x00",
        b"words",
    ],
)
def test_whatever_could_act_is_only_ever_saved(cast: Cast, client: Client, data: bytes) -> None:
    _item, url = _sealed(cast, data, "page.html")

    answer = _client(client, cast).get(url)

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="page.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].endswith("sandbox")
    assert answer.getvalue() == data


def test_a_name_that_would_turn_itself_around_is_written_out(cast: Cast, client: Client) -> None:
    _item, url = _sealed(cast, b"MZ\x00\x00", "bill\u202egpj.exe")

    answer = _client(client, cast).get(url)
    answer.close()

    assert answer["Content-Disposition"] == 'attachment; filename="bill[U+202E]gpj.exe"'


def test_a_range_behind_the_end_is_refused_with_the_size(cast: Cast, client: Client) -> None:
    _item, url = _sealed(cast, b"words", "w.txt")

    answer = _client(client, cast).get(url, headers={"Range": "bytes=5-"})

    assert answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    assert answer["Content-Range"] == "bytes */5"


def test_a_range_of_another_file_is_not_served(cast: Cast, client: Client) -> None:
    _item, url = _sealed(cast, b"words", "w.txt")
    client = _client(client, cast)

    other = client.get(url, headers={"Range": "bytes=1-2", "If-Range": '"another"'})
    same = client.get(url, headers={"Range": "bytes=1-2", "If-Range": other["ETag"]})

    assert (other.status_code, other.getvalue()) == (HTTPStatus.OK, b"words")
    assert (same.status_code, same.getvalue()) == (HTTPStatus.PARTIAL_CONTENT, b"or")


def test_asking_for_the_head_opens_nothing_for_long(cast: Cast, client: Client) -> None:
    _item, url = _sealed(cast, b"words", "w.txt")

    answer = _client(client, cast).head(url)

    assert (answer["Content-Length"], answer.content) == ("5", b"")


def test_a_vault_that_locks_while_somebody_listens_falls_silent(cast: Cast, client: Client) -> None:
    _item, url = _sealed(cast, SOUND, "s.ogg")
    keys = KEYRING.current()
    answer = _client(client, cast).get(url)
    pieces = iter(answer.streaming_content)  # type: ignore[attr-defined]  # the client hides the streaming class

    first = next(pieces)
    KEYRING._keys = None
    rest = list(pieces)
    answer.close()
    KEYRING._keys = keys

    assert (len(first) < len(SOUND), rest) == (True, [])


def test_a_damaged_file_leads_back_to_its_page_with_a_word(cast: Cast, client: Client) -> None:
    item, url = _sealed(cast, b"words", "w.txt")
    flows.store().path(item.sha256).unlink()

    answer = _client(client, cast).get(url)

    assert answer.status_code == HTTPStatus.FOUND
    assert answer["Location"] == reverse("evidence-item", args=[cast.case.pk, item.pk])


def test_an_item_of_another_case_does_not_exist_here(cast: Cast, client: Client) -> None:
    from guwah.accounts.cases import open_case

    item, _url = _sealed(cast, b"words", "w.txt")
    elsewhere = open_case(cast.boris, "The school kitchen")
    client.force_login(cast.boris, backend="django.contrib.auth.backends.ModelBackend")

    for name in ("evidence-file", "evidence-item"):
        answer = client.get(reverse(name, args=[elsewhere.pk, item.pk]))
        assert answer.status_code == HTTPStatus.NOT_FOUND


def test_the_head_knows_no_ranges(cast: Cast, client: Client) -> None:
    _item, url = _sealed(cast, b"words", "w.txt")

    answer = _client(client, cast).head(url, headers={"Range": "bytes=1-2"})

    assert (answer.status_code, answer["Content-Length"]) == (HTTPStatus.OK, "5")
    assert "Content-Range" not in answer


def test_a_seek_decrypts_what_it_needs_and_not_from_the_start(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = os.urandom(4_000_000)
    _item, url = _sealed(cast, recording, "two hours.ogg")
    client = _client(client, cast)
    opened: list[int] = []
    real = Payload.open

    def counted(self: Payload, first: int, sealed: memoryview, plain: memoryview, *, final: bool) -> None:
        opened.extend(range(first, first + -(-len(sealed) // SEALED_CHUNK)))
        real(self, first, sealed, plain, final=final)

    monkeypatch.setattr(Payload, "open", counted)
    part = client.get(url, headers={"Range": "bytes=3000000-3000099"})

    assert part.getvalue() == recording[3_000_000:3_000_100]
    # The last chunk proves the length; then the one that was asked for.
    assert opened == [len(recording) // CHUNK, 3_000_000 // CHUNK]
    opened.clear()
    assert client.get(url, headers={"Range": "bytes=-10"}).getvalue() == recording[-10:]
    assert opened == [len(recording) // CHUNK]


def test_several_ranges_at_once_are_answered_with_the_whole(cast: Cast, client: Client) -> None:
    _item, url = _sealed(cast, b"words", "w.txt")

    answer = _client(client, cast).get(url, headers={"Range": "bytes=0-1,3-4"})

    assert (answer.status_code, answer.getvalue()) == (HTTPStatus.OK, b"words")
