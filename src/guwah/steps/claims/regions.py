"""What hangs together in a case: the readings and occurrences that have to be reckoned as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from guwah.steps.claims.models import Claim, FoundBound, Occurrence, Reading
from guwah.steps.claims.reckoning import Groups, Stated, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.models import QuerySet

    from guwah.accounts.models import Case

# Values in one question to the database.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Region:
    """Occurrences with everything said of them; nothing said ties one of them to any other.

    Attributes:
        stamps: for each occurrence, by its number, the change that has not been reckoned yet, 0 for none.
        numbers: number of each occurrence by its id in files.
        titles: title of each occurrence by its id in files.
        groups: alternatives by the id of their assertion.
        claims: number of each claim by its id in files.
    """

    stamps: Mapping[int, int]
    numbers: Mapping[str, int]
    titles: Mapping[str, str]
    groups: Groups
    claims: Mapping[str, int]


def in_chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Yield sorted numbers, as many at a time as one question to the database takes."""
    ordered = sorted(numbers)
    for first in range(0, len(ordered), _AT_ONCE):
        yield ordered[first : first + _AT_ONCE]


def waiting(case: Case, most: int) -> list[int]:
    """Return occurrences that have to be reckoned again, those that wait longest first."""
    rows = FoundBound.objects.filter(case=case, touched__gt=0).order_by("touched", "occurrence_id")
    return list(rows.values_list("occurrence", flat=True)[:most])


def around(occurrences: Iterable[int], most: int | None = None) -> Region | None:
    """Return some occurrences with all that hangs together with them.

    Args:
        occurrences: their numbers, of one case.
        most: give up (None) when these are more occurrences.
    """
    seen: set[int] = set()
    new = set(occurrences)
    while new:
        seen |= new
        if most is not None and len(seen) > most:
            return None
        new = (_in_their_knots(new) | _tied_to(new)) - seen
    return _region(seen)


def _in_their_knots(occurrences: set[int]) -> set[int]:
    """Return what hung together with them when it was last reckoned: taken apart it is reckoned again too."""
    found: set[int] = set()
    for chunk in in_chunks(occurrences):
        knots = FoundBound.objects.filter(occurrence__in=chunk, knot__isnull=False).values("knot")
        found.update(FoundBound.objects.filter(knot__in=knots).values_list("occurrence", flat=True))
    return found


def _tied_to(occurrences: set[int]) -> set[int]:
    """Return what a reading ties to them from its other point."""
    rows: list[tuple[int, int]] = []
    for near, far in (("of", "to"), ("to", "of")):
        for chunk in in_chunks(occurrences):
            said = Reading.objects.filter(**{f"{near}__in": chunk, f"{far}__isnull": False})
            rows.extend(said.order_by().values_list("claim", far))
    founded = _founded({claim for claim, _ in rows})
    return {number for claim, number in rows if claim in founded}


def _speaking_of(occurrences: set[int]) -> set[int]:
    """Return the numbers of the claims with a reading of one of these occurrences."""
    found: set[int] = set()
    for point in ("of", "to"):
        for chunk in in_chunks(occurrences):
            said = Reading.objects.filter(**{f"{point}__in": chunk})
            found.update(said.order_by().values_list("claim", flat=True))
    return found


def _founded(claims: set[int]) -> set[int]:
    """Return which of these claims stand, are asserted, and rest on no machine's word nobody has checked.

    Nothing else goes in: the day a session was held and the day an article came out are claims too. They are
    asked for by their numbers only: anything else leads the database through every claim of the case.
    """
    found: set[int] = set()
    for chunk in in_chunks(claims):
        rows = Claim.objects.filter(
            Q(machine=False, set_aside=None) | Q(checked_by__isnull=False),
            pk__in=chunk,
            mode=Claim.Mode.ASSERTED,
            replaced_by=None,
            withdrawn_at=None,
        )
        found.update(rows.order_by().values_list("pk", flat=True))
    return found


def _region(occurrences: set[int]) -> Region:
    stamps, numbers, titles = dict.fromkeys(occurrences, 0), {}, {}
    for chunk in in_chunks(occurrences):
        stamps.update(FoundBound.objects.filter(occurrence__in=chunk).values_list("occurrence", "touched"))
        known = Occurrence.objects.filter(pk__in=chunk).values_list("pk", "external_id", "title")
        for number, name, title in known:
            numbers[name], titles[name] = number, title
    claims = _founded(_speaking_of(occurrences))
    rows = [row for chunk in in_chunks(claims) for row in _rows(chunk)]
    groups = named(_stated(row) for row in sorted(rows))
    return Region(
        stamps,
        numbers,
        titles,
        {name: group for name, group in groups.items() if group[0].of[0] in numbers},
        {row[2]: row[1] for row in rows},
    )


def _rows(claims: list[int]) -> QuerySet[Reading, tuple[Any, ...]]:
    return (
        Reading.objects.filter(claim__in=claims, of__isnull=False)
        .order_by()
        .values_list(
            "pk",
            "claim",
            "claim__external_id",
            "form",
            "value",
            "approximate",
            "of__external_id",
            "of_point",
            "to__external_id",
            "to_point",
        )
    )


def _stated(row: tuple[Any, ...]) -> Stated:
    number, _, claim, form, value, approximate, of, of_point, to, to_point = row
    second = (to, to_point) if to is not None else None
    return Stated(number, claim, form, value, (of, of_point), second, approximate)
