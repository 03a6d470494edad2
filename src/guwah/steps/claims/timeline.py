"""The chronology of a case, page by page: occurrences in the order of time, with the words under each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guwah.instruments.chronology import picture
from guwah.instruments.dates import parse
from guwah.instruments.languages import direction
from guwah.steps.claims import found, queries, showing
from guwah.steps.claims.drawing import WIDTH, Drawn, Said, drawn
from guwah.steps.claims.models import Claim, Occurrence, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.claims.models import FoundBound

ROWS = 25
# Claims under the occurrences of one page; the list of claims has the rest.
MOST_CLAIMS = 120
Flags = Mapping[int, tuple[int, ...]]
"""For each reading, by its number, the numbers of the conflicts it is in."""


@dataclass(frozen=True, slots=True)
class Row:
    """One occurrence in the table.

    Attributes:
        occurrence: what is said to have happened.
        start: EDTF of the days its start may lie on, empty when nothing is known; `end` likewise.
        claims: its claims as the part `parts/claim.html` shows them.
        contradicted: nothing is known because what is said excludes itself.
        waiting: something that hangs together with it has changed and is still to be reckoned.
    """

    occurrence: Occurrence
    start: str
    end: str
    claims: tuple[dict[str, Any], ...]
    contradicted: bool
    waiting: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of the chronology; `picture` is None when no day is known."""

    rows: tuple[Row, ...]
    picture: Drawn | None
    page: int
    pages: int
    cut_short: bool


def page_of(case: Case, page: int) -> Timeline:
    """Return one page of the chronology as it was last reckoned.

    Args:
        case: the case.
        page: from 1.
    """
    bounds = found.in_time(case)
    pages = max(1, -(-bounds.count() // ROWS))
    page = min(page, pages)
    numbers = list(bounds.values_list("pk", flat=True)[(page - 1) * ROWS : page * ROWS])
    here = list(bounds.filter(pk__in=numbers).select_related("occurrence", "knot"))
    claims = _claims(case, [bound.occurrence_id for bound in here])
    flags = found.conflict_numbers(claim.pk for claim in claims)
    rows = tuple(_row(bound, _about(bound.occurrence, claims), flags) for bound in here)
    return Timeline(rows, _picture(rows, claims, flags), page, pages, len(claims) > MOST_CLAIMS)


def _claims(case: Case, occurrences: Sequence[int]) -> list[Claim]:
    numbers = set(Claim.objects.filter(occurrence__in=occurrences).values_list("pk", flat=True))
    for point in ("of", "to"):
        about = Reading.objects.filter(**{f"{point}__in": occurrences}).order_by()
        numbers.update(about.values_list("claim", flat=True))
    standing = queries.standing(case).filter(pk__in=numbers)
    return list(queries.with_words(standing).order_by("pk")[: MOST_CLAIMS + 1])


def _about(occurrence: Occurrence, claims: Iterable[Claim]) -> list[Claim]:
    return [
        claim
        for claim in claims
        if claim.occurrence_id == occurrence.pk
        or any(occurrence.pk in {reading.of_id, reading.to_id} for reading in claim.readings.all())
    ]


def _row(bound: FoundBound, claims: Iterable[Claim], flags: Flags) -> Row:
    shown = tuple(
        showing.claim_row(claim, in_conflict=any(reading.pk in flags for reading in claim.readings.all()))
        for claim in claims
    )
    start, end = _edtf(bound.start_low, bound.start_high), _edtf(bound.end_low, bound.end_high)
    contradicted = not start and not end and any(row["in_conflict"] for row in shown)
    waiting = bound.touched > 0 or (bound.knot is not None and bound.knot.stale)
    return Row(bound.occurrence, start, end, shown, contradicted, waiting)


def _edtf(low: str, high: str) -> str:
    if not low and not high:
        return ""
    return low if low == high else f"{low or '..'}/{high or '..'}"


def _picture(rows: Sequence[Row], claims: Iterable[Claim], flags: Flags) -> Drawn | None:
    """Return the picture of a page, or None when no day is known of anything on it."""
    meant: dict[str, Said] = {}
    occurrences = []
    for row in rows:
        statements = [*_lasted(row, meant), *_stated(row.occurrence, claims, flags, meant)]
        anchor = f"occurrence-{row.occurrence.pk}"
        occurrences.append(picture.Occurrence(anchor, row.occurrence.title, tuple(statements)))
    if not meant:
        return None
    mirrored = direction(get_language() or "en") == "rtl"
    return drawn(picture.layout(occurrences, width=WIDTH, rtl=mirrored), meant)


def _lasted(row: Row, meant: dict[str, Said]) -> Iterator[picture.Statement]:
    """Draw the days on which it certainly lasted, whichever of the readings hold."""
    began, ended = _days(row.start)[1], _days(row.end)[0]
    if began is None or ended is None or began >= ended:
        return
    name = f"lasted-{row.occurrence.pk}"
    meant[name] = Said(None, "", _("certainly within it"))
    yield picture.Statement(name, "", "start", began, ended)


def _stated(
    occurrence: Occurrence,
    claims: Iterable[Claim],
    flags: Flags,
    meant: dict[str, Said],
) -> Iterator[picture.Statement]:
    for claim in _about(occurrence, claims):
        for reading in claim.readings.all():
            if reading.form != Reading.Form.DATE or reading.of_id != occurrence.pk:
                continue
            first, last = _days(reading.value)
            if first is None and last is None:
                continue
            name = str(reading.pk)
            url = reverse("claim", args=[claim.case_id, claim.pk])
            meant[name] = Said(claim.pk, url, showing.reading_words(reading))
            yield picture.Statement(
                id=name,
                by=claim.by,
                end=reading.of_point,
                earliest=first,
                latest=last,
                approximate=parse(reading.value).approximate,
                conflicts=tuple(str(number) for number in flags.get(reading.pk, ())),
            )


def _days(edtf: str) -> tuple[int | None, int | None]:
    if not edtf:
        return None, None
    days = parse(edtf).days
    return days.first, days.last
