"""`guwah vigil`: what is due, and what came of an attempt."""

from __future__ import annotations

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import answering, json_option, print_json
from guwah.steps.vigil import flows, queries


@click.group("vigil")
def group() -> None:
    """Promises to check on a person. Nobody watches while this laptop sleeps."""


@group.command("list")
@click.argument("case_id", metavar="[CASE]", type=int, required=False)
@click.option("--open", "open_only", is_flag=True, help="Only those not yet answered.")
@json_option
def list_watches(case_id: int | None, open_only: bool, as_json: bool) -> None:
    """List the watches, those due first at the top."""
    with answering(as_json=as_json):
        member = enter_from_command()
        cases = queries.keeping(member) if case_id is None else [find_case(member, case_id)]
        for case in cases:
            ask(member, Permission.WATCH_SEE, case)
        rows = [queries.as_json(shown) for shown in queries.watches(cases, open_only=open_only)]
    if as_json:
        print_json({"watches": rows})
        return
    for row in rows:
        click.echo(f"watch {row['id']}  {row['state']}  {row['due_at']}  {row['keeper']}  {row['purpose']}")


@group.command("answer")
@click.argument("number", metavar="WATCH", type=int)
@click.option("--outcome", required=True, help="Code of the list of check-in outcomes.")
@click.option("--note", default="", help="What is worth keeping of the attempt.")
@json_option
def answer(number: int, outcome: str, note: str, as_json: bool) -> None:
    """Note an attempt to reach the person; only a verified answer ends the watch."""
    with answering(as_json=as_json):
        member = enter_from_command()
        watch = queries.find_watch(member, number)
        flows.check_in(member, watch, outcome, note=note)
        row = queries.as_json(queries.shown_now(watch))
    if as_json:
        print_json(row)
    else:
        click.echo(f"Noted. Watch {row['id']} is {row['state']}.")
