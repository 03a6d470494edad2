from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from cast import Cast
from guwah.steps.evidence import flows, life, queries
from guwah.steps.evidence.life import Moment
from guwah.steps.evidence.models import Item
from guwah.vault.erasing import erase_openings
from guwah.vault.models import Authority, LogEntry, Opening, Stamp


@pytest.fixture
def item(cast: Cast) -> Item:
    return flows.add_file(cast.chiara, cast.case, io.BytesIO(b"a page"), "page.txt").item


def _told(item: Item) -> list[tuple[str, str]]:
    return [(moment.sign, moment.words) for moment in life.moments(item, queries.custody(item))]


def _bare(words: str) -> str:
    return words.replace("\u2068", "").replace("\u2069", "")


def _stamp(size: int, days: int, *, state: str = "done") -> None:
    authority, _ = Authority.objects.get_or_create(name="The county clock", url="http://x", roots="")
    moment = timezone.now() + timedelta(days=days)
    Stamp.objects.create(
        authority=authority, day=moment.date(), size=size, note=b"", nonce="", state=state,
        time=moment if state == "done" else None,
    )  # fmt: skip


def test_a_new_item_was_received_and_sealed(item: Item) -> None:
    assert _told(item) == [("sealed", "Received, sealed and logged")]


def test_the_same_bytes_under_another_name_are_a_moment_of_its_life(cast: Cast, item: Item) -> None:
    flows.add_file(cast.boris, cast.case, io.BytesIO(b"a page"), "the baker\u202etxt.exe")

    moments = life.moments(item, queries.custody(item))

    told = [(moment.sign, _bare(moment.words), moment.by) for moment in moments]
    assert told[1:] == [("came", "The same bytes came again, called the baker[U+202E]txt.exe", "Boris")]


def test_looks_that_found_the_same_stand_together(cast: Cast, item: Item) -> None:
    for _ in range(3):
        flows.verify_item(cast.chiara, item)
    flows.store().path(item.sha256).unlink()
    flows.verify_item(cast.emine, item)

    assert _told(item)[1:] == [
        ("intact", "Verified 3 times: intact"),
        ("broken", "Verified once: The sealed file is not in the vault."),
    ]
    moments = life.moments(item, queries.custody(item))
    assert (moments[1].since is not None, moments[1].by, moments[2].since, moments[2].by) == (
        True, "Chiara", None, "Emine",
    )  # fmt: skip


def test_looks_at_other_items_are_not_its_own(cast: Cast, item: Item) -> None:
    other = flows.add_file(cast.chiara, cast.case, io.BytesIO(b"other"), "other.txt").item
    flows.verify_item(cast.chiara, other)

    assert [sign for sign, _words in _told(item)] == ["sealed"]


def test_an_erased_opening_is_told_no_more(committed_cast: Cast) -> None:
    cast = committed_cast
    item = flows.add_file(cast.chiara, cast.case, io.BytesIO(b"a page"), "page.txt").item
    flows.verify_item(cast.chiara, item)
    erase_openings(cast.aygul.actor, LogEntry.objects.get(act="verified").index, reason="asked for")

    assert [sign for sign, _words in _told(item)] == ["sealed"]
    assert not Opening.objects.filter(label="item", about=item.pk).exists()


def test_the_first_stamp_that_covers_its_entry_is_its_witness(item: Item) -> None:
    _stamp(item.log_index, 1)  # this many entries: up to the one before
    _stamp(item.log_index + 5, 2, state="waiting")
    _stamp(item.log_index + 1, 3)
    _stamp(item.log_index + 9, 4)

    [moment] = [each for each in life.moments(item, []) if each.sign == "stamped"]

    assert moment.by == "The county clock"
    assert 2 < (moment.at - timezone.now()).total_seconds() / 86400 <= 3


def test_who_opened_it_and_how_often(cast: Cast, item: Item) -> None:
    for member in (cast.chiara, cast.farid, cast.farid):
        flows.open_item(member, item).close()
    flows.open_item(cast.farid, flows.add_file(cast.chiara, cast.case, io.BytesIO(b"o"), "o").item).close()

    opened = [each for each in life.moments(item, []) if each.sign == "opened"]

    assert [(each.by, each.words, each.since is None) for each in opened] == [
        ("Chiara", "Opened once", True),
        ("Farid", "Opened 2 times", False),
    ]


def test_what_was_made_from_it_stands_by_tool(cast: Cast, item: Item) -> None:
    for page in range(3):
        flows.add_derived(cast.chiara, item, io.BytesIO(b"%d" % page), "p.png", flows.Tool("cutter", "2"))
    child = flows.add_derived(cast.chiara, item, io.BytesIO(b"text"), "t.txt", flows.Tool("reader", "1")).item

    made = [each for each in life.moments(item, []) if each.sign == "made"]

    assert [_bare(each.words) for each in made] == [
        "3 items were made from it with cutter 2",
        "One item was made from it with reader 1",
    ]
    assert made[1].url.endswith(f"/evidence/items/{child.pk}/")
    assert _bare(_told(child)[0][1]) == f"Made from item {item.pk} with reader 1, sealed and logged"


def test_from_whom_it_came_and_whether_the_bytes_agree(cast: Cast, item: Item) -> None:
    holding = flows.note_holding(cast.chiara, item.source, flows.HoldingFacts("The miller"))
    flows.note_state(cast.chiara, holding, flows.StateFacts("received", item=item))
    flows.state_digest(cast.chiara, holding, "sha256", item.sha256)

    flows.note_handover(cast.chiara, item.source, flows.HandoverFacts("The carter", item=item))
    flows.note_handover(cast.chiara, item.source, flows.HandoverFacts(words="in a tin", item=item))
    flows.note_handover(cast.chiara, item.source, flows.HandoverFacts("The whole source's giver"))

    words = [_bare(said) for _sign, said in _told(item)]

    assert words[1:] == [
        "Came from The miller",
        "A digest stated elsewhere was held against it: the bytes agree",
        "Came from The carter",
        "From somebody not named",
    ]


def test_later_steps_tell_what_they_did_with_it(item: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "_tellers", [])
    moment = Moment(timezone.now(), "gone-out", "Published in edition 3")

    life.register(_teller := lambda found: [moment] if found == item else [])
    life.register(_teller)

    assert life.moments(item, [])[-1:] == [moment]


def test_of_a_long_life_the_beginning_and_the_newest_are_shown(
    item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = timezone.now()
    told = [Moment(begin + timedelta(days=day), "other", str(day)) for day in range(100)]
    monkeypatch.setattr(life, "_tellers", [lambda _item: told])

    moments = life.moments(item, queries.custody(item))

    assert len(moments) == life.MOST
    assert (moments[0].sign, moments[1].words, moments[-1].words) == ("sealed", "61", "99")


def test_the_picture_runs_with_the_language(item: Item) -> None:
    acts = queries.custody(item)

    with translation.override("ug"):
        assert life.picture(item, acts).mirrored
    with translation.override("ru"):
        assert not life.picture(item, acts).mirrored
