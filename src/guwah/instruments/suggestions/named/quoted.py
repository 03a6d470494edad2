"""Bodies that are called by a quotation near the word for what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from guwah.instruments.suggestions.named.words import beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.instruments.suggestions.named.pieces import Piece


def with_quote(text: str, pieces: Sequence[Piece], span: tuple[int, int], language: str) -> tuple[int, int]:
    """Return a stretch widened to a quotation near it, which is its name: «Күншуақ» құқық қорғау ұйымы.

    Kazakh and Uyghur name first and say what it is behind, Russian the other way round; what stands between
    says more of it.
    """
    first, last = span
    if language in {"kk", "ug"}:
        return _quote_before(text, pieces, first), last
    return (first, _quote_behind(text, pieces, last)) if language == "ru" else span


def _quote_before(text: str, pieces: Sequence[Piece], first: int) -> int:
    for left in range(first - 1, max(first - _TO_QUOTE, -1), -1):
        if not beside(text, pieces[left].word, pieces[left + 1].word):
            break
        if pieces[left].word.kind == "quote":
            return left
        if pieces[left].head or _SAID.match(pieces[left].word.low):
            break
    return first


def _quote_behind(text: str, pieces: Sequence[Piece], last: int) -> int:
    for right in range(last + 1, min(last + _TO_QUOTE, len(pieces))):
        if not beside(text, pieces[right - 1].word, pieces[right].word):
            break
        if pieces[right].word.kind == "quote":
            return right
        if pieces[right].word.capital or _VERB.search(pieces[right].word.low):
            break
    return last


_TO_QUOTE: Final = 5
# Behind words that were said, not behind a name.
_SAID: Final = re.compile(
    r"(?:де(?:п|ген|ді|йді|се|мек)|دەپ|دېگەن|دېدى|بىلەن|ۋە|және|мен|пен|бен|жазған|айтты)"
)
_VERB: Final = re.compile(r"(?:л[аои]?|л[аои]?сь|лся|ет|ит|ют|ят|ть|ться)$")
