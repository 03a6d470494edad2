"""A documenter's first evening, with mouse and keyboard: from files to an edition a stranger can check."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

import mill
from cast import PASSPHRASE
from clicking import Visitor
from commanding import SECOND, SOURCES
from oven import holds, read_all

pytestmark = pytest.mark.browser
Arrive = Callable[..., Visitor]
SAMPLE = SOURCES / "guwah" / "cli" / "sample"
CLOSED = "The mill stands closed"
CONDITION = "cut the named parts first"


def bring_in(one: Visitor) -> None:
    one.open_case(mill.TITLE)
    one.go("Evidence")
    files = {
        "talk.txt": mill.TALK.encode(),
        "article.txt": mill.ARTICLE.encode(),
        "call.vtt": (SAMPLE / "call-2.ug.vtt").read_bytes(),
        "call.opus": (SAMPLE / "call-2.opus").read_bytes(),
    }
    one.drop(files)
    done = one.page.locator("[data-drop-list] li[data-outcome=done]")
    expect(done).to_have_count(len(files))
    expect(done.first).to_contain_text("Sealed and logged. SHA-256 begins")
    one.go("Evidence")
    for name in files:
        row = one.main.get_by_role("row").filter(has_text=name)
        expect(row.get_by_role("link", name=name, exact=True)).to_be_visible()
    one.go("talk.txt")
    expect(one.main).to_contain_text("Sealed and logged")
    one.go("Evidence")
    one.take_in("talk.txt", "Text with speaker labels", "13 turns", "Orazgul")
    one.take_in("article.txt", "Paragraphs")
    one.take_in("call.vtt", "WebVTT captions", "times until")


def claim(one: Visitor) -> None:
    one.read("talk")
    one.select("on 4 March 2016")
    one.act("claim")
    one.say_claim(CLOSED, "2016-03-04", "start")
    claim_by_keyboard(one)
    one.read("article")
    one.select("until 21 October 2017")
    one.act("claim")
    one.say_claim(CLOSED, "2017-10-21", "end")
    one.go("Conflicts")
    conflict = one.main.locator(".conflict")
    expect(conflict).to_have_count(1)
    expect(conflict).to_contain_text("Cannot all be true")
    expect(conflict.locator("q")).to_have_text(["on 9 June 2017", "until 21 October 2017"])


def claim_by_keyboard(one: Visitor) -> None:
    """Walk to the fourth turn, take it, make the stretch shorter word by word, and go on with Enter."""
    one.read("talk")
    one.page.locator("#s1-t1").focus()
    for _ in range(3):
        one.page.keyboard.press("ArrowDown")
    expect(one.page.locator("#s1-t4")).to_be_focused()
    one.page.keyboard.press("Enter")
    quote = one.page.locator("[data-selection-quote]")
    expect(quote).to_have_text("It opened again on 9 June 2017.")
    expect(one.page.locator("button[data-action=claim]")).to_be_focused()
    shorter = one.page.get_by_role("button", name="Begin a word later")
    shorter.focus()
    for _ in range(6):
        one.page.keyboard.press("Enter")
    one.page.get_by_role("button", name="End a word earlier").focus()
    one.page.keyboard.press("Enter")
    expect(quote).to_have_text("on 9 June 2017")
    one.page.locator("button[data-action=claim]").focus()
    one.page.keyboard.press("Enter")
    one.say_claim(CLOSED, "2017-06-09", "end")


def consent(one: Visitor) -> None:
    one.read("talk")
    one.select(mill.ASKED)
    one.act("consent")
    one.say_consent("talk.*in every version")
    expect(one.main).to_contain_text(mill.ASKED)
    refused(one, "Nobody has marked which passages are meant")
    one.read("talk")
    one.select(mill.MEANT)
    one.act("meant")
    one.main.get_by_role("radio").first.check()
    one.press("Mark as meant")
    expect(one.main).to_contain_text("These words keep the edition back until they are cut")
    refused(one, mill.MEANT[:40])
    one.main.locator(".refusals").get_by_role("link", name=re.compile("turn 8")).click()
    one.select(mill.MEANT)
    one.act("cut")
    one.page.get_by_label("Reason").fill("her son’s health")
    one.press("Cut")
    # Whoever goes on before the answer is there is brought back by it.
    expect(one.main).to_contain_text("These words go out in nothing until the cut is lifted")


def refused(one: Visitor, words: str) -> None:
    one.go("Editions")
    one.press("Prepare an edition")
    expect(one.main).to_contain_text("This edition cannot be built: 1 thing is missing")
    expect(one.main.locator(".refusals")).to_contain_text(CONDITION)
    expect(one.main.locator(".refusals")).to_contain_text(words)
    expect(one.main.get_by_role("button", name="Build the edition")).to_have_count(0)


def read_the_words(one: Visitor) -> None:
    """Read what the consent covers, page by page, and let it go out; until then all of it is masked."""
    one.go("Editions")
    one.press("Prepare an edition")
    waiting = one.main.get_by_text("nobody has read them")
    expect(waiting).not_to_have_count(0)
    while waiting.count():
        part = one.main.locator("section").filter(has_text="nobody has read them").first
        part.get_by_role("link", name=re.compile("Read the words in place")).click()
        one.press("I have read this page: all of it may go out")
        expect(one.main).to_contain_text("may go out. Names, numbers and addresses")
        one.main.get_by_role("link", name="Back to the whole edition").click()
        expect(one.page.get_by_role("heading", level=1)).to_have_text("Prepare an edition")


def publish(one: Visitor, other: Visitor, folder: Path) -> Path:
    read_the_words(one)
    one.press("Build the edition")
    expect(one.main).to_contain_text("waits for a second person")
    other.enter("boris", SECOND)
    expect(other.main).to_contain_text(mill.TITLE)
    other.go(mill.TITLE, "Editions", "Edition 1")
    open_questions = other.page.locator("input[name=settled]")
    if open_questions.count():
        open_questions.check()
    other.press("Approve this edition")
    expect(other.main).to_contain_text("boris")
    one.page.reload()
    expect(one.main).to_contain_text("second person")
    saved = one.save("Download it with its proof", folder / "edition.zip")
    with zipfile.ZipFile(saved) as archive:
        archive.extractall(folder / "edition")
    return next(folder.joinpath("edition").rglob("guwah_verify.py")).parent


def listen(one: Visitor) -> None:
    """Put the recording beside the words and hear it from the turn that is clicked."""
    one.read("call")
    one.page.get_by_text("Say which recording this was taken from").click()
    one.press("Put it beside the words")
    turn = one.page.locator("#s1-t9")
    # It lasts three seconds, and a busy machine may look only after them.
    one.page.evaluate("document.querySelector('[data-sound]').playbackRate = 0.1")
    turn.locator("[data-seek]").click()
    expect(turn).to_have_attribute("aria-current", "true")
    start = float(turn.get_attribute("data-time-start") or "nan")
    heard = one.page.evaluate("document.querySelector('[data-sound]').currentTime")
    assert start <= heard < start + 5
    assert one.page.locator("[aria-current=true].turn").count() == 1


def find(one: Visitor) -> None:
    one.read("talk")
    one.page.get_by_label("Find in these words").fill("MILL")
    expect(one.page.locator("[data-find-count]")).to_have_text("found: 2")
    one.page.keyboard.press("Enter")
    expect(one.page.locator("[data-find-count]")).to_have_text("1 of 2")


def lock(one: Visitor) -> None:
    """Lock; neither an address nor the Back button shows anything of the vault any more."""
    where = one.page.url
    one.page.get_by_role("button", name="Lock now").click()
    locked = one.page.get_by_role("heading", level=1)
    expect(locked).to_have_text("The vault is locked")
    one.page.go_back()
    expect(locked).to_have_text("The vault is locked")
    assert "mill" not in one.page.content()
    for path in ("/", "/cases/1/", "/cases/1/testimony/1/", "/cases/1/editions/1/download/", "/log/"):
        one.page.goto(one.address + path)
        expect(locked).to_have_text("The vault is locked")
    one.page.goto(where)
    expect(locked).to_have_text("The vault is locked")


def test_from_files_to_an_edition_by_mouse_and_keyboard(visitor: Arrive, tmp_path: Path) -> None:
    one, other = visitor(), visitor()
    one.unlock("aygul", PASSPHRASE)
    bring_in(one)
    claim(one)
    consent(one)
    edition = publish(one, other, tmp_path)
    files = read_all(edition)
    assert {words: holds(files, words) for words in mill.NEVER} == {words: [] for words in mill.NEVER}
    assert holds(files, "They closed the mill on 4 March 2016")
    command = [sys.executable, "-I", "-S", str(edition / "guwah_verify.py"), str(edition)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    listen(one)
    find(one)
    lock(one)


def test_the_same_without_script(visitor: Arrive, tmp_path: Path) -> None:
    one = visitor(script=False)
    one.unlock("aygul", PASSPHRASE)
    one.open_case(mill.TITLE)
    one.go("Evidence")
    talk: FilePayload = {"name": "talk.txt", "mimeType": "text/plain", "buffer": mill.TALK.encode()}
    one.page.get_by_label("Lay files here, or choose them").set_input_files([talk])
    one.press("Seal into the vault")
    expect(one.main).to_contain_text("Sealed and logged")
    one.take_in("talk.txt", "13 turns")

    one.choose("s1-t2", "on 4 March 2016")
    one.press("Claim")
    one.say_claim(CLOSED, "2016-03-04", "start")
    one.read("talk")
    one.choose("s1-t10", mill.ASKED)
    one.press("Consent")
    one.say_consent("talk.*in every version")
    refused(one, "Nobody has marked which passages are meant")
    one.read("talk")
    one.choose("s1-t8", mill.MEANT)
    one.press("This is meant to be cut")
    one.main.get_by_role("radio").first.check()
    one.press("Mark as meant")
    expect(one.main).to_contain_text("These words keep the edition back until they are cut")
    refused(one, mill.MEANT[:40])
    one.read("talk")
    one.choose("s1-t8", mill.MEANT)
    one.press("Cut")
    one.page.get_by_label("Reason").fill("her son’s health")
    one.press("Cut")
    # Whoever goes on before the answer is there is brought back by it.
    expect(one.main).to_contain_text("These words go out in nothing until the cut is lifted")
    read_the_words(one)
    one.press("Build the edition")
    expect(one.main).to_contain_text("waits for a second person")
    with zipfile.ZipFile(one.save("Download it with its proof", tmp_path / "edition.zip")) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert {words: holds(files, words) for words in mill.NEVER} == {words: [] for words in mill.NEVER}
    lock(one)
