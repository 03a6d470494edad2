"""The call sheet filled in while somebody is on the telephone: locked in the middle, no tick is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import Served, served
from cast import PASSPHRASE
from commanding import Guwah

pytestmark = pytest.mark.browser
WHERE = "/cases/1/call/?caller=en&witness=en"


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    made = Guwah(tmp_path).make()
    made("case", "new", "The mill")
    return made


@pytest.fixture
def server(guwah: Guwah) -> Iterator[Served]:
    with served("serve", guwah.environment(), lines=1) as running:
        yield running


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


def test_ticks_and_choices_outlive_a_lock(guwah: Guwah, server: Served, chromium: Browser) -> None:
    page = chromium.new_page(reduced_motion="reduce")
    page.goto(f"http://localhost:{server.port}/unlock/")
    come_in(page)
    page.goto(f"http://localhost:{server.port}{WHERE}")
    page.locator("[name=said_who]").check()
    page.locator("[name=next_zone]").select_option("Asia/Almaty")
    kept(page, "vault")

    guwah("lock")
    page.locator("[name=answer_again][value=given_conditional]").check()
    page.locator("[name=next_hour]").fill("2031-05-04T10:30")
    kept(page, "sealed")
    for file in guwah.vault.rglob("*"):
        assert not file.is_file() or b"said_who" not in file.read_bytes()

    page.goto(f"http://localhost:{server.port}/unlock/")
    come_in(page)
    page.goto(f"http://localhost:{server.port}{WHERE}")
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
    page.wait_for_url("**/call/1/")
    page.goto(f"http://localhost:{server.port}{WHERE}")
    expect(page.locator("[data-typing-said]")).to_be_attached()
    expect(page.locator(".typing-offer")).to_have_count(0)
