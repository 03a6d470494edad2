"""The call sheet filled in while somebody is on the telephone: locked in the middle, no tick is lost."""

from __future__ import annotations

import io
import os
import re
from itertools import permutations
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from cast import PASSPHRASE

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

    from browsing import Site
    from workshop import Workshop

pytestmark = pytest.mark.browser
WHERE = "?caller=en&witness=en"
LANGUAGES = ("en", "ru", "zh-hans", "kk", "ug")
SOAK = bool(os.environ.get("GUWAH_SOAK"))
# The longest sentences are the Kazakh ones; every pair in `./dev soak`.
LONGEST = (("kk", "ug"), ("kk", "ru"), ("ug", "kk"), ("en", "kk"))
PAIRS = tuple(permutations(LANGUAGES, 2)) if SOAK else LONGEST
PHONE: ViewportSize = {"width": 390, "height": 844}


def come_in(page: Page) -> None:
    page.select_option("select[name=member]", "aygul")
    page.fill("input[name=passphrase]", PASSPHRASE)
    page.click("main form button")
    page.wait_for_url(lambda url: "/unlock/" not in url)


def kept(page: Page, how: str) -> None:
    """Wait until everything that is ticked now was told, and kept so."""
    with page.expect_response(lambda answer: answer.url.endswith("/typing/")) as answer:
        pass
    assert answer.value.json()["kept"] == how


def sheet(site: Site, languages: str = WHERE) -> str:
    return site.at(f"/cases/{site.case}/call/{languages}")


def opened(page: Page, site: Site, languages: str = WHERE) -> None:
    page.goto(site.at("/unlock/"))
    come_in(page)
    page.goto(sheet(site, languages))


def test_ticks_and_choices_outlive_a_lock(workshop: Workshop, chromium: Browser) -> None:
    site, guwah = workshop.case("The mill"), workshop.guwah
    page = chromium.new_page(reduced_motion="reduce")
    opened(page, site)
    page.locator("[name=said_who]").check()
    page.locator("[name=next_zone]").select_option("Asia/Almaty")
    kept(page, "vault")

    guwah("lock")
    page.locator("[name=answer_again][value=given_conditional]").check()
    page.locator("[name=next_hour]").fill("2031-05-04T10:30")
    kept(page, "sealed")
    for file in guwah.vault.rglob("*"):
        assert not file.is_file() or b"said_who" not in file.read_bytes()

    opened(page, site)
    expect(page.locator("[name=said_who]")).not_to_be_checked()
    offered = page.locator(".typing-offer")
    expect(offered).to_contain_text("The ticks and choices of this sheet")
    offered.get_by_role("button", name="Take it").click()

    expect(page.locator("[name=said_who]")).to_be_checked()
    expect(page.locator("[name=answer_again][value=given_conditional]")).to_be_checked()
    expect(page.locator("[name=next_zone]")).to_have_value("Asia/Almaty")
    expect(page.locator("[name=next_hour]")).to_have_value("2031-05-04T10:30")
    expect(page.locator("[name=said_danger]")).not_to_be_checked()
    # Sent, the sheet takes its ticks with it: nobody is offered them again.
    page.locator("[name=person]").fill("Zeynep")
    page.locator("[name=answer_again][value='']").check()
    page.get_by_role("button", name="Keep this call").click()
    page.wait_for_url(re.compile(r"/call/\d+/$"))
    page.goto(sheet(site))
    expect(page.locator("[data-typing-said]")).to_be_attached()
    expect(page.locator(".typing-offer")).to_have_count(0)


@pytest.mark.slow
@pytest.mark.sampled
def test_each_pair_of_languages_is_printed_on_one_page(workshop: Workshop, chromium: Browser) -> None:
    site = workshop.case("The mill")
    page = chromium.new_page(reduced_motion="reduce")
    opened(page, site)
    for caller, witness in PAIRS:
        cookie = {"name": "guwah_language", "value": caller, "url": site.address}
        page.context.add_cookies([cookie])  # type: ignore[list-item] # a dict of three of its keys
        page.goto(sheet(site, f"?caller={caller}&witness={witness}"))
        page.evaluate("document.fonts.ready.then(() => true)")
        printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
        assert len(printed) == 1, (caller, witness)
        assert printed[0].get_textpage().get_text_bounded().count("☐") > 30


def test_on_a_phone_the_part_in_use_has_the_screen_and_nothing_is_lost_in_a_fold(
    workshop: Workshop, chromium: Browser
) -> None:
    page = chromium.new_page(reduced_motion="reduce", viewport=PHONE)
    opened(page, workshop.case("The mill"), "?caller=zh-Hans&witness=kk")
    parts, folded = page.locator("[data-part]"), page.locator("[data-part][data-folded]")
    assert page.locator(".call-said").first.locator("p").count() == 3
    last = parts.count() - 1
    expect(folded).to_have_count(last)
    for number in range(1, last + 1):
        page.locator("[data-part]:not([data-folded]) [data-fold-next]").press("Enter")
        part = parts.nth(number)
        expect(part.locator("[data-fold]")).to_be_focused()
        expect(part.locator(".call-said p").last).to_be_visible()
        expect(folded).to_have_count(last)
        box = part.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= PHONE["height"]
    # What is folded away is on the paper all the same.
    assert len(pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))) == 1
    page.emulate_media(media="print")
    for said in page.locator(".call-said p, .call-head h2").all():
        expect(said).to_be_visible()
    page.emulate_media(media="screen")

    parts.nth(last).locator("[type=radio][value=given]").check()
    page.locator("[name=said_who]").check()
    expect(parts.nth(last).locator(".call-answer")).not_to_be_empty()
    # The name that is missing stands in a folded part: it comes to light.
    page.locator("form[data-call] .button-first").click()
    expect(page.locator("[name=person]")).to_be_focused()
    page.locator("[name=person]").fill("Zeynep")
    page.locator("form[data-call] .button-first").click()
    page.wait_for_url(re.compile(r"/call/\d+/$"))


def test_what_was_typed_into_many_fields_is_taken_back_with_one_press(
    workshop: Workshop, chromium: Browser
) -> None:
    site = workshop.case("The mill")
    page = chromium.new_page(reduced_motion="reduce", viewport=PHONE)
    opened(page, site)
    page.locator("[name=person]").fill("Zeynep")
    page.locator("[data-fold]").nth(6).click()
    page.locator("[name=ask_her]").fill("Which oven?")
    page.locator("[name=said_recognise]").check()
    kept(page, "vault")
    # The telephone dies: what is opened anew is another page.
    page.close()
    again = chromium.new_page(reduced_motion="reduce", viewport=PHONE)
    opened(again, site)
    again.get_by_role("button", name="Take everything that was typed here before").click()
    expect(again.locator("[name=person]")).to_have_value("Zeynep")
    expect(again.locator("[name=ask_her]")).to_have_value("Which oven?")
    expect(again.locator("[name=said_recognise]")).to_be_checked()
    expect(again.locator(".typing-offer")).to_have_count(0)
