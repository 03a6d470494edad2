"""Reading a file of text for a command that needs no vault: its options and its errors."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, NoReturn

import click

from guwah.cli.failures import NOT_UNDERSTOOD, WRONG_USE, Failure, fail
from guwah.instruments.transcripts import FORMATS, NotUnderstood, read_file
from guwah.instruments.transcripts.read import bytes_of, read_as

if TYPE_CHECKING:
    from pathlib import Path

    from guwah.instruments.transcripts import Transcript

FORMAT = click.Choice(FORMATS)
encoding_option = click.option(
    "--encoding",
    default="",
    help="How the letters are written, where FILE is text and does not say it: cp1251, gb18030 …",
)


def read_text(
    file: Path, format_: str | None, encoding: str, *, expect_turns: bool, as_json: bool
) -> Transcript:
    """Read FILE, or end the command with what is wrong and where (exit code 3, or 2 without a file)."""
    try:
        if not encoding:
            return read_file(file, format_, expect_turns=expect_turns)
        return read_as(bytes_of(file), encoding, file.name, format_, expect_turns=expect_turns)
    except NotUnderstood as said:
        failure = Failure(said.code, said.message, str(file), said.line, said.column, said.offset)
        fail(failure, NOT_UNDERSTOOD, as_json=as_json)
    except OSError as trouble:
        cannot_open(file, trouble, as_json=as_json)


def cannot_open(path: Path, trouble: OSError, *, as_json: bool) -> NoReturn:
    """End the command because a file cannot be opened or written."""
    code = "no-such-file" if trouble.errno == errno.ENOENT else "cannot-open"
    message = os.strerror(trouble.errno) if trouble.errno else "The file cannot be used."
    fail(Failure(code, f"{message}.", str(path)), WRONG_USE, as_json=as_json)
