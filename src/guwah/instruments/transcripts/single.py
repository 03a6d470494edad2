"""Which labels that stand only once are turns: by their shape, by a role, or by an initial they introduce."""

from collections.abc import Sequence
from dataclasses import dataclass

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.introducing import FIRM_STYLES, begins_title, is_short_for
from guwah.instruments.transcripts.labels import Candidate, style_of

SENTENCE_ENDS = tuple(".?!…。？！؟۔”»」")
"""Signs that end a sentence, or the words quoted in it."""

_SHORT_UNCASED_WORDS = 2
_SHORT_UNCASED_LETTERS = 14
_NAME_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Talk:
    """What is known of a text by its labels that recur or are introduced.

    Attributes:
        firm: Shapes of the labels that recur.
        named: Shapes of full names that are introduced.
        first: Index of the first known turn.
        unexplained: Initials that are used and that no known full name stands for.
    """

    firm: frozenset[str]
    named: frozenset[str]
    first: int
    unexplained: frozenset[str]


def agreeing(
    possible: Sequence[Candidate | None],
    known: Sequence[Candidate | None],
    firm: set[str],
    conventions: Conventions,
) -> list[Candidate | None]:
    """Return the labels that stand once and are turns all the same.

    They have the shape of labels that recur or of full names that are introduced, or are the word of a
    role ("Interviewer"). Above the first known turn stand headings as well: there the shape of an
    introduced name is not enough, and the label must introduce an initial that is used further on.

    Args:
        possible: For each line its beginning as a label, or None.
        known: Those of them that recur or are introduced.
        firm: Keys of the labels that recur.
        conventions: Words of roles and titles.

    Returns:
        For each line the label that is neither known nor a title and begins a turn there, or None.
    """
    talk = _talk(possible, known, firm)
    return [
        one if one and not taken and _is_turn(index, one, talk, conventions) else None
        for index, (one, taken) in enumerate(zip(possible, known, strict=True))
    ]


def _talk(possible: Sequence[Candidate | None], known: Sequence[Candidate | None], firm: set[str]) -> _Talk:
    taken = [one for one in known if one]
    spelled = [one for one in taken if one.style != "initials"]
    initials = {one.key for one in possible if one and one.style == "initials"}
    return _Talk(
        firm=frozenset(one.style for one in taken if one.key in firm),
        named=frozenset(one.style for one in spelled if one.key not in firm),
        first=next(index for index, one in enumerate(known) if one),
        unexplained=frozenset(
            short for short in initials if not any(is_short_for(short, one.base) for one in spelled)
        ),
    )


def _is_turn(index: int, one: Candidate, talk: _Talk, conventions: Conventions) -> bool:
    if begins_title(one.key, conventions) or not looks_named(one):
        return False
    if _agrees(one, talk.firm) or _is_role(one, conventions):
        return True
    if not _agrees(one, talk.named):
        return False
    return index > talk.first or _introduces(one, talk)


def _introduces(one: Candidate, talk: _Talk) -> bool:
    """Tell whether a label stands for an initial that no known name explains, and is no "Key: Full Name"."""
    return any(is_short_for(short, one.base) for short in talk.unexplained) and not is_full_name(
        said_with(one)
    )


def _is_role(one: Candidate, conventions: Conventions) -> bool:
    """Tell whether a role introduces what it says: "Interpreter: Ann" alone only says who it is."""
    if one.style == "initials" or one.key not in conventions.role_words:
        return False
    words = said_with(one)
    return not words or words.endswith(SENTENCE_ENDS)


def _agrees(one: Candidate, styles: frozenset[str]) -> bool:
    if one.style not in styles:
        return False
    if one.style == "uncased":
        return len(one.key.split()) <= _SHORT_UNCASED_WORDS and len(one.key) <= _SHORT_UNCASED_LETTERS
    return True


def said_with(one: Candidate) -> str:
    """Return the words that stand behind a label on its line."""
    return one.line.text[one.words - one.line.start :]


def is_full_name(value: str) -> bool:
    """Tell whether words are two to four with capitals and nothing else, as a name is written."""
    words = value.split()
    return (
        1 < len(words) <= _NAME_WORDS
        and style_of(value) == "title"
        and not value.endswith(SENTENCE_ENDS)
        and "," not in value
    )


def looks_named(one: Candidate) -> bool:
    """Tell whether a candidate has the shape of a name: a capital, or a script without capitals."""
    return one.separator != "\t" and one.style in FIRM_STYLES
