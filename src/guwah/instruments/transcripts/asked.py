"""Talks that name nobody and print questions apart from their answers: in bold, or in lines of their own."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.habit import LEAST, Habit
from guwah.instruments.transcripts.labels import Candidate
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.single import SENTENCE_ENDS, ends_a_sentence, ends_asking
from guwah.instruments.transcripts.unnamed import ASKING, UNNAMED, quoted_dashes, unnamed_at

_STARRED = re.compile(r"(\*\*|__)(?=\S).*\S\1")
_ENDS = re.compile(r"[.!。！۔]\s")
_NUMBER = re.compile(r"(?P<number>\d{1,2})[).]\s*(?=\S)")
_LEAST = 3
"""Questions of such a talk at least."""
_MOST_OF_BARE = 0.8
_SHARE_OF_BARE = 0.3
_LEAST_BY_TURNS, _MOST_BY_TURNS, _FEW_BY_TURNS = 6, 0.6, 0.1
_MEASURE = 1.5
"""How much longer than its shortest line the longest one of a poem is."""


def asked(lines: Sequence[Line], bold: Sequence[bool], conventions: Conventions) -> Habit | None:
    """Read a talk whose questions stand apart from their answers, and nobody is named.

    Args:
        lines: Lines with something in them.
        bold: For each whether all of it is bold, in a document with styles.
        conventions: Words by which somebody is told to have spoken.

    Returns:
        A turn for every question and every answer; None where too few are asked, or one follows another.
    """
    apart = [look or bool(_STARRED.fullmatch(line.text)) for line, look in zip(lines, bold, strict=True)]
    bare = (
        _in_bold(lines, _headed(lines)),
        _below_one_another(lines),
        _by_turns(lines),
        _one_by_one(lines),
        _numbered(lines),
    )
    sure = (_in_bold(lines, apart), _answered_in_bold(lines, apart))
    quoted, announced = quoted_dashes(lines, conventions)
    for questions in (*sure, *(each for each in bare if _is_answered(lines, each))):
        if questions - quoted:
            found = tuple(_turns(lines, questions - quoted))
            return Habit(found, (), quoted, frozenset(i for i in announced if found[i]))
    return None


def _headed(lines: Sequence[Line]) -> list[bool]:
    """Tell of each line whether it is a heading of Markdown that is a sentence, as high as those that ask.

    A title ends no sentence: "## A thing from those years." stands among questions.
    """
    high = [len(line.text) - len(line.text.lstrip("#")) for line in lines]
    asking = {level for line, level in zip(lines, high, strict=True) if level and ends_asking(line)}
    return [level in asking and ends_a_sentence(line) for line, level in zip(lines, high, strict=True)]


def _turns(lines: Sequence[Line], questions: set[int]) -> Iterator[Candidate | None]:
    first, before = min(questions), False
    for index, line in enumerate(lines):
        asks = index in questions
        begins = index == first or (index > first and (asks != before or (asks and line.gap)))
        yield unnamed_at(line, ASKING if asks else UNNAMED) if begins else None
        before = asks


def _is_answered(lines: Sequence[Line], questions: set[int]) -> bool:
    """Tell whether most answers end a sentence, as commands do not, and whether it is no verse."""
    if questions and _is_verse(lines[min(questions) :]):
        return False
    last = [
        max(set(range(a + 1, b)) - questions, default=a)
        for a, b in pairwise([*sorted(questions), len(lines)])
    ]
    ends = [at for at in last if at not in questions]
    # An answer may stand in italics and in quotation marks; the dash of the next question may hang behind it.
    said = [lines[at].text.rstrip(" *_\"'-–—") for at in ends]
    return 2 * sum(words.endswith(SENTENCE_ENDS) for words in said) >= len(ends)


def _in_bold(lines: Sequence[Line], apart: Sequence[bool]) -> set[int]:
    """Return the lines in bold from the first question on, where most of what is in bold asks."""
    asking = next((i for i, line in enumerate(lines) if apart[i] and ends_asking(line)), len(lines))
    # Who asks may begin with a sentence; a title ends with none.
    first = next((i for i in range(asking) if apart[i] and lines[i].text.rstrip(" *_").endswith(".")), asking)
    taken = [i for i in range(first, len(lines)) if apart[i]]
    asks = sum(ends_asking(lines[i]) for i in taken)
    answered = sum(i + 1 < len(lines) and not apart[i + 1] for i in taken)
    return set(taken) if asks >= _LEAST and 2 * asks > len(taken) and 2 * answered > len(taken) else set()


def _answered_in_bold(lines: Sequence[Line], apart: Sequence[bool]) -> set[int]:
    """Return the questions above answers in bold, where every answer is in bold and nothing else is."""
    answers = [i for i in range(1, len(lines)) if apart[i] and not apart[i - 1]]
    asking = [i - 1 for i in answers if ends_asking(lines[i - 1]) and not ends_asking(lines[i])]
    within = [i for i in range(asking[0] if asking else 0, len(lines)) if not apart[i]]
    several = len(asking) >= _LEAST and len(asking) == len(answers)
    return set(within) if several and _MOST_OF_BARE * len(within) <= len(asking) else set()


def _below_one_another(lines: Sequence[Line]) -> set[int]:
    """Return the first lines of paragraphs, where nearly each is a question with its answer below."""
    begins = [i for i, line in enumerate(lines) if line.gap]
    pairs = [
        i
        for i in begins
        if i + 1 < len(lines)
        and not lines[i + 1].gap
        and ends_asking(lines[i])
        and not ends_asking(lines[i + 1])
    ]
    within = [i for i in begins if pairs and i >= pairs[0]]
    return set(pairs) if len(pairs) >= _LEAST and len(pairs) >= _MOST_OF_BARE * len(within) else set()


def _numbered(lines: Sequence[Line]) -> set[int]:
    """Return the first lines of paragraphs that are counted from 1 with no gap, if most of them ask.

    "Tell me of the mill." asks as well where the others do, and all have an answer below.
    """
    begins = [i for i, line in enumerate(lines) if line.gap]
    numbers = {i: int(match["number"]) for i in begins if (match := _NUMBER.match(lines[i].text))}
    counted = list(numbers.values()) == list(range(1, len(numbers) + 1))
    # Nothing stands between the first of them and the last.
    alone = list(numbers) == begins[len(begins) - len(numbers) :]
    asking = sum(ends_asking(lines[i]) for i in numbers)
    if not (counted and alone) or asking < _LEAST or 2 * asking <= len(numbers):
        return set()
    return set(numbers) if all(i + 1 < len(lines) and not lines[i + 1].gap for i in numbers) else set()


def _is_verse(lines: Sequence[Line]) -> bool:
    """Tell whether all lines are of about one length, as those of a poem and no answers are."""
    lengths = [len(line.text) for line in lines]
    return max(lengths) <= _MEASURE * min(lengths)


def _paragraphs(lines: Sequence[Line]) -> list[range]:
    """Return the paragraphs; without empty lines, as in a document, every line is one."""
    gaps = [i for i, line in enumerate(lines) if line.gap]
    begins = gaps if LEAST * len(gaps) >= len(lines) else range(len(lines))
    return [range(a, b) for a, b in pairwise([*begins, len(lines)])]


def _one_by_one(lines: Sequence[Line]) -> set[int]:
    """Return the paragraphs that only ask, where one always stands between answers and there are many."""
    whole = _paragraphs(lines)
    asks, first, _ = _asking(lines, whole)
    found, within = sum(asks), len(asks) - first
    twice = any(one and other for one, other in pairwise(asks))
    if found <= _LEAST or twice or found < _SHARE_OF_BARE * within:
        return set()
    return {i for one, asking in zip(whole, asks, strict=True) if asking for i in one}


def _asking(lines: Sequence[Line], whole: Sequence[range]) -> tuple[list[bool], int, int]:
    """Return for each paragraph whether it only asks, the first that does, and the last."""
    asks = [_only_asks(lines, one) for one in whole]
    asking = [at for at, one in enumerate(asks) if one] or [len(asks)]
    return asks, asking[0], asking[-1]


def _by_turns(lines: Sequence[Line]) -> set[int]:
    """Return every second paragraph, where most of these ask and hardly one of those between does.

    Then who asks is always answered in one paragraph, and "So it burned." asks as well.
    """
    whole = _paragraphs(lines)
    asks, first, last = _asking(lines, whole)
    ours, theirs = asks[first : last + 1 : 2], asks[first + 1 : last + 1 : 2]
    most = sum(ours) >= max(_LEAST_BY_TURNS, _MOST_BY_TURNS * len(ours))
    if not most or sum(theirs) > _FEW_BY_TURNS * len(theirs) or (last - first) % 2:
        return set()
    end = len(whole) if _goes_on(lines, whole[last + 1 :]) else last + 1
    return {i for one in whole[first:end:2] for i in one}


def _goes_on(lines: Sequence[Line], below: Sequence[range]) -> bool:
    """Tell whether a talk goes on below its last question: in a few sentences, of both who talk.

    The last answer may be broken off; a line alone below it says who wrote this down.
    """
    ended = [ends_a_sentence(lines[one[-1]]) for one in below]
    return len(ended) < LEAST and len(ended) % 2 == 1 and all(ended[:-1])


def _only_asks(lines: Sequence[Line], paragraph: range) -> bool:
    """Tell whether a paragraph is one question, with no other sentence behind it."""
    words = " ".join(lines[i].text for i in paragraph)
    return ends_asking(lines[paragraph[-1]]) and len(_ENDS.findall(words)) <= 1
