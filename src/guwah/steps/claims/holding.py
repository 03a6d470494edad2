"""What claims stand on held words, for whoever looks whether the words still say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.steps.claims.models import Claim, ConflictNote
from guwah.steps.claims.showing import says
from guwah.steps.testimony.editing.holders import Holds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.accounts.models import Member


def holds(member: Member, anchors: Sequence[int]) -> Iterator[Holds]:
    """Yield the standing claims and the explanations of contradictions that stand on held words."""
    rows = Claim.objects.filter(anchor__in=anchors, replaced_by=None, withdrawn_at=None)
    for claim in rows.select_related("case", "occurrence"):
        if may(member, Permission.CLAIM_SEE, claim.case):
            told = _("Claim %(number)s: %(says)s") % {"number": claim.pk, "says": says(claim)}
            yield Holds(claim.anchor_id, told, reverse("claim", args=[claim.case_id, claim.pk]))
    for note in ConflictNote.objects.filter(anchor__in=anchors).select_related("case"):
        if may(member, Permission.CLAIM_SEE, note.case):
            yield Holds(note.anchor_id or 0, _("What was said of a contradiction"))
