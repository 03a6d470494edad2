"""However a command ends, it says so plainly, keeps JSON's shape, and no word of testimony is in it."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click
import pytest
from django.db.utils import OperationalError

from guwah.cli import main as cli
from guwah.failures import Refused

SOURCES = Path(__file__).resolve().parents[2] / "src"
SECRET = "Ainur hid the ledger under the oven"
RUN = "from guwah.cli.main import main; main()"


def _raising(wrong: BaseException) -> Callable[..., NoReturn]:
    def run(**_: object) -> NoReturn:
        raise wrong

    return run


def _ended(
    wrong: BaseException, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[int, str, str]:
    monkeypatch.setattr(cli.guwah, "main", _raising(wrong))
    with pytest.raises(SystemExit) as ended:
        cli.main([*words])
    told = capsys.readouterr()
    return int(str(ended.value.code)), told.out, told.err


def _aborted(cause: BaseException) -> click.Abort:
    abort = click.Abort()
    abort.__cause__ = cause
    return abort


KNOWN: list[tuple[BaseException, int, str]] = [
    (OSError(errno.ENOSPC, SECRET), 74, "disk-full"),
    (OSError(errno.EDQUOT, SECRET), 74, "disk-full"),
    (PermissionError(errno.EACCES, SECRET, SECRET), 74, "not-writable"),
    (OSError(errno.EROFS, SECRET), 74, "not-writable"),
    (FileNotFoundError(errno.ENOENT, SECRET, SECRET), 74, "no-such-file"),
    (OSError(errno.EIO, SECRET), 74, "machine-failed"),
    (OSError(SECRET), 74, "machine-failed"),
    (MemoryError(SECRET), 74, "out-of-memory"),
    (OperationalError("database is locked"), 74, "database-busy"),
    (OperationalError("database or disk is full"), 74, "disk-full"),
    (OperationalError("attempt to write a readonly database"), 74, "not-writable"),
    (OperationalError("unable to open database file"), 74, "database-unreadable"),
    (OperationalError("file is not a database"), 74, "database-unreadable"),
    (OperationalError("database disk image is malformed"), 74, "database-unreadable"),
    (OperationalError("disk I/O error"), 74, "machine-failed"),
    (OperationalError(f"no such column: {SECRET}"), 70, "guwah-failed"),
    (KeyError(SECRET), 70, "guwah-failed"),
    (ValueError(SECRET), 70, "guwah-failed"),
    (KeyboardInterrupt(), 130, "interrupted"),
    (_aborted(KeyboardInterrupt()), 130, "interrupted"),
    (_aborted(EOFError()), 2, "declined"),
    (click.UsageError("No such option."), 2, "wrong-use"),
    (click.ClickException("Not so."), 2, "wrong-use"),
    (RecursionError(SECRET), 3, "too-deep"),
    (Refused("not-permitted", "You may not."), 1, "not-permitted"),
]


@pytest.mark.parametrize(("wrong", "code", "word"), KNOWN)
def test_every_end_has_its_code_and_its_word_in_json(
    wrong: BaseException,
    code: int,
    word: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended, out, err = _ended(wrong, capsys, monkeypatch, "case", "--json")

    error = json.loads(out)["error"]
    assert (ended, error["code"]) == (code, word)
    assert set(error) == {"code", "message", "file", "line", "column", "offset"}
    assert SECRET not in out + err


@pytest.mark.parametrize(("wrong", "code", "word"), KNOWN)
def test_every_end_is_one_plain_sentence_without_json(
    wrong: BaseException,
    code: int,
    word: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended, out, err = _ended(wrong, capsys, monkeypatch, "case")

    assert (ended, out) == (code, "")
    assert err.strip()
    assert SECRET not in err
    assert "Traceback" not in err


def test_a_fault_of_the_program_is_told_with_its_kind_and_place_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def deep(**_: object) -> None:
        cli.LazyGroup.list_commands(SECRET)  # type: ignore[call-arg,arg-type]

    monkeypatch.setattr(cli.guwah, "main", deep)
    with pytest.raises(SystemExit):
        cli.main(["case"])
    said = capsys.readouterr().err
    assert "Guwah itself failed: TypeError in guwah/cli/main.py, line " in said
    assert "taken back" in said
    assert "To report it" in said
    assert SECRET not in said


def test_a_fault_outside_our_code_names_no_path(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from guwah.cli.ending import _place

    assert _place(ValueError(SECRET)) == "code outside Guwah"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONWARNINGS": "ignore"}


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    file = tmp_path / "talk.txt"
    # What is said of it is more than a pipe holds (64 KiB), so that it is still being written.
    file.write_text("Anna: The oven is cold.\nBen: Since when?\n" * 2_000, encoding="utf-8")
    return file


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_a_reader_who_leaves_is_no_error(talk: Path, words: list[str]) -> None:
    command = [sys.executable, "-c", RUN, "transcript", "read", str(talk), *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        said = running.stderr.read()
    assert (running.returncode, said) == (141, b"")


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_a_full_disk_behind_standard_output_is_told_on_the_other_stream(talk: Path, words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", RUN, "transcript", "read", str(talk), *words],
            stdout=full,
            stderr=subprocess.PIPE,
            env=_environment(),
            check=False,
        )
    assert done.returncode == 74
    assert done.stderr.startswith(b"The disk is full.")
    assert b"Traceback" not in done.stderr


def test_ctrl_c_ends_with_a_word(talk: Path) -> None:
    # Raised in the main thread, it is heard at once; sent to the process it may reach another thread first.
    program = (
        "import signal\n"
        # Whoever starts the tests in the background of a shell has it ignored.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import guwah.cli.text_file as t\n"
        f"t.read_file = lambda *a, **k: signal.raise_signal({int(signal.SIGINT)})\n" + RUN
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "transcript", "read", str(talk), "--json"],
        capture_output=True,
        env=_environment(),
        check=False,
    )
    assert done.returncode == 130
    assert json.loads(done.stdout)["error"]["code"] == "interrupted"
