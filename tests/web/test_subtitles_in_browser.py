"""Subtitles of a sound in real Chromium: in step, switched by key, a translation too; sentences by key."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browsing import open_page

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from commanding import Guwah
    from workshop import Workshop

pytestmark = pytest.mark.browser
SAID = (
    "WEBVTT\n\n00:00.500 --> 00:02.000\n<v Boris>Where are the kettles? When?\n\n"
    "00:02.000 --> 00:04.000\n<v Alma>In the yard.\n\n00:04.000 --> 00:05.000\n<v Boris>Who came?\n\n"
    "00:05.000 --> 00:06.000\n<v Alma>Nobody.\n"
)
UYGHUR = "Boris: قازانلار نەدە؟ قاچان؟\nAlma: ھويلىدا.\nBoris: كىم كەلدى؟\nAlma: ھېچكىم.\n"
LOADED = """() => new Promise((done) => {
  const ready = () => [...document.querySelectorAll('audio track')].some((each) => each.track.cues?.length);
  const wait = () => ready() ? done() : setTimeout(wait, 50);
  wait();
})"""


def bring_in(guwah: Guwah, case: str, home: Path) -> tuple[int, int]:
    """Take a talk with times, its translation and seven seconds of sound into a case; return both texts."""
    (home / "talk.vtt").write_text(SAID, encoding="utf-8")
    (home / "ug.txt").write_text(UYGHUR, encoding="utf-8")
    talk = guwah("testimony", "import", case, str(home / "talk.vtt"), "--language", "en")["layer"]
    other = guwah("testimony", "import", case, str(home / "ug.txt"), "--language", "ug")["layer"]
    with wave.open(str(home / "talk.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8000 * 7)
    guwah("evidence", "add", case, str(home / "talk.wav"))
    return talk, other


def at(page: Page, seconds: float) -> None:
    page.evaluate(f"document.querySelector('audio').currentTime = {seconds}")


def test_a_sound_has_its_words_under_it_and_a_key_switches_them(
    tmp_path: Path, chromium: Browser, workshop: Workshop
) -> None:
    site = workshop.case("The oven")
    talk, other = bring_in(workshop.guwah, str(site.case), tmp_path)
    texts = f"/cases/{site.case}/testimony"
    context = chromium.new_context(reduced_motion="reduce")
    page = open_page(site, context, "aygul")
    page.goto(site.at(f"{texts}/{other}/related/"))
    page.click("form:has(select[name=original]) button")
    page.goto(site.at(f"{texts}/{talk}/"))
    page.click("summary:has-text('Say which recording')")
    page.click("details[open] button:has-text('Put it beside')")
    page.goto(site.at(f"{texts}/{talk}/?with={other}"))
    page.click("button[name=propose]")
    _seen(page)
    _linked(page)
    context.close()


def _seen(page: Page) -> None:
    words = page.locator("[data-subtitle]")
    page.evaluate(LOADED)
    at(page, 2.5)
    expect(words).to_have_text("In the yard.")
    assert words.get_attribute("lang") == "en"
    page.locator("[data-player]").focus()
    page.keyboard.press("v")
    expect(words).to_have_text("ھويلىدا.")
    assert words.evaluate("each => getComputedStyle(each).direction") == "rtl"
    page.keyboard.press("v")
    expect(words).to_be_hidden()
    page.keyboard.press("v")
    at(page, 4.5)
    expect(words).to_have_text("Who came?")


def _linked(page: Page) -> None:
    """Light a sentence by key and confirm it by key; part the next one by a click."""
    page.locator("[data-turn]").first.focus()
    page.keyboard.press(".")
    expect(page.locator("[data-sentence-row].is-lit")).to_have_count(1)
    page.keyboard.press("Shift+Y")
    rows = page.locator("[data-line]").first.locator("[data-sentence-row]")
    expect(rows.first).to_have_class("sentence-link is-together")
    # It goes on at the next sentence.
    expect(rows.nth(1).locator("button[name=together]").first).to_be_focused()
    rows.nth(1).locator("button[name=apart]").click()
    expect(rows.nth(1)).to_have_class("sentence-link is-apart")
