"""Names and initials before colons inside lines that have run on: who takes turns there, if anybody does."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.labels import fold
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.single import SENTENCE_ENDS

_TOKEN = r"(?:(?:[^\W\d_]\.){1,4}|[^\W\d_](?:[\w'’-]{0,30}\w)?)"  # noqa: S105 -- a word of a name
_BEFORE_COLON = re.compile(rf"(?:(?<=[\s\[\]()?？؟!.…»”\"])|^)(?P<words>(?:{_TOKEN}\s){{0,3}}{_TOKEN}):\s")
_LEAST, _LEAST_ASKED = 6, 2
_TAKING_TURNS, _ENDED = 0.8, 0.5
_MOST_PEOPLE = 12
_ASKED = re.compile("[?？؟]")
_ENDS = (*SENTENCE_ENDS, "]", ")", '"', "—", "–", "-")


@dataclass(frozen=True, slots=True)
class _Place:
    """Words before a colon in a line: which line, where they end, and the words."""

    line: int
    end: int
    words: tuple[str, ...]

    def start(self, words: int) -> int:
        """Return where the last so many of the words begin; one sign stands between two of them."""
        return self.end - sum(map(len, self.words[-words:])) - words + 1


_Said = Sequence[tuple[_Place, int]]
"""Words before colons with how many of the last of them are a name that returns."""


@dataclass(frozen=True, slots=True)
class Named:
    """Where names begin turns inside lines.

    Attributes:
        places: For each line the places in it.
        names: What stands there, each once.
    """

    places: tuple[tuple[int, ...], ...]
    names: tuple[str, ...]


def named_places(lines: Sequence[Line], conventions: Conventions) -> Named | None:
    """Find where names or initials begin turns inside lines, in a text that has lost its line ends.

    Args:
        lines: Lines with something in them.
        conventions: Words that are nobody's name.

    Returns:
        The places; None unless two or more names return, they take turns, somebody asks and what they say
        are mostly sentences.
    """
    places = [one for index, line in enumerate(lines) for one in _before_colons(index, line, conventions)]
    often = Counter(_key(one, words) for one in places for words in _counts(one))
    said = _among_turns([(one, _longest(one, often)) for one in places])
    returning = [_key(one, words) for one, words in said if words]
    taken = [*_introduced(said, lines), *((one, words) for one, words in said if words)]
    taken.sort(key=lambda pair: (pair[0].line, pair[0].end))
    if not _take_turns(returning, lines, taken):
        return None
    found: list[list[int]] = [[] for _ in lines]
    for one, words in taken:
        found[one.line].append(one.start(words))
    names = dict.fromkeys(" ".join(one.words[-words:]) for one, words in taken)
    return Named(tuple(map(tuple, found)), tuple(names))


def _before_colons(index: int, line: Line, conventions: Conventions) -> list[_Place]:
    found = []
    for match in _BEFORE_COLON.finditer(line.text):
        words = match["words"].split()
        if any(letter.lower() != letter.upper() for letter in words[-1]):
            # In scripts with two cases a name has capitals.
            small = [at for at, word in enumerate(words) if not word[0].isupper()]
            words = words[small[-1] + 1 :] if small else words
        if words and not _is_no_name(words, conventions):
            found.append(_Place(index, match.end("words"), tuple(words)))
    return found


def _is_no_name(words: Sequence[str], conventions: Conventions) -> bool:
    last = words[-1].casefold()
    announces = last in conventions.saying or last.endswith(conventions.speech_suffixes)
    return announces or any(
        fold(" ".join(words[at:])) in conventions.never_labels for at in range(len(words))
    )


def _key(one: _Place, words: int) -> str:
    return fold(" ".join(one.words[-words:]))


def _counts(one: _Place) -> range:
    return range(1, len(one.words) + 1)


def _longest(one: _Place, often: Mapping[str, int]) -> int:
    """Return how many of the last words are a name that returns: the most that stand so nearly every time.

    "I. Low" may be the end of an answer and a label.
    """
    last = often[_key(one, 1)]
    least = [max(2, last if one.words[-words].endswith(".") else last / 2) for words in _counts(one)]
    fit = [words for words, many in zip(_counts(one), least, strict=True) if often[_key(one, words)] >= many]
    return max(fit, default=0)


def _among_turns(said: _Said) -> _Said:
    """Leave out what returns above the talk or below it only: a title on every page, particulars."""
    often = Counter(_key(one, words) for one, words in said if words)
    main = {key for key, _ in often.most_common(2)}
    at = [index for index, (one, words) in enumerate(said) if words and _key(one, words) in main]
    within = said[at[0] : at[-1] + 1] if at else []
    inside = Counter(_key(one, words) for one, words in within if words)
    before = (None, *(one for one, _ in said))
    return [
        (one, words if words and inside[_key(one, words)] > 1 and not _is_called(one, words, last) else 0)
        for (one, words), last in zip(said, before, strict=False)
    ]


def _is_called(one: _Place, words: int, last: _Place | None) -> bool:
    """Tell whether a name stands right behind a label, another word before it: "Low: Ann Oven: …"."""
    behind = last is not None and last.line == one.line and one.start(len(one.words)) <= last.end + 2
    return behind and words < len(one.words) and not one.words[-words - 1].endswith(".")


def _introduced(said: _Said, lines: Sequence[Line]) -> Iterator[tuple[_Place, int]]:
    """Yield full names that stand once, above the first time that who they name is called shortly.

    Their initials or last name return below, or they begin a line and the words above name them.
    """
    at = {_key(one, words): index for index, (one, words) in reversed([*enumerate(said)]) if words}
    for index, (one, none) in enumerate(said):
        if none:
            continue
        for words in range(len(one.words), 1, -1):
            shortly = [at[each] for each in _short(one.words[-words:]) if each in at]
            above = fold(" ".join(line.text for line in lines[: one.line]))
            begins = not any(map(str.isalpha, lines[one.line].text[: one.start(words)])) and index < min(
                at.values(), default=0
            )
            if (shortly and index < min(shortly)) or (begins and f" {_key(one, words)}" in above):
                yield one, words
                break


def _short(named: Sequence[str]) -> set[str]:
    letters = [word[0] for word in named]
    return {fold(each) for each in ("".join(letters), letters[0] + letters[-1], named[-1])}


def _take_turns(names: Sequence[str], lines: Sequence[Line], taken: _Said) -> bool:
    """Tell whether names that return take turns with sentences, some of which ask."""
    people = Counter(names)
    turned = sum(first != second for first, second in pairwise(names))
    if not 1 < len(people) <= _MOST_PEOPLE or len(names) < _LEAST:
        return False
    if turned < _TAKING_TURNS * (len(names) - 1) or 3 * len(people) > 2 * len(names):
        return False
    said = _said(lines, taken)
    ended = sum(words.endswith(_ENDS) for words in said)
    asked = sum(_ASKED.search(words) is not None for words in said)
    return asked >= _LEAST_ASKED and ended >= _ENDED * len(said)


def _said(lines: Sequence[Line], taken: _Said) -> list[str]:
    """Return what stands behind each label up to the next one in its line."""
    said = []
    for (one, _), after in zip(taken, (*taken[1:], None), strict=True):
        until = after[0].start(after[1]) if after and after[0].line == one.line else None
        said.append(lines[one.line].text[one.end + 1 : until].strip())
    return said
