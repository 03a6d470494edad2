"""Commands in processes of their own, forked from one that has the libraries in its memory already.

To start Python and read Django in takes a second of processor time, and the tests run hundreds of commands.
What is forked has opened no vault, and has imported of Guwah only what every command is given before its own
module is: the instruments, and Django's apps with their tables. All that depends on the environment happens
in the command's own process, which reads the settings anew; the command's module, and whatever it needs, is
imported there too. How a vault is made and opened by command (`tests/story/test_by_command.py`) starts Python
anew each time, as a user does.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parents[1] / "src"
LIBRARIES = (
    "argon2",
    "asgiref.sync",
    "click",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "cryptography.hazmat.primitives.asymmetric.x25519",
    "cryptography.hazmat.primitives.ciphers.aead",
    "cryptography.hazmat.primitives.kdf.hkdf",
    "cryptography.hazmat.primitives.hpke",
    "cryptography.x509",
    "django.contrib.auth.hashers",
    "django.core.management",
    "django.core.serializers.json",
    "django.db.migrations.executor",
    "django.db.models",
    "django.forms",
    "django.http",
    "django.template",
    "django.urls",
    "django.utils.translation.trans_real",
    "docx",
    "importlib.metadata",
    "lxml.etree",
    "rfc3161_client",
    "rich.progress",
    "rich.table",
    "shamir_mnemonic",
    "sqlcipher3",
    "tarfile",
    "tomlkit",
)


def run(words: list[str], environment: dict[str, str], folder: Path, errors: Path, said: Path) -> int:
    """Run `guwah` with these words and return its exit code.

    Args:
        words: the command line without the program.
        environment: the whole environment of the command.
        folder: where it stands.
        errors: takes its standard error, `said` its standard output.
    """
    nursery = _nursery()
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    mask = os.umask(0)
    os.umask(mask)
    asked = [words, environment, str(folder), str(errors), str(said), mask]
    nursery.stdin.write(json.dumps(asked) + "\n")
    nursery.stdin.flush()
    code: int = json.loads(nursery.stdout.readline())
    return code


@cache
def _nursery() -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, __file__],
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(_end, child)
    return child


def _end(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.close()
    child.wait()


def _serve() -> None:
    """In the child: import, then fork for each line."""
    for name in LIBRARIES:
        importlib.import_module(name)
    instruments = importlib.import_module("guwah.instruments")
    for module in pkgutil.walk_packages(instruments.__path__, "guwah.instruments."):
        importlib.import_module(module.name)
    _prepare()
    # What is not looked at by a child's collector is not copied into its memory.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _become(*json.loads(line))
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


def _prepare() -> None:
    """Set Django up for a vault that is nowhere, and read in the steps by which older ones were changed."""
    from guwah.vault.setup import prepare_django

    os.environ.update(GUWAH_VAULT=os.devnull, GUWAH_PASSPHRASE_FILE="")
    prepare_django()
    from django.db.migrations.loader import MigrationLoader

    MigrationLoader(None)


def _settle(words: list[str]) -> None:
    """In the grandchild: have the settings of its own environment, as if they had never been read."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connections

    from guwah.cli.main import PURE

    if not PURE.isdisjoint(words[:1]):
        time.tzset()
        return
    try:
        known = importlib.reload(sys.modules["guwah.settings"])
    except ImproperlyConfigured:
        # How that ends is for the program to say.
        os.execv(sys.executable, [sys.executable, "-m", "guwah.cli.main", *words])  # noqa: S606 - no shell
    for name in filter(str.isupper, dir(known)):
        setattr(settings, name, getattr(known, name))
    os.environ["TZ"] = settings.TIME_ZONE
    time.tzset()
    del connections["default"]
    vars(connections).pop("settings", None)
    vars(connections)["_settings"] = None


def _become(*asked: Any) -> None:  # noqa: ANN401 - as they came through the pipe
    """In the grandchild: be the command."""
    words, environment, folder, errors, said, mask = asked
    os.umask(mask)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = ["guwah", *words]
    _settle(words)
    from guwah.cli.main import main

    main()
    raise SystemExit(0)


if __name__ == "__main__":
    _serve()
