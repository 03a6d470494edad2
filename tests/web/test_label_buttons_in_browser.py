"""The preview of a text that is taken in, in real Chromium: a label is named a speaker by one press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browsing import Site, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
# The text of the sample case that waits to be taken in: eight turns, and a line that begins like a label.
WAITING = "import/?item=11&kind=original"

# Longer than it takes until what is typed is kept: nothing may be.
QUIET = 3_000


def test_a_label_is_named_a_speaker_by_a_press_and_taken_back_by_its_box(
    site: Site, chromium: Browser
) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = open_page(site, context, "aygul")
    page.goto(site.at(f"/cases/{site.case}/testimony/{WAITING}"))
    button = page.locator("button[name=add_label]")
    label = button.get_attribute("value")
    assert label is not None
    turns, unsaved = page.locator("li.taking-turn"), page.locator("header a[href$='/drafts/']")
    before = turns.count()
    expect(unsaved).to_have_count(0)

    button.click()
    expect(button).to_have_count(0)
    expect(turns).to_have_count(before + 1)
    named = page.locator("input[name=is_label]")
    expect(named).to_be_checked()
    assert named.get_attribute("value") == label

    named.uncheck()
    page.click("button[name=do][value=look]:visible")
    expect(turns).to_have_count(before)
    expect(page.locator("button[name=add_label]")).to_have_attribute("value", label)

    # A label that is typed goes with the press: it is told as a box, and not as typed and not saved.
    page.fill("input[name=own_label]", label)
    page.wait_for_timeout(QUIET)
    page.click("button[name=do][value=look]:visible")
    expect(turns).to_have_count(before + 1)
    page.wait_for_timeout(QUIET)
    page.goto(site.at(f"/cases/{site.case}/testimony/{WAITING}"))
    expect(unsaved).to_have_count(0)
    context.close()
