"""What claims say beside the words in the reader: which ones stand there, and which are in a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.steps.claims.models import Claim, Reckoning
from guwah.steps.claims.showing import says
from guwah.steps.testimony.margin import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.steps.testimony.margin import View


def claims(view: View) -> Iterator[Remark]:
    """Return the standing claims that touch a view.

    A conflict is shown as far as it has been reckoned: turning the pages of a text reckons nothing.
    """
    if not may(view.member, Permission.CLAIM_SEE, view.case):
        return
    rows = Claim.objects.filter(
        anchor__revision=view.revision,
        anchor__start__lt=view.end,
        anchor__end__gt=view.start,
        replaced_by=None,
        withdrawn_at=None,
    ).select_related("anchor", "occurrence")
    bad = _in_conflict(view)
    for claim in rows.defer("anchor__prefix", "anchor__suffix"):
        wrong = claim.external_id in bad
        title = _("Claim %(number)s, in a conflict") if wrong else _("Claim %(number)s")
        yield Remark(
            start=claim.anchor.start,
            end=claim.anchor.end,
            kind="conflict" if wrong else "claim",
            hue="conflict" if wrong else "claim",
            title=title % {"number": claim.pk},
            words=says(claim),
            url=reverse("claim", args=[view.case.pk, claim.pk]),
            number=str(claim.pk),
        )


def _in_conflict(view: View) -> set[str]:
    answer = Reckoning.objects.filter(case=view.case).values_list("answer__conflicts", flat=True).first()
    return {name for conflict in answer or () for name in conflict["claims"]}
