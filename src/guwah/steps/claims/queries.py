"""Reads for pages, commands and later steps: claims with their words, the problem of a case, conflicts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q

from guwah.instruments.dates import parse
from guwah.steps.claims import hearsay
from guwah.steps.claims.found import fits
from guwah.steps.claims.models import (
    Claim,
    ClaimEntity,
    ConflictNote,
    FoundConflict,
    FoundFit,
    Occurrence,
    Reading,
    Status,
)
from guwah.steps.claims.parties import Between, Claimant, Part, between, part_of
from guwah.steps.claims.tables import ClaimantGroup, Paper, PaperCame
from guwah.steps.people.models import Entity
from guwah.steps.people.queries import display_names, identified

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from guwah.accounts.models import Case
    from guwah.steps.people.queries import Judged

PAGE = 50
MOST_CHOICES = 200
MOST_CONFLICTS = 20
COUNTED_ON_A_PAGE = 10
_LONGEST_KEY = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims a list shows.

    Attributes:
        kind: one of `Claim.Kind`, or empty.
        by: the claimant exactly, or empty.
        occurrence: number of the occurrence, or None.
        entity: number of somebody or something it speaks of, or None.
        unchecked: only machine claims that nobody has checked.
        gone: replaced and withdrawn ones too.
        after: number of the last claim seen.
    """

    kind: str = ""
    by: str = ""
    occurrence: int | None = None
    entity: int | None = None
    unchecked: bool = False
    gone: bool = False
    after: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A conflict with everything a page or a file says of it.

    Attributes:
        key: the same as long as its readings are the same.
        number: its number in the case.
        found: as the engine told it, with `claims` and `readings`.
        claims: its claims, in the order of their numbers.
        between: between whom it stands.
        state: one of `ConflictNote.State`.
        notes: what was said of it, oldest first.
    """

    key: str
    number: int
    found: Mapping[str, Any]
    claims: tuple[Claim, ...]
    between: Between
    state: str
    notes: tuple[ConflictNote, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One page of what was counted: claims with the ways that fit; `next` is the page after it, or None."""

    rows: tuple[tuple[Claim, FoundFit], ...]
    next: int | None


def with_words(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Load with claims what stands around them: words, place, source, occurrence, readings."""
    return (
        claims.select_related(
            "anchor__now__block__session",
            "anchor__revision__layer__source",
            "occurrence",
            "participant",
            "set_aside",
            "group",
        )
        .defer("anchor__revision__text", "anchor__revision__reading")
        .prefetch_related(
            Prefetch("readings", Reading.objects.select_related("of", "to", "made_by")), "group__told"
        )
    )


def standing(case: Case) -> QuerySet[Claim]:
    """Return the claims that were neither replaced nor withdrawn."""
    return Claim.objects.filter(case=case, replaced_by=None, withdrawn_at=None)


def listed(case: Case, wanted: Wanted) -> list[Claim]:
    """Return one page of claims by number, and one more when there is a next page."""
    claims = Claim.objects.filter(case=case) if wanted.gone else standing(case)
    claims = claims.filter(pk__gt=wanted.after)
    if wanted.kind:
        claims = claims.filter(kind=wanted.kind)
    if wanted.by:
        claims = claims.filter(by=wanted.by)
    if wanted.occurrence is not None:
        claims = claims.filter(occurrence=wanted.occurrence)
    if wanted.entity is not None:
        claims = claims.filter(entities__entity=wanted.entity).distinct()
    if wanted.unchecked:
        claims = claims.filter(Q(machine=True) | Q(set_aside__isnull=False), checked_by=None)
    return list(with_words(claims).order_by("pk")[: PAGE + 1])


def exported(case: Case) -> list[Claim]:
    """Return every standing claim with its words and whom it speaks of, by number."""
    links = Prefetch("entities", ClaimEntity.objects.select_related("entity"))
    return list(
        with_words(standing(case))
        .select_related("made_by", "anchor__now__revision")
        .prefetch_related(links, "amounts", "papers__paper")
        .order_by("pk")
    )


def by_external_ids(case: Case, names: Iterable[str]) -> dict[str, Claim]:
    """Return the claims of a case with these ids of files, with their words."""
    claims = Claim.objects.filter(case=case, external_id__in=list(names))
    return {claim.external_id: claim for claim in with_words(claims)}


def one(case: Case, claim_id: int) -> Claim | None:
    """Return a claim of this case with its words, entities and history, or None."""
    claims = Claim.objects.filter(case=case, pk=claim_id)
    return (
        with_words(claims)
        .select_related("made_by", "checked_by", "withdrawn_by", "replaced_by", "case")
        .prefetch_related(Prefetch("entities", ClaimEntity.objects.select_related("entity")))
        .first()
    )


def history(claim: Claim) -> list[Claim]:
    """Return the versions of a claim, oldest first, this one included; one question for each version."""
    earlier = []
    before = Claim.objects.filter(replaced_by=claim).first()
    while before is not None:
        earlier.append(before)
        before = Claim.objects.filter(replaced_by=before).first()
    later = []
    after = claim.replaced_by
    while after is not None:
        later.append(after)
        after = after.replaced_by
    return [*reversed(earlier), claim, *later]


def occurrences(
    case: Case, also: Iterable[int | None] = (), opened: Iterable[int | None] = ()
) -> list[Occurrence]:
    """Return what is said to have happened, to choose from: the newest first, as many as a page offers.

    What is masked is not offered: a list of choices would name it without anybody asking.

    Args:
        case: the case.
        also: numbers of those that must be among them; their titles are masked where they must be. The rows
            in memory are changed, as `hearsay.draw` does.
        opened: the same of those whose titles the page tells, because the member has asked to see them.
    """
    told = {number for number in opened if number is not None}
    kept = {number for number in also if number is not None} | told
    named = Occurrence.objects.filter(case=case)
    newest = named.order_by("-pk").values_list("pk", flat=True)[:MOST_CHOICES]
    found = list(named.filter(pk__in={*newest, *kept}).order_by("-pk"))
    veil = hearsay.veil(case, occurrences=[each.pk for each in found])
    offered = [each for each in found if each.pk in kept or each.pk not in veil.occurrences]
    for each in offered:
        if each.pk not in told:
            each.title = veil.title(each)
    return offered


def titles(case: Case) -> dict[str, str]:
    """Return the titles of the occurrences of a case by their ids of files."""
    return dict(Occurrence.objects.filter(case=case).values_list("external_id", "title"))


def groups(case: Case) -> list[ClaimantGroup]:
    """Return the groups that claim in a case, with what was said of each, oldest first."""
    return list(ClaimantGroup.objects.filter(case=case).prefetch_related("told"))


def papers(case: Case) -> list[Paper]:
    """Return the papers somebody mentions in a case, with what was said of each, oldest first."""
    return list(Paper.objects.filter(case=case).prefetch_related("told"))


def papers_held(case: Case) -> set[int]:
    """Return which papers of a case have come: somebody judged that an item is the paper, and still does."""
    came = PaperCame.objects.filter(paper__case=case, withdrawn_at=None)
    return set(came.values_list("paper", flat=True))


def conflict_key(readings: Iterable[int]) -> str:
    """Return what a conflict is known by: its readings in order; the digest of that where it is too long."""
    key = "-".join(str(number) for number in sorted(readings))
    return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def conflicts_shown(case: Case, found: Sequence[Mapping[str, Any]]) -> list[Shown]:
    """Return conflicts with their words, between whom they stand, and what was said of them.

    Args:
        case: the case.
        found: conflicts as `found_conflicts` gives them.
    """
    claims = by_external_ids(case, {name for conflict in found for name in conflict["claims"]})
    hearsay.draw(case, claims.values())
    people = identified({claim.participant_id for claim in claims.values() if claim.participant_id})
    keys = [conflict_key(conflict["readings"]) for conflict in found]
    notes: dict[str, list[ConflictNote]] = {}
    for note in ConflictNote.objects.filter(case=case, members__in=keys).select_related("by", "anchor"):
        notes.setdefault(note.members, []).append(note)
    shown = []
    for key, conflict in zip(keys, found, strict=True):
        members = sorted((claims[name] for name in conflict["claims"]), key=lambda claim: claim.pk)
        said = tuple(notes.get(key, ()))
        shown.append(
            Shown(
                key=key,
                number=conflict["number"],
                found=conflict,
                claims=tuple(members),
                between=between(_claimant(claim, people) for claim in members),
                state=said[-1].state if said else ConflictNote.State.OPEN.value,
                notes=said,
            )
        )
    return shown


def _claimant(claim: Claim, people: Mapping[int, Judged]) -> Claimant:
    """Return who stands behind a claim: the person somebody was judged to be, else the name as printed."""
    if claim.group_id is not None:
        return Claimant(f"group {claim.group_id}", Part.WITNESS, authority=claim.kind == Claim.Kind.REPORTED)
    speaker = claim.participant
    judged = people.get(speaker.pk) if speaker is not None else None
    who = f"entity {judged.entity}" if judged is not None else claim.by.casefold()
    role = (judged.role if judged is not None else "") or (speaker.role if speaker is not None else "")
    block = claim.anchor.now.block
    session = block.session_id if block is not None else None
    part = part_of(role, speaks=session is not None)
    return Claimant(who, part, authority=claim.kind == Claim.Kind.REPORTED)


def named_entities(case: Case, claim: Claim | None = None) -> dict[int, str]:
    """Return the newest entities to choose from and those a claim has, with a name each, by number."""
    newest = list(
        Entity.objects.filter(case=case).order_by("-pk").values_list("pk", flat=True)[:MOST_CHOICES]
    )
    had = [link.entity_id for link in claim.entities.all()] if claim else []
    return dict(sorted(display_names({*newest, *had}).items(), key=lambda one: one[1].casefold()))


def current_statuses(case: Case) -> list[Status]:
    """Return the newest entry of each axis and party, by the day it is said for, then by number.

    What is told of others is not what the case is about: their histories have it.

    It is derived each time; an entry never replaces another.
    """
    newest: dict[tuple[int | None, str], Status] = {}
    of_parties = Q(person=None) | Q(person__in=hearsay.parties(case).values("pk"))
    rows = Status.objects.filter(of_parties, case=case).select_related("claim__set_aside", "by")
    for status in rows.order_by("pk"):
        key = (status.person_id, status.axis)
        known = newest.get(key)
        if known is None or _day(status) >= _day(known):
            newest[key] = status
    return list(newest.values())


def _day(status: Status) -> int:
    """Return the last day a status is said for; an open one is later than every other."""
    last = parse(status.as_of).days.last
    return last if last is not None else 10**9


def names_of(claim: Claim) -> list[dict[str, Any]]:
    """Return whom and what a claim speaks of, with a name and the role."""
    links = list(claim.entities.all())
    names = display_names(link.entity_id for link in links)
    return [{"link": link, "name": names.get(link.entity_id, str(link.entity))} for link in links]


def found_conflicts(case: Case, first: int = 0, most: int | None = None) -> list[dict[str, Any]]:
    """Return conflicts of the last answer, the smallest first, each with its `number`.

    `stale` says that something it rests on has changed since; it is reckoned again.

    Args:
        case: the case.
        first: how many to leave out.
        most: how many at most, None for all.
    """
    rows = FoundConflict.objects.filter(case=case)
    return _told(rows[first : None if most is None else first + most])


def conflicts_of(case: Case, claim: Claim) -> list[Shown]:
    """Return conflicts of the last answer a claim takes part in, as many as a page shows."""
    rows = FoundConflict.objects.filter(case=case, members__claim=claim).distinct()
    return conflicts_shown(case, _told(rows[:MOST_CONFLICTS]))


def _told(rows: QuerySet[FoundConflict]) -> list[dict[str, Any]]:
    told = rows.values_list("number", "knot__stale", "found")
    return [{**found, "number": number, "stale": stale} for number, stale, found in told]


def counted(case: Case, page: int) -> Counted:
    """Return one page, from 1, of the durations and ages with the ways of counting that fit."""
    first = (page - 1) * COUNTED_ON_A_PAGE
    rows = list(fits(case)[first : first + COUNTED_ON_A_PAGE + 1])
    here = rows[:COUNTED_ON_A_PAGE]
    claims = {
        claim.pk: claim for claim in with_words(Claim.objects.filter(pk__in={row.claim_id for row in here}))
    }
    following = page + 1 if len(rows) > COUNTED_ON_A_PAGE else None
    return Counted(tuple((claims[row.claim_id], row) for row in here), following)


def statuses(case: Case) -> list[Status]:
    """Return every entry of a person's status, the newest first."""
    return list(Status.objects.filter(case=case).select_related("claim__set_aside", "by").order_by("-pk"))
