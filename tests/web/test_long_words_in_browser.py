"""A title somebody typed without a blank breaks instead of widening the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browsing import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STYLES = ROOT / "src" / "guwah" / "web" / "static" / "guwah"
LONG = "x" * 198
PAGE = f"""<header class="page-head"><div class="page-head-words"><h1>{LONG}</h1></div></header>
<article class="claim"><div class="claim-head"><a>claim 1</a> <strong><bdi>{LONG}</bdi></strong></div>
<p class="claim-foot"><span>Said by <bdi>{LONG}</bdi></span><bdi>{LONG}</bdi></p></article>
<p class="list-line"><span>1</span><a class="list-title">{LONG}</a></p>
<select><option>{LONG}</option></select>"""


@pytest.mark.parametrize("width", [375, 1280])
def test_a_title_without_a_blank_does_not_widen_the_page(chromium: Browser, width: int) -> None:
    styles = "".join((STYLES / name).read_text() for name in ("layout.css", "parts.css", "type.css"))
    page = chromium.new_page(viewport={"width": width, "height": 800})
    try:
        page.set_content(f"<style>{styles}</style>{PAGE}")
        assert page.evaluate("document.documentElement.scrollWidth") == width
    finally:
        page.close()
