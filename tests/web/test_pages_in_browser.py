"""Every page in real Chromium: no accessibility fault, no other host, no sideways scrolling."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from browsing import Site, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/",
    "/cases/",
    "/cases/{case}/",
    "/cases/{case}/evidence/",
    "/cases/{case}/evidence/sources/1/",
    "/cases/{case}/evidence/items/1/",
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
    "/cases/{case}/editions/prepare/",
    "/cases/{case}/editions/prepare/2/",
    "/cases/{case}/appeals/",
    "/cases/{case}/vigil/",
    "/cases/{case}/vigil/set/",
    "/log/",
    "/settings/",
    "/design/",
    "/no-such-page/",
)


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8") + ";0")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {json.dumps([node['target'] for node in fault['nodes']][:3])}"
        for fault in found["violations"]
    ]


@pytest.mark.parametrize("look", ["light", "dark", "rtl", "narrow"])
def test_no_page_has_an_accessibility_fault(site: Site, chromium: Browser, look: str) -> None:
    size = {"width": 320 if look == "narrow" else 1200, "height": 900}
    # axe is put into the page by the test, which the page's own policy rightly forbids.
    context = chromium.new_context(
        viewport=size,
        color_scheme="dark" if look == "dark" else "light",
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = open_page(site, context, "aygul")
    hosts, broken = set[str](), dict[str, list[str]]()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    if look == "rtl":
        context.add_cookies([{"name": "guwah_language", "value": "ug", "url": site.address}])
    for path in PAGES:
        where = path.format(case=site.case)
        answer = page.goto(site.at(where))
        assert answer is not None
        assert answer.status == (404 if "no-such" in path else 200), where
        if found := faults(page):
            broken[where] = found
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if look == "narrow" and wide > 0:
            broken.setdefault(where, []).append(f"scrolls sideways by {wide} px")
    context.close()
    assert broken == {}
    assert hosts == {urlsplit(site.address).netloc}
