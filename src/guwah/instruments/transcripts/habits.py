"""Other ways to say who speaks than a label and a colon; one counts only where a text keeps to it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from guwah.instruments.transcripts.asked import asked
from guwah.instruments.transcripts.clocks import CLOCK, time_before, time_of
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.events import event_kind, is_time_line
from guwah.instruments.transcripts.habit import (
    EDGES,
    LEAST,
    OFTEN,
    Found,
    Habit,
    is_name,
    label_at,
)
from guwah.instruments.transcripts.indents import wrapped
from guwah.instruments.transcripts.introducing import FIRM_STYLES, begins_title
from guwah.instruments.transcripts.labels import Candidate, fold, style_of
from guwah.instruments.transcripts.lettered import lettered
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.marks import said_by_words
from guwah.instruments.transcripts.model import Span
from guwah.instruments.transcripts.notices import is_notice
from guwah.instruments.transcripts.recorded import beside, recorded
from guwah.instruments.transcripts.returning import Reading, readings, returning
from guwah.instruments.transcripts.signed import signed
from guwah.instruments.transcripts.single import SENTENCE_ENDS
from guwah.instruments.transcripts.unnamed import HAN_APART, chevrons, dialogue, initialled
from guwah.instruments.transcripts.wordlists import begins

_SHORT_UNCASED = 8
_NEARLY_ALL = 0.9
_LONGEST = 200
_OFFICE_WORDS = 8
# "ROSA (CONT'D)" above her words.
_BESIDE_ALONE = re.compile(r"(?<=\w)\s+\([^()]{1,30}\)$")
_WIDE = re.compile(r"\t|[ \u00a0]{2,}|\u3000+|[ \u00a0]+[–—-][ \u00a0]+")
_BRACKET = re.compile(
    r"(?:[\[<【［(（](?P<a>[^\[\]<>【】［］()（）]{1,60})[\]>】］)）]|(?P<s>\*\*|__)(?P<b>[^*_]{1,60})(?P=s))"
    # Chinese needs no space behind its own brackets.
    r"(?:(?<=[】］]):?\s*|:?\s+)(?=\S)"
)
# "<Ann Low:>" above her words.
_CLOSED = re.compile(r"<(?P<name>[^<>:]{1,60}?)\s*:\s*>")
_HEADING = re.compile(r"#{1,6}\s+")
_ENTRY = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s|```|\|")
_TIMED = re.compile(rf"(?P<name>\S(?:.{{0,58}}?\S)??)\s+(?P<time>[\[(]{CLOCK}[\])]):?\s+(?=\S)")
_APART = re.compile(r"(?P<name>[^\s\d](?:[^\t]{0,38}?\S)??)(?:\t|[ \u00a0]{2,}|\u3000+)(?=\S)")
# "10.02   OVEN   words" of a record of an interview, "1524:39   HOT-1   words" of one of a flight.
_COLUMNED = re.compile(
    r"(?P<time>\d{1,4}[:.]\d{2}(?:[:.]\d{2})?)(?:\t| {2,})"
    r"(?P<name>[^\s\d](?:[^\t]{0,38}?\S)??)(?:\t| {2,})(?=\S)"
)
_DASHED = re.compile(
    r"(?P<name>[^\s–—(-](?:[^–—(]{0,58}?[^\s–—(-])?)(?:\s{0,40}(?P<beside>\([^()]{1,40}\)))?\s{0,40}"
    r"(?:[–—]|(?<=\s)-(?=\s))\s*(?=\S)"
)
# After initials the hyphen may stand anyhow: "A.L. -words", "M.O.- words", "P.- words", "R- words"; so it
# may behind a name in capitals and its dot, "BAKER.- words".
_INITIALS_DASHED = re.compile(
    r"(?P<name>(?:[^\W\d_]\.\s?){1,3}|[^\W\d_](?:/\d)?(?=-\s)|[^\W\d_]{3,30}(?:\s[^\W\d_]{2,30}){0,3}(?=\.[-–—]))"
    r"(?P<beside>)\.?\s*[–—-]+\s*(?=\S)"
)
_HAN_ENDS = re.compile("[。？！?!]")
# "○丘委員（丘一郎君）　words": a circle stands before everybody who speaks in the records of a diet.
_CIRCLED = re.compile(
    r"[○◯〇](?P<name>[^\s（）。、]{2,20})(?P<beside>（[^（）]{1,20}）)?[ \u00a0\u3000]+(?=\S)"
)
_CLOCKED = re.compile(
    r"(?P<name>\S(?:.{0,38}?\S)??)\s+(?P<time>\d{1,2}:[0-5]\d:[0-5]\d(?:[.,]\d{1,3})?)\s+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Looks:
    """How lines look in a document with styles; plain text has none.

    Attributes:
        bold: Where the bold words end that a line begins with, by the offset of its first letter.
        headings: Offsets of the first letters of headings.
    """

    bold: Mapping[int, int] = field(default_factory=dict)
    headings: frozenset[int] = frozenset()


PLAIN = Looks()


def kept_to(lines: Sequence[Line], conventions: Conventions, looks: Looks = PLAIN) -> Habit | None:
    """Return the habit that makes the most turns of a text, or None where it keeps to none of them.

    Args:
        lines: Lines with something in them, numbers of lines taken off.
        conventions: Words and limits.
        looks: Which lines begin with bold words, in a document with styles.

    Returns:
        "[Ann] words", "Ann — words", "Mr. OVEN. words", a label alone above its words, or "— words", which
        say that somebody else speaks and not who.
    """
    habits: tuple[tuple[Reading, float], ...] = (
        (_bracketed, 0.4),
        (_closed, 0.2),
        (_timed, 0.4),
        (_clocked, 0.4),
        (_dashed, 0.4),
        (recorded, 0.2),
        (_apart, 0.4),
        (_columned, 0.4),
        (_han_apart, 0.4),
        (partial(_alone, headed=not _has_lists_below_headings(lines)), 0.25),
        (partial(_bold, looks=looks), 0.25),
    )
    units = _units(lines)
    found = [
        habit
        for read, share in habits
        if (habit := returning(readings(lines, read, conventions), share * units, conventions))
    ]
    others = (
        dialogue(lines, conventions, units),
        chevrons(lines),
        initialled(lines, units),
        lettered(lines, conventions, units),
    )
    found.extend(filter(None, others))
    # What is told by less comes last: signs that stand elsewhere as well, then questions without any.
    found = found or list(signed(lines, conventions, units))
    if not found:
        bold = [looks.bold.get(line.start, line.start) >= line.end for line in lines]
        found.extend(filter(None, [asked(lines, bold, conventions)]))
    return max(found, key=lambda one: one.turns, default=None)


def _units(lines: Sequence[Line]) -> int:
    """Return how many paragraphs a text has: by its empty lines where it has them, else every line is one.

    Where empty lines part nothing, a line that is shorter than others may end one.
    """
    lines = [line for line in lines if not is_notice(line)]
    gaps = sum(line.gap for line in lines)
    found = gaps if LEAST * gaps >= len(lines) else len(lines)
    return found if found < _NEARLY_ALL * len(lines) else len(wrapped(lines)) or found


def _bracketed(lines: Sequence[Line], index: int, conventions: Conventions) -> Candidate | None:
    """Read "[Ann] words" and "<ann> words"; a bracket that is an editor's sign is none."""
    line = lines[index]
    time, at = time_before(line.text)
    # Stars around a name were read over as ornament before a time.
    match = _BRACKET.match(line.text, at) or _BRACKET.match(line.text)
    group = "a" if match and match["a"] else "b"
    name = match[group].strip(" :") if match else ""
    if match is None or not is_name(name, conventions) or _is_sign(name, conventions):
        return None
    start = match.start(group)
    return label_at(line, (start, start + len(name)), match.end(), "]", time)


def _closed(lines: Sequence[Line], index: int, conventions: Conventions) -> Candidate | None:
    """Read "<Ann Low:>" above her words, as a parliament sets it."""
    line = lines[index]
    match = _CLOSED.fullmatch(line.text)
    if match is None or index + 1 == len(lines) or not is_name(match["name"], conventions):
        return None
    return label_at(line, match.span("name"), len(line.text), "<")


def _is_sign(inside: str, conventions: Conventions) -> bool:
    signs = (*conventions.note, *conventions.description, *conventions.hedges, *conventions.correction)
    return bool(
        event_kind(inside, conventions) or said_by_words(inside, conventions) or begins(inside, signs)
    )


def _timed(lines: Sequence[Line], index: int, conventions: Conventions) -> Candidate | None:
    """Read "Ann [00:03] words"."""
    line = lines[index]
    match = _TIMED.match(line.text)
    if match is None or not is_name(match["name"], conventions):
        return None
    return label_at(line, match.span("name"), match.end(), "]", time_of(match["time"]))


def _clocked(lines: Sequence[Line], index: int, conventions: Conventions) -> Candidate | None:
    """Read "S1 00:00:03.5 words"; a log of a program has neither empty lines nor sentences."""
    line = lines[index]
    match = _CLOCKED.match(line.text)
    if match is None or not is_name(match["name"], conventions):
        return None
    if not line.gap and not line.text.endswith(SENTENCE_ENDS):
        return None
    return label_at(line, match.span("name"), match.end(), "]", time_of(match["time"]))


def _apart(lines: Sequence[Line], index: int, conventions: Conventions) -> Candidate | None:
    """Read "Int.   words", a name set apart by a wide space; the entries of a table are no sentences."""
    line = lines[index]
    match = _APART.match(line.text)
    if match is None or not is_name(match["name"], conventions):
        return None
    name = match["name"].rstrip(".")
    if style_of(name) not in FIRM_STYLES or not _end_of_apart(lines, index).text.endswith(SENTENCE_ENDS):
        return None
    return label_at(line, match.span("name"), match.end(), " ")


def _end_of_apart(lines: Sequence[Line], index: int) -> Line:
    """Return the last line of what may be a turn, above the next such name."""
    after = range(index + 1, min(len(lines), index + _LONGEST))
    return lines[next((at for at in after if _APART.match(lines[at].text)), after.stop) - 1]


def _columned(lines: Sequence[Line], index: int, conventions: Conventions) -> Candidate | None:
    """Read "10.02   OVEN   words": hour, name and words in columns of their own."""
    line = lines[index]
    match = _COLUMNED.match(line.text)
    if match is None or not is_name(match["name"], conventions) or style_of(match["name"]) not in FIRM_STYLES:
        return None
    found = label_at(line, match.span("name"), match.end(), " ", time_of(match["time"]))
    stamp = Span(line.start, line.start + match.end("time"))
    return found if found is None or found.time else replace(found, stamp=stamp)


def _han_apart(lines: Sequence[Line], index: int, conventions: Conventions) -> Candidate | None:
    """Read "加藤 words", where a sentence follows: a list of who takes part has none."""
    line = lines[index]
    circled = _CIRCLED.match(line.text)
    match = circled or HAN_APART.match(line.text)
    if match is None or not _HAN_ENDS.search(line.text) or not is_name(match["name"], conventions):
        return None
    found = label_at(line, match.span("name"), match.end(), "○" if circled else " ")
    if found is None or not circled or not circled["beside"]:
        return found
    return replace(found, beside=(beside(line, *circled.span("beside")),))


def _dashed(lines: Sequence[Line], index: int, conventions: Conventions) -> Candidate | None:
    """Read "Ann — words"."""
    line = lines[index]
    time, at = time_before(line.text)
    match = _INITIALS_DASHED.match(line.text, at) or _DASHED.match(line.text, at)
    if match is None:
        return None
    name = match["name"].rstrip(" :")
    bare = name.rstrip(".")
    if style_of(bare) not in FIRM_STYLES or not _is_dashed_name(name, conventions):
        return None
    start = match.start("name")
    found = label_at(line, (start, start + len(name)), match.end(), "—", time)
    if found is None or not match["beside"]:
        return found
    return replace(found, beside=(beside(line, *match.span("beside")),))


def _is_dashed_name(name: str, conventions: Conventions) -> bool:
    """Tell whether words before a dash are a name; in capitals an office may stand before it."""
    in_capitals = len(name.split()) <= _OFFICE_WORDS and style_of(name) == "upper"
    return is_name(name, conventions) or (in_capitals and "," not in name)


def _has_lists_below_headings(lines: Sequence[Line]) -> bool:
    """Tell whether lists stand below half of the headings, as in a list of changes: nobody says those."""
    below = [lines[i + 1].text for i, line in enumerate(lines[:-1]) if _HEADING.match(line.text)]
    lists = sum(_ENTRY.match(words) is not None for words in below)
    return 2 * lists > len([words for words in below if not _HEADING.match(words)])


def _alone(lines: Sequence[Line], index: int, conventions: Conventions, *, headed: bool) -> Candidate | None:
    """Read a name that stands alone above its words, after an empty line or a time."""
    line = lines[index]
    heading = _HEADING.match(line.text)
    if heading and not headed:
        return None
    time, at = time_before(line.text, heading.end() if heading else 0)
    whole = line.text[at:].strip(EDGES).removesuffix(":").rstrip(EDGES)
    name = _BESIDE_ALONE.sub("", whole)
    if index + 1 == len(lines) or not is_name(name, conventions):
        return None
    if not (time or _stands_apart(lines, index) or (index and _is_below_a_sentence(lines, index, name))):
        return None
    if name.endswith(SENTENCE_ENDS) or begins_title(fold(name), conventions) or time_of(name):
        return None
    style = style_of(name)
    if style not in FIRM_STYLES or (style == "uncased" and len(name) > _SHORT_UNCASED):
        return None
    start = line.text.index(name, at)
    found = label_at(line, (start, start + len(name)), len(line.text), "\n", time)
    bracket = line.text.find("(", start + len(name)) if name != whole else -1
    if found is None or bracket < 0:
        return found
    return replace(found, beside=(beside(line, bracket, start + len(whole)),))


def _bold(lines: Sequence[Line], index: int, conventions: Conventions, *, looks: Looks) -> Candidate | None:
    """Read a name in bold before its words or above them."""
    line = lines[index]
    end = looks.bold.get(line.start, line.start) - line.start
    time, at = time_before(line.text)
    name = line.text[at:end].strip(EDGES).rstrip(" :–—-")
    last = index + 1 == len(lines)
    if end <= at or not is_name(name, conventions) or (last and end >= len(line.text)):
        return None
    if style_of(name) not in FIRM_STYLES or name.endswith(SENTENCE_ENDS) or _is_sign(name, conventions):
        return None
    start = line.text.index(name, at)
    rest = line.text[end:]
    words = end + len(rest) - len(rest.lstrip(" \t:–—-"))
    return label_at(line, (start, start + len(name)), words, "\n", time)


def _is_below_a_sentence(lines: Sequence[Line], index: int, name: str) -> bool:
    """Tell whether a name in capitals stands below the end of what another said, as in a script."""
    return style_of(name) in {"upper", "initials", "title"} and lines[index - 1].text.endswith(SENTENCE_ENDS)


def _stands_apart(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    marked = line.text.startswith(("**", "__", "#"))
    return line.gap or marked or is_time_line(lines[index - 1]) or is_time_line(lines[index + 1])


@lru_cache(maxsize=8)
def _spaced(conventions: Conventions) -> re.Pattern[str]:
    words = "|".join(map(re.escape, conventions.spaced_labels))
    return re.compile(rf"[*_]*(?P<label>{words})(?P<gap>[ \t\u00a0\u3000]+(?:[–—-][ \u00a0]+)?)[*_]*(?=\S)")


def with_spaced(lines: Sequence[Line], found: Sequence[Candidate | None], conventions: Conventions) -> Found:
    """Add the "Q words" and "A words" of a text in which questions and answers have no other sign.

    A wide gap or a tab after the letter says so by itself. After a single space "A" is a label only where
    it answers: below a line that begins with "Q" and ends a sentence.

    Args:
        lines: Lines with something in them.
        found: For each line its beginning as a label with a colon or a dot, or None.
        conventions: The letters.
    """
    matches = [
        (_spaced(conventions).match(line.text) if one is None else None)
        for line, one in zip(lines, found, strict=True)
    ]
    sure = {i for i, match in enumerate(matches) if match and _WIDE.fullmatch(match["gap"])}
    taken = {i: match for i in sure.union(_loose(lines, matches, sure)) if (match := matches[i])}
    often = Counter(match["label"] for match in taken.values())
    pair = {label for label, count in often.items() if count >= OFTEN}
    wide = {match["label"] for i, match in taken.items() if i in sure}
    if len(pair) < OFTEN and not (pair and pair <= wide and _others_answer(found)):
        return list(found)
    return [
        label_at(lines[i], match.span("label"), match.end(), " ") if (match := taken.get(i)) else one
        for i, one in enumerate(found)
    ]


def _others_answer(found: Sequence[Candidate | None]) -> bool:
    """Tell whether names in capitals return beside "Q    words": those who brief many that only ask."""
    often = Counter(one.key for one in found if one and one.style == "upper")
    return any(count >= OFTEN for count in often.values())


def _loose(lines: Sequence[Line], matches: Sequence[re.Match[str] | None], sure: set[int]) -> Iterator[int]:
    asked = False
    for index, match in enumerate(matches):
        if match is None or index in sure:
            asked = asked if match is None else match["label"] == "Q"
            continue
        ended = index > 0 and lines[index - 1].text.endswith((*SENTENCE_ENDS, ":"))
        if match["label"] == "Q" and (lines[index].gap or ended):
            asked = True
            yield index
        elif match["label"] == "A" and asked and ended:
            asked = False
            yield index
