"""`guwah chronology`: which statements about time can all be true, from the command line, without a vault."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guwah.cli.failures import ANSWER_IS_NO, NOT_UNDERSTOOD, WRONG_USE, Failure, fail, json_option, print_json
from guwah.instruments.chronology import BadProblem, check, load, to_json
from guwah.instruments.chronology.places import BadJson, Place, place_of, read_json

if TYPE_CHECKING:
    from guwah.instruments.chronology import Problem, Result

_LARGEST = 64 * 1024 * 1024  # bytes


class _Unreadable(Exception):
    """The input could not be taken in."""

    def __init__(
        self, code: str, message: str, place: Place | None = None, exit_code: int = NOT_UNDERSTOOD
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.place = place
        self.exit_code = exit_code


@click.group("chronology")
def group() -> None:
    """Check what people say about time."""


@group.command("check")
@click.argument("file")
@click.option("--fail", "fail_on_conflict", is_flag=True, help="End with code 1 when there is a conflict.")
@json_option
def check_file(file: str, *, fail_on_conflict: bool, as_json: bool) -> None:
    """Find every smallest set of statements in FILE (JSON, - for standard input) that cannot all be true."""
    try:
        result = check(_problem(file))
    except _Unreadable as wrong:
        place = wrong.place
        failure = Failure(
            wrong.code,
            wrong.message,
            file,
            None if place is None else place.line,
            None if place is None else place.column,
            None if place is None else place.offset,
        )
        fail(failure, wrong.exit_code, as_json=as_json)
    refused = fail_on_conflict and not result.consistent
    if as_json:
        error = asdict(Failure("conflict", "Not all of these statements can be true.", file))
        print_json({**({"error": error} if refused else {}), **to_json(result)})
    else:
        _say(result)
    if refused:
        sys.exit(ANSWER_IS_NO)


def _problem(file: str) -> Problem:
    text = _text(file)
    try:
        return load(read_json(text))
    except BadJson as wrong:
        raise _Unreadable(wrong.code, wrong.message, wrong.place) from wrong
    except BadProblem as wrong:
        place = place_of(text, wrong.path)
        raise _Unreadable(wrong.code, wrong.message, place) from wrong


def _text(file: str) -> str:
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
            raw = stream.read(_LARGEST + 1)
    except OSError as wrong:
        raise _Unreadable("cannot-open", "The file cannot be opened.", exit_code=WRONG_USE) from wrong
    if len(raw) > _LARGEST:
        raise _Unreadable("too-large", "The input is larger than 64 MiB.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        before = raw[: wrong.start].decode("utf-8-sig", errors="replace")
        line_start = before.rfind("\n") + 1
        place = Place(before.count("\n") + 1, len(before) - line_start + 1, len(before))
        raise _Unreadable("bad-encoding", "The input is not UTF-8 text.", place) from wrong


def _say(result: Result) -> None:
    click.echo("All of this can be true." if result.consistent else "Not all of this can be true.")
    for conflict in result.conflicts:
        click.echo(f"[{conflict.grade}] {conflict.why}")
    for name, ways in {**result.countings, **result.conventions}.items():
        click.echo(
            f"{name}: fits when counted {' or '.join(ways)}"
            if ways
            else f"{name}: fits in no way of counting"
        )
    if not result.complete:
        click.echo("There was too much to look at everything: more conflicts may exist.")
