"""`guwah evidence deliver`: an export, letters, saved pages or a folder, shown as understood, then kept."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.failures import NOT_UNDERSTOOD, Failure, answering, json_option, print_json
from guwah.instruments import deliveries
from guwah.options import gathered
from guwah.steps.evidence import delivery_queries, flows

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member

_SHOWN = 12  # doubts and senders printed to a person; --json has all


@click.command("deliver")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@click.option("--as", "format", default="", help=f"What it is: {', '.join(deliveries.FORMATS)}.")
@click.option("--dates", default="", help="In which order its dates stand, if you know: dmy, mdy or ymd.")
@click.option("--encoding", default="", help="The encoding of its texts, if you know.")
@click.option("--dry-run", is_flag=True, help="Show what would be understood and store nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before it is kept.")
@json_option
@gathered(flows.Said, "said")
def deliver(*, case_id: int, path: Path, said: flows.Said, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Keep what a witness sent: messages in their order, each thing they carry a source of its own.

    Shows first what was understood and every doubt. Times and senders are kept as written, beside readings.
    """
    with answering(as_json=as_json, file=str(path)):
        member = enter_from_command()
        flows.sweep_leftovers()
        case = find_case(member, case_id)
        seen = flows.look(member, case, path, said)
        if not as_json:
            _tell(delivery_queries.understood(seen))
        if dry_run:
            if as_json:
                print_json({"stored": False} | delivery_queries.preview(seen))
            return
        if not (as_json or yes or click.confirm("Keep it so?")):
            click.echo("Nothing was kept.")
            return
        delivered = _deliver(member, case, path, said, quiet=as_json)
    _tell_kept(delivered, seen, as_json=as_json)


def _tell_kept(delivered: flows.Delivered, seen: deliveries.Delivery, *, as_json: bool) -> None:
    """Say what was kept and what was not; a file that we lost is an answer of its own (DESIGN §2, 8)."""
    row = delivery_queries.as_json(delivered.delivery)
    outcome = delivery_queries.outcome(delivered.delivery)
    gone = outcome.lost.get("gone", ("", []))[1]
    failure = Failure(
        "file-lost", "A file could not be read while the others were kept.", next(iter(gone), None)
    )
    if as_json:
        told = {"stored": True, "new": delivered.new} | delivery_queries.preview(seen) | row
        print_json(told | ({"error": asdict(failure)} if gone else {}))
    else:
        here = "" if delivered.new else " was here already"
        click.echo(f"Delivery {row['id']}{here}: source {row['source']}.")
        click.echo(f"  {outcome.kept:>6}  kept")
        for words, names in outcome.lost.values():
            click.echo(f"  {len(names):>6}  not kept, {words}: {', '.join(map(repr, names[:_SHOWN]))}")
    if gone and delivered.new:
        sys.exit(NOT_UNDERSTOOD)


def _deliver(member: Member, case: Case, path: Path, said: flows.Said, *, quiet: bool) -> flows.Delivered:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        task = progress.add_task("", total=None)
        return flows.deliver(member, case, path, said, step=lambda: progress.advance(task))


def _tell(preview: delivery_queries.Preview) -> None:
    files = f", {preview.files} file{'s' * (preview.files != 1)}" if preview.files else ""
    click.echo(f"{preview.format} ({preview.variant}), {preview.written} messages{files}")
    for state, count in sorted(preview.things.items()):
        click.echo(f"  {count:>6}  {state}")
    if preview.unnamed:
        click.echo(f"  {len(preview.unnamed):>6}  files that no message names")
    for order in preview.orders:
        click.echo(f"dates of {order['file']}: {delivery_queries.order_in_words(order)}")
    for sender in preview.senders[:_SHOWN]:
        click.echo(f"  {sender['messages']:>6}  {sender['sender']!r}")
    for doubt in preview.doubts[:_SHOWN]:
        place = ":".join(str(part) for part in (doubt["file"], doubt["line"]) if part)
        click.echo(f"doubt  {place + ': ' if place else ''}{doubt['message']}", err=True)
    if len(preview.doubts) > _SHOWN:
        click.echo(f"{len(preview.doubts) - _SHOWN} more doubts; --json has them all.", err=True)
