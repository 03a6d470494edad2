"""What happens between turns when a bracket, a mark of a tape or a time stands alone on its line."""

import re

from guwah.instruments.transcripts.brackets import brackets, standing_alone
from guwah.instruments.transcripts.clocks import time_of
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.lines import INVISIBLE, Line
from guwah.instruments.transcripts.marks import said_by_words
from guwah.instruments.transcripts.model import Time
from guwah.instruments.transcripts.wordlists import begins

_PIECES = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_NUMBERS = frozenset({"one", "two", "three", "four", "five", "i", "ii", "iii", "iv", "v", "no", "№", "#"})
_CLOSING = tuple(")]）】］〕")
_MOST_PIECES = 16
_FEW_MORE = 2
_JOINING = frozenset({"of", "the", "and"})
_SPACE = f" \t*_{INVISIBLE}"
_EDGES = f" \t*_=~-–—<>[]()（）【】{INVISIBLE}"


def event_kind(inside: str, conventions: Conventions) -> str | None:
    """Name the event a lone bracket reports.

    Args:
        inside: What stands in the bracket.
        conventions: Words for events.

    Returns:
        One of `unheard vocal line-drop tape-end session-change page-break`, or None when the words
        say something else: such a bracket is an editor's description outside the turns.
    """
    lists = {
        "line-drop": conventions.line_drop,
        "tape-end": conventions.tape_end,
        "session-change": conventions.session_change,
        "page-break": conventions.page_break,
    }
    for kind, phrases in lists.items():
        if begins(inside, phrases):
            return kind
    if is_tape_mark(inside, conventions):
        return "tape-end"
    said = said_by_words(inside, conventions)
    found: str | None = said[0] if said else _token_kind(inside, conventions)
    return found if found in {"unheard", "vocal"} else None


def is_tape_mark(words: str, conventions: Conventions) -> bool:
    """Tell whether words say where a tape or a side of it begins or ends, and nothing more.

    >>> from guwah.instruments.transcripts.conventions import DEFAULT
    >>> is_tape_mark("BEGIN TAPE 1, SIDE B", DEFAULT), is_tape_mark("the tape was long", DEFAULT)
    (True, False)
    """
    found = [piece for piece in _PIECES.findall(words.casefold()) if piece[0].isalnum() or piece in "№#"]
    if not 1 < len(found) <= _MOST_PIECES:
        return False
    tapes = [piece for piece in found if piece in conventions.tape_words]
    rest = [piece for piece in found if piece not in tapes and not _is_count(piece)]
    if not tapes or not all(piece in conventions.tape_edges for piece in rest):
        return False
    # "the file and the recording" has neither a number nor an end.
    return len(tapes) + len(rest) < len(found) or not _JOINING.issuperset(rest)


def _is_count(piece: str) -> bool:
    return piece.isdigit() or len(piece) == 1 or piece in _NUMBERS


def _token_kind(inside: str, conventions: Conventions) -> str | None:
    # A sign of fixed shape may have brackets of its own, of which the outer pair was taken off.
    for token in conventions.tokens:
        if re.fullmatch(token.pattern, inside) or re.fullmatch(token.pattern, f"({inside})"):
            return token.kind
    return None


def aside(line: Line, conventions: Conventions) -> str | None:
    """Return what a line says that nobody speaks: the inside of its bracket, a mark of a tape; else None."""
    inside = standing_alone(line.text)
    if inside is not None:
        return inside
    several = _only_brackets(line.text)
    if several:
        return next((one for one in several if event_kind(one, conventions)), several[0])
    bare = line.text.strip(_EDGES)
    return bare if is_tape_mark(bare, conventions) or _says_end(line, bare, conventions) else None


def _only_brackets(words: str) -> list[str]:
    """Return the insides of the brackets of a line that is nothing but several of them."""
    if not words.endswith(_CLOSING):
        return []
    found = tuple(brackets(words, 0, len(words)))
    edges = [0, *(edge for one in found for edge in (one.start, one.end)), len(words)]
    between = "".join(words[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    return [] if between.strip(_EDGES) else [one.inside for one in found]


def _says_end(line: Line, bare: str, conventions: Conventions) -> bool:
    """Tell whether a line says that a recording or a sitting ends and is set off: ruled, or in capitals."""
    phrase = begins(bare, (*conventions.tape_end, *conventions.session_change))
    if phrase is None or " " not in phrase:
        return False
    set_off = bare != line.text.strip(_SPACE) or bare.isupper() or bare.casefold().rstrip(".") == phrase
    return set_off and len(bare.split()) <= len(phrase.split()) + _FEW_MORE


def time_of_line(line: Line) -> Time | None:
    """Return the time of a line that is a time code and nothing else, or None."""
    return time_of(line.text.strip(_SPACE))


def is_time_line(line: Line) -> bool:
    """Tell whether a line is a time code and nothing else."""
    return time_of_line(line) is not None
