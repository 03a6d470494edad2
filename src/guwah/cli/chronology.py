"""`guwah chronology`: which statements about time can all be true, from the command line, without a vault."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guwah.failures import (
    ANSWER_IS_NO,
    Failure,
    WrongUse,
    answering,
    json_option,
    print_json,
    read_json,
)
from guwah.instruments.chronology import BadProblem, check, load, to_json
from guwah.instruments.placed_json import LIMIT, pointer_to

if TYPE_CHECKING:
    from guwah.instruments.chronology import Problem, Result


@click.group("chronology")
def group() -> None:
    """Check what people say about time."""


@group.command("check")
@click.argument("file")
@click.option("--fail", "fail_on_conflict", is_flag=True, help="End with code 1 when there is a conflict.")
@json_option
def check_file(file: str, *, fail_on_conflict: bool, as_json: bool) -> None:
    """Find every smallest set of statements in FILE (JSON, - for standard input) that cannot all be true."""
    with answering(as_json=as_json, file=file):
        result = check(_problem(file))
    refused = fail_on_conflict and not result.consistent
    if as_json:
        error = asdict(Failure("conflict", "Not all of these statements can be true.", file))
        print_json({**({"error": error} if refused else {}), **to_json(result)})
    else:
        _say(result)
    if refused:
        sys.exit(ANSWER_IS_NO)


def _problem(file: str) -> Problem:
    given = read_json(_bytes(file))
    try:
        return load(given.node.value)
    except BadProblem as wrong:
        raise given.wrong(wrong.code, wrong.message, pointer_to(wrong.path)) from wrong


def _bytes(file: str) -> bytes:
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
            return stream.read(LIMIT + 1)
    except OSError as wrong:
        raise WrongUse("cannot-open", "The file cannot be opened.") from wrong


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
