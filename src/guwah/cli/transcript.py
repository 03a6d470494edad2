"""`guwah transcript`: read a transcript, or turn it into another format; needs no vault."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guwah.cli.failures import NOT_UNDERSTOOD, WRONG_USE, Failure, fail, json_option, print_json
from guwah.cli.text_file import FORMAT, cannot_open, encoding_option, read_text
from guwah.instruments.transcripts import WRITABLE, NotUnderstood, to_json
from guwah.instruments.transcripts.writing import write_as
from guwah.vault.unnamed import SWEPT, swept, unnamed

if TYPE_CHECKING:
    from guwah.instruments.transcripts import Written


@click.group("transcript")
def group() -> None:
    """Read transcripts and letters; needs no vault and changes nothing."""


@group.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=FORMAT, help="The format, where it cannot be found out.")
@encoding_option
@click.option("--expect-turns", is_flag=True, help="Refuse a text in which nobody speaks.")
@json_option
def read(file: Path, format_: str | None, encoding: str, expect_turns: bool, as_json: bool) -> None:
    """Show sessions, turns, events and marks of FILE."""
    transcript = read_text(file, format_, encoding, expect_turns=expect_turns, as_json=as_json)
    if as_json:
        print_json(to_json(transcript))
        return
    from guwah.cli.transcript_page import show

    show(transcript)


@group.command("convert")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "to", type=click.Choice(WRITABLE), required=True, help="The format of the new file.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The new file.")
@click.option("--format", "format_", type=FORMAT, help="The format of FILE, where it cannot be found out.")
@encoding_option
@click.option("--force", is_flag=True, help="Replace the new file if it is there.")
@json_option
def convert(file: Path, to: str, out: Path, force: bool, as_json: bool, **asked: str) -> None:
    """Write FILE in another format; in its own format, the same bytes."""
    transcript = read_text(file, asked["format_"], asked["encoding"], expect_turns=False, as_json=as_json)
    try:
        written = write_as(transcript, to)
    except NotUnderstood as cannot:
        fail(Failure(cannot.code, cannot.message, str(file)), NOT_UNDERSTOOD, as_json=as_json)
    left = swept(out.parent, out.name)
    try:
        _put(out, written, force=force)
    except FileExistsError:
        message = "There is a file of that name; --force replaces it."
        fail(Failure("file-exists", message, str(out)), WRONG_USE, as_json=as_json)
    except OSError as trouble:
        cannot_open(out, trouble, as_json=as_json)
    warnings = [*transcript.warnings, *written.warnings]
    if as_json:
        told = [{"code": one.code, "message": one.message, "line": one.line} for one in warnings]
        print_json(
            {"out": str(out), "format": to, "bytes": len(written.data), "warnings": told, "swept": left}
        )
        return
    click.echo(f"{out}: {len(written.data)} bytes, {to}")
    if left:
        click.echo(f"  {SWEPT.format(n=left)}", err=True)
    for one in warnings:
        click.echo(f"  {one.message}" + (f" (line {one.line})" if one.line else ""), err=True)


@group.command("export")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("layer_id", metavar="LAYER", type=int)
@click.option("--to", "to", type=click.Choice(WRITABLE), required=True, help="The format of the new file.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The new file.")
@json_option
def export(case_id: int, layer_id: int, to: str, out: Path, as_json: bool) -> None:
    """Take a text out of the vault as a file, for work inside the group.

    What is cut is left out in every format, and that it was taken out is written into the log. The file is
    not encrypted. What goes to anybody else is an edition or a package.
    """
    from guwah.vault.setup import prepare_django

    prepare_django()
    from guwah.steps.editions.copy_commands import export as take_out

    take_out(case_id, layer_id, to, out, as_json=as_json)


def _put(out: Path, written: Written, *, force: bool) -> None:
    """Write without a name, then place: nobody sees half a file, none is lost."""
    if out.exists() and not force:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    with unnamed(out.parent) as file:
        file.write(written.data)
        if force:
            file.replace(out)
        else:
            file.place(out)
