"""What was sealed after a lock comes into its turns, once, and never over anything newer."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from guwah.accounts import drafts
from guwah.accounts.models import Draft
from guwah.accounts.typed import Typed, TypedPage
from guwah.failures import Refused
from guwah.steps.testimony.typing import after_lock, queries, writing
from guwah.steps.testimony.typing.telling import ToldTurn

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from cast import Cast
    from guwah.steps.testimony.typing.tables import Transcription

PLACE = "/cases/1/testimony/typing/1/"
PAGE, OTHER = "c" * 32, "d" * 32
FIRST, SECOND = "1" * 32, "2" * 32


def typed_page(uid: str, base: int, words: str, after: str = "", number: int = 1) -> TypedPage:
    beside = {"turn": uid, "base": base, "after": after, "speaker": 2, "start": 3.5}
    form = json.dumps(beside, separators=(",", ":"))
    return TypedPage(PAGE, PLACE, number, (Typed(form, uid, "M. 0:03.5", words),))


def waits(cast: Cast, uid: str, base: int, words: str, after: str = "", number: int = 1) -> None:
    drafts.keep(cast.chiara.actor, typed_page(uid, base, words, after, number))


def shown(typed: Transcription) -> list[tuple[str, int, float | None]]:
    return [(each.turn.words, each.turn.speaker, each.turn.time_start) for each in queries.turns(typed)]


def test_a_turn_goes_on_and_a_new_one_follows(cast: Cast, typed: Transcription) -> None:
    writing.tell(cast.chiara, typed, PAGE, [ToldTurn(FIRST, 0, words="Then they")])
    waits(cast, FIRST, 1, "Then they came back.")
    waits(cast, SECOND, 0, "When?", FIRST, 2)
    assert after_lock.waiting(cast.chiara, PLACE).count() == 2
    assert after_lock.waiting(cast.daniyar, PLACE).count() == 0

    assert after_lock.take_up(cast.chiara, typed, PLACE) == 2

    assert shown(typed) == [("Then they came back.", 2, 3.5), ("When?", 2, 3.5)]
    assert not Draft.objects.exists()
    assert after_lock.take_up(cast.chiara, typed, PLACE) == 0


def test_what_somebody_else_typed_meanwhile_is_not_overwritten(cast: Cast, typed: Transcription) -> None:
    writing.tell(cast.chiara, typed, PAGE, [ToldTurn(FIRST, 0, words="one")])
    writing.tell(cast.daniyar, typed, OTHER, [ToldTurn(FIRST, 1, words="won")])
    waits(cast, FIRST, 1, "one and only")

    after_lock.take_up(cast.chiara, typed, PLACE)

    (turn,) = queries.turns(typed)
    assert (turn.turn.words, [each.words for each in turn.others]) == ("won", ["one and only"])


def test_what_the_same_page_told_after_the_unlock_is_newer(cast: Cast, typed: Transcription) -> None:
    writing.tell(cast.chiara, typed, PAGE, [ToldTurn(FIRST, 0, words="one")])
    waits(cast, FIRST, 1, "one and")
    Draft.objects.update(kept_at=timezone.now() - timedelta(minutes=1))
    writing.tell(cast.chiara, typed, PAGE, [ToldTurn(FIRST, 1, words="one and more")])

    after_lock.take_up(cast.chiara, typed, PLACE)

    assert [words for words, _, _ in shown(typed)] == ["one and more"]
    assert not Draft.objects.exists()


def test_what_the_page_tells_after_all_waits_no_longer(cast: Cast, typed: Transcription) -> None:
    waits(cast, FIRST, 1, "one and")
    # On its way when the page was left: it knows less than what was sealed.
    after_lock.told_after_all(cast.chiara, PAGE, [ToldTurn(FIRST, 1, words="one")])
    after_lock.told_after_all(cast.chiara, OTHER, [ToldTurn(FIRST, 1, words="one and more")])
    after_lock.told_after_all(cast.daniyar, PAGE, [ToldTurn(FIRST, 1, words="one and more")])
    assert after_lock.waiting(cast.chiara, PLACE).count() == 1

    after_lock.told_after_all(cast.chiara, PAGE, [ToldTurn(FIRST, 1, words="one and more")])

    assert not Draft.objects.exists()


def test_what_comes_by_the_slit_behind_its_telling_waits_for_nothing(
    cast: Cast, typed: Transcription
) -> None:
    writing.tell(cast.chiara, typed, PAGE, [ToldTurn(FIRST, 0, words="one and more")])
    waits(cast, FIRST, 0, "one and")
    waits(cast, SECOND, 0, "two", FIRST, 2)

    after_lock.told_already(OTHER)
    assert Draft.objects.count() == 2
    after_lock.told_already(PAGE)
    assert [draft.text for draft in Draft.objects.all()] == ["two"]

    # Somebody else has written there since: what this page sealed is looked at by a person.
    waits(cast, FIRST, 1, "one and", number=3)
    writing.tell(cast.daniyar, typed, OTHER, [ToldTurn(FIRST, 1, words="one and more too")])
    after_lock.told_already(PAGE)
    assert Draft.objects.count() == 2


def test_what_is_no_turn_stays_among_the_drafts(cast: Cast, typed: Transcription) -> None:
    for number, form in enumerate(('{"turn":1}', '{"turn":', "/cases/#0")):
        page = TypedPage(f"{number:032x}", PLACE, 1, (Typed(form, "words", "", "something"),))
        drafts.keep(cast.chiara.actor, page)

    assert after_lock.take_up(cast.chiara, typed, PLACE) == 0

    assert Draft.objects.count() == 3


def test_a_transcription_that_ended_meanwhile_takes_nothing_and_loses_nothing(
    cast: Cast, typed: Transcription
) -> None:
    waits(cast, FIRST, 0, "late words")
    writing.lay_aside(cast.daniyar, typed)

    with pytest.raises(Refused):
        after_lock.take_up(cast.chiara, typed, PLACE)

    assert [draft.text for draft in Draft.objects.all()] == ["late words"]


def test_sixty_minutes_of_turns_fit_through_the_slit(
    cast: Cast, typed: Transcription, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = tuple(
        Typed(
            json.dumps({"turn": f"{n:032x}", "base": 0, "after": "", "speaker": 1, "start": n}),
            f"{n:032x}",
            "",
            "w",
        )
        for n in range(200)
    )
    drafts.keep(cast.chiara.actor, TypedPage(PAGE, PLACE, 1, many))

    # A few for each turn, however many stand there already.
    with django_assert_max_num_queries(200 * 15):
        assert after_lock.take_up(cast.chiara, typed, PLACE) == 200
