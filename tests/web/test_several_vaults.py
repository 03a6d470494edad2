"""Two vaults open at once: two processes, one browser, no session of one ever taken for the other's."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import ROOT, free_port, served
from cast import PASSPHRASE
from commanding import Guwah


def two(tmp_path: Path) -> tuple[Guwah, Guwah]:
    made = []
    for which, name in enumerate(("one", "two")):
        (tmp_path / name).mkdir()
        made.append(Guwah(tmp_path / name).make(which))
    return made[0], made[1]


def environment(guwah: Guwah, tmp_path: Path) -> dict[str, str]:
    locked = {"GUWAH_PASSPHRASE_FILE": "", "GUWAH_RUNNING": str(tmp_path / "running")}
    return {**guwah.environment(), **locked}


def come_in(page: Page, address: str) -> None:
    page.goto(f"{address}/unlock/")
    page.select_option("select[name=member]", "aygul")
    page.fill("input[name=passphrase]", PASSPHRASE)
    page.click("main form button")
    page.wait_for_url(f"{address}/")


@pytest.mark.browser
def told(where: Page) -> str:
    """Load a page again and return what its switcher calls the other vault."""
    where.reload()
    where.locator("details.vaults summary").click()
    return where.locator("details.vaults a").inner_text()


def test_one_browser_works_in_two_vaults_and_locks_both(chromium: Browser, tmp_path: Path) -> None:
    one, two_ = two(tmp_path)
    with (
        served("serve", environment(one, tmp_path), lines=1) as first,
        served("serve", environment(two_, tmp_path), lines=1) as second,
    ):
        here, there = (f"http://localhost:{each.port}" for each in (first, second))
        context = chromium.new_context()
        page = context.new_page()
        come_in(page, here)
        come_in(page, there)
        page.goto(f"{there}/settings/")
        page.fill("#vault-name", "The mill")
        page.click("form[action='/settings/name/'] button")
        expect(page.locator("body")).to_contain_text("The name is kept inside the vault.")

        # Whoever was signed in before is so still, and the switcher leads from one to the other by name.
        names = {cookie["name"] for cookie in context.cookies() if "session" in cookie["name"]}
        assert len(names) == 2
        page.goto(f"{here}/cases/")
        expect(page.locator("h1")).to_have_text("Cases")
        stranger = chromium.new_context().new_page()
        for _ in range(20):
            page.goto(f"{here}/cases/")
            if page.locator("details.vaults").count() and told(page) == "The mill":
                break
            page.wait_for_timeout(500)
        assert told(page) == "The mill"
        stranger.goto(f"{here}/unlock/")
        assert told(stranger) == f"Vault on port {second.port}"
        page.locator("details.vaults a").click()
        page.wait_for_url(f"{there}/")
        expect(page.locator("h1")).to_have_text("Today")

        # A page of one port may not act in the other.
        assert page.evaluate(
            """async (where) => (await fetch(where, {method: "POST", mode: "no-cors", credentials: "include",
            body: new URLSearchParams({csrfmiddlewaretoken: document.cookie.split("=").at(-1)})})
            .then(() => "sent", () => "stopped"))""",
            f"{here}/lock/",
        )
        assert is_locked(first.port) is False

        page.locator("details.vaults summary").click()
        page.get_by_role("button", name="Lock all of them").click()
        page.wait_for_url(f"{there}/unlock/")
        assert (is_locked(first.port), is_locked(second.port)) == (True, True)


def is_locked(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/alive/") as answer:
        told: bool = json.load(answer)["locked"]
        return told


def test_one_command_serves_two_vaults_and_ends_both(tmp_path: Path) -> None:
    one, two_ = two(tmp_path)
    port = free_port()
    words = [sys.executable, "-P", "-m", "guwah.cli.main", "serve", "--port", str(port)]
    words += ["--vault", str(one.vault), "--vault", str(two_.vault)]
    known = {**os.environ, **environment(one, tmp_path), "PYTHONPATH": str(ROOT / "src")}
    # Whoever stands among files that strangers sent runs none of them.
    received = tmp_path / "received"
    received.mkdir()
    for name in ("json", "guwah", "click"):
        (received / f"{name}.py").write_text("raise SystemExit(9)\n")
    with subprocess.Popen(words, cwd=received, env=known, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        said = {parent.stdout.readline().split("localhost:")[1].split()[0] for _ in range(2)}
        assert said == {str(port), str(port + 1)}
        one.home.joinpath("running").symlink_to(tmp_path / "running")
        assert one("unlock")["port"] == port
        assert two_("unlock")["port"] == port + 1

        assert one("lock", "--all") == {"locked": [port, port + 1], "failed": []}

        assert (is_locked(port), is_locked(port + 1)) == (True, True)
        parent.send_signal(signal.SIGTERM)
        assert parent.wait() == 0
    assert list((tmp_path / "running").iterdir()) == []
    assert one("lock", "--all") == {"locked": [], "failed": []}


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("--vault", "{one}", "--vault", "{one}/../vault"), 2, "The same vault is named twice."),
        (("--vault", "{one}", "--vault", "{one}/none"), 3, "There is no vault in"),
        (("--port", "65535", "--vault", "{one}", "--vault", "{one}/none"), 2, "not so many ports"),
    ],
)
def test_what_cannot_be_served_together_is_said_first(
    tmp_path: Path, words: tuple[str, ...], code: int, error: str
) -> None:
    guwah = Guwah(tmp_path).make()
    given = [word.replace("{one}", str(guwah.vault)) for word in words]

    guwah.said("serve", *given, code=code)

    assert error in guwah.errors[-1]
