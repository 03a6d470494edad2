"""The chronology of a case, page by page: occurrences in the order of time, with the words under each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guwah.instruments.chronology import picture
from guwah.instruments.dates import parse
from guwah.instruments.languages import direction
from guwah.steps.claims import queries, showing
from guwah.steps.claims.drawing import WIDTH, Drawn, Said, drawn
from guwah.steps.claims.models import Claim, Occurrence, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
        contradicted: nothing is known because what is said excludes itself.
    """

    occurrence: Occurrence
    start: str
    end: str
    claims: tuple[dict[str, Any], ...]
    contradicted: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of the chronology; `picture` is None when no day is known."""

    rows: tuple[Row, ...]
    picture: Drawn | None
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
    return Timeline(rows, _picture(rows, claims, answer), page, pages, len(claims) > MOST_CLAIMS)


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
    start, end = _edtf(points.get("start")), _edtf(points.get("end"))
    contradicted = not start and not end and any(row["in_conflict"] for row in shown)
    return Row(occurrence, start, end, shown, contradicted)


def _edtf(bound: Sequence[str | None] | None) -> str:
    low, high = bound or (None, None)
    if low is None and high is None:
        return ""
    return low if low is not None and low == high else f"{low or '..'}/{high or '..'}"


def _picture(rows: Sequence[Row], claims: Iterable[Claim], answer: Mapping[str, Any]) -> Drawn | None:
    """Return the picture of a page, or None when no day is known of anything on it."""
    flags = _flags(answer)
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


def _flags(answer: Mapping[str, Any]) -> dict[int, tuple[str, ...]]:
    """Return for each reading the numbers of its conflicts, as the page of conflicts counts them."""
    flags: dict[int, tuple[str, ...]] = {}
    for number, conflict in enumerate(answer["conflicts"], start=1):
        for reading in conflict["readings"]:
            flags[reading] = (*flags.get(reading, ()), str(number))
    return flags


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
    flags: Mapping[int, tuple[str, ...]],
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
                conflicts=flags.get(reading.pk, ()),
            )


def _days(edtf: str) -> tuple[int | None, int | None]:
    if not edtf:
        return None, None
    days = parse(edtf).days
    return days.first, days.last
