"""What stays when a page of typing is left, ended, killed, or ended by somebody else, in a real browser."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from browsing import Served, Site, becomes_true, served
from commanding import Guwah
from transcribing import WHERE, begin, come_in, kept, press, site_of, spoken, unlock, words

pytestmark = pytest.mark.browser


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    made = Guwah(tmp_path).make()
    made("case", "new", "The mill")
    made("evidence", "add", "1", str(spoken(tmp_path)))
    return made


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.fixture
def server(guwah: Guwah) -> Iterator[Served]:
    with served("serve", guwah.environment(), lines=1) as running:
        yield running


@pytest.fixture
def site(server: Served, guwah: Guwah) -> Site:
    return site_of(server, guwah)


def end(page: Page) -> None:
    page.get_by_role("button", name="Keep it as a text").click()


def read(page: Page) -> list[str]:
    """Return the turns of the text that came of it."""
    page.wait_for_url("**/cases/1/testimony/1/")
    return [" ".join(each.split()) for each in page.locator(".turn[data-turn] .words").all_inner_texts()]


def test_what_was_typed_the_moment_before_it_is_kept_as_a_text_is_in_it(
    context: BrowserContext, site: Site
) -> None:
    page = come_in(context.new_page(), site)
    begin(page)
    page.keyboard.type("Where were you?")
    kept(page)
    press(page, "Enter")
    page.keyboard.type("At the oven.")
    # Not a moment between the last letter and the end: no beat of the page falls between them.
    page.evaluate("document.querySelector('.typed-end [value=keep]').click()")
    assert read(page) == ["Where were you?", "At the oven."]


def test_a_page_older_than_the_program_keeps_its_text(guwah: Guwah, context: BrowserContext) -> None:
    with served("serve", guwah.environment(), lines=1) as first:
        site = site_of(first, guwah)
        page = come_in(context.new_page(), site)
        begin(page)
        page.keyboard.type("Where were you?")
        kept(page)
        os.kill(first.process.pid, signal.SIGKILL)
        first.process.wait()
    press(page, "Enter")
    page.keyboard.type("At the oven.")
    # Nobody is there: it says so, and the words stand where they stood.
    end(page)
    expect(page.locator("[data-not-sent]")).to_contain_text("could not be sent")
    assert words(page) == ["Where were you?", "At the oven."]
    with served("serve", guwah.environment(), lines=1, port=first.port):
        # It runs again and nobody has unlocked: the same.
        end(page)
        expect(page.locator("[data-not-sent]")).to_be_empty()
        expect(page.locator("[data-not-sent]")).to_contain_text("could not be sent")
        assert words(page) == ["Where were you?", "At the oven."]
        come_in(context.new_page(), site, "/").close()
        end(page)
        assert read(page) == ["Where were you?", "At the oven."]


def test_a_page_that_came_through_a_restart_is_sealed_at_the_next_lock(
    guwah: Guwah, context: BrowserContext
) -> None:
    with served("serve", guwah.environment(), lines=1) as first:
        site = site_of(first, guwah)
        page = come_in(context.new_page(), site)
        begin(page)
        page.keyboard.type("Where")
        kept(page)
        first.process.kill()
        first.process.wait()
    page.keyboard.type(" were")
    expect(page.locator("[data-said]")).to_contain_text("NOT kept")
    with served("serve", guwah.environment(), lines=1, port=first.port):
        slip = "document.querySelector('[data-typing]').dataset.slip"
        before = page.evaluate(slip)
        come_in(context.new_page(), site, "/").close()
        becomes_true(page, f"{slip} !== '{before}'")
        kept_now = page.locator("[data-said][data-state=kept]")
        expect(kept_now).to_be_visible()
        guwah("lock")
        page.keyboard.type(" you?")
        # The slip of the program that is gone would be refused.
        expect(page.locator("[data-said][data-state=sealed]")).to_be_attached()


def test_a_killed_tab_has_lost_nothing_that_it_said_was_kept(context: BrowserContext, site: Site) -> None:
    page = come_in(context.new_page(), site)
    begin(page)
    page.keyboard.type("Where were you?")
    kept(page)
    # The process behind the tab goes, as when memory runs out: no page is told.
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    other = context.new_page()
    other.goto(site.at(f"{WHERE}1/"))
    assert words(other) == ["Where were you?"]


def test_who_types_on_when_another_ends_it_is_told_and_finds_the_words(
    context: BrowserContext, site: Site
) -> None:
    page = come_in(context.new_page(), site)
    begin(page)
    page.keyboard.type("Where were you?")
    kept(page)
    other = context.new_page()
    other.goto(site.at(f"{WHERE}1/"))
    end(other)
    assert read(other) == ["Where were you?"]

    press(page, "Enter")
    page.keyboard.type("At the oven.")
    expect(page.locator("[data-said][data-state=over]")).to_contain_text("Typed, not saved")
    page.goto(site.at("/drafts/"))
    expect(page.locator("main")).to_contain_text("At the oven.")


def test_a_lid_that_was_closed_over_unsent_words_and_a_lock_loses_none(
    guwah: Guwah, context: BrowserContext, site: Site
) -> None:
    page = come_in(context.new_page(), site)
    begin(page)
    page.keyboard.type("Where were you?")
    kept(page)
    press(page, "Enter")
    page.keyboard.type("At the oven.")
    power = context.new_cdp_session(page)
    # No beat of the page comes any more; the vault locks meanwhile, as it does when nobody is there.
    power.send("Page.setWebLifecycleState", {"state": "frozen"})
    guwah("lock")
    power.send("Page.setWebLifecycleState", {"state": "active"})
    expect(page.locator("[data-said][data-state=sealed]")).to_be_attached()
    page.goto(site.at(f"/unlock/?next={WHERE}1/"))
    unlock(page)
    expect(page.locator("[data-transcribe] textarea")).to_have_count(2)
    assert words(page) == ["Where were you?", "At the oven."]
