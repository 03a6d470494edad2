"""`guwah suggest`: what the words of a text may mean, for a person to accept or reject; needs no vault."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guwah.cli.failures import WRONG_USE, Failure, fail, json_option, print_json
from guwah.cli.text_file import FORMAT, encoding_option, read_text
from guwah.instruments.suggestions import KINDS, material_of, suggest, to_json
from guwah.instruments.suggestions.material import LANGUAGES

if TYPE_CHECKING:
    from guwah.instruments.suggestions import Suggestion


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
    found = suggest(material_of(transcript, language or "", held), kinds or KINDS)
    if as_json:
        print_json(to_json(found))
        return
    for one in found:
        _say(one)
    click.echo(f"{len(found)} suggestions; none of them is a fact until a person has checked it.", err=True)


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
