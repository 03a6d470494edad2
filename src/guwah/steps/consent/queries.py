"""What was allowed, forbidden and asked, and what the engine says to a use of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from guwah.instruments.permissions.evaluate import evaluate
from guwah.instruments.permissions.load import load_record
from guwah.instruments.permissions.model import ANY, Custody, Kind, Record, Situation, ThirdParty
from guwah.instruments.permissions.reading import Node
from guwah.steps.consent.judging import CUT_FIRST, WHOLE_TEXTS, WITH_PLACE, Judged, judge
from guwah.steps.consent.materials import resolved, where_now
from guwah.steps.consent.models import Clearance, Condition, ConsentRecord, MeantPassage, SpanDecision
from guwah.steps.consent.still_read import by_revision
from guwah.steps.people.models import Identification
from guwah.steps.testimony.editing.tables import Standing

BY_NAME = "real_name"
UNCHANGED = Standing.State.EXACT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Case
    from guwah.instruments.permissions.model import Decision, Use
    from guwah.instruments.redaction.spans import Spans


def records_of(case: Case) -> list[ConsentRecord]:
    """Return the consent records of a case, oldest first, with their words."""
    rows = ConsentRecord.objects.filter(case=case).select_related(*WITH_PLACE, "taken_by").defer(*WHOLE_TEXTS)
    return list(rows)


def judged(case: Case) -> dict[int, list[Judged]]:
    """Return every condition of the case as it stands now, by record."""
    conditions = Condition.objects.filter(record__case=case).select_related(
        "record", *WITH_PLACE, "waiver_anchor__revision__layer__source"
    )
    found: dict[int, list[Judged]] = {}
    for each in judge(case, conditions.order_by("pk")):
        found.setdefault(each.condition.record_id, []).append(each)
    return found


def record_id(row: ConsentRecord) -> str:
    """Return how reasons and lists name a record: the id it came with, else its number."""
    return row.external_id or str(row.pk)


def as_json(row: ConsentRecord, conditions: Sequence[Judged]) -> dict[str, Any]:
    """Return a record in the shape of `permission evaluate` (DESIGN §15), conditions as they stand now."""
    answer: dict[str, Any] = {"id": record_id(row), "kind": row.kind, "by": row.by, **row.scope}
    if row.anchor is not None:
        now = row.anchor.now
        answer["anchor"] = {"layer": row.anchor.revision.layer_id, "start": now.start, "end": now.end}
    answer["conditions"] = [
        {"code": each.condition.code, "params": each.condition.params, "met": each.met} for each in conditions
    ]
    return answer


def engine_records(case: Case) -> list[Record]:
    """Return the records as the permission engine takes them, materials named by layer."""
    conditions = judged(case)
    answers = []
    for row in records_of(case):
        told = as_json(row, conditions.get(row.pk, []))
        answers.append(where_now(load_record(Node(resolved(case, told))), row.taken_at))
    return answers


def givers_by_name(case: Case) -> frozenset[int]:
    """Return the people, as entities, who allowed in so many words that they appear with their name.

    Who gave a record is whoever it names, or else whoever is identified as the speaker of its words.
    """
    # Neither hangs on conditions or on what the materials name now, which take many questions to find out.
    records = [(row, load_record(Node(as_json(row, ())))) for row in records_of(case)]
    naming = [
        row for row, told in records if told.kind is Kind.GRANT and {BY_NAME, ANY} & (told.identity or set())
    ]
    said = [row.anchor.now for row in naming if row.anchor]
    # Words that somebody else says since they were corrected are nobody's leave until a person has looked.
    speakers = [now.block.participant_id for now in said if now.block and not now.respoken]
    identified = Identification.objects.filter(
        participant__in=[each for each in speakers if each], entity__case=case, withdrawn_at=None
    )
    named = {row.person_id for row in naming if row.person_id is not None}
    return frozenset(named | set(identified.values_list("entity_id", flat=True)))


def decide(
    case: Case,
    uses: Sequence[Use],
    third_parties: Sequence[ThirdParty] = (),
    records: Sequence[Record] | None = None,
) -> list[Decision]:
    """Return the engine's answer to each use, from the records and the situation as they are now.

    Args:
        case: whose records count.
        uses: what is asked for.
        third_parties: what was decided about others in the words.
        records: the `engine_records` of the case, from whoever has just fetched them.
    """
    records = engine_records(case) if records is None else records
    situation = Situation(Custody(case.custody), case.reachable)
    now = timezone.now()
    return [evaluate(use, records, situation, list(third_parties), now) for use in uses]


def open_cut_conditions(case: Case) -> list[Judged]:
    """Return the conditions "cut that part first" that are not met: they block everything outward."""
    return [
        each
        for group in judged(case).values()
        for each in group
        if each.condition.code == CUT_FIRST and not each.met
    ]


def passages(case: Case) -> dict[tuple[int, int], MeantPassage]:
    """Return the passages that stand marked as meant, by condition and anchor."""
    rows = MeantPassage.objects.filter(condition__record__case=case, withdrawn_at=None)
    return {(row.condition_id, row.anchor_id): row for row in rows.select_related("by")}


def condition_of(case: Case, condition_id: int) -> Condition | None:
    """Return a condition of a case, or None."""
    return Condition.objects.filter(pk=condition_id, record__case=case).select_related("record__case").first()


def passage_of(case: Case, passage_id: int) -> MeantPassage | None:
    """Return a marked passage of a case, or None."""
    rows = MeantPassage.objects.select_related("condition__record__case", "anchor__revision__layer")
    return rows.filter(pk=passage_id, condition__record__case=case).first()


def decisions_on_spans(case: Case) -> list[SpanDecision]:
    """Return the decisions to show or mask stretches that stand now, in the order of the words."""
    rows = SpanDecision.objects.filter(case=case, replaced_at=None)
    rows = rows.select_related(*WITH_PLACE, "by").defer(*WHOLE_TEXTS)
    return list(rows.order_by("anchor__now__revision", "anchor__now__start"))


def cleared(case: Case) -> dict[int, Spans]:
    """Return the words that somebody has read and lets go out, by revision.

    A turn in which one letter changed since nobody has read as it is now.
    """
    return by_revision(Clearance.objects.filter(case=case, withdrawn_at=None))
