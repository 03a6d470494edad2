"""Labels with signs that mean other things as well: "Ann / words", "@ann words", "S1 words"."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.habit import DOT, LEAST, NAME_BEFORE_DOT, Habit, is_name, label_at
from guwah.instruments.transcripts.introducing import FIRM_STYLES
from guwah.instruments.transcripts.labels import Candidate, fold, style_of
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.returning import Reading, readings, returning
from guwah.instruments.transcripts.single import SENTENCE_ENDS

_SIGN = re.compile(r"\s*(?P<sign>=>|->|[/=>;|»])\s*(?=\S)")
_NAME_LETTERS = 40
_MARKED = re.compile(
    r"(?:(?P<sign>[@#~_*])(?P<within>[^\W\d_](?:[^@#~_*]{0,30}[^\W_])?)(?P=sign)|[@#~](?P<behind>[^\W_][\w.-]{0,30}))\s+(?=\S)"
)
_COUNTED = re.compile(r"(?P<name>[A-Z]{1,3}\d{1,2})\s+(?=\S)")
_SHARE = 0.6
"""Of the paragraphs of a text that has nothing surer, so many begin with such a label."""


def signed(lines: Sequence[Line], conventions: Conventions, units: int) -> Iterator[Habit]:
    """Yield the habits of a text that has no surer one; nearly all of it keeps to them, in sentences.

    Args:
        lines: Lines with something in them.
        conventions: Words of roles, and limits.
        units: How many paragraphs there are.
    """
    signs = Counter(match["sign"] for line in lines if (match := _SIGN.search(line.text, 0, _NAME_LETTERS)))
    ways: list[Reading] = [partial(_by_sign, sign=sign) for sign, count in signs.items() if count >= LEAST]
    for read in (*ways, _marked, _counted, _role):
        habit = returning(readings(lines, read, conventions), _SHARE * units, conventions)
        if habit is not None and _is_spoken(lines, habit):
            yield habit


def _is_spoken(lines: Sequence[Line], habit: Habit) -> bool:
    """Tell whether what stands behind the labels are mostly sentences, as settings and lists have none."""
    begins = [index for index, one in enumerate(habit.found) if one]
    ended = sum(lines[after - 1].text.endswith(SENTENCE_ENDS) for after in (*begins[1:], len(lines)))
    return 2 * ended >= habit.turns


def _by_sign(lines: Sequence[Line], index: int, conventions: Conventions, *, sign: str) -> Candidate | None:
    line = lines[index]
    match = _SIGN.search(line.text, 0, _NAME_LETTERS)
    if match is None or match["sign"] != sign:
        return None
    return _named(line, (0, match.start()), match.end(), conventions)


def _marked(lines: Sequence[Line], index: int, conventions: Conventions) -> Candidate | None:
    """Read "#Ann# words", "_Ann_ words" and "@ann words"."""
    match = _MARKED.match(lines[index].text)
    group = "within" if match and match["within"] else "behind"
    return _named(lines[index], match.span(group), match.end(), conventions) if match else None


def _counted(lines: Sequence[Line], index: int, conventions: Conventions) -> Candidate | None:
    match = _COUNTED.match(lines[index].text)
    return _named(lines[index], match.span("name"), match.end(), conventions) if match else None


def _role(lines: Sequence[Line], index: int, conventions: Conventions) -> Candidate | None:
    """Read "Witness. words": the word of a role, a dot, and a sentence."""
    line = lines[index]
    match = DOT.search(line.text, 0, NAME_BEFORE_DOT)
    if match is None or fold(line.text[: match.start()]) not in conventions.role_words:
        return None
    return _named(line, (0, match.start()), match.end(), conventions)


def _named(line: Line, name: tuple[int, int], words: int, conventions: Conventions) -> Candidate | None:
    said = line.text[name[0] : name[1]]
    if not is_name(said, conventions) or style_of(said) not in FIRM_STYLES | {"lower"}:
        return None
    return label_at(line, name, words, " ")
