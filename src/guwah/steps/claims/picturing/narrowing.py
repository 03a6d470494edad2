"""Which claims a picture may draw, as a condition on claims or on whatever leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from guwah.steps.claims.models import Claim
from guwah.steps.testimony.models import Revision

if TYPE_CHECKING:
    from guwah.accounts.models import Case


def drawn(case: Case, way: str = "") -> Q:
    """Return which claims a picture may draw: standing, asserted, and no machine's word that nobody checked.

    Args:
        case: the case.
        way: what leads from the rows asked for to their claims, such as `claim__`; empty for claims.
    """
    checked = Q(**{f"{way}checked_by__isnull": False})
    founded = Q(**{f"{way}machine": False, f"{way}set_aside": None}) | checked
    stands = {"case": case, "mode": Claim.Mode.ASSERTED, "replaced_by": None, "withdrawn_at": None}
    return founded & Q(**{f"{way}{name}": value for name, value in stands.items()})


def of_source(case: Case, source: int) -> list[int]:
    """Return the numbers of the claims on words of one source, in no order."""
    texts = Revision.objects.filter(layer__case=case, layer__source__number=source)
    claims = Claim.objects.filter(anchor__revision__in=list(texts.values_list("pk", flat=True)))
    return list(claims.order_by().values_list("pk", flat=True))
