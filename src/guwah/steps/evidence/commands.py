"""`guwah evidence`: seal files into a case, list them, hold them against their digests."""

from __future__ import annotations

from pathlib import Path

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import answering, json_option, print_json
from guwah.steps.evidence import (
    delivering,
    flows,
    looking,
    queries,
    reading_commands,
    sealing,
    source_commands,
)
from guwah.steps.evidence.names import on_one_line

FILES = click.Path(path_type=Path)


@click.group("evidence")
def group() -> None:
    """What came in: sealed, logged, verified."""


@group.command("list")
@click.argument("case_id", metavar="CASE", type=int)
@json_option
def list_items(case_id: int, as_json: bool) -> None:
    """List the sources of a case and their items."""
    with answering(as_json=as_json):
        member = enter_from_command()
        case = find_case(member, case_id)
        ask(member, Permission.EVIDENCE_SEE, case)
        found = [
            queries.source_json(source) for source in case.sources.prefetch_related("items__comings__by")
        ]
    if as_json:
        print_json({"sources": found})
        return
    for source in found:
        click.echo(f"{source['number']}  {source['title']}")
        for row in source["items"]:
            click.echo(f"   item {row['id']}  {row['kind']}  {row['bytes']} bytes  {row['sha256']}")
            for came in row["came"]:
                said = came["file_said_modified"]
                told = [
                    came["at"][:16],
                    came["by"],
                    on_one_line(came["path"] or ""),
                    f"the file said: {said}" if said else None,
                ]
                click.echo(f"      {on_one_line(came['name'])}  ({', '.join(each for each in told if each)})")


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


_SOURCES = (source_commands.source, source_commands.holding, source_commands.request)
_FILES = (sealing.add, sealing.unfinished, delivering.deliver, looking.verify, looking.scrub)
_JAILED = (reading_commands.examine, reading_commands.clean)
for each in (*_FILES, *_SOURCES, *_JAILED):
    group.add_command(each)
