"""Searching by keyboard alone, in real Chromium: from any page to the words in the reader and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browsing import Site, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_words_are_found_and_reached_by_keyboard_alone(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = open_page(site, context, "aygul")

    page.keyboard.press("Control+k")
    page.keyboard.type("mektep")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/*/")
    answer = page.url
    assert "мектеп" in page.locator(".hit mark").first.inner_text().lower()
    ways = page.locator("a.hit-way")
    assert ways.count() > 1

    ways.first.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert ways.nth(1).evaluate("each => each === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/testimony/**")
    assert "мектеп" in page.locator(":target .is-selected").first.inner_text().lower()

    page.go_back()
    page.wait_for_url(answer)
    assert page.locator(".hit mark").count() > 1
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "search-words"
    context.close()


def test_a_word_of_another_script_is_found_in_the_reader_by_keyboard(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = open_page(site, context, "aygul")
    page.keyboard.press("Control+k")
    page.keyboard.type("mektep")
    page.keyboard.press("Enter")
    page.locator("a.hit-way").first.click()
    page.wait_for_url("**/testimony/**")

    page.locator("#find").fill("mektep")
    page.keyboard.press("Enter")
    page.wait_for_url("**find=mektep**")
    marked = page.locator("[data-words] .is-selected")
    assert "мектеп" in marked.first.inner_text().lower()
    count = page.locator("[data-find-count]")
    assert str(marked.count()) in count.inner_text()

    # Asked once: from then on the keys walk from one to the next.
    page.locator("#find").press("Enter")
    assert f"1 of {marked.count()}" in count.inner_text()
    assert page.url.count("find=") == 1
    context.close()
