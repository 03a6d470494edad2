"""`guwah evidence examine` and `guwah evidence clean`: what is done with files in the jail."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.failures import ANSWER_IS_NO, Failure, answering, json_option, print_json
from guwah.steps.evidence import flows, queries
from guwah.steps.evidence.models import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guwah.accounts.models import Member
    from guwah.steps.evidence.models import Item

_CLOSED = frozenset({"no-jail", "jail-closed", "jail-unknown-machine"})


@click.command("examine")
@click.argument("case_id", metavar="CASE", type=int)
@click.option("--item", "numbers", type=int, multiple=True, help="Only this item; may be given again.")
@click.option("--again", is_flag=True, help="Items that were examined before, too.")
@json_option
def examine(case_id: int, numbers: tuple[int, ...], again: bool, as_json: bool) -> None:
    """Read out of sealed files, in a jail, what they hold and what they say of themselves."""
    with answering(as_json=as_json):
        member = enter_from_command()
        case = find_case(member, case_id)
        items = [queries.find_item(case, number) for number in numbers]
        chosen = items or flows.unexamined(member, case, again=again)
        rows = _each(member, chosen, lambda who, item: flows.examine(who, item).steps, as_json=as_json)
    closed = [step["code"] for row in rows for step in row["steps"] if step["code"] in _CLOSED]
    words = "Nothing can be jailed on this machine: files stay sealed and unread. See guwah doctor."
    _tell(rows, Failure(closed[0], words) if closed else None, as_json=as_json)


@click.command("clean")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("numbers", metavar="ITEM…", nargs=-1, required=True, type=int)
@json_option
def clean(case_id: int, numbers: tuple[int, ...], as_json: bool) -> None:
    """Make copies that tell nothing besides what is seen and heard; the items stay as they are."""
    with answering(as_json=as_json):
        member = enter_from_command()
        case = find_case(member, case_id)
        items = [queries.find_item(case, number) for number in numbers]
        rows = _each(member, items, lambda who, item: (flows.clean_copy(who, item),), as_json=as_json)
    left = [step for row in rows for step in row["steps"] if step["result"] != Outcome.Result.DONE]
    words = f"{len(left)} of {len(rows)} copies could not be made."
    _tell(rows, Failure(left[0]["code"], words) if left else None, as_json=as_json)


def _each(
    member: Member,
    items: list[Item],
    act: Callable[[Member, Item], Iterable[flows.Step]],
    *,
    as_json: bool,
) -> list[dict[str, Any]]:
    hidden = as_json or not sys.stderr.isatty()
    with click.progressbar(items, file=sys.stderr, hidden=hidden) as shown:
        return [{"id": item.pk, "steps": [_step(step) for step in act(member, item)]} for item in shown]


def _step(step: flows.Step) -> dict[str, Any]:
    made = [{"id": each.pk, "file": each.filename, "bytes": each.size} for each in step.made]
    return {"step": step.step, "result": str(step.result), "code": step.code, "made": made}


def _tell(rows: list[dict[str, Any]], failure: Failure | None, *, as_json: bool) -> None:
    if as_json:
        print_json({"items": rows} | ({"error": asdict(failure)} if failure else {}))
    else:
        for row in rows:
            for step in row["steps"]:
                made = " ".join(f"item {each['id']}" for each in step["made"])
                click.echo(
                    f"item {row['id']}  {step['step']}  {step['result']}  {step['code']}  {made}".rstrip()
                )
                if step["code"] in queries.CODE_WORDS:
                    click.echo(f"    {queries.CODE_WORDS[step['code']]}")
        if failure:
            click.echo(failure.message, err=True)
    sys.exit(ANSWER_IS_NO if failure else 0)
