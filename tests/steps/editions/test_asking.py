"""What a text was made from is asked for too, also where a machine draft stands in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.accounts.models import Case
from guwah.steps.consent import flows as consent
from guwah.steps.editions.asking import ask_consent
from guwah.steps.editions.scope import parts_of
from guwah.steps.testimony.layers.reviewing import unchecked_drafts
from guwah.steps.testimony.layers.tables import TextReview
from kept import keep

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.editions.asking import Answer
    from kept import Kept

_TALK = "A: The granary burned.\nB: So.\nA: Yes.\nB: Good.\n"
_DRAFT = "A: Qamba kuidi.\nB: Solai.\nA: Iya.\nB: Jaqsy.\n"
_RUSSIAN = "А: Амбар сгорел.\nБ: Так.\nА: Да.\nБ: Хорошо.\n"


def _from(cast: Cast, above: Kept, title: str, text: str, kind: str) -> Kept:
    made = keep(cast, title, text, kind)
    made.layer.translated_from = above.layer
    made.layer.save()
    return made


def _say(cast: Cast, name: str, kind: str, material: str | list[str], **more: object) -> None:
    said = {
        "id": name,
        "kind": kind,
        "by": "Saule",
        "state": "given" if kind == "grant" else "refused",
        "material": material,
        "actions": ["publish_text"],
        "audiences": ["public"],
        "identity": ["anonymous"],
        "media": ["text"],
        "languages": ["*"],
    }
    consent.take(cast.chiara, cast.case, {**said, **more}, None)


def _heard(cast: Cast, kept: Kept) -> None:
    against = TextReview.Against.RECORDING
    TextReview.objects.create(revision=kept.revision, against=against, made_by=cast.daniyar)


def _answer(case: Case) -> Answer:
    return ask_consent(case, parts_of(case), "public")


def _going(answer: Answer) -> list[int]:
    return [part.layer.pk for part in answer.going]


@pytest.fixture
def line(cast: Cast) -> tuple[Kept, Kept, Kept]:
    """A talk, a machine draft of it, and a translation that was made from the draft."""
    talk = keep(cast, "one", _TALK)
    draft = _from(cast, talk, "two", _DRAFT, "machine")
    return talk, draft, _from(cast, draft, "three", _RUSSIAN, "translation")


def test_the_original_is_asked_above_a_machine_draft(cast: Cast, line: tuple[Kept, Kept, Kept]) -> None:
    talk, _, other = line
    _heard(cast, other)
    _say(cast, "g1", "grant", f"layer:{other.layer.pk}")
    assert _going(_answer(cast.case)) == []
    _say(cast, "g2", "grant", f"layer:{talk.layer.pk}")
    assert _going(_answer(cast.case)) == [talk.layer.pk, other.layer.pk]
    _say(cast, "p1", "prohibition", f"layer:{talk.layer.pk}")
    told = _answer(cast.case)
    assert _going(told) == []
    assert [(each.code, each.record) for each in told.refusals] == [
        ("prohibited", "p1"),
        ("prohibited", "p1"),
    ]


def test_a_grant_of_the_original_alone_reaches_nothing_made_from_its_machine_draft(
    cast: Cast, line: tuple[Kept, Kept, Kept]
) -> None:
    talk, _, other = line
    _heard(cast, other)
    _say(cast, "g1", "grant", f"layer:{talk.layer.pk}")
    told = _answer(cast.case)
    assert _going(told) == [talk.layer.pk]
    assert ([part.layer.pk for part in told.left], told.refusals) == ([other.layer.pk], ())


def test_what_was_forbidden_in_the_draft_is_forbidden_below_it(
    cast: Cast, line: tuple[Kept, Kept, Kept]
) -> None:
    talk, draft, other = line
    _heard(cast, other)
    _say(cast, "g1", "grant", "*")
    assert _going(_answer(cast.case)) == [talk.layer.pk, other.layer.pk]
    _say(cast, "p1", "prohibition", f"layer:{draft.layer.pk}")
    told = _answer(cast.case)
    assert _going(told) == [talk.layer.pk]
    assert [each.record for each in told.refusals] == ["p1"]


def test_what_was_made_from_an_unchecked_draft_goes_out_once_somebody_answers_for_it_or_for_the_draft(
    cast: Cast, line: tuple[Kept, Kept, Kept]
) -> None:
    talk, draft, other = line
    fourth = _from(cast, other, "four", _TALK, "translation")
    _say(cast, "g1", "grant", "*")
    assert unchecked_drafts(cast.case) == {draft.layer.pk, other.layer.pk, fourth.layer.pk}
    assert _going(_answer(cast.case)) == [talk.layer.pk]
    _heard(cast, other)
    assert unchecked_drafts(cast.case) == {draft.layer.pk}
    TextReview.objects.all().delete()
    _heard(cast, draft)
    assert unchecked_drafts(cast.case) == frozenset()


def test_a_translation_of_a_translation_asks_for_both(cast: Cast) -> None:
    talk = keep(cast, "one", _TALK)
    second = _from(cast, talk, "two", _DRAFT, "translation")
    third = _from(cast, second, "three", _RUSSIAN, "translation")
    _say(cast, "g1", "grant", [f"layer:{second.layer.pk}", f"layer:{third.layer.pk}"])
    assert _going(_answer(cast.case)) == []
    _say(cast, "g2", "grant", f"layer:{talk.layer.pk}")
    assert _going(_answer(cast.case)) == [talk.layer.pk, second.layer.pk, third.layer.pk]


def test_texts_that_were_said_to_come_from_one_another_in_a_circle_end(cast: Cast) -> None:
    first, second = keep(cast, "one", _TALK), keep(cast, "two", _DRAFT)
    for one, other in ((first, second), (second, first)):
        one.layer.translated_from = other.layer
        one.layer.save()
    assert _going(_answer(cast.case)) == []
