"""What can be true together is reckoned where claims change, as far as it is quick; the rest in turns.

Readings hang together in knots that know nothing of each other. A change marks the occurrences it speaks of;
only what hangs together with those is reckoned again. Pages read what is kept and say how old it is.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db.models import F

from guwah.accounts.models import Case
from guwah.instruments.chronology import BUDGET
from guwah.outbox.deliver import put
from guwah.steps.claims import found, queries
from guwah.steps.claims.channels import RECKON
from guwah.steps.claims.flows.keeping import Part, keep, kept_digests, titles_of
from guwah.steps.claims.models import FoundBound, Knot, Reading, Reckoning
from guwah.steps.claims.reckoning import answer, compile_groups, digest, parts
from guwah.steps.claims.regions import Region, around, in_chunks, waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guwah.steps.claims.models import Claim, Occurrence

TURN_SECONDS = 1.5
"""How long one turn of the outbox may take before it leaves the rest to the next."""
AT_ONCE = 100
"""Occurrences that may hang together with a change to be reckoned inside its flow."""
MOST_STATEMENTS = 200
"""Readings that may hang together with a change to be reckoned inside its flow."""
QUICK = 20_000
"""Steps a question may take inside a flow: some tenths of a second; then it is left to a turn."""
_BATCH = 400


def changed(case: Case, claims: Iterable[Claim] = (), occurrences: Iterable[Occurrence] = ()) -> None:
    """Reckon again what a change touches, inside its transaction; what takes long is left to the outbox.

    Args:
        case: the case.
        claims: every claim that was made, replaced, withdrawn, checked, or got a reading.
        occurrences: those that were named.
    """
    touched = _touched(claims, occurrences)
    if not touched:
        return
    version = _mark(case, touched)
    _settle_quickly(case, touched)
    if waiting(case, 1):
        put(RECKON, f"{RECKON}:{case.pk}:{version}:0", {"case": case.pk, "version": version, "turn": 0})


def go_on(case: Case, seconds: float | None = None) -> bool:
    """Reckon what waits, and say whether something still does.

    Args:
        case: the case.
        seconds: stop after so long; None reckons until nothing waits.
    """
    until = None if seconds is None else monotonic() + seconds
    while batch := waiting(case, _BATCH):
        _settle(case, batch)
        if until is not None and monotonic() > until:
            break
    return bool(waiting(case, 1))


def take_turn(key: str, payload: Mapping[str, Any]) -> None:
    """Reckon for a while, as the outbox asks; what is left is the next turn. Twice is as good as once."""
    del key
    case = Case.objects.filter(pk=payload["case"]).first()
    if case is not None and go_on(case, TURN_SECONDS):
        version, turn = payload["version"], payload["turn"] + 1
        put(RECKON, f"{RECKON}:{case.pk}:{version}:{turn}", {**payload, "turn": turn})


def reckoned(case: Case) -> dict[str, Any]:
    """Reckon all that waits and return the whole answer; the caller has asked whether claims may be seen.

    For commands and exports; pages show what is kept.

    Returns:
        As `reckoning.answer` gives it, for the whole case.
    """
    go_on(case)
    fits = found.fits_by_form(case)
    return {
        "consistent": found.consistent(case),
        "complete": found.standing_of(case).complete,
        "countings": fits[Reading.Form.DURATION],
        "conventions": fits[Reading.Form.AGE],
        "conflicts": sorted(
            queries.found_conflicts(case), key=lambda one: (len(one["members"]), one["members"])
        ),
        "bounds": found.bounds_by_id(case),
    }


def _touched(claims: Iterable[Claim], occurrences: Iterable[Occurrence]) -> set[int]:
    """Return the numbers of the occurrences that claims speak of."""
    changed_ones = {claim.pk: claim.occurrence_id for claim in claims}
    numbers = {occurrence.pk for occurrence in occurrences} | set(changed_ones.values())
    for point in ("of", "to"):
        for chunk in in_chunks(changed_ones):
            said = Reading.objects.filter(claim__in=chunk).order_by()
            numbers.update(said.values_list(point, flat=True))
    return {number for number in numbers if number is not None}


def _mark(case: Case, touched: set[int]) -> int:
    """Give everything touched the stamp of this change and return it."""
    reckoning, _ = Reckoning.objects.get_or_create(case=case)
    Reckoning.objects.filter(pk=reckoning.pk).update(version=F("version") + 1)
    reckoning.refresh_from_db(fields=["version"])
    known: set[int] = set()
    for chunk in in_chunks(touched):
        bounds = FoundBound.objects.filter(occurrence__in=chunk)
        bounds.update(touched=reckoning.version)
        known.update(bounds.values_list("occurrence", flat=True))
        Knot.objects.filter(bounds__occurrence__in=chunk).update(stale=True)
    FoundBound.objects.bulk_create(
        [
            FoundBound(case=case, occurrence_id=number, touched=reckoning.version)
            for number in sorted(touched - known)
        ],
        batch_size=_BATCH,
    )
    return reckoning.version


def _settle_quickly(case: Case, touched: set[int]) -> None:
    if len(touched) > AT_ONCE:
        return
    region = around(touched, AT_ONCE)
    if region is None or sum(len(group) for group in region.groups.values()) > MOST_STATEMENTS:
        return
    told = _solved(region, QUICK)
    if all(part.answer is None or part.answer["complete"] for part in told):
        keep(case, region, told)


def _settle(case: Case, occurrences: list[int]) -> None:
    """Reckon what hangs together with some occurrences, again when somebody changed it meanwhile."""
    kept = False
    while not kept:
        region = around(occurrences)
        kept = region is None or keep(case, region, _solved(region, BUDGET))


def _solved(region: Region, budget: int) -> list[Part]:
    known = kept_digests(region)
    solved = []
    for groups in parts(region.groups):
        titles = titles_of(groups, region)
        name = digest(groups, titles)
        told = None if name in known else answer(compile_groups(titles, groups), budget)
        solved.append(Part(groups, name, told))
    return solved
