"""What may be a label at the start of a line: its parts, its shape, and what is beside it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from guwah.instruments.transcripts.clocks import CLOCK, STAMP, seconds, stamp_before, time_before, time_of
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.joint import is_joint
from guwah.instruments.transcripts.lines import INVISIBLE, Line
from guwah.instruments.transcripts.model import Span, Time
from guwah.instruments.transcripts.trimmed import without_generation, without_title_marks

__all__ = [
    "PARTICLES",
    "Beside",
    "Candidate",
    "candidate",
    "fold",
    "may_be_label",
    "seconds",
    "short_label",
    "style_of",
    "time_of",
]

# Behind the colon the bold of Markdown or a wiki may end; some write two colons.
_BOLD = ("**", "__", "'''")
_GAP = re.compile(r":?\s*")
_TAIL = re.compile(r":?\s*(?:\*\*|__|''')?\s*")
_BESIDE = re.compile(
    r"\s*(?P<open>[(\[（【［])(?P<inside>[^()\[\]（）【】［］]{1,80})(?P<close>[)\]）】］])[\s*_]*$"
)
_NAME_AND_TIME = re.compile(
    rf"(?P<name>\S(?:.{{0,58}}?\S)??)(?P<gap>\s+(?:[|·•]\s+)?)(?P<time>[(\[]?{CLOCK}[)\]]?)"
)
_NAME_AND_STAMP = re.compile(
    rf"(?P<name>\S(?:.{{0,58}}?\S)??),?\s+(?P<stamp>[\[(]?{STAMP}[\])]?):?", re.IGNORECASE
)
_FORBIDDEN = re.compile(r"[?!…。？！,،;；“”\"«»()\[\]（）【】<>/\\|=+@%{}]|#(?!\d)")
_DOT = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,4})\.(?=\s|$|[^\W\d_])|(?P<other>\.)")
_NUMBER_AFTER = re.compile(r"[\s.№#-]*\d{1,4}$")
_QUOTES = " \t:：“”\"«»„‘’'「」《》—–-"
# "Q7  The Chair" counts the questions of a committee; "From Ann to Everyone" is written below a call.
_COUNTED = re.compile(r"^Q\s?\d{1,4}[.)]?\s+(?=\S)")
_SENT = re.compile(r"From\s+(?P<name>\S.*?)(?:\s+(?P<to>to\s+\S.*))", re.IGNORECASE)
_LINKED = re.compile(r"\[[^\[\]]{1,80}\]\(\S")
_BULLETS = frozenset("•‣◦▪●")
# "12 Ann: words" and "12)、安娜：words" count what is said; the number is nobody's name.
_TURN_NUMBER = re.compile(r"^\d{1,4}[.)）]?(?:[ \u00a0]+|[、．]\s*)(?=[^\W\d_])")
# "... Q: words": what was left out above is no part of the label.
_LEFT_OUT = re.compile(r"(?:…|\.{3}|(?:\. ){2}\.)\s+(?=\S)")
_BETWEEN_NAMES = range(1, 4)
_SURNAME = 3
WITHHELD = re.compile("[█▇■]{2,}")
"""A name that was blackened."""

NOBODYS = re.compile(r"[–—]\??")
"""The label "—:" of somebody whom nobody names, among others who are."""

# In Hebrew it stands before the last letter of what is shortened: "יו"ר", who is in the chair.
_INSIDE_HEBREW = re.compile(r"(?<=[\u05d0-\u05ea])\"(?=[\u05d0-\u05ea])")
_UNSURE = re.compile(r"[^\W\d_]{1,2}\d{0,2}[?？]")
# "P/1", the first of several who ask.
_OF_SEVERAL = re.compile(r"(?P<letters>[^\W\d_]{1,3})/\d{1,2}")
_OFFICE_CHARACTERS = 100
_OFFICE_WORDS = 6
_ALIAS_LETTERS = 4
_INITIALS_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """A bracket beside a label: its words, its place in the text, brackets included."""

    inside: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that begins as a labelled line would.

    Attributes:
        line: The line.
        base: The label without what stands beside it.
        alias: The short label in brackets after a name, or None.
        printed: The label as printed, alias included.
        span: Where the printed label stands.
        beside: Other brackets beside the label.
        time: Time stamp before or beside the label, or None.
        words: Offset of the first word after the label (the line's end when there is none).
        separator: The character between label and words.
        style: Shape of the label, see `style_of`.
        stamp: Where a day and an hour stand before or after the label, as in a messenger, or None.
        office: Whether an office stands after the name and a comma.
        bulleted: Whether a bullet stands before it, and no time.
    """

    line: Line
    base: str
    alias: str | None
    printed: str
    span: Span
    beside: tuple[Beside, ...]
    time: Time | None
    words: int
    separator: str
    style: str
    stamp: Span | None = None
    office: bool = False
    bulleted: bool = False

    @property
    def key(self) -> str:
        """The base, folded for comparison."""
        return fold(self.base)


@lru_cache(maxsize=1 << 12)
def fold(label: str) -> str:
    """Return a label without invisible characters, closing dot and case, for comparison only.

    A letter and its mark are the same as both in one (UAX 15, NFC): some machines write names so. In Chinese
    a space between two characters only sets them as wide as three: "记 者".
    """
    composed = unicodedata.normalize("NFC", label.translate(_INVISIBLES))
    return _SET_WIDE.sub("", " ".join(composed.casefold().split())).rstrip(".")


_SET_WIDE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_INVISIBLES = dict.fromkeys(map(ord, INVISIBLE))


def style_of(base: str) -> str:
    """Name the shape of a label.

    Returns:
        `initials` (up to three capitals), `upper`, `title` (every word with a capital), `lower`,
        `mixed`, or `uncased` for scripts without capitals.
    """
    letters = "".join(filter(str.isalpha, base))
    cased = "".join(character for character in letters if character.isupper() or character.islower())
    if not cased:
        return "uncased"
    if cased.isupper():
        return "initials" if len(letters) <= _INITIALS_LETTERS else "upper"
    if cased.islower():
        return "lower"
    return "title" if _every_word_capital(base) else "mixed"


def _every_word_capital(base: str) -> bool:
    firsts = [word.strip("'’-.") for word in base.split()]
    names = [word for word in firsts if word and word[0].isalpha()]
    # Particles such as "de" or "bin" are written small inside names of many countries.
    return bool(names) and names[0][0].isupper() and all(w[0].isupper() or w in PARTICLES for w in names)


PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "ibn", "la", "van", "von"}
)
"""Words written small inside names, folded."""


@lru_cache(maxsize=8)
def _separator(conventions: Conventions) -> re.Pattern[str]:
    signs = "".join(map(re.escape, conventions.label_separators))
    return re.compile(rf"[{signs}\t]")


def candidate(line: Line, conventions: Conventions) -> Candidate | None:
    """Read the beginning of a line as a label.

    Returns:
        The parts, or None when the beginning cannot be one. Whether it *is* a label depends on the
        rest of the text and is decided elsewhere.
    """
    stamp = stamp_before(line)
    time, position = time_before(line.text, stamp.end - line.start if stamp else 0)
    left_out = _LEFT_OUT.match(line.text, position)
    position = left_out.end() if left_out else position
    cut = _cut(line.text, position, conventions)
    if cut is None:
        return None if stamp else _named_with_time(line, conventions)
    if _has_value(line.text, cut):
        return None
    head = line.text[position:cut]
    base, besides = _beside(head, line.start + position)
    bare = base.strip(f" \t\r\n*_{INVISIBLE}").removeprefix("'''").removesuffix("'''")
    whole = _without_number(bare)
    base, office = _without_office(_name_in(whole, sent=bool(stamp or time)))
    if not line.text[cut + 1 :].strip(" \t*_"):
        base = _without_small_office(base)
    base = without_title_marks(base)
    if not may_be_label(base, conventions):
        return None
    others = tuple(one for one in besides if not time_of(one.inside))
    alias = next((one for one in others if _is_alias(short_label(one.inside, conventions))), None)
    start = line.start + position + head.index(whole)
    end = alias.end if alias else start + len(whole)
    bold = any(line.text[:cut].count(sign) % 2 for sign in _BOLD)
    tail = (_TAIL if bold else _GAP).match(line.text, cut + 1)
    return Candidate(
        line=line,
        base=_unnumbered(base, conventions),
        alias=short_label(alias.inside, conventions) if alias else None,
        printed=line.text[start - line.start : end - line.start],
        span=Span(start, end),
        beside=tuple(one for one in others if one is not alias),
        time=time or _time_beside(besides),
        words=line.start + (tail.end() if tail else cut + 1),
        separator=line.text[cut],
        style=style_of(base),
        stamp=stamp,
        office=office,
        bulleted=not (stamp or time) and not _BULLETS.isdisjoint(line.text[:position]),
    )


def _without_office(base: str) -> tuple[str, bool]:
    """Take the office off "JAKE LOW, mayor of the valley": a name with its surname in capitals, a comma.

    "Low, Mayor of the Valley" loses its office as well, and has to be a label by its shape.
    """
    name, comma, office = (part.strip() for part in base.partition(","))
    if not comma or not any(map(str.isalpha, office)) or len(base) > _OFFICE_CHARACTERS or is_joint(base):
        return base, False
    last = without_generation(name).rpartition(" ")[2]
    if name.count(" ") in _BETWEEN_NAMES and len(last) >= _SURNAME and last.isupper():
        return name, True
    # Behind a wide gap words begin, not an office: "Q    Thanks, Commissioner: …".
    plain = office[0].isupper() and not re.search(r",|\d|\s\s", base.replace(",", "", 1))
    return (name if plain and _every_word_capital(name) else base), False


def _without_number(whole: str) -> str:
    """Take off the number that counts turns; before a small letter it says a day, or how many."""
    bare = _TURN_NUMBER.sub("", whole)
    return whole if bare[:1].islower() else bare


def _without_small_office(base: str) -> str:
    """Take the office off "Jake Low, mayor of the valley" where it stands alone above the words."""
    name, comma, office = (part.strip() for part in base.partition(","))
    own = without_generation(name)
    named = bool(comma) and own.count(" ") in _BETWEEN_NAMES and style_of(own) == "title"
    short = (
        office[:1].islower() and len(office.split()) <= _OFFICE_WORDS and _FORBIDDEN.search(office) is None
    )
    return name if named and short else base


def _has_value(text: str, cut: int) -> bool:
    """Tell whether a name has a value in a table of settings ("port  = 8484"), code below it, or a link."""
    rest = text[cut + 1 :].strip()
    return rest == "::" or (text[cut] == "\t" and rest.startswith("=")) or _LINKED.match(rest) is not None


def _name_in(whole: str, *, sent: bool) -> str:
    """Return the name in a label that also counts questions, or in a message says to whom it was sent."""
    match = _SENT.fullmatch(whole) if sent else None
    return match["name"] if match else _COUNTED.sub("", whole)


def _unnumbered(base: str, conventions: Conventions) -> str:
    """Take the number off "Question 12" and "A12": it counts questions, not people."""
    bare = _NUMBER_AFTER.sub("", base)
    return bare if fold(bare) in conventions.question_words else base


def short_label(inside: str, conventions: Conventions) -> str:
    """Return the short label of a bracket such as "hereinafter “AB”"."""
    words = inside.strip()
    for phrase in sorted(conventions.alias_phrases, key=len, reverse=True):
        if words.casefold().startswith(phrase):
            words = words[len(phrase) :]
            break
    return words.strip(_QUOTES)


def _time_beside(besides: tuple[Beside, ...]) -> Time | None:
    return next((found for one in besides if (found := time_of(one.inside))), None)


def _named_with_time(line: Line, conventions: Conventions) -> Candidate | None:
    """Read "Full Name  0:03" alone on a line, as recording programs write it above the words."""
    match = _NAME_AND_TIME.fullmatch(line.text)
    if match and may_be_label(match["name"], conventions):
        return _above(line, match, time=time_of(match["time"]))
    match = _NAME_AND_STAMP.fullmatch(line.text)
    if match and may_be_label(match["name"], conventions):
        start, end = match.span("stamp")
        return _above(line, match, stamp=Span(line.start + start, line.start + end))
    return None


def _above(
    line: Line, match: re.Match[str], *, time: Time | None = None, stamp: Span | None = None
) -> Candidate:
    base = match["name"]
    span = Span(line.start, line.start + len(base))
    sign = line.text[len(base)]
    return Candidate(line, base, None, base, span, (), time, line.end, sign, style_of(base), stamp)


def _cut(text: str, position: int, conventions: Conventions) -> int | None:
    """Return where a label that begins at a position ends, or None."""
    dotted = _dotted(text, position, conventions)
    return dotted if dotted is not None else _separator_at(text, position, conventions)


def _dotted(text: str, position: int, conventions: Conventions) -> int | None:
    match = _dotted_labels(conventions).match(text, position)
    return match.end("label") if match else None


@lru_cache(maxsize=8)
def _dotted_labels(conventions: Conventions) -> re.Pattern[str]:
    words = "|".join(re.escape(one) for one in sorted(conventions.dotted_labels, key=len, reverse=True))
    return re.compile(rf"(?P<label>(?:{words})(?:\s?\d{{1,4}})?)\.(?:\*\*|__)?(?=\s|$)")


def _separator_at(text: str, position: int, conventions: Conventions) -> int | None:
    pattern = _separator(conventions)
    # Beside the name there may be a bracket with words and a colon of its own.
    limit = position + conventions.label_max_characters + 100
    for match in pattern.finditer(text, position, limit):
        at = match.start()
        head = text[position:at]
        if any(head.count(left) > head.count(right) for left, right in ("()", "[]", "（）", "【】")):
            continue
        if text[at] != "\t" and (_inside_clock_or_address(text, at) or _inside_a_name_of_code(text, at)):
            return None
        return at if head.strip() else None
    return None


def _inside_a_name_of_code(text: str, at: int) -> bool:
    """Tell whether a colon is one of two between words, as in "Mill::Wheel"."""
    return text[at : at + 2] == "::" and text[at + 2 : at + 3].isalnum()


def _inside_clock_or_address(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (before.isdigit() and after.isdigit()) or text.startswith("//", at + 1)


def _beside(head: str, offset: int) -> tuple[str, tuple[Beside, ...]]:
    found: list[Beside] = []
    while match := _BESIDE.search(head):
        start, end = match.start("open"), match.end("close")
        found.append(Beside(match["inside"], offset + start, offset + end))
        head = head[: match.start()]
    return head, tuple(reversed(found))


def _is_alias(inside: str) -> bool:
    letters = inside.strip().replace(".", "")
    if not letters.isalpha() or len(letters) > _ALIAS_LETTERS:
        return False
    style = style_of(letters)
    return style in {"initials", "upper"} or (style == "uncased" and len(letters) == 1)


def may_be_label(base: str, conventions: Conventions) -> bool:
    """Tell whether words have the length and the signs of a label; "M?" says who it may have been."""
    if WITHHELD.fullmatch(base) or NOBODYS.fullmatch(base) or is_joint(base):
        return True
    if _UNSURE.fullmatch(base):
        base = base[:-1]
    if of_several := _OF_SEVERAL.fullmatch(base):
        base = of_several["letters"]
    base = _INSIDE_HEBREW.sub("", base)
    if not 0 < len(base) <= conventions.label_max_characters or not any(map(str.isalpha, base)):
        return False
    if len(base.split()) > conventions.label_max_words or _FORBIDDEN.search(base):
        return False
    if base[0].isalpha() or base[0] in "‘'’":
        return not any(match["other"] for match in _DOT.finditer(base))
    return False
