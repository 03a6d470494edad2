"""The command line as other programs use it: processes of their own, a passphrase file, JSON."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import forking
from cast import PASSPHRASE

SOURCES = Path(__file__).resolve().parents[1] / "src"
SECOND = "six grey geese cross the yard"
# A slot that costs little: what is tested is not how long somebody waits at the door.
_MAKE = """
import sys
from guwah.vault.setup import prepare_django
prepare_django()
from pathlib import Path
from guwah.accounts.entry import make_vault
from guwah.accounts.members import add_member
from guwah.accounts.permissions import Role
from guwah.vault.slots import Cost
folder, first, second = sys.stdin.read().splitlines()
cost = Cost(memory=64, passes=1, lanes=1)
owner = make_vault(Path(folder), "aygul", first, cost)
add_member(owner, "emine", second, Role.REVIEWER, cost=cost)
add_member(owner, "boris", second, Role.COORDINATOR, cost=cost)
"""


@cache
def _made_once(which: int) -> Path:
    """Return the home of a vault that nobody works in."""
    home = Path(tempfile.mkdtemp(prefix="guwah-made-"))
    atexit.register(shutil.rmtree, home)
    return Guwah(home)._make().home


@dataclass
class Guwah:
    """One vault, its passphrase file, and everything the commands wrote on their standard error.

    Unless `forked`, each command starts Python anew, as it does for a user.
    """

    home: Path
    errors: list[str] = field(default_factory=list)
    forked: bool = True

    @property
    def vault(self) -> Path:
        return self.home / "vault"

    @property
    def temporary(self) -> Path:
        return self.home / "tmp"

    def environment(self, passphrase: str = PASSPHRASE) -> dict[str, str]:
        self.temporary.mkdir(exist_ok=True)
        file = self.home / "passphrase"
        file.write_text(passphrase, "utf-8")
        return {
            **os.environ,
            "GUWAH_VAULT": str(self.vault),
            "GUWAH_PASSPHRASE_FILE": str(file),
            "GUWAH_SEEN": str(self.home / "seen"),
            "GUWAH_RUNNING": str(self.home / "running"),
            "PYTHONPATH": str(SOURCES),
            "TMPDIR": str(self.temporary),
        }

    def make(self, which: int = 0) -> Guwah:
        """Make the vault with an owner, a reviewer and a second coordinator, with slots that cost little.

        Making its tables takes seconds: what one test was given, the next gets a copy of. A test of several
        groups says by a number `which` vault it means; each has keys of its own.
        """
        made = _made_once(which)
        for folder in ("vault", "seen"):
            shutil.copytree(made / folder, self.home / folder, dirs_exist_ok=True)
        return self

    def _make(self) -> Guwah:
        told = f"{self.vault}\n{PASSPHRASE}\n{SECOND}\n"
        command = [sys.executable, "-c", _MAKE]
        subprocess.run(command, env=self.environment(), input=told, text=True, check=True)
        return self

    def __call__(self, *words: str | Path, code: int = 0, passphrase: str = PASSPHRASE) -> dict[str, Any]:
        """Run a command with --json and return what it says, which must be one JSON object and a line end."""
        returned, said, errors = self._run([*map(str, words), "--json"], self.environment(passphrase))
        self.errors.append(errors)
        assert returned == code, said + errors
        assert said.endswith("}\n")
        told: dict[str, Any] = json.loads(said)
        return told

    def said(self, *words: str | Path, code: int = 0) -> str:
        """Run a command as a person does and return what it says on standard output."""
        returned, said, errors = self._run([*map(str, words)], self.environment())
        self.errors.append(errors)
        assert returned == code, said + errors
        return said

    def _run(self, words: list[str], environment: dict[str, str]) -> tuple[int, str, str]:
        if self.forked:
            with tempfile.TemporaryDirectory() as room:
                said, errors = Path(room) / "said", Path(room) / "errors"
                code = forking.run(words, environment, self.home, errors, said)
                return code, said.read_text("utf-8"), errors.read_text("utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "guwah.cli.main", *words],
            env=environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr
