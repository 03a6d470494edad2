"""Typing a recording in a browser as a person does: come in, begin, press keys, see what is kept."""

from __future__ import annotations

import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from browsing import Served, Site
from cast import PASSPHRASE
from commanding import SECOND, Guwah

HEARD = (
    "Where were you that winter?",
    "At the oven. The flour came late.",
    "Who brought it?",
    "A man from the office.",
)
WHERE = "/cases/1/testimony/typing/"


def spoken(folder: Path) -> Path:
    """Have a synthesiser say the lines, some seconds of them; a formant voice is nobody's."""
    made = folder / "call.wav"
    words = ["espeak-ng", "-v", "en+f2", "-s", "150", "-w", str(made), " ... ".join(HEARD)]
    subprocess.run(words, check=True, capture_output=True)
    return made


def site_of(server: Served, guwah: Guwah) -> Site:
    return Site(f"http://localhost:{server.port}", guwah.vault, 1, {"aygul": PASSPHRASE, "emine": SECOND})


def come_in(page: Page, site: Site, where: str = WHERE, member: str = "aygul") -> Page:
    page.goto(site.at(f"/unlock/?next={where}"))
    unlock(page, member)
    return page


def unlock(page: Page, member: str = "aygul") -> None:
    page.select_option("select[name=member]", member)
    page.fill("input[name=passphrase]", PASSPHRASE if member == "aygul" else SECOND)
    page.click("main form button")
    page.wait_for_url(lambda url: "/unlock/" not in url)


def begin(page: Page) -> None:
    page.fill("#id_name_1", "Ann")
    page.fill("#id_name_2", "Meryem")
    page.get_by_role("button", name="Begin to type").click()
    page.wait_for_url("**/typing/1/")
    expect(page.locator("[data-transcribe] textarea")).to_have_count(1)


def kept(page: Page) -> None:
    """Wait until the vault has said that it has everything."""
    with page.expect_response(lambda answer: answer.url.endswith("/tell/") and answer.ok):
        pass
    expect(page.locator("[data-said][data-state=kept]")).to_be_visible()


def words(page: Page) -> list[str]:
    found: list[str] = page.locator("[data-transcribe] li:not([hidden]) textarea").evaluate_all(
        "all => all.map(one => one.value)"
    )
    return found


def speakers(page: Page) -> list[str]:
    found: list[str] = page.locator("[data-transcribe] li:not([hidden]) select").evaluate_all(
        "all => all.map(one => one.selectedOptions[0].text)"
    )
    return found


def second(page: Page) -> float:
    now: float = page.locator("[data-sound]").evaluate("sound => sound.currentTime")
    return now


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
