"""What finders see in each turn, remembered: the same words are not searched again for every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.suggestions.personal.finders import Finding, personal
from guwah.steps.people.models import Entity, Name
from guwah.steps.testimony import remembered
from guwah.steps.testimony.remembered import Remembered, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.accounts.models import Case
    from guwah.steps.editions.scope import Part
    from guwah.steps.testimony.models import Block


def not_persons(case: Case) -> tuple[str, ...]:
    """Return the recorded names of places, bodies and facilities, which finders need not take for people."""
    rows = Name.objects.filter(entity__case=case, withdrawn_at=None).exclude(entity__kind=Entity.Kind.PERSON)
    return tuple(rows.order_by("text").values_list("text", flat=True).distinct())


def findings(part: Part, elsewhere: tuple[str, ...]) -> Iterator[tuple[int, int, Finding]]:
    """Yield what finders see in a layer, with its first code point in the layer's text and one past its last.

    Args:
        part: the layer; each turn or paragraph is looked at alone.
        elsewhere: names that are no persons', see `not_persons`.
    """
    for block in part.blocks:
        for each in _found(part.revision.text[block.start : block.end], elsewhere):
            yield block.start + each.start, block.start + each.end, each


def asks(part: Part, block: Block) -> bool:
    """Say whether a turn reads like a request to cut, or an answer to one."""
    return remembered.asks(part.revision.text[block.start : block.end])


_finding = Remembered[tuple[Finding, ...]]()


def _found(words: str, elsewhere: tuple[str, ...]) -> tuple[Finding, ...]:
    return _finding.of(digest_of(words, *elsewhere), lambda: personal(words, not_persons=elsewhere))
