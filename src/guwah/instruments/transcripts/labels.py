"""What may be a label at the start of a line: its parts, its shape, and what is beside it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.lines import INVISIBLE, Line
from guwah.instruments.transcripts.model import Span, Time

_CLOCK = r"\d{1,3}:[0-5]?\d(?::[0-5]\d)?(?:[.,]\d{1,3})?"
_TIME = re.compile(
    rf"[\[(<【（{{]?\s*(?P<start>{_CLOCK})(?:\s*(?:-->|-|–|—|~|до)\s*(?P<end>{_CLOCK}))?\s*[\])>】）}}]?(?=[\s\W]|$)"
)
_LEAD = re.compile(rf"[\s{INVISIBLE}*_>•\-–—]*(?:\d{{1,5}}[.)]?\t[\s{INVISIBLE}]*)?")
_TAIL = re.compile(r"\s*(?:\*\*|__)?\s*")
_BESIDE = re.compile(
    r"\s*(?P<open>[(\[（【［])(?P<inside>[^()\[\]（）【】［］]{1,80})(?P<close>[)\]）】］])[\s*_]*$"
)
_NAME_AND_TIME = re.compile(rf"(?P<name>\S(?:.{{0,58}}\S)?)(?P<gap>\s+)(?P<time>[(\[]?{_CLOCK}[)\]]?)")
_FORBIDDEN = re.compile(r"[?!…。？！,،;；“”\"«»()\[\]（）【】<>/\\|=+@#%{}]")
_DOT = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,4})\.(?=\s|$|[^\W\d_])|(?P<other>\.)")
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

    @property
    def key(self) -> str:
        """The base, folded for comparison."""
        return fold(self.base)


def fold(label: str) -> str:
    """Return a label without invisible characters, closing dot and case, for comparison only."""
    return " ".join(label.translate(_INVISIBLES).casefold().split()).rstrip(".")


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
    return bool(names) and names[0][0].isupper() and all(w[0].isupper() or w in _PARTICLES for w in names)


_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "ibn", "la", "van", "von"}
)


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
    time, position = _time_before(line.text)
    cut = _cut(line.text, position, conventions)
    if cut is None:
        return _named_with_time(line, conventions)
    head = line.text[position:cut]
    base, besides = _beside(head, line.start + position)
    base = base.strip(f" \t*_{INVISIBLE}")
    if not _may_be_label(base, conventions):
        return None
    others = tuple(one for one in besides if not time_of(one.inside))
    alias = next((one for one in others if _is_alias(one.inside)), None)
    start = line.start + position + head.index(base)
    end = alias.end if alias else start + len(base)
    tail = _TAIL.match(line.text, cut + 1)
    return Candidate(
        line=line,
        base=base,
        alias=alias.inside.strip() if alias else None,
        printed=line.text[start - line.start : end - line.start],
        span=Span(start, end),
        beside=tuple(one for one in others if one is not alias),
        time=time or _time_beside(besides),
        words=line.start + (tail.end() if tail else cut + 1),
        separator=line.text[cut],
        style=style_of(base),
    )


def _time_beside(besides: tuple[Beside, ...]) -> Time | None:
    return next((found for one in besides if (found := time_of(one.inside))), None)


def _named_with_time(line: Line, conventions: Conventions) -> Candidate | None:
    """Read "Full Name  0:03" alone on a line, as recording programs write it above the words."""
    match = _NAME_AND_TIME.fullmatch(line.text)
    if match is None or not _may_be_label(match["name"], conventions):
        return None
    base = match["name"]
    span = Span(line.start, line.start + len(base))
    return Candidate(
        line, base, None, base, span, (), time_of(match["time"]), line.end, match["gap"][:1], style_of(base)
    )


def _time_before(text: str) -> tuple[Time | None, int]:
    """Return the time code before a label, if there is one, and where the label begins."""
    lead = _LEAD.match(text)
    position = lead.end() if lead else 0
    match = _TIME.match(text, position)
    if match is None:
        return None, position
    lead = _LEAD.match(text, match.end())
    return _seconds_pair(match), lead.end() if lead else match.end()


def time_of(inside: str) -> Time | None:
    """Read a bracket that holds nothing but a time code; None when it holds anything else."""
    match = _TIME.fullmatch(inside.strip())
    return _seconds_pair(match) if match else None


def _seconds_pair(match: re.Match[str]) -> Time:
    return seconds(match["start"]), seconds(match["end"]) if match["end"] else None


def seconds(clock: str) -> float:
    """Return the seconds of a clock such as 01:02:03.5 or 02:03."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 3)


def _cut(text: str, position: int, conventions: Conventions) -> int | None:
    """Return where a label that begins at a position ends, or None."""
    dotted = _dotted(text, position, conventions)
    return dotted if dotted is not None else _separator_at(text, position, conventions)


def _dotted(text: str, position: int, conventions: Conventions) -> int | None:
    for label in conventions.dotted_labels:
        after = position + len(label)
        if text.startswith(f"{label}. ", position) or text[position:] == f"{label}.":
            return after
    return None


def _separator_at(text: str, position: int, conventions: Conventions) -> int | None:
    pattern = _separator(conventions)
    # Beside the name there may be a bracket with words and a colon of its own.
    limit = position + conventions.label_max_characters + 100
    for match in pattern.finditer(text, position, limit):
        at = match.start()
        head = text[position:at]
        if any(head.count(left) > head.count(right) for left, right in ("()", "[]", "（）", "【】")):
            continue
        if text[at] != "\t" and _inside_clock_or_address(text, at):
            return None
        return at if head.strip() else None
    return None


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


def _may_be_label(base: str, conventions: Conventions) -> bool:
    if not 0 < len(base) <= conventions.label_max_characters or not any(map(str.isalpha, base)):
        return False
    if len(base.split()) > conventions.label_max_words or _FORBIDDEN.search(base):
        return False
    if base[0].isalpha() or base[0] in "‘'’":
        return not any(match["other"] for match in _DOT.finditer(base))
    return False
