"""Which labels of a text are speakers: those that recur, and those that are introduced in it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.joint import parts_of
from guwah.instruments.transcripts.labels import PARTICLES, Candidate, fold
from guwah.instruments.transcripts.lines import Line

FIRM_STYLES = frozenset({"initials", "upper", "title", "uncased"})
OFTEN = 3
"""How often a label of any shape stands in a text before it is taken for a speaker."""

_TWICE = 2
_OFFICE_WORDS = 3
_FULL_NAME = range(2, 5)
_NUMBERED = re.compile(r"(?P<letters>[^\W\d_]{1,2}) ?(?P<number>\d{1,2})")
_NAMED = re.compile(r"\w\.\s?(?P<name>[^\W\d_](?:[^\W\d_]|-(?=\w)){2,})(?:\s?[:：]|$)")
_SURNAMED = re.compile(r"[^\W\d_]{2,}(?:\s[^\W\d_]+)?\s(?P<name>[^\W\d_]{3,})\s?[:：]")

_PAGES = re.compile(r"[.\s]*\d{1,5}\s?[A-D]?(?:[,;]\s*(?:\d{1,5}\s?)?[A-D]?)*")

QUOTES = " \t\"'“”«»"
"""What may stand around a name in a list."""

MOST_SPEAKERS = 300
"""More labels than these are the entries of a list."""


def recurring(possible: Sequence[Candidate | None], lines: Sequence[Line] = ()) -> set[str]:
    """Return the keys of labels that stand there often, or twice in a shape that names have.

    Where most lines begin with small letters, as in Uyghur typed in Latin ones, a single small word before
    whole sentences has that shape too; a setting ("port: 80") has no sentences. Where nobody's words stand
    beside a label, whatever else returns alone on its line is one.
    """
    counts = Counter(one.key for one in possible if one)
    found = {one.key for one in possible if one and _recurs(one, counts[one.key])}
    found |= _above_words(possible, found) | _twice_among(possible, found, counts)
    return found | _small(possible, counts, lines[-1]) if _is_small(lines) else found


def _is_small(lines: Sequence[Line]) -> bool:
    """Tell whether most lines begin with small letters."""
    cased = [line.text[0].islower() for line in lines if line.text[0].islower() or line.text[0].isupper()]
    return 2 * sum(cased) > len(cased)


def _small(possible: Sequence[Candidate | None], counts: Counter[str], last: Line) -> set[str]:
    """Return the small words that stand before whole sentences each time; a text may break off in one."""
    small = Counter(one.key for one in possible if one and _is_small_before_a_sentence(one, last))
    return {key for key, count in small.items() if count == counts[key] > 1}


def _above_words(possible: Sequence[Candidate | None], found: set[str]) -> set[str]:
    """Return what returns alone on its line where all labels do: "The chair:" above what the chair says."""
    if not found or any(one.words < one.line.end for one in possible if one and one.key in found):
        return set()
    bare = Counter(one.key for one in possible if one and one.words >= one.line.end and one.base[0].isupper())
    return {key for key, count in bare.items() if count > 1}


def _twice_among(possible: Sequence[Candidate | None], found: set[str], counts: Counter[str]) -> set[str]:
    """Return what stands twice, each time on a paragraph's first line before a sentence, where others return.

    "State counsel" has a capital in its first word only, as the first words of any sentence have.
    """
    if not found:
        return set()
    alike = Counter(
        one.key
        for one in possible
        if one
        and one.style == "mixed"
        and one.base[0].isupper()
        and one.line.gap
        and one.line.text.endswith(tuple(".?!…؟"))
        and len(one.base.split()) <= _OFFICE_WORDS
    )
    return {key for key, count in alike.items() if count == counts[key] == _TWICE}


def _recurs(one: Candidate, often: int) -> bool:
    return often >= OFTEN or (often > 1 and (one.style in FIRM_STYLES or _is_office(one)))


def _is_small_before_a_sentence(one: Candidate, last: Line) -> bool:
    whole = one.line is last or one.line.text.endswith(tuple(".?!…؟"))
    return one.style == "lower" and " " not in one.base and whole


def _is_office(one: Candidate) -> bool:
    """Tell whether a label is an office before a name: "State prosecutor Low", "Свидетель Орлова А.И."."""
    words = one.base.split()
    return one.style == "mixed" and len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()


@dataclass(frozen=True, slots=True)
class _Known:
    """What the text itself says of its speakers: recurring labels, listed participants, initials."""

    firm: set[str]
    listed: set[str]
    initials: set[str]


def introduced(
    possible: Sequence[Candidate | None],
    firm: set[str],
    headers: Sequence[Candidate | None],
    conventions: Conventions,
) -> set[str]:
    """Return the keys of labels that are introduced: with an alias, in a list, by their initials."""
    if len(firm) > MOST_SPEAKERS:
        return set()
    initials = _initials(possible)
    known = _Known(firm, set(_listed(headers, conventions)), initials)
    headings = {one.key for one in possible if one and begins_title(one.key, conventions)}
    found: set[str] = set()
    for one in possible:
        if len(found) > MOST_SPEAKERS:
            break
        if one and one.key not in firm and _is_introduced(one, known, headings):
            found.add(one.key)
            found.update({fold(one.alias)} if one.alias else ())
    found |= set(_short_for_any(initials, found | firm)) | set(_in_series(possible, firm))
    return found | set(_together(possible, found | firm))


def _together(possible: Sequence[Candidate | None], known: set[str]) -> Iterator[str]:
    """Yield "AL, TH", who say the same, where each of them speaks alone as well."""
    for one in filter(None, possible):
        parts = {fold(part) for part in parts_of(one.base)}
        if parts and parts <= known:
            yield one.key


def _in_series(possible: Sequence[Candidate | None], firm: set[str]) -> Iterator[str]:
    """Yield "P1", "P2", "P3", who are numbered because nobody may know their names; beside somebody else."""
    series: dict[str, set[str]] = {}
    for one in possible if firm else ():
        if one and one.style == "initials" and (match := _NUMBERED.fullmatch(one.key)):
            series.setdefault(match["letters"], set()).add(one.key)
    return (key for keys in series.values() if len(keys) > _TWICE for key in keys)


def _initials(possible: Sequence[Candidate | None]) -> set[str]:
    return {one.key for one in possible if one and one.style == "initials"}


def begins_title(folded: str, conventions: Conventions) -> bool:
    """Tell whether folded words begin as titles of conversations do ("interview 2: …")."""
    words = folded.split()
    phrases = _by_first_word(conventions).get(words[0], []) if words else []
    return any(words[: len(phrase)] == phrase for phrase in phrases)


@lru_cache(maxsize=8)
def _by_first_word(conventions: Conventions) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for phrase in conventions.title_words:
        words = phrase.split()
        found.setdefault(words[0], []).append(words)
    return found


def _short_for_any(shorts: set[str], names: set[str]) -> Iterator[str]:
    full = [name for name in names if " " in name]
    return (short for short in shorts if any(is_short_for(short, name) for name in full))


def _listed(headers: Sequence[Candidate | None], conventions: Conventions) -> Iterator[str]:
    """Yield who is named above: in a list of who takes part, or alone behind a key ("Camera: Jo Oven")."""
    for head in filter(None, headers):
        value = without_brackets(head.line.text[head.words - head.line.start :])
        if len(value.split()) in _FULL_NAME:
            yield fold(value.strip(QUOTES))
        if head.key in conventions.participant_words:
            listed = value.replace("(", ",").replace(")", ",").split(",")
            yield from (fold(one.strip(QUOTES)) for one in listed)


def without_brackets(value: str) -> str:
    """Return a list without the brackets that a file of settings puts around it ("[Ann, Tom]", YAML 1.2)."""
    inside = value.strip()
    return inside[1:-1] if inside.startswith("[") and inside.endswith("]") else value


def _is_introduced(one: Candidate, known: _Known, headings: set[str]) -> bool:
    if one.alias is not None and (fold(one.alias) in known.firm or one.style in {"title", "uncased"}):
        return True
    if one.office or one.key in known.listed:
        return True
    # "Call: 3 May" is no name, though C speaks below it; nor is "Conventions:" with nothing behind it.
    if one.style != "title" or one.key in headings or (" " not in one.key and one.words >= one.line.end):
        return False
    return _shortened(one, known)


def _shortened(one: Candidate, known: _Known) -> bool:
    """Tell whether a name is also used as a shorter label: one of its words, or its initials."""
    words = one.key.split()
    shorts = known.initials if len(words) > 1 else known.initials & known.firm
    return bool(known.firm.intersection(words)) or any(is_short_for(short, one.base) for short in shorts)


def initials_before_names(lines: Sequence[Line], conventions: Conventions) -> frozenset[str]:
    """Return the letters of questions and answers that are initials here, as in "О. Орлова: words".

    Such a name returns, or is the last word of a longer label ("Olga Orlova:"), and stands behind at least
    half of what begins with its letter and a dot.
    """
    full = {match["name"] for line in lines if (match := _SURNAMED.match(line.text))}
    begun = [(line.text[0], line.text) for line in lines if line.text[1:2] == "."]
    letters = {letter for letter, _ in begun if letter in conventions.dotted_labels}
    return frozenset(
        letter for letter in letters if _is_initial([text for one, text in begun if one == letter], full)
    )


def _is_initial(begun: Sequence[str], full: set[str]) -> bool:
    names = [match["name"] for text in begun if (match := _NAMED.match(text)) and match["name"][0].isupper()]
    return (len(names) > len(set(names)) or not full.isdisjoint(names)) and 2 * len(names) >= len(begun)


def without_entries(begun: Sequence[Candidate | None]) -> list[Candidate | None]:
    """Leave out entries of a list: behind bullets, unless two of them return as in a talk; before pages."""
    often = Counter(one.key for one in begun if one and one.bulleted)
    talk = sum(count >= _TWICE for count in often.values()) >= _TWICE
    return [one if one and (talk or not one.bulleted) and not _has_pages(one) else None for one in begun]


def _has_pages(one: Candidate) -> bool:
    """Tell whether only numbers of pages stand behind a tab: a table of contents."""
    return one.separator == "\t" and _PAGES.fullmatch(one.line.text, one.words - one.line.start) is not None


def is_short_for(short: str, name: str) -> bool:
    """Tell whether a folded short label is the initials of a name, or the initial of one of its words.

    >>> is_short_for("ab", "Alice Baker"), is_short_for("b", "Alice Baker"), is_short_for("x", "Alice Baker")
    (True, True, False)
    >>> is_short_for("e", "Example 2"), is_short_for("s2", "Speaker 2"), is_short_for("d", "Talk del")
    (False, True, False)
    """
    words = name.casefold().replace("-", " ").split()
    letters = short.replace(".", "").replace(" ", "")
    if len(letters) == 1:
        # A heading with a number is no name that a letter could stand for.
        own = [word for word in words if word not in PARTICLES]
        return not any(map(str.isdigit, words)) and any(word.startswith(letters) for word in own)
    return len(letters) == len(words) and all(w.startswith(c) for w, c in zip(words, letters, strict=True))
