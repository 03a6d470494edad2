"""What to ask next, on the pages of conflicts and of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from guwah.steps.claims.asking import next_questions
from guwah.steps.claims.flows import (
    OWN,
    Explanation,
    ReadingGiven,
    Statement,
    explain_conflict,
    make_claim,
    name_occurrence,
)
from guwah.steps.claims.models import FoundConflict

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.claims.models import Occurrence
    from kept import Kept


@pytest.fixture
def torn(cast: Cast, talk: Kept) -> None:
    """The closing is dated three ways, the opening two ways."""
    known: dict[str, Occurrence] = {}
    for quote, day, what in (
        ("on 5 May 2011", "2011-05-05", "closing"),
        ("on 6 May 2011", "2011-05-06", "closing"),
        ("So it stood closed", "2011-05-07", "closing"),
        ("on 7 May 2012", "2012-05-07", "opening"),
        ("on 9 June 2012", "2012-06-09", "opening"),
    ):
        if what not in known:
            known[what] = name_occurrence(cast.chiara, cast.case, f"The {what}")
        dated = (ReadingGiven("date", day, of=OWN),)
        stated = Statement(kind="occurrence", occurrence=known[what], readings=dated)
        make_claim(cast.chiara, cast.case, talk.at(quote), stated)


def test_the_point_most_contradictions_hang_on_comes_first(cast: Cast, torn: None) -> None:
    first, second = next_questions(cast.case)
    assert (first.occurrence.title, first.point, len(first.conflicts), first.open) == (
        "The closing",
        "start",
        3,
        4,
    )
    assert (second.occurrence.title, len(second.conflicts)) == ("The opening", 1)
    assert first.words.startswith("When was the start of")


def test_nobody_need_ask_what_is_explained(cast: Cast, torn: None) -> None:
    for found in FoundConflict.objects.filter(case=cast.case):
        said = Explanation("explained-by-editor", "Counted from the notice.", None)
        explain_conflict(cast.aygul, cast.case, found.found["readings"], said)
    assert next_questions(cast.case) == []


def test_questions_stand_on_the_pages_of_conflicts_and_of_the_case(
    cast: Cast, torn: None, client_of: Callable[[Member], Client]
) -> None:
    client = client_of(cast.chiara)
    for page in ("conflicts", "case"):
        shown = client.get(reverse(page, args=[cast.case.pk])).content.decode()
        assert "What to ask next" in shown
        assert "in 3 of 4 open contradictions" in shown


def test_without_contradictions_nothing_is_asked(
    cast: Cast, talk: Kept, client_of: Callable[[Member], Client]
) -> None:
    assert next_questions(cast.case) == []
    shown = client_of(cast.chiara).get(reverse("conflicts", args=[cast.case.pk])).content.decode()
    assert "What to ask next" not in shown
