"""Questions and answers that run on in one line, as text copied from pages often has lost its line ends."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from guwah.instruments.languages import script_of_letter
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.lines import Line

_LEAST = 4
_ALTERNATING = 0.8
# "… over. A. LOW: Who? T. HALE: He." where all stands in one paragraph.
_NAMED = re.compile(
    r"(?:(?<=[.?!…»”\"] )|^)(?P<name>(?:[^\W\d_]\.\s?){0,2}[^\W\d_]{3,}(?:[- ][^\W\d_]{2,})?):\s(?=\S)"
)


def divided_lines(lines: Sequence[Line], conventions: Conventions) -> tuple[Line, ...] | None:
    """Divide lines before each "Q:" and "A:" in them, where question and answer take turns.

    Args:
        lines: Lines of a text in which no line begins a turn.
        conventions: The words of questions and answers.

    Returns:
        The lines, each of the text's words in one of them; None where the text is not such a talk. Names in
        capitals that take turns divide lines as well.
    """
    signs = _signs(conventions)
    found = [list(signs.finditer(line.text)) for line in lines]
    said = [match["q"] is not None for one in found for match in one]
    turned = sum(first != second for first, second in pairwise(said))
    if len(said) < _LEAST or turned < _ALTERNATING * (len(said) - 1):
        found = [[match for match in _NAMED.finditer(line.text) if match["name"].isupper()] for line in lines]
        if not _is_talk([match["name"] for one in found for match in one]):
            return None
    return tuple(
        part
        for line, one in zip(lines, found, strict=True)
        for part in _parts(line, [match.start() for match in one])
    )


def _is_talk(names: Sequence[str]) -> bool:
    """Tell whether at least two names in capitals return, and hardly one follows itself."""
    returning = [name for name, count in Counter(names).items() if count > 1]
    turned = sum(first != second for first, second in pairwise(names))
    return len(returning) > 1 and len(names) >= _LEAST and turned >= _ALTERNATING * (len(names) - 1)


def _parts(line: Line, places: Sequence[int]) -> Iterator[Line]:
    edges = [0, *(place for place in places if place), len(line.text)]
    for start, end in pairwise(edges):
        words = line.text[start:end].rstrip()
        if start == 0 and places and not any(map(str.isalpha, words)):
            continue  # the number of the page that the line ran on over
        yield Line(line.start + start, line.start + start + len(words), words, line.gap and start == 0)


@lru_cache(maxsize=8)
def _signs(conventions: Conventions) -> re.Pattern[str]:
    words = sorted({*conventions.dotted_labels, *conventions.spaced_labels}, key=len, reverse=True)
    asks = [one for one in words if conventions.role_words.get(one.casefold()) is not None]
    answers = [one for one in words if one not in asks]
    # In Chinese no space parts one turn from the next: there the words of roles begin one behind a full stop.
    roles = [(word, role) for word, role in conventions.role_words.items() if _is_han(word)]
    asks += [word for word, role in roles if role == "interviewer"]
    answers += [word for word, role in roles if role != "interviewer"]
    q, a = ("|".join(map(re.escape, one)) for one in (asks, answers))
    return re.compile(rf"(?:(?<=[\s。？！])|^)(?:(?P<q>{q})|(?P<a>{a}))(?:[:：]\s|：)")


def _is_han(word: str) -> bool:
    return len(word) > 1 and all(script_of_letter(letter) == "Hani" for letter in word)
