"""What happens between turns when a bracket stands alone on its line."""

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.marks import is_unheard, said_by_words
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
    if is_unheard(inside, conventions) or inside in {"<[?]>", "(+++)"}:
        return "unheard"
    said = said_by_words(inside, conventions)
    return "vocal" if said and said[0] == "vocal" else None
