"""Asking consent for an edition: which layers may go, what forbids it, what a person must still answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from guwah.instruments.permissions.model import Kind, Use, Verdict
from guwah.instruments.permissions.reasons import named
from guwah.steps.consent import queries as consent
from guwah.steps.consent.judging import CUT_FIRST
from guwah.steps.consent.models import Condition, ConsentRecord, MeantPassage, SpanDecision
from guwah.steps.editions.refusals import Refusal
from guwah.steps.editions.scope import every_part_of, use_of, versions
from guwah.steps.testimony.editing.tables import Standing
from guwah.steps.testimony.models import Cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from guwah.accounts.models import Case
    from guwah.instruments.permissions.model import Decision, Record
    from guwah.steps.consent.judging import Judged
    from guwah.steps.editions.scope import Part
    from guwah.steps.testimony.models import Anchor, Layer

# A layer with no more than this against it was simply never spoken of: it stays inside.
_NOT_SPOKEN_OF = frozenset({"no-grant", "material-not-covered"})
REAL_NAME, ANONYMOUS = "real_name", "anonymous"


@dataclass(frozen=True, slots=True)
class Answer:
    """What consent says to an edition.

    Attributes:
        going: the layers that may go.
        left: the layers nobody has granted; they stay inside and are no reason to refuse.
        named: keys of layers in which the person may appear by name.
        refusals: what forbids it.
        questions: codes and sentences that a person, the second one, must settle before it is published.
    """

    going: tuple[Part, ...]
    left: tuple[Part, ...]
    named: frozenset[str]
    refusals: tuple[Refusal, ...]
    questions: tuple[tuple[str, str], ...]


class _Asked(NamedTuple):
    """A part, and what is asked for besides because it was made from that."""

    part: Part
    above: Sequence[Part]


def ask_consent(case: Case, parts: Sequence[Part], audience: str) -> Answer:
    """Ask the engine about every layer, and hold every open "cut that part first" against all of them."""
    refusals = [_open_condition(each) for each in consent.open_cut_conditions(case)]
    refusals += _to_look_at(case, parts)
    records = consent.engine_records(case)
    grants = [each for each in records if each.kind is Kind.GRANT]
    wished = frozenset(part.key for part in parts if _by_name(part, grants))
    above = _above(case, parts, records)
    asked = [_Asked(part, above[part.key]) for part in parts]

    def decide(by_name: frozenset[str]) -> list[Decision]:
        return consent.decide(case, [_use(each, audience, by_name) for each in asked], records=records)

    by_name, decisions = _decided(asked, wished, decide)
    going, left, questions = [], [], dict[str, str]()
    for part, decision in zip(parts, decisions, strict=True):
        if decision.decision is not Verdict.DENY:
            going.append(part)
            questions.update(
                (each.code, each.text) for each in decision.reasons if each.verdict is Verdict.ASK
            )
        elif _unspoken(decision, alone=part not in above[part.key]):
            left.append(part)
        else:
            refusals += _denied(part, decision)
    if not going and not refusals:
        refusals.append(_nothing_granted(parts))
    return Answer(tuple(going), tuple(left), by_name, tuple(refusals), tuple(questions.items()))


def _decided(
    asked: Sequence[_Asked], wished: frozenset[str], decide: Callable[[frozenset[str]], list[Decision]]
) -> tuple[frozenset[str], list[Decision]]:
    """Return the layers in which the person may be named, and the answer about each layer.

    A name allowed to somebody else, or under a condition that is open, is no reason to keep the words back:
    where the words may not go with the name, they are asked for without it.
    """
    with_name = decide(wished)
    allowed = {one.part.key for one, each in zip(asked, with_name, strict=True) if _may_be_named(each)}
    by_name = wished & allowed
    if by_name == wished:
        return by_name, with_name
    return by_name, decide(by_name)


def _may_be_named(decision: Decision) -> bool:
    unsettled = any(each.code.startswith("identity-") for each in decision.reasons)
    return decision.decision is not Verdict.DENY and not unsettled


def _use(asked: _Asked, audience: str, by_name: frozenset[str]) -> Use:
    part = asked.part
    return use_of(part, audience, [REAL_NAME if part.key in by_name else ANONYMOUS], asked.above)


def _above(case: Case, parts: Sequence[Part], records: Iterable[Record]) -> dict[str, list[Part]]:
    """Return for every part what else is asked for: all it was made from, over any number of steps.

    Nobody grants a machine draft, so that a draft on the way is stepped over; what was made from one is asked
    for itself besides. Where somebody forbade or took back something in the draft it is asked for as well.
    """
    everything = {each.layer.pk: each for each in every_part_of(case)}
    going, forbidden = {part.layer.pk for part in parts}, _forbidden(records)
    found: dict[str, list[Part]] = {}
    for part in parts:
        way = [everything[pk] for pk in _line(part.layer) if pk in everything]
        drafts = [each for each in way if each.layer.pk not in going]
        asked = [each for each in way if each.layer.pk in going or each.key in forbidden]
        found[part.key] = [part, *asked] if drafts and asked else asked
    return found


def _forbidden(records: Iterable[Record]) -> set[str]:
    """Return the keys of the parts in which somebody forbade or took back something."""
    acts = [record for record in records if record.kind is not Kind.GRANT]
    return {material.source for record in acts for material in record.material or ()}


def _line(layer: Layer) -> list[int]:
    """Return the numbers of the layers one was made from, the nearest first."""
    found: list[int] = []
    above = layer.translated_from
    while above is not None and above.pk not in found:
        found.append(above.pk)
        above = above.translated_from
    return found


def _by_name(part: Part, grants: Iterable[Record]) -> bool:
    keys = {part.key, "*"}
    if part.layer.translated_from_id is not None:
        keys.add(f"layer:{part.layer.translated_from_id}")
    return any(
        REAL_NAME in (grant.identity or ()) and any(each.source in keys for each in grant.material or ())
        for grant in grants
    )


def _unspoken(decision: Decision, *, alone: bool) -> bool:
    """Say whether nothing but silence is against a layer.

    What was made from a machine draft is asked for beside its original: questions that only that one raises
    say nothing about it.
    """
    told = {each.code for each in decision.reasons if alone or each.verdict is Verdict.DENY}
    return told <= _NOT_SPOKEN_OF


def _denied(part: Part, decision: Decision) -> list[Refusal]:
    whole = tuple((part.layer.pk, start, end) for start, end in part.spans)
    place = ((part.layer.pk, whole[0][1], whole[-1][2]),) if whole else ()
    # An open "cut first" has its own refusal, with the passages; questions are asked once nothing forbids.
    told = [
        each
        for each in decision.reasons
        if each.verdict is Verdict.DENY and not (each.code == "condition-unmet" and _is_cut_first(each.text))
    ]
    return [Refusal(each.code, each.text, each.record, place) for each in told]


def _is_cut_first(text: str) -> bool:
    return named("consent_conditions", CUT_FIRST) in text


def _open_condition(judged: Judged) -> Refusal:
    record = consent.record_id(judged.condition.record)
    if judged.unmarked:
        return Refusal(
            "passages-not-marked",
            f"Record {record} allows this on the condition {CUT_FIRST}: cut the named parts first. "
            "Nobody has marked which passages are meant, and no machine chooses them.",
            record,
        )
    return Refusal(
        "passages-not-cut",
        f"Record {record} allows this on the condition {CUT_FIRST}: cut the named parts first. "
        "These passages are marked as meant and are not cut yet.",
        record,
        tuple(place_of(each) for each in judged.uncut),
    )


def _to_look_at(case: Case, parts: Sequence[Part]) -> list[Refusal]:
    """Refuse where words changed in an edit that something was withheld in, or that consent was given in.

    What was put in their place is withheld as well; but some of them may stand elsewhere in the newer text,
    and a consent in other words is another consent: a person looks first. Cut words that are gone from one
    text leave nothing there by which to find them in its other versions.
    """
    layers = [part.layer.pk for part in parts]
    touched = Q(anchor__now__state__in=[Standing.State.CHANGED, Standing.State.LOST])
    spoken = touched | Q(anchor__now__respoken=True)
    versed = [each.layer.pk for group in versions(every_part_of(case)) if len(group) > 1 for each in group]
    gone = Q(anchor__now__state=Standing.State.GONE, anchor__revision__layer__in=versed)
    rows = (
        Cut.objects.filter(touched | gone, case=case, lifted_at=None),
        SpanDecision.objects.filter(touched, case=case, replaced_at=None, show=False),
        MeantPassage.objects.filter(
            touched, condition__record__case=case, condition__waived_at=None, withdrawn_at=None
        ),
        Condition.objects.filter(touched, record__case=case, code=CUT_FIRST),
        ConsentRecord.objects.filter(spoken, case=case, kind=ConsentRecord.Kind.GRANT),
    )
    here = {"anchor__revision__layer__in": layers}
    anchors = [
        row.anchor
        for found in rows
        for row in found.filter(**here).select_related("anchor__now", "anchor__revision")
    ]
    if not anchors:
        return []
    return [
        Refusal(
            "text-changed",
            "These words were cut or masked, or consent was given in them, and the text was corrected since. "
            "Look at them again in the newer text.",
            None,
            tuple(dict.fromkeys(place_of(each) for each in anchors if each)),
        )
    ]


def _nothing_granted(parts: Sequence[Part]) -> Refusal:
    if not parts:
        return Refusal("nothing-to-publish", "This case holds no checked words that could go out.")
    return Refusal("no-grant", "Nobody has allowed any text of this case to go out to this audience.")


def place_of(anchor: Anchor) -> tuple[int, int, int]:
    """Return layer, start and end of held words, where they stand now."""
    return anchor.revision.layer_id, anchor.now.start, anchor.now.end
