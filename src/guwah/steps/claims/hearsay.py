"""Hearsay about other people than the witness: it reads "another person" by default (DESIGN §8).

A claim is masked when the speaker does not know it first hand and it speaks of a person who is no party of
the case. Whoever speaks in the case is a party to it, and so is whom a member said the case is about. Members
who may have a masked claim shown, one at a time, and the audit trail says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.steps.claims.models import Claim, ClaimEntity, FoundBound, Occurrence
from guwah.steps.claims.regions import in_chunks
from guwah.steps.claims.tables import Party
from guwah.steps.people.models import Entity, Identification

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from guwah.accounts.models import Case, Member

MASK = gettext_lazy("another person")
# Codes of person_roles in which somebody answers for what they do: they are named with what is told of them.
ANSWERABLE = frozenset({"alleged_perpetrator", "official_named", "publisher"})


@dataclass(frozen=True, slots=True)
class Veil:
    """What reads "another person" among claims and occurrences that are to be shown.

    Attributes:
        claims: numbers of the masked claims.
        people: for each masked claim that has persons on record the numbers of those it must not name.
        occurrences: numbers of those whose title must not be shown.
    """

    claims: frozenset[int] = frozenset()
    people: Mapping[int, frozenset[int]] = field(default_factory=dict)
    occurrences: frozenset[int] = frozenset()

    def name(self, claim: int, person: int, name: str) -> str:
        """Return what to call a person in a claim: the name, or that it is another person."""
        return str(MASK) if person in self.people.get(claim, ()) else name

    def title(self, occurrence: Occurrence) -> str:
        """Return what to call an occurrence."""
        return str(MASK) if occurrence.pk in self.occurrences else occurrence.title


def may_see(member: Member, case: Case) -> bool:
    """Say whether a member may have masked claims shown, one at a time."""
    return may(member, Permission.HEARSAY_SEE, case)


def parties(case: Case) -> QuerySet[Entity]:
    """Return who speaks in a case, and whom a member said it is about."""
    speakers = Identification.objects.filter(entity__case=case, withdrawn_at=None).values("entity")
    named = Party.objects.filter(case=case, withdrawn_at=None).values("person")
    return Entity.objects.filter(Q(pk__in=speakers) | Q(pk__in=named))


def masked(case: Case) -> QuerySet[Claim]:
    """Return the claims of a case that are hearsay about other people, whether they stand or not."""
    about = _others(case).filter(claim=OuterRef("pk"))
    claims = Claim.objects.filter(case=case).exclude(knows=Claim.Knows.SAW)
    return claims.filter(Q(of_others=True) | Exists(about))


def veil(case: Case, claims: Iterable[int] = (), occurrences: Iterable[int] = ()) -> Veil:
    """Return what is masked among some claims and occurrences of a case, asking few questions.

    An occurrence is masked when claims stand that speak of it and every one of them is masked.

    Args:
        case: the case.
        claims: their numbers.
        occurrences: their numbers.
    """
    hidden: set[int] = set()
    people: dict[int, set[int]] = {}
    for some in in_chunks(set(claims)):
        here = set(masked(case).filter(pk__in=some).values_list("pk", flat=True))
        hidden |= here
        for claim, person in _others(case).filter(claim__in=here).values_list("claim", "entity"):
            people.setdefault(claim, set()).add(person)
    closed: set[int] = set()
    for some in in_chunks(set(occurrences)):
        closed |= set(_closed(case, some).values_list("pk", flat=True))
    return Veil(
        frozenset(hidden), {claim: frozenset(who) for claim, who in people.items()}, frozenset(closed)
    )


def draw(case: Case, claims: Iterable[Claim], also: Iterable[Occurrence] = ()) -> Veil:
    """Mask loaded claims that are only going to be shown, with the titles of what they speak of.

    The rows in memory are changed (`masked`, titles), never those of the database: whoever writes loads
    them anew. Readings are looked at where they are loaded already.

    Args:
        case: the case.
        claims: with their occurrences.
        also: occurrences that are shown beside them.
    """
    rows = list(claims)
    spoken = [*also, *(occurrence for claim in rows for occurrence in _spoken_of(claim))]
    drawn = veil(case, [claim.pk for claim in rows], {occurrence.pk for occurrence in spoken})
    for claim in rows:
        claim.masked = claim.pk in drawn.claims
    for occurrence in spoken:
        occurrence.title = drawn.title(occurrence)
        occurrence.masked = occurrence.pk in drawn.occurrences
    return drawn


def draw_titles(case: Case, occurrences: Iterable[Occurrence]) -> None:
    """Mask the titles of loaded occurrences that are only going to be shown; see `draw`."""
    draw(case, (), occurrences)


def places(case: Case) -> dict[int, Spans]:
    """Return where the words of masked claims that stand are now, by the number of the revision."""
    found: dict[int, Spans] = {}
    standing = masked(case).filter(replaced_by=None, withdrawn_at=None)
    rows = standing.values_list("anchor__now__revision", "anchor__now__start", "anchor__now__end")
    for revision, start, end in rows:
        found[revision] = found.get(revision, NOTHING) | Spans.of([(start, end)])
    return found


def undate(bound: FoundBound) -> None:
    """Take the days out of a loaded row of what is masked: a day can tell who it was."""
    bound.start_low = bound.start_high = bound.end_low = bound.end_high = ""


def others_in(claim: Claim) -> frozenset[int]:
    """Return the persons of a claim who are no parties of its case, by their numbers."""
    return frozenset(_others(claim.case).filter(claim=claim).values_list("entity", flat=True))


def masked_titles(case: Case) -> frozenset[str]:
    """Return the ids in files of the occurrences whose titles are masked."""
    return frozenset(_closed(case).values_list("external_id", flat=True))


def _others(case: Case) -> QuerySet[ClaimEntity]:
    """Return who is spoken of and is no party, in whatever way the speaker knows."""
    links = ClaimEntity.objects.filter(claim__case=case, entity__kind=Entity.Kind.PERSON)
    return links.exclude(role__in=ANSWERABLE).exclude(entity__in=parties(case).values("pk"))


def _closed(case: Case, among: list[int] | None = None) -> QuerySet[Occurrence]:
    """Return the masked occurrences of a case, or those of some, asking about no claim of any other."""
    standing = Claim.objects.filter(occurrence=OuterRef("pk"), replaced_by=None, withdrawn_at=None)
    hidden, asked = masked(case), Occurrence.objects.filter(case=case)
    if among is not None:
        hidden, asked = hidden.filter(occurrence__in=among), asked.filter(pk__in=among)
    numbers = hidden.values("pk")
    return asked.filter(Exists(standing.filter(pk__in=numbers)), ~Exists(standing.exclude(pk__in=numbers)))


def _spoken_of(claim: Claim) -> list[Occurrence]:
    readings = claim.readings.all() if "readings" in getattr(claim, "_prefetched_objects_cache", {}) else ()
    said = [claim.occurrence, *(point for reading in readings for point in (reading.of, reading.to))]
    return [occurrence for occurrence in said if occurrence is not None]
