"""`guwah serve`: the web interface on this machine."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

import click

from guwah import settings
from guwah.accounts.entry import enter, passphrase_of_caller, say_beside
from guwah.cli.serving_many import serve_each
from guwah.failures import answering
from guwah.vault import folder as vault_folder
from guwah.vault.keyring import KEYRING
from guwah.web.beat import beat, long_beat, slow_beat
from guwah.web.neighbours import NEIGHBOURS
from guwah.web.porter import PORTER
from guwah.web.server import Heartbeat, make_server, settle

if TYPE_CHECKING:
    from cheroot.server import HTTPServer

# Cheroot gives its threads five seconds to answer whom they serve, and then waits for them without end.
_PATIENCE: Final = 10.0  # seconds


@click.command()
@click.option("--port", type=int, default=settings.PORT, show_default=True)
@click.option(
    "--vault",
    "vaults",
    multiple=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of a vault, more than once for several: each gets the next port and starts locked.",
)
def serve(port: int, vaults: tuple[Path, ...]) -> None:
    """Open the web interface at http://localhost:PORT, for this machine only."""
    with answering(as_json=False):
        if vaults:
            serve_each(vaults, port)
            return
        if settings.PASSPHRASE_FILE is not None and vault_folder.exists(settings.VAULT_FOLDER):
            enter(settings.VAULT_FOLDER, passphrase_of_caller(), tell=say_beside)
        run(port)


def run(port: int) -> None:
    """Serve until interrupted or told to end, then lock."""
    server = make_server(port)
    settle()
    heartbeats = [
        Heartbeat(beat),
        Heartbeat(slow_beat),
        Heartbeat(long_beat),
        Heartbeat(partial(PORTER.keep_sign, settings.VAULT_FOLDER)),
        Heartbeat(NEIGHBOURS.look),
    ]
    try:
        # The end that a machine going down announces is an end in order, too, however early it comes.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        NEIGHBOURS.open(PORTER.open(settings.VAULT_FOLDER, port))
        for heartbeat in heartbeats:
            heartbeat.start()
        click.echo(f"Guwah is at http://localhost:{port} (this machine only; Ctrl-C ends it)")
        server.serve()
    except KeyboardInterrupt:
        click.echo("Locked and closed.")
    finally:
        # Whoever asks once more gets no quicker end, only one with the keys still here.
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, signal.SIG_IGN)
        for heartbeat in heartbeats:
            heartbeat.stop()
        NEIGHBOURS.close()
        PORTER.close(settings.VAULT_FOLDER)
        _close(server)


def _close(server: HTTPServer) -> None:
    """Stop the server and lock; a thread of it that does not end keeps neither the keys nor this process."""
    stopping = Thread(target=server.stop, daemon=True)
    stopping.start()
    stopping.join(_PATIENCE)
    KEYRING.lock()
    if stopping.is_alive():
        sys.stdout.flush()
        # Python would wait for that thread before it ends.
        os._exit(os.EX_OK)
