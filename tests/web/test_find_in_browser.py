"""Finding a word of every turn of a long page: all are counted, those near the view are painted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import guwah.web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

ISLAND = Path(guwah.web.__file__).parent / "static/built/find.js"
TURNS = 2000
# Plain letters, letters with signs that fold away, and a script that has no plain ones.
SAID = ("We baked  bread, bread.", "Кафе\u0301 и хлеб bread", "مەن نان ياقتىم bread")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<form data-find data-count="%n of %t" data-found="found: %t" data-none="none">
<input type="search"><span data-find-count></span></form>
{turns}<script type="module" src="/find.js"></script>"""
PAINTED = "(name) => [...(CSS.highlights.get(name) ?? [])].map(String)"
# Where what is painted stands: tops of it, from the top of the view.
WHERE = "() => [...CSS.highlights.get('guwah-found')].map((each) => each.getBoundingClientRect().top)"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    shown = chromium.new_page(viewport={"width": 900, "height": 600})
    turns = "".join(f'<p data-words data-start="{n * 100}">{SAID[n % 3]}</p>' for n in range(TURNS))

    def answer(route: Route) -> None:
        if route.request.url.endswith("/find.js"):
            route.fulfill(body=ISLAND.read_bytes(), content_type="text/javascript")
        else:
            route.fulfill(body=PAGE.replace("{turns}", turns), content_type="text/html; charset=utf-8")

    shown.route("**/*", answer)
    shown.goto("http://guwah.test/")
    yield shown
    shown.close()


def test_all_are_counted_and_those_near_the_view_painted(page: Page) -> None:
    page.locator("input").fill("BREAD")
    expect(page.locator("[data-find-count]")).to_have_text("found: 2,667")
    page.wait_for_function("(CSS.highlights.get('guwah-found')?.size ?? 0) > 0")
    painted = page.evaluate(PAINTED, "guwah-found")
    assert set(painted) == {"bread"}
    assert len(painted) < 200

    page.evaluate("() => scrollTo(0, document.body.scrollHeight / 2)")
    page.wait_for_function(
        "() => [...CSS.highlights.get('guwah-found')][0].getBoundingClientRect().top > -1300"
    )
    tops = page.evaluate(WHERE)
    assert any(0 < top < 600 for top in tops)
    assert all(-1300 < top < 1900 for top in tops)
    assert len(tops) < 200


def test_a_page_is_read_ahead_in_slices_that_let_a_key_through(page: Page) -> None:
    """A clock that goes on by five milliseconds at each look: no slice may be all of a page."""
    page.evaluate(
        """() => {
          const later = window.setTimeout;
          let clock = 0;
          window.slices = 0;
          window.setTimeout = (...asked) => { window.slices += 1; return later(...asked); };
          performance.now = () => (clock += 5);
        }"""
    )
    page.locator("input").focus()
    page.wait_for_function(f"() => window.slices >= {TURNS // 50}")
    page.locator("input").fill("bread")
    expect(page.locator("[data-find-count]")).to_have_text("found: 2,667")


def test_walking_back_from_the_first_reaches_the_last(page: Page) -> None:
    page.locator("input").fill("bread")
    expect(page.locator("[data-find-count]")).to_have_text("found: 2,667")
    page.locator("input").press("Shift+Enter")
    expect(page.locator("[data-find-count]")).to_have_text("2,667 of 2,667")
    assert page.evaluate(PAINTED, "guwah-found-current") == ["bread"]
    page.locator("input").press("Escape")
    assert page.evaluate(PAINTED, "guwah-found") == []


@pytest.mark.parametrize(
    ("sought", "painted"), [("кафе и", "Кафе\u0301 и"), ("baked bread", "baked  bread"), ("نان ي", "نان ي")]
)
def test_what_folds_to_the_same_is_painted_as_it_stands(page: Page, sought: str, painted: str) -> None:
    page.locator("input").fill(sought)
    expect(page.locator("[data-find-count]")).to_have_text(
        "found: 667" if painted != "نان ي" else "found: 666"
    )
    page.wait_for_function("(CSS.highlights.get('guwah-found')?.size ?? 0) > 0")
    assert set(page.evaluate(PAINTED, "guwah-found")) == {painted}
