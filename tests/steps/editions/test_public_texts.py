"""What an edition prints of a text besides shown words: runs that are not shown, and events between turns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from guwah.instruments.redaction.spans import Spans
from guwah.steps.consent import flows as consent
from guwah.steps.editions.flows.writing import frozen_files
from kept import keep
from oven import Oven

if TYPE_CHECKING:
    from cast import Cast

TALK = """Conversation 1

Rahat: Who was there?

Zeynep: Only the miller.

Rahat: And then?

Zeynep: Then the rain came.

[inaudible]

Rahat: How long?

Zeynep: All night.

Rahat: Good.

Zeynep: So it was.
"""


@pytest.fixture
def yard(cast: Cast) -> Oven:
    made = Oven(cast, keep(cast, "The yard", TALK))
    made.grant(conditions=None, state="given")
    return made


def let_go(yard: Oven, *quotes: str) -> None:
    text = yard.talk.revision.text
    for quote in quotes:
        start = text.index(quote)
        words = Spans.of([(start, start + len(quote))])
        consent.clear(yard.cast.chiara, yard.cast.case, yard.talk.revision, words)


def printed(yard: Oven) -> list[str]:
    page = frozen_files(yard.build())["index.html"].decode()
    body = page[page.index("<article") : page.index("</article>")]
    found = re.findall(r'class="(?:words|between)"[^>]*>(.*?)</p>', body, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", each).strip() for each in found]


def test_neighbouring_turns_that_are_not_shown_are_one_line(yard: Oven) -> None:
    let_go(yard, "Only the miller.", "All night.")
    assert printed(yard) == [
        "[withheld]",
        "Only the miller.",
        "Turns 3 to 4 are not shown.",
        "A stretch nobody could hear",
        "[withheld]",
        "All night.",
        "Turns 7 to 8 are not shown.",
    ]


def test_an_event_stands_where_it_was_and_parts_a_run(yard: Oven) -> None:
    let_go(yard, "So it was.")
    assert printed(yard) == [
        "Turns 1 to 4 are not shown.",
        "A stretch nobody could hear",
        "Turns 5 to 7 are not shown.",
        "So it was.",
    ]


def test_a_cut_turn_keeps_its_own_sign_among_others(yard: Oven) -> None:
    let_go(yard, "So it was.")
    yard.cut("And then?", reason="wish")
    assert printed(yard)[:3] == [
        "Turns 1 to 2 are not shown.",
        "withheld at the speaker’s wish",
        "[withheld]",
    ]
