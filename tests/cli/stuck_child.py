"""`guwah serve` whose server does not stop: a thread of it waits for ever. Argument: the port."""

from __future__ import annotations

import sys
from threading import Event
from unittest.mock import patch

from cheroot.server import HTTPServer

from guwah.cli import main as cli
from guwah.vault.setup import prepare_django


def wait_for_ever(_server: HTTPServer) -> None:
    """Stop as little as a server does that waits for a thread that waits for it."""
    Event().wait()


if __name__ == "__main__":
    prepare_django()
    with patch.object(HTTPServer, "stop", wait_for_ever), patch("guwah.cli.serve._PATIENCE", 0.3):
        cli.main(["serve", "--port", sys.argv[1]])
