"""`guwah consent`: what was allowed, forbidden, taken back, and which passages a condition means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from django.db import transaction

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.failures import NotUnderstood, answering, json_option, print_json, read_json
from guwah.instruments.permissions.reading import LIMIT
from guwah.steps.consent import flows, queries
from guwah.steps.consent.counted import newest_counted_in, surely_counted_now
from guwah.steps.testimony.flows import anchor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.failures import Handed
    from guwah.instruments.placed_json import Node
    from guwah.steps.consent.models import Condition

_STDIN = "<stdin>"


REVISION = click.option(
    "--revision", type=int, help="Number of the text the places are counted in; needed once it was edited."
)


@click.group("consent")
def group() -> None:
    """Consent: what may be done, in the words in which it was given."""


@group.command("add")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("file", type=click.File("rb"))
@click.option("--unread", is_flag=True, help="Nobody has read the granted words yet: they stay masked.")
@click.option(
    "--counted-now", is_flag=True, help="Places in FILE are counted in the texts as they stand now."
)
@json_option
def add(case_id: int, file: Any, unread: bool, counted_now: bool, as_json: bool) -> None:  # noqa: ANN401 - click opens it
    """Record every consent act of a list, or none.

    FILE (or -) holds {"records": [...]}, a list, or one record, each as `permission evaluate` takes it, with
    material named by layer, item or source. A passage that a condition means is marked with
    "params": {"spans": [{"layer", "start", "end"}]}. "situation" in the file is noted with the case, and
    "third_parties" decide on words about other people: "cleared" shows them, anything else keeps them masked.

    Whoever records a grant says that they have read the words it names, as they stand now: in what goes out,
    words that nobody has read are masked (say --unread, and read them later). Names, numbers, addresses and
    birth dates found in them stay masked all the same.
    """
    with answering(as_json=as_json, file=None if file.name == _STDIN else str(file.name)):
        given = read_json(file.read(LIMIT + 1))
        actor = enter_from_command()
        case = find_case(actor, case_id)
        if not counted_now:
            surely_counted_now(case, given.node.value)
        with transaction.atomic():
            taken = [_take(actor, case, given, node) for node in _nodes(given)]
            _third_parties(actor, case, given)
            _situation(actor, case, given.node.value)
            read = {} if unread else _read_through(actor, case, taken)
        answers = _told(case, {each.record.pk for each in taken})
    _show(answers, as_json=as_json, read=read)


@group.command("list")
@click.argument("case_id", metavar="CASE", type=int)
@json_option
def list_records(case_id: int, as_json: bool) -> None:
    """List the consent records of a case with their conditions as they stand now."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        flows.may_see(actor, case)
        answers = _told(case, None)
    _show(answers, as_json=as_json)


@group.command("mark")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("record")
@click.option("--layer", type=int, required=True, help="Layer in which the passage stands.")
@click.option("--start", type=int, required=True, help="First code point, counted from 0.")
@click.option("--end", type=int, required=True, help="One past the last code point.")
@click.option("--code", default="redact_first", show_default=True, help="Which condition of the record.")
@REVISION
@json_option
def mark(case_id: int, record: str, as_json: bool, code: str, **place: int) -> None:
    """Mark a passage as meant by a condition of RECORD; no machine chooses passages."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        condition = _condition(case, record, code)
        revision = newest_counted_in(case, place["layer"], place["revision"])
        passage = flows.mark_meant(actor, condition, anchor(actor, revision, place["start"], place["end"]))
    if as_json:
        print_json({"id": passage.pk, "condition": condition.pk, "record": record})
    else:
        click.echo(f"Passage {passage.pk} is marked as meant.")


@group.command("clear")
@click.argument("case_id", metavar="CASE", type=int)
@click.option("--layer", type=int, required=True, help="The text that somebody has read.")
@click.option("--start", type=int, default=0, show_default=True, help="First code point that was read.")
@click.option("--end", type=int, default=None, help="One past the last.  [default: end of the text]")
@click.option("--undo", is_flag=True, help="Mask the words again.")
@REVISION
@json_option
def clear(case_id: int, as_json: bool, undo: bool, layer: int, **place: int | None) -> None:
    """Say that you have read these words and that they may go out where consent allows it.

    What nobody has read is masked in everything that goes out. Names, numbers, addresses and birth dates
    found in it stay masked until they are shown one by one.
    """
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        revision = newest_counted_in(case, layer, place["revision"])
        end = place["end"]
        words = flows.stretch_of(revision, place["start"] or 0, len(revision.text) if end is None else end)
        changed = (flows.unclear if undo else flows.clear)(actor, case, revision, words)
        standing = list(queries.cleared(case).get(revision.pk, ()))
    if as_json:
        print_json({"layer": layer, "changed": changed, "cleared": standing})
    else:
        click.echo(f"{changed} characters {'are masked again' if undo else 'may go out now'}.")


def _condition(case: Any, record: str, code: str) -> Condition:  # noqa: ANN401 - accounts.models.Case
    for row in queries.records_of(case):
        if queries.record_id(row) == record:
            found = row.conditions.filter(code=code).first()
            if found is not None:
                return found
    raise NotUnderstood("no-such-condition", "No record with this id has such a condition.")


def _nodes(given: Handed) -> list[Node]:
    """Return the consent records of what was handed in: a list, {"records": [...]} or one record."""
    whole = given.node
    if isinstance(whole.value, dict):
        named = next((name for name in ("records", "consents") if name in whole.value), None)
        if named is None:
            return [whole]
        whole = whole.get(named)
    if not isinstance(whole.value, list):
        raise given.wrong("wrong-type", "a list of consent records is expected", whole.pointer)
    nodes = list(whole.each())
    for node in nodes:
        if not isinstance(node.value, dict):
            raise given.wrong("wrong-type", "a consent record is an object", node.pointer)
    return nodes


def _take(actor: Any, case: Any, given: Handed, node: Node) -> flows.Taken:  # noqa: ANN401 - models
    try:
        return flows.take(actor, case, node.value)
    except flows.BadRecord as bad:
        raise given.wrong(bad.code, bad.message, node.pointer + bad.pointer) from bad
    except NotUnderstood as other:
        raise given.wrong(other.code, other.message, node.pointer) from other


def _third_parties(actor: Any, case: Any, given: Handed) -> None:  # noqa: ANN401 - models
    found = given.node.value.get("third_parties", []) if isinstance(given.node.value, dict) else []
    if not isinstance(found, list):
        raise given.wrong("wrong-type", "a list is expected", "/third_parties")
    try:
        flows.decide_third_parties(actor, case, found)
    except flows.BadDecision as bad:
        raise given.wrong(bad.code, bad.message, bad.pointer) from bad


def _situation(actor: Any, case: Any, given: Any) -> None:  # noqa: ANN401 - JSON beside models
    told = given.get("situation") if isinstance(given, dict) else None
    if isinstance(told, dict):
        reachable = told.get("reachable")
        if reachable is not None and not isinstance(reachable, bool):
            raise NotUnderstood(
                "wrong-type", "/situation/reachable: true, false or null. Nothing was recorded."
            )
        flows.set_situation(actor, case, str(told.get("custody", "unknown")), reachable=reachable)


def _told(case: Any, only: set[int] | None) -> list[dict[str, Any]]:  # noqa: ANN401 - accounts.models.Case
    conditions = queries.judged(case)
    rows = queries.records_of(case)
    return [
        queries.as_json(row, conditions.get(row.pk, [])) for row in rows if only is None or row.pk in only
    ]


def _read_through(actor: Any, case: Any, taken: list[flows.Taken]) -> dict[int, int]:  # noqa: ANN401 - models
    read: dict[int, int] = {}
    for each in taken:
        if not each.already:
            read |= flows.clear_granted(actor, case, each.record)
    return read


def _show(answers: list[dict[str, Any]], *, as_json: bool, read: Mapping[int, int] | None = None) -> None:
    if as_json:
        told = [{"layer": layer, "characters": changed} for layer, changed in (read or {}).items()]
        print_json({"records": answers} if read is None else {"records": answers, "read": told})
        return
    for layer, changed in (read or {}).items():
        click.echo(f"Text {layer}: {changed} characters now count as read by you, and may go out.")
        click.echo("  You have not read them? guwah consent clear --undo; next time say --unread.")
    for each in answers:
        waits = [condition["code"] for condition in each["conditions"] if not condition["met"]]
        click.echo(
            f"{each['id']}  {each['kind']}  {each.get('state', '')}"
            + (f"  waits for {', '.join(waits)}" if waits else "")
        )
