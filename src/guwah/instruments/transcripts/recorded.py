"""Who speaks as records of parliaments print it: a name or an office, a dot, and then the words."""

import re
from collections.abc import Sequence
from dataclasses import replace

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.habit import DOT, label_at
from guwah.instruments.transcripts.labels import Beside, Candidate, fold, may_be_label, style_of
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.model import Span

_LETTERS = r"[^\W\d_](?:[^\W\d_]|['’ʼ-](?=[^\W\d_]))+"
_OFFICE = r"(?:,\s(?P<office>[^.:!?,]{2,120}))?"
# "ROOK A.P.  words", "Rook A. P., for the millers. Words": the dot of the last initial may end the name.
_BY_INITIALS = re.compile(
    rf"(?P<name>{_LETTERS}\s+[^\W\d_]\.\s?[^\W\d_]\.)(?P<beside>)(?:{_OFFICE}(?<!\.)\.)?(?:\s+(?=\S)|$)"
)
# "ANN ROOK (X.Y.), for the millers. Words".
_BY_PARTY = re.compile(
    rf"(?P<name>{_LETTERS}(?:\s{_LETTERS}){{0,4}})\s?(?P<beside>\([^()]{{1,40}}\)|){_OFFICE}\.\s+(?=\S)"
)
# The line that is drawn where nobody knows who it was.
_NOBODY = re.compile(r"(?P<name>_{3,})\.\s+(?=\S)")
# "Mme Ann Rook (X), for the millers", "Mr. ROOK".
_WITH_OFFICE = re.compile(r"(?P<name>[^,()]{1,60}?)\s?(?P<beside>\([^()]{1,40}\)|)" + _OFFICE)
_BEFORE_DOT = 180
_LONG_OFFICE = 10
NOBODY = "drawn"
"""The style of a turn whose name is a drawn line: somebody else speaks, and nobody knows who."""


def recorded(lines: Sequence[Line], index: int, conventions: Conventions) -> Candidate | None:
    """Read "Mr. OVEN. words", "OVEN. words", "OVEN A.P. words" and "ANN OVEN (X), in the chair. Words".

    Args:
        lines: Lines with something in them.
        index: Which line.
        conventions: Titles and offices that stand before a dot.

    Returns:
        The label, or None. Where a bracket or an office stands behind the name it is no part of the label.
    """
    line = lines[index]
    nobody = _NOBODY.match(line.text)
    if nobody:
        found = label_at(line, nobody.span("name"), nobody.end(), ".")
        return replace(found, base="—", style=NOBODY) if found else None
    return _by_shape(line) or _by_title(line, conventions)


def stands_once(one: Candidate, conventions: Conventions) -> bool:
    """Tell whether such a label is one though it stands once: members of a parliament speak once a day."""
    if one.separator != ".":
        return False
    titled = " " in one.base and one.key.split()[0].rstrip(".") in conventions.titled_persons
    titled = titled or (" " in one.base and one.key in conventions.titled_persons)
    return titled or one.office or one.style == NOBODY or _BY_INITIALS.fullmatch(one.base) is not None


def is_by_alphabet(found: Sequence[Candidate | None]) -> bool:
    """Tell whether labels stand in the order of the alphabet: the names of a list and of no talk."""
    keys = [one.key for one in found if one]
    return len(set(keys)) > 2 and keys == sorted(keys)  # noqa: PLR2004 -- two who talk may stand so by chance


def _by_shape(line: Line) -> Candidate | None:
    for pattern in (_BY_INITIALS, _BY_PARTY):
        match = pattern.match(line.text)
        if match and _is_printed_name(match) and not line.text[match.end() : match.end() + 1].islower():
            return _label(line, match, match.end())
    return None


def _is_printed_name(match: re.Match[str]) -> bool:
    """Tell whether a surname stands before initials, or a name in capitals before a bracket or an office."""
    name = match["name"]
    if name.endswith("."):
        return name[0].isupper()
    return style_of(name) == "upper" and bool(match["beside"] or match["office"])


def _by_title(line: Line, conventions: Conventions) -> Candidate | None:
    for match in DOT.finditer(line.text, 0, _BEFORE_DOT):
        parts = _WITH_OFFICE.fullmatch(line.text[: match.start()])
        if parts and _is_person(parts["name"], conventions) and may_be_label(parts["name"], conventions):
            return _label(line, parts, match.end())
    return None


def _label(line: Line, match: re.Match[str], words: int) -> Candidate | None:
    """Build a label; an office is printed with it, and a bracket without an office stands beside it."""
    found = label_at(line, match.span("name"), words, ".")
    if found is None or not (match["office"] or match["beside"]):
        return found
    if not match["office"]:
        return replace(found, beside=(beside(line, *match.span("beside")),), office=True)
    printed = line.text[match.start("name") : match.end("office")]
    span = Span(found.span.start, line.start + match.end("office"))
    return replace(found, printed=printed, span=span, office=True)


def beside(line: Line, start: int, end: int) -> Beside:
    """Return a bracket of a line, by its edges in the line."""
    return Beside(line.text[start + 1 : end - 1], line.start + start, line.start + end)


def _is_person(name: str, conventions: Conventions) -> bool:
    folded = fold(name)
    if folded in conventions.titled_persons:
        several = folded.startswith("the ") or " " in folded or len(folded) > _LONG_OFFICE
        return name[0].isupper() and (several or style_of(name) == "upper")
    first, _, rest = folded.partition(" ")
    if rest and first.rstrip(".") in conventions.titled_persons:
        return name.rsplit(maxsplit=1)[-1][0].isupper()
    return style_of(name) in {"upper", "initials"} and len(name) > 1 and "." not in name
