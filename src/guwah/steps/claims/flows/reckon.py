"""What of a case can be true together: reckoned when somebody looks, kept until a claim changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.db.models import F

from guwah.steps.claims import queries
from guwah.steps.claims.models import FoundBound, FoundConflict, FoundMember, Occurrence, Reading, Reckoning
from guwah.steps.claims.reckoning import answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.accounts.models import Case

_BATCH = 500
_AFTER_EVERY_DAY = "~"


def summary(case: Case) -> dict[str, Any]:
    """Return the engine's answer for a case without its conflicts and bounds.

    Those stand in their tables afterwards: `queries.found_conflicts`, `queries.found_bounds`. The caller has
    asked whether claims may be seen.

    Returns:
        `consistent`, `complete`, `countings`, `conventions`; `claims`: the claim of each of these two by the
        id of the assertion; `conflicts`: how many there are.
    """
    row, _ = Reckoning.objects.get_or_create(case=case)
    if row.answer is not None:
        return cast("dict[str, Any]", row.answer)
    found = answer(queries.problem_of(case))
    told = _summary(found)
    with transaction.atomic():
        kept = Reckoning.objects.filter(pk=row.pk, version=row.version).update(answer=told)
        if kept:
            _keep(case, found)
    if not kept:
        # Somebody changed a claim meanwhile: what was found is old, and reckoned again.
        return summary(case)
    return told


def reckoned(case: Case) -> dict[str, Any]:
    """Return the engine's whole answer for a case; the caller has asked whether claims may be seen.

    For commands and exports; pages ask for the part they show.

    Returns:
        See `reckoning.answer`.
    """
    told = summary(case)
    return told | {"conflicts": queries.found_conflicts(case), "bounds": queries.bounds_by_id(case)}


def forget(case: Case) -> None:
    """Throw the answer away inside the transaction that changes a claim."""
    changed = Reckoning.objects.filter(case=case).update(version=F("version") + 1, answer=None)
    if not changed:
        Reckoning.objects.create(case=case, version=1)


def _summary(found: Mapping[str, Any]) -> dict[str, Any]:
    names = {*found["countings"], *found["conventions"]}
    return {
        "consistent": found["consistent"],
        "complete": found["complete"],
        "countings": found["countings"],
        "conventions": found["conventions"],
        "claims": {name: claim for name, claim in found["claims"].items() if name in names},
        "conflicts": len(found["conflicts"]),
    }


def _keep(case: Case, found: Mapping[str, Any]) -> None:
    """Put the rows of an answer in the place of those of the one before."""
    FoundMember.objects.filter(conflict__case=case).delete()
    FoundConflict.objects.filter(case=case).delete()
    FoundBound.objects.filter(case=case).delete()
    conflicts = FoundConflict.objects.bulk_create(
        [
            FoundConflict(case=case, number=number, found=conflict)
            for number, conflict in enumerate(found["conflicts"], start=1)
        ],
        batch_size=_BATCH,
    )
    claims = dict(
        Reading.objects.filter(claim__case=case, claim__replaced_by=None).values_list("pk", "claim")
    )
    FoundMember.objects.bulk_create(
        [
            FoundMember(conflict=conflict, reading_id=reading, claim_id=claims[reading])
            for conflict in conflicts
            for reading in conflict.found["readings"]
        ],
        batch_size=_BATCH,
    )
    numbers = dict(Occurrence.objects.filter(case=case).values_list("external_id", "pk"))
    FoundBound.objects.bulk_create(
        [_bound(case, numbers[name], points) for name, points in found["bounds"].items()], batch_size=_BATCH
    )


def _bound(case: Case, occurrence: int, points: Mapping[str, list[str | None]]) -> FoundBound:
    start_low, start_high, end_low, end_high = (day or "" for day in (*points["start"], *points["end"]))
    known = [day for day in (start_low, start_high, end_low, end_high) if day]
    return FoundBound(
        case=case,
        occurrence_id=occurrence,
        first=known[0] if known else _AFTER_EVERY_DAY,
        start_low=start_low,
        start_high=start_high,
        end_low=end_low,
        end_high=end_high,
    )
