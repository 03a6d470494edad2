"""Typing in a real browser on the real server: locked in the middle, typed on, unlocked, every word found."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browsing import Served, Site, served
from cast import PASSPHRASE
from commanding import SECOND, Guwah

if TYPE_CHECKING:
    from workshop import Workshop

pytestmark = pytest.mark.browser

BEFORE = "The flour came late on the first day, "
AFTER = "and on the second day نان پىشمىدى، "
LAST = "so nobody was paid."


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    made = Guwah(tmp_path).make()
    made("case", "new", "The mill")
    return made


@pytest.fixture
def server(guwah: Guwah) -> Iterator[Served]:
    with served("serve", guwah.environment(), lines=1) as running:
        yield running


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(reduced_motion="reduce")
    yield opened
    opened.close()


def come_in(page: Page, site: Site) -> None:
    page.select_option("select[name=member]", "aygul")
    page.fill("input[name=passphrase]", PASSPHRASE)
    page.click("main form button")
    page.wait_for_url(lambda url: "/unlock/" not in url)


def at_the_form(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.goto(site.at("/unlock/?next=/cases/1/evidence/"))
    come_in(page, site)
    return page


def site_of(server: Served, guwah: Guwah) -> Site:
    return Site(f"http://localhost:{server.port}", guwah.vault, 1, {"aygul": PASSPHRASE, "emine": SECOND})


def field(page: Page) -> str:
    """A selector of the first long field of a form on this page."""
    name = page.locator("form[method=post] textarea").first.get_attribute("name")
    return f"form[method=post] textarea[name={name}] >> nth=0"


def type_and_wait(page: Page, words: str) -> str:
    """Type at the end of the field and return where the server said it was kept."""
    place = page.locator(field(page))
    with page.expect_response(lambda answer: answer.url.endswith("/typing/")) as kept:
        place.focus()
        page.keyboard.press("Control+End")
        page.keyboard.insert_text(words)
    told: str = kept.value.json()["kept"]
    # What is acknowledged may be the telling before these words: the next one is about nothing else.
    return told


def test_typed_locked_typed_on_unlocked_every_word_is_there(
    guwah: Guwah, server: Served, context: BrowserContext
) -> None:
    site = site_of(server, guwah)
    page = at_the_form(context, site)
    page.locator("details summary").evaluate_all("all => all.forEach(one => one.parentElement.open = true)")
    assert type_and_wait(page, BEFORE) == "vault"
    expect(page.locator("[data-typing-said]")).to_contain_text("is kept in the vault")

    guwah("lock")
    assert type_and_wait(page, AFTER) == "sealed"

    expect(page.locator("[data-typing-locked]")).to_be_visible()
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("h1")).to_be_hidden()
    assert type_and_wait(page, LAST) == "sealed"
    assert len(list((guwah.vault / "drafts").iterdir())) == 1
    for file in guwah.vault.rglob("*"):
        assert not file.is_file() or b"flour" not in file.read_bytes()
    stored = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"
    )
    assert stored == [0, 0, 0]

    page.locator("[data-typing-locked] a").click()
    come_in(page, site)

    assert page.url.endswith("/cases/1/evidence/")
    assert "1 text typed, not saved" in page.locator(".band").inner_text()
    page.locator("details summary").evaluate_all("all => all.forEach(one => one.parentElement.open = true)")
    offered = page.locator(".typing-offer")
    expect(offered.locator("blockquote")).to_have_text(BEFORE + AFTER + LAST)
    with page.expect_response(lambda answer: answer.url.endswith("/drafts/")):
        offered.get_by_role("button", name="Take it").click()
    assert page.locator(field(page)).input_value() == BEFORE + AFTER + LAST
    page.goto(site.at("/drafts/"))
    expect(page.locator(".draft")).to_have_count(1)
    expect(page.locator(".draft-words")).to_have_text(BEFORE + AFTER + LAST)
    page.get_by_role("button", name="Throw away").click()
    expect(page.locator(".draft")).to_have_count(0)


def test_what_was_said_to_be_kept_outlives_kill_minus_nine(
    guwah: Guwah, server: Served, context: BrowserContext
) -> None:
    page = at_the_form(context, site_of(server, guwah))
    page.locator("details summary").evaluate_all("all => all.forEach(one => one.parentElement.open = true)")
    assert type_and_wait(page, BEFORE) == "vault"
    guwah("lock")
    assert type_and_wait(page, AFTER) == "sealed"
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()

    page.keyboard.insert_text("nobody hears this")

    expect(page.locator("[data-typing-said]")).to_contain_text("NOT kept", timeout=15_000)
    with served("serve", guwah.environment(), lines=1) as again:
        other = context.new_page()
        site = site_of(again, guwah)
        other.goto(site.at("/unlock/?next=/drafts/"))
        come_in(other, site)
        expect(other.locator(".draft-words")).to_have_text((BEFORE + AFTER).strip())


def test_a_form_that_is_sent_at_once_leaves_no_draft(workshop: Workshop, context: BrowserContext) -> None:
    site = workshop.case("The mill")
    page = context.new_page()
    page.goto(site.at("/unlock/?next=/cases/"))
    come_in(page, site)
    page.fill("#case-title", "The second mill")
    page.click("main form button")
    page.wait_for_url(re.compile(r"/cases/\d+/$"))

    page.goto(site.at("/drafts/"))

    sent = page.locator(".draft").filter(has_text="The second mill")
    expect(page.locator("details").locator(sent)).to_have_count(1)
    expect(sent).to_be_hidden()


def test_a_name_typed_into_a_preview_and_kept_is_not_told_to_be_thrown_away(
    workshop: Workshop, context: BrowserContext
) -> None:
    site = workshop.case("The mill")
    page = context.new_page()
    page.goto(site.at(f"/unlock/?next=/cases/{site.case}/testimony/paste/"))
    come_in(page, site)
    page.fill("#id_title", "The mill")
    page.fill("#id_words", "Q: When did the flour come?\n\nA: Late.\n\nQ: Who brought it?\n\nA: Harun.\n")
    page.get_by_role("button", name="Seal it").click()
    page.wait_for_url("**/import/?**")
    page.fill("input[name=name] >> nth=1", "Meryem")
    # The page that comes back holds what was typed on the one before, and takes it over.
    with page.expect_response(lambda answer: answer.url.endswith("/drafts/")):
        page.get_by_role("button", name="See it set right").click()
    page.get_by_role("button", name="Keep these words").click()

    expect(page.locator(".room [role=status]")).to_contain_text("The words are kept")
    expect(page.locator(".room")).not_to_contain_text("Thrown away")


def test_a_form_older_than_the_program_is_taken_and_waits_while_nobody_answers(
    guwah: Guwah, server: Served, context: BrowserContext
) -> None:
    site = site_of(server, guwah)
    page = context.new_page()
    page.goto(site.at("/unlock/?next=/cases/"))
    come_in(page, site)
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    page.fill("#case-title", "The fourth mill")
    page.click("main form button")
    # A page that says "this form is too old, go back" would have taken the words with it.
    expect(page.locator("[data-typing-said]")).to_contain_text("NOT kept")
    assert page.input_value("#case-title") == "The fourth mill"
    with served("serve", guwah.environment(), lines=1, port=server.port):
        other = context.new_page()
        other.goto(site.at("/unlock/"))
        come_in(other, site)
        other.close()
        page.click("main form button")
        page.wait_for_url("**/cases/2/")
        expect(page.locator("body")).to_contain_text("The fourth mill")


def test_a_form_sent_into_a_locked_vault_is_found_again(workshop: Workshop, context: BrowserContext) -> None:
    site = workshop.case("The mill")
    page = context.new_page()
    page.goto(site.at("/unlock/?next=/cases/"))
    come_in(page, site)
    workshop.guwah("lock")
    page.fill("#case-title", "The third mill")
    page.click("main form button")
    page.wait_for_url("**/unlock/**")

    come_in(page, site)
    page.goto(site.at("/cases/"))

    expect(page.locator(".typing-offer blockquote")).to_have_text("The third mill")
    page.get_by_role("button", name="Throw away").click()
    expect(page.locator(".typing-offer")).to_have_count(0)
