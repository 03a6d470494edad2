"""What a person should look at in a text with labels, each with the line it stands in."""

import re
from collections.abc import Iterator, Sequence

from guwah.instruments.languages import BIDI_CONTROLS
from guwah.instruments.transcripts.clocks import is_no_time
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.deciding import Decision
from guwah.instruments.transcripts.lines import Line, LineNumbers
from guwah.instruments.transcripts.model import Session, Warning_
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.sessions import Stretch, doubted_titles, inside_a_sentence, is_foreword
from guwah.instruments.transcripts.unnamed import DASH

_MOST_BIDI_WARNINGS = 50
# A hyphen after a letter and before a small letter of the next line: "bak-" and "ery".
_DIVIDED = re.compile("[^\\W\\d_][-\u00ad\u2010\ufffe](?=[ \t]*(?:\r\n|[\r\n\f])[ \t]*[^\\W\\d_])")
_BIDI = re.compile(f"[{BIDI_CONTROLS}]")


def clock_warnings(lines: Sequence[Line], numbers: LineNumbers) -> Iterator[Warning_]:
    """Tell the lines that begin with a time no clock shows."""
    for line in lines:
        if is_no_time(line):
            yield doubt("bad-time:line", numbers.at(line.start))


def bidi_warnings(text: str, numbers: LineNumbers) -> Iterator[Warning_]:
    """Tell the lines that hold bidirectional controls; they are kept as they are."""
    places = dict.fromkeys(numbers.at(match.start()) for match in _BIDI.finditer(text))
    for count, line in enumerate(places):
        if count == _MOST_BIDI_WARNINGS:
            yield doubt("bidi-control:more", line, n=len(places) - count)
            return
        yield doubt("bidi-control", line)


def label_warnings(decision: Decision, numbers: LineNumbers) -> Iterator[Warning_]:
    """Tell the labels that stand once, the lines that may be labels, and turns that name nobody."""
    unnamed = next(
        (
            line
            for line, one in zip(decision.lines, decision.labels, strict=True)
            if one and one.style == DASH
        ),
        None,
    )
    if unnamed:
        yield doubt("unnamed-turns", numbers.at(unnamed.start))
    for index in decision.once:
        yield doubt("label-once", numbers.at(decision.lines[index].start))
    first = next((index for index, one in enumerate(decision.labels) if one), None)
    for one in decision.doubtful:
        line = numbers.at(decision.lines[one.index].start)
        label = {"label": one.label} if one.label else {}
        where = _joined(one.index, first) if one.why.startswith("possible-label") else {}
        yield doubt(one.why, line, **where, **label)


def _joined(index: int, first: int | None) -> dict[str, str]:
    """Say where the words of a line that is no turn went, given the index of the first turn."""
    if first is None:
        return {}
    return {"where": "above-turns" if index < first else "in-turn"}


def empty_turns(sessions: Sequence[Session], numbers: LineNumbers) -> Iterator[Warning_]:
    """Tell the turns that have a label and no words."""
    for session in sessions:
        for turn in session.turns:
            if turn.start == turn.end:
                yield doubt("empty-turn", numbers.at(turn.start))


def session_warnings(
    decision: Decision, found: Sequence[Stretch], numbers: LineNumbers, conventions: Conventions
) -> Iterator[Warning_]:
    """Tell the conversations that begin among words, and the titles that were not believed."""
    for stretch in found[1:]:
        line = numbers.at(decision.lines[stretch.first].start)
        turn = next(i for i in range(stretch.first, stretch.end) if decision.labels[i])
        if inside_a_sentence(decision, stretch.first):
            yield doubt("session-break:in-sentence", line)
        elif any(is_foreword(decision, i, conventions) for i in range(stretch.first + 1, turn)):
            yield doubt("session-break:below-title", line)
    for index in doubted_titles(decision, conventions):
        yield doubt("possible-session", numbers.at(decision.lines[index].start))


def divided_words(text: str, sessions: Sequence[Session], numbers: LineNumbers) -> Iterator[Warning_]:
    """Tell that words of a printed page are divided by hyphens at the ends of lines, and how often."""
    places = [
        match.start()
        for session in sessions
        for turn in session.turns
        for match in _DIVIDED.finditer(text, turn.start, turn.end)
    ]
    if places:
        yield doubt("divided-words", numbers.at(places[0]), n=len(places))
