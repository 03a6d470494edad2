"""What claims say beside the words in the reader: which ones stand there, and which are in a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.steps.claims import hearsay
from guwah.steps.claims.found import in_conflict
from guwah.steps.claims.models import Claim
from guwah.steps.claims.showing import says
from guwah.steps.testimony.margin import Remark, placed, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.steps.testimony.margin import View

# Claims on one page of the reader; the list of claims has the rest.
MOST = 1000


def claims(view: View) -> Iterator[Remark]:
    """Return the standing claims that touch a view.

    A conflict is shown as far as it has been reckoned: turning the pages of a text reckons nothing.
    """
    if not may(view.member, Permission.CLAIM_SEE, view.case):
        return
    rows = list(
        Claim.objects.filter(replaced_by=None, withdrawn_at=None, **within(view))
        .select_related("anchor__now", "occurrence")
        .defer("anchor__quote")[:MOST]
    )
    hearsay.draw(view.case, rows)
    bad = in_conflict([claim.pk for claim in rows])
    for claim in rows:
        wrong = claim.pk in bad
        title = _("Claim %(number)s, in a conflict") if wrong else _("Claim %(number)s")
        kind = "conflict" if wrong else "touched" if claim.anchor.now.flagged else "claim"
        yield Remark(
            **placed(claim.anchor.now, kind, title % {"number": claim.pk}),
            hue="conflict" if wrong else "claim",
            words=says(claim),
            url=reverse("claim", args=[view.case.pk, claim.pk]),
            number=str(claim.pk),
        )
