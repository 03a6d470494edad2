"""Why each stretch is withheld, told to the editor inside; none of it ever goes out (law 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.steps.claims.hearsay import places as hearsay_places
from guwah.steps.consent.queries import decisions_on_spans
from guwah.steps.editions.finding import asks, findings, not_persons
from guwah.steps.testimony.queries import live_cuts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.utils.functional import _StrPromise

    from guwah.accounts.models import Case
    from guwah.instruments.suggestions.personal.finders import Finding
    from guwah.steps.consent.models import SpanDecision
    from guwah.steps.editions.flows.building import Prepared
    from guwah.steps.editions.scope import Part
    from guwah.steps.testimony.models import Cut

RECORDED_NAME = _("a name of the case, or the same words are masked elsewhere")
HEARSAY = _("told of somebody who is no party of the case, by hearsay")
DECIDED = _("somebody decided that it stays masked")
REQUEST = _("a request to cut, or words that a condition stands on or means")
ANSWER = _("the answer to a request to cut")
CARRIED = _("a version of words that are cut in another text")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A withheld stretch of one layer, with what the editor is told.

    Attributes:
        part: the layer.
        start: first code point of the revision.
        end: one past the last.
        category: code of `sensitivity_categories`, empty where none was found.
        why: sentences.
        decided: somebody decided about exactly these words already.
    """

    part: Part
    start: int
    end: int
    category: str
    why: tuple[str | _StrPromise, ...]
    decided: bool = False

    @property
    def words(self) -> str:
        """The words themselves."""
        return self.part.revision.text[self.start : self.end]

    @property
    def place(self) -> str:
        """How a form names it: layer, start, end."""
        return f"{self.part.layer.pk}:{self.start}:{self.end}"

    @property
    def value(self) -> str:
        """What makes two stretches the same words."""
        return " ".join(self.words.casefold().split())


def masked(case: Case, prepared: Prepared, parts: Iterable[Part]) -> list[Stretch]:
    """Return the masked stretches of some layers, in the order of the words, each with its reasons."""
    kept = [row for row in decisions_on_spans(case) if not row.show]
    elsewhere, told = not_persons(case), hearsay_places(case)
    return [
        stretch
        for part in parts
        for stretch in _masked_in(
            part,
            prepared.withheld.masks[part.key] - prepared.withheld.cuts[part.key],
            kept,
            _Seen(list(findings(part, elsewhere)), told.get(part.revision.pk, NOTHING)),
        )
    ]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of one layer without a person's decision: what finders saw, and what is hearsay."""

    found: Sequence[tuple[int, int, Finding]]
    hearsay: Spans


def _masked_in(part: Part, masks: Spans, kept: Sequence[SpanDecision], seen: _Seen) -> list[Stretch]:
    decided = [row for row in kept if row.anchor.now.revision_id == part.revision.pk]
    return [
        _explained(
            part,
            (start, end),
            [finding for first, after, finding in seen.found if first < end and after > start],
            [row for row in decided if row.anchor.now.start < end and row.anchor.now.end > start],
            told=seen.hearsay.overlaps(Spans.of([(start, end)])),
        )
        for start, end in masks
        if any(letter.isalnum() for letter in part.revision.text[start:end])
    ]


def _explained(
    part: Part, span: tuple[int, int], seen: Sequence[Finding], kept: Sequence[SpanDecision], *, told: bool
) -> Stretch:
    """Return one masked stretch: what a person decided goes before what finders saw in it."""
    categories = [row.category for row in kept if row.category] + [each.category for each in seen]
    why: list[str | _StrPromise] = (
        [DECIDED] if kept else [gettext(each.why) for each in seen] or [RECORDED_NAME]
    )
    if told:
        why = [HEARSAY, *(reason for reason in why if reason != RECORDED_NAME)]
    return Stretch(part, *span, next(iter(categories), ""), tuple(dict.fromkeys(why)), decided=bool(kept))


def cut(case: Case, prepared: Prepared, parts: Iterable[Part]) -> list[tuple[Stretch, list[Cut]]]:
    """Return the cut stretches of some layers with the cuts on them, or why they are cut without one."""
    rows = live_cuts(case)
    answer = []
    for part in parts:
        here = [row for row in rows if row.anchor.now.revision_id == part.revision.pk]
        for start, end in prepared.withheld.cuts[part.key]:
            made = [row for row in here if row.anchor.now.start < end and row.anchor.now.end > start]
            why = () if made else (_why_cut(part, start, end),)
            answer.append((Stretch(part, start, end, "", why), made))
    return answer


def _why_cut(part: Part, start: int, end: int) -> _StrPromise:
    inside = [number for number, block in enumerate(part.blocks) if block.start < end and block.end > start]
    if any(asks(part, part.blocks[number]) for number in inside):
        return REQUEST
    if any(number and asks(part, part.blocks[number - 1]) for number in inside):
        return ANSWER
    return CARRIED
