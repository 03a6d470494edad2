"""Every page in real Chromium: no accessibility fault, no other host, no sideways scrolling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from browsing import Site, open_page
from guwah.vault.age_header import Identity
from preparing import prepare, press
from walking import LIKE_OTHERS, MORE, OUTSIDE, PAGES

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet
    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

    Look = Callable[[Page], list[str]]

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# What belongs to the room and not to the words: nothing of it is printed.
CONTROLS = "nav, button, input, select, textarea, audio, video, .band, .tray, .foot"


TELL = """
  (found) => found.violations.map((fault) =>
    `${fault.id}: ${JSON.stringify(fault.nodes.slice(0, 3).map((node) => node.target))}`)
"""
# What of axe's rules may come out otherwise when only the colours change.
COLOURS: dict[str, object] = {"runOnly": ["color-contrast", "link-in-text-block"]}
# And when they do not: to weigh every colour takes longer than all other rules.
ALL_BUT_COLOURS: dict[str, object] = {"rules": {"color-contrast": {"enabled": False}}}
CHUNKS = 3


def faults(page: Page, rules: Mapping[str, object] | None = None) -> list[str]:
    # No rule that is on asks for style sheets to be fetched once more ("preload").
    wanted = {"resultTypes": ["violations"], "preload": False, **(rules or {})}
    found: list[str] = page.evaluate(f"wanted => axe.run(document, wanted).then({TELL})", wanted)
    return found


def sideways(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"scrolls sideways by {wide} px"] if wide > 0 else []


def printed_controls(page: Page) -> list[str]:
    page.emulate_media(media="print")
    found = page.eval_on_selector_all(
        CONTROLS,
        "all => all.filter((each) => each.checkVisibility()).map((each) => each.outerHTML.slice(0, 80))",
    )
    page.emulate_media(media="screen")
    return [f"printed: {each}" for each in found]


def other_faults(page: Page) -> list[str]:
    return faults(page, ALL_BUT_COLOURS)


def in_dark(page: Page, rules: Mapping[str, object] | None = COLOURS) -> list[str]:
    page.emulate_media(color_scheme="dark")
    found = faults(page, rules)
    page.emulate_media(color_scheme="light")
    return [f"dark: {each}" for each in found]


def faults_in_dark(page: Page) -> list[str]:
    return in_dark(page, None)


def narrow(page: Page) -> list[str]:
    # 1280 x 1024 at 400 %: WCAG 2.2, 1.4.10.
    page.set_viewport_size({"width": 320, "height": 256})
    found = sideways(page)
    page.set_viewport_size(WIDE)
    return [f"narrow: {each}" for each in found]


def faults_when_narrow(page: Page) -> list[str]:
    page.set_viewport_size({"width": 320, "height": 900})
    found = [*sideways(page), *other_faults(page)]
    page.set_viewport_size(WIDE)
    return [f"narrow: {each}" for each in found]


WIDE: ViewportSize = {"width": 1200, "height": 900}
# What costs little is asked of every page.
ALWAYS: tuple[Look, ...] = (sideways, narrow, printed_controls)
# And so is what axe says of a wide page apart from its colours. Colours, and what axe says on a narrow
# screen, hang on style sheets that all pages share: of three pages each is looked at in another way at each
# run, by day, in the dark or narrow, and all of them in every way in ./dev soak.
IN_TURN: tuple[tuple[Look, ...], ...] = ((faults,), (faults_in_dark,), (other_faults, faults_when_narrow))
EVERY_WAY: tuple[Look, ...] = (faults, sideways, in_dark, narrow, faults_when_narrow, printed_controls)
MIRRORED: tuple[Look, ...] = (other_faults, sideways)
# How a page is looked at that differs little from others.
LIGHT: tuple[Look, ...] = (faults, sideways)


@pytest.fixture(scope="module")
def prepared(site: Site, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Have the sample case filled up until every page has something to show; return an edition's folder."""
    folder = tmp_path_factory.mktemp("edition")
    prepare(site, chromium, folder)
    return folder


def walk(language: str, chunk: int, *, whole: bool = False) -> ParameterSet:
    # In the second language every third page is seen at each run, and all of them in ./dev soak.
    slow = whole or (language != "en" and chunk)
    return pytest.param(language, chunk, whole, marks=(pytest.mark.slow,) if slow else ())


CHUNKED = tuple(range(CHUNKS))
WALKS = [
    *(walk(language, chunk) for language in ("en", "ug") for chunk in CHUNKED),
    *(walk("en", chunk, whole=True) for chunk in CHUNKED),
]


def looked_at(language: str, *, whole: bool) -> list[tuple[str, tuple[Look, ...]]]:
    """Return every page that is walked in a language, and how it is looked at."""
    if language != "en":
        return [(path, MIRRORED) for path in PAGES]
    turns = [EVERY_WAY] if whole else [(*ALWAYS, *looks) for looks in IN_TURN]
    pages = [(path, turns[number // CHUNKS % len(turns)]) for number, path in enumerate((*PAGES, *MORE))]
    return pages + [(path, LIGHT) for path in LIKE_OTHERS]


def watched(chromium: Browser) -> tuple[BrowserContext, set[str]]:
    """Return a browser that has axe in every page, and the hosts it asks."""
    # axe is put into the page by the test, which the page's own policy rightly forbids.
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce", bypass_csp=True)
    context.add_init_script(path=AXE)
    hosts = set[str]()
    context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    return context, hosts


def seen(page: Page, looks: tuple[Look, ...]) -> list[str]:
    return [fault for look in looks for fault in look(page)]


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize(("language", "chunk", "whole"), WALKS)
def test_no_page_has_a_fault(site: Site, chromium: Browser, language: str, chunk: int, whole: bool) -> None:
    context, hosts = watched(chromium)
    page = open_page(site, context, "aygul")
    context.add_cookies([{"name": "guwah_language", "value": language, "url": site.address}])
    broken = dict[str, list[str]]()
    for path, looks in looked_at(language, whole=whole)[chunk::CHUNKS]:
        where = path.format(case=site.case)
        answer = page.goto(site.at(where))
        assert answer is not None
        assert answer.status == (404 if "no-such" in path else 200), where
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ug" else "ltr")
        if found := seen(page, looks):
            broken[where] = found
    context.close()
    assert broken == {}
    assert hosts == {urlsplit(site.address).netloc}


def test_no_page_for_those_outside_has_a_fault(site: Site, chromium: Browser) -> None:
    context, hosts = watched(chromium)
    page, broken = context.new_page(), dict[str, list[str]]()
    for path in OUTSIDE:
        page.goto(site.at(path))
        assert page.get_by_role("button", name="Lock now").count() == 0
        if found := seen(page, EVERY_WAY):
            broken[path] = found
    context.close()
    assert broken == {}
    assert hosts == {urlsplit(site.address).netloc}


def test_no_answer_to_a_form_has_a_fault(site: Site, chromium: Browser) -> None:
    context, hosts = watched(chromium)
    page, broken = open_page(site, context, "aygul"), dict[str, list[str]]()
    page.goto(site.at("/log/"))
    press(page, "Check the whole log")
    broken["the log"] = seen(page, EVERY_WAY)
    page.goto(site.at("/settings/ways-in/"))
    page.locator("#sheets-passphrase").fill(site.passphrases["aygul"])
    page.get_by_role("button", name="Make recovery sheets").click()
    assert page.locator("article.sheet").count() > 1
    broken["the sheets"] = seen(page, (faults, sideways))
    page.goto(site.at(f"/cases/{site.case}/packages/"))
    page.locator("#item-1").check()
    page.locator("#to").fill(f"lawyer={Identity.generate().recipient}")
    page.locator("#purpose").fill("For the hearing")
    press(page, "Show what would go out")
    page.get_by_role("heading", name="What would go out").wait_for()
    broken["a package to come"] = seen(page, EVERY_WAY)
    context.close()
    assert broken == {"the log": [], "the sheets": [], "a package to come": []}
    assert hosts == {urlsplit(site.address).netloc}


def test_no_page_of_an_edition_has_a_fault(prepared: Path, chromium: Browser) -> None:
    context, hosts = watched(chromium)
    page, broken = context.new_page(), dict[str, list[str]]()
    for file in prepared.rglob("*.html"):
        page.goto(file.as_uri())
        broken[file.name] = seen(page, (faults, sideways, in_dark, narrow, faults_when_narrow))
    context.close()
    assert broken == {"index.html": [], "guwah_verify.html": []}
    assert hosts == {""}, "an edition asks nobody for anything"


def test_the_walk_sees_what_is_wrong(chromium: Browser) -> None:
    context = chromium.new_context(viewport=WIDE)
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.goto("data:text/html,<body style='min-width: 2000px'><img src=''><p style='color: %23eee'>pale</p>")
    every = {*EVERY_WAY, *ALWAYS, *(look for looks in IN_TURN for look in looks)}
    told = {look: " ".join(look(page)) for look in every}
    found = " ".join(told.values())
    context.close()
    for sign in ("image-alt:", "color-contrast:", "dark: color-contrast:", "narrow: image-alt:", "sideways"):
        assert sign in found
    for looks in IN_TURN:
        assert "image-alt:" in told[looks[0]], "each page is asked for every fault but its colours"
    assert "dark: color-contrast:" in told[faults_in_dark]
