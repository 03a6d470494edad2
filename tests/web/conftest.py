"""The real server on a throw-away vault with the sample case, and a real browser on it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from browsing import CHROMIUM, QUIET, ROOT, Site, free_port, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    vault = tmp_path_factory.mktemp("site") / "vault"
    port = free_port()
    known = {
        **os.environ,
        "GUWAH_VAULT": str(vault),
        "PYTHONPATH": str(ROOT / "src"),
        "TMPDIR": str(vault.parent),
    }
    command = [sys.executable, "-m", "guwah.cli.main", "demo", "--json", "--port", str(port)]
    with subprocess.Popen(command, env=known, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())
        assert "http://localhost" in server.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/alive/", timeout=30) as answer:
            assert answer.status == 200
        yield Site(f"http://localhost:{port}", vault, told["case"], told["members"])
        server.terminate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    assert found, "no Chromium on this machine; ./dev test installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def signed_in(site: Site, chromium: Browser) -> Iterator[Page]:
    """A page of the owner; every request it makes is written down in `page.asked`."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, reduced_motion="reduce")
    page = open_page(site, context, "aygul")
    yield page
    context.close()
