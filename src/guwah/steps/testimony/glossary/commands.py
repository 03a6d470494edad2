"""`guwah testimony glossary`: the terms of a case, told or written to a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import WrongUse, answering, json_option, print_json
from guwah.options import gathered
from guwah.steps.testimony.flows import glossing
from guwah.steps.testimony.glossary import queries

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member


@dataclass(frozen=True, slots=True)
class _Sought:
    """Which terms: those that hold some letters, of or into a language; empty means any."""

    letters: str
    language: str


@dataclass(frozen=True, slots=True)
class _File:
    """A file of all terms that is asked for, or none: its format, its place, whether sensitive terms too."""

    target: str | None
    out: Path | None
    sensitive: bool


@click.command("glossary")
@click.argument("case_id", metavar="CASE", type=int)
@click.option("--find", "letters", default="", help="Only terms that hold these letters.")
@click.option("--language", default="", help="Only terms of this language, or rendered in it.")
@click.option("--to", "target", type=click.Choice(glossing.FORMATS), help="Write a file of all terms.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it.")
@click.option("--sensitive", is_flag=True, help="Sensitive terms too.")
@json_option
@gathered(_Sought, "sought")
@gathered(_File, "file")
def glossary(*, case_id: int, sought: _Sought, file: _File, as_json: bool) -> None:
    """List the terms of CASE, or write them to a file for work inside the group."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        ask(actor, Permission.TESTIMONY_READ, case, target="glossary")
        if (file.target is None) != (file.out is None):
            raise WrongUse("no-file", "A file needs both: --to and --out.")
        if file.target is None or file.out is None:
            found = queries.entries(actor, case, sought.letters, sought.language)
            terms = [glossing.told(row) for row in found]
            told: dict[str, object] = {"terms": terms}
            lines = [f"{each['term']}  {each['language']}  {each['meaning']}" for each in terms]
        else:
            told, line = _written(actor, case, file.target, file.out, sensitive=file.sensitive)
            lines = [line]
    if as_json:
        print_json(told)
        return
    for line in lines:
        click.echo(line)


def _written(
    actor: Member, case: Case, target: str, out: Path, *, sensitive: bool
) -> tuple[dict[str, object], str]:
    """Write the file; return what to tell a program and a person of it."""
    if out.exists():
        raise WrongUse("exists", "There is a file of that name already. Nothing was written.")
    made = glossing.glossary_file(actor, case, target, sensitive=sensitive)
    out.write_bytes(made.data)
    told = {
        "file": str(out),
        "terms": made.terms,
        "sensitive_left_out": made.sensitive,
        "cut_left_out": made.cut,
    }
    return told, f"{made.terms} terms. Left out: {made.sensitive} sensitive, {made.cut} in cut words."
