"""What happens between turns when a bracket stands alone on its line."""

import re

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.marks import said_by_words
from guwah.instruments.transcripts.wordlists import begins


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
    said = said_by_words(inside, conventions)
    found: str | None = said[0] if said else _token_kind(inside, conventions)
    return found if found in {"unheard", "vocal"} else None


def _token_kind(inside: str, conventions: Conventions) -> str | None:
    # A sign of fixed shape may have brackets of its own, of which the outer pair was taken off.
    for token in conventions.tokens:
        if re.fullmatch(token.pattern, inside) or re.fullmatch(token.pattern, f"({inside})"):
            return token.kind
    return None
