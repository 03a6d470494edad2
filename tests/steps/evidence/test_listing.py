from __future__ import annotations

import io
from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from cast import Cast
from guwah.accounts.cases import open_case
from guwah.steps.evidence import flows, listing, queries
from guwah.steps.evidence.listing import BROKEN, GONE, LONG_AGO, NEVER, NOBODY, OPEN, UNFILED
from guwah.steps.evidence.models import Holding, Item, Listed, Source
from guwah.steps.evidence.stretches import Cursor

START = Cursor()
_NUMBERS = count()


def _source(cast: Cast, title: str, kind: str = "") -> Source:
    return flows.name_source(cast.chiara, cast.case, flows.SourceFacts(title, kind))


def _item(cast: Cast, source: Source | None = None) -> Item:
    data = io.BytesIO(b"page %d" % next(_NUMBERS))
    return flows.add_file(cast.chiara, cast.case, data, "page.txt", source=source).item


def _copy(cast: Cast, source: Source, *states: str) -> Holding:
    holding = flows.note_holding(cast.chiara, source, flows.HoldingFacts("The clerk"))
    for state in states:
        if state == "requested":
            flows.request_copy(cast.chiara, holding, flows.RequestFacts())
        else:
            flows.note_state(cast.chiara, holding, flows.StateFacts(state))
    return holding


def _titles(cast: Cast, **asked: str) -> list[str]:
    return [row.source.title for row in listing.sources(cast.case, START, **asked)[0]]


def test_sources_are_found_by_kind_name_number_and_by_what_we_have(cast: Cast) -> None:
    letter, photo = _source(cast, "Письмо из Аула", "petition"), _source(cast, "The photo", "photo")
    _item(cast, photo)
    _copy(cast, letter)
    _source(cast, "2679")

    assert _titles(cast) == ["Письмо из Аула", "The photo", "2679"]
    assert _titles(cast, kind="photo") == ["The photo"]
    assert _titles(cast, words="PHOTO") == ["The photo"]
    assert _titles(cast, words="письмо") == ["Письмо из Аула"]
    assert _titles(cast, words="2679") == ["2679"]
    assert _titles(cast, words="2") == ["The photo", "2679"]
    assert _titles(cast, only=UNFILED) == ["Письмо из Аула", "2679"]
    assert _titles(cast, only=NOBODY) == ["2679"]
    assert _titles(cast, kind="photo", only=UNFILED) == []


def test_of_a_full_source_the_first_items_are_shown_and_that_there_are_more(cast: Cast) -> None:
    source = _source(cast, "A folder")
    items = [_item(cast, source) for _ in range(listing.ITEMS_OF_A_SOURCE + 1)]
    _copy(cast, source, "requested")

    [[row], _page] = listing.sources(cast.case, START)

    assert [shown.item for shown in row.items] == items[:-1]
    assert row.more
    assert [state.state for state in row.copies] == ["requested"]


def test_items_are_found_by_kind_and_by_what_the_last_look_said(cast: Cast) -> None:
    never, good, bad, old = (_item(cast) for _ in range(4))
    for item in (good, bad, old):
        if item == bad:
            flows.store().path(item.sha256).unlink()
        flows.verify_item(cast.chiara, item)
    Listed.objects.filter(item=old).update(verified_at=timezone.now() - listing.LATELY - timedelta(days=1))

    found = {
        state: [row.pk for row in listing.held(cast.case, START, state=state).rows]
        for state in ("", NEVER, BROKEN, LONG_AGO)
    }

    assert found == {
        "": [never.pk, good.pk, bad.pk, old.pk],
        NEVER: [never.pk],
        BROKEN: [bad.pk],
        LONG_AGO: [old.pk],
    }
    assert [row.pk for row in listing.held(cast.case, START, kind="audio").rows] == []
    assert len(listing.held(cast.case, START, kind="text", state=NEVER).rows) == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["said_to_exist", "requested", "promised", "received", "lost", "destroyed"]),
        (OPEN, ["requested", "promised"]),
        (GONE, ["lost", "destroyed"]),
        ("received", ["received"]),
        ("refused", []),
        ("no such state", []),
    ],
)
def test_copies_are_found_by_the_newest_that_is_known(cast: Cast, asked: str, found: list[str]) -> None:
    source = _source(cast, "The video")
    for states in (
        (),
        ("requested",),
        ("requested", "promised"),
        ("requested", "received"),
        ("lost",),
        ("lost", "destroyed"),
    ):
        _copy(cast, source, *states)

    rows, _page = listing.elsewhere(cast.case, START, state=asked)

    assert [row.state.state for row in rows] == found


def test_what_is_missing_is_counted_by_why(cast: Cast) -> None:
    source, unknown = _source(cast, "The video"), _source(cast, "Paper 17")
    for states in (
        (),
        ("requested",),
        ("requested", "promised"),
        ("refused",),
        ("lost",),
        ("destroyed",),
        ("requested", "received"),
    ):
        _copy(cast, source, *states)
    never, bad, old = (_item(cast) for _ in range(3))
    flows.store().path(bad.sha256).unlink()
    for item in (bad, old):
        flows.verify_item(cast.chiara, item)
    Listed.objects.filter(item=old).update(verified_at=timezone.now() - timedelta(days=91))

    assert listing.missing(cast.case) == listing.Missing(
        broken=1, never=1, long_ago=1, asked=2, unasked=1, refused=1, gone=2, nobody=1
    )
    assert (never.source.filed, unknown.filed) == (True, False)


def test_nothing_is_missing_where_everything_is_here_and_verified(cast: Cast) -> None:
    assert listing.missing(cast.case).nothing
    item = _item(cast)
    assert not listing.missing(cast.case).nothing
    flows.verify_item(cast.chiara, item)
    _copy(cast, item.source, "requested", "received")

    assert listing.missing(cast.case).nothing


def test_another_case_is_another_list(cast: Cast) -> None:
    elsewhere = open_case(cast.boris, "Another mill", invented=True)
    source = flows.name_source(cast.boris, elsewhere, flows.SourceFacts("Theirs"))
    flows.note_holding(cast.boris, source, flows.HoldingFacts("The clerk"))
    flows.add_file(cast.boris, elsewhere, io.BytesIO(b"x"), "x.txt")

    assert _titles(cast) == []
    assert listing.held(cast.case, START).rows == ()
    assert listing.elsewhere(cast.case, START)[0] == []
    assert listing.missing(cast.case).nothing
    assert queries.counts(cast.case) == {"sources": 0, "items": 0, "without_file": 0}
    assert queries.counts(elsewhere) == {"sources": 2, "items": 1, "without_file": 1}
