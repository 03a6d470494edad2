"""Which labels of a text are speakers: those that recur, and those that are introduced in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.labels import Candidate, fold

FIRM_STYLES = frozenset({"initials", "upper", "title", "uncased"})
OFTEN = 3
"""How often a label of any shape stands in a text before it is taken for a speaker."""

MOST_SPEAKERS = 300
"""More labels than these are the entries of a list."""


def recurring(possible: Sequence[Candidate | None]) -> set[str]:
    """Return the keys of labels that stand there often, or twice in a shape that names have."""
    counts = Counter(one.key for one in possible if one)
    return {one.key for one in possible if one and _recurs(one, counts[one.key])}


def _recurs(one: Candidate, often: int) -> bool:
    return often >= OFTEN or (often > 1 and one.style in FIRM_STYLES)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the text itself says of its speakers: recurring labels, listed participants, initials."""

    firm: set[str]
    listed: set[str]
    initials: set[str]


def introduced(
    possible: Sequence[Candidate | None],
    firm: set[str],
    headers: Sequence[Candidate | None],
    conventions: Conventions,
) -> set[str]:
    """Return the keys of labels that are introduced: with an alias, in a list, by their initials."""
    if len(firm) > MOST_SPEAKERS:
        return set()
    initials = _initials(possible)
    known = _Known(firm, set(_listed(headers, conventions)), initials)
    headings = {one.key for one in possible if one and begins_title(one.key, conventions)}
    found: set[str] = set()
    for one in possible:
        if len(found) > MOST_SPEAKERS:
            break
        if one and one.key not in firm and _is_introduced(one, known, headings):
            found.add(one.key)
            found.update({fold(one.alias)} if one.alias else ())
    return found | set(_short_for_any(initials, found | firm))


def _initials(possible: Sequence[Candidate | None]) -> set[str]:
    return {one.key for one in possible if one and one.style == "initials"}


def begins_title(folded: str, conventions: Conventions) -> bool:
    """Tell whether folded words begin as titles of conversations do ("interview 2: …")."""
    words = folded.split()
    return any(words[: len(phrase.split())] == phrase.split() for phrase in conventions.title_words)


def _short_for_any(shorts: set[str], names: set[str]) -> Iterator[str]:
    full = [name for name in names if " " in name]
    return (short for short in shorts if any(is_short_for(short, name) for name in full))


def _listed(headers: Sequence[Candidate | None], conventions: Conventions) -> Iterator[str]:
    for head in headers:
        if head and head.key in conventions.participant_words:
            value = head.line.text[head.words - head.line.start :]
            yield from map(fold, value.replace("(", ",").replace(")", ",").split(","))


def _is_introduced(one: Candidate, known: _Known, headings: set[str]) -> bool:
    if one.alias is not None and (fold(one.alias) in known.firm or one.style in {"title", "uncased"}):
        return True
    if one.key in known.listed:
        return True
    # "Call: 3 May" is no name, though C speaks below it.
    return one.style == "title" and one.key not in headings and _shortened(one, known)


def _shortened(one: Candidate, known: _Known) -> bool:
    """Tell whether a name is also used as a shorter label: one of its words, or its initials."""
    words = one.key.split()
    shorts = known.initials if len(words) > 1 else known.initials & known.firm
    return bool(known.firm.intersection(words)) or any(is_short_for(short, one.base) for short in shorts)


def is_short_for(short: str, name: str) -> bool:
    """Tell whether a folded short label is the initials of a name, or the initial of one of its words.

    >>> is_short_for("ab", "Alice Baker"), is_short_for("b", "Alice Baker"), is_short_for("x", "Alice Baker")
    (True, True, False)
    """
    words = name.casefold().split()
    letters = short.replace(".", "").replace(" ", "")
    if len(letters) == 1:
        return any(word.startswith(letters) for word in words)
    return len(letters) == len(words) and all(w.startswith(c) for w, c in zip(words, letters, strict=True))
