"""`guwah people`: find somebody by one spelling in any script."""

from __future__ import annotations

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import answering, json_option, print_json
from guwah.steps.people import queries


@click.group("people")
def group() -> None:
    """Persons, bodies, facilities and places, named in any script."""


@group.command("find")
@click.argument("name")
@click.option("--case", "case_id", type=int, help="Look in one case only.")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=queries.USUAL_LIMIT, show_default=True, help="At most."
)
@json_option
def find(name: str, case_id: int | None, limit: int, as_json: bool) -> None:
    """Find people by NAME, written in any script, and say why each was found."""
    with answering(as_json=as_json):
        member = enter_from_command()
        cases = queries.searchable_cases(member) if case_id is None else [find_case(member, case_id)]
        for case in cases:
            ask(member, Permission.PEOPLE_SEE, case, target="people:find")
        hits = queries.find(name, cases, limit)
    if as_json:
        results = [
            {"id": hit.entity.pk, "name": hit.name.text, "score": hit.score, "reasons": list(hit.reasons)}
            for hit in hits
        ]
        print_json({"results": results})
        return
    for hit in hits:
        click.echo(f"{hit.entity.pk}  {hit.name.text}")
        for reason in hit.reasons:
            click.echo(f"    {reason}")
    if not hits:
        click.echo("Nobody was found by this name.")
