"""Signs that only say how words look in the file are shown as signs, and stay in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from guwah.steps.testimony.form_signs import form_signs
from guwah.web.marked_words import marked

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from kitchen import Keep


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("**Who came?**", ["**", "**"]),
        ("Yes. **They said: sign.** I signed __there__.", ["**", "**", "__", "__"]),
        ("# The mill\n## In spring", ["# ", "## "]),
        ("It was 2 ** 3, or a__b__c; number #5 ** of it **.", []),
        ("**** and ** nothing", []),
    ],
)
def test_which_signs_are_of_the_form(words: str, signs: list[str]) -> None:
    found = list(form_signs(words, 7))

    assert [words[each["start"] - 7 : each["end"] - 7] for each in found] == signs


@given(st.text("*_# ab\n:ۇ"), st.integers(0, 99))
def test_no_character_is_lost_and_no_letter_is_a_sign(words: str, start: int) -> None:
    found = list(form_signs(words, start))

    drawn = html.fromstring(f"<p>{marked(words, start, found)}</p>")
    assert "".join(map(str, drawn.itertext())) == words
    assert all(set(words[each["start"] - start : each["end"] - start]) <= set("*_# ") for each in found)


def test_the_reader_shows_them_and_a_copy_has_them(
    cast: Cast, keep: Keep, client_of: Callable[[Member], Client]
) -> None:
    text = "**When did they come?**\n\nIn spring.\n\n**Who?**\n\nThree men.\n\n**Why?**\n\nNobody said.\n"
    kept = keep(text)
    assert kept.revision.text == text

    page = client_of(cast.aygul).get(f"/cases/{cast.case.pk}/testimony/{kept.layer.pk}/").content.decode()

    sign = '<span class="is-form">**</span>'
    assert f"{sign}When did they come?{sign}" in page
