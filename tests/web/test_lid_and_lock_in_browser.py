"""Two accounts in one session, interrupted: locks, closed lids, no network. No word of either is ever lost.

Every word is typed once only, so that each can be looked for in the end, in the turns and beside them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from browsing import Served, Site, served
from commanding import Guwah
from transcribing import WHERE, begin, come_in, kept, press, site_of, spoken, unlock, words

pytestmark = pytest.mark.browser

EVENINGS = range(12)
ACTS = 40
BOXES = "[data-transcribe] li:not([hidden]) textarea"
TOLD = "[data-said][data-state={}]"
# Everything that stands on the page of a transcription: in its turns and beside them.
EVERYTHING = "all => all.map(one => one.value ?? one.textContent).join(' ')"


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    made = Guwah(tmp_path).make()
    made("case", "new", "The mill")
    made("evidence", "add", "1", str(spoken(tmp_path)))
    made("case", "join", "1", "emine", "--role", "documenter")
    return made


@pytest.fixture
def server(guwah: Guwah) -> Iterator[Served]:
    with served("serve", guwah.environment(), lines=1) as running:
        yield running


@dataclass
class Typist:
    """Somebody at a machine of their own, and every word they have typed."""

    name: str
    site: Site
    context: BrowserContext
    typed: list[str] = field(default_factory=list)
    away: bool = False

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()
        self.lid: CDPSession = self.context.new_cdp_session(self.page)

    def come(self) -> None:
        come_in(self.page, self.site, f"{WHERE}1/", self.name)
        self.page.locator(BOXES).last.focus()

    def type(self, half: str = "") -> None:
        """Type a word that nobody typed before, or the second half of the last one."""
        if half:
            self.typed[-1] += half
        else:
            self.typed.append(f"{self.name}{len(self.typed)}")
        self.page.keyboard.type(half or f" {self.typed[-1]}")

    def unlock(self) -> None:
        """Go to the door and come back: whoever is told that something is not kept waits until it is."""
        told = "[data-said]:is([data-state=kept], [data-state=sealed], :not([data-state]))"
        expect(self.page.locator(told)).to_be_attached(timeout=30_000)
        self.page.goto(self.site.at(f"/unlock/?next={WHERE}1/"))
        if "/unlock/" in self.page.url:
            unlock(self.page, self.name)
        # What waits is put into its turns by the page itself.
        expect(self.page.locator("[data-take-up]")).to_have_count(0)
        self.page.locator(BOXES).last.focus()

    def network(self, *, off: bool) -> None:
        self.away = off
        self.context.set_offline(off)

    def shut_lid(self, *, shut: bool) -> None:
        """No beat of a page comes while the lid is closed."""
        self.lid.send("Page.setWebLifecycleState", {"state": "frozen" if shut else "active"})


@pytest.fixture
def two(guwah: Guwah, server: Served, chromium: Browser) -> Iterator[tuple[Typist, Typist]]:
    site = site_of(server, guwah)
    contexts = [chromium.new_context(reduced_motion="reduce") for _ in range(2)]
    ann, ben = (Typist(name, site, each) for name, each in zip(("aygul", "emine"), contexts, strict=True))
    come_in(ann.page, site)
    begin(ann.page)
    ann.type()
    kept(ann.page)
    ben.come()
    yield ann, ben
    for each in contexts:
        each.close()


def everything(who: Typist) -> str:
    found: str = who.page.locator(f"{BOXES}, .typed-other blockquote").evaluate_all(EVERYTHING)
    return found


def nothing_is_lost(*both: Typist) -> None:
    """Each opens the page anew, and finds what both have typed."""
    for who in both:
        who.unlock()
    for who in both:
        who.page.reload()
        found = Counter(everything(who).split())
        for typist in both:
            assert [each for each in typist.typed if each not in found] == [], (who.name, found)


@pytest.mark.slow
def test_both_type_on_through_a_lock_in_the_middle_of_a_word(
    guwah: Guwah, two: tuple[Typist, Typist]
) -> None:
    ann, ben = two
    for who in two:
        press(who.page, "End", "Enter")
        who.type()
        kept(who.page)
    guwah("lock")
    for who in two:
        who.type("half")
        expect(who.page.locator(TOLD.format("sealed"))).to_be_attached()
        press(who.page, "Enter")
        who.type()
        with who.page.expect_response(lambda answer: answer.url.endswith("/typing/") and answer.ok):
            pass

    # One is back, and types on in the words of the other; who is not back is told so, and types on too.
    ann.unlock()
    mine = next(n for n, said in enumerate(words(ann.page)) if f"{ben.name}0" in said)
    ann.page.locator(BOXES).nth(mine).focus()
    press(ann.page, "End")
    ann.type()
    kept(ann.page)
    ben.type()
    expect(ben.page.locator("[data-typing-locked]")).to_be_visible()
    ben.unlock()

    # Both stand there: what the one typed into the other's turn, and what the other had typed meanwhile.
    expect(ben.page.locator(".typed-other")).to_have_count(1)
    nothing_is_lost(ann, ben)
    assert sorted(words(ann.page)) == sorted(words(ben.page))


@pytest.mark.slow
def test_who_comes_back_to_a_vault_that_others_opened_is_asked_who_it_is(
    guwah: Guwah, two: tuple[Typist, Typist]
) -> None:
    """A lid closed over the lock and over the unlock: only the session is gone, and the page shows it."""
    ann, ben = two
    press(ben.page, "End", "Enter")
    ben.type()
    kept(ben.page)
    ben.shut_lid(shut=True)
    guwah("lock")
    ann.unlock()
    ben.shut_lid(shut=False)
    ben.type("half")
    expect(ben.page.locator("[data-typing-locked]")).to_be_visible()
    # At once, with a letter that no beat of the page has told.
    ben.type()
    ben.page.locator("[data-typing-locked] a").click()
    unlock(ben.page, ben.name)
    expect(ben.page.locator("[data-take-up]")).to_have_count(0)
    nothing_is_lost(ann, ben)


@pytest.mark.slow
@pytest.mark.parametrize("evening", EVENINGS)
def test_no_evening_loses_a_word(guwah: Guwah, two: tuple[Typist, Typist], evening: int) -> None:
    chance = random.Random(evening)  # noqa: S311 - an evening of a test
    acts: dict[str, tuple[int, Callable[[Typist], object]]] = {
        "type": (8, Typist.type),
        "next": (2, lambda who: press(who.page, "Enter")),
        "first": (2, lambda who: who.page.locator(f"{BOXES} >> visible=true").nth(0).focus()),
        "wait": (4, lambda who: who.page.wait_for_timeout(chance.choice((100, 700, 1700)))),
        "lock": (2, lambda _who: guwah("lock")),
        "unlock": (3, lambda who: None if who.away else who.unlock()),
        "network": (2, lambda who: who.network(off=not who.away)),
        "lid": (2, partial(shut_and_open, chance)),
    }
    often = [often for often, _act in acts.values()]
    done = []
    for _act in range(ACTS):
        who, (act,) = chance.choice(two), chance.choices(list(acts), often)
        done.append(f"{who.name} {act} {len(who.typed)}")
        acts[act][1](who)
    for who in two:
        who.network(off=False)
    print("\n".join(done))  # noqa: T201 - shown when it fails
    nothing_is_lost(*two)


def shut_and_open(chance: random.Random, who: Typist) -> None:
    who.shut_lid(shut=True)
    if chance.random() < 0.5:
        who.page.wait_for_timeout(1700)
    who.shut_lid(shut=False)
