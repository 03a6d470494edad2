"""How a command ends that nobody foresaw: what happened, what was kept, what to do; no word of testimony."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from typing import TYPE_CHECKING, NoReturn

import click

from guwah.failures import NOT_UNDERSTOOD, WRONG_USE, Failure, Problem, fail

if TYPE_CHECKING:
    from types import TracebackType

# Beside the three of DESIGN §15; the numbers are those of sysexits.h and of shells (docs/decisions/0006).
GUWAH_FAILED = 70
MACHINE_FAILED = 74
INTERRUPTED = 130
PIPE_CLOSED = 141

_KEPT = "What was finished before is kept; what was being written was taken back whole."
_FULL = Failure("disk-full", f"The disk is full. {_KEPT} Make room, then run the command again.")
_READ_ONLY = Failure(
    "not-writable", f"The vault's folder or disk may not be written. {_KEPT} Look at its permissions."
)
_BUSY = Failure(
    "database-busy", f"Another program is writing in this vault. {_KEPT} Wait a moment, then run it again."
)
_DAMAGED = Failure(
    "database-unreadable",
    "The vault's database cannot be opened or read. Nothing was changed. Is the folder complete?",
)
_NO_FOLDER = Failure("no-such-file", f"A file or folder that is needed is not there. {_KEPT}")
_MACHINE = Failure("machine-failed", f"The machine could not read or write a file. {_KEPT}")
_MEMORY = Failure("out-of-memory", f"The machine has not enough memory for this. {_KEPT}")
_INTERRUPTED = Failure("interrupted", f"Stopped by you. {_KEPT}")
_DECLINED = Failure("declined", "Stopped; nothing more was done.")
_TOO_DEEP = Failure("too-deep", "The input is nested too deeply. Nothing was changed.")
_BY_NUMBER = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.ENOENT: _NO_FOLDER,
}
# SQLite's own sentences (sqlite3_errstr): the wrapper carries no number.
_BY_SENTENCE = {
    "database or disk is full": _FULL,
    "readonly database": _READ_ONLY,
    "is locked": _BUSY,
    "unable to open": _DAMAGED,
    "not a database": _DAMAGED,
    "malformed": _DAMAGED,
    "disk I/O error": _MACHINE,
}


class NobodyReads(Exception):
    """Whoever read standard output has gone; click would end this with a code that means something else."""


class LastWord:
    """Around a whole command: whatever leaves it becomes one sentence or the JSON error, and an exit code."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, where: TracebackType | None
    ) -> None:
        """Say what ended the command; a command's own ending passes."""
        if isinstance(wrong, BrokenPipeError | NobodyReads) or _ended_for_a_pipe(wrong):
            _leave(PIPE_CLOSED)
        if wrong is None or isinstance(wrong, SystemExit):
            return
        if isinstance(wrong, click.UsageError):
            self._wrong_use(wrong)
        if isinstance(wrong, Problem):
            fail(wrong.failure(), wrong.exit_code, as_json=self._as_json)
        damaged = _damage(wrong) if _is_of_the_database(wrong) else None
        failure, code = (damaged.failure(), damaged.exit_code) if damaged else _told(wrong)
        try:
            fail(failure, code, as_json=self._as_json)
        except OSError:
            # Standard output takes nothing any more: the other stream may.
            _leave(code, failure.message)

    def _wrong_use(self, wrong: click.UsageError) -> NoReturn:
        if self._as_json:
            fail(Failure("wrong-use", wrong.format_message()), WRONG_USE, as_json=True)
        wrong.show()
        sys.exit(WRONG_USE)


def _told(wrong: BaseException) -> tuple[Failure, int]:
    """Return what is said of an exception, and the exit code."""
    if isinstance(wrong, KeyboardInterrupt) or isinstance(wrong.__cause__, KeyboardInterrupt):
        return _INTERRUPTED, INTERRUPTED
    if isinstance(wrong, click.Abort):
        return _DECLINED, WRONG_USE
    if isinstance(wrong, click.ClickException):
        return Failure("wrong-use", wrong.format_message()), WRONG_USE
    if isinstance(wrong, RecursionError):
        return _TOO_DEEP, NOT_UNDERSTOOD
    machine = _of_the_machine(wrong)
    return (machine, MACHINE_FAILED) if machine else (_of_guwah(wrong), GUWAH_FAILED)


def _of_the_machine(wrong: BaseException) -> Failure | None:
    if isinstance(wrong, MemoryError):
        return _MEMORY
    if isinstance(wrong, OSError):
        return _BY_NUMBER.get(wrong.errno or 0, _MACHINE)
    if _is_of_the_database(wrong):
        return next((told for words, told in _BY_SENTENCE.items() if words in str(wrong)), None)
    return None


def _is_of_the_database(wrong: BaseException) -> bool:
    """Tell the errors of a database by their name, so that commands without Django need not import it."""
    return any(kind.__name__ == "DatabaseError" for kind in type(wrong).__mro__)


def _damage(wrong: BaseException) -> Problem | None:
    """Look whether the open vault's database is damaged, if that is what the error can come from."""
    from guwah.vault.keyring import KEYRING
    from guwah.vault.wholeness import means_damage

    if KEYRING.locked or not means_damage(wrong):
        return None
    from sqlcipher3 import dbapi2

    from guwah.accounts.soundness import explained

    try:
        return explained(wrong)
    except dbapi2.DatabaseError:
        # Not even that can be found out: what ended the command is said as it is.
        return None


def _of_guwah(wrong: BaseException) -> Failure:
    kind, place = type(wrong).__qualname__, _place(wrong)
    return Failure(
        "guwah-failed",
        f"Guwah itself failed: {kind} in {place}. This is a fault of the program, not of what you gave it. "
        f"{_KEPT} To report it, send this line: it holds no word and no name from the vault.",
    )


def _place(wrong: BaseException) -> str:
    """Return file and line of our own code in which an exception came up, without any value."""
    frames = traceback.extract_tb(wrong.__traceback__)
    ours = [frame for frame in frames if f"{os.sep}guwah{os.sep}" in frame.filename]
    if not ours:
        return "code outside Guwah"
    last = ours[-1]
    _, _, inside = last.filename.rpartition(f"{os.sep}guwah{os.sep}")
    return f"guwah/{inside.replace(os.sep, '/')}, line {last.lineno}, {last.name}"


def _ended_for_a_pipe(wrong: BaseException | None) -> bool:
    # Rich answers a closed pipe with code 1, which here means "the answer is no".
    return isinstance(wrong, SystemExit) and isinstance(wrong.__context__, BrokenPipeError)


def _leave(code: int, words: str = "") -> NoReturn:
    """End although standard output takes nothing: the interpreter would complain when it empties it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if words:
        click.echo(words, err=True)
    sys.exit(code)
