"""Reads for pages and commands: find by a name in any script, list, one entity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch

from guwah.accounts.guard import may, visible_cases
from guwah.accounts.permissions import Permission
from guwah.instruments.languages import script_of
from guwah.instruments.names.compare import compare
from guwah.instruments.names.keys import search_keys
from guwah.steps.people.models import Entity, Identification, Name, NameKey
from guwah.steps.testimony.models import Participant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from guwah.accounts.models import Case, Member

PAGE = 100
USUAL_LIMIT = 10
# Keys that fit more names than this tell nobody apart; the order keeps the answer the same each time.
_MOST_CANDIDATES = 3000


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found, by which written name, and why.

    Attributes:
        entity: who or what.
        name: the written form that fitted best, verbatim.
        score: 0 to 1, for the order only; no score says that two are the same.
        reasons: sentences, in the order of their weight.
    """

    entity: Entity
    name: Name
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Which entity (its number) a participant was judged to be, and in which role; a code or empty."""

    entity: int
    role: str


def find(name: str, cases: Iterable[Case], limit: int = USUAL_LIMIT) -> list[Hit]:
    """Find entities by one spelling in any script.

    Args:
        name: the name as somebody writes it.
        cases: where to look; the caller has asked whether it may.
        limit: how many entities at most.

    Returns:
        Best first; entities that score alike are in the order of their numbers.
    """
    keys = [key for key in dict.fromkeys(search_keys(name)) if key]
    fitting = NameKey.objects.filter(
        key__in=keys, name__withdrawn_at=None, name__entity__case__in=list(cases)
    ).values("name")
    names = Name.objects.filter(pk__in=fitting).select_related("entity").order_by("pk")[:_MOST_CANDIDATES]
    best: dict[int, Hit] = {}
    for candidate in names:
        found = compare(name, candidate.text)
        known = best.get(candidate.entity_id)
        if known is None or found.score > known.score:
            best[candidate.entity_id] = Hit(
                candidate.entity, candidate, found.score, tuple(str(reason) for reason in found.reasons)
            )
    ordered = sorted(best.values(), key=lambda hit: (-hit.score, hit.entity.pk))
    return ordered[: max(0, limit)]


def searchable_cases(member: Member) -> list[Case]:
    """Return the cases whose people this member may see."""
    return [case for case in visible_cases(member) if may(member, Permission.PEOPLE_SEE, case)]


def listed(case: Case, kind: str = "", after: int = 0) -> list[Entity]:
    """Return a page of entities with `living` names, and one more where another page follows.

    A record under no name is one that somebody took back.
    """
    entities = Entity.objects.filter(Exists(_living().filter(entity=OuterRef("pk"))), case=case, pk__gt=after)
    if kind:
        entities = entities.filter(kind=kind)
    return list(entities.prefetch_related(Prefetch("names", _living(), to_attr="living"))[: PAGE + 1])


def one(case: Case, entity_id: int) -> Entity | None:
    """Return an entity of this case with all its names and judgements, or None."""
    return (
        Entity.objects.filter(case=case, pk=entity_id)
        .select_related("added_by")
        .prefetch_related(
            Prefetch(
                "names",
                Name.objects.select_related("anchor__revision__layer__source", "anchor__block", "added_by"),
            ),
            Prefetch("identifications", Identification.objects.select_related("participant__session", "by")),
        )
        .first()
    )


def names_shown(names: Iterable[Name]) -> list[dict[str, Any]]:
    """Return what a page shows of names: the row, its script (ISO 15924) and the words it comes from."""
    return [{"name": name, "script": script_of(name.text)} for name in names]


def unidentified(case: Case) -> list[Participant]:
    """Return the participants of this case of whom nobody has said who they are."""
    known = Identification.objects.filter(withdrawn_at=None).values("participant")
    return list(
        Participant.objects.filter(session__revision__layer__case=case)
        .exclude(pk__in=known)
        .select_related("session__revision__layer__source")
    )


def entities_by_number(case: Case, numbers: Sequence[int]) -> list[Entity]:
    """Return the entities of this case with these numbers; others are left out."""
    return list(Entity.objects.filter(case=case, pk__in=numbers))


def display_names(entities: Iterable[int]) -> dict[int, str]:
    """Return the first living name of each entity, by its number."""
    shown: dict[int, str] = {}
    for entity, text in _living().filter(entity__in=list(entities)).values_list("entity", "text"):
        shown.setdefault(entity, text)
    return shown


def identified(participants: Iterable[int]) -> dict[int, Judged]:
    """Return whom each participant was judged to be, by the numbers of the participants."""
    rows = Identification.objects.filter(participant__in=list(participants), withdrawn_at=None)
    return {
        participant: Judged(entity, role)
        for participant, entity, role in rows.values_list("participant", "entity", "role")
    }


def _living() -> QuerySet[Name]:
    return Name.objects.filter(withdrawn_at=None).order_by("pk")
