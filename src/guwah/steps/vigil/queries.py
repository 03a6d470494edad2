"""Reads for the board of watches, for Today and for the commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from guwah.accounts.guard import may, visible_cases
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.instruments.watches import Attempt, Standing, State, standing
from guwah.steps.vigil.models import CheckIn, Watch

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from guwah.accounts.models import Case, Member


@dataclass(frozen=True, slots=True)
class WatchShown:
    """A watch, where it stands now, and its attempts, oldest first."""

    watch: Watch
    standing: Standing
    attempts: tuple[CheckIn, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Board:
    """The watches of a case by their state; each list has the most pressing first."""

    overdue: list[WatchShown] = field(default_factory=list)
    due: list[WatchShown] = field(default_factory=list)
    upcoming: list[WatchShown] = field(default_factory=list)
    answered: list[WatchShown] = field(default_factory=list)


def board(case: Case, now: datetime | None = None) -> Board:
    """Return every watch of a case on its place."""
    found = Board()
    places = {
        State.OVERDUE: found.overdue,
        State.DUE: found.due,
        State.UPCOMING: found.upcoming,
        State.ANSWERED: found.answered,
    }
    for shown in watches([case], now):
        places[shown.standing.state].append(shown)
    found.answered.reverse()
    return found


def watches(
    cases: Iterable[Case], now: datetime | None = None, *, open_only: bool = False
) -> list[WatchShown]:
    """Return the watches of some cases, those due first at the front."""
    moment = now or timezone.now()
    rows = Watch.objects.filter(case__in=list(cases)).select_related("case", "keeper", "anchor")
    if open_only:
        rows = rows.filter(closed_at=None)
    return [_shown(watch, moment) for watch in rows.prefetch_related("checkins__by").order_by("due_at", "pk")]


def keeping(member: Member) -> list[Case]:
    """Return the cases in which a member may see watches."""
    return [case for case in visible_cases(member) if may(member, Permission.WATCH_SEE, case)]


def due_for(member: Member, now: datetime | None = None) -> list[dict[str, Any]]:
    """Return what a member's Today page shows: words, url, when (EDTF) and whether it alarms.

    A member sees what they keep, and whatever alarms in a case whose watches they may see.
    """
    moment = now or timezone.now()
    rows = [
        shown
        for shown in watches(keeping(member), moment, open_only=True)
        if shown.standing.alarms or (shown.watch.keeper_id == member.pk and _today(shown, moment))
    ]
    return [
        {
            "words": gettext("Watch %(number)s: %(purpose)s")
            % {"number": shown.watch.pk, "purpose": shown.watch.purpose},
            "url": shown.url,
            "when": shown.watch.due_at.date().isoformat(),
            "grave": shown.standing.alarms,
        }
        for shown in rows
    ]


def _today(shown: WatchShown, moment: datetime) -> bool:
    """Say whether a watch is due now or still today; what comes later can wait for its day."""
    if shown.standing.state is State.DUE:
        return True
    return shown.standing.state is State.UPCOMING and shown.watch.due_at.date() == moment.date()


def find_watch(member: Member, number: int) -> Watch:
    """Return a watch the member may see.

    Raises:
        NotUnderstood: `no-such-watch`; one that may not be seen does not exist.
    """
    watch = Watch.objects.select_related("case").filter(pk=number).first()
    if watch is None or not may(member, Permission.WATCH_SEE, watch.case):
        raise NotUnderstood("no-such-watch", gettext("There is no watch with this number."))
    return watch


def as_json(shown: WatchShown) -> dict[str, Any]:
    """Return a watch in the shape of the command line."""
    told = shown.standing
    return {
        "id": shown.watch.pk,
        "case": shown.watch.case_id,
        "purpose": shown.watch.purpose,
        "keeper": shown.watch.keeper.handle,
        "due_at": shown.watch.due_at.isoformat(),
        "state": told.state.value,
        "tried": told.tried,
        "silent": told.silent,
        "unproven": told.unproven,
        "blind": told.blind,
        "duress": told.duress,
        "taken": told.taken,
    }


def shown_now(watch: Watch) -> WatchShown:
    """Return one watch as it stands now."""
    return _shown(watch, timezone.now())


def _shown(watch: Watch, now: datetime) -> WatchShown:
    made = tuple(watch.checkins.all())
    told = standing(watch.due_at, now, [Attempt(each.at, each.outcome) for each in made])
    url = reverse("vigil", args=[watch.case_id]) + f"#watch-{watch.pk}"
    return WatchShown(watch, told, made, url)
