"""`guwah testimony glossary`: the terms of a case, told or written to a file."""

from __future__ import annotations

from pathlib import Path

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import WrongUse, answering, json_option, print_json
from guwah.steps.testimony.flows import glossing
from guwah.steps.testimony.glossary import queries


@click.command("glossary")
@click.argument("case_id", metavar="CASE", type=int)
@click.option("--find", "sought", default="", help="Only terms that hold these letters.")
@click.option("--language", default="", help="Only terms of this language, or rendered in it.")
@click.option("--to", "target", type=click.Choice(glossing.FORMATS), help="Write a file of all terms.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it.")
@click.option("--sensitive", is_flag=True, help="Sensitive terms too.")
@json_option
def glossary(  # noqa: PLR0913 - one for each option
    case_id: int,
    sought: str,
    language: str,
    target: str | None,
    out: Path | None,
    *,
    sensitive: bool,
    as_json: bool,
) -> None:
    """List the terms of CASE, or write them to a file for work inside the group."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        ask(actor, Permission.TESTIMONY_READ, case, target="glossary")
        if (target is None) != (out is None):
            raise WrongUse("no-file", "A file needs both: --to and --out.")
        if target is None or out is None:
            terms = [glossing.told(row) for row in queries.entries(actor, case, sought, language)]
            told: dict[str, object] = {"terms": terms}
            lines = [f"{each['term']}  {each['language']}  {each['meaning']}" for each in terms]
        else:
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
            lines = [f"{made.terms} terms. Left out: {made.sensitive} sensitive, {made.cut} in cut words."]
    if as_json:
        print_json(told)
    else:
        for line in lines:
            click.echo(line)
