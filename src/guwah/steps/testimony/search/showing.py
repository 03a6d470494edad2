"""Hits as a page shows them: under their texts, each with its way to the words and to the sound."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from guwah.accounts.guard import cases_for
from guwah.accounts.permissions import Permission
from guwah.steps.testimony.layers.reviewing import with_states
from guwah.steps.testimony.links import to_layer
from guwah.steps.testimony.page import clock
from guwah.steps.testimony.search.addresses import to_sound, to_words
from guwah.steps.testimony.search.forms import language_name
from guwah.steps.testimony.tongues import tongue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.accounts.models import Member
    from guwah.steps.testimony.search.answering import Hit


def under_texts(member: Member, hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Return the texts in which something was found, in order, each with its `hits`."""
    heard = {each.pk for each in cases_for(member, Permission.EVIDENCE_SEE)}
    found = [
        _text([*here], may_hear=layer.case_id in heard)
        for layer, here in groupby(hits, key=lambda hit: hit.revision.layer)
    ]
    with_states(text["layer"] for text in found)
    return found


def _text(hits: list[Hit], *, may_hear: bool) -> dict[str, Any]:
    layer = hits[0].revision.layer
    return {
        "layer": layer,
        "url": to_layer(layer.case_id, layer.pk),
        "language": language_name(layer.language) if layer.language else "",
        "hits": [_hit(each, may_hear=may_hear) for each in hits],
    }


def _hit(hit: Hit, *, may_hear: bool) -> dict[str, Any]:
    block, session = hit.block, hit.session
    language, way = tongue(hit.language)
    return {
        "pieces": hit.pieces,
        "language": language,
        "way": way,
        "speaker": hit.speaker,
        "turn": block.n if block is not None and session is not None else None,
        "paragraph": block.n if block is not None and session is None else None,
        "session": session,
        "title": hit.title,
        "url": to_words(hit),
        "sound": to_sound(hit) if may_hear else "",
        "time": clock(block.time_start) if block is not None else "",
    }
