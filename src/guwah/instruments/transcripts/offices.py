"""Labels with an office in small letters before every turn: "Ann Low, miller: words"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.habit import OFTEN, Found, label_at
from guwah.instruments.transcripts.labels import Candidate, may_be_label, style_of
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.model import Span

_LABEL = re.compile(
    r"(?P<name>[^\W\d_][^\s,:]*(?:\s[^\s,:]+){1,3}),\s(?P<office>[^\W\d_][^,:;.!?()\d]{1,60}?)\s?:\s+(?=\S)"
)
_OFFICE_WORDS = 6


def with_offices(lines: Sequence[Line], found: Sequence[Candidate | None], conventions: Conventions) -> Found:
    """Add the labels of full names with an office behind a comma, where two of them stand twice each.

    A sentence may begin so once: "In May, they said: …"; no two do twice.

    Args:
        lines: Lines with something in them.
        found: For each line its beginning as a label, or None.
        conventions: Words that say somebody spoke.
    """
    read = [
        match if one is None and (match := _LABEL.match(line.text)) and _is_one(match, conventions) else None
        for line, one in zip(lines, found, strict=True)
    ]
    often = Counter((match["name"], match["office"]) for match in read if match)
    if sum(count >= OFTEN for count in often.values()) < OFTEN:
        return list(found)
    return [
        _label(line, match) if match else one for line, match, one in zip(lines, read, found, strict=True)
    ]


def _is_one(match: re.Match[str], conventions: Conventions) -> bool:
    """Tell whether the words are a full name and no more than an office that says nothing."""
    words = match["office"].split()
    small = match["office"][0].islower() and len(words) <= _OFFICE_WORDS
    named = style_of(match["name"]) == "title" and may_be_label(match["name"], conventions)
    return small and named and words[-1].casefold() not in conventions.saying


def _label(line: Line, match: re.Match[str]) -> Candidate | None:
    one = label_at(line, match.span("name"), match.end(), ":")
    end = line.start + match.end("office")
    return one and replace(one, printed=line.text[: match.end("office")], span=Span(one.span.start, end))
