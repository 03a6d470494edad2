"""Reads of what was reckoned: how far it goes, bounds, ways of counting, who is in a conflict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.steps.claims.models import (
    FoundBound,
    FoundConflict,
    FoundFit,
    FoundMember,
    Knot,
    Reading,
    Reckoning,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from guwah.accounts.models import Case


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the reckoning of a case stands.

    Attributes:
        complete: every knot was looked through whole.
        conflicts: how many are known.
        waiting: occurrences about which something changed that has not been reckoned yet.
        occurrences: how many there are, counted while some wait.
        as_of: when something was last reckoned, None when never.
    """

    complete: bool
    conflicts: int
    waiting: int
    occurrences: int
    as_of: datetime | None

    @property
    def settled(self) -> int:
        """Return how many occurrences do not wait."""
        return self.occurrences - self.waiting

    @property
    def free(self) -> bool:
        """Say whether it is known, of everything as it is said now, that nothing excludes anything else."""
        return not self.waiting and self.complete and not self.conflicts


def standing_of(case: Case) -> Standing:
    """Return where the reckoning of a case stands; nothing is reckoned for it."""
    bounds = FoundBound.objects.filter(case=case)
    waiting = bounds.filter(touched__gt=0).count()
    return Standing(
        complete=not Knot.objects.filter(case=case, complete=False).exists(),
        conflicts=FoundConflict.objects.filter(case=case).count(),
        waiting=waiting,
        occurrences=bounds.count() if waiting else 0,
        as_of=Reckoning.objects.filter(case=case).values_list("as_of", flat=True).first(),
    )


def consistent(case: Case) -> bool:
    """Say whether no contradiction is known."""
    return not Knot.objects.filter(case=case, consistent=False).exists()


def waits(claims: Iterable[int]) -> bool:
    """Say whether something one of these claims speaks of has still to be reckoned."""
    readings = Reading.objects.filter(claim__in=list(claims))
    occurrences = {number for point in ("of", "to") for number in readings.values_list(point, flat=True)}
    return FoundBound.objects.filter(occurrence__in=occurrences, touched__gt=0).exists()


def is_conflict(case: Case, readings: Sequence[int]) -> bool:
    """Say whether exactly these readings are a conflict of the last answer."""
    wanted = sorted(readings)
    rows = FoundConflict.objects.filter(case=case, members__reading__in=wanted[:1])
    return any(sorted(found["readings"]) == wanted for found in rows.values_list("found", flat=True))


def conflict_numbers(claims: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return for each reading of these claims the numbers of the conflicts it is in, by its number."""
    numbers: dict[int, tuple[int, ...]] = {}
    rows = FoundMember.objects.filter(claim__in=list(claims)).order_by("conflict__number")
    for reading, number in rows.values_list("reading", "conflict__number"):
        numbers[reading] = (*numbers.get(reading, ()), number)
    return numbers


def in_conflict(claims: Iterable[int]) -> set[int]:
    """Return which of these claims are in a conflict of the last answer."""
    return set(FoundMember.objects.filter(claim__in=list(claims)).values_list("claim", flat=True))


def counted_of(case: Case, claims: Iterable[int]) -> frozenset[str]:
    """Return the names under which some claims are counted, see `fits_by_form`."""
    wanted = set(claims)
    names = fits(case).values_list("claim", "name") if wanted else ()
    return frozenset(name for claim, name in names if claim in wanted)


def hanging_together(case: Case, occurrences: Iterable[int]) -> frozenset[str]:
    """Return the ids of occurrences whose days rest on each other with those of some, these included."""
    wanted = set(occurrences)
    if not wanted:
        return frozenset()
    rows = list(in_time(case).values_list("occurrence", "occurrence__external_id", "knot"))
    knots = {knot for number, _name, knot in rows if number in wanted and knot is not None}
    return frozenset(name for number, name, knot in rows if number in wanted or knot in knots)


def in_time(case: Case) -> QuerySet[FoundBound]:
    """Return when everything began and ended by the last answer, in the order of time."""
    return FoundBound.objects.filter(case=case)


def bounds_by_id(case: Case) -> dict[str, dict[str, list[str | None]]]:
    """Return the same as `chronology check` prints it, by the ids of the occurrences."""
    return {
        bound.occurrence.external_id: {
            "start": [bound.start_low or None, bound.start_high or None],
            "end": [bound.end_low or None, bound.end_high or None],
        }
        for bound in in_time(case).select_related("occurrence")
    }


def fits(case: Case) -> QuerySet[FoundFit]:
    """Return how each duration has to be counted and each age taken, in the order of their claims."""
    return FoundFit.objects.filter(case=case)


def fits_by_form(case: Case) -> dict[str, dict[str, list[str]]]:
    """Return the ways that fit by the id of the assertion, durations and ages apart."""
    found: dict[str, dict[str, list[str]]] = {Reading.Form.DURATION: {}, Reading.Form.AGE: {}}
    for form, name, ways in fits(case).order_by("name").values_list("form", "name", "ways"):
        found[form][name] = ways
    return found
