"""A running server on a throw-away vault, and how a test signs in to it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[1]
# The one that never draws a window first: the same engine for a quarter less of the processor.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Site:
    """A running server with the sample case in it."""

    address: str
    vault: Path
    case: int
    passphrases: dict[str, str]

    def at(self, path: str) -> str:
        """Return the whole address of a path."""
        return self.address + path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def open_page(site: Site, context: BrowserContext, member: str) -> Page:
    """Sign a member in in a fresh browser and return the page."""
    page = context.new_page()
    page.goto(site.at("/unlock/"))
    page.select_option("select[name=member]", member)
    page.fill("input[name=passphrase]", site.passphrases[member])
    page.click("main form button")
    page.wait_for_url(site.at("/"))
    return page


def becomes_true(page: Page, condition: str) -> None:
    """Wait until an expression in the page is true.

    Playwright's own `wait_for_function` looks by a string of code each time but the first, which the policy
    of our pages forbids: it fails on a machine that is slow enough.
    """
    page.evaluate(
        f"""() => new Promise((done, fail) => {{
          const late = setTimeout(() => fail(new Error("not within 20 s")), 20_000);
          const look = () => {{
            if (!({condition})) return setTimeout(look, 20);
            clearTimeout(late);
            done();
          }};
          look();
        }})"""
    )


def starts(command: str) -> bool:
    """Say whether a browser is there: on Ubuntu the command may only point to a snap."""
    return subprocess.run([command, "--version"], capture_output=True, check=False).returncode == 0


@contextmanager
def launched() -> Iterator[Browser]:
    """Start a Chromium that asks nobody for anything."""
    from playwright.sync_api import expect, sync_playwright

    # Patience for a busy machine: what never comes fails all the same.
    expect.set_options(timeout=20_000)
    # None: Playwright's own, which `./dev test` fetches where the machine has no other.
    found = next((path for name in CHROMIUM if (path := shutil.which(name)) and starts(path)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its port, its process, and what it said until its address was told."""

    port: int
    process: subprocess.Popen[str]
    said: list[str]


@contextmanager
def served(
    command: str,
    environment: Mapping[str, str],
    *,
    lines: int,
    errors: IO[str] | None = None,
    folder: Path | None = None,
    port: int = 0,
) -> Iterator[Served]:
    """Run `guwah demo` or `guwah serve`, whose address comes in its line number `lines`, in a folder."""
    port = port or free_port()
    words = [sys.executable, "-m", "guwah.cli.main", *command.split(), "--port", str(port)]
    # Servers of tests that run beside this one are not its neighbours.
    running = str(Path(environment["GUWAH_VAULT"]).parent / "running")
    known = {**os.environ, "GUWAH_RUNNING": running, **environment, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        words, env=known, cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True
    ) as server:
        assert server.stdout is not None
        try:
            said = [server.stdout.readline() for _ in range(lines)]
            assert f"http://localhost:{port}" in said[-1]
            yield Served(port, server, said)
        finally:
            server.terminate()


def signed_in(server: Served, passphrase: str) -> dict[str, str]:
    """Unlock the vault through the page; return the headers of whoever came in."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    door = f"http://127.0.0.1:{server.port}/unlock/"
    page = opener.open(door, timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    given = {"csrfmiddlewaretoken": token[1], "member": "aygul", "passphrase": passphrase}
    with opener.open(door, urlencode(given).encode(), timeout=60) as answer:
        assert answer.url.endswith(f":{server.port}/")
    cookies = {cookie.name: str(cookie.value) for cookie in jar}
    return {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": next(value for name, value in cookies.items() if name.startswith("guwah_csrf")),
    }
