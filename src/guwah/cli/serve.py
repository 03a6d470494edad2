"""`guwah serve`: the web interface on this machine."""

from __future__ import annotations

import signal
from functools import partial

import click

from guwah import settings
from guwah.accounts.entry import enter, passphrase_of_caller
from guwah.failures import answering
from guwah.vault import folder as vault_folder
from guwah.vault.keyring import KEYRING
from guwah.web.beat import beat, slow_beat
from guwah.web.porter import PORTER
from guwah.web.server import Heartbeat, make_server


@click.command()
@click.option("--port", type=int, default=settings.PORT, show_default=True)
def serve(port: int) -> None:
    """Open the web interface at http://localhost:PORT, for this machine only."""
    with answering(as_json=False):
        if settings.PASSPHRASE_FILE is not None and vault_folder.exists(settings.VAULT_FOLDER):
            enter(settings.VAULT_FOLDER, passphrase_of_caller())
        run(port)


def run(port: int) -> None:
    """Serve until interrupted or told to end, then lock."""
    server = make_server(port)
    # The end that a machine going down announces is an end in order, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    heartbeats = [
        Heartbeat(beat),
        Heartbeat(slow_beat),
        Heartbeat(partial(PORTER.keep_sign, settings.VAULT_FOLDER)),
    ]
    PORTER.open(settings.VAULT_FOLDER, port)
    for heartbeat in heartbeats:
        heartbeat.start()
    click.echo(f"Guwah is at http://localhost:{port} (this machine only; Ctrl-C ends it)")
    try:
        server.serve()
    except KeyboardInterrupt:
        click.echo("Locked and closed.")
    finally:
        for heartbeat in heartbeats:
            heartbeat.stop()
        PORTER.close(settings.VAULT_FOLDER)
        server.stop()
        KEYRING.lock()
