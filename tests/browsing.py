"""A running server on a throw-away vault, and how a test signs in to it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
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
