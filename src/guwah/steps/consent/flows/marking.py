"""Marking which passages a condition means: a person does it, no machine chooses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.consent.materials import layers_named, newest_revision
from guwah.steps.consent.models import Condition, MeantPassage
from guwah.steps.testimony.flows.anchoring import Stretch, hold
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Anchor, Revision

_PAIR = 2


def mark_meant(actor: Member, condition: Condition, anchor: Anchor) -> MeantPassage:
    """Mark a passage as meant by a condition; the same passage twice is one mark.

    Raises:
        NotPermitted: the actor does not record consent here.
        WrongUse: the words belong to another case.
    """
    case = condition.record.case
    ask(actor, Permission.CONSENT_RECORD, case, target=f"condition:{condition.pk}")
    if anchor.revision.layer.case_id != case.pk:
        raise WrongUse("not-in-case", "These words belong to another case.")
    with transaction.atomic():
        return _mark(actor, condition, anchor)


def unmark(actor: Member, passage: MeantPassage) -> None:
    """Take a mark back; that it was there stays on record.

    Raises:
        NotPermitted: the actor does not record consent here.
        Refused: it was taken back before.
    """
    case = passage.condition.record.case
    ask(actor, Permission.CONSENT_RECORD, case, target=f"passage:{passage.pk}")
    with transaction.atomic():
        if passage.withdrawn_at is not None:
            raise Refused("already-withdrawn", "This mark was taken back before.")
        passage.withdrawn_at = timezone.now()
        passage.save(update_fields=["withdrawn_at"])
        told = {"id": passage.pk, "withdrawn": True}
        record(Act.PASSAGE_MARKED, actor.actor, things=[Thing("passage", told)], case=case.pk)


def waive(actor: Member, condition: Condition, words: Anchor) -> Condition:
    """Record that whoever set a condition waives it, in these words.

    Raises:
        NotPermitted: the actor does not record consent here.
        Refused: it was waived before.
    """
    case = condition.record.case
    ask(actor, Permission.CONSENT_RECORD, case, target=f"condition:{condition.pk}")
    with transaction.atomic():
        if condition.waived_at is not None:
            raise Refused("already-waived", "This condition was waived before.")
        condition.waived_at, condition.waived_by, condition.waiver_anchor = timezone.now(), actor, words
        condition.save(update_fields=["waived_at", "waived_by", "waiver_anchor"])
        told = {"condition": condition.pk, "waived": True, "anchor": words.pk}
        record(Act.CONSENT_GIVEN, actor.actor, things=[Thing("waiver", told)], case=case.pk)
    return condition


def mark_spans(actor: Member, condition: Condition, params: Mapping[str, Any] | None = None) -> None:
    """Mark the spans a record's own JSON names as meant, inside the running transaction.

    `params.spans` or `params.passages`: a list of `[start, end]` in the record's only text, or of
    `{layer, start, end}` (or `{source, start, end}`).

    Raises:
        NotUnderstood: a span lies in no text of the case.
    """
    case = condition.record.case
    for given in _listed(params if params is not None else condition.params):
        revision, start, end = _place(case, condition, given)
        _mark(actor, condition, hold(actor, Stretch(revision, start, end)))


def _listed(params: Mapping[str, Any]) -> list[Any]:
    found = [*(params.get("spans") or []), *(params.get("passages") or [])]
    if len(found) == _PAIR and all(type(each) is int for each in found):
        return [found]
    return found


def _place(case: Case, condition: Condition, given: Any) -> tuple[Revision, int, int]:  # noqa: ANN401 - JSON
    if isinstance(given, dict):
        start, end = given.get("start"), given.get("end")
        named = str(given.get("layer") or given.get("source") or "")
    else:
        start, end = given if isinstance(given, list) and len(given) == _PAIR else (None, None)
        named = ""
    if type(start) is not int or type(end) is not int:
        raise NotUnderstood(
            "bad-span", "A passage is [start, end] or {layer, start, end}. Nothing was recorded."
        )
    revision = _text_of(case, condition, named)
    if revision is None:
        raise NotUnderstood("bad-span", "Say in which layer the passage stands. Nothing was recorded.")
    return revision, start, end


def _text_of(case: Case, condition: Condition, named: str) -> Revision | None:
    if named:
        layers = layers_named(case, named)
    else:
        material = condition.record.scope.get("material")
        parts = material if isinstance(material, list) else [material]
        sources = [part.get("source") if isinstance(part, dict) else part for part in parts]
        layers = [layer for source in sources if source for layer in layers_named(case, str(source))]
        anchor = condition.record.anchor
        if len(layers) != 1 and anchor is not None:
            return newest_revision(case, anchor.revision.layer_id)
    return newest_revision(case, layers[0].pk) if len(layers) == 1 or (named and layers) else None


def _mark(actor: Member, condition: Condition, anchor: Anchor) -> MeantPassage:
    earlier = MeantPassage.objects.filter(condition=condition, anchor=anchor, withdrawn_at=None).first()
    if earlier is not None:
        return earlier
    made = MeantPassage.objects.create(condition=condition, anchor=anchor, by=actor)
    told = {"id": made.pk, "condition": condition.pk, "anchor": anchor.pk}
    case = condition.record.case_id
    record(Act.PASSAGE_MARKED, actor.actor, things=[Thing("passage", told)], case=case)
    return made
