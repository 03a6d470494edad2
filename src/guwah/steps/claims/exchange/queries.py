"""What the pages of files show: what waits, what came in before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from guwah.steps.claims.exchange.tables import HandedIn, Intake

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member

_MOST = 50


def in_hand(member: Member, case: Case) -> HandedIn | None:
    """Return the file that a member has handed in and not decided about, or None."""
    return HandedIn.objects.select_related("case").filter(case=case, by=member).first()


def intakes(case: Case) -> list[Intake]:
    """Return the newest intakes of a case, each with `number`, how many claims came with it."""
    rows = Intake.objects.filter(case=case).select_related("by", "taken_back_by")
    return list(rows.annotate(number=Count("rows"))[:_MOST])


def intake_of(case: Case, intake_id: int) -> Intake | None:
    """Return an intake of a case, or None."""
    return Intake.objects.select_related("case").filter(case=case, pk=intake_id).first()
