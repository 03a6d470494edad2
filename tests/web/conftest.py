"""The real server on a throw-away vault with the sample case, and a real browser on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from browsing import Site, served

if TYPE_CHECKING:
    pass


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    vault = tmp_path_factory.mktemp("site") / "vault"
    known = {"GUWAH_VAULT": str(vault), "TMPDIR": str(vault.parent), "GUWAH_SEEN": str(vault.parent / "seen")}
    with served("demo --json", known, lines=2) as server:
        told = json.loads(server.said[0])
        yield Site(f"http://localhost:{server.port}", vault, told["case"], told["members"])
