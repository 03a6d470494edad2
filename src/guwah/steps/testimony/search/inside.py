"""Where words stand in one text, in other scripts and with other endings too: for the reader's own find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from guwah.instruments.redaction.spans import Spans
from guwah.instruments.words import ask, found
from guwah.steps.testimony.models import Block
from guwah.steps.testimony.search.expressing import expression
from guwah.steps.testimony.search.narrowing import Within
from guwah.steps.testimony.search.tables import Entry, Indexed
from guwah.steps.testimony.search.withheld import inside
from guwah.steps.testimony.search.words import matching, of_layers

if TYPE_CHECKING:
    from guwah.steps.testimony.models import Revision

MOST: Final = 400
"""Turns that are looked at word by word; what is written as it was asked for is found in all of them."""


def places_in(revision: Revision, written: str) -> list[tuple[int, int]]:
    """Return where the answers to a question stand in the turns of a text.

    What is cut here, or says what is cut in another text, is passed over, as by every search.

    Args:
        revision: the newest of its layer; of an earlier one nothing is known.
        written: what was typed, see `guwah.instruments.words.ask`.

    Returns:
        Code points of the revision, half-open, in order.
    """
    question = ask(written)
    here = Indexed.objects.filter(layer=revision.layer_id, revision=revision).first() if question else None
    if here is None:
        return []
    numbers = matching(expression(question, Within()), of_layers([revision.layer_id]), MOST)
    languages = dict(Entry.objects.filter(pk__in=numbers).values_list("uid", "language"))
    blocks = Block.objects.filter(revision=revision, uid__in=[uid for uid in languages if uid is not None])
    holes = Spans.of((start, end) for start, end in here.holes)
    return [
        (start + a, start + b)
        for uid, start, end in blocks.order_by("start").values_list("uid", "start", "end")
        for a, b in found(revision.text[start:end], question, languages[uid], inside(holes, start, end))
    ]
