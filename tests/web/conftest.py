"""The real server on a throw-away vault with the sample case, and a real browser on it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from browsing import Site, served
from commanding import Guwah
from workshop import Workshop


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A server for tests that leave it running and open: to start one takes longer than many of them."""
    guwah = Guwah(tmp_path_factory.mktemp("workshop")).make()
    with served("serve", guwah.environment(), lines=1) as server:
        yield Workshop(guwah, f"http://localhost:{server.port}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    vault = tmp_path_factory.mktemp("site") / "vault"
    known = {"GUWAH_VAULT": str(vault), "TMPDIR": str(vault.parent), "GUWAH_SEEN": str(vault.parent / "seen")}
    with served("demo --json", known, lines=2) as server:
        told = json.loads(server.said[0])
        yield Site(f"http://localhost:{server.port}", vault, told["case"], told["members"])
