"""`guwah evidence verify` and `scrub`: are the sealed files still what was sealed."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

from guwah.accounts import soundness
from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import may, visible_cases
from guwah.accounts.permissions import Permission
from guwah.failures import ANSWER_IS_NO, Failure, answering, json_option, print_json
from guwah.steps.evidence import flows, queries
from guwah.vault.wholeness import DAMAGED, REMEDY

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.vault.wholeness import Wholeness

# What to do about an item that is not what was sealed.
ADVICE = {
    "blob-missing": "put the sealed file back from a backup, or add the same file again",
    "blob-broken": "put the sealed file back from a backup, or add the same file again: it heals the damage",
}
_STRAY = (
    "no item stands for it; a kill between sealing and writing down leaves such a file. "
    "Add the file again and it is used; else it is nothing's"
)


@click.command("verify")
@click.argument("case_id", metavar="[CASE]", type=int, required=False)
@click.option("--scrub", "tags", is_flag=True, help="Only see whether each still opens; faster.")
@click.option("--anew", is_flag=True, help="Begin again, also where an earlier run was broken off.")
@json_option
def verify(case_id: int | None, tags: bool, anew: bool, as_json: bool) -> None:
    """Decrypt every item and hold its SHA-256 against what was sealed; look through the whole database.

    A run that was broken off goes on where it stopped.
    """
    _look(case_id, flows.Level.TAGS if tags else flows.Level.DIGEST, anew=anew, as_json=as_json)


@click.command("scrub")
@click.argument("case_id", metavar="[CASE]", type=int, required=False)
@click.option("--anew", is_flag=True, help="Begin again, also where an earlier run was broken off.")
@json_option
def scrub(case_id: int | None, anew: bool, as_json: bool) -> None:
    """Decrypt every item and see whether each still opens; its SHA-256 is not compared.

    The whole database is looked through, page by page.
    """
    _look(case_id, flows.Level.TAGS, anew=anew, as_json=as_json)


def _look(case_id: int | None, level: flows.Level, *, anew: bool, as_json: bool) -> None:
    with answering(as_json=as_json):
        member = enter_from_command()
        case = find_case(member, case_id) if case_id is not None else None
        total = queries.sealed_bytes(visible_cases(member) if case is None else [case])
        with _progress(quiet=as_json) as progress:
            task = progress.add_task("", total=total)
            report = flows.verify(
                member,
                case,
                level=level,
                anew=anew,
                tell=lambda checked: progress.advance(task, checked.item.size),
            )
        strays = _strays(member) if case is None else None
        # What holds the list of items belongs to what is looked after; a member of one case is told as well.
        database = soundness.look_through(member)
    _tell(report, strays, database, as_json=as_json)
    sys.exit(0 if database.whole and not report.broken else ANSWER_IS_NO)


def _strays(member: Member) -> list[flows.Stray] | None:
    return flows.strays(member) if may(member, Permission.LOG_VERIFY) else None


def _tell(
    report: flows.Report, strays: list[flows.Stray] | None, database: Wholeness, *, as_json: bool
) -> None:
    rows = [queries.as_json(each.item, each.code or "intact") for each in report.checked]
    broken = f"{len(report.broken)} of {report.earlier + len(rows)} items are not what was sealed."
    if as_json:
        well = database.whole and not report.broken
        answer: dict[str, Any] = {"intact": well, "items": rows, "earlier": report.earlier}
        answer["strays"] = None if strays is None else [asdict(each) for each in strays]
        answer["database"] = {"damaged": list(database.damaged), "lost": list(database.lost)}
        print_json(answer | _error(report, database, broken))
        return
    for row in rows:
        click.echo(f"item {row['id']}  {row['sha256']}  {row['outcome']}")
    _tell_person(report, strays)
    if report.broken:
        click.echo(f"BROKEN: {broken}")
    if not database.whole:
        click.echo(f"BROKEN: {database.told()}\n{REMEDY}")
    if database.whole and not report.broken:
        click.echo("intact")


def _error(report: flows.Report, database: Wholeness, broken: str) -> dict[str, Any]:
    if not database.whole:
        return {"error": asdict(Failure(DAMAGED, f"{database.told()} {REMEDY}"))}
    return {"error": asdict(Failure("broken-seal", broken))} if report.broken else {}


def _tell_person(report: flows.Report, strays: list[flows.Stray] | None) -> None:
    if report.earlier:
        click.echo(f"{report.earlier} items were looked at before the run was broken off.")
    for each in strays or []:
        click.echo(f"stray  {each.name}  {each.sealed} bytes: {_STRAY}", err=True)
    for checked in report.broken:
        click.echo(f"item {checked.item.pk}: {ADVICE[checked.code]}", err=True)


def _progress(*, quiet: bool) -> Progress:
    """Show bytes, speed and what is left when somebody watches a terminal."""
    console = Console(stderr=True)
    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)
