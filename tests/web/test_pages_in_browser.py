"""Every page in real Chromium: no accessibility fault, no other host, no sideways scrolling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from browsing import Site, open_page

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/",
    "/cases/",
    "/cases/{case}/",
    "/cases/{case}/members/",
    "/cases/{case}/evidence/",
    "/cases/{case}/evidence/sources/1/",
    "/cases/{case}/evidence/items/1/",
    "/cases/{case}/evidence/held/",
    "/cases/{case}/evidence/elsewhere/",
    "/cases/{case}/evidence/missing/",
    "/cases/{case}/evidence/sources/5/",
    "/cases/{case}/evidence/copies/1/",
    "/cases/{case}/evidence/assurances/",
    "/cases/{case}/evidence/deliveries/",
    "/cases/{case}/evidence/deliveries/1/",
    "/cases/{case}/evidence/items/1/look/",
    "/cases/{case}/evidence/verify/round/",
    "/cases/{case}/testimony/",
    "/cases/{case}/testimony/import/",
    "/cases/{case}/testimony/1/",
    "/cases/{case}/testimony/2/",
    "/cases/{case}/testimony/3/",
    "/cases/{case}/testimony/5/",
    "/cases/{case}/testimony/6/",
    "/cases/{case}/testimony/words/1/",
    "/cases/{case}/people/",
    "/cases/{case}/people/new/",
    "/cases/{case}/people/1/",
    "/cases/{case}/claims/",
    "/cases/{case}/claims/new/?anchor=1",
    "/cases/{case}/claims/1/",
    "/cases/{case}/claims/chronology/",
    "/cases/{case}/claims/conflicts/",
    "/cases/{case}/claims/status/",
    "/cases/{case}/consent/",
    "/cases/{case}/consent/new/",
    "/cases/{case}/editions/",
    "/cases/{case}/editions/prepare/?audience=public",
    "/cases/{case}/editions/prepare/2/?audience=public",
    "/cases/{case}/appeals/",
    "/cases/{case}/vigil/",
    "/log/",
    "/log/sheet/",
    "/audit/",
    "/settings/",
    "/settings/backup/",
    "/settings/ways-in/",
    "/design/",
    "/no-such-page/",
)


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


def in_dark(page: Page) -> list[str]:
    page.emulate_media(color_scheme="dark")
    found = faults(page, COLOURS)
    page.emulate_media(color_scheme="light")
    return [f"dark: {each}" for each in found]


def narrow(page: Page) -> list[str]:
    page.set_viewport_size({"width": 320, "height": 900})
    found = other_faults(page) + sideways(page)
    # 1280 x 1024 at 400 %: WCAG 2.2, 1.4.10.
    page.set_viewport_size({"width": 320, "height": 256})
    found += sideways(page)
    page.set_viewport_size(WIDE)
    return [f"narrow: {each}" for each in found]


WIDE: ViewportSize = {"width": 1200, "height": 900}
# Language -> how each page is looked at. Each is loaded once and must bear being turned dark and narrow.
LOOKS: dict[str, tuple[Callable[[Page], list[str]], ...]] = {
    "en": (faults, sideways, in_dark, narrow, printed_controls),
    "ug": (other_faults, sideways),
}


@pytest.fixture(scope="module")
def delivered(site: Site, chromium: Browser) -> None:
    """Have an item of the sample case kept as a delivery, so that there is one to look at."""
    context = chromium.new_context()
    page = open_page(site, context, "aygul")
    page.goto(site.at(f"/cases/{site.case}/evidence/items/1/look/"))
    page.get_by_role("button", name="Keep it so").click()
    page.wait_for_url(site.at(f"/cases/{site.case}/evidence/deliveries/1/"))
    context.close()


def walk(language: str, chunk: int) -> ParameterSet:
    # In the second language every third page is seen at each run, and all of them in ./dev soak.
    return pytest.param(language, chunk, marks=(pytest.mark.slow,) if language != "en" and chunk else ())


WALKS = [walk(language, chunk) for language in LOOKS for chunk in range(CHUNKS)]


@pytest.mark.usefixtures("delivered")
@pytest.mark.parametrize(("language", "chunk"), WALKS)
def test_no_page_has_a_fault(site: Site, chromium: Browser, language: str, chunk: int) -> None:
    # axe is put into the page by the test, which the page's own policy rightly forbids.
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce", bypass_csp=True)
    page = open_page(site, context, "aygul")
    context.add_init_script(path=AXE)
    context.add_cookies([{"name": "guwah_language", "value": language, "url": site.address}])
    hosts, broken = set[str](), dict[str, list[str]]()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for path in PAGES[chunk::CHUNKS]:
        where = path.format(case=site.case)
        answer = page.goto(site.at(where))
        assert answer is not None
        assert answer.status == (404 if "no-such" in path else 200), where
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ug" else "ltr")
        if found := [fault for check in LOOKS[language] for fault in check(page)]:
            broken[where] = found
    context.close()
    assert broken == {}
    assert hosts == {urlsplit(site.address).netloc}


def test_the_walk_sees_what_is_wrong(chromium: Browser) -> None:
    context = chromium.new_context(viewport=WIDE)
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.goto("data:text/html,<body style='min-width: 2000px'><img src=''><p style='color: %23eee'>pale</p>")
    found = " ".join(fault for check in LOOKS["en"] for fault in check(page))
    context.close()
    for sign in ("image-alt:", "color-contrast:", "dark: color-contrast:", "narrow: image-alt:", "sideways"):
        assert sign in found
