"""Which lines that begin like labelled ones are turns: by what recurs, is introduced or agrees in shape."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from guwah.instruments.transcripts.above import below_dashes, colophon, particulars, signatures
from guwah.instruments.transcripts.by_hand import named_by_hand
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.entries import are_entries, is_in_steps, is_one_small_word, without_code
from guwah.instruments.transcripts.events import aside, is_time_line
from guwah.instruments.transcripts.habit import Habit
from guwah.instruments.transcripts.habits import PLAIN, Looks, kept_to, with_spaced
from guwah.instruments.transcripts.heads import announces, header_lines, nobody_says, speaking_initials
from guwah.instruments.transcripts.introducing import (
    MOST_SPEAKERS,
    begins_title,
    initials_before_names,
    introduced,
    recurring,
    without_entries,
)
from guwah.instruments.transcripts.labels import Candidate, candidate
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.mail_fields import mail_fields
from guwah.instruments.transcripts.offices import with_offices
from guwah.instruments.transcripts.one_sided import answers_below
from guwah.instruments.transcripts.single import SENTENCE_ENDS, agreeing, looks_named
from guwah.instruments.transcripts.torn import only_torn, with_quotations
from guwah.instruments.transcripts.unnamed import ASKING, UNNAMED
from guwah.instruments.transcripts.untaken import returning_alone, sections

_FEW_WORDS, _FEW_LETTERS = 2, 20
_MOST_IN_SHORT_TEXT = 20
_ONCE, _OTHERWISE = "possible-label:once", "possible-label:otherwise"
_ANNOUNCES, _NEVER = "possible-label:announces", "possible-label:never"
_CHANGE, _ANNOUNCED = "possible-change", "possible-change:announced"
_BELOW, _ONE_LABEL = "below-turns", "possible-change:one-label"
_SECTIONS = "possible-change:headings"
_ENTRY = "possible-label:entries"
_LEAST_ASKED = 3
_LEAST_ENTRIES = 4
_DASHED_LINE = re.compile(r"[–—]\s*\S")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line, by its index, that begins like a label and was not taken as one.

    Attributes:
        index: Which line.
        why: A key of `saying`.
        label: What would be the label.
    """

    index: int
    why: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Lines of a text with the label of those that begin a turn.

    Attributes:
        lines: Every line that has something in it.
        labels: For each line the label that begins a turn there, or None.
        headers: For each line the key and value that only look like label and words, or None.
        once: Indexes of turns whose label stands only once and was not introduced.
        doubtful: Lines that begin like a label but were not taken as a turn.
        nobody: Indexes of lines between turns that nobody says: stages of a hearing, notices of a messenger.
        punctuated: Whether most turns end with the end of a sentence, so that one without it is not over.
        headings: Offsets of lines that are headings by their style.
    """

    lines: tuple[Line, ...]
    labels: tuple[Candidate | None, ...]
    headers: tuple[Candidate | None, ...]
    once: tuple[int, ...]
    doubtful: tuple[Doubt, ...]
    nobody: frozenset[int] = frozenset()
    punctuated: bool = False
    headings: frozenset[int] = frozenset()

    @property
    def turns(self) -> int:
        """How many lines begin a turn."""
        return sum(one is not None for one in self.labels)


def decide(lines: Sequence[Line], conventions: Conventions, looks: Looks = PLAIN) -> Decision:
    """Decide for every line whether it begins a turn.

    A label is one that recurs in the text, or is introduced ("Full Name (X)", or a full name whose
    initials recur), or is named in a list of participants, or agrees in shape with the labels that
    recur or are introduced, or is the word of a role. Words that announce speech ("they said:") and
    keys of header lines are never labels. Where another habit ("[Ann] words", a name above its words)
    makes at least twice as many turns, the text keeps to that one.

    Args:
        lines: Lines with something in them.
        conventions: Words and limits.
        looks: How lines look in a document with styles.

    Returns:
        The decision; nothing is a turn when nothing recurs and the text does not look like turns.
    """
    read = without_code(tuple(lines))
    headers, open_ = _headers_and_others(read, conventions)
    found = [head or one for head, one in zip(headers, open_, strict=True)]
    decision, other = _with_answers(_by_labels(read, headers, open_, conventions))
    decision = replace(decision, lines=tuple(lines))
    habit = kept_to(read, conventions, looks)
    if habit and (habit.turns >= 2 * decision.turns or _has_all(habit, decision)):
        decision, other = _with_answers(_by_habit(habit, decision))
    if _is_wordless(decision):
        # Days with hours, or entries above one another: nobody says anything.
        decision = replace(decision, labels=(None,) * len(lines), once=())
    decision = _with_own(decision, named_by_hand(lines, conventions))
    decision = replace(decision, labels=tuple(_said_to_be_one(each, conventions) for each in decision.labels))
    nobody = frozenset(
        nobody_says(decision.lines, decision.labels, decision.headers, conventions, looks.headings)
    )
    below = below_dashes(decision.lines, decision.labels) or colophon(decision.lines, decision.labels, found)
    return replace(
        decision,
        nobody=nobody.union(below),
        doubtful=(
            *(one for one in decision.doubtful if one.index not in nobody),
            *(Doubt(index, _ONCE) for index in _untold(decision) if index not in nobody),
            *(Doubt(index, _SECTIONS) for index in sections(decision.lines, decision.labels)),
            *(Doubt(index, _BELOW) for index in below[:1]),
            *([Doubt(other, _ONE_LABEL)] if other is not None else []),
        ),
        punctuated=_is_punctuated(decision),
        headings=looks.headings,
    )


def _untold(decision: Decision) -> Iterator[int]:
    told = {one.index for one in decision.doubtful}
    taken = (index for index, head in enumerate(decision.headers) if head)
    return (i for i in returning_alone(decision.lines, decision.labels) if i not in told.union(taken))


def _has_all(habit: Habit, decision: Decision) -> bool:
    """Tell whether a habit names somebody else beside the one label that was found, on all lines of turns."""
    pairs = [(one, other) for one, other in zip(decision.labels, habit.found, strict=True) if one]
    same = all(other and (one.base == UNNAMED or one.key == other.key) for one, other in pairs)
    alone = len({one.key for one, _ in pairs if one.base != UNNAMED}) == 1
    return alone and same and len({other.key for other in habit.found if other}) > 1


def _with_answers(decision: Decision) -> tuple[Decision, int | None]:
    labels, other = answers_below(decision.lines, decision.labels)
    return replace(decision, labels=labels), other


def _with_own(decision: Decision, own: Sequence[Candidate | None]) -> Decision:
    """Begin a turn where a person's own label stands, whatever the line was taken for."""
    if not any(own):
        return decision
    named = {one.key for one in own if one}
    return replace(
        decision,
        labels=tuple(mine or label for mine, label in zip(own, decision.labels, strict=True)),
        headers=tuple(None if mine else head for mine, head in zip(own, decision.headers, strict=True)),
        once=tuple(i for i in decision.once if (one := decision.labels[i]) and one.key not in named),
        doubtful=tuple(one for one in decision.doubtful if own[one.index] is None),
    )


def _said_to_be_one(one: Candidate | None, conventions: Conventions) -> Candidate | None:
    """Return a label, or None for a dash or a question that a person says begins nobody's turn."""
    denied = {ASKING, UNNAMED} & conventions.never_labels
    return None if one and one.base in denied else one


def _is_wordless(decision: Decision) -> bool:
    """Tell whether most labels stand above each other without a word between them."""
    following = (*decision.labels[1:], None)
    bare = [
        later is not None or index + 1 == len(decision.lines)
        for index, (one, later) in enumerate(zip(decision.labels, following, strict=False))
        if one and one.separator.isspace() and one.words >= one.line.end
    ]
    return 2 * sum(bare) > max(decision.turns, 1)


def _is_punctuated(decision: Decision) -> bool:
    pairs = zip(decision.lines, decision.labels[1:], strict=False)
    last = [line.text.rstrip(" *_").endswith(SENTENCE_ENDS) for line, label in pairs if label]
    return 2 * sum(last) > len(last)


def _by_labels(
    lines: Sequence[Line],
    headers: Sequence[Candidate | None],
    open_: Sequence[Candidate | None],
    conventions: Conventions,
) -> Decision:
    possible = _possible(open_, conventions)
    firm = recurring(possible, lines)
    named = firm | introduced(possible, firm, headers, conventions)
    if len(named) > MOST_SPEAKERS:
        # So many labels are the entries of a list: nobody speaks in it.
        return _of_nobody(lines, headers)
    if not named:
        return _short_text(lines, possible, headers, conventions)
    known = [one if one and one.key in named else None for one in possible]
    once = agreeing(possible, known, firm, conventions)
    both = [by_name or by_shape for by_name, by_shape in zip(known, once, strict=True)]
    both = _without(both, only_torn(lines, known, once))
    above = particulars(lines, both, headers)
    headers = [
        one if index in above else head for index, (one, head) in enumerate(zip(both, headers, strict=True))
    ]
    labels = tuple(_without(both, above | signatures(lines, both)))
    once = [one and label for one, label in zip(once, labels, strict=True)]
    if are_entries(lines, labels, once) or is_one_small_word(labels, conventions):
        return _of_nobody(lines, headers, _told(labels, _ENTRY))
    doubts = tuple(_doubts(open_, labels, conventions))
    return Decision(tuple(lines), labels, tuple(headers), _places(once), doubts)


def _possible(open_: Sequence[Candidate | None], conventions: Conventions) -> list[Candidate | None]:
    """Leave out what only announces speech, if it is nobody's initials."""
    speaking = speaking_initials(open_)
    return [
        one if one and (one.key in speaking or not announces(one, conventions)) else None for one in open_
    ]


def _without(labels: Sequence[Candidate | None], places: Collection[int]) -> list[Candidate | None]:
    return [None if index in places else one for index, one in enumerate(labels)]


def _of_nobody(
    lines: Sequence[Line], headers: Sequence[Candidate | None], doubts: tuple[Doubt, ...] = ()
) -> Decision:
    return Decision(tuple(lines), (None,) * len(lines), tuple(headers), (), doubts)


def _by_habit(habit: Habit, decision: Decision) -> Decision:
    headers = tuple(
        None if label else head for label, head in zip(habit.found, decision.headers, strict=True)
    )
    first = _places(habit.found)[0]
    left = (Doubt(index, _ONCE) for index in habit.possible if index > first)
    quoted = (Doubt(index, _CHANGE) for index in habit.quoted if index > first)
    announced = (Doubt(index, _ANNOUNCED) for index in habit.announced if index > first)
    other = (
        Doubt(index, _OTHERWISE, one.base)
        for index, one in enumerate(decision.labels)
        if one and not habit.found[index]
    )
    alone = (
        one
        for one in decision.doubtful
        if one.index > first and not habit.found[one.index] and _is_alone(decision.lines[one.index])
    )
    doubts = sorted((*left, *quoted, *announced, *other, *alone), key=lambda doubt: doubt.index)
    return replace(decision, labels=habit.found, headers=headers, once=(), doubtful=tuple(doubts))


def _is_alone(line: Line) -> bool:
    """Tell whether a paragraph is few words before a colon, which may be a name above what is said."""
    return line.gap and line.text.endswith((":", "：")) and len(line.text.split()) <= _FEW_WORDS


def _headers_and_others(
    lines: Sequence[Line], conventions: Conventions
) -> tuple[list[Candidate | None], list[Candidate | None]]:
    """Return, for each line, its key and value as a header line, or else its beginning as a label."""
    initials = initials_before_names(lines, conventions)
    if initials:
        dotted = tuple(one for one in conventions.dotted_labels if one not in initials)
        conventions = replace(conventions, dotted_labels=dotted)
    begun = [None if is_time_line(line) else candidate(line, conventions) for line in lines]
    begun = with_offices(lines, without_entries(begun), conventions)
    found = with_spaced(lines, with_quotations(lines, begun), conventions)
    fields = mail_fields(lines)
    known = header_lines(lines, found, conventions)
    headers = [
        one if index in fields else head for index, (one, head) in enumerate(zip(found, known, strict=True))
    ]
    return headers, [None if head else one for one, head in zip(found, headers, strict=True)]


def _doubts(
    open_: Sequence[Candidate | None], labels: Sequence[Candidate | None], conventions: Conventions
) -> Iterator[Doubt]:
    """Yield what begins like a label and was not taken as one, before the first turn and after it."""
    first = _places(labels)[0]
    often = Counter(one.key for one in open_ if one)
    for index, one in enumerate(open_):
        if one is None or labels[index] or begins_title(one.key, conventions):
            continue
        announced = announces(one, conventions)
        # A note above the talk is nobody's words, and no turn can have been lost in it.
        if (announced and index < first) or not _is_doubtful(one, often[one.key], conventions):
            continue
        yield Doubt(index, _ANNOUNCES if announced else _ONCE, one.base)


def _is_doubtful(one: Candidate, often: int, conventions: Conventions) -> bool:
    """Tell whether what begins like a label looks like a name, or returns as one."""
    returns = often > 1 and one.base[0].isupper() and not announces(one, conventions)
    return looks_named(one) or returns or _may_be_somebody(one, conventions)


def _may_be_somebody(one: Candidate, conventions: Conventions) -> bool:
    """Tell whether one or two small words before a colon could be who speaks, as in "guard: stop"."""
    few = len(one.key.split()) <= _FEW_WORDS and len(one.key) <= _FEW_LETTERS
    return few and one.separator != "\t" and not announces(one, conventions)


def _short_text(
    lines: Sequence[Line],
    possible: Sequence[Candidate | None],
    headers: Sequence[Candidate | None],
    conventions: Conventions,
) -> Decision:
    """Decide a text in which no label recurs: a few lines, each of another speaker, or no turns at all."""
    taken = tuple(one if one and looks_named(one) else None for one in possible)
    labelled = [one for one in taken if one]
    plain = sum(
        head is None and aside(line, conventions) is None for head, line in zip(headers, lines, strict=True)
    )
    places = _places(taken)
    listed = bool(places) and _announces_a_list(lines, headers, places[0])
    talk = _is_a_short_talk(labelled, plain) or _are_asked_one_by_one(lines, places, taken)
    if not listed and not is_in_steps(taken) and talk:
        return Decision(tuple(lines), taken, tuple(headers), places, ())
    return _of_nobody(lines, headers, _told(taken, _NEVER))


def _announces_a_list(lines: Sequence[Line], headers: Sequence[Candidate | None], first: int) -> bool:
    """Tell whether a sentence above the first label ends in a colon: what follows are its entries."""
    if first == 0 or headers[first - 1]:
        return False
    above = lines[first - 1].text
    return above.endswith((":", "：")) and any(end in above[:-1] for end in SENTENCE_ENDS)


def _is_a_short_talk(labelled: Sequence[Candidate], plain: int) -> bool:
    """Tell whether a few lines with labels of one shape are turns: all timed, or most of the text."""
    if not 1 < len(labelled) <= _MOST_IN_SHORT_TEXT or len({one.style for one in labelled}) > 1:
        return False
    ended = sum(one.line.text.endswith(SENTENCE_ENDS) for one in labelled)
    if all(one.time for one in labelled):
        # The hours of a programme have no sentences behind them.
        return bool(ended) or len(labelled) < _LEAST_ENTRIES
    return 2 * len(labelled) > plain and 2 * ended >= len(labelled)


def _are_asked_one_by_one(
    lines: Sequence[Line], places: Sequence[int], taken: Sequence[Candidate | None]
) -> bool:
    """Tell whether each label stands alone above a sentence with a dash: people asked in a street."""
    above = [
        (one := taken[index]) is not None
        and one.words >= one.line.end
        and index + 1 < len(lines)
        and _DASHED_LINE.match(lines[index + 1].text) is not None
        and lines[index + 1].text.endswith(SENTENCE_ENDS)
        for index in places
    ]
    return len(above) >= _LEAST_ASKED and all(above)


def _told(taken: Sequence[Candidate | None], why: str) -> tuple[Doubt, ...]:
    return tuple(Doubt(index, why, one.base) for index, one in enumerate(taken) if one)


def _places(taken: Sequence[Candidate | None]) -> tuple[int, ...]:
    return tuple(index for index, one in enumerate(taken) if one)
