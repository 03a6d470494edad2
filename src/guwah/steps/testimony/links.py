"""Addresses of words: stable names of turns and paragraphs, and where the reader shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from guwah.steps.testimony.models import Anchor, Block

# For `select_related` of a query of blocks that wants to name blocks: no further question to the database.
WITH_PLACE = ("revision__layer", "session")
_TURN = re.compile(r"s(\d{1,6})-t(\d{1,6})")
_PARAGRAPH = re.compile(r"p(\d{1,6})")


def name_of(block: Block) -> str:
    """Return the name of a block in its layer: `s1-t12` for a turn, `p3` for a paragraph."""
    return f"s{block.session.n}-t{block.n}" if block.session else f"p{block.n}"


def numbers_of(name: str) -> tuple[int | None, int] | None:
    """Return (session, number) of a block's name, the session None for a paragraph; None for no name."""
    turn = _TURN.fullmatch(name)
    if turn:
        return int(turn[1]), int(turn[2])
    paragraph = _PARAGRAPH.fullmatch(name)
    return (None, int(paragraph[1])) if paragraph else None


def to_layer(case_id: int, layer_id: int) -> str:
    """Return the address of the reader of a layer."""
    return reverse("reader", args=[case_id, layer_id])


def to_block(block: Block) -> str:
    """Return the address at which the reader shows a block, whatever the length of the text."""
    layer = block.revision.layer
    name = name_of(block)
    return f"{to_layer(layer.case_id, layer.pk)}?at={name}#{name}"


def to_anchor(anchor: Anchor) -> str:
    """Return the address at which the reader shows an anchor's words."""
    if anchor.block is not None:
        return to_block(anchor.block)
    layer = anchor.revision.layer
    return f"{to_layer(layer.case_id, layer.pk)}?from={anchor.start}#o{anchor.start}"
