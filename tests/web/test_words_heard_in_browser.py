"""The word that is heard, in real Chromium: marked while it sounds, heard from by a click, in two scripts."""

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
    "WEBVTT\n\n00:00.500 --> 00:02.500\n<v Boris>Where <00:01.000>are <00:01.250>the <00:01.500>kettles?\n\n"
    "00:03.000 --> 00:05.000\n<v تۇرسۇن>قازانلار <00:04.000>ھويلىدا.\n\n"
    "00:05.000 --> 00:06.000\n<v Boris>Who?\n\n00:06.000 --> 00:07.000\n<v تۇرسۇن>ھېچكىم.\n"
)
# What is marked is the word asked for; the page's own rules forbid to look by a string of code.
MARKED = """word => new Promise(done => {
  const look = () => [...(CSS.highlights.get("guwah-heard") ?? [])].map(String).join() === word
    ? done(true) : requestAnimationFrame(look);
  setTimeout(() => done(false), 15000);
  look();
})"""
AT = """second => new Promise(done => {
  const sound = document.querySelector("audio");
  const look = () => sound.readyState >= 1 && sound.currentTime >= second ? done() : setTimeout(look, 20);
  look();
})"""
WATCH = """() => { window.seen = new Set();
  const look = () => {
    window.seen.add([...(CSS.highlights.get("guwah-heard") ?? [])].map(String).join());
    requestAnimationFrame(look);
  };
  look(); }"""
# The middle of a word on the screen.
PLACE = """([block, word]) => {
  const words = document.querySelectorAll("[data-words]")[block];
  words.scrollIntoView({block: "center"});
  for (const walker = document.createTreeWalker(words, 4); walker.nextNode();) {
    const at = walker.currentNode.data.indexOf(word);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + word.length);
    const box = range.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }
}"""


def bring_in(guwah: Guwah, case: str, home: Path) -> int:
    (home / "talk.vtt").write_text(SAID, encoding="utf-8")
    talk: int = guwah("testimony", "import", case, str(home / "talk.vtt"), "--language", "en")["layer"]
    with wave.open(str(home / "talk.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8000 * 8)
    guwah("evidence", "add", case, str(home / "talk.wav"))
    return talk


def marked(page: Page, seconds: float, word: str) -> None:
    page.evaluate(f"document.querySelector('audio').currentTime = {seconds}")
    assert page.evaluate(MARKED, word), (seconds, word)


def heard_from(page: Page, block: int, word: str) -> float:
    """Click on a word; return from where one hears."""
    page.evaluate("document.querySelector('audio').pause()")
    page.mouse.click(*page.evaluate(PLACE, [block, word]))
    expect(page.locator("audio")).to_have_js_property("paused", value=False)
    page.evaluate("document.querySelector('audio').pause()")
    found: float = page.evaluate("document.querySelector('audio').currentTime")
    return found


def test_the_word_that_is_heard_is_marked_and_a_click_on_one_is_heard(
    tmp_path: Path, chromium: Browser, workshop: Workshop
) -> None:
    site = workshop.case("The oven")
    talk = bring_in(workshop.guwah, str(site.case), tmp_path)
    context = chromium.new_context(reduced_motion="reduce")
    page = open_page(site, context, "aygul")
    page.goto(site.at(f"/cases/{site.case}/testimony/{talk}/"))
    page.click("summary:has-text('Say which recording')")
    page.click("details[open] button:has-text('Put it beside')")
    page.evaluate(AT, 0)

    for seconds, word in (
        (0.6, "Where"),
        (1.1, "are"),
        (1.3, "the"),
        (2.4, "kettles"),
        (3.5, "قازانلار"),
    ):
        marked(page, seconds, word)
    # Between two turns nothing is heard, and in one whose words have no times none of them is marked.
    marked(page, 2.7, "")
    marked(page, 4.5, "ھويلىدا")
    marked(page, 5.5, "")

    assert 1.25 <= heard_from(page, 0, "the") < 1.5
    assert 1.5 <= heard_from(page, 0, "kettles") < 2.5
    assert 4.0 <= heard_from(page, 1, "ھويلىدا") < 5.0
    assert 3.0 <= heard_from(page, 1, "قازانلار") < 4.0
    assert 5.0 <= heard_from(page, 2, "Who") < 6.0
    # While it plays the mark goes on by itself, word by word.
    page.evaluate(WATCH)
    page.evaluate("document.querySelector('audio').currentTime = 0.5; document.querySelector('audio').play()")
    page.evaluate(AT, 2)
    assert {"Where", "are", "the", "kettles"} <= set(page.evaluate("[...window.seen]"))
    context.close()
