"""A letter or a word with a dot before what is asked, another before each answer: "P. Where? R. There."."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.habit import Habit, is_name, label_at
from guwah.instruments.transcripts.labels import Candidate
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.single import ends_a_sentence, ends_asking

# Chinese needs no sign behind the one character that says who asks.
_BEGINS = re.compile(
    r"[*_]*(?:(?P<name>[^\W\d_]{1,12})(?P<sign>\.\s?[–—-]+|\.:|[.)/–—-])"
    r"|(?P<han>[\u4e00-\u9fff])(?=[ \u3000]))[*_]*\s*(?P<next>[^\s*_]+)"
)
_LEAST, _SHARE = 6, 0.2
_TAKING_TURNS, _MOSTLY, _ASKING, _ASKED_BACK = 0.8, 0.9, 0.5, 0.2
_SAME_WORD = 0.5


def lettered(lines: Sequence[Line], conventions: Conventions, units: int) -> Habit | None:
    """Read a talk in which one letter or word with a sign behind it asks and another one answers.

    Which they are is another one in every language: "P." and "R.", "D." and "R.", "Pregunta.-", "Q)".
    Initials before names look the same, and have the same name behind them.

    Args:
        lines: Lines with something in them.
        conventions: What a label may be.
        units: How many paragraphs there are.
    """
    matches = {index: match for index, line in enumerate(lines) if (match := _begins(line, conventions))}
    often = Counter(map(_label, matches.values()))
    if len(often) < 2:  # noqa: PLR2004 -- who asks and who answers
        return None
    pair = [label for label, _ in often.most_common(2)]
    taken = {index: match for index, match in matches.items() if _label(match) in pair}
    if len(taken) < max(_LEAST, _SHARE * units) or not _is_talk(lines, taken):
        return None
    return Habit(tuple(_named(line, taken.get(index)) for index, line in enumerate(lines)), ())


def _begins(line: Line, conventions: Conventions) -> re.Match[str] | None:
    match = _BEGINS.match(line.text)
    name = (match["name"] or match["han"]) if match else ""
    return match if name and not name[0].islower() and is_name(name, conventions) else None


def _label(match: re.Match[str]) -> tuple[str, str]:
    """Return what stands before the words, and its sign."""
    return match["name"] or match["han"], match["sign"] or ""


def _named(line: Line, match: re.Match[str] | None) -> Candidate | None:
    if match is None:
        return None
    group = "name" if match["name"] else "han"
    return label_at(line, match.span(group), match.start("next"), match["sign"] or " ")


def _is_talk(lines: Sequence[Line], taken: dict[int, re.Match[str]]) -> bool:
    """Tell whether two labels of one sign take turns, one asks and the other one says whole sentences."""
    labels = [_label(match) for match in taken.values()]
    turned = sum(one != other for one, other in pairwise(labels))
    if len({sign for _, sign in labels}) > 1 or turned < _TAKING_TURNS * (len(labels) - 1):
        return False
    ends = [end - 1 for end in (*list(taken)[1:], len(lines))]
    first, second = (
        [(index, end) for index, end, label in zip(taken, ends, labels, strict=True) if label == one]
        for one in dict.fromkeys(labels)
    )
    ended = sum(ends_a_sentence(lines[end]) for end in ends)
    return (
        ended >= _MOSTLY * len(ends) - 1
        and not _are_names(list(taken.values()))
        and _asks(lines, first, second)
    )


def _asks(lines: Sequence[Line], first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the first of two mostly asks and the second one hardly ever does."""
    asked = sum(ends_asking(lines[end]) for _, end in first)
    back = sum(ends_asking(lines[end]) for _, end in second)
    return asked >= _ASKING * len(first) and back <= _ASKED_BACK * len(second)


def _are_names(matches: Sequence[re.Match[str]]) -> bool:
    """Tell whether one word mostly stands behind a label: "A. Low", whose initial it is."""
    said: dict[str, Counter[str]] = {}
    for match in matches:
        said.setdefault(match["name"] or match["han"], Counter())[match["next"]] += 1
    return any(max(words.values()) > _SAME_WORD * words.total() for words in said.values())
