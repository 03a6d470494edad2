"""`guwah appeal`: the petitions of a case, their fate and their silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import answering, json_option, print_json
from guwah.steps.appeals import queries

if TYPE_CHECKING:
    from guwah.steps.appeals.queries import PetitionShown


@click.group("appeal")
def group() -> None:
    """Letters to authorities, and what became of them."""


@group.command("list")
@click.argument("case_id", metavar="CASE", type=int)
@json_option
def list_petitions(case_id: int, as_json: bool) -> None:
    """List the petitions of a case with the last that is known of each."""
    with answering(as_json=as_json):
        member = enter_from_command()
        case = find_case(member, case_id)
        ask(member, Permission.PETITION_SEE, case)
        rows = [_row(shown) for shown in queries.petitions(case)]
    if as_json:
        print_json({"petitions": rows})
        return
    for row in rows:
        click.echo(f"petition {row['id']}  {row['fate'] or 'nothing known'}  {row['title']}")


def _row(shown: PetitionShown) -> dict[str, Any]:
    silence = shown.silence
    return {
        "id": shown.petition.pk,
        "title": shown.petition.title,
        "to": shown.petition.to,
        "fate": shown.fate.state if shown.fate else None,
        "silent_days": [silence.least, silence.most] if silence else None,
        "events": [{"state": event.state, "when": event.when, "note": event.note} for event in shown.events],
    }
