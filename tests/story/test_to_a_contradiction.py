"""From the real conversations to a chronology with a contradiction and its words, by click and key.

No sentence, name or number of the conversations stands here: places are found by session and turn.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from cast import PASSPHRASE
from guwah.instruments.transcripts import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator

    from clicking import Visitor

    Arrive = Callable[..., Visitor]

pytestmark = [pytest.mark.browser, pytest.mark.seeds]
# Two turns of the first session, each of which ends with a day on which the same thing is said to have been.
TOLD_FIRST, TOLD_AGAIN = 57, 189
HAPPENED = "what was said twice"


def _last_date_in(one: Visitor, low: int, high: int) -> Locator:
    """Return the last date that was seen between two places of the text, on whichever page of the list."""
    while True:
        places = one.main.locator("[data-suggested] a[data-place]")
        starts = [int(re.search(r"from=(\d+)", each)[1]) for each in _hrefs(places)]  # type: ignore[index] # they all have one
        inside = [at for at, start in enumerate(starts) if low <= start < high]
        if inside and starts[-1] >= high:
            return one.main.locator("[data-suggested]").nth(inside[-1])
        one.go("After")


def _hrefs(links: Locator) -> list[str]:
    return [str(each) for each in links.evaluate_all("all => all.map((each) => each.getAttribute('href'))")]


def test_from_the_real_conversations_to_a_contradiction_with_its_words(visitor: Arrive, seeds: Path) -> None:
    talk = (seeds / "conversations.txt").read_bytes()
    turns = {turn.n: turn for turn in read(talk, "conversations.txt").sessions[0].turns}
    one = visitor()
    one.unlock("aygul", PASSPHRASE)
    one.open_case("A case")
    one.go("Evidence")
    one.drop({"conversations.txt": talk})
    expect(one.page.locator("[data-drop-list] li[data-outcome=done]")).to_have_count(1)
    one.take_in("conversations.txt")
    one.go("What rules suggest in it")
    one.press("Look through this text")
    one.main.locator("[data-suggested]").first.wait_for(timeout=120_000)

    words = []
    for number in (TOLD_FIRST, TOLD_AGAIN):
        one.page.get_by_label("What was seen").select_option("date")
        one.press("Show")
        row = _last_date_in(one, turns[number].start, turns[number].end)
        words.append(row.locator("mark").inner_text())
        row.focus()
        one.page.keyboard.press("w")
        one.page.keyboard.type(HAPPENED)
        one.page.keyboard.press("Enter")
        expect(one.main).to_contain_text("a claim stands on these words now")

    one.go("Conflicts")
    conflict = one.main.locator(".conflict")
    expect(conflict).to_have_count(1)
    assert sorted(conflict.locator("q").all_inner_texts()) == sorted(words)
    one.go("Chronology")
    expect(one.main.locator("svg:not(.icon)").first).to_contain_text(HAPPENED)
    expect(one.main).to_contain_text("Some of what is said here cannot all be true")
