"""A real server on an empty vault that nobody has unlocked yet, and real browsers on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsing import served
from clicking import Visitor
from commanding import Guwah

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def visitor(tmp_path: Path, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens a browser of its own on one server; each must have behaved in the end."""
    guwah = Guwah(tmp_path).make()
    locked = {**guwah.environment(), "GUWAH_PASSPHRASE_FILE": ""}
    visitors: list[Visitor] = []
    with served("serve", locked, lines=1) as server:

        def arrive(*, script: bool = True) -> Visitor:
            context = chromium.new_context(
                viewport={"width": 1280, "height": 900},
                reduced_motion="reduce",
                java_script_enabled=script,
                accept_downloads=True,
            )
            visitors.append(Visitor(f"http://localhost:{server.port}", context))
            return visitors[-1]

        yield arrive
        for each in visitors:
            each.context.close()
    for each in visitors:
        assert each.hosts == {f"localhost:{server.port}"}
        assert each.complaints == []
