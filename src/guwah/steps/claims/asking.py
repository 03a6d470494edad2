"""What to ask next: the points in time that most open contradictions of a case hang on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from guwah.instruments.chronology.questions import questions
from guwah.steps.claims import hearsay
from guwah.steps.claims.models import ConflictNote, FoundConflict, FoundMember, Occurrence
from guwah.steps.claims.queries import conflict_key
from guwah.steps.claims.why import titled_point

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.accounts.models import Case

MOST = 3
# Beyond so many the first questions hardly change.
_LOOKED_AT = 500
# Nobody need ask what somebody has explained, or what is kept as it is.
_SETTLED = (ConflictNote.State.WITNESS, ConflictNote.State.EDITOR, ConflictNote.State.KEPT)
_Point = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: when did this start, or end?

    Attributes:
        occurrence: of which.
        point: `start` or `end`.
        conflicts: numbers of the conflicts it stands in and no question before it does.
        open: how many conflicts wait for an answer in all.
    """

    occurrence: Occurrence
    point: str
    conflicts: tuple[int, ...]
    open: int

    @property
    def words(self) -> str:
        """The question in the language of the page."""
        return _("When was %(point)s?") % {"point": titled_point(self.occurrence.title, self.point)}


def next_questions(case: Case, most: int = MOST) -> list[Ask]:
    """Return what to ask first, of the conflicts nobody has explained."""
    waiting = dict(_open(case))
    points: dict[int, list[_Point]] = {number: [] for number in waiting.values()}
    members = FoundMember.objects.filter(conflict__in=waiting).order_by("conflict__size", "conflict__number")
    for conflict, *ends in members.values_list(
        "conflict", "reading__of", "reading__of_point", "reading__to", "reading__to_point"
    ):
        points[waiting[conflict]] += _points(ends)
    asked = questions(points, most)
    titles = Occurrence.objects.in_bulk([one.about[0] for one in asked])
    hearsay.draw_titles(case, titles.values())
    return [Ask(titles[one.about[0]], one.about[1], one.conflicts, len(points)) for one in asked]


def _points(ends: Iterable[object]) -> list[_Point]:
    of, of_point, to, to_point = ends
    said = ((of, of_point), (to, to_point))
    return [(number, str(point)) for number, point in said if isinstance(number, int)]


def _open(case: Case) -> Iterable[tuple[int, int]]:
    """Yield key and number of each conflict nobody has explained yet."""
    rows = FoundConflict.objects.filter(case=case).values_list("pk", "number", "found")[:_LOOKED_AT]
    found = [(pk, number, conflict_key(told["readings"])) for pk, number, told in rows]
    notes = ConflictNote.objects.filter(case=case, members__in=[key for *_, key in found])
    states = dict(notes.order_by("pk").values_list("members", "state"))
    return [(pk, number) for pk, number, key in found if states.get(key) not in _SETTLED]
