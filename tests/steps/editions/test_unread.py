"""Law 4: what nobody has read does not go out, whatever the consent says and whatever finders miss."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, Refused
from guwah.instruments.redaction.spans import Spans
from guwah.instruments.suggestions.personal.finders import personal
from guwah.steps.consent import flows as consent
from guwah.steps.consent.models import Clearance
from guwah.steps.editions import flows
from guwah.steps.editions.flows.writing import frozen_files
from guwah.steps.editions.refusals import EditionRefused
from guwah.steps.editions.rendering import shown_words
from guwah.steps.testimony.models import Layer
from guwah.vault.models import LogEntry
from kept import keep
from oven import PHONE, Oven, holds, oven, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.models import Block

# Somebody is named as no finder knows to find it.
TALK = """Conversation 1

Rahat: Who was there?

Zeynep: In the yard stood kumush with the flour.

Rahat: And then?

Zeynep: Then the rain came. Ring me on +7 000 555 43 21.
"""
NAME = "kumush"
RAIN = "Then the rain came."


@pytest.fixture
def fresh(cast: Cast) -> Oven:
    """A talk that is granted whole, without conditions, and that nobody has read."""
    made = Oven(cast, keep(cast, "The yard", TALK))
    made.grant(conditions=None, state="given")
    return made


def blocks(bakery: Oven) -> list[Block]:
    return list(bakery.talk.revision.blocks.order_by("start"))


def shown(bakery: Oven) -> str:
    prepared = bakery.prepare()
    return "\n".join(shown_words(prepared.answer.going, prepared.withheld))


def let_go(bakery: Oven, quote: str) -> None:
    start = bakery.talk.revision.text.index(quote)
    words = Spans.of([(start, start + len(quote))])
    consent.clear(bakery.cast.chiara, bakery.cast.case, bakery.talk.revision, words)


def test_a_name_that_no_finder_knows_stays_inside(fresh: Oven) -> None:
    assert not [each for each in personal(TALK) if NAME in TALK[each.start : each.end]], (
        "else it proves nothing"
    )

    assert not re.search(r"\w", shown(fresh))
    let_go(fresh, "Who was there?")
    files = frozen_files(fresh.build())

    assert holds(files, "Who was there?") == ["index.html"]
    assert holds(files, NAME) == []
    assert holds(files, RAIN) == []


def test_an_edition_without_a_word_is_refused(fresh: Oven) -> None:
    with pytest.raises(EditionRefused) as refusing:
        fresh.build()
    (only,) = refusing.value.refusals
    turns = blocks(fresh)
    assert (only.code, only.spans) == (
        "nothing-read",
        ((fresh.talk.layer.pk, turns[0].start, turns[-1].end),),
    )


def test_words_go_out_once_a_person_has_read_them(fresh: Oven) -> None:
    let_go(fresh, RAIN)
    assert shown(fresh).strip() == RAIN
    files = frozen_files(fresh.build())
    assert holds(files, RAIN) == ["index.html"]
    assert holds(files, NAME) == []


def test_a_number_in_words_that_were_read_stays_masked(fresh: Oven) -> None:
    read(fresh.cast, fresh.talk)
    files = frozen_files(fresh.build())
    assert holds(files, RAIN)
    assert holds(files, PHONE) == []
    assert holds(files, "5554321") == []


def test_showing_a_stretch_shows_it_and_nothing_around_it(fresh: Oven) -> None:
    consent.decide_span(fresh.cast.chiara, fresh.cast.case, fresh.talk.at(RAIN), show=True)
    assert shown(fresh).strip() == RAIN


def test_masking_wins_over_reading_in_either_order(fresh: Oven) -> None:
    chiara, case = fresh.cast.chiara, fresh.cast.case
    consent.decide_span(chiara, case, fresh.talk.at("the rain"), show=False)
    read(fresh.cast, fresh.talk)
    consent.decide_span(chiara, case, fresh.talk.at("the flour"), show=False)
    assert "rain" not in shown(fresh)
    assert "flour" not in shown(fresh)
    assert "yard" in shown(fresh)


def test_what_was_read_is_masked_again_when_somebody_says_so(fresh: Oven) -> None:
    read(fresh.cast, fresh.talk)
    start = fresh.talk.revision.text.index("with the flour")
    words = Spans.of([(start, start + len("with the flour"))])
    consent.unclear(fresh.cast.chiara, fresh.cast.case, fresh.talk.revision, words)
    assert "flour" not in shown(fresh)
    assert "In the yard stood" in shown(fresh)
    assert RAIN in shown(fresh)


def test_an_edition_built_before_does_not_go_out_after_that(lasting: Oven) -> None:
    built = lasting.ready().build()
    flows.still_allowed(built)
    turn = blocks(lasting)[-1]
    consent.unclear(
        lasting.cast.chiara, lasting.cast.case, lasting.talk.revision, Spans.of([(turn.start, turn.end)])
    )
    with pytest.raises(Refused, match="have changed since"):
        flows.still_allowed(built)


def test_words_nobody_read_are_no_secret_where_somebody_has(cast: Cast) -> None:
    """The same plain words stand in a read turn and in an unread one: the read one is shown."""
    made = Oven(cast, keep(cast, "Twice", f"Conversation 1\n\nZeynep: {RAIN}\n\nRahat: {RAIN}\n"))
    made.grant(conditions=None, state="given")
    first = blocks(made)[0]
    consent.clear(cast.chiara, cast.case, made.talk.revision, Spans.of([(first.start, first.end)]))
    assert shown(made).split("\n") == [RAIN, ""]
    assert holds(frozen_files(made.build()), RAIN) == ["index.html"]


def test_a_text_that_comes_later_is_read_on_its_own(fresh: Oven) -> None:
    """The grant covers every text of the source; that somebody read one of them says nothing of another."""
    read(fresh.cast, fresh.talk)
    later = keep(fresh.cast, "The yard again", TALK)
    Layer.objects.filter(pk=later.layer.pk).update(source=fresh.talk.layer.source)
    prepared = fresh.prepare()
    going = {part.layer.pk: part for part in prepared.answer.going}
    assert going.keys() == {fresh.talk.layer.pk, later.layer.pk}
    assert prepared.unread_of(going[fresh.talk.layer.pk]) == []
    assert len(prepared.unread_of(going[later.layer.pk])) == 4


def test_the_ledger_tells_how_much_nobody_read(fresh: Oven) -> None:
    layer = fresh.talk.layer.pk
    first = blocks(fresh)[0]
    consent.clear(
        fresh.cast.chiara, fresh.cast.case, fresh.talk.revision, Spans.of([(first.start, first.end)])
    )
    built = fresh.build()
    assert built.ledger["unread_blocks"] == [{"layer": layer, "blocks": 3, "of": 4}]
    assert built.ledger["unread"][f"layer:{layer}"][0][0] == blocks(fresh)[1].start


def test_a_cut_turn_does_not_wait_for_a_reader(cast: Cast) -> None:
    made = oven(cast).ready()
    consent.unclear(cast.chiara, cast.case, made.talk.revision, Spans.of([(0, len(made.talk.revision.text))]))
    cut = made.talk.at("coughed blood").block
    waiting = made.prepare().unread_of(made.prepare().parts[0])
    assert cut not in waiting
    assert waiting


@pytest.mark.parametrize("name", ["daniyar", "farid", "hanna"])
def test_only_whoever_records_consent_lets_words_go(fresh: Oven, name: str) -> None:
    case, revision, words = fresh.cast.case, fresh.talk.revision, Spans.of([(0, 9)])
    read(fresh.cast, fresh.talk)
    Clearance.objects.get()
    for change in (consent.clear, consent.unclear):
        with pytest.raises(NotPermitted):
            change(fresh.cast.members[name], case, revision, words)
    assert Clearance.objects.get().withdrawn_at is None


def test_each_reading_is_in_the_log(fresh: Oven) -> None:
    before = LogEntry.objects.count()
    let_go(fresh, RAIN)
    let_go(fresh, RAIN)
    assert Clearance.objects.count() == 1
    assert LogEntry.objects.count() == before + 2, "the words held, and that they may go"


def page_of(bakery: Oven) -> str:
    address = reverse("edition-words", args=[bakery.cast.case.pk, bakery.talk.layer.pk])
    return f"{address}?audience=public"


def send(client: Client, bakery: Oven, **sent: object) -> str:
    address = reverse("edition-read", args=[bakery.cast.case.pk, bakery.talk.layer.pk])
    sent = {"audience": "public", "layer": bakery.talk.layer.pk, "page": 1, **sent}
    return client.post(address, sent, follow=True).content.decode()


def test_the_page_shows_what_nobody_has_read_and_lets_it_go(
    fresh: Oven, client_of: Callable[[Member], Client]
) -> None:
    client, turns = client_of(fresh.cast.boris), blocks(fresh)
    page = client.get(page_of(fresh)).content.decode()
    assert "4 turns and paragraphs of 4 are masked: nobody has read them" in page
    waiting = re.findall(r'name="unread" value="(\d+)"', page)
    assert waiting == [str(turn.pk) for turn in turns]

    page = send(client, fresh, unread=waiting, one=turns[2].pk)
    assert "3 turns and paragraphs of 4" in page
    assert shown(fresh).split("\n") == ["", "", "And then?", ""]

    waiting = re.findall(r'name="unread" value="(\d+)"', page)
    page = send(client, fresh, unread=waiting, upto=turns[1].pk)
    assert shown(fresh).split("\n")[:3] == [
        "Who was there?",
        "In the yard stood kumush with the flour.",
        "And then?",
    ]
    assert RAIN not in shown(fresh)

    page = send(client, fresh, unread=[turns[3].pk], all="1")
    assert "nobody has read" not in page.split('class="turns"')[0]
    assert RAIN in shown(fresh)

    send(client, fresh, back=turns[1].pk)
    assert NAME not in shown(fresh)


def test_blocks_of_another_text_are_refused(fresh: Oven) -> None:
    other = keep(fresh.cast, "Another", TALK)
    with pytest.raises(NotUnderstood) as wrong:
        flows.clear_blocks(
            fresh.cast.chiara,
            fresh.cast.case,
            fresh.talk.layer.pk,
            [blocks(fresh)[0].pk, other.revision.blocks.earliest("start").pk],
            clears=True,
        )
    assert wrong.value.code == "text-changed"
    assert not Clearance.objects.exists()
