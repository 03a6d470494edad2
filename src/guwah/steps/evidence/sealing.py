"""`guwah evidence add` and `unfinished`: seal files into a case, and tell which came only in part."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import Progress

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.failures import Failure, answering, json_option, print_json
from guwah.steps.evidence import flows, queries
from guwah.steps.evidence.names import on_one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Source

FILES = click.Path(path_type=Path)


@click.command("add")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=FILES)
@click.option("--source", "number", type=int, help="Number of the source the files belong to.")
@json_option
def add(case_id: int, files: tuple[Path, ...], number: int | None, as_json: bool) -> None:
    """Seal files into a case; one that is not understood does not stop the others.

    Killed and started again, a large file goes on where it broke off.
    """
    with answering(as_json=as_json):
        member = enter_from_command()
        flows.sweep_leftovers()
        case = find_case(member, case_id)
        source = queries.find_source(case, number) if number is not None else None
        became = _add(member, case, files, source, quiet=as_json)
    _tell_added(became, as_json=as_json)


@click.command("unfinished")
@json_option
def unfinished(as_json: bool) -> None:
    """List the files that came only in part: the same file, added again, goes on where it broke off."""
    with answering(as_json=as_json):
        rows = flows.unfinished(enter_from_command())
    if as_json:
        print_json({"unfinished": [asdict(row) for row in rows]})
        return
    for row in rows:
        when = datetime.fromtimestamp(row.touched, UTC)
        click.echo(
            f"{row.filename}  case {row.case}  {row.sealed} of {row.size} bytes  {when:%Y-%m-%d %H:%M} UTC"
        )


def _add(
    member: Member, case: Case, files: Sequence[Path], source: Source | None, *, quiet: bool
) -> list[flows.Became]:
    console = Console(stderr=True)
    became: list[flows.Became] = []
    with Progress(console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        task = progress.add_task("", total=len(files))
        for each in flows.add_files(member, case, files, source=source):
            became.append(each)
            progress.advance(task)
    return became


def _row(became: flows.Became) -> dict[str, Any]:
    if became.problem is not None or became.added is None:
        code = became.problem.code if became.problem is not None else None
        row: dict[str, Any] = {"id": None, "sha256": None, "bytes": None, "kind": None, "outcome": code}
    else:
        row = queries.as_json(became.added.item, became.added.outcome)
    return {**row, "file": str(became.path)}


def _tell_added(became: Sequence[flows.Became], *, as_json: bool) -> None:
    rows = [_row(each) for each in became]
    problems = [(each.path, each.problem) for each in became if each.problem is not None]
    refused: list[tuple[int, Failure]] = [
        (problem.exit_code, problem.failure(str(path))) for path, problem in problems
    ]
    failures = [failure for _code, failure in refused]
    if as_json:
        print_json({"items": rows} | ({"error": asdict(failures[0])} if failures else {}))
    else:
        _say_added(rows, failures)
    if refused:
        sys.exit(max(code for code, _failure in refused))


def _say_added(rows: Sequence[dict[str, Any]], failures: Sequence[Failure]) -> None:
    for row in rows:
        if row["id"] is not None:
            click.echo(f"{row['outcome']}  item {row['id']}  {row['kind']}  {row['sha256']}")
    for failure in failures:
        click.echo(f"{on_one_line(failure.file or '')}: {failure.message}", err=True)
    if failures:
        click.echo(f"{len(rows) - len(failures)} of {len(rows)} files were kept.", err=True)
