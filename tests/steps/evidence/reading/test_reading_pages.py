"""What was read out of an item, on its page, and how the page asks for it."""

from __future__ import annotations

import io
import json
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

import attic
import darkroom
from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import AuditEntry, CaseMembership, Member
from guwah.outbox.deliver import CHANNELS, LONG, deliver_due
from guwah.outbox.models import Effect
from guwah.steps.evidence import flows
from guwah.steps.evidence.channels import READ
from guwah.steps.evidence.flows import queued
from guwah.steps.evidence.flows.arrive import Tool
from guwah.steps.evidence.models import Item
from guwah.steps.evidence.reading import shown
from guwah.web.beat import beat, long_beat


def _added(cast: Cast, data: bytes, name: str) -> Item:
    return flows.add_file(cast.chiara, cast.case, io.BytesIO(data), name).item


def _client(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _page(cast: Cast, item: Item, who: Member | None = None) -> str:
    url = reverse("evidence-item", args=[cast.case.pk, item.pk])
    return str(_client(who or cast.farid).get(url).content.decode())


def _post(cast: Cast, item: Item, act: str, who: Member | None = None) -> int:
    url = reverse(f"evidence-item-{act}", args=[cast.case.pk, item.pk])
    return int(_client(who or cast.chiara).post(url).status_code)


def _derived(cast: Cast, item: Item, part: str, data: bytes, name: str) -> Item:
    return flows.add_derived(cast.chiara, item, io.BytesIO(data), name, Tool(f"{part} (by hand)", "1")).item


def test_a_file_that_comes_is_read_by_the_long_beat_and_by_no_other(committed_cast: Cast) -> None:
    item = _added(committed_cast, darkroom.jpeg(), "photo.jpg")
    assert "It is being read; look" in _page(committed_cast, item)

    beat()
    deliver_due()
    assert not item.derived.exists()
    long_beat()

    assert item.derived.count() == 2
    assert not queued.waiting(item)
    assert READ in LONG
    assert set(CHANNELS) > LONG


def test_plain_words_lie_open_and_need_no_reading(cast: Cast) -> None:
    _added(cast, b"plain words", "a.txt")
    letter, unknown = _added(cast, darkroom.letter(), "b.eml"), _added(cast, b"\x00\x01\x02", "c.bin")

    waiting = [effect.payload["item"] for effect in Effect.objects.filter(channel="read")]
    assert waiting == [letter.pk, unknown.pk]


def test_what_is_derived_is_not_read_in_turn(cast: Cast) -> None:
    item = _added(cast, darkroom.jpeg(), "photo.jpg")
    flows.examine(cast.chiara, item)

    assert [effect.payload["item"] for effect in Effect.objects.filter(channel="read")] == [item.pk]


def test_a_reader_has_nothing_read_out(cast: Cast) -> None:
    item = _added(cast, darkroom.jpeg(), "photo.jpg")

    with pytest.raises(NotPermitted):
        flows.examine(cast.farid, item)

    assert not item.derived.exists()
    refused = AuditEntry.objects.get(allowed=False)
    assert (refused.permission, refused.target) == ("evidence:add", f"item:{item.pk}")
    assert not AuditEntry.objects.filter(member=cast.farid, allowed=True).exists(), "the file was not opened"


def test_a_photos_page_shows_it_small_and_what_it_says_unbelieved(cast: Cast) -> None:
    item = _added(cast, darkroom.jpeg(), "photo.jpg")
    flows.examine(cast.chiara, item)
    metadata, small = item.derived.order_by("pk")

    page = _page(cast, item)

    assert f'src="{reverse("evidence-file", args=[cast.case.pk, small.pk])}"' in page
    assert "From the file itself; nothing of it is believed." in page
    assert "<bdi>tiff · Make</bdi>" in page
    assert "<bdi>Kettle &amp; Sons</bdi>" in page
    assert reverse("evidence-item", args=[cast.case.pk, metadata.pk]) in page
    assert "Small picture made" in page


@pytest.mark.parametrize(
    ("data", "told", "said"),
    [
        (attic.rar("бет.txt"), "бет.txt", "An archive Guwah does not open. Unpack it on a machine you trust"),
        (attic.silk(3), "3.0", "A voice message of WeChat (Silk) that nothing here can play."),
    ],
    ids=["archive", "silk"],
)
def test_what_is_not_opened_or_played_says_what_to_do(cast: Cast, data: bytes, told: str, said: str) -> None:
    item = _added(cast, data, "a")
    flows.examine(cast.chiara, item)

    page = _page(cast, item)

    assert told in page
    assert said in page


def test_a_pdfs_page_shows_its_pages_in_order_and_its_words(cast: Cast) -> None:
    item = _added(cast, darkroom.pdf("Bread was sold", "Flour was not"), "ledger.pdf")
    flows.examine(cast.chiara, item)

    page = _page(cast, item)

    pages = [each.pk for each in item.derived.filter(tool="page-images (PDFium)").order_by("filename")]
    places = [page.index(f"/items/{number}/file/") for number in pages]
    assert len(places) == 2
    assert places == sorted(places)
    assert '<pre dir="auto" class="read-words" tabindex="0">Bread was sold' in page


def test_a_recordings_page_draws_its_shape(cast: Cast) -> None:
    item = _added(cast, darkroom.recording("ogg"), "voice.ogg")
    flows.examine(cast.chiara, item)

    assert '<path d="M0.0,' in _page(cast, item)


def test_words_of_a_file_are_words_on_the_page_whatever_they_are(cast: Cast) -> None:
    evil = "<script>alert(1)</script>\x00 \ud800 \u202eexe"
    item = _added(cast, darkroom.page(), "a.html")
    told = json.dumps({"title": evil, evil: 1, "deep": [[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]})
    _derived(cast, item, "metadata", told.encode(), "a.metadata.json")
    _derived(cast, item, "text", evil.encode("utf-8", "replace") + b"\xff", "a.txt")

    page = _page(cast, item)

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3


@pytest.mark.parametrize("data", [b"{", b"[" * 100_000, b"\xff", b"null", b'"x"', b"1" * 5000])
def test_metadata_that_cannot_be_read_leaves_the_page_standing(cast: Cast, data: bytes) -> None:
    item = _added(cast, darkroom.page(), "a.html")
    _derived(cast, item, "metadata", data, "a.metadata.json")
    _derived(cast, item, "waveform", data, "a.waveform.json")

    assert "What the file says of itself" in _page(cast, item)


@pytest.mark.parametrize("peaks", ["x", [], [[1]], [["1", 2]], [[1, 2.5]], {"a": 1}])
def test_a_shape_that_is_none_is_not_drawn(peaks: object) -> None:
    assert shown._shape({"peaks": peaks}) == ""
    assert shown._shape([peaks]) == ""


def test_a_shape_goes_up_and_down() -> None:
    assert shown._shape({"peaks": [[-100, 100], [0, 0]]}) == "M0.0,0 600.0,100 600.0,100 0.0,200Z"


def test_much_is_shown_in_part_and_said_to_be_more(cast: Cast) -> None:
    item = _added(cast, darkroom.page(), "a.html")
    told = {str(number): "x" * 600 for number in range(shown.MOST_ROWS + 1)}
    _derived(cast, item, "metadata", json.dumps(told).encode(), "a.metadata.json")
    _derived(cast, item, "text", "Нан ".encode() * 6000, "a.txt")

    page = _page(cast, item)

    assert "It says more than is shown here." in page
    assert "There are more words than are shown here." in page
    assert "x" * 500 + "…" in page
    assert "x" * 501 not in page


def test_metadata_without_end_is_only_named(cast: Cast) -> None:
    item = _added(cast, darkroom.page(), "a.html")
    _derived(cast, item, "metadata", b'{"a": "' + b"x" * (1 << 20) + b'"}', "a.metadata.json")

    page = _page(cast, item)

    assert "All of it" in page
    assert "xxx" not in page


def test_a_lost_part_leaves_the_page_standing(cast: Cast) -> None:
    item = _added(cast, darkroom.page(), "a.html")
    part = _derived(cast, item, "text", b"words that were lost", "a.txt")
    flows.store().path(part.sha256).unlink()

    page = _page(cast, item)

    assert "words that were lost" not in page
    assert "Its words, taken out by a machine" in page


def test_nothing_of_a_saved_page_is_ever_shown_as_a_page(cast: Cast) -> None:
    item = _added(cast, darkroom.page(), "a.html")
    flows.examine(cast.chiara, item)

    for each in (item, *item.derived.all()):
        answer = _client(cast.farid).get(reverse("evidence-file", args=[cast.case.pk, each.pk]))
        assert answer.getvalue()
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]


def test_a_small_picture_is_shown_as_the_picture_it_is(cast: Cast) -> None:
    item = _added(cast, darkroom.jpeg(), "a.jpg")
    flows.examine(cast.chiara, item)
    small = item.derived.get(kind="image")

    answer = _client(cast.farid).get(reverse("evidence-file", args=[cast.case.pk, small.pk]))
    assert answer.getvalue()

    assert answer["Content-Type"] == "image/png"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_page_asks_and_the_outbox_does_it(committed_cast: Cast) -> None:
    cast = committed_cast
    item = _added(cast, darkroom.jpeg(), "photo.jpg")
    long_beat()

    assert _post(cast, item, "clean") == HTTPStatus.FOUND
    assert not item.derived.filter(tool="clean (Guwah)").exists()
    long_beat()

    page = _page(cast, item)
    assert f"<bdi>item-{item.pk}-clean.jpg</bdi>" in page
    assert "voices, faces, places" in page
    assert _post(cast, item, "examine") == HTTPStatus.FOUND
    assert queued.waiting(item)


def test_only_those_who_may_add_are_offered_and_let(cast: Cast) -> None:
    item = _added(cast, darkroom.letter(), "a.eml")
    Effect.objects.all().delete()

    assert "Read it, shut off from everything else" in _page(cast, item, cast.chiara)
    assert "Read it, shut off from everything else" not in _page(cast, item, cast.farid)
    # There is no way to make a clean copy of a letter.
    assert "Make a copy without metadata" not in _page(cast, item, cast.chiara)
    assert [_post(cast, item, act, cast.farid) for act in ("examine", "clean")] == [HTTPStatus.FORBIDDEN] * 2


def test_what_is_not_there_is_not_read(cast: Cast) -> None:
    url = reverse("evidence-item-examine", args=[cast.case.pk, 99])

    assert _client(cast.chiara).post(url).status_code == HTTPStatus.NOT_FOUND


def test_who_left_the_case_has_nothing_read_any_more(cast: Cast) -> None:
    item = _added(cast, darkroom.page(), "a.html")
    CaseMembership.objects.filter(member=cast.chiara).delete()

    assert deliver_due(channels=frozenset(LONG)).failed == 1

    effect = Effect.objects.get(channel="read")
    assert (effect.state, effect.last_error) == (Effect.State.GIVEN_UP, "not-permitted")
    assert not item.derived.exists()


def test_a_lost_file_is_tried_again_later(cast: Cast) -> None:
    item = _added(cast, darkroom.page(), "a.html")
    flows.store().path(item.sha256).unlink()

    assert deliver_due(channels=frozenset(LONG)).failed == 1

    effect = Effect.objects.get(channel="read")
    assert (effect.state, effect.last_error) == (Effect.State.WAITING, "blob-missing")
