"""What a look through a text has seen in selected words: it knows the talk around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.steps.claims.flows.as_claims import TIMES, readings_of
from guwah.steps.claims.proposals import Proposal
from guwah.steps.claims.suggesting.tables import Suggested

if TYPE_CHECKING:
    from guwah.steps.testimony.models import Anchor


def seen(anchor: Anchor) -> list[Proposal]:
    """Return the times seen in the words of an anchor, in their order, as proposals of readings.

    A year said earlier in the talk stands here, and not in the selected words alone. Nothing where the text
    was not looked through as it was when the words were selected.
    """
    inside = Suggested.objects.filter(
        look__revision=anchor.revision_id, kind__in=TIMES, start__gte=anchor.start, end__lte=anchor.end
    )
    return [
        Proposal(
            words=anchor.quote[one.start - anchor.start : one.end - anchor.start],
            form=reading.form,
            value=reading.value,
            approximate=reading.approximate,
            basis=reading.basis,
            rule=reading.rule,
            assumptions=(),
        )
        for one in inside
        for reading in readings_of(one)
    ]
