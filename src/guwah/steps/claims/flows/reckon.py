"""What of a case can be true together: reckoned when somebody looks, kept until a claim changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import F

from guwah.steps.claims.models import Reckoning
from guwah.steps.claims.queries import problem_of
from guwah.steps.claims.reckoning import answer

if TYPE_CHECKING:
    from guwah.accounts.models import Case


def reckoned(case: Case) -> dict[str, Any]:
    """Return the engine's answer for a case; the caller has asked whether claims may be seen.

    Returns:
        See `reckoning.answer`.
    """
    row, _ = Reckoning.objects.get_or_create(case=case)
    if row.answer is not None:
        return cast("dict[str, Any]", row.answer)
    found = answer(problem_of(case))
    Reckoning.objects.filter(pk=row.pk, version=row.version).update(answer=found)
    return found


def forget(case: Case) -> None:
    """Throw the answer away inside the transaction that changes a claim."""
    changed = Reckoning.objects.filter(case=case).update(version=F("version") + 1, answer=None)
    if not changed:
        Reckoning.objects.create(case=case, version=1)
