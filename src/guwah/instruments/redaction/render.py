"""What is left to show when cuts and masks are taken out, and what stands in their place."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from guwah.instruments import vocabularies
from guwah.instruments.redaction.spans import Spans


class Withheld(StrEnum):
    """Why something is not shown, as far as the public learns (list `withheld_labels`)."""

    WISH = "wish"
    MASK = "mask"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the result.

    Attributes:
        start: first code point of the source text it stands for, from 0.
        end: the one behind its last.
        text: the words shown, or the public label.
        withheld: why they are not shown, or none when they are.
    """

    start: int
    end: int
    text: str
    withheld: Withheld | None = None


def public_label(reason: str, language: str = vocabularies.lists.SOURCE_LANGUAGE) -> str:
    """Return what readers see in place of withheld words: never the reason, and never by whom.

    Args:
        reason: `wish` for a cut the speaker wished; whatever else is given, also a reason noted by an editor,
            gets the neutral label.
        language: BCP 47 tag; English where there is no label yet, and beside one that nobody has checked.
    """
    code = Withheld.WISH if reason == Withheld.WISH else Withheld.MASK
    said = vocabularies.label("withheld_labels", code.value, language)
    english = vocabularies.label("withheld_labels", code.value).text
    return said.text if said.reviewed or said.text == english else f"{said.text} ({english})"


def apply(text: str, cuts: Spans, masks: Spans, language: str = "en") -> tuple[Piece, ...]:
    """Return the text in pieces, shown and withheld in turn.

    Withheld stretches that touch or overlap are one, so that nobody counts what lies behind them; with a
    wished cut among them it is the wish that is told. A stretch grows over the combining marks behind it:
    an accent left alone would tell its letter.

    Args:
        text: one layer's text.
        cuts: what the speaker wished withheld, already closed over the layers (`cuts.close`).
        masks: what is masked for other reasons.
        language: of the labels.
    """
    cuts, masks = _with_marks(text, cuts), _with_marks(text, masks)
    pieces: list[Piece] = []
    at = 0
    for start, end in cuts | masks:
        if at < start:
            pieces.append(Piece(at, start, text[at:start]))
        kind = Withheld.WISH if cuts.overlaps(Spans.of([(start, end)])) else Withheld.MASK
        pieces.append(Piece(start, end, public_label(kind, language), kind))
        at = end
    if at < len(text):
        pieces.append(Piece(at, len(text), text[at:]))
    return tuple(pieces)


def _with_marks(text: str, spans: Spans) -> Spans:
    return Spans.of((start, _over_marks(text, end)) for start, end in spans & Spans.of([(0, len(text))]))


def _over_marks(text: str, end: int) -> int:
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return end
