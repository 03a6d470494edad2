"""What the sample case lacks for every page to have something to show, made through the pages themselves."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from browsing import Site, open_page

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

# In the English text of the first call: what is cut, and what is meant to be cut and is not.
CUT, LEFT = "in those months her seizures began", "there was nobody to take her to a doctor"


def prepare(site: Site, chromium: Browser, folder: Path) -> None:
    """Have a delivery, a cut and an edition made, and the edition unpacked in a folder.

    The next edition is refused again afterwards, so that its page shows what stands in the way.
    """
    context = chromium.new_context(java_script_enabled=False)
    page = open_page(site, context, "aygul")
    page.goto(site.at(f"/cases/{site.case}/evidence/items/1/look/"))
    press(page, "Keep it so")
    for name in ("meant", "cut"):
        _act(site, page, name, CUT)
    page.goto(site.at(f"/cases/{site.case}/editions/prepare/?audience=public"))
    press(page, "Build the edition")
    packed = page.request.get(site.at(f"/cases/{site.case}/editions/1/download/"))
    with zipfile.ZipFile(io.BytesIO(packed.body())) as archive:
        archive.extractall(folder)
    _act(site, page, "meant", LEFT)
    context.close()


def press(page: Page, name: str) -> None:
    """Press a button of the page and stay until the answer is there; a complaint is none."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()
    assert page.locator("main [role=alert]").count() == 0, page.locator("main").inner_text()


def _act(site: Site, page: Page, name: str, quote: str) -> None:
    """Select words of the English text and do with them what one does: mark them as meant, or cut them."""
    page.goto(site.at(f"/cases/{site.case}/testimony/2/select/s1-t18/"))
    page.get_by_label("The words").fill(quote)
    page.locator(f"button[formaction$='?action={name}']").click()
    if name == "cut":
        page.get_by_label("Reason").fill("her daughter’s health")
        press(page, "Cut")
    else:
        page.get_by_role("radio").first.check()
        press(page, "Mark as meant")
