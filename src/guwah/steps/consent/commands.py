"""`guwah consent`: what was allowed, forbidden, taken back, and which passages a condition means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from django.db import transaction

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.failures import Failure, NotUnderstood, answering, json_option, print_json
from guwah.instruments.permissions.reading import NotUnderstoodError, decode, parse, with_place
from guwah.steps.consent import flows, queries
from guwah.steps.consent.materials import newest_revision
from guwah.steps.testimony.flows import anchor

if TYPE_CHECKING:
    from guwah.steps.consent.models import Condition

_STDIN = "<stdin>"


@click.group("consent")
def group() -> None:
    """Consent: what may be done, in the words in which it was given."""


@group.command("add")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("file", type=click.File("rb"))
@json_option
def add(case_id: int, file: Any, as_json: bool) -> None:  # noqa: ANN401 - click opens it
    """Record every consent act of a list, or none.

    FILE (or -) holds {"records": [...]}, a list, or one record, each as `permission evaluate` takes it, with
    material named by layer, item or source. A passage that a condition means is marked with
    "params": {"spans": [{"layer", "start", "end"}]}. "situation" in the file is noted with the case.
    """
    with answering(as_json=as_json, file=None if file.name == _STDIN else str(file.name)):
        given = _read(file.read())
        actor = enter_from_command()
        case = find_case(actor, case_id)
        with transaction.atomic():
            taken = [flows.take(actor, case, each) for each in _records(given)]
            _situation(actor, case, given)
        answers = _told(case, {each.record.pk for each in taken})
    _show(answers, as_json=as_json)


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
@json_option
def mark(case_id: int, record: str, as_json: bool, code: str, **place: int) -> None:
    """Mark a passage as meant by a condition of RECORD; no machine chooses passages."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        condition = _condition(case, record, code)
        revision = newest_revision(case, place["layer"])
        if revision is None:
            raise NotUnderstood("no-such-layer", "This case has no such text.")
        passage = flows.mark_meant(actor, condition, anchor(actor, revision, place["start"], place["end"]))
    if as_json:
        print_json({"id": passage.pk, "condition": condition.pk, "record": record})
    else:
        click.echo(f"Passage {passage.pk} is marked as meant.")


def _condition(case: Any, record: str, code: str) -> Condition:  # noqa: ANN401 - accounts.models.Case
    for row in queries.records_of(case):
        if queries.record_id(row) == record:
            found = row.conditions.filter(code=code).first()
            if found is not None:
                return found
    raise NotUnderstood("no-such-condition", "No record with this id has such a condition.")


def _read(raw: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        text = decode(raw)
        try:
            return parse(text).value
        except NotUnderstoodError as wrong:
            raise with_place(wrong, text) from wrong
    except NotUnderstoodError as wrong:
        place = wrong.place
        failure = Failure(
            wrong.code,
            wrong.message,
            line=place.line if place else None,
            column=place.column if place else None,
            offset=place.offset if place else None,
        )
        raise NotUnderstood(wrong.code, wrong.message, place=failure) from wrong


def _records(given: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    if isinstance(given, dict):
        found = given["records"] if "records" in given else given.get("consents", [given])
    else:
        found = given
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise NotUnderstood("wrong-type", "A list of consent records is expected. Nothing was recorded.")
    return found


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


def _show(answers: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print_json({"records": answers})
        return
    for each in answers:
        waits = [condition["code"] for condition in each["conditions"] if not condition["met"]]
        click.echo(
            f"{each['id']}  {each['kind']}  {each.get('state', '')}"
            + (f"  waits for {', '.join(waits)}" if waits else "")
        )
