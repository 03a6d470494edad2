"""Ten minutes of a recording typed with the keyboard alone, through a lock and beside somebody else.

In `./dev soak` it is ten minutes of speech; the ordinary run takes the first quarter of a minute. Time runs
sixteen times faster than it is spoken; nothing is asserted about how long anything takes.
"""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import Served, becomes_true, served
from cast import PASSPHRASE
from commanding import SECOND, Guwah

pytestmark = pytest.mark.browser

SOAK = bool(os.environ.get("GUWAH_SOAK"))
SECONDS = 600 if SOAK else 17
WHERE = "/cases/1/testimony/typing/"
PEOPLE = ("Ann", "Meryem", "Interpreter")
VOICES = ("en+f2", "en+f4", "en+m3")
WORDS = re.findall(
    r"\w+",
    "flour oven baker morning yeast bread salt water scale counter sack ledger permit office window baskets "
    "carried counted waited weighed returned signed refused closed opened promised yesterday later twice "
    "before after without because a the his her their nobody somebody nineteen seven",
)
RATE = 22_050
PAUSE = 0.6
HEAR = """until => new Promise(done => {
  const sound = document.querySelector("[data-sound]");
  sound.playbackRate = 16;
  const look = () => sound.currentTime >= until || sound.ended ? done() : setTimeout(look, 10);
  look();
})"""


@dataclass(frozen=True)
class Line:
    """What is said: by whom (index of PEOPLE), the words, and from when to when in seconds."""

    speaker: int
    words: str
    start: float
    end: float


@cache
def speak(seconds: float, seed: int = 7) -> tuple[list[Line], bytes]:
    """Return lines of invented words and their sound, as long as asked; a formant voice is nobody's."""
    chance = random.Random(seed)  # noqa: S311 - lines of a test
    lines: list[Line] = []
    samples, speaker = b"", 0
    while len(samples) < seconds * RATE * 2:
        words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(6, 12)))
        spoken = f"{words.capitalize()}."
        said = ["espeak-ng", "-v", VOICES[speaker], "-s", "160", "--stdout", spoken]
        done = subprocess.run(said, check=True, capture_output=True)
        with wave.open(io.BytesIO(done.stdout)) as voice:
            start = len(samples) / 2 / RATE
            samples += voice.readframes(voice.getnframes())
        lines.append(Line(speaker, spoken, start, len(samples) / 2 / RATE))
        samples += b"\0\0" * int(RATE * PAUSE)
        speaker = chance.choice([one for one in range(len(PEOPLE)) if one != speaker])
    return lines, samples


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    found = speak(SECONDS)[0]
    # Each of the two at the keyboard has a line of their own after the lock.
    assert len(found) >= 4
    return found


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    made = Guwah(tmp_path).make()
    made("case", "new", "The mill")
    file = tmp_path / "call.wav"
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(speak(SECONDS)[1])
    made("evidence", "add", "1", str(file))
    return made


@pytest.fixture
def server(guwah: Guwah) -> Iterator[Served]:
    with served("serve", guwah.environment(), lines=1) as running:
        yield running


@dataclass
class Typist:
    """Somebody at a keyboard: what they have typed, as it must stand in the end."""

    page: Page
    chance: random.Random
    # Speaker, words, and between which seconds the time of the turn lies (None: no time).
    typed: list[tuple[str, str, tuple[float, float] | None]] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def second(self) -> float:
        now: float = self.page.locator("[data-sound]").evaluate("sound => sound.currentTime")
        return now

    def hear(self, until: float) -> None:
        """Play until a second of the recording; the one script here makes the time run faster."""
        if self.page.locator("[data-sound]").evaluate("sound => sound.paused"):
            self.press("F8")
        self.page.evaluate(HEAR, until)

    def begin_turn(self, speaker: int) -> None:
        """Give the turn to whoever begins to speak, by the shortest keys; the time comes by itself."""
        before = self.second()
        last = self.typed[-1][0] if self.typed else ""
        others = [name for name, _words, _time in reversed(self.typed) if name != last]
        if others and others[0] == PEOPLE[speaker]:
            self.press("Enter")
        else:
            self.press("F2", str(speaker + 1))
        if not self.typed:
            self.press("F2", "Space")
        self.typed.append((PEOPLE[speaker], "", (before, self.second())))

    def words(self, line: Line) -> str:
        """Type the words; some are not sure, some not heard, some heard twice."""
        way = self.chance.randrange(6)
        words = line.words
        if way == 0:
            self.press("Shift+F8")
            self.hear(line.end)
            self.press("F8")
        if way == 1:
            *first, last = words.rstrip(".").split(" ")
            self.page.keyboard.type(" ".join([*first, last]))
            self.press("F2", "F2")
            return " ".join([*first, f"[{last}?]"])
        self.page.keyboard.type(words)
        if way == 2:
            self.page.keyboard.type(" ")
            self.press("F2", "0")
            return f"{words} [?]"
        if way == 3:
            self.press("F2", "ArrowUp", "F2", "ArrowDown")
        return words

    def type(self, line: Line) -> None:
        """Hear a line, type it."""
        self.hear(line.start)
        self.begin_turn(line.speaker)
        self.hear(line.end)
        self.press("F8")
        name, _nothing, time = self.typed[-1]
        self.typed[-1] = (name, self.words(line), time)

    def kept(self) -> None:
        with self.page.expect_response(lambda answer: answer.url.endswith("/tell/") and answer.ok):
            pass
        expect(self.page.locator("[data-said][data-state=kept]")).to_be_attached()


def come_in(page: Page, port: int, who: str, where: str) -> None:
    page.goto(f"http://localhost:{port}/unlock/?next={where}")
    page.select_option("select[name=member]", who)
    page.focus("input[name=passphrase]")
    page.keyboard.type(PASSPHRASE if who == "aygul" else SECOND)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/unlock/" not in url)


def ready(page: Page) -> None:
    becomes_true(page, "document.querySelector('[data-sound]').readyState >= 1")


def begin(page: Page) -> None:
    for number, name in enumerate(PEOPLE, 1):
        page.focus(f"#id_name_{number}")
        page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/typing/1/")
    ready(page)


def type_through_a_lock(guwah: Guwah, typist: Typist, line: Line, port: int) -> None:
    """Locked while words are typed: they are sealed, the sound is gone; then one goes on where one was."""
    page = typist.page
    typist.hear(line.start)
    typist.begin_turn(line.speaker)
    half = len(line.words) // 2
    page.keyboard.type(line.words[:half])
    typist.kept()
    guwah("lock")
    page.keyboard.type(line.words[half:])
    expect(page.locator("[data-said][data-state=sealed]")).to_be_attached()
    typist.press("F2", "1")
    page.keyboard.type("What was that?")
    with page.expect_response(lambda answer: answer.url.endswith("/typing/") and answer.ok):
        page.keyboard.type("!")
    typist.typed[-1] = (PEOPLE[line.speaker], line.words, typist.typed[-1][2])
    # Nothing was heard any more when this turn began: it has no time.
    typist.typed.append((PEOPLE[0], "What was that?!", None))
    come_in(page, port, "aygul", f"{WHERE}1/")
    expect(page.locator("[data-transcribe] textarea")).to_have_count(len(typist.typed))
    ready(page)
    # Back to where one was, by the keys: the turn before is heard again, then one goes on at the end.
    page.locator("[data-transcribe] textarea").last.focus()
    typist.press("F2", "PageUp", "F2", "Enter", "F2", "PageDown", "End")


def call_up_the_keys(typist: Typist) -> None:
    """All keys are shown and folded away from within the words, and nothing of that is typed."""
    shown = typist.page.locator("details[data-keys]")
    for state in (False, True):
        typist.press("F2", "?")
        expect(shown).to_have_js_property("open", state)


def stored(page: Page) -> list[tuple[str, str, float | None]]:
    """Return what the text says that was made: who, the words, seconds."""
    told = page.locator(".turn[data-turn]").evaluate_all(
        """all => all.map(turn => {
          const words = turn.querySelector(".words").cloneNode(true);
          // What only a screen reader is told of a sign is not of the words.
          for (const told of words.querySelectorAll(".only-heard")) told.remove();
          const at = turn.dataset.timeStart;
          return [turn.querySelector(".turn-speaker").textContent, words.textContent, at ? Number(at) : null];
        })"""
    )
    return [(who, re.sub(r"\s+", " ", words).strip(), at) for who, words, at in told]


@pytest.mark.slow
@pytest.mark.sampled
def test_ten_minutes_are_typed_by_keyboard_alone(
    guwah: Guwah, server: Served, chromium: Browser, lines: list[Line]
) -> None:
    chance = random.Random(11)  # noqa: S311 - keys of a test
    context = chromium.new_context(reduced_motion="reduce")
    typist = Typist(context.new_page(), chance)
    come_in(typist.page, server.port, "aygul", WHERE)
    begin(typist.page)
    call_up_the_keys(typist)
    middle, share = (len(lines) - 1) // 2, max(len(lines) // 5, 1)
    for line in lines[:middle]:
        typist.type(line)
    type_through_a_lock(guwah, typist, lines[middle], server.port)

    # Somebody else takes the end of the recording, on another machine, while this one goes on.
    other = Typist(chromium.new_context(reduced_motion="reduce").new_page(), chance)
    come_in(other.page, server.port, "boris", f"{WHERE}1/")
    ready(other.page)
    other.page.locator("[data-transcribe] textarea").last.focus()
    other.press("End")
    other.typed = [(PEOPLE[0], "What was that?!", None)]
    mine, theirs = lines[middle + 1 : -share], lines[-share:]
    for number in range(max(len(mine), len(theirs))):
        if number < len(theirs):
            other.type(theirs[number])
            other.kept()
        if number < len(mine):
            typist.type(mine[number])
    typist.kept()
    expect(other.page.locator("[data-transcribe] li:not([hidden]) textarea")).to_have_count(len(lines) + 1)
    expect(typist.page.locator("[data-transcribe] li:not([hidden]) textarea")).to_have_count(len(lines) + 1)

    typist.page.locator("[data-transcribe] textarea").last.focus()
    typist.press("Tab", "Enter")
    typist.page.wait_for_url("**/cases/1/testimony/1/")

    expected = typist.typed + other.typed[1:]
    expect(typist.page.locator(".turn[data-turn]")).to_have_count(len(expected))
    found = stored(typist.page)
    assert [each[:2] for each in found] == [each[:2] for each in expected]
    for (_who, words, at), (_same, _words, between) in zip(found, expected, strict=True):
        if between is None:
            assert at is None, words
        else:
            # A time is written to the tenth of a second.
            assert at is not None, words
            assert between[0] - 0.06 <= at <= between[1] + 0.06, words
    assert max(at or 0 for _who, _words, at in found) > SECONDS * 0.8
    other.page.context.close()
    context.close()
