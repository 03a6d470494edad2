"""The chronology of a case, page by page: occurrences in the order of time, with the words under each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language

from guwah.instruments.chronology import picture
from guwah.instruments.dates import parse
from guwah.instruments.languages import direction, isolate
from guwah.steps.claims import found, hearsay, queries, showing
from guwah.steps.claims.models import Claim, Occurrence, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.claims.models import FoundBound

ROWS = 10
# Claims under the occurrences of one page; the list of claims has the rest.
MOST_CLAIMS = 120
_TITLE = 24  # letters of a title beside a mark
Flags = Mapping[int, tuple[int, ...]]
"""For each reading, by its number, the numbers of the conflicts it is in."""
About = Mapping[int, list[Claim]]
"""For each occurrence, by its number, the claims that speak of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One occurrence in the table.

    Attributes:
        occurrence: what is said to have happened.
        start: EDTF of the days its start may lie on, empty when nothing is known; `end` likewise, empty too
            when all that is known is that it is not before the start.
        claims: its claims as the part `parts/claim.html` shows them.
        contradicted: nothing is known because what is said excludes itself.
        waiting: something that hangs together with it has changed and is still to be reckoned.
        only: how it is told ("feared"), where nobody tells it as a fact; else empty.
    """

    occurrence: Occurrence
    start: str
    end: str
    claims: tuple[dict[str, Any], ...]
    contradicted: bool
    waiting: bool
    only: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of the chronology; `picture` is None when no day is known."""

    rows: tuple[Row, ...]
    picture: picture.Picture | None
    page: int
    pages: int
    cut_short: bool


def page_of(case: Case, page: int, *, by_source: bool = False) -> Timeline:
    """Return one page of the chronology as it was last reckoned.

    Args:
        case: the case.
        page: from 1.
        by_source: draw a lane for each who says something instead of one for each thing that happened.
    """
    bounds = found.in_time(case)
    pages = max(1, -(-bounds.count() // ROWS))
    page = min(page, pages)
    numbers = list(bounds.values_list("pk", flat=True)[(page - 1) * ROWS : page * ROWS])
    here = list(bounds.filter(pk__in=numbers).select_related("occurrence", "knot"))
    claims = _claims(case, [bound.occurrence_id for bound in here])
    veil = hearsay.draw(case, claims, [bound.occurrence for bound in here])
    for bound in here:
        if bound.occurrence_id in veil.occurrences:
            hearsay.undate(bound)
    flags = found.conflict_numbers(claim.pk for claim in claims)
    about = _about(claims, [bound.occurrence_id for bound in here])
    shown = {claim.pk: _shown(claim, flags) for claim in claims}
    rows = tuple(_row(bound, about[bound.occurrence_id], shown) for bound in here)
    drawn = _lanes_of_sources(rows, about, flags) if by_source else _lanes(rows, about, flags)
    return Timeline(rows, _picture(drawn), page, pages, len(claims) > MOST_CLAIMS)


def _about(claims: Iterable[Claim], occurrences: Iterable[int]) -> About:
    about: dict[int, list[Claim]] = {number: [] for number in occurrences}
    for claim in claims:
        spoken = {number for reading in claim.readings.all() for number in (reading.of_id, reading.to_id)}
        for number in about.keys() & (spoken | {claim.occurrence_id}):
            about[number].append(claim)
    return about


def _claims(case: Case, occurrences: Sequence[int]) -> list[Claim]:
    numbers = set(Claim.objects.filter(occurrence__in=occurrences).values_list("pk", flat=True))
    for point in ("of", "to"):
        about = Reading.objects.filter(**{f"{point}__in": occurrences}).order_by()
        numbers.update(about.values_list("claim", flat=True))
    standing = queries.standing(case).filter(pk__in=numbers)
    return list(queries.with_words(standing).order_by("pk")[: MOST_CLAIMS + 1])


def _shown(claim: Claim, flags: Flags) -> dict[str, Any]:
    return showing.claim_row(claim, in_conflict=any(one.pk in flags for one in claim.readings.all()))


def _row(bound: FoundBound, claims: Sequence[Claim], drawn: Mapping[int, dict[str, Any]]) -> Row:
    shown = tuple(drawn[claim.pk] for claim in claims)
    start, end = edtf_between(bound.start_low, bound.start_high), edtf_between(bound.end_low, bound.end_high)
    if not bound.end_high and bound.end_low == bound.start_low:
        # That nothing ends before it begins is no news of its end.
        end = ""
    contradicted = not start and not end and any(row["in_conflict"] for row in shown)
    waiting = bound.touched > 0 or (bound.knot is not None and bound.knot.stale)
    return Row(bound.occurrence, start, end, shown, contradicted, waiting, _only(claims))


def _only(claims: Sequence[Claim]) -> str:
    """Say how something is told that nobody tells as a fact."""
    ways = {claim.mode: str(claim.get_mode_display()) for claim in claims}
    return "" if Claim.Mode.ASSERTED in ways else ", ".join(ways.values())


def edtf_between(low: str, high: str) -> str:
    """Return the days from one to another as EDTF, empty where neither is known."""
    if not low and not high:
        return ""
    return low if low == high else f"{low or '..'}/{high or '..'}"


def _picture(lanes: Sequence[picture.Occurrence]) -> picture.Picture | None:
    """Return the picture of a page, or None when no day is known of anything on it."""
    if not any(one.statements or one.known for one in lanes):
        return None
    return picture.layout(lanes, rtl=direction(get_language() or "en") == "rtl")


def _lanes(rows: Sequence[Row], about: About, flags: Flags) -> list[picture.Occurrence]:
    """Draw a lane for each thing that happened."""
    return [
        _occurrence(row, tuple(said for _, said in _stated(row.occurrence, about[row.occurrence.pk], flags)))
        for row in rows
    ]


def _lanes_of_sources(rows: Sequence[Row], about: About, flags: Flags) -> list[picture.Occurrence]:
    """Draw a lane for each who says something: it says what of, and leads to the first thing said."""
    said_by: dict[str, list[picture.Statement]] = {}
    first: dict[str, str] = {}
    for row in rows:
        for claim, said in _stated(row.occurrence, about[row.occurrence.pk], flags):
            title = row.occurrence.title
            short = title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip() + "…"
            said_by.setdefault(claim.by, []).append(replace(said, words=f"{said.words} {isolate(short)}"))
            first.setdefault(claim.by, f"occurrence-{row.occurrence.pk}")
    return [picture.Occurrence(first[by], by, tuple(listed)) for by, listed in said_by.items()]


def _occurrence(row: Row, statements: tuple[picture.Statement, ...]) -> picture.Occurrence:
    """Draw from start to end; where what is said excludes itself, every day somebody names may be the one."""
    started, ended = _days(row.start), _days(row.end)
    if row.contradicted:
        started, ended = (
            _spanned([one.days for one in statements if one.end == end]) for end in ("start", "end")
        )
    name = f"occurrence-{row.occurrence.pk}"
    return picture.Occurrence(name, row.occurrence.title, statements, started, ended)


def _spanned(said: list[picture.Days]) -> picture.Days:
    """Return the days from the first to the last that somebody names, None where one leaves them open."""
    firsts = [first for first, _ in said if first is not None]
    lasts = [last for _, last in said if last is not None]
    return (
        min(firsts) if firsts and len(firsts) == len(said) else None,
        max(lasts) if lasts and len(lasts) == len(said) else None,
    )


def _stated(
    occurrence: Occurrence, claims: Iterable[Claim], flags: Flags
) -> Iterator[tuple[Claim, picture.Statement]]:
    """Draw each reading that says when an occurrence began or ended, with the claim it is of.

    What was feared, supposed, asked or taken back is not drawn as done, nor what only a machine found; of
    what is masked not even the day.
    """
    for claim in (one for one in claims if one.counts and not one.masked):
        for reading in claim.readings.all():
            days = _days(reading.value) if reading.form == Reading.Form.DATE else (None, None)
            if reading.of_id == occurrence.pk and days != (None, None):
                said = picture.Statement(
                    words=str(claim.pk),
                    label=showing.reading_words(reading),
                    url=reverse("claim", args=[claim.case_id, claim.pk]),
                    end=reading.of_point,
                    days=days,
                    conflicts=flags.get(reading.pk, ()),
                )
                yield claim, said


def _days(edtf: str) -> picture.Days:
    if not edtf:
        return None, None
    days = parse(edtf).days
    return days.first, days.last
