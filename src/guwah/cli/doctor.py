"""`guwah doctor`: what is wrong with the vault or this machine, and what to do about it."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import asdict

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress

from guwah import settings
from guwah.accounts import compacting
from guwah.accounts.entry import enter_from_command
from guwah.cli import inside
from guwah.failures import ANSWER_IS_NO, answering, json_option, print_json
from guwah.vault.health import Weight, examine


@click.command()
@click.option(
    "--open",
    "opened",
    is_flag=True,
    help="Open the vault and look inside as well: the whole database, backups, drills, time stamps, "
    "partners' signatures.",
)
@click.option(
    "--compact",
    "smaller",
    is_flag=True,
    help="Make the database's file as small as what it holds; nobody else may have the vault open.",
)
@json_option
def doctor(opened: bool, smaller: bool, as_json: bool) -> None:
    """Say what is wrong and what to do; the vault stays locked. Ends with 1 when something is bad."""
    if smaller:
        _compact(as_json=as_json)
        return
    now = dt.datetime.now(dt.UTC)
    findings = examine(settings.VAULT_FOLDER, now.date())
    if opened:
        with answering(as_json=as_json):
            findings += inside.findings(now)
    bad = any(each.weight is Weight.BAD for each in findings)
    if as_json:
        print_json({"well": not bad, "findings": [asdict(each) for each in findings]})
    else:
        for each in findings:
            click.echo(f"{'✗' if each.weight is Weight.BAD else '·'} {each.message}\n    {each.remedy}")
        if not findings:
            click.echo("Everything is as it should be.")
        if not opened:
            # A seized disk does not tell when backups were made or who vouches, nor does a locked vault.
            click.echo(
                "What backups, time stamps and partners say is known inside only: guwah doctor --open",
                err=True,
            )
    sys.exit(ANSWER_IS_NO if bad else 0)


def _compact(*, as_json: bool) -> None:
    with answering(as_json=as_json):
        member = enter_from_command()
        with Progress(
            BarColumn(),
            DownloadColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=as_json or not sys.stderr.isatty(),
        ) as progress:
            bar = progress.add_task("", total=None)
            done = compacting.compact(
                member, lambda written, before: progress.update(bar, completed=written, total=before)
            )
    if as_json:
        print_json({"before": done.before, "after": done.after})
    else:
        click.echo(f"The database took {done.before} bytes and takes {done.after} now; the log says so.")
