"""Where one conversation ends and the next begins, by the structure around a title line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.deciding import Decision
from guwah.instruments.transcripts.events import aside, is_time_line
from guwah.instruments.transcripts.introducing import begins_title, is_short_for
from guwah.instruments.transcripts.labels import Candidate, fold
from guwah.instruments.transcripts.lines import INVISIBLE, Line
from guwah.instruments.transcripts.people import listed_in
from guwah.instruments.transcripts.single import SENTENCE_ENDS, is_full_name

_TITLE_CHARACTERS = 120
_TITLE_WORDS = 16
_SENTENCE_END = re.compile(r"[.,;:：?!…。？！；，、؟،؛۔]['\"”’»」』)\]]*$")
_DECORATION = f" \t#*_=~{INVISIBLE}"
_MATTER_LINES = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """The lines of one session, by index, half-open.

    Attributes:
        title: Index of the title line, or None.
        first: Index of the first line that belongs to the session.
        end: One past the last one.
    """

    title: int | None
    first: int
    end: int


def title_words(line: Line) -> str:
    """Return a title line without its decoration."""
    return line.text.strip(_DECORATION)


def stretches(decision: Decision, conventions: Conventions) -> tuple[Stretch, ...]:
    """Divide the lines of a text into sessions.

    A title is a short line without label or closing punctuation from which the next turn can be
    reached over header lines and a few lines of foreword. Inside a text it begins a session when its
    words or decoration say so, or when everybody who speaks after it is introduced anew: labels belong
    to one session each.

    Returns:
        One stretch per session in order; empty when nothing is a turn. Lines before the first stretch
        are the preamble.
    """
    labels = decision.labels
    first = next((index for index, one in enumerate(labels) if one), None)
    if first is None:
        return ()
    starts = [_opening(decision, first, conventions)]
    seen: set[str] = set()
    reached = first
    for index, later in pairwise((*_titles_after(decision, first, conventions), len(labels))):
        seen.update(_keys(labels[reached:index]))
        reached = index
        # Of two titles with no turn between them the first begins the session.
        if any(labels[starts[-1].first : index]) and _begins_session(
            decision, index, labels[index + 1 : later], seen, conventions
        ):
            starts.append(Stretch(index, index, index))
    ends = [one.first for one in starts[1:]] + [len(labels)]
    return tuple(Stretch(one.title, one.first, end) for one, end in zip(starts, ends, strict=True))


def _titles_after(decision: Decision, first: int, conventions: Conventions) -> Iterator[int]:
    """Yield the lines after the first turn that may be titles and lead to a turn."""
    for index in range(first + 1, len(decision.labels)):
        if _is_like_title(decision, index, conventions) and _is_set_apart(decision, index):
            yield index


def doubted_titles(decision: Decision, conventions: Conventions) -> Iterator[int]:
    """Yield the lines inside turns that say a title and stand in the middle of a sentence."""
    first = next(index for index, one in enumerate(decision.labels) if one)
    for index in range(first + 1, len(decision.labels)):
        if (
            _is_like_title(decision, index, conventions)
            and _says_title(decision.lines[index], conventions)
            and not _is_set_apart(decision, index)
        ):
            yield index


def _is_like_title(decision: Decision, index: int, conventions: Conventions) -> bool:
    return _may_be_title(decision, index, conventions) and _leads_to_turn(decision, index, conventions)


def _is_set_apart(decision: Decision, index: int) -> bool:
    """Tell whether a line is no part of the sentence above it: a gap, its look, header lines below."""
    line = decision.lines[index]
    headed = index + 1 < len(decision.lines) and decision.headers[index + 1] is not None
    return line.gap or _decorated(line) or headed or not inside_a_sentence(decision, index)


def inside_a_sentence(decision: Decision, index: int) -> bool:
    """Tell whether the words above a line, said by somebody, are not at the end of a sentence."""
    if not decision.punctuated:
        return False
    above = decision.lines[index - 1].text.rstrip(_DECORATION)
    # A label alone has no sentence, and brackets close what stands before them.
    return not above.endswith((*SENTENCE_ENDS, ")", "]", "）", "】", "-", "–", "—", ":", "："))


def is_foreword(decision: Decision, index: int, conventions: Conventions) -> bool:
    """Tell whether a line above a turn is words of nobody: no header line, no bracket, no time."""
    return not decision.headers[index] and not _nobody_says(decision.lines[index], conventions)


def _nobody_says(line: Line, conventions: Conventions) -> bool:
    return aside(line, conventions) is not None or is_time_line(line)


def _keys(labels: Sequence[Candidate | None]) -> set[str]:
    return {one.key for one in labels if one}


def _opening(decision: Decision, first: int, conventions: Conventions) -> Stretch:
    """Find the title of the first session: the last title-like line before the first turn."""
    titles = [i for i in range(first) if _may_be_title(decision, i, conventions)]
    worded = [i for i in titles if _says_title(decision.lines[i], conventions)]
    title = worded[-1] if worded else (titles[-1] if titles else None)
    if title is not None:
        return Stretch(title, title, first)
    start = first
    while start > 0 and (decision.headers[start - 1] or _nobody_says(decision.lines[start - 1], conventions)):
        start -= 1
    return Stretch(None, start, first)


def _may_be_title(decision: Decision, index: int, conventions: Conventions) -> bool:
    line = decision.lines[index]
    if decision.labels[index] or decision.headers[index]:
        return False
    if index in decision.nobody and line.start not in decision.headings:
        return False
    if _nobody_says(line, conventions):
        return False
    words = title_words(line)
    if listed_in(words):
        return False
    if not words or len(words) > _TITLE_CHARACTERS or len(words.split()) > _TITLE_WORDS or "\t" in words:
        return False
    if words[0].islower() or not words[0].isalnum():
        return False
    return _decorated(line) or not _SENTENCE_END.search(words)


def _leads_to_turn(decision: Decision, index: int, conventions: Conventions) -> bool:
    """Tell whether a turn follows a line, over header lines, or over a foreword where the line says title."""
    turn = _next_turn(decision, index)
    if turn is None:
        return False
    between = sum(1 for i in range(index + 1, turn) if not decision.headers[i])
    return between == 0 or _says_title(decision.lines[index], conventions)


def _next_turn(decision: Decision, index: int) -> int | None:
    last = min(index + 1 + _MATTER_LINES, len(decision.labels))
    return next((i for i in range(index + 1, last) if decision.labels[i]), None)


def _decorated(line: Line) -> bool:
    return line.text.startswith(("#", "**", "==", "__"))


def _says_title(line: Line, conventions: Conventions) -> bool:
    folded = fold(title_words(line))
    ends = [phrase for phrase in conventions.title_suffixes if folded.endswith(phrase.casefold())]
    return (
        _decorated(line)
        or begins_title(folded, conventions)
        or bool(ends)
        or folded.startswith(conventions.title_prefixes)
    )


def _begins_session(
    decision: Decision,
    index: int,
    following: Sequence[Candidate | None],
    seen: set[str],
    conventions: Conventions,
) -> bool:
    """Decide a title-like line inside a text by what follows it up to the next such line."""
    if _is_subject(decision.lines[index], following, seen, conventions):
        return False
    if _says_title(decision.lines[index], conventions) or decision.headers[index + 1]:
        return True
    opener = following[0] if following else None
    if opener is None or not _introduces(opener, following):
        return False
    return not (_used_unintroduced(following) & seen)


def _is_subject(
    line: Line, following: Sequence[Candidate | None], seen: set[str], conventions: Conventions
) -> bool:
    """Tell whether a heading only names a subject: the same people, by their names, go on below it."""
    folded = fold(title_words(line))
    if not _decorated(line) or begins_title(folded, conventions) or is_full_name(title_words(line)):
        return False
    if folded.startswith(conventions.title_prefixes) or folded.endswith(tuple(conventions.title_suffixes)):
        return False
    taken = [one for one in following if one]
    named = [one for one in taken if " " in one.key and one.key not in conventions.role_words]
    return bool(named) and all(one.key in seen for one in taken)


def _introduces(opener: Candidate, following: Sequence[Candidate | None]) -> bool:
    if opener.alias is not None:
        return True
    shorts = {one.key for one in following if one and one.style == "initials"}
    return opener.style == "title" and any(is_short_for(short, opener.base) for short in shorts)


def _used_unintroduced(labels: Sequence[Candidate | None]) -> set[str]:
    introduced: set[str] = set()
    missing: set[str] = set()
    for one in labels:
        if one is None:
            continue
        if one.alias is not None:
            introduced.update({one.key, fold(one.alias)})
        elif one.style == "title":
            introduced.update({one.key, *(word[0] for word in one.key.split())})
        elif one.key not in introduced:
            missing.add(one.key)
    return missing
