"""Asking consent for an edition: which layers may go, what forbids it, what a person must still answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.permissions.model import Kind, Use, Verdict
from guwah.instruments.permissions.reasons import named
from guwah.steps.consent import queries as consent
from guwah.steps.consent.judging import CUT_FIRST
from guwah.steps.consent.models import SpanDecision
from guwah.steps.editions.refusals import Refusal
from guwah.steps.editions.scope import use_of
from guwah.steps.testimony.models import Cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guwah.accounts.models import Case
    from guwah.instruments.permissions.model import Decision, Record
    from guwah.steps.consent.judging import Judged
    from guwah.steps.editions.scope import Part
    from guwah.steps.testimony.models import Anchor

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


def ask_consent(case: Case, parts: Sequence[Part], audience: str) -> Answer:
    """Ask the engine about every layer, and hold every open "cut that part first" against all of them."""
    refusals = [_open_condition(each) for each in consent.open_cut_conditions(case)]
    refusals += _in_earlier_texts(case, parts)
    grants = [each for each in consent.engine_records(case) if each.kind is Kind.GRANT]
    wished = frozenset(part.key for part in parts if _by_name(part, grants))
    by_name, decisions = _decided(case, parts, audience, wished)
    going, left, questions = [], [], dict[str, str]()
    for part, decision in zip(parts, decisions, strict=True):
        if decision.decision is not Verdict.DENY:
            going.append(part)
            questions.update(
                (each.code, each.text) for each in decision.reasons if each.verdict is Verdict.ASK
            )
        elif _unspoken(decision):
            left.append(part)
        else:
            refusals += _denied(part, decision)
    if not going and not refusals:
        refusals.append(_nothing_granted(parts))
    return Answer(tuple(going), tuple(left), by_name, tuple(refusals), tuple(questions.items()))


def _decided(
    case: Case, parts: Sequence[Part], audience: str, wished: frozenset[str]
) -> tuple[frozenset[str], list[Decision]]:
    """Return the layers in which the person may be named, and the answer about each layer.

    A name allowed to somebody else, or under a condition that is open, is no reason to keep the words back:
    where the words may not go with the name, they are asked for without it.
    """
    with_name = consent.decide(case, [_use(part, parts, audience, wished) for part in parts])
    allowed = {part.key for part, each in zip(parts, with_name, strict=True) if _may_be_named(each)}
    by_name = wished & allowed
    if by_name == wished:
        return by_name, with_name
    return by_name, consent.decide(case, [_use(part, parts, audience, by_name) for part in parts])


def _may_be_named(decision: Decision) -> bool:
    unsettled = any(each.code.startswith("identity-") for each in decision.reasons)
    return decision.decision is not Verdict.DENY and not unsettled


def _use(part: Part, parts: Sequence[Part], audience: str, by_name: frozenset[str]) -> Use:
    originals = [each for each in parts if each.layer.pk == part.layer.translated_from_id]
    return use_of(part, audience, [REAL_NAME if part.key in by_name else ANONYMOUS], originals)


def _by_name(part: Part, grants: Iterable[Record]) -> bool:
    keys = {part.key, "*"}
    if part.layer.translated_from_id is not None:
        keys.add(f"layer:{part.layer.translated_from_id}")
    return any(
        REAL_NAME in (grant.identity or ()) and any(each.source in keys for each in grant.material or ())
        for grant in grants
    )


def _unspoken(decision: Decision) -> bool:
    return {each.code for each in decision.reasons} <= _NOT_SPOKEN_OF


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


def _in_earlier_texts(case: Case, parts: Sequence[Part]) -> list[Refusal]:
    """Refuse where a cut or a mask stands in a text that was corrected since.

    Its words are in the newer text as well, at places nobody has looked at. (A marked passage there is cut
    there, or its condition is open.)
    """
    newest = [part.revision.pk for part in parts]
    older = {"anchor__revision__layer__in": [part.layer.pk for part in parts]}
    rows = (
        Cut.objects.filter(case=case, lifted_at=None, **older),
        SpanDecision.objects.filter(case=case, replaced_at=None, show=False, **older),
    )
    anchors = [
        row.anchor
        for found in rows
        for row in found.exclude(anchor__revision__in=newest).select_related("anchor__revision")
    ]
    if not anchors:
        return []
    return [
        Refusal(
            "text-changed",
            "These words were cut or masked in a text that was corrected since. "
            "Look at them again in the newer text.",
            None,
            tuple(dict.fromkeys(place_of(each) for each in anchors)),
        )
    ]


def _nothing_granted(parts: Sequence[Part]) -> Refusal:
    if not parts:
        return Refusal("nothing-to-publish", "This case holds no checked words that could go out.")
    return Refusal("no-grant", "Nobody has allowed any text of this case to go out to this audience.")


def place_of(anchor: Anchor) -> tuple[int, int, int]:
    """Return layer, start and end of held words."""
    return anchor.revision.layer_id, anchor.start, anchor.end
