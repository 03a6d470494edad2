"""`guwah evidence source`, `holding`, `request`: what we know of sources and of copies elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import ANSWER_IS_NO, answering, json_option, print_json
from guwah.instruments.vocabularies import codes
from guwah.steps.evidence import copies, flows, listing, queries
from guwah.steps.evidence.flows.digests import ALGORITHMS
from guwah.steps.evidence.names import on_one_line
from guwah.steps.evidence.stretches import Cursor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Source

CASE = click.argument("case_id", metavar="CASE", type=int)
NUMBER = click.argument("number", metavar="SOURCE", type=int)
HOLDING = click.argument("holding_id", metavar="HOLDING", type=int)
CHANNEL = click.option("--channel", default="", help="Code of the list of ways: post, messenger, in_person …")
WORD = click.option("--on-whose-word", "on_whose_word", default="", help="Who says so.")


@click.group("source")
def source() -> None:
    """Sources, with or without files of them."""


@source.command("add")
@CASE
@click.argument("title")
@click.option("--kind", default="", help="Code of the list of source kinds.")
@click.option("--from", "from_whom", default="", help="Who gave it.")
@CHANNEL
@click.option("--received", default="", help="EDTF date on which it was received.")
@click.option("--how", "provenance", default="", help="How it came, as told.")
@json_option
def add(case_id: int, as_json: bool, **facts: str) -> None:
    """Write down a source that is known only by its name or number."""
    with answering(as_json=as_json):
        member = enter_from_command()
        made = flows.name_source(member, find_case(member, case_id), flows.SourceFacts(**facts))
        told = _source_json(made)
    _tell(told, f"Source {made.number} is named; no file of it is here yet.", as_json=as_json)


@source.command("came")
@CASE
@NUMBER
@click.option("--from", "from_whom", default="", help="Who gave it.")
@click.option("--to", "to_whom", default="", help="Who took it; nobody named means us.")
@click.option("--on", default="", help="EDTF date.")
@CHANNEL
@click.option("--words", default="", help="How it went, as told.")
@WORD
@click.option("--item", "item_id", type=int, help="The one file of the source that went this way.")
@json_option
def came(case_id: int, number: int, item_id: int | None, as_json: bool, **facts: str) -> None:
    """Tell one hand a source went through on its way to us."""
    with answering(as_json=as_json):
        member = enter_from_command()
        case = find_case(member, case_id)
        found = queries.find_source(case, number)
        item = queries.find_item(case, item_id) if item_id is not None else None
        flows.note_handover(member, found, flows.HandoverFacts(**facts, item=item))
        told = _source_json(found)
    _tell(told, f"Noted how source {number} came.", as_json=as_json)


@source.command("list")
@CASE
@click.option("--kind", default="", help="Code of the list of source kinds.")
@click.option("--words", default="", help="Part of the name, or the number.")
@click.option(
    "--only",
    type=click.Choice([listing.UNFILED, listing.NOBODY]),
    help="Those without a file, or those of them that nobody is known to have.",
)
@json_option
def list_sources(case_id: int, kind: str, words: str, only: str | None, as_json: bool) -> None:
    """List the sources of a case with their files and the copies elsewhere."""
    with answering(as_json=as_json):
        member, case = _seen(case_id)
        del member
        found = list(_pages(case, kind, words, only or ""))
    if as_json:
        print_json({"sources": found})
        return
    for row in found:
        click.echo(f"{row['number']}  {row['title']}  items {len(row['items'])}")
        for each in row["holdings"]:
            click.echo(f"   holding {each['id']}  {each['state']}  {each['holder']}")


@source.command("show")
@CASE
@NUMBER
@json_option
def show(case_id: int, number: int, as_json: bool) -> None:
    """Show one source: how it came, its files, every copy elsewhere and what became of it."""
    with answering(as_json=as_json):
        told = _source_json(queries.find_source(_seen(case_id)[1], number))
    if as_json:
        print_json(told)
        return
    click.echo(f"{told['number']}  {told['title']}  {told['kind']}")
    for row in told["came"]:
        click.echo(
            f"   from {row['from_whom'] or '?'} to {row['to_whom'] or 'us'}  {row['on']}  {row['channel']}"
        )
        for line in row["words"].splitlines():
            click.echo(f"      {on_one_line(line)}")
    for row in told["items"]:
        click.echo(f"   item {row['id']}  {row['kind']}  {row['bytes']} bytes  {row['sha256']}")
    for row in told["holdings"]:
        said = ", ".join(state["state"] for state in row["states"])
        click.echo(f"   holding {row['id']}  {row['holder']}: {said}  bytes: {row['agreement']}")


@click.group("holding")
def holding() -> None:
    """Copies that others hold: who has which, on whose word, what became of them."""


@holding.command("add")
@CASE
@NUMBER
@click.argument("holder")
@click.option("--copy", default="", help="Which copy: the first recording, a print …")
@click.option("--since", default="", help="EDTF date since which it is there.")
@click.option(
    "--state",
    type=click.Choice([code for code in codes("holding_states") if code != "requested"]),
    default="said_to_exist",
    show_default=True,
)
@click.option("--note", default="")
@WORD
@json_option
def add_holding(case_id: int, number: int, as_json: bool, **facts: str) -> None:
    """Write down who has a copy of a source."""
    with answering(as_json=as_json):
        member = enter_from_command()
        case = find_case(member, case_id)
        found = queries.find_source(case, number)
        made = flows.note_holding(member, found, flows.HoldingFacts(**facts))
        told = _copy_json(case, made.pk)
    _tell(told, f"Holding {made.pk} is noted.", as_json=as_json)


@holding.command("list")
@CASE
@click.option("--state", default="", help="A code of the list of states, or open, or gone.")
@json_option
def list_holdings(case_id: int, state: str, as_json: bool) -> None:
    """List the copies that others hold or held."""
    with answering(as_json=as_json):
        _member, case = _seen(case_id)
        found, cursor = [], Cursor()
        while True:
            rows, page = listing.elsewhere(case, cursor, state=state)
            found += [copies.copy_json(row) | {"source": row.holding.source.number} for row in rows]
            if page.after is None:
                break
            cursor = Cursor(after=page.after)
    if as_json:
        print_json({"holdings": found})
        return
    for row in found:
        click.echo(f"holding {row['id']}  source {row['source']}  {row['state']}  {row['holder']}")


@holding.command("state")
@CASE
@HOLDING
@click.argument("state", type=click.Choice([code for code in codes("holding_states") if code != "requested"]))
@click.option("--as-of", "as_of", default="", help="EDTF date.")
@CHANNEL
@click.option("--note", default="", help="The answer, or anything else.")
@click.option("--item", type=int, help="Number of the item that came.")
@WORD
@json_option
def state(case_id: int, holding_id: int, item: int | None, as_json: bool, **facts: str) -> None:
    """Write down what was answered, or what became of a copy; what was said before stays."""
    with answering(as_json=as_json):
        member = enter_from_command()
        case = find_case(member, case_id)
        found = copies.find_copy(case, holding_id)
        arrived = queries.find_item(case, item) if item is not None else None
        flows.note_state(member, found, flows.StateFacts(**facts, item=arrived))
        told = _copy_json(case, holding_id)
    _tell(told, f"Holding {holding_id}: {facts['state']}.", as_json=as_json)


@holding.command("digest")
@CASE
@HOLDING
@click.argument("algorithm", metavar=f"[{'|'.join(ALGORITHMS)}]")
@click.argument("digest")
@click.option("--on", default="", help="EDTF date on which it was stated.")
@WORD
@json_option
def digest(case_id: int, holding_id: int, as_json: bool, **facts: str) -> None:
    """Write down a digest the holder states, and hold it against our files; exit 1 when the bytes differ."""
    with answering(as_json=as_json):
        member = enter_from_command()
        case = find_case(member, case_id)
        flows.state_digest(member, copies.find_copy(case, holding_id), **facts)
        told = _copy_json(case, holding_id)
    _tell(told, told["agreement"], as_json=as_json)
    sys.exit(ANSWER_IS_NO if told["agreement"] in {copies.DIFFERS, copies.FAILED} else 0)


@click.command("request")
@CASE
@HOLDING
@click.option("--on", "asked_on", default="", help="EDTF date on which it was asked.")
@CHANNEL
@click.option("--by", "asked_by", default="", help="Who asked, when it was not you.")
@click.option("--words", default="", help="What was asked.")
@json_option
def request(case_id: int, holding_id: int, as_json: bool, **facts: str) -> None:
    """Write down that a copy was asked for; the answer is noted with `holding state`."""
    with answering(as_json=as_json):
        member = enter_from_command()
        case = find_case(member, case_id)
        flows.request_copy(member, copies.find_copy(case, holding_id), flows.RequestFacts(**facts))
        told = _copy_json(case, holding_id)
    _tell(told, f"Noted that holding {holding_id} was asked for.", as_json=as_json)


def _seen(case_id: int) -> tuple[Member, Case]:
    member = enter_from_command()
    case = find_case(member, case_id)
    ask(member, Permission.EVIDENCE_SEE, case)
    return member, case


def _pages(case: Case, kind: str, words: str, only: str) -> Iterator[dict[str, Any]]:
    cursor: Cursor | None = Cursor()
    while cursor is not None:
        rows, page = listing.sources(case, cursor, kind=kind, words=words, only=only)
        yield from (_source_json(row.source) for row in rows)
        cursor = None if page.after is None else Cursor(after=page.after)


def _source_json(found: Source) -> dict[str, Any]:
    came = found.handovers.select_related("noted_by")
    return queries.source_json(found) | {
        "came": [
            {
                "from_whom": row.from_whom,
                "to_whom": row.to_whom,
                "on": row.on,
                "channel": row.channel,
                "words": row.words,
                "on_whose_word": row.on_whose_word,
                "item": row.item_id,
                "noted_by": str(row.noted_by),
            }
            for row in came
        ],
        "holdings": [copies.copy_json(one) for one in copies.copies(found)],
    }


def _copy_json(case: Case, holding_id: int) -> dict[str, Any]:
    return copies.copy_json(copies.shown(copies.find_copy(case, holding_id)))


def _tell(told: dict[str, Any], words: str, *, as_json: bool) -> None:
    if as_json:
        print_json(told)
    else:
        click.echo(words)
