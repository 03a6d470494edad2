"""Reads for pages, commands and later steps: claims with their words, the problem of a case, conflicts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q

from guwah.steps.claims.models import Claim, ClaimEntity, ConflictNote, Occurrence, Reading
from guwah.steps.claims.parties import Between, Claimant, between, part_of
from guwah.steps.claims.reckoning import Compiled, Stated, compile_readings
from guwah.steps.people.queries import identified

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from guwah.accounts.models import Case

PAGE = 50
_LONGEST_KEY = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims a list shows.

    Attributes:
        kind: one of `Claim.Kind`, or empty.
        by: the claimant exactly, or empty.
        occurrence: number of the occurrence, or None.
        unchecked: only machine claims that nobody has checked.
        gone: replaced and withdrawn ones too.
        after: number of the last claim seen.
    """

    kind: str = ""
    by: str = ""
    occurrence: int | None = None
    unchecked: bool = False
    gone: bool = False
    after: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A conflict with everything a page or a file says of it.

    Attributes:
        key: the same as long as its readings are the same.
        found: as the engine told it, with `claims` and `readings`.
        claims: its claims, in the order of their numbers.
        between: between whom it stands.
        state: one of `ConflictNote.State`.
        notes: what was said of it, oldest first.
    """

    key: str
    found: Mapping[str, Any]
    claims: tuple[Claim, ...]
    between: Between
    state: str
    notes: tuple[ConflictNote, ...]


def with_words(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Load with claims what stands around them: words, place, source, occurrence, readings."""
    return claims.select_related(
        "anchor__block__session",
        "anchor__revision__layer__source",
        "occurrence",
        "participant",
    ).prefetch_related(Prefetch("readings", Reading.objects.select_related("of", "to")))


def standing(case: Case) -> QuerySet[Claim]:
    """Return the claims that were neither replaced nor withdrawn."""
    return Claim.objects.filter(case=case, replaced_by=None, withdrawn_at=None)


def founded(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Leave out what is the basis of nothing: machine claims that nobody has checked (law 6)."""
    return claims.filter(Q(machine=False) | Q(checked_by__isnull=False))


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
    if wanted.unchecked:
        claims = claims.filter(machine=True, checked_by=None)
    return list(with_words(claims).defer("anchor__revision__text").order_by("pk")[: PAGE + 1])


def exported(case: Case) -> list[Claim]:
    """Return every standing claim with its words, by number."""
    return list(with_words(standing(case)).defer("anchor__revision__text").order_by("pk"))


def by_external_ids(case: Case, names: Iterable[str]) -> dict[str, Claim]:
    """Return the claims of a case with these ids of files, with their words."""
    claims = Claim.objects.filter(case=case, external_id__in=list(names))
    return {claim.external_id: claim for claim in with_words(claims).defer("anchor__revision__text")}


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


def occurrences(case: Case) -> list[Occurrence]:
    """Return what is said to have happened, by number."""
    return list(Occurrence.objects.filter(case=case))


def titles(case: Case) -> dict[str, str]:
    """Return the titles of the occurrences of a case by their ids of files."""
    return dict(Occurrence.objects.filter(case=case).values_list("external_id", "title"))


def problem_of(case: Case) -> Compiled:
    """Compile every standing, asserted, founded reading that is tied to a point.

    Nothing else goes in: the day a session was held and the day an article came out are claims too.
    """
    rows = (
        Reading.objects.filter(
            claim__case=case,
            claim__replaced_by=None,
            claim__withdrawn_at=None,
            claim__mode=Claim.Mode.ASSERTED,
            of__isnull=False,
        )
        .filter(Q(claim__machine=False) | Q(claim__checked_by__isnull=False))
        .order_by("pk")
        .values_list(
            "pk",
            "claim__external_id",
            "form",
            "value",
            "approximate",
            "of__external_id",
            "of_point",
            "to__external_id",
            "to_point",
        )
    )
    return compile_readings(titles(case), (_stated(row) for row in rows))


def conflict_key(readings: Iterable[int]) -> str:
    """Return what a conflict is known by: its readings in order; the digest of that where it is too long."""
    key = "-".join(str(number) for number in sorted(readings))
    return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def conflicts_shown(case: Case, found: Sequence[Mapping[str, Any]]) -> list[Shown]:
    """Return conflicts with their words, between whom they stand, and what was said of them.

    Args:
        case: the case.
        found: conflicts of `flows.reckoned`.
    """
    claims = by_external_ids(case, {name for conflict in found for name in conflict["claims"]})
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
                found=conflict,
                claims=tuple(members),
                between=between(_claimant(claim, people) for claim in members),
                state=said[-1].state if said else ConflictNote.State.OPEN.value,
                notes=said,
            )
        )
    return shown


def _claimant(claim: Claim, people: Mapping[int, int]) -> Claimant:
    """Return who stands behind a claim: the person somebody was judged to be, else the name as printed."""
    speaker = claim.participant
    entity = people.get(speaker.pk) if speaker is not None else None
    who = f"entity {entity}" if entity is not None else claim.by.casefold()
    role = speaker.role if speaker is not None else ""
    session = claim.anchor.block.session_id if claim.anchor.block is not None else None
    part = part_of(role, speaks=session is not None)
    return Claimant(who, part, authority=claim.kind == Claim.Kind.REPORTED)


def _stated(row: tuple[Any, ...]) -> Stated:
    number, claim, form, value, approximate, of, of_point, to, to_point = row
    second = (to, to_point) if to is not None else None
    return Stated(number, claim, form, value, (of, of_point), second, approximate)
