"""Who is said to have done what to whom: acts of a case with everybody named in them and the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guwah.instruments.vocabularies import codes, is_code
from guwah.steps.claims import found, hearsay, queries, showing
from guwah.steps.claims.models import Claim, ClaimEntity, FoundBound
from guwah.steps.claims.picturing.narrowing import drawn, of_source
from guwah.steps.claims.picturing.sides import DRAWN, Side, is_grave, side_of
from guwah.steps.claims.regions import in_chunks
from guwah.steps.claims.timeline import edtf_between
from guwah.steps.people.forms import words_of
from guwah.steps.people.models import Entity
from guwah.steps.people.queries import display_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from guwah.accounts.models import Case
    from guwah.steps.claims.hearsay import Veil

ENTRIES = 60
"""Claims in one picture: more could not be read, so what is shown is cut, and the page says so."""
MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts are shown.

    Attributes:
        who: number of somebody who acted or to whom it was done, or None.
        act: code of violation_types, or empty.
        source: number of the source in the case, or None.
        after: number of the last claim seen.
    """

    who: int | None = None
    act: str = ""
    source: int | None = None
    after: int = 0

    def __bool__(self) -> bool:
        """Say whether anything narrows it."""
        return self.who is not None or bool(self.act) or self.source is not None


@dataclass(slots=True)
class Party:
    """Somebody or something in an act, by the claims that say so.

    Attributes:
        key: the same for the same entity on a page, another one where it is masked.
        name: as it is shown, which for a masked one is no name.
        kind: one of `Entity.Kind`.
        number: of the entity; None where it is masked.
        role: in words, empty where the side says it.
        claims: numbers of the claims, each once.
    """

    key: str
    name: str
    kind: str
    number: int | None
    role: str = ""
    claims: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Deed:
    """An act: what it is called, who stands on which side of it, when it was, and every claim of it.

    Attributes:
        id: where it stands in the table.
        title: in the group's words, unless those are kept back.
        url: the list of its claims, or its only one.
        acts: what kinds of act it is said to be, in words.
        parties: on each side, in the order of the claims.
        start: EDTF of the days its start may lie on, empty when nothing is known; `end` likewise.
        contradicted: nothing is known because what is said excludes itself.
        claims: as the part `parts/claim.html` shows them.
        conflicts: for each claim in a conflict the numbers of its conflicts.
    """

    id: str
    title: str
    url: str
    acts: list[str] = field(default_factory=list)
    parties: dict[Side, list[Party]] = field(default_factory=lambda: {side: [] for side in Side})
    start: str = ""
    end: str = ""
    contradicted: bool = False
    claims: list[dict[str, Any]] = field(default_factory=list)
    conflicts: dict[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def acted(self) -> list[Party]:
        """Who is said to have acted."""
        return self.parties[Side.ACTED]

    @property
    def done_to(self) -> list[Party]:
        """To whom."""
        return self.parties[Side.DONE_TO]

    @property
    def where(self) -> list[Party]:
        """In which place or facility."""
        return self.parties[Side.WHERE]

    @property
    def beside(self) -> list[Party]:
        """Who else is named, with the role."""
        return self.parties[Side.BESIDE]


@dataclass(frozen=True, slots=True)
class Deeds:
    """What one page shows.

    Attributes:
        rows: the acts, those known to be earlier first.
        next: number of the last claim shown when there are more, else None.
        masked: whether names were kept back.
    """

    rows: tuple[Deed, ...]
    next: int | None
    masked: bool


def page_of(case: Case, wanted: Wanted) -> Deeds:
    """Return the acts of one page: what is asserted and rests on no machine's word that nobody checked."""
    numbers = _numbers(case, wanted)
    more = numbers[ENTRIES - 1] if len(numbers) > ENTRIES else None
    claims = list(queries.with_words(Claim.objects.filter(pk__in=numbers[:ENTRIES])).order_by("pk"))
    veil = hearsay.draw(case, claims)
    # Under the name of somebody a masked claim would say whom it is about.
    claims = [claim for claim in claims if wanted.who not in veil.people.get(claim.pk, ())]
    links: dict[int, list[ClaimEntity]] = {claim.pk: [] for claim in claims}
    for link in ClaimEntity.objects.filter(claim__in=claims).select_related("entity").order_by("pk"):
        links[link.claim_id].append(link)
    every = [link for some in links.values() for link in some]
    kept_back = sorted({person for people in veil.people.values() for person in people})
    page = _Page(
        case,
        display_names({link.entity_id for link in every}),
        veil,
        {number: place for place, number in enumerate(kept_back, start=1)},
        found.conflict_numbers(links),
        {bound.occurrence_id: bound for bound in _bounds(claims)},
    )
    for claim in claims:
        page.add(claim, links[claim.pk])
    return Deeds(page.in_time(), more, any(claim.masked for claim in claims))


def choices(case: Case) -> dict[str, list[tuple[int, str]]]:
    """Return who may be chosen, by kind: entities on a side of an act, named openly at least once."""
    named = ClaimEntity.objects.filter(entity=OuterRef("pk"), role__in=DRAWN)
    openly = ClaimEntity.objects.filter(
        Q(role__in=hearsay.ANSWERABLE) | Q(claim__knows=Claim.Knows.SAW), entity=OuterRef("pk")
    )
    entities = list(
        Entity.objects.filter(Exists(named), case=case)
        .annotate(openly=Exists(openly))
        .order_by("-pk")[:MOST_CHOICES]
    )
    open_to_all = set(
        hearsay.parties(case).filter(pk__in=[one.pk for one in entities]).values_list("pk", flat=True)
    )
    shown = [one for one in entities if one.openly or one.pk in open_to_all or one.kind != Entity.Kind.PERSON]
    names = display_names(entity.pk for entity in shown)
    groups: dict[str, list[tuple[int, str]]] = {}
    for entity in sorted(shown, key=lambda one: names.get(one.pk, "").casefold()):
        kind = str(Entity.Kind(entity.kind).label)
        groups.setdefault(kind, []).append((entity.pk, names.get(entity.pk, str(entity))))
    return groups


def acts(case: Case) -> list[tuple[str, str]]:
    """Return the kinds of act that are alleged in a case, in the order of the list."""
    said = Claim.objects.filter(case=case, kind=Claim.Kind.OCCURRENCE, code__gt="")
    used = set(said.order_by().values_list("code", flat=True).distinct())
    return [(code, words_of("violation_types", code)) for code in codes("violation_types") if code in used]


def _numbers(case: Case, wanted: Wanted) -> list[int]:
    """Return the claims of one page, and one more when there are more.

    Those of one source are looked through some at a time: asked at once, every claim of the case would be.
    """
    if wanted.source is None:
        return _first(case, wanted, Q(), Q())
    told: list[int] = []
    for some in in_chunks(number for number in of_source(case, wanted.source) if number > wanted.after):
        told += _first(case, wanted, Q(pk__in=some), Q(claim__in=some))
        if len(told) > ENTRIES:
            break
    return told[: ENTRIES + 1]


def _first(case: Case, wanted: Wanted, claims: Q, links: Q) -> list[int]:
    """Return the first acts among claims.

    Claims that name the act, and claims that name somebody on a side of it, are asked for apart: each of
    these questions has an index that gives the first ones without looking at the others.
    """
    answers = [_with_role(case, wanted, role, links) for role in DRAWN]
    if wanted.who is None:
        named = {"code": wanted.act} if wanted.act else {"code__gt": ""}
        rows = Claim.objects.filter(
            claims, drawn(case), kind=Claim.Kind.OCCURRENCE, pk__gt=wanted.after, **named
        )
        answers.append(list(rows.order_by("pk").values_list("pk", flat=True)[: ENTRIES + 1]))
    return list(islice(dict.fromkeys(merge(*answers)), ENTRIES + 1))


def _with_role(case: Case, wanted: Wanted, role: str, among: Q) -> list[int]:
    links = ClaimEntity.objects.filter(among, drawn(case, "claim__"), role=role, claim__gt=wanted.after)
    if wanted.who is not None:
        links = links.filter(entity=wanted.who)
    if wanted.act:
        links = links.filter(claim__kind=Claim.Kind.OCCURRENCE, claim__code=wanted.act)
    return list(links.order_by("claim").values_list("claim", flat=True).distinct()[: ENTRIES + 1])


def _bounds(claims: Iterable[Claim]) -> QuerySet[FoundBound]:
    return FoundBound.objects.filter(occurrence__in={claim.occurrence_id for claim in claims} - {None})


@dataclass(slots=True)
class _Page:
    """A page on its way: what is known of the claims, and the acts put together so far."""

    case: Case
    names: Mapping[int, str]
    veil: Veil
    masked: Mapping[int, int]
    conflicts: Mapping[int, tuple[int, ...]]
    bounds: Mapping[int, FoundBound]
    deeds: dict[str, Deed] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    grave: set[str] = field(default_factory=set)

    def add(self, claim: Claim, links: Iterable[ClaimEntity]) -> None:
        """Add what one claim says to its act."""
        deed, grave = self._deed(claim), is_grave(claim.code)
        if grave:
            self.grave.add(deed.id)
        elif is_code("violation_types", claim.code):
            words = words_of("violation_types", claim.code)
            deed.acts += [words] if words not in deed.acts else []
        for link in links:
            party = self._party(deed, link)
            party.claims += [claim.pk] if claim.pk not in party.claims else []
        numbers = sorted({one for each in claim.readings.all() for one in self.conflicts.get(each.pk, ())})
        if numbers:
            deed.conflicts[claim.pk] = tuple(numbers)
        deed.claims.append(_row(claim, in_conflict=bool(numbers), grave=grave))

    def _deed(self, claim: Claim) -> Deed:
        happened = claim.occurrence
        key = f"act-{happened.pk}" if happened else f"said-{claim.pk}"
        if key not in self.deeds:
            url = reverse("claim", args=[self.case.pk, claim.pk])
            if happened:
                url = reverse("claims", args=[self.case.pk]) + f"?occurrence={happened.pk}"
            deed = Deed(key, self._title(claim), url)
            bound = self.bounds.get(happened.pk) if happened else None
            if bound is not None:
                deed.start = edtf_between(bound.start_low, bound.start_high)
                deed.end = edtf_between(bound.end_low, bound.end_high)
                self.first[key] = bound.first
            self.deeds[key] = deed
        return self.deeds[key]

    def _title(self, claim: Claim) -> str:
        if claim.occurrence is None:
            return showing.says(claim)
        closed = claim.occurrence_id in self.veil.occurrences
        return _("An act told of another person") if closed else claim.occurrence.title

    def _party(self, deed: Deed, link: ClaimEntity) -> Party:
        side = side_of(link.entity.kind, link.role)
        hidden = link.entity_id in self.veil.people.get(link.claim_id, ())
        key = f"other-{link.entity_id}" if hidden else f"entity-{link.entity_id}"
        role = ""
        if side == Side.BESIDE and is_code("person_roles", link.role):
            role = words_of("person_roles", link.role)
        for known in deed.parties[side]:
            if (known.key, known.role) == (key, role):
                return known
        name = self.names.get(link.entity_id, str(link.entity))
        if hidden:
            name = _("another person (%(number)s)") % {"number": self.masked[link.entity_id]}
        party = Party(key, name, link.entity.kind, None if hidden else link.entity_id, role)
        deed.parties[side].append(party)
        return party

    def in_time(self) -> tuple[Deed, ...]:
        """Return the acts, those known to be earlier first; those without a day stand behind."""
        for key, deed in self.deeds.items():
            deed.contradicted = not deed.start and not deed.end and bool(deed.conflicts)
            if key in self.grave:
                deed.title = _("An act that a trained reader sees first")
        order = sorted(self.deeds, key=lambda key: self.first.get(key, "~"))
        return tuple(self.deeds[key] for key in order)


def _row(claim: Claim, *, in_conflict: bool, grave: bool) -> dict[str, Any]:
    """Return a claim as its part shows it; of a grave act without words, which the claim has."""
    row = showing.claim_row(claim, in_conflict=in_conflict)
    if not grave:
        return row
    kept = _("For a trained reader first: the words stand at the claim.")
    says = str(claim.get_kind_display())
    return row | {"quote": kept, "says": says, "language": "", "direction": "auto", "readings": []}
