"""What is known, what is contradicted and what nobody has said, on the page of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from guwah.steps.claims.flows import OWN, ReadingGiven, Statement, make_claim, name_occurrence
from guwah.steps.claims.knowing import SHOWN, known

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.claims.models import Occurrence
    from kept import Kept


def dated(cast: Cast, talk: Kept, occurrence: Occurrence, quote: str, day: str) -> None:
    stated = Statement(
        kind="occurrence", occurrence=occurrence, readings=(ReadingGiven("date", day, of=OWN),)
    )
    make_claim(cast.chiara, cast.case, talk.at(quote), stated)


def test_everything_said_to_have_happened_stands_in_one_of_three_lists(
    cast: Cast, talk: Kept, client_of: Callable[[Member], Client]
) -> None:
    closing, opening, flour = (
        name_occurrence(cast.chiara, cast.case, title)
        for title in ("The closing", "The opening", "The flour")
    )
    dated(cast, talk, closing, "on 5 May 2011", "2011-05-05")
    dated(cast, talk, opening, "on 7 May 2012", "2012-05-07")
    dated(cast, talk, opening, "on 9 June 2012", "2012-06-09")
    told = known(cast.case)
    assert [[row.occurrence for row in part.rows] for part in (told.fits, told.torn, told.open)] == [
        [closing],
        [opening],
        [flour],
    ]
    page = client_of(cast.chiara).get(reverse("case", args=[cast.case.pk])).content.decode()
    assert page.index("What is known so far") < page.index("What cannot all be true")
    assert "5 May 2011" in page


def test_what_is_only_feared_is_not_among_what_happened(cast: Cast, talk: Kept) -> None:
    feared, told = (name_occurrence(cast.chiara, cast.case, title) for title in ("A fire", "The flour"))
    for occurrence, mode in ((feared, "feared"), (told, "feared"), (told, "asserted")):
        stated = Statement("occurrence", mode=mode, occurrence=occurrence)
        make_claim(cast.chiara, cast.case, talk.at("the flour was damp"), stated)
    assert [row.occurrence for row in known(cast.case).open.rows] == [told]


def test_no_more_is_shown_than_fits_and_it_is_said_that_there_is_more(cast: Cast, talk: Kept) -> None:
    for number in range(SHOWN + 1):
        name_occurrence(cast.chiara, cast.case, f"Thing {number}")
    told = known(cast.case)
    assert (len(told.open.rows), told.open.more, told.fits.more) == (SHOWN, True, False)


def test_a_case_in_which_nothing_happened_yet_says_nothing(
    cast: Cast, client_of: Callable[[Member], Client]
) -> None:
    assert not known(cast.case)
    page = client_of(cast.chiara).get(reverse("case", args=[cast.case.pk])).content.decode()
    assert "What is known so far" not in page
