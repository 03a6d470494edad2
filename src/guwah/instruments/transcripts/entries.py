"""Labels that are none: the entries of a table, a list, a log or a recipe, and small words that return."""

import re
from collections.abc import Sequence
from dataclasses import replace

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.labels import Candidate
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.single import SENTENCE_ENDS, said_with

_LEAST_ENTRIES = 4
_MOST_NUMBERED = 0.8
_ENTRY_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s")
_STEP = re.compile(r"(?P<word>[^\W\d_]{3,}) (?P<number>\d{1,2})")
_LEAST_STEPS, _MOST_OF_STEPS = 4, 0.6
_ASKED = re.compile("[?？؟]")
_SEVERAL, _SILENT = 3, "`"
_FENCE = re.compile("`{3,}|~{3,}")


def are_entries(
    lines: Sequence[Line], labels: Sequence[Candidate | None], once: Sequence[Candidate | None]
) -> bool:
    """Tell whether what looks like labels are entries of a table, a list or a log."""
    return (
        _is_one_column(labels)
        or _is_a_list(lines, labels, once)
        or _is_numbered(lines, labels)
        or _is_of_things(lines, labels)
        or is_in_steps(labels)
    )


def without_code(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return lines such that those of code, or of examples, between fences of Markdown say nothing.

    Args:
        lines: Lines with something in them.

    Returns:
        As many lines at the same places; the very lines where there are none, or most of the text stands
        between one or two pairs of fences: then it is the text itself.
    """
    fences = [index for index, line in enumerate(lines) if _FENCE.match(line.text)]
    pairs = list(zip(fences[::2], fences[1::2], strict=False))
    inside = {index for start, end in pairs for index in range(start, end + 1)}
    if not pairs or (len(pairs) < _SEVERAL and 2 * len(inside) >= len(lines)):
        return lines
    return tuple(replace(line, text=_SILENT) if index in inside else line for index, line in enumerate(lines))


def _is_one_column(labels: Sequence[Candidate | None]) -> bool:
    """Tell whether one word alone returns before a tab: the rows of a table, and nobody answers in it."""
    taken = [one for one in labels if one]
    return len({one.key for one in taken}) == 1 and all(one.separator == "\t" for one in taken)


def is_one_small_word(labels: Sequence[Candidate | None], conventions: Conventions) -> bool:
    """Tell whether small words alone return, always the same, and say no role: "usage:", "see also:"."""
    taken = [one for one in labels if one]
    alone = len({one.key for one in taken}) == 1
    return alone and taken[0].style in {"lower", "mixed"} and taken[0].key not in conventions.role_words


def _is_a_list(
    lines: Sequence[Line], labels: Sequence[Candidate | None], once: Sequence[Candidate | None]
) -> bool:
    """Tell whether nearly every label stands once and hardly one of them has a sentence: particulars."""
    places = [index for index, one in enumerate(labels) if one]
    last = [lines[index - 1].text.rstrip(" *_") for index in (*places[1:], len(lines))]
    ended = sum(words.endswith(SENTENCE_ENDS) for words in last)
    few = len(places) < _LEAST_ENTRIES or sum(one is not None for one in once) < 0.75 * len(places)
    return not few and ended <= 0.25 * len(places)


def _is_numbered(lines: Sequence[Line], labels: Sequence[Candidate | None]) -> bool:
    """Tell whether numbered entries say of whom each is and nobody asks anything: the log of a tape."""
    numbered = sum(bool(one and _ENTRY_NUMBER.match(one.line.text)) for one in labels)
    places = [index for index, one in enumerate(labels) if one]
    if len(places) < _LEAST_ENTRIES or numbered < _MOST_NUMBERED * len(places):
        return False
    return not any(_ASKED.search(line.text) for line in lines)


def _is_of_things(lines: Sequence[Line], labels: Sequence[Candidate | None]) -> bool:
    """Tell whether small words or figures stand behind most labels, and nobody asks: a recipe, a register."""
    taken = [one for one in labels if one]
    several = 2 * len({one.key for one in taken}) > len(taken) >= _LEAST_ENTRIES
    if not several or any(_ASKED.search(line.text) for line in lines):
        return False
    firsts = [said_with(one)[:1] for one in taken if one.style == "title"]
    small = sum(letter.islower() or letter.isdigit() for letter in firsts)
    return small >= _MOST_NUMBERED * len(taken)


def is_in_steps(labels: Sequence[Candidate | None]) -> bool:
    """Tell whether most labels are one word with numbers that go up, each once: the steps of a recipe."""
    taken = [one for one in labels if one]
    steps = [match for one in taken if (match := _STEP.fullmatch(one.key))]
    numbers = [int(match["number"]) for match in steps]
    of_one_word = len({match["word"] for match in steps}) == 1 and numbers == sorted(set(numbers))
    return of_one_word and len(steps) >= max(_LEAST_STEPS, _MOST_OF_STEPS * len(taken))
