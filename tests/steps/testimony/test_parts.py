"""Which part of a text the reader opens: by time, by session, or the whole of it in one piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from guwah.steps.testimony import flows, queries, seeking
from guwah.steps.testimony.flows.editing import Wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.flows import Imported
    from kitchen import Keep

    ClientOf = Callable[[Member], Client]

Tree = Any
TIMED = "WEBVTT\n\n" + "\n".join(
    f"00:0{n}:00.000 --> 00:0{n}:50.000\n<v {'AB'[n % 2]}>Turn {n}.\n" for n in range(9)
)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 4)


def turns(client: Client, kept: Imported, asked: str) -> list[str]:
    answer = client.get(f"/cases/{kept.layer.case_id}/testimony/{kept.layer.pk}/?{asked}")
    assert answer.status_code == 200
    tree: Tree = html.document_fromstring(answer.content.decode())
    return [each.get("id") for each in tree.xpath("//li[@data-turn]")]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("page=2", "s1-t5", "s2-t2"),
        ("whole=0", "s1-t1", "s2-t4"),
        ("whole=1", "s1-t1", "s1-t6"),
        ("whole=2", "s2-t1", "s2-t4"),
        ("whole=x", "s1-t1", "s1-t4"),
        ("whole=0&page=2", "s1-t1", "s2-t4"),
    ],
)
def test_a_session_or_the_whole_text_comes_in_one_piece(
    talk: Imported, cast: Cast, client_of: ClientOf, asked: str, first: str, last: str
) -> None:
    shown = turns(client_of(cast.farid), talk, asked)
    assert (shown[0], shown[-1]) == (first, last)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(
    ("asked", "first"), [("t=0", 1), ("t=239.5", 1), ("t=240", 5), ("t=99999", 9), ("t=x", 1)]
)
def test_an_address_may_name_a_time(
    keep: Keep, cast: Cast, client_of: ClientOf, asked: str, first: int
) -> None:
    kept = keep(TIMED, "talk.vtt")
    assert turns(client_of(cast.farid), kept, asked)[0] == f"s1-t{first}"


@pytest.mark.usefixtures("small_parts")
def test_a_session_that_is_not_there_is_an_empty_page(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    assert turns(client_of(cast.farid), talk, "whole=7") == []


@pytest.mark.usefixtures("small_parts")
def test_the_page_offers_the_whole_to_print(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    url = f"/cases/{talk.layer.case_id}/testimony/{talk.layer.pk}/"
    tree: Tree = html.document_fromstring(client_of(cast.farid).get(url).content.decode())
    assert [each.get("href") for each in tree.xpath("//p[contains(@class,'reader-ways')]/a")] == [
        "?whole=0",
        "?whole=1",
        "?whole=2",
    ]


def test_a_list_of_many_texts_comes_in_pages(
    keep: Keep, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [keep(f"Ann: word {n}.\n\nBob: yes.\n", f"talk {n}.txt") for n in range(3)]
    flows.revise(cast.chiara, kept[0].layer, 1, [Wish("split", 1, at=4)])
    monkeypatch.setattr(queries, "TEXTS", 2)
    client, home = client_of(cast.farid), f"/cases/{cast.case.pk}/testimony/"
    first, second = client.get(home).text, client.get(f"{home}?page=2").text
    listed = [f"{home}{each.layer.pk}/" for each in kept]
    assert [address in first for address in listed] == [True, True, False]
    assert [address in second for address in listed] == [False, False, True]
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    sources = queries.layers_by_source(cast.case)
    told = [(each.turns, each.paragraphs, each.format) for _, layers in sources for each in layers]
    assert told == [(3, 0, "labelled-text"), (2, 0, "labelled-text"), (2, 0, "labelled-text")]


def test_of_a_word_of_every_turn_all_places_are_counted_and_the_first_listed(
    keep: Keep, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep("".join(f"Ann: kettle {n} kettle\n\n" for n in range(12)))
    monkeypatch.setattr(queries, "PAGE", 4)
    monkeypatch.setattr(seeking, "LISTED", 5)
    # As of a text longer than the search looks at word by word.
    monkeypatch.setattr("guwah.steps.testimony.search.places_in", lambda *_: [])
    opened = queries.open_layer(cast.farid, kept.layer, queries.Place(page=3), "Kettle")
    assert opened.places == 24
    assert [hit.name for hit in opened.hits] == ["s1-t1", "s1-t1", "s1-t2", "s1-t2", "s1-t3"]
    marked = [len(row["turn"]["ranges"]) for row in opened.rows if row["part"] == "turn"]
    assert marked == [2, 2, 2, 2]
