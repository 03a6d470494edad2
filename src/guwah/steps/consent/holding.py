"""What consent stands on held words: whoever says what became of them decides about what goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.steps.consent.forms import words_of
from guwah.steps.consent.models import Condition, ConsentRecord, MeantPassage, SpanDecision
from guwah.steps.testimony.editing.holders import Holds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.accounts.models import Case, Member


def holds(member: Member, anchors: Sequence[int]) -> Iterator[Holds]:
    """Yield the records, conditions, passages and decisions that stand on held words, all of them guarded."""
    for record in ConsentRecord.objects.filter(anchor__in=anchors).select_related("case"):
        told = words_of("consent_record_kinds", record.kind)
        yield _told(member, record.case, record.anchor_id, told)
    conditions = Condition.objects.filter(anchor__in=anchors) | Condition.objects.filter(
        waiver_anchor__in=anchors
    )
    for condition in conditions.select_related("record__case"):
        told = words_of("consent_conditions", condition.code)
        for anchor in {condition.anchor_id, condition.waiver_anchor_id} & set(anchors):
            yield _told(member, condition.record.case, anchor, told)
    passages = MeantPassage.objects.filter(anchor__in=anchors, withdrawn_at=None)
    for passage in passages.select_related("condition__record__case"):
        yield _told(member, passage.condition.record.case, passage.anchor_id, _("Meant to be cut"))
    for decision in SpanDecision.objects.filter(anchor__in=anchors, replaced_at=None).select_related("case"):
        told = _("May be shown") if decision.show else _("Stays masked")
        yield _told(member, decision.case, decision.anchor_id, told)


def _told(member: Member, case: Case, anchor: int | None, words: str) -> Holds:
    sees = may(member, Permission.CONSENT_SEE, case)
    url = reverse("consent", args=[case.pk]) if sees else ""
    return Holds(anchor or 0, words if sees else "", url, guarded=True)
