"""The web server: one process, a few threads, loopback only; uploads are streamed, never spooled."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING, Any

from cheroot import wsgi
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from guwah.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "127.0.0.1"
THREADS = 5
# Seconds between two looks at the outbox and the idle clock.
TICK_SECONDS = 2.0


class PortTaken(Refused):
    """Something else listens on this port."""


def make_server(port: int) -> wsgi.Server:
    """Return a server bound to loopback, ready to be started.

    Raises:
        PortTaken: the port is in use.
    """
    application: Any = get_wsgi_application()
    server = wsgi.Server((HOST, port), application, numthreads=THREADS, server_name="localhost")
    # A recording may be large and its sealing slow; the body is read as it comes.
    server.max_request_body_size = 0
    server.timeout = 60
    try:
        server.prepare()
    except OSError as taken:
        raise PortTaken(
            "port-taken", f"Port {port} is in use. Close what uses it, or choose another with GUWAH_PORT."
        ) from taken
    return server


def settle() -> None:
    """Load every page and let the collector pass over what stays for good from now on.

    Each page makes enough objects for a look through all there are; with a hundred thousand that never go
    away that took as long as the page itself. What is dropped later is freed as before, keys among it.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


class Heartbeat(threading.Thread):
    """Runs the outbox and the idle lock beside the server."""

    def __init__(self, beat: Callable[[], None]) -> None:
        super().__init__(name="guwah-heartbeat", daemon=True)
        self._beat = beat
        self._over = threading.Event()

    def run(self) -> None:
        """Beat until told to stop."""
        while not self._over.wait(TICK_SECONDS):
            self._beat()

    def stop(self) -> None:
        """Let the present beat end and start no other."""
        self._over.set()
