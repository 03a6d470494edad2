"""What becomes of claims when nobody answers any more for the words they stand on, or somebody does again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.steps.claims.flows.reckon import changed
from guwah.steps.claims.models import Claim, SetAside
from guwah.steps.testimony.editing.tables import Standing

if TYPE_CHECKING:
    from guwah.accounts.models import Case


def heard(case: Case, lost: frozenset[int], won: frozenset[int]) -> None:
    """Set claims of a case aside, or let them count again, inside the transaction that changed the texts.

    A claim that a person compared with its words counts all the while: that person answers for it. One whose
    words stand no longer in the text stays aside: whoever checked the text has not seen them.

    Args:
        case: the case.
        lost: layers a machine wrote, or that come from one, for which nobody answers any more.
        won: those for which somebody answers from now on.
    """
    claims = Claim.objects.filter(case=case)
    aside = list(claims.filter(anchor__revision__layer__in=lost, set_aside=None))
    SetAside.objects.bulk_create([SetAside(claim=claim) for claim in aside])
    stands = {"anchor__now__state__in": Standing.STANDS, "anchor__now__respoken": False}
    back = list(claims.filter(anchor__revision__layer__in=won, set_aside__isnull=False, **stands))
    SetAside.objects.filter(claim__in=[claim.pk for claim in back]).delete()
    changed(case, [*aside, *back])
