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
_WORDS = re.compile(r"(\d{1,15})((?:\.\d{1,9}-\d{1,9}){1,8})")
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


def words_of(said: str) -> tuple[int | None, list[tuple[int, int]]]:
    """Return the revision and the code points an address marks, `7.120-131.140-150`; or none."""
    match = _WORDS.fullmatch(said)
    if match is None:
        return None, []
    pairs = (each.split("-") for each in match[2].split(".")[1:])
    return int(match[1]), [(int(start), int(end)) for start, end in pairs]


def to_layer(case_id: int, layer_id: int) -> str:
    """Return the address of the reader of a layer."""
    return reverse("reader", args=[case_id, layer_id])


def to_block(block: Block) -> str:
    """Return the address at which the reader shows a block, whatever the length of the text."""
    layer = block.revision.layer
    name = name_of(block)
    return f"{to_layer(layer.case_id, layer.pk)}?at={name}#{name}"


def to_anchor(anchor: Anchor) -> str:
    """Return the address at which the reader shows an anchor's words, where they stand now."""
    now, layer = anchor.now, anchor.revision.layer
    if now.block is not None:
        # Of the newest revision, and of the same layer: no further question to the database.
        now.block.revision = anchor.revision
        return to_block(now.block)
    return f"{to_layer(layer.case_id, layer.pk)}?from={now.start}#o{now.start}"
