"""Commands in processes of their own, forked from one that has the libraries in its memory already.

To start Python and read Django in takes a second of processor time, and the tests run hundreds of commands.
What is forked has read no settings, opened no vault and imported nothing of Guwah but its instruments: all
that depends on the environment happens in the command's own process. The whole path by command
(`tests/story/test_by_command.py`) starts Python anew each time, as a user does.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import pkgutil
import subprocess
import sys
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
    "lxml.etree",
    "rfc3161_client",
    "shamir_mnemonic",
    "sqlcipher3",
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
    assert "guwah.settings" not in sys.modules
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _become(*json.loads(line))
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


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
    from guwah.cli.main import main

    main()
    raise SystemExit(0)


if __name__ == "__main__":
    _serve()
