"""Several vaults at once: a process for each, so that no key of one is ever in the memory of another."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from guwah import settings
from guwah.failures import NotUnderstood, WrongUse
from guwah.vault import folder as vault_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LARGEST_PORT = 65535


def serve_each(vaults: Sequence[Path], port: int) -> None:
    """Serve every vault on a port of its own, beginning at `port`, until interrupted or told to end.

    When one of them ends, the others go on.

    Raises:
        WrongUse: `same-vault` or `no-such-port`.
        NotUnderstood: `no-vault`, or `server-ended` when one ended that nobody told to.
    """
    _check(vaults, port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # -P: nothing is imported from the folder one stands in, which may be full of what strangers sent.
    command = [sys.executable, "-P", "-m", "guwah.cli.main", "serve", "--port"]
    servers: list[subprocess.Popen[bytes]] = []
    try:
        for number, vault in enumerate(vaults):
            environment = settings.environment_for(vault)
            servers.append(subprocess.Popen([*command, str(port + number)], env=environment))  # noqa: S603 - this program itself
        ended = [server.wait() for server in servers]
    except KeyboardInterrupt:
        # From a terminal they were interrupted as well; from elsewhere they were not.
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait()
        return
    failed = [str(port + number) for number, code in enumerate(ended) if code]
    if failed:
        raise NotUnderstood(
            "server-ended", f"The server on port {', '.join(failed)} ended with a failure; it said why above."
        )


def _check(vaults: Sequence[Path], port: int) -> None:
    if len({vault.resolve() for vault in vaults}) < len(vaults):
        raise WrongUse("same-vault", "The same vault is named twice.")
    if not 0 < port <= _LARGEST_PORT + 1 - len(vaults):
        raise WrongUse("no-such-port", "There are not so many ports from this one on.")
    for vault in vaults:
        if not vault_folder.exists(vault):
            raise NotUnderstood("no-vault", f"There is no vault in {vault}; `guwah init` makes one.")
