"""Questions and answers that run on in one line, as text copied from pages often has lost its line ends."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, takewhile

from guwah.instruments.languages import script_of_letter
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.deciding import Decision, Doubt
from guwah.instruments.transcripts.labels import fold
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.run_on_names import named_places
from guwah.instruments.transcripts.single import SENTENCE_ENDS

_LEAST = 4
_ALTERNATING = 0.8
_MANY_MORE = 3
_CHEVRONS = re.compile(r"(?<!\S)>{2,3}\s+(?=[^\s>])")
_RUN_ON, _ENDED = 3, 0.7
_ENDS = (*SENTENCE_ENDS, "-", "–", "—", "]", ")")
# "… over. A. LOW: Who? T. HALE: He." where all stands in one paragraph.
_NAMED = re.compile(
    r"(?:(?<=[.?!…»”\"] )|^)(?P<name>(?:[^\W\d_]\.\s?){0,2}[^\W\d_]{3,}(?:[- ][^\W\d_]{2,})?):\s(?=\S)"
)


_COLON = re.compile(r"(?<=[^\W\d_]):\s(?=\S)")
_NAME_WORD = re.compile(r"(?:[^\W\d_]\.){1,3}|[^\W\d_]{1,3}\.|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NAME_LETTERS, _NAME_WORDS, _SURNAME = 100, 4, 3


@dataclass(frozen=True, slots=True)
class Divided:
    """A text that had run on, in lines again.

    Attributes:
        lines: Lines, each of the text's words in one of them.
        names: Names and initials before colons that begin turns there; none where signs or capitals say it.
        begins: Offsets where those stand.
    """

    lines: tuple[Line, ...]
    names: tuple[str, ...] = ()
    begins: frozenset[int] = frozenset()


def divided_lines(
    lines: Sequence[Line], conventions: Conventions, labels: Sequence[str] = ()
) -> Divided | None:
    """Divide lines before each "Q:" and "A:" in them, where question and answer take turns.

    Args:
        lines: Lines of a text.
        conventions: The words of questions and answers.
        labels: Those of lines that begin a turn, folded; the first lines of pages alone may do so.

    Returns:
        The lines; None where the text is not such a talk, or makes not many more turns so. Names in capitals
        that take turns divide lines as well, then names and initials of `run_on_names`.
    """
    if not labels:
        found = _by_signs(lines, conventions) or _by_chevrons(lines)
        if found is not None:
            return Divided(_at(lines, found))
    colons = sum(line.text.count(":") for line in lines)
    named = named_places(lines, conventions) if colons >= _MANY_MORE * len(labels) else None
    if named is None or sum(map(len, named.places)) < _MANY_MORE * len(labels):
        return None
    own = set(map(fold, named.names))
    if 2 * sum(label in own for label in labels) < len(labels):
        return None  # a talk told inside of turns
    places = zip(lines, named.places, strict=True)
    begins = frozenset(line.start + place for line, one in places for place in one)
    return Divided(_at(lines, named.places), named.names, begins)


def only_at(decision: Decision, begins: frozenset[int]) -> Decision:
    """Leave turns only on the lines that begin at these offsets; what else looks like a label is told.

    Args:
        decision: Of a text in lines again that had run on.
        begins: Offsets of its labels.
    """
    taken = [
        one if line.start in begins else None
        for line, one in zip(decision.lines, decision.labels, strict=True)
    ]
    first = next((index for index, one in enumerate(taken) if one), len(taken))
    left = (
        Doubt(index, "possible-label:once", one.base)
        for index, one in enumerate(decision.labels)
        if one and not taken[index] and index > first
    )
    doubts = sorted((*decision.doubtful, *left), key=lambda doubt: doubt.index)
    once = tuple(index for index in decision.once if taken[index])
    return replace(decision, labels=tuple(taken), once=once, doubtful=tuple(doubts))


def _by_signs(lines: Sequence[Line], conventions: Conventions) -> list[list[int]] | None:
    signs = _signs(conventions)
    found = [list(signs.finditer(line.text)) for line in lines]
    said = [match["q"] is not None for one in found for match in one]
    turned = sum(first != second for first, second in pairwise(said))
    if len(said) < _LEAST or turned < _ALTERNATING * (len(said) - 1):
        found = [[match for match in _NAMED.finditer(line.text) if match["name"].isupper()] for line in lines]
        names = [match["name"] for one in found for match in one]
        return [_capitals(line.text) for line in lines] if _is_talk(names) else None
    return [[match.start() for match in one] for one in found]


def _capitals(words: str) -> list[int]:
    """Find every name in capitals before a colon, where such names are known to take turns.

    What somebody is broken off in ends no sentence, and who comes in may stand behind any word: "and then
    LOW: Then what?".
    """
    found = []
    for match in _COLON.finditer(words):
        before = words[max(0, match.start() - _NAME_LETTERS) : match.start()].split(" ")
        name = list(takewhile(_is_of_capitals, reversed(before[-_NAME_WORDS:])))
        if name and len(name[0]) >= _SURNAME:
            found.append(match.start() - len(" ".join(name)))
    return found


def _is_of_capitals(word: str) -> bool:
    return word.isupper() and _NAME_WORD.fullmatch(word) is not None


def _by_chevrons(lines: Sequence[Line]) -> list[list[int]] | None:
    """Find the ">>" of live captions that were put together: nearly all stand behind a sentence or a word."""
    found = [[match.start() for match in _CHEVRONS.finditer(line.text)] for line in lines]
    count = sum(map(len, found))
    ended = sum(
        line.text[:at].rstrip().endswith(_ENDS) for line, one in zip(lines, found, strict=True) for at in one
    )
    several = count >= max(_LEAST, _RUN_ON * sum(map(bool, found)))
    return found if several and ended >= _ENDED * count else None


def _at(lines: Sequence[Line], places: Sequence[Sequence[int]]) -> tuple[Line, ...]:
    return tuple(part for line, one in zip(lines, places, strict=True) for part in _parts(line, one))


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
