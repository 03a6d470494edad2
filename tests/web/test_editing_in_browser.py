"""A day's editing in real Chromium: hear and time a turn, split it, take in a copy from Word, undo."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import FilePayload, ViewportSize, expect

from browsing import open_page
from corrected import UYGHUR, corrected, original

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from commanding import Guwah
    from workshop import Workshop

pytestmark = pytest.mark.browser
LOADED = """() => new Promise((done) => {
  const sound = document.querySelector('audio');
  if (sound.readyState >= 1) done();
  else sound.addEventListener('loadedmetadata', () => done(), {once: true});
})"""
STOPPED = """() => new Promise((done) => {
  const sound = document.querySelector('audio');
  if (sound.paused && sound.currentTime >= 2) done(sound.currentTime);
  else sound.addEventListener('pause', () => done(sound.currentTime), {once: true});
})"""
PHONE = ViewportSize(width=390, height=844)


def bring_in(guwah: Guwah, case: str, home: Path) -> int:
    """Take a talk and four seconds of its sound into a case; return the text."""
    (home / "talk.docx").write_bytes(original(UYGHUR))
    talk: int = guwah("testimony", "import", case, str(home / "talk.docx"), "--language", "ug")["layer"]
    with wave.open(str(home / "talk.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8000 * 4)
    guwah("evidence", "add", case, str(home / "talk.wav"))
    return talk


def top_of(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"]


def test_a_turn_is_heard_timed_and_split_and_a_copy_is_taken_in(
    tmp_path: Path, chromium: Browser, workshop: Workshop
) -> None:
    site = workshop.case("The oven")
    text = site.at(f"/cases/{site.case}/testimony/{bring_in(workshop.guwah, str(site.case), tmp_path)}/")
    context = chromium.new_context(reduced_motion="reduce", viewport=PHONE)
    page = open_page(site, context, "aygul")
    page.goto(text)
    page.click("summary:has-text('Say which recording')")
    page.click("details[open] button")

    # On a phone the words are on the first screen, above the player.
    assert top_of(page, ".turn .words") < top_of(page, "[data-player]") < PHONE["height"]
    _hear_and_split(page, text)
    _take_in(page, text)
    context.close()


def _hear_and_split(page: Page, text: str) -> None:
    page.goto(f"{text}edit/s1-t2/")
    page.evaluate(LOADED)
    assert top_of(page, "textarea") < PHONE["height"] / 2
    page.evaluate("document.querySelector('audio').currentTime = 1.5")
    page.locator("textarea").focus()
    page.keyboard.press("F2")
    page.keyboard.press("Space")
    page.evaluate("document.querySelector('audio').currentTime = 1")
    page.click("[data-hear=ends]")
    expect(page.locator("[data-heard-said]")).to_contain_text("end before it begins")
    page.click("button[value=keep]")
    expect(page.locator(".errorlist")).to_contain_text("It cannot end at 0:01: it begins at 0:01.5.")

    page.evaluate(LOADED)
    page.evaluate("document.querySelector('audio').currentTime = 2")
    page.click("[data-hear=ends]")
    expect(page.locator("input[name=ends]")).to_have_value("0:02")
    page.click("[data-hear=hear]")
    # It stops by itself where the turn ends.
    assert page.evaluate(STOPPED) >= 2
    words = page.locator("textarea").input_value()
    page.fill("textarea", words.replace("، ", "!\n\n", 1))
    page.fill("input[name=label]", "دىلنۇر")
    page.click("button[value=split]")
    page.wait_for_url("**/edit/s1-t3/")
    expect(page.locator("input[name=label]")).to_have_value("دىلنۇر")
    page.goto(text)
    expect(page.locator("#s1-t2 .turn-speaker")).to_have_text("دىلنۇر")
    expect(page.locator("#s1-t2 .words")).to_contain_text("كەتتى!")
    expect(page.locator("#s1-t2")).to_have_attribute("data-time-start", "1.5")
    page.goto(f"{text}revisions/")
    page.click("text=Undo the last change")


def _take_in(page: Page, text: str) -> None:
    page.click("text=Take in a copy corrected outside")
    copy = FilePayload(name="copy.docx", mimeType="application/octet-stream", buffer=corrected(UYGHUR))
    page.set_input_files("input[type=file]", copy)
    page.click("text=Seal it and see what it changes")
    page.wait_for_url("**/reread/*/**")
    assert page.locator(".reread-change").count() == 4
    assert page.locator(".reread-change .runs").first.evaluate(
        "each => getComputedStyle(each).direction"
    ) == ("rtl")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.uncheck("#take-2")
    page.uncheck("#take-4")
    page.click("text=Keep what is ticked")
    page.wait_for_url("**/revisions/")
    page.goto(text)
    expect(page.locator("#s1-t2 .words")).to_contain_text(UYGHUR.word[1])
    expect(page.locator("#s1-t3 .words")).to_contain_text(UYGHUR.tracked[0])
    expect(page.locator("#s1-t5 .turn-speaker")).to_have_text(UYGHUR.speaker)
    page.goto(f"{text}revisions/")
    page.click("text=Undo the last change")
    page.goto(text)
    expect(page.locator("#s1-t2 .words")).to_contain_text(UYGHUR.word[0])
