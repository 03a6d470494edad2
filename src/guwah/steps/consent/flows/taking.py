"""Recording what somebody allowed, forbade or took back, in their words and with every condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.instruments.permissions.load import load_record
from guwah.instruments.permissions.model import Kind
from guwah.instruments.permissions.reading import Node, NotUnderstoodError
from guwah.steps.consent.flows.marking import mark_spans
from guwah.steps.consent.materials import EVERYTHING, names_something, newest_revision
from guwah.steps.consent.models import Condition, ConsentRecord
from guwah.steps.testimony.flows.anchoring import Stretch, hold
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.accounts.models import Case, Member
    from guwah.instruments.permissions.model import Record
    from guwah.steps.testimony.models import Anchor

ACTS = {
    Kind.GRANT: Act.CONSENT_GIVEN,
    Kind.PROHIBITION: Act.CONSENT_REFUSED,
    Kind.WITHDRAWAL: Act.CONSENT_WITHDRAWN,
}
# What of a record is kept beside the row; the rest has columns or rows of its own.
_COLUMNS = frozenset({"id", "kind", "by", "conditions", "anchor", "layer"})


class BadRecord(NotUnderstood):
    """A consent record cannot be taken; nothing was recorded.

    Attributes:
        pointer: JSON pointer of the value, within the record.
    """

    def __init__(self, code: str, message: str, pointer: str) -> None:
        super().__init__(code, f"{message} Nothing was recorded.")
        self.pointer = pointer


@dataclass(frozen=True, slots=True)
class Taken:
    """A record as it stands after the act, and whether it was there before."""

    record: ConsentRecord
    already: bool


def take(actor: Member, case: Case, given: Mapping[str, Any], anchor: Anchor | None = None) -> Taken:
    """Record a consent act in the shape of `permission evaluate` (DESIGN §15).

    A record with the id of an earlier one must say the same; it may mark further passages of its
    conditions. Nothing is ever overwritten: another scope is another record.

    Args:
        actor: who takes it down.
        case: of whom.
        given: the record as JSON; `anchor: {layer, start, end}` in it names its words.
        anchor: the words, when they are held already.

    Raises:
        NotPermitted: the actor does not record consent here.
        NotUnderstood: a field, code or place is unknown; nothing was recorded. A `BadRecord` says where.
        Refused: `record-differs`: an earlier record with this id says something else.
    """
    ask(actor, Permission.CONSENT_RECORD, case)
    wanted = _worded(given)
    understood = _understand(wanted)
    _name_material(case, understood)
    with transaction.atomic():
        earlier = ConsentRecord.objects.filter(case=case, external_id=understood.id).first()
        if earlier is not None:
            return Taken(_same(actor, earlier, wanted), already=True)
        words = anchor or _words(actor, case, given)
        row = ConsentRecord.objects.create(
            case=case,
            external_id=understood.id,
            kind=understood.kind.value,
            by=understood.by,
            anchor=words,
            scope=_scope(wanted),
            taken_by=actor,
        )
        for condition in wanted.get("conditions") or []:
            _add_condition(actor, row, condition, words)
        record(
            ACTS[understood.kind], actor.actor, things=[Thing("consent", _told(row, wanted))], case=case.pk
        )
    return Taken(row, already=False)


def _worded(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record with numbers that name sources as text, as the engine takes them."""
    wanted = dict(given)
    for field in ("material", "except"):
        parts = wanted.get(field)
        listed = parts if isinstance(parts, list) else [parts]
        worded = [
            {**part, "source": str(part["source"])}
            if isinstance(part, dict) and type(part.get("source")) is int
            else str(part)
            if type(part) is int
            else part
            for part in listed
        ]
        if parts is not None:
            wanted[field] = worded if isinstance(parts, list) else worded[0]
    if type(wanted.get("id")) is int:
        wanted["id"] = str(wanted["id"])
    return wanted


def _understand(wanted: dict[str, Any]) -> Record:
    try:
        return load_record(Node({key: value for key, value in wanted.items() if key != "layer"}))
    except NotUnderstoodError as wrong:
        said = wrong.message.removesuffix(f" (at {wrong.pointer})")
        raise BadRecord(wrong.code, f"{said[0].upper()}{said[1:]}.", wrong.pointer) from wrong


def _name_material(case: Case, understood: Record) -> None:
    named = [*(understood.material or ()), *understood.exceptions]
    for part in named:
        if part.source != EVERYTHING and not names_something(case, part.source):
            raise BadRecord(
                "no-such-material", "The record names material that this case does not hold.", "/material"
            )


def _words(actor: Member, case: Case, given: Mapping[str, Any]) -> Anchor | None:
    place = given.get("anchor")
    if not isinstance(place, dict):
        return None
    numbers = [place.get(key) for key in ("layer", "start", "end")]
    if any(type(number) is not int for number in numbers):
        raise BadRecord("bad-anchor", "Layer, start and end are whole numbers.", "/anchor")
    layer, start, end = numbers
    revision = newest_revision(case, int(layer or 0))
    if revision is None:
        raise BadRecord("no-such-layer", "This case has no such text.", "/anchor/layer")
    return hold(actor, Stretch(revision, int(start or 0), int(end or 0)))


def _scope(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in wanted.items() if key not in _COLUMNS}


def _add_condition(actor: Member, row: ConsentRecord, given: Mapping[str, Any], words: Anchor | None) -> None:
    condition = Condition.objects.create(
        record=row,
        code=given["code"],
        params=given.get("params") or {},
        said_met=given.get("met"),
        anchor=words,
    )
    mark_spans(actor, condition)


def _same(actor: Member, earlier: ConsentRecord, wanted: Mapping[str, Any]) -> ConsentRecord:
    """Return the earlier record when this one says the same; take further marked passages from it."""
    conditions = list(earlier.conditions.order_by("pk"))
    given = wanted.get("conditions") or []
    if (earlier.kind, earlier.by) != (wanted["kind"], wanted.get("by") or "") or [
        condition.code for condition in conditions
    ] != [each["code"] for each in given]:
        raise Refused("record-differs", _DIFFERS)
    told_apart = {"state", "quality"}
    before = {key: value for key, value in earlier.scope.items() if key not in told_apart}
    now = {key: value for key, value in _scope(wanted).items() if key not in told_apart}
    if before != now:
        raise Refused("record-differs", _DIFFERS)
    for condition, each in zip(conditions, given, strict=True):
        mark_spans(actor, condition, each.get("params") or {})
    return earlier


_DIFFERS = (
    "A record with this id says something else. Nothing was changed: what was said before stays; "
    "record the new words under an id of their own."
)


def _told(row: ConsentRecord, wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": row.pk, "kind": row.kind, "record": {key: wanted[key] for key in sorted(wanted)}}
