"""Which claims a file must not hold because of cuts: on withheld words, or saying them elsewhere (law 5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guwah.instruments.redaction.leaks import Kind, Secret, search_texts
from guwah.instruments.redaction.spans import Spans
from guwah.steps.claims.as_json import group_json, paper_json
from guwah.steps.testimony.flows.anchoring import CONTEXT
from guwah.steps.testimony.layers.versions import group_of
from guwah.steps.testimony.models import Cut
from guwah.steps.testimony.search.withheld import closed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.claims.models import Claim

WITHHELD = "withheld"
"""What files say instead of words that are cut; a word of the format, the same in every language."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What of some claims is cut.

    Attributes:
        claims: numbers of those on words that are cut, in any text that says the same, or that say them.
        beside: numbers of those that have something cut in the context of their words.
    """

    claims: frozenset[int] = frozenset()
    beside: frozenset[int] = field(default_factory=frozenset)


def withheld(case: Case, claims: Sequence[Claim], names: Mapping[int, str] | None = None) -> Withheld:
    """Return what of some claims is cut.

    Args:
        case: the case.
        claims: as `queries.exported` loads them.
        names: what entities are called, by number, where the file will name them.
    """
    cuts = list(Cut.objects.filter(case=case, lifted_at=None).select_related("anchor"))
    if not cuts:
        return Withheld()
    holes = _holes(claims)
    secrets = [Secret(str(cut.pk), cut.anchor.quote, Kind.PASSAGE) for cut in cuts]
    told = {str(claim.pk): "\n".join(_told(claim, names or {})) for claim in claims}
    leaks = {leak.file for leak in search_texts(told, secrets)}
    in_layer = [(claim, holes[claim.anchor.revision.layer_id]) for claim in claims]
    on_cut = {claim.pk for claim, spans in in_layer if str(claim.pk) in leaks or near(claim, spans, 0)}
    return Withheld(frozenset(on_cut), frozenset(claim.pk for claim, spans in in_layer if near(claim, spans)))


def _holes(claims: Iterable[Claim]) -> dict[int, Spans]:
    """Return what is withheld in the texts that claims stand in, by the numbers of their layers."""
    holes: dict[int, Spans] = {}
    for layer in (claim.anchor.revision.layer for claim in claims):
        if layer.pk not in holes:
            holes |= closed(group_of(layer))
    return holes


def _told(claim: Claim, names: Mapping[int, str]) -> Iterator[str]:
    """Yield everything a file would say of a claim: ids that people gave can hold cut words like titles."""
    yield from (claim.anchor.quote, claim.by, claim.value, claim.told_by, _as_words(claim.external_id))
    ends = (end for reading in claim.readings.all() for end in (reading.of, reading.to))
    for occurrence in {one.pk: one for one in (claim.occurrence, *ends) if one is not None}.values():
        yield from (occurrence.title, _as_words(occurrence.external_id))
    for amount in claim.amounts.all():
        yield from (amount.thing, amount.per)
    if claim.group is not None:
        yield from (_as_words(claim.group.external_id), *_words_in(group_json(claim.group)))
    for mention in claim.papers.all():
        yield from (_as_words(mention.paper.external_id), *_words_in(paper_json(mention.paper)))
    for link in claim.entities.all():
        yield names.get(link.entity_id, "")


def _as_words(name: str) -> str:
    return name.replace("-", " ").replace("_", " ")


def _words_in(said: Mapping[str, object]) -> Iterator[str]:
    return (words for words in said.values() if isinstance(words, str))


def near(claim: Claim, spans: Spans, by: int = CONTEXT) -> bool:
    """Say whether some of these spans lie in the words of a claim, or so many characters beside them."""
    now = claim.anchor.now
    return spans.overlaps(Spans(((max(0, now.start - by), now.end + by),)))
