"""`guwah case`: open, list, show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from guwah.accounts.cases import find_case, join, leave, open_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import visible_cases
from guwah.accounts.members import by_handle
from guwah.accounts.permissions import Role
from guwah.failures import answering, json_option, print_json

if TYPE_CHECKING:
    from guwah.accounts.models import Case


@click.group("case")
def group() -> None:
    """What is kept about one person, group or event."""


@group.command("new")
@click.argument("title")
@json_option
def new(title: str, as_json: bool) -> None:
    """Open a case."""
    with answering(as_json=as_json):
        case = open_case(enter_from_command(), title)
    if as_json:
        print_json({"id": case.pk, "title": case.title})
    else:
        click.echo(f"Case {case.pk} is open.")


@group.command("list")
@json_option
def list_cases(as_json: bool) -> None:
    """List the cases you may see."""
    with answering(as_json=as_json):
        cases = [_row(case) for case in visible_cases(enter_from_command())]
    if as_json:
        print_json({"cases": cases})
        return
    for case in cases:
        click.echo(f"{case['id']}  {case['title']}")


@group.command("show")
@click.argument("case_id", metavar="ID", type=int)
@json_option
def show(case_id: int, as_json: bool) -> None:
    """Show what one case holds."""
    with answering(as_json=as_json):
        case = find_case(enter_from_command(), case_id)
        counts = {
            name: getattr(case, name).count()
            for name in ("sources", "layers", "claims", "cuts", "consent_records", "editions", "watches")
        }
    if as_json:
        print_json({**_row(case), **counts})
        return
    click.echo(f"{case.pk}  {case.title}")
    for name, count in counts.items():
        click.echo(f"  {name.replace('_', ' ')}: {count}")


@group.command("join")
@click.argument("case_id", metavar="ID", type=int)
@click.argument("handle")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@json_option
def join_case(case_id: int, handle: str, role: str, as_json: bool) -> None:
    """Give a member of the group a role in one case, or change it."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        join(actor, case, by_handle(handle), Role(role))
    if as_json:
        print_json({"case": case_id, "member": handle, "role": role})
    else:
        click.echo(f"{handle} is {role} in case {case_id}.")


@group.command("leave")
@click.argument("case_id", metavar="ID", type=int)
@click.argument("handle")
@json_option
def leave_case(case_id: int, handle: str, as_json: bool) -> None:
    """Take a member out of one case; `case join` lets them in again."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        role = leave(actor, find_case(actor, case_id), by_handle(handle))
    if as_json:
        print_json({"case": case_id, "member": handle, "role": None, "was": role.value})
    else:
        click.echo(f"{handle} was {role.value} in case {case_id} and is in it no longer.")


def _row(case: Case) -> dict[str, Any]:
    return {
        "id": case.pk,
        "title": case.title,
        "opened_at": case.opened_at.isoformat(),
        "invented": case.invented,
    }
