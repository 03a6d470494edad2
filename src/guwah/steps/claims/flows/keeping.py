"""What was found in a region takes the place of what was found there before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from guwah.steps.claims.models import (
    AFTER_EVERY_DAY,
    FoundBound,
    FoundConflict,
    FoundFit,
    FoundMember,
    Knot,
    Reading,
    Reckoning,
)
from guwah.steps.claims.reckoning import spoken_of
from guwah.steps.claims.regions import in_chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.claims.reckoning import Groups
    from guwah.steps.claims.regions import Region

_BATCH = 500
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Readings that hang together, with their digest and what `reckoning.answer` told of them.

    No answer: the one kept under the same digest still holds.
    """

    groups: Groups
    digest: str
    answer: Answer | None


def kept_digests(region: Region) -> set[str]:
    """Return the digests under which answers about a region are kept."""
    return {knot.digest for knot in _knots(region)}


def keep(case: Case, region: Region, parts: Sequence[Part]) -> bool:
    """Put what was found in the place of what was there; False when something was changed meanwhile."""
    with transaction.atomic():
        if _stamps(region) != region.stamps:
            return False
        before = {knot.digest: knot for knot in _knots(region)}
        held = [before.pop(part.digest).pk for part in parts if part.answer is None]
        _settle(held)
        new = [part for part in parts if part.answer is not None]
        reckoning, _ = Reckoning.objects.get_or_create(case=case)
        numbers = _conflict_numbers(before.values())
        Knot.objects.filter(pk__in=[knot.pk for knot in before.values()]).delete()
        knots = _knots_of(case, new)
        _bounds(case, region, knots, held)
        _fits(region, knots)
        reckoning.next_conflict = _conflicts(region, knots, numbers, reckoning.next_conflict)
        reckoning.as_of = timezone.now()
        reckoning.save(update_fields=["next_conflict", "as_of"])
    return True


Kept = list[tuple[Knot, Answer]]
"""New knots with the answer each stands for."""


def _stamps(region: Region) -> dict[int, int]:
    found = dict.fromkeys(region.stamps, 0)
    for chunk in in_chunks(region.stamps):
        found.update(FoundBound.objects.filter(occurrence__in=chunk).values_list("occurrence", "touched"))
    return found


def _knots(region: Region) -> list[Knot]:
    found = {
        knot.pk: knot
        for chunk in in_chunks(region.stamps)
        for knot in Knot.objects.filter(bounds__occurrence__in=chunk)
    }
    return list(found.values())


def _settle(knots: list[int]) -> None:
    for chunk in in_chunks(knots):
        Knot.objects.filter(pk__in=chunk).update(stale=False)
        FoundBound.objects.filter(knot__in=chunk).update(touched=0)


def _conflict_numbers(knots: Iterable[Knot]) -> dict[tuple[int, ...], int]:
    """Return the numbers of conflicts by their readings, so that what stays a conflict keeps its number."""
    numbers = {}
    for chunk in in_chunks(knot.pk for knot in knots):
        rows = FoundConflict.objects.filter(knot__in=chunk).values_list("number", "found")
        numbers.update({tuple(found["readings"]): number for number, found in rows})
    return numbers


def _knots_of(case: Case, parts: Sequence[Part]) -> Kept:
    answers = [part.answer for part in parts if part.answer is not None]
    rows = [
        Knot(
            case=case,
            digest=part.digest,
            consistent=answer["consistent"],
            complete=answer["complete"],
        )
        for part, answer in zip(parts, answers, strict=True)
    ]
    return list(zip(Knot.objects.bulk_create(rows, batch_size=_BATCH), answers, strict=True))


def _bounds(case: Case, region: Region, knots: Kept, held: list[int]) -> None:
    """Write anew between which days everything of a region began and ended, but for knots still held."""
    held_ones: set[int] = set()
    for chunk in in_chunks(held):
        held_ones.update(FoundBound.objects.filter(knot__in=chunk).values_list("occurrence", flat=True))
    left = set(region.stamps) - held_ones
    for chunk in in_chunks(left):
        FoundBound.objects.filter(occurrence__in=chunk).delete()
    rows = [
        _bound(case, knot, region.numbers[name], points)
        for knot, answer in knots
        for name, points in answer["bounds"].items()
    ]
    untold = left - {row.occurrence_id for row in rows}
    rows += [FoundBound(case=case, occurrence_id=number) for number in sorted(untold)]
    FoundBound.objects.bulk_create(rows, batch_size=_BATCH)


def _bound(case: Case, knot: Knot, occurrence: int, points: Mapping[str, list[str | None]]) -> FoundBound:
    start_low, start_high, end_low, end_high = (day or "" for day in (*points["start"], *points["end"]))
    known = [day for day in (start_low, start_high, end_low, end_high) if day]
    return FoundBound(
        case=case,
        knot=knot,
        occurrence_id=occurrence,
        first=known[0] if known else AFTER_EVERY_DAY,
        start_low=start_low,
        start_high=start_high,
        end_low=end_low,
        end_high=end_high,
    )


def _fits(region: Region, knots: Kept) -> None:
    forms = {"countings": Reading.Form.DURATION, "conventions": Reading.Form.AGE}
    FoundFit.objects.bulk_create(
        [
            FoundFit(
                case_id=knot.case_id,
                knot=knot,
                claim_id=region.claims[answer["claims"][name]],
                name=name,
                form=form,
                ways=ways,
            )
            for knot, answer in knots
            for key, form in forms.items()
            for name, ways in answer[key].items()
        ],
        batch_size=_BATCH,
    )


def _conflicts(region: Region, knots: Kept, numbers: Mapping[tuple[int, ...], int], following: int) -> int:
    """Write the conflicts and their members; return the number that the next new one gets."""
    told = sorted(
        ((found, knot) for knot, answer in knots for found in answer["conflicts"]),
        key=lambda one: (len(one[0]["members"]), one[0]["members"]),
    )
    rows = []
    for found, knot in told:
        number = numbers.get(tuple(found["readings"]))
        if number is None:
            number, following = following, following + 1
        size = len(found["members"])
        rows.append(FoundConflict(case_id=knot.case_id, knot=knot, number=number, size=size, found=found))
    conflicts = FoundConflict.objects.bulk_create(rows, batch_size=_BATCH)
    claims = {one.reading: region.claims[one.claim] for group in region.groups.values() for one in group}
    FoundMember.objects.bulk_create(
        [
            FoundMember(conflict=conflict, reading_id=reading, claim_id=claims[reading])
            for conflict in conflicts
            for reading in conflict.found["readings"]
        ],
        batch_size=_BATCH,
    )
    return following


def titles_of(groups: Groups, region: Region) -> dict[str, str]:
    """Return the titles of the occurrences a part speaks of, by their ids in files."""
    return {name: region.titles[name] for group in groups.values() for name in spoken_of(group)}
