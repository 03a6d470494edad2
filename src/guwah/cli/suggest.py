"""`guwah suggest`: what the words of a text may mean, for a person to accept or reject; needs no vault."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

import click

from guwah.cli.failures import WRONG_USE, Failure, fail, json_option, print_json
from guwah.cli.text_file import FORMAT, encoding_option, read_text
from guwah.instruments.suggestions import KINDS, Watch, material_of, suggest, to_json
from guwah.instruments.suggestions.material import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.instruments.suggestions import Material, Suggestion

# Code points of a file that takes longer than somebody waits without wondering.
_LONG: Final = 30_000


@click.command("suggest")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only this; may be repeated.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="The language of FILE, where it is not told right."
)
@click.option(
    "--held", metavar="DATE", default="", help="The day of the talk (2022-12-30), for 'two days ago'."
)
@click.option("--format", "format_", type=FORMAT, help="The format, where it cannot be found out.")
@encoding_option
@json_option
def command(file: Path, kinds: tuple[str, ...], language: str | None, *, as_json: bool, **asked: str) -> None:
    """Suggest what FILE says of dates, people, sums, consent, promises and violations.

    Nothing here is a fact: each line names the rule that saw it, and a person decides.
    """
    held = _day(asked["held"], as_json=as_json)
    transcript = read_text(file, asked["format_"], asked["encoding"], expect_turns=False, as_json=as_json)
    material = material_of(transcript, language or "", held)
    quiet = as_json or not sys.stderr.isatty() or len(transcript.text) < _LONG
    found = suggest(material, kinds or KINDS) if quiet else _watched(material, kinds or KINDS)
    if as_json:
        print_json(to_json(found))
        return
    for one in found:
        _say(one)
    click.echo(f"{len(found)} suggestions; none of them is a fact until a person has checked it.", err=True)


def _watched(material: Material, kinds: Iterable[str]) -> list[Suggestion]:
    """Suggest with a bar on the terminal that says how far it is; it is gone afterwards."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    columns = ("{task.description}", BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        bar = shown.add_task("looking through", total=1.0)
        tell = partial(shown.update, bar)
        return suggest(
            material,
            tuple(kinds),
            lambda finders: Watch(finders, monotonic, lambda done: tell(completed=done)),
        )


def _day(written: str, *, as_json: bool) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        message = "--held takes a day as 2022-12-30."
        fail(Failure("bad-date", message), WRONG_USE, as_json=as_json)


def _say(one: Suggestion) -> None:
    from guwah.cli.transcript_page import safe

    place = f"{one.session}.{one.turn}" if one.turn else ""
    value = ", ".join(f"{key} {_plain(what)}" for key, what in one.found.value.items() if what is not None)
    words = safe(" ".join(one.text.split()))
    click.echo(f"{place:>8}  {one.found.kind:<14} {words}" + (f"  ({safe(value)})" if value else ""))


def _plain(value: object) -> str:
    if isinstance(value, list):
        return " or ".join(_plain(one) for one in value)
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values() if one is not None)
    return str(value)
