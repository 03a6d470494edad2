"""`guwah transcript`: read a transcript, or turn it into another format; needs no vault."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from guwah.cli.failures import NOT_UNDERSTOOD, WRONG_USE, Failure, fail, json_option, print_json
from guwah.instruments.transcripts import FORMATS, NotUnderstood, read_file, to_json, write

if TYPE_CHECKING:
    from guwah.instruments.transcripts import Transcript, Written

_FORMAT = click.Choice(FORMATS)


@click.group("transcript")
def group() -> None:
    """Read transcripts and letters; needs no vault and changes nothing."""


@group.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=_FORMAT, help="The format, where it cannot be found out.")
@click.option("--expect-turns", is_flag=True, help="Refuse a text in which nobody speaks.")
@json_option
def read(file: Path, format_: str | None, expect_turns: bool, as_json: bool) -> None:
    """Show sessions, turns, events and marks of FILE."""
    transcript = _read(file, format_, expect_turns=expect_turns, as_json=as_json)
    if as_json:
        print_json(to_json(transcript))
        return
    from guwah.cli.transcript_page import show

    show(transcript)


@group.command("convert")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "to", type=_FORMAT, required=True, help="The format of the new file.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The new file.")
@click.option("--format", "format_", type=_FORMAT, help="The format of FILE, where it cannot be found out.")
@click.option("--force", is_flag=True, help="Replace the new file if it is there.")
@json_option
def convert(file: Path, to: str, out: Path, format_: str | None, force: bool, as_json: bool) -> None:
    """Write FILE in another format; in its own format, the same bytes."""
    transcript = _read(file, format_, expect_turns=False, as_json=as_json)
    written = write(transcript, to)
    try:
        _put(out, written, force=force)
    except FileExistsError:
        message = "There is a file of that name; --force replaces it."
        fail(Failure("file-exists", message, str(out)), WRONG_USE, as_json=as_json)
    except OSError as trouble:
        _cannot(out, trouble, as_json=as_json)
    warnings = [*transcript.warnings, *written.warnings]
    if as_json:
        told = [{"code": one.code, "message": one.message, "line": one.line} for one in warnings]
        print_json({"out": str(out), "format": to, "bytes": len(written.data), "warnings": told})
        return
    click.echo(f"{out}: {len(written.data)} bytes, {to}")
    for one in warnings:
        click.echo(f"  {one.message}" + (f" (line {one.line})" if one.line else ""), err=True)


def _read(file: Path, format_: str | None, *, expect_turns: bool, as_json: bool) -> Transcript:
    try:
        return read_file(file, format_, expect_turns=expect_turns)
    except NotUnderstood as said:
        failure = Failure(said.code, said.message, str(file), said.line, said.column, said.offset)
        fail(failure, NOT_UNDERSTOOD, as_json=as_json)
    except OSError as trouble:
        _cannot(file, trouble, as_json=as_json)


def _cannot(path: Path, trouble: OSError, *, as_json: bool) -> NoReturn:
    code = "no-such-file" if trouble.errno == errno.ENOENT else "cannot-open"
    message = os.strerror(trouble.errno) if trouble.errno else "The file cannot be used."
    fail(Failure(code, f"{message}.", str(path)), WRONG_USE, as_json=as_json)


def _put(out: Path, written: Written, *, force: bool) -> None:
    """Write beside the target, then move into place: nobody sees half a file, none is lost."""
    if out.exists() and not force:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with beside.open("xb") as file:
            file.write(written.data)
            file.flush()
            os.fsync(file.fileno())
        if force:
            beside.replace(out)
        else:
            # A link fails if somebody made the file in the meantime; a rename would replace it.
            os.link(beside, out)
    finally:
        beside.unlink(missing_ok=True)
