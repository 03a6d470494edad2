"""The offline page in a browser, as a stranger uses it: opened from the disk, given a folder, read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = Path(__file__).resolve().parents[1] / "src/guwah_verify.html"
BLIND = "whether empty folders or links lie there: a browser does not tell"


@contextmanager
def opened_page(chromium: Browser, file: Path = PAGE) -> Iterator[Page]:
    """Open the page; afterwards it has asked for nothing but itself and complained of nothing."""
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    asked, complaints = list[str](), list[str]()
    context.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert asked == [file.as_uri()]
    assert complaints == []


def give(page: Page, what: Path, *keys: str) -> None:
    """Choose a folder or an archive, with the keys one was told, and wait for the answer."""
    page.fill("#keys", "\n".join(keys))
    page.set_input_files("#archive" if what.suffix == ".zip" else "#folder", what)
    expect(page.locator("#found h2")).to_be_focused()


def answer(page: Page, *, seen_whole: bool = False) -> dict[str, Any]:
    """Return the answer as data. What only a browser cannot see is told there, and taken away here."""
    text = page.locator("details pre").text_content() or ""
    value: dict[str, Any] = json.loads(
        re.sub(r"\\u([0-9a-f]{5,6})", lambda found: chr(int(found[1], 16)), text)
    )
    if "unverified" in value and not seen_whole:
        assert value["unverified"].pop() == BLIND
    return value
