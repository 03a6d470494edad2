"""Which labels that stand only once are turns: by their shape, by a role, or by an initial they introduce."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guwah.instruments.languages import script_of_letter
from guwah.instruments.transcripts.clocks import time_before
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.introducing import FIRM_STYLES, begins_title, is_short_for
from guwah.instruments.transcripts.labels import NOBODYS, WITHHELD, Candidate, style_of
from guwah.instruments.transcripts.lines import Line

SENTENCE_ENDS = tuple(".?!…。？！؟۔”»」")
"""Signs that end a sentence, or the words quoted in it."""

# In Japanese the last syllable asks.
_ASKS = re.compile(r"(?:[?？؟]|か。)[\s*_\"'”’»)\]]*")

_SHORT_UNCASED_WORDS = 2
_SHORT_UNCASED_LETTERS = 14
_NAME_WORDS = 4
_MANY_WORDS = 8
_NUMBER_BEHIND = re.compile(r"\s+\d{1,2}$")
_MOST_HAN = 4
_HAN_NAME = 3
_LEAST_TIMED = 5
_HAN_SCRIPTS = ({"Hani"}, {"Hang"})


@dataclass(frozen=True, slots=True)
class _Talk:
    """What is known of a text by its labels that recur or are introduced.

    Attributes:
        firm: Shapes of the labels that recur.
        named: Shapes of full names that are introduced.
        first: Index of the first known turn.
        unexplained: Initials that are used and that no known full name stands for.
        asked: Whether questions and answers alone recur, beside which others are named in capitals.
        tabbed: Whether every label that recurs is divided from its words by a tab, as in a table.
        timed: Whether every known turn has a time beside its label.
        worded: Whether every known turn has words on the line of its label.
        last: Index of the last known turn.
        titles: What stands before surnames in capitals.
    """

    firm: frozenset[str]
    named: frozenset[str]
    first: int
    unexplained: frozenset[str]
    asked: bool
    tabbed: bool
    timed: bool
    worded: bool
    last: int
    titles: frozenset[str]


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
    talk = _talk(possible, known, firm, conventions)
    return [
        one if one and not taken and _is_turn(index, one, talk, conventions) else None
        for index, (one, taken) in enumerate(zip(possible, known, strict=True))
    ]


def _talk(
    possible: Sequence[Candidate | None],
    known: Sequence[Candidate | None],
    firm: set[str],
    conventions: Conventions,
) -> _Talk:
    places = {index: one for index, one in enumerate(known) if one}
    taken = list(places.values())
    named = any(NOBODYS.fullmatch(one.base) is None for one in taken)
    return _Talk(
        # Beside turns of nobody a name has the shape it has.
        firm=frozenset(one.style for one in taken if one.key in firm) if named else FIRM_STYLES,
        named=frozenset(one.style for one in taken if one.key not in firm and one.style != "initials"),
        first=min(places),
        unexplained=_unexplained(possible, taken),
        asked=bool(firm) and firm.issubset(conventions.question_words),
        tabbed=bool(firm) and all(one.separator == "\t" for one in taken),
        timed=len(taken) >= _LEAST_TIMED and all(map(_has_time, taken)),
        worded=all(map(said_with, taken)),
        last=max(places),
        titles=frozenset(filter(None, map(_title_of, taken))),
    )


def _unexplained(possible: Sequence[Candidate | None], taken: Sequence[Candidate]) -> frozenset[str]:
    """Return the initials that are used and that no known name stands for."""
    spelled = [one.base for one in taken if one.style != "initials"]
    initials = {one.key for one in possible if one and one.style == "initials"}
    return frozenset(short for short in initials if not any(is_short_for(short, name) for name in spelled))


def _is_turn(index: int, one: Candidate, talk: _Talk, conventions: Conventions) -> bool:
    if begins_title(one.key, conventions) or _is_outside(index, one, talk, conventions):
        return False
    if talk.timed and _has_time(one):
        # Where everybody who speaks has a time, nothing else has one.
        return not one.base[0].islower()
    if NOBODYS.fullmatch(one.base):
        return bool(said_with(one))
    if WITHHELD.fullmatch(one.base):
        return index > talk.first and said_with(one).endswith(SENTENCE_ENDS)
    if _is_role(one, conventions) and _is_shaped(one, talk):
        return True
    return _title_of(one) in talk.titles if one.style == "mixed" else _is_like_others(index, one, talk)


def _is_shaped(one: Candidate, talk: _Talk) -> bool:
    """Tell whether a label has a shape that names and words of roles have in this text."""
    return one.style == "mixed" or looks_named(one) or (talk.tabbed and one.style in FIRM_STYLES)


def _is_like_others(index: int, one: Candidate, talk: _Talk) -> bool:
    """Tell whether a label has the shape of those that are known; headings above the talk have it too."""
    if not _is_shaped(one, talk):
        return False
    if _agrees(one, talk.firm):
        return index > talk.first or not is_heading_in_han(one)
    if talk.asked and one.style == "upper":
        return index > talk.first
    return _agrees(one, talk.named) and (index > talk.first or _introduces(one, talk))


def _title_of(one: Candidate) -> str | None:
    """Return the words before a surname in capitals, as in "El señor LOW" and "State prosecutor LOW"."""
    *title, last = one.base.split()
    small = [word for word in title if not word.isupper()]
    return " ".join(small).casefold() if small and last.isupper() and len(last) > 1 else None


def _has_time(one: Candidate) -> bool:
    return one.time is not None or time_before(said_with(one))[0] is not None


def _is_outside(index: int, one: Candidate, talk: _Talk, conventions: Conventions) -> bool:
    """Tell whether a label is a heading above the talk, or a name alone stands behind it below: who signs."""
    value = said_with(one)
    if index < talk.first:
        return talk.worded and not value and one.key not in conventions.role_words
    return index > talk.last and one.line.gap and (is_full_name(value) or is_han_name(value))


def _introduces(one: Candidate, talk: _Talk) -> bool:
    """Tell whether a label stands for an initial that no known name explains, and is no "Key: Full Name"."""
    heading = " " not in one.base and not said_with(one)
    named = any(is_short_for(short, one.base) for short in talk.unexplained)
    return named and not heading and not is_full_name(said_with(one))


def _is_role(one: Candidate, conventions: Conventions) -> bool:
    """Tell whether a role introduces what it says: "Interpreter: Ann" alone only says who it is."""
    first = one.key.split()[0]
    # "Вопрос защитника" is a question too, though somebody else asks it.
    role = first if one.style == "mixed" and first in conventions.question_words else one.key
    if one.style == "initials" or _NUMBER_BEHIND.sub("", role) not in conventions.role_words:
        return False
    words = said_with(one)
    # So many words are no name; their line was broken inside of a sentence.
    return not words or words.endswith(SENTENCE_ENDS) or len(words.split()) >= _MANY_WORDS


def _agrees(one: Candidate, styles: frozenset[str]) -> bool:
    if one.style not in styles:
        return False
    if one.style == "uncased":
        return len(one.key.split()) <= _SHORT_UNCASED_WORDS and len(one.key) <= _SHORT_UNCASED_LETTERS
    return True


def ends_asking(line: Line) -> bool:
    """Tell whether a line ends with a question."""
    return any(match.end() == len(line.text) for match in _ASKS.finditer(line.text))


def ends_a_sentence(line: Line) -> bool:
    """Tell whether a line ends a sentence, whatever bold or bracket closes behind it."""
    return line.text.rstrip(" *_)]").endswith(SENTENCE_ENDS)


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


def is_han_name(value: str) -> bool:
    """Tell whether a value is two to four Chinese or Korean characters, as a name is written."""
    return 1 < len(value) <= _MOST_HAN and {script_of_letter(one) for one in value} in _HAN_SCRIPTS


def is_heading_in_han(one: Candidate) -> bool:
    """Tell whether a label has more Chinese characters than a family name and a given one ("采访缘起")."""
    return len(one.base) > _HAN_NAME and all(script_of_letter(letter) == "Hani" for letter in one.base)


def looks_named(one: Candidate) -> bool:
    """Tell whether a candidate has the shape of a name: a capital, or a script without capitals."""
    return one.separator != "\t" and one.style in FIRM_STYLES
