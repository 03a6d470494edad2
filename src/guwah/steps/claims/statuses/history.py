"""The history of a person's status: a lane for each axis, what was last known on it, and how old that is.

Nothing is filled in between two entries, silence is never a status, and what excludes itself stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from guwah.instruments.dates import parse
from guwah.instruments.dates.words import in_words
from guwah.instruments.languages import isolate
from guwah.steps.claims import hearsay, showing
from guwah.steps.claims.flows import axes
from guwah.steps.claims.models import Claim, Status
from guwah.steps.claims.queries import with_words
from guwah.steps.people.forms import words_of
from guwah.steps.people.queries import display_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from guwah.accounts.models import Case

# What a day is compared with while it is open: later than every other.
_OPEN = 10**9
# Codes that say that nothing is known, or that nobody is reached: a gap that somebody told of.
GAPS = frozenset({"unknown", "lost", "last_seen_only", "none", "not_disclosed"})
_WEEK = 7
# Our own: Django's Kazakh has them with letters of another language.
WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a lane.

    Attributes:
        status: the row.
        words: its code in words.
        as_of: the day it is said for, with its openness, in words.
        claim: the claim it rests on as rows show it, None where it rests on none.
        gap: it says that something is not known.
        clashes: others say something else of the very same day.
        unordered: others say something else of days among which it may lie; which is later is not known.
    """

    status: Status
    words: str
    as_of: str
    claim: Mapping[str, Any] | None
    gap: bool
    clashes: bool
    unordered: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One axis of a person: its entries in the order of their days, the last known ones, how old they are."""

    axis: str
    words: str
    entries: tuple[Entry, ...]
    last: tuple[Entry, ...]
    age: str


@dataclass(frozen=True, slots=True)
class History:
    """Everything said of one person's status; `person` is None while the case has one."""

    person: int | None
    name: str
    party: bool
    lanes: tuple[Lane, ...]


def history(case: Case, today: date) -> list[History]:
    """Return the history of each person of a case, whom it is about first.

    Args:
        case: the case.
        today: from which day the age of what is last known is counted.
    """
    rows = list(Status.objects.filter(case=case).select_related("by").order_by("pk"))
    claims = {claim.pk: claim for claim in with_words(_claims(rows))}
    hearsay.draw(case, claims.values())
    parties = set(hearsay.parties(case).values_list("pk", flat=True))
    people: dict[int | None, list[Status]] = {}
    for row in rows:
        people.setdefault(row.person_id, []).append(row)
    names = display_names(person for person in people if person is not None)
    made = []
    for person, said in people.items():
        party = person is None or person in parties
        seen = party or any(_is_open(claims.get(row.claim_id or 0)) for row in said)
        name = _("The person this case is about") if person is None else names.get(person, "")
        lanes = _lanes(said, claims, today)
        made.append(History(person, name if seen else str(hearsay.MASK), party, lanes))
    return sorted(made, key=lambda one: (not one.party, one.person or 0))


def _claims(rows: Iterable[Status]) -> Any:  # noqa: ANN401 - a queryset of claims
    return Claim.objects.filter(pk__in={row.claim_id for row in rows if row.claim_id})


def _is_open(claim: Claim | None) -> bool:
    return claim is not None and not claim.masked


def _lanes(rows: Sequence[Status], claims: Mapping[int, Claim], today: date) -> tuple[Lane, ...]:
    # Those one asks for first, then any other axis that has a list.
    order = [*AXES, *(axis for axis in axes() if axis not in AXES)]
    by_axis = {axis: [row for row in rows if row.axis == axis] for axis in order}
    return tuple(_lane(axis, said, claims, today) for axis, said in by_axis.items() if said)


def _lane(axis: str, rows: Sequence[Status], claims: Mapping[int, Claim], today: date) -> Lane:
    ordered = sorted(rows, key=lambda row: (*_days(row.as_of)[::-1], row.pk))
    entries = tuple(_entry(row, ordered, claims) for row in ordered)
    newest = _days(ordered[-1].as_of)[1]
    last = tuple(entry for entry in entries if _days(entry.status.as_of)[1] == newest)
    return Lane(axis, axis_words(axis), entries, last, _age(last[-1].status.as_of, today))


def _entry(row: Status, lane: Sequence[Status], claims: Mapping[int, Claim]) -> Entry:
    own = _days(row.as_of)
    others = [_days(other.as_of) for other in lane if other.code != row.code]
    clashes = own[0] == own[1] and own in others
    overlapping = any(first <= own[1] and own[0] <= last for first, last in others)
    claim = claims.get(row.claim_id or 0)
    return Entry(
        status=row,
        words=str(hearsay.MASK)
        if claim is not None and claim.masked
        else words_of(f"status_{row.axis}", row.code),
        as_of=day_words(row.as_of),
        claim=showing.claim_row(claim) if claim is not None else None,
        gap=row.code in GAPS,
        clashes=clashes,
        unordered=overlapping and not clashes,
    )


def _days(edtf: str) -> tuple[int, int]:
    days = parse(edtf).days
    return (
        -_OPEN if days.first is None else days.first,
        _OPEN if days.last is None else days.last,
    )


def _age(edtf: str, today: date) -> str:
    """Say how old what is known is: in days, with what is open about it."""
    first, last = _days(edtf)
    now = _days(today.isoformat())[0]
    least, most = now - last, now - first
    if least < 0:
        return _("up to now, or it is not said until when")
    if most == least:
        return ngettext("%(days)s day old", "%(days)s days old", least) % {"days": least}
    if most > _OPEN // 2:
        return ngettext("at least %(days)s day old", "at least %(days)s days old", least) % {"days": least}
    return _("%(least)s to %(most)s days old") % {"least": least, "most": most}


def axis_words(axis: str) -> str:
    """Return what an axis is called."""
    return str(AXES.get(axis, axis))


def day_words(edtf: str) -> str:
    """Return a day with its openness in words: `a Friday between …` where one of several Fridays is meant."""
    language = get_language() or "en"
    members = [member.strip() for member in edtf.strip()[1:-1].split(",")] if edtf.startswith("[") else []
    days = [_days(member) for member in members]
    if len(days) > 1 and all(first == last for first, last in days) and _weekly([day for day, _same in days]):
        # Day 1 of the calendar was a Monday.
        weekday = str(WEEKDAYS[(days[0][0] - _MONDAY) % _WEEK])
        ends = {"first": in_words(members[0], language), "last": in_words(members[-1], language)}
        return _("a %(weekday)s between %(first)s and %(last)s") % {
            "weekday": weekday,
            **{name: isolate(words) for name, words in ends.items()},
        }
    return isolate(in_words(edtf, language))


def _weekly(days: Sequence[int]) -> bool:
    return all(later - earlier == _WEEK for earlier, later in pairwise(days))


def weekday_from(day: int, weekday: int) -> int:
    """Return the first day from a day number on that is such a weekday; 0 is a Monday."""
    return day + (_MONDAY + weekday - day) % _WEEK


_MONDAY = _days("2024-01-01")[0]
AXES = {
    "liberty": gettext_lazy("Liberty"),
    "whereabouts": gettext_lazy("Whereabouts"),
    "contact": gettext_lazy("Contact"),
    "life": gettext_lazy("Life"),
    "risk": gettext_lazy("Risk"),
    "exit_papers": gettext_lazy("Papers to leave"),
}
