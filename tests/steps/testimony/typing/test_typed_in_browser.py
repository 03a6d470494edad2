"""A recording typed by keyboard alone in a real browser: server killed, page gone, vault locked."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browsing import Served, served
from commanding import Guwah
from transcribing import (
    HEARD,
    WHERE,
    begin,
    come_in,
    kept,
    press,
    second,
    site_of,
    speakers,
    spoken,
    unlock,
    words,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    made = Guwah(tmp_path).make()
    made("case", "new", "The mill")
    made("evidence", "add", "1", str(spoken(tmp_path)))
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


def type_through_a_lock(guwah: Guwah, page: Page) -> None:
    """Lock while somebody types: what comes is sealed as it grows, and all else goes out of sight."""
    page.locator("[data-transcribe] textarea").last.focus()
    press(page, "End")
    guwah("lock")
    page.keyboard.type(" from the office.")
    press(page, "Enter")
    page.keyboard.type("Thank you.")
    expect(page.locator("[data-typing-locked]")).to_be_visible()
    expect(page.locator("[data-said][data-state=sealed]")).to_be_attached()
    expect(page.locator("textarea >> nth=0")).to_be_hidden()
    expect(page.locator("[data-sound]")).to_be_hidden()
    with page.expect_response(lambda answer: answer.url.endswith("/typing/") and answer.ok):
        page.keyboard.type("!")
    for file in guwah.vault.rglob("*"):
        assert not file.is_file() or b"office" not in file.read_bytes()


def type_by_keys(page: Page) -> None:
    """Play, type, doubt, next turn: nothing but keys, and the other one's turn comes by itself."""
    press(page, "F8")
    page.locator("[data-sound]").evaluate(
        "sound => new Promise(done => { sound.ontimeupdate = () => sound.currentTime > 0.3 && done(); })"
    )
    press(page, "F2", "1")
    page.keyboard.type(HEARD[0])
    press(page, "F2", "2")
    page.keyboard.type("At the oven. The flour")
    press(page, "F2", "F2")
    page.keyboard.type(" came ")
    press(page, "F2", "0")
    press(page, "F8", "Enter")
    page.keyboard.type(HEARD[2])
    assert page.locator("[data-sound]").evaluate("sound => sound.paused")
    assert words(page) == [HEARD[0], "At the oven. The [flour?] came [?]", HEARD[2]]
    assert speakers(page) == ["Ann", "Meryem", "Ann"]


def test_typed_by_keyboard_through_a_kill_a_crash_and_a_lock(
    guwah: Guwah, server: Served, context: BrowserContext, chromium: Browser
) -> None:
    page = come_in(context.new_page(), site_of(server, guwah))
    begin(page)

    type_by_keys(page)
    kept(page)

    # Killed, with a few words on the page that nobody has: they wait there, and go in when it is back.
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    press(page, "Enter")
    page.keyboard.type("A man")
    expect(page.locator("[data-said]")).to_contain_text("NOT kept")
    with served("serve", guwah.environment(), lines=1, port=server.port) as again:
        site = site_of(again, guwah)
        other = come_in(context.new_page(), site, "/")
        kept(page)
        other.close()
        # The browser goes as in a crash: nobody says farewell.
        page.context.close()
        fresh = chromium.new_context(reduced_motion="reduce")
        page = come_in(fresh.new_page(), site, f"{WHERE}1/")
        assert words(page) == [HEARD[0], "At the oven. The [flour?] came [?]", HEARD[2], "A man"]

        type_through_a_lock(guwah, page)
        page.goto(site.at(f"/unlock/?next={WHERE}1/"))
        unlock(page)
        expect(page.locator("[data-transcribe] textarea")).to_have_count(5)
        assert words(page)[3:] == ["A man from the office.", "Thank you.!"]
        assert speakers(page)[3:] == ["Meryem", "Ann"]

        page.get_by_role("button", name="Keep it as a text").click()
        page.wait_for_url("**/cases/1/testimony/1/")
        expect(page.locator(".turn[data-turn]")).to_have_count(5)
        fresh.close()


def test_the_sound_obeys_keys_buttons_and_the_strip(
    guwah: Guwah, server: Served, context: BrowserContext
) -> None:
    page = come_in(context.new_page(), site_of(server, guwah))
    begin(page)
    page.locator("[data-sound]").evaluate(
        "sound => new Promise(done => { sound.onseeked = () => done(); sound.currentTime = 6; })"
    )

    press(page, "Shift+F8")
    assert second(page) == pytest.approx(3)
    press(page, "F2", "ArrowUp", "F2", "ArrowUp", "F2", "ArrowDown")
    assert page.locator("[data-speed]").inner_text() == "× 1.1"
    press(page, "F2", "Space")
    assert page.locator("[name=start]").first.input_value() == "0:03"
    page.get_by_role("button", name="not heard").click()
    assert words(page) == ["[?]"]
    # A letter after F2 is no key of ours: it is typed, and nothing else happens.
    press(page, "F2", "q")
    assert words(page) == ["[?]q"]
    press(page, "F2", "0")
    assert words(page) == ["[?]q [?]"]
    # What an input method composes belongs to it.
    page.locator("textarea").first.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(page.locator("[data-transcribe] textarea")).to_have_count(1)


def test_two_people_in_one_turn_see_both(guwah: Guwah, server: Served, context: BrowserContext) -> None:
    site = site_of(server, guwah)
    page = come_in(context.new_page(), site)
    begin(page)
    page.keyboard.type("one")
    kept(page)
    second_page = context.new_page()
    second_page.goto(site.at(f"{WHERE}1/"))
    expect(second_page.locator("textarea").first).to_have_value("one")

    second_page.locator("textarea").first.fill("won")
    kept(second_page)
    page.locator("textarea").first.fill("one two")
    expect(page.locator(".typed-other blockquote")).to_have_text(["won", "one two"])
    # Nothing changes under the hands of whoever types.
    expect(page.locator("textarea").first).to_have_value("one two")
    page.get_by_role("button", name="Keep both").click()
    expect(page.locator("textarea").first).to_have_value("won\none two")
    # The other page, on which nobody types, is told.
    expect(second_page.locator("textarea").first).to_have_value("won\none two")


def both_type_behind_one_turn(ann: Page, ben: Page) -> None:
    for page, said in ((ann, "two of ann"), (ben, "two of ben")):
        page.locator("[data-transcribe] textarea").first.focus()
        press(page, "End", "Enter")
        page.keyboard.type(said)
    for page in (ann, ben):
        expect(page.locator("[data-transcribe] textarea")).to_have_count(3)
    expect(ann.locator("[data-here]")).to_contain_text("Also typing here: emine")
    expect(ben.locator("[data-here]")).to_contain_text("Also typing here: aygul")
    assert sorted(words(ann)) == sorted(words(ben)) == ["one", "two of ann", "two of ben"]
    # In a talk of two the other one speaks next.
    assert speakers(ann) == speakers(ben) == ["Ann", "Meryem", "Meryem"]


def one_names_somebody_on_a_turn(ann: Page, ben: Page) -> None:
    """The page of the other, open all the time, does not take the name off the turn again."""
    ann.get_by_text("Change who speaks").click()
    ann.locator("form[action$='people/'] [name=name_3]").fill("Harun")
    ann.get_by_role("button", name="Keep these names").click()
    ann.locator("[data-transcribe] [data-uid] select").first.select_option(label="Harun")
    first = ben.locator("[data-transcribe] [data-uid]").first
    expect(first.locator("select option:checked")).to_have_text("Harun")
    expect(ben.locator("[data-person='3']")).to_contain_text("Harun")
    first.locator("textarea").fill("one and more")
    kept(ben)
    expect(ann.locator("[data-transcribe] textarea").first).to_have_value("one and more")
    assert speakers(ann)[0] == speakers(ben)[0] == "Harun"


def both_type_in_one_turn_while_one_is_away(ann: Page, ben: Page) -> None:
    """What was typed without the network stands beside what the other typed meanwhile."""
    ben.context.set_offline(offline=True)
    ben.locator("[data-transcribe] textarea").first.fill("one of ben alone")
    expect(ben.locator("[data-said]")).to_contain_text("NOT kept")
    ann.locator("[data-transcribe] textarea").first.fill("one of ann meanwhile")
    kept(ann)
    ben.context.set_offline(offline=False)
    for page in (ann, ben):
        expect(page.locator(".typed-other blockquote")).to_have_text(
            ["one of ann meanwhile", "one of ben alone"]
        )
    expect(ben.locator(".typed-other [value=mine]")).to_have_text("Take mine")
    expect(ann.locator(".typed-other [value=mine]")).to_have_text("Take theirs")
    assert (words(ann)[0], words(ben)[0]) == ("one of ann meanwhile", "one of ben alone")


def test_two_accounts_in_one_session_never_overwrite_each_other(
    guwah: Guwah, server: Served, context: BrowserContext, chromium: Browser
) -> None:
    guwah("case", "join", "1", "emine", "--role", "documenter")
    site = site_of(server, guwah)
    ann = come_in(context.new_page(), site)
    begin(ann)
    ann.keyboard.type("one")
    kept(ann)
    away = chromium.new_context(reduced_motion="reduce")
    ben = come_in(away.new_page(), site, f"{WHERE}1/", member="emine")

    both_type_behind_one_turn(ann, ben)
    one_names_somebody_on_a_turn(ann, ben)
    both_type_in_one_turn_while_one_is_away(ann, ben)

    # Nobody ends it over words that nobody has looked at, and whoever looks decides.
    ann.get_by_role("button", name="Keep it as a text").click()
    expect(ann.locator(".room")).to_contain_text("two people typed at the same time")
    ann.get_by_role("button", name="Keep both").click()
    both = "one of ann meanwhile\none of ben alone"
    for page in (ann, ben):
        expect(page.locator("[data-transcribe] textarea").first).to_have_value(both)
        expect(page.locator(".typed-other")).to_have_count(0)
    # The page that was open all the while stands upon the choice: what it adds is no older than that.
    ben.locator("[data-transcribe] textarea").first.fill(f"{both} more")
    kept(ben)
    expect(ann.locator("[data-transcribe] textarea").first).to_have_value(f"{both} more")

    # One ends it while the other types on: these words are the other's draft, and not lost.
    ann.get_by_role("button", name="Keep it as a text").click()
    ann.wait_for_url("**/cases/1/testimony/1/")
    ben.locator("[data-transcribe] textarea").last.fill("late words of ben")
    expect(ben.locator("[data-said]")).to_contain_text("Somebody else ended this transcription")
    ben.goto(site.at("/drafts/"))
    expect(ben.locator(".draft-words")).to_have_text("late words of ben")
    away.close()


# No machine that tests has a microphone: a tone takes its place, everything behind it is the browser's own.
TONE = """navigator.mediaDevices.getUserMedia = async () => {
  const room = new AudioContext(); const tone = room.createOscillator();
  const out = room.createMediaStreamDestination(); tone.connect(out); tone.start();
  return out.stream;
};"""


def test_a_recording_goes_on_over_a_lock_and_outlives_a_closed_tab(
    guwah: Guwah, server: Served, context: BrowserContext
) -> None:
    site, where = site_of(server, guwah), f"{WHERE}record/"
    context.add_init_script(TONE)
    page = come_in(context.new_page(), site, where)
    page.get_by_label("Name of the recording").fill("The mill, Monday")
    expect(page.get_by_role("button", name="Record")).to_be_disabled()
    page.get_by_label("Whoever is heard knows").check()
    page.get_by_role("button", name="Record").click()
    line = page.locator("[data-record-said]")
    expect(page.locator("[data-record-kept]")).to_have_text("0:03")

    guwah("lock")
    expect(line).to_contain_text("The vault is locked. The recording goes on")
    expect(page.locator("h1")).to_be_hidden()
    sound = guwah.vault / "drafts" / "sound"
    sealed = len(list(sound.iterdir()))
    assert sealed
    # It goes on and on, and nothing of it waits in the page: the tab may crash.
    with page.expect_response(lambda answer: "/typing/sound/" in answer.url and answer.ok):
        pass
    page.close(run_before_unload=False)
    other = come_in(context.new_page(), site, where)
    assert list(sound.iterdir()) == []
    other.get_by_role("button", name="Seal what came").click()
    other.wait_for_url("**/typing/?item=*")
    expect(other.locator("select[name=item] option:checked")).to_contain_text("The mill, Monday")
    begin(other)
    heard = other.locator("[data-sound]").evaluate(
        "sound => new Promise(done => { sound.onseeked = () => done(sound.error ? 0 : sound.currentTime);"
        " sound.currentTime = 600; })"
    )
    # What came before the lock and what came after it are one sound.
    assert heard > 3 * (sealed + 1)


def test_a_recording_is_sealed_by_its_page_though_the_program_began_anew_meanwhile(
    guwah: Guwah, context: BrowserContext
) -> None:
    context.add_init_script(TONE)
    with served("serve", guwah.environment(), lines=1) as first:
        site = site_of(first, guwah)
        page = come_in(context.new_page(), site, f"{WHERE}record/")
        page.get_by_label("Name of the recording").fill("The mill, Tuesday")
        page.get_by_label("Whoever is heard knows").check()
        page.get_by_role("button", name="Record").click()
        expect(page.locator("[data-record-kept]")).to_have_text("0:03")
        first.process.kill()
        first.process.wait()
        expect(page.locator("[data-record-said]")).to_contain_text("the recording goes on and waits here")
    with served("serve", guwah.environment(), lines=1, port=first.port):
        come_in(context.new_page(), site, WHERE).close()
        expect(page.locator("[data-record-said]")).to_contain_text("Recording. In the vault:")
        # Its form is older than the program, and what was recorded is not lost for that.
        page.get_by_role("button", name="End and seal").click()
        page.wait_for_url("**/typing/?item=*")
        expect(page.locator("select[name=item] option:checked")).to_contain_text("The mill, Tuesday")
