"""The chronology of a case, page by page: occurrences in the order of time, with the words under each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from guwah.instruments.dates import parse
from guwah.steps.claims import queries, showing
from guwah.steps.claims.geometry import Line, Picture, Said, layout
from guwah.steps.claims.models import Claim, Occurrence, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.accounts.models import Case

ROWS = 60
# Claims under the occurrences of one page; the list of claims has the rest.
MOST_CLAIMS = 400
_LAST = "9999"


@dataclass(frozen=True, slots=True)
class Row:
    """One occurrence in the table.

    Attributes:
        occurrence: what is said to have happened.
        start: EDTF of the days its start may lie on, empty when nothing is known; `end` likewise.
        claims: its claims as the part `parts/claim.html` shows them.
    """

    occurrence: Occurrence
    start: str
    end: str
    claims: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of the chronology; `picture` is None when no day is known."""

    rows: tuple[Row, ...]
    picture: Picture | None
    page: int
    pages: int
    cut_short: bool


def page_of(case: Case, answer: Mapping[str, Any], page: int) -> Timeline:
    """Return one page of the chronology.

    Args:
        case: the case.
        answer: of `flows.reckoned`.
        page: from 1.
    """
    ordered = _in_order(case, answer["bounds"])
    pages = max(1, -(-len(ordered) // ROWS))
    page = min(page, pages)
    here = ordered[(page - 1) * ROWS : page * ROWS]
    claims = _claims(case, [one.pk for one in here])
    bad = {name for conflict in answer["conflicts"] for name in conflict["claims"]}
    rows = tuple(_row(one, answer["bounds"], _about(one, claims), bad) for one in here)
    lines = [_line(row, claims, bad) for row in rows]
    return Timeline(rows, layout(lines), page, pages, len(claims) > MOST_CLAIMS)


def _in_order(case: Case, bounds: Mapping[str, Any]) -> list[Occurrence]:
    def key(occurrence: Occurrence) -> tuple[str, int]:
        points = bounds.get(occurrence.external_id, {})
        known = [day for point in ("start", "end") for day in points.get(point, ()) if day is not None]
        return (known[0] if known else _LAST, occurrence.pk)

    return sorted(Occurrence.objects.filter(case=case), key=key)


def _claims(case: Case, occurrences: Sequence[int]) -> list[Claim]:
    about = Reading.objects.filter(Q(of__in=occurrences) | Q(to__in=occurrences)).values("claim")
    claims = queries.standing(case).filter(Q(occurrence__in=occurrences) | Q(pk__in=about))
    return list(queries.with_words(claims).order_by("pk")[: MOST_CLAIMS + 1])


def _about(occurrence: Occurrence, claims: Iterable[Claim]) -> list[Claim]:
    return [
        claim
        for claim in claims
        if claim.occurrence_id == occurrence.pk
        or any(occurrence.pk in {reading.of_id, reading.to_id} for reading in claim.readings.all())
    ]


def _row(occurrence: Occurrence, bounds: Mapping[str, Any], claims: Iterable[Claim], bad: set[str]) -> Row:
    points = bounds.get(occurrence.external_id, {})
    shown = tuple(showing.claim_row(claim, in_conflict=claim.external_id in bad) for claim in claims)
    return Row(occurrence, _edtf(points.get("start")), _edtf(points.get("end")), shown)


def _edtf(bound: Sequence[str | None] | None) -> str:
    low, high = bound or (None, None)
    if low is None and high is None:
        return ""
    return low if low is not None and low == high else f"{low or '..'}/{high or '..'}"


def _line(row: Row, claims: Iterable[Claim], bad: set[str]) -> Line:
    occurrence = row.occurrence
    said = tuple(
        _said(reading, claim, conflict=claim.external_id in bad)
        for claim in _about(occurrence, claims)
        for reading in claim.readings.all()
        if reading.form == Reading.Form.DATE and reading.of_id == occurrence.pk
    )
    start, end = _days(row.start), _days(row.end)
    return Line(occurrence.title, f"occurrence-{occurrence.pk}", start, end, said)


def _said(reading: Reading, claim: Claim, *, conflict: bool) -> Said:
    first, last = _days(reading.value)
    row = showing.claim_row(claim)
    return Said(
        number=claim.pk,
        url=row["url"],
        label=showing.reading_words(reading),
        first=first,
        last=last,
        end=reading.of_point == "end",
        conflict=conflict,
    )


def _days(edtf: str) -> tuple[int | None, int | None]:
    if not edtf:
        return None, None
    days = parse(edtf).days
    return days.first, days.last
