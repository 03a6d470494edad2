"""`guwah evidence`: seal files into a case, list them, hold them against their digests."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import Progress

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import ANSWER_IS_NO, Failure, Problem, answering, json_option, print_json
from guwah.steps.evidence import flows, queries
from guwah.steps.evidence.models import Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Source

FILES = click.Path(path_type=Path)


@click.group("evidence")
def group() -> None:
    """What came in: sealed, logged, verified."""


@group.command("add")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=FILES)
@click.option("--source", "number", type=int, help="Number of the source the files belong to.")
@json_option
def add(case_id: int, files: tuple[Path, ...], number: int | None, as_json: bool) -> None:
    """Seal files into a case; one that is not understood does not stop the others."""
    with answering(as_json=as_json):
        member = enter_from_command()
        flows.sweep_leftovers()
        case = find_case(member, case_id)
        source = queries.find_source(case, number) if number is not None else None
        rows: list[dict[str, Any]] = []
        refused: list[tuple[int, Failure]] = []
        with _progress(len(files), as_json=as_json) as step:
            for file in files:
                _add_one(member, case, file, source, (rows, refused))
                step()
    _tell_added(rows, refused, as_json=as_json)


@group.command("verify")
@click.argument("case_id", metavar="[CASE]", type=int, required=False)
@json_option
def verify(case_id: int | None, as_json: bool) -> None:
    """Decrypt every item and hold its SHA-256 against what was sealed."""
    with answering(as_json=as_json):
        member = enter_from_command()
        case = find_case(member, case_id) if case_id is not None else None
        total = Item.objects.filter(source__case=case).count() if case else Item.objects.count()
        with _progress(total, as_json=as_json) as step:
            report = flows.verify(member, case, tell=lambda _checked: step())
    _tell_verified(report, as_json=as_json)
    sys.exit(ANSWER_IS_NO if report.broken else 0)


@group.command("list")
@click.argument("case_id", metavar="CASE", type=int)
@json_option
def list_items(case_id: int, as_json: bool) -> None:
    """List the sources of a case and their items."""
    with answering(as_json=as_json):
        member = enter_from_command()
        case = find_case(member, case_id)
        ask(member, Permission.EVIDENCE_SEE, case)
        found = [queries.source_json(source) for source in case.sources.prefetch_related("items")]
    if as_json:
        print_json({"sources": found})
        return
    for source in found:
        click.echo(f"{source['number']}  {source['title']}")
        for row in source["items"]:
            click.echo(f"   item {row['id']}  {row['kind']}  {row['bytes']} bytes  {row['sha256']}")


@group.command("name")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("title")
@click.option("--kind", default="", help="Code of the list of source kinds.")
@json_option
def name(case_id: int, title: str, kind: str, as_json: bool) -> None:
    """Write down a source that is known only by its name or number."""
    with answering(as_json=as_json):
        member = enter_from_command()
        source = flows.name_source(member, find_case(member, case_id), flows.SourceFacts(title, kind))
    if as_json:
        print_json(queries.source_json(source))
    else:
        click.echo(f"Source {source.number} is named; no file of it is here yet.")


def _add_one(
    member: Member,
    case: Case,
    file: Path,
    source: Source | None,
    answers: tuple[list[dict[str, Any]], list[tuple[int, Failure]]],
) -> None:
    rows, refused = answers
    try:
        added = flows.add_file(member, case, file, file.name, source=source)
    except Problem as problem:
        refused.append((problem.exit_code, problem.failure(str(file))))
        row = {"id": None, "sha256": None, "bytes": None, "kind": None, "outcome": problem.code}
        rows.append({**row, "file": str(file)})
    else:
        rows.append({**queries.as_json(added.item, added.outcome), "file": str(file)})


def _tell_added(rows: list[dict[str, Any]], refused: list[tuple[int, Failure]], *, as_json: bool) -> None:
    if as_json:
        error = {"error": asdict(refused[0][1])} if refused else {}
        print_json({"items": rows} | error)
    else:
        for row in rows:
            if row["id"] is not None:
                click.echo(f"{row['outcome']}  item {row['id']}  {row['kind']}  {row['sha256']}")
        for _code, failure in refused:
            click.echo(f"{failure.file}: {failure.message}", err=True)
        if refused:
            click.echo(f"{len(rows) - len(refused)} of {len(rows)} files were kept.", err=True)
    if refused:
        sys.exit(max(code for code, _failure in refused))


def _tell_verified(report: flows.Report, *, as_json: bool) -> None:
    rows = [queries.as_json(each.item, each.code or "intact") for each in report.checked]
    broken = f"{len(report.broken)} of {len(rows)} items are not what was sealed."
    if as_json:
        error = {"error": asdict(Failure("broken-seal", broken))} if report.broken else {}
        print_json({"intact": not report.broken, "items": rows} | error)
        return
    for row in rows:
        click.echo(f"item {row['id']}  {row['sha256']}  {row['outcome']}")
    click.echo(f"BROKEN: {broken}" if report.broken else "intact")


@contextmanager
def _progress(total: int, *, as_json: bool) -> Iterator[Callable[[], None]]:
    """Show how far the work has come when somebody watches a terminal."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=as_json or not console.is_terminal) as progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.advance(task)
