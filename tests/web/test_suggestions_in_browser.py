"""Answering suggestions by keyboard alone: each key does what its button does, and only in a row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import guwah.web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

ISLAND = Path(guwah.web.__file__).parent / "static/built/suggestions.js"
ROW = """<li tabindex="-1" data-suggested id="s{n}"><input type="checkbox" name="chosen" value="{n}">
<a data-place href="#there-{n}">in the text</a>
<button name="do" value="accept:{n}">a</button><button name="do" value="change:{n}">m</button>
<button name="do" value="reject:{n}">r</button></li>"""
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><input id="search">
<form data-answers method="post" action="/answered/"><input type="hidden" name="row"><ul>{rows}</ul></form>
<script type="module" src="/suggestions.js"></script>"""


@pytest.fixture
def posted() -> list[str]:
    return []


@pytest.fixture
def page(chromium: Browser, posted: list[str]) -> Iterator[Page]:
    shown = chromium.new_page()

    def answer(route: Route) -> None:
        asked = route.request
        if asked.url.endswith("/suggestions.js"):
            route.fulfill(body=ISLAND.read_bytes(), content_type="text/javascript")
            return
        if asked.method == "POST":
            posted.append(asked.post_data or "")
        rows = "".join(ROW.format(n=n) for n in (11, 12, 13))
        route.fulfill(body=PAGE.replace("{rows}", rows), content_type="text/html; charset=utf-8")

    shown.route("**/*", answer)
    shown.goto("http://guwah.test/")
    yield shown
    shown.close()


def test_tab_leads_to_the_first_row_and_letters_to_the_others(page: Page) -> None:
    page.locator("#search").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#s11")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    expect(page.locator("#s13")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#s12")).to_be_focused()


@pytest.mark.parametrize(("key", "act"), [("a", "accept"), ("m", "change"), ("r", "reject")])
def test_a_key_answers_the_row_and_says_which_row_comes_next(
    page: Page, posted: list[str], key: str, act: str
) -> None:
    page.locator("#s12").focus()
    with page.expect_navigation():
        page.keyboard.press(key)
    assert posted == [f"row=1&do={act}%3A12"]


def test_after_an_answer_the_focus_is_in_the_row_that_followed(page: Page) -> None:
    page.goto("http://guwah.test/?at=2")
    expect(page.locator("#s13")).to_be_focused()
    page.goto("http://guwah.test/?at=9")
    expect(page.locator("#s13")).to_be_focused()


def test_a_key_ticks_and_one_leads_to_the_text(page: Page) -> None:
    page.locator("#s12").focus()
    page.keyboard.press("x")
    expect(page.locator("#s12 input")).to_be_checked()
    page.keyboard.press("t")
    page.wait_for_url("**/#there-12")


def test_letters_do_nothing_outside_of_rows(page: Page, posted: list[str]) -> None:
    page.locator("#search").focus()
    page.keyboard.type("arm")
    page.locator("#search").blur()
    page.keyboard.press("a")
    assert posted == []
    expect(page.locator("#search")).to_have_value("arm")
