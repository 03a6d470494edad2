"""Which lines that begin like labelled ones are turns: by what recurs, is introduced or agrees in shape."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from guwah.instruments.transcripts.brackets import standing_alone
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.labels import Candidate, candidate, fold, style_of
from guwah.instruments.transcripts.lines import Line

_FIRM_STYLES = frozenset({"initials", "upper", "title", "uncased"})
_OFTEN = 3
_SHORT_UNCASED_WORDS = 2
_SHORT_UNCASED_LETTERS = 14
_SENTENCE_ENDS = tuple(".?!…。？！؟۔”»」")
_NAME_WORDS = 4
_MOST_SPEAKERS = 300
_MOST_IN_SHORT_TEXT = 20


@dataclass(frozen=True, slots=True)
class Decision:
    """Lines of a text with the label of those that begin a turn.

    Attributes:
        lines: Every line that has something in it.
        labels: For each line the label that begins a turn there, or None.
        headers: For each line the key and value that only look like label and words, or None.
        once: Indexes of turns whose label stands only once and was not introduced.
        doubtful: Indexes of lines that begin like a label but were not taken as a turn.
    """

    lines: tuple[Line, ...]
    labels: tuple[Candidate | None, ...]
    headers: tuple[Candidate | None, ...]
    once: tuple[int, ...]
    doubtful: tuple[int, ...]


def decide(lines: Sequence[Line], conventions: Conventions) -> Decision:
    """Decide for every line whether it begins a turn.

    A label is one that recurs in the text, or is introduced ("Full Name (X)", or a full name whose
    initials recur), or is named in a list of participants, or agrees in shape with the labels that
    recur. Words that announce speech ("they said:") and keys of header lines are never labels.

    Args:
        lines: Lines with something in them.
        conventions: Words and limits.

    Returns:
        The decision; nothing is a turn when nothing recurs and the text does not look like turns.
    """
    found = [candidate(line, conventions) for line in lines]
    headers = [one if one and _is_header(one, conventions) else None for one in found]
    _value_lines(found, headers, conventions)
    open_ = [None if head else one for one, head in zip(found, headers, strict=True)]
    possible = [one if one and not _announces(one, conventions) else None for one in open_]
    counts = Counter(one.key for one in possible if one)
    firm = _recurring(possible, counts)
    introduced = _introduced(possible, firm, headers, conventions)
    styles = {one.style for one in possible if one and one.key in firm}
    if len(firm) + len(introduced) > _MOST_SPEAKERS:
        # So many labels are the entries of a list: nobody speaks in it.
        return Decision(tuple(lines), (None,) * len(lines), tuple(headers), (), ())
    if not firm and not introduced:
        return _short_text(lines, possible, headers)
    labels: list[Candidate | None] = []
    once: list[int] = []
    for index, one in enumerate(possible):
        known = one is not None and one.key in firm | introduced
        agreed = (
            one is not None and not known and _agrees(one, styles) and not begins_title(one.key, conventions)
        )
        labels.append(one if known or agreed else None)
        if agreed:
            once.append(index)
    first = next(index for index, one in enumerate(labels) if one)
    doubtful = [
        i
        for i, one in enumerate(open_)
        if one
        and not labels[i]
        and i > first
        and _looks_named(one)
        and not begins_title(one.key, conventions)
    ]
    return Decision(tuple(lines), tuple(labels), tuple(headers), tuple(once), tuple(doubtful))


def begins_title(folded: str, conventions: Conventions) -> bool:
    """Tell whether folded words begin as titles of conversations do ("interview 2: …")."""
    words = folded.split()
    return any(words[: len(phrase.split())] == phrase.split() for phrase in conventions.title_words)


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
            if index > head + _OFTEN:
                return
            continue
        if headers[index]:
            head = index
            continue
        value = one.line.text[one.words - one.line.start :]
        if one.key not in conventions.role_words or not _is_full_name(value):
            return
        headers[index] = one
        head = index


def _is_full_name(value: str) -> bool:
    words = value.split()
    return (
        1 < len(words) <= _NAME_WORDS
        and style_of(value) == "title"
        and not value.endswith(_SENTENCE_ENDS)
        and "," not in value
    )


def _recurring(possible: Sequence[Candidate | None], counts: Counter[str]) -> set[str]:
    firm = set()
    for one in possible:
        if one is None:
            continue
        often = counts[one.key]
        if often >= _OFTEN or (often > 1 and one.style in _FIRM_STYLES):
            firm.add(one.key)
    return firm


def _introduced(
    possible: Sequence[Candidate | None],
    firm: set[str],
    headers: Sequence[Candidate | None],
    conventions: Conventions,
) -> set[str]:
    if len(firm) > _MOST_SPEAKERS:
        return set()
    listed = {
        fold(name)
        for head in headers
        if head and head.key in conventions.participant_words
        for name in head.line.text[head.words - head.line.start :]
        .replace("(", ",")
        .replace(")", ",")
        .split(",")
    }
    initials = {one.key for one in possible if one and one.style == "initials"}
    found: set[str] = set()
    for one in possible:
        if one is None or one.key in firm or len(found) > _MOST_SPEAKERS:
            continue
        named = one.alias is not None and (fold(one.alias) in firm or one.style in {"title", "uncased"})
        if named or one.key in listed or (one.style == "title" and _shortened(one, firm, initials)):
            found.add(one.key)
            found.update({fold(one.alias)} if one.alias else ())
    names = [name for name in found | firm if " " in name]
    return found | {short for short in initials if any(is_short_for(short, name) for name in names)}


def _shortened(one: Candidate, firm: set[str], initials: set[str]) -> bool:
    """Tell whether a name is also used as a shorter label: one of its words, or its initials."""
    words = one.key.split()
    return bool(firm.intersection(words)) or any(
        is_short_for(short, one.base) for short in (initials if len(words) > 1 else initials & firm)
    )


def is_short_for(short: str, name: str) -> bool:
    """Tell whether a folded short label is the initials of a name, or the initial of one of its words.

    >>> is_short_for("ab", "Alice Baker"), is_short_for("b", "Alice Baker"), is_short_for("x", "Alice Baker")
    (True, True, False)
    """
    words = name.casefold().split()
    letters = short.replace(".", "").replace(" ", "")
    if len(letters) == 1:
        return any(word.startswith(letters) for word in words)
    return len(letters) == len(words) and all(w.startswith(c) for w, c in zip(words, letters, strict=True))


def _agrees(one: Candidate, styles: set[str]) -> bool:
    if one.style not in styles or one.style not in _FIRM_STYLES or one.separator == "\t":
        return False
    if one.style == "uncased":
        return len(one.key.split()) <= _SHORT_UNCASED_WORDS and len(one.key) <= _SHORT_UNCASED_LETTERS
    return True


def _looks_named(one: Candidate) -> bool:
    return one.separator != "\t" and one.style in _FIRM_STYLES


def _short_text(
    lines: Sequence[Line], possible: Sequence[Candidate | None], headers: Sequence[Candidate | None]
) -> Decision:
    """Decide a text in which no label recurs: a few lines, each of another speaker, or no turns at all."""
    taken = [one if one and one.style in _FIRM_STYLES and one.separator != "\t" else None for one in possible]
    labelled = [one for one in taken if one]
    plain = sum(
        head is None and standing_alone(line.text) is None for head, line in zip(headers, lines, strict=True)
    )
    ended = sum(one.line.text.endswith(_SENTENCE_ENDS) for one in labelled)
    turns = (
        1 < len(labelled) <= _MOST_IN_SHORT_TEXT
        and (all(one.time for one in labelled) or (2 * len(labelled) > plain and 2 * ended >= len(labelled)))
        and len({one.style for one in labelled}) == 1
    )
    nothing: tuple[Candidate | None, ...] = (None,) * len(lines)
    places = tuple(index for index, one in enumerate(taken) if one)
    labels = tuple(taken) if turns else nothing
    return Decision(
        tuple(lines), labels, tuple(headers), places if turns else (), () if turns else _named_places(taken)
    )


def _named_places(taken: Sequence[Candidate | None]) -> tuple[int, ...]:
    return tuple(index for index, one in enumerate(taken) if one)
