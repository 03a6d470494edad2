"""Which lines that begin like labelled ones are turns: by what recurs, is introduced or agrees in shape."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guwah.instruments.transcripts.brackets import standing_alone
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.introducing import (
    MOST_SPEAKERS,
    OFTEN,
    begins_title,
    introduced,
    recurring,
)
from guwah.instruments.transcripts.labels import Candidate, candidate
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.single import SENTENCE_ENDS, agreeing, is_full_name, looks_named, said_with

_FEW_WORDS, _FEW_LETTERS = 2, 20
_MOST_IN_SHORT_TEXT = 20


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line, by its index, that begins like a label and was not taken as one, and why."""

    index: int
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Lines of a text with the label of those that begin a turn.

    Attributes:
        lines: Every line that has something in it.
        labels: For each line the label that begins a turn there, or None.
        headers: For each line the key and value that only look like label and words, or None.
        once: Indexes of turns whose label stands only once and was not introduced.
        doubtful: Lines that begin like a label but were not taken as a turn.
    """

    lines: tuple[Line, ...]
    labels: tuple[Candidate | None, ...]
    headers: tuple[Candidate | None, ...]
    once: tuple[int, ...]
    doubtful: tuple[Doubt, ...]


def decide(lines: Sequence[Line], conventions: Conventions) -> Decision:
    """Decide for every line whether it begins a turn.

    A label is one that recurs in the text, or is introduced ("Full Name (X)", or a full name whose
    initials recur), or is named in a list of participants, or agrees in shape with the labels that
    recur or are introduced, or is the word of a role. Words that announce speech ("they said:") and
    keys of header lines are never labels.

    Args:
        lines: Lines with something in them.
        conventions: Words and limits.

    Returns:
        The decision; nothing is a turn when nothing recurs and the text does not look like turns.
    """
    headers, open_ = _headers_and_others(lines, conventions)
    possible = [one if one and not _announces(one, conventions) else None for one in open_]
    firm = recurring(possible)
    introduced_ = introduced(possible, firm, headers, conventions)
    if len(firm) + len(introduced_) > MOST_SPEAKERS:
        # So many labels are the entries of a list: nobody speaks in it.
        return Decision(tuple(lines), (None,) * len(lines), tuple(headers), (), ())
    if not firm and not introduced_:
        return _short_text(lines, possible, headers)
    known = [one if one and one.key in firm | introduced_ else None for one in possible]
    once = agreeing(possible, known, firm, conventions)
    labels = tuple(by_name or by_shape for by_name, by_shape in zip(known, once, strict=True))
    return Decision(
        tuple(lines), labels, tuple(headers), _places(once), tuple(_doubts(open_, labels, conventions))
    )


def _headers_and_others(
    lines: Sequence[Line], conventions: Conventions
) -> tuple[list[Candidate | None], list[Candidate | None]]:
    """Return, for each line, its key and value as a header line, or else its beginning as a label."""
    found = [candidate(line, conventions) for line in lines]
    headers = [one if one and _is_header(one, conventions) else None for one in found]
    _value_lines(found, headers, conventions)
    return headers, [None if head else one for one, head in zip(found, headers, strict=True)]


def _doubts(
    open_: Sequence[Candidate | None], labels: Sequence[Candidate | None], conventions: Conventions
) -> Iterator[Doubt]:
    """Yield what begins like a label and was not taken as one, before the first turn and after it."""
    first = _places(labels)[0]
    for index, one in enumerate(open_):
        if one is None or labels[index] or begins_title(one.key, conventions):
            continue
        if index < first and _announces(one, conventions):
            # A note above the talk is nobody's words, and no turn can have been lost in it.
            continue
        if looks_named(one) or _may_be_somebody(one, conventions):
            announcing = "such words announce speech" if _announces(one, conventions) else ""
            yield Doubt(index, announcing or "it stands only once and is not written like the others")


def _is_header(one: Candidate, conventions: Conventions) -> bool:
    return one.key in conventions.header_keys and one.separator != "."


def _announces(one: Candidate, conventions: Conventions) -> bool:
    if one.key in conventions.never_labels:
        return True
    words = one.key.split()
    if len(words) > 1 and words[-1] in conventions.saying:
        return True
    return one.style == "uncased" and any(
        one.key.endswith(suffix) and len(one.key) > len(suffix) for suffix in conventions.speech_suffixes
    )


def _value_lines(
    found: Sequence[Candidate | None], headers: list[Candidate | None], conventions: Conventions
) -> None:
    """Take "Interviewer: Full Name" at the head of a text as a header line, not as a turn."""
    head = 0
    for index, one in enumerate(found):
        if one is None:
            if index > head + OFTEN:
                return
            continue
        if headers[index]:
            head = index
            continue
        if one.key not in conventions.role_words or not is_full_name(said_with(one)):
            return
        headers[index] = one
        head = index


def _may_be_somebody(one: Candidate, conventions: Conventions) -> bool:
    """Tell whether one or two small words before a colon could be who speaks, as in "guard: stop"."""
    few = len(one.key.split()) <= _FEW_WORDS and len(one.key) <= _FEW_LETTERS
    return few and one.separator != "\t" and not _announces(one, conventions)


def _short_text(
    lines: Sequence[Line], possible: Sequence[Candidate | None], headers: Sequence[Candidate | None]
) -> Decision:
    """Decide a text in which no label recurs: a few lines, each of another speaker, or no turns at all."""
    taken = tuple(one if one and looks_named(one) else None for one in possible)
    labelled = [one for one in taken if one]
    plain = sum(
        head is None and standing_alone(line.text) is None for head, line in zip(headers, lines, strict=True)
    )
    places = _places(taken)
    if _is_a_short_talk(labelled, plain):
        return Decision(tuple(lines), taken, tuple(headers), places, ())
    doubts = tuple(Doubt(index, "no label recurs in this text") for index in places)
    return Decision(tuple(lines), (None,) * len(lines), tuple(headers), (), doubts)


def _is_a_short_talk(labelled: Sequence[Candidate], plain: int) -> bool:
    """Tell whether a few lines with labels of one shape are turns: all timed, or most of the text."""
    if not 1 < len(labelled) <= _MOST_IN_SHORT_TEXT or len({one.style for one in labelled}) > 1:
        return False
    if all(one.time for one in labelled):
        return True
    ended = sum(one.line.text.endswith(SENTENCE_ENDS) for one in labelled)
    return 2 * len(labelled) > plain and 2 * ended >= len(labelled)


def _places(taken: Sequence[Candidate | None]) -> tuple[int, ...]:
    return tuple(index for index, one in enumerate(taken) if one)
