"""Talks that do not say who speaks, or say it without a colon: dashes, ">>" of captions, "A. Low words"."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.habit import (
    DOT,
    LEAST,
    NAME_BEFORE_DOT,
    OFTEN,
    Found,
    Habit,
    is_name,
    label_at,
)
from guwah.instruments.transcripts.labels import Candidate, style_of
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.model import Span
from guwah.instruments.transcripts.single import SENTENCE_ENDS, ends_a_sentence, ends_asking

ASKING, UNNAMED = "—?", "—"
"""Who asks, and who else speaks, where nobody is named: a witness's words are not those of who asked."""

NOBODY = re.compile(r"[–—−―─\u0640>*•-]*\??")
"""What is printed, or kept as a speaker, where nobody is named."""

DASH = "dash"
"""The style of a turn that begins with a dash and does not say who speaks."""

# Who types Arabic letters may take for a dash what only lengthens a letter (U+0640).
SPEECH_DASH = re.compile(r"[–—−―─]{1,2}\s*(?=[^\s–—−―─:：?])|[-\u0640]\s+(?=\S)")
"""The dash before what somebody says."""

# What ends with a star too is set in italics.
_STAR = re.compile(r"[*•]\s*(?=\S)(?!.*\*$)")
_TIGHT_DASH = re.compile(r"-(?=[^\W\d_])")
# Behind a quotation somebody is told to have said it: «Come», — he said.
_SAYING_DASH = re.compile(r"(?<![»”\"’])[,.!?…]\s*[–—]\s*(?P<word>[^\W\d_]+)(?:\s+(?P<next>[^\W\d_]+))?")
_CHEVRONS = re.compile(r"(?P<sign>>{2,3})\s*(?=[^\s>])")
_INITIALLED = re.compile(
    r"(?P<name>(?:[^\W\d_]\.\s?|[^\W\d_]{2}\.){1,2}(?P<last>[^\W\d_](?:[^\W\d_]|-(?=\w)){2,}))"
    r"(?:\s*[:–—]\s*|\s+(?=[^\s,;.])|$)"
)
_SURNAME = 3
_LEAST_ASKED = 3
_LONGER = 2
_BULLETS = ("-", "*", "•")
_LEAST_OF_GUIDE, _SHARE_OF_GUIDE = 6, 0.7
HAN_APART = re.compile(r"(?P<name>[\u4e00-\u9fff々]{2,4})[ \u00a0\u3000](?=\S)")
"""Chinese and Japanese have no spaces between words: one behind a family name parts it from what is said."""


def dialogue(lines: Sequence[Line], conventions: Conventions, units: int) -> Habit | None:
    """Read a talk whose turns begin with a dash: questions and answers, nobody is named.

    A list has no questions, and a story says between dashes who said it; neither is a talk.
    """
    dash = _dash_of(lines)
    found: Found = [
        label_at(line, (0, len(match.group().rstrip())), match.end(), line.text[0])
        if (match := dash(line.text))
        else None
        for line in lines
    ]
    quoted, announced = quoted_dashes(lines, conventions)
    found = [None if index in quoted else one for index, one in enumerate(_below_subtitle(lines, found))]
    answered = _with_answers(lines, found)
    if answered is not None:
        return Habit(answered, (), quoted, announced)
    taken = [one for one in found if one]
    if len(taken) < max(LEAST, 0.5 * units) or not _is_talk(lines, found, conventions):
        return None
    return Habit(
        tuple(
            _unnamed(one) if one else _with_surname(line, conventions)
            for line, one in zip(lines, found, strict=True)
        ),
        (),
        quoted,
        announced,
    )


def _is_talk(lines: Sequence[Line], found: Found, conventions: Conventions) -> bool:
    """Tell whether lines with a dash are a talk: some of them ask, and nobody is told to have said any."""
    taken = [one for one in found if one]
    asked = sum(ends_asking(one.line) for one in taken)
    if asked < max(OFTEN, len(taken) // 10) and not _is_short(lines, found):
        return False
    return not any(_is_told(one.line.text, conventions) for one in taken) and not _is_a_guide(taken, asked)


def _is_short(lines: Sequence[Line], found: Found) -> bool:
    """Tell whether two or three times somebody asks, the first time with a question, and tells at length."""
    first = next(index for index, one in enumerate(found) if one)
    within = lines[first:]
    pairs = list(zip(within[::2], within[1::2], strict=False))
    whole = all(found[first:]) and len(within) % 2 == 0 and len(pairs) < LEAST
    return (
        whole
        and ends_asking(within[0])
        and all(ends_a_sentence(line) for line in within)
        and all(_LONGER * len(one.text) < len(other.text) for one, other in pairs)
    )


def _is_a_guide(taken: Sequence[Candidate], asked: int) -> bool:
    """Tell whether nearly every line is a question behind a bullet: what somebody means to ask."""
    bullets = all(one.printed in _BULLETS for one in taken)
    return bullets and len(taken) >= _LEAST_OF_GUIDE and asked > _SHARE_OF_GUIDE * len(taken)


def quoted_dashes(lines: Sequence[Line], conventions: Conventions) -> tuple[frozenset[int], frozenset[int]]:
    """Return the lines with a dash that only quote, and those that may: below a colon, in somebody's answer.

    "One of them asked:" and "— Who are you?" below it are of the one who tells of it. Where the words before
    the colon do not say that somebody spoke, the dash may as well begin a turn.
    """
    dashed = [index for index, line in enumerate(lines) if SPEECH_DASH.match(line.text)]
    below = [i for i in dashed[1:] if not lines[i].gap and lines[i - 1].text.endswith((":", "："))]
    quoted = frozenset(i for i in below if _says_who_spoke(lines[i - 1].text[:-1], conventions))
    return quoted, frozenset(below) - quoted


def _says_who_spoke(words: str, conventions: Conventions) -> bool:
    last = next(iter(words.rsplit(maxsplit=1)[-1:]), "").casefold()
    return last in conventions.saying or last.endswith(conventions.speech_suffixes)


def _with_answers(lines: Sequence[Line], found: Found) -> tuple[Candidate | None, ...] | None:
    """Read the paragraphs between dashes as answers where only questions have a dash, as in East Asia."""
    begins = [index for index, line in enumerate(lines) if line.gap]
    begins = begins if LEAST * len(begins) >= len(lines) else list(range(len(lines)))
    first = next((at for at, index in enumerate(begins) if found[index]), len(begins))
    if not _take_turns(lines, found, begins[first:]):
        return None
    below = {index for before, index in pairwise(begins[first:]) if found[before] and not found[index]}
    named = _answering(lines, below)
    return tuple(
        _unnamed(one, ASKING) if one else named.get(index, unnamed_at(line)) if index in below else None
        for index, (line, one) in enumerate(zip(lines, found, strict=True))
    )


def _take_turns(lines: Sequence[Line], found: Found, within: Sequence[int]) -> bool:
    """Tell whether no dash follows another, there are several, half of them ask and each is answered."""
    dashed = [found[index] is not None for index in within]
    asked = sum(ends_asking(lines[index]) for index in within if found[index])
    if any(one and other for one, other in pairwise(dashed)):
        return False
    several = asked >= _LEAST_ASKED and sum(dashed) >= LEAST
    return several and sum(dashed) <= min(2 * asked, len(dashed) / 2)


def _answering(lines: Sequence[Line], below: set[int]) -> dict[int, Candidate]:
    """Read "佐藤　words" below questions with a dash: the one who is asked, where most answers begin so."""
    matches = {index: match for index in below if (match := HAN_APART.match(lines[index].text))}
    often = Counter(match["name"] for match in matches.values())
    if 2 * max(often.values(), default=0) < len(below):
        return {}
    firm = {name for name, count in often.items() if count >= OFTEN}
    read = (
        (index, label_at(lines[index], match.span("name"), match.end(), " "))
        for index, match in matches.items()
        if match["name"] in firm
    )
    return {index: one for index, one in read if one}


def unnamed_at(line: Line, base: str = UNNAMED) -> Candidate:
    """Begin a turn with a line in which nothing stands for who speaks, but maybe a dash: it is no word."""
    match = SPEECH_DASH.match(line.text)
    sign = match.group().rstrip() if match else ""
    words = line.start + (match.end() if match else 0)
    return Candidate(
        line, base, None, sign, Span(line.start, line.start + len(sign)), (), None, words, sign[:1], DASH
    )


def _below_subtitle(lines: Sequence[Line], found: Found) -> Found:
    """Leave out the first dash where no sentence ends its paragraph: a line below the title of an article."""
    first = next((index for index, one in enumerate(found) if one), len(found))
    # An empty line between all lines parts nothing.
    parted = LEAST * sum(line.gap for line in lines) < (LEAST - 1) * len(lines)
    after = range(first + 1, len(found))
    end = next((at for at in after if found[at] or (parted and lines[at].gap)), len(found))
    ended = first == len(found) or lines[end - 1].text.rstrip(" *_").endswith(SENTENCE_ENDS)
    return found if ended else [None if index == first else each for index, each in enumerate(found)]


def _dash_of(lines: Sequence[Line]) -> Callable[[str], re.Match[str] | None]:
    """Return what finds the dash of a turn; "-words" without a space counts where most lines begin so."""
    starred = [index for index, line in enumerate(lines) if _STAR.match(line.text)]
    if len(starred) >= OFTEN and all(ends_asking(lines[index]) for index in starred):
        # Questions begin with a star and their answers with a dash.
        return lambda words: _STAR.match(words) or SPEECH_DASH.match(words)
    tight = sum(bool(_TIGHT_DASH.match(line.text)) and not line.text[1].islower() for line in lines)
    if 2 * tight <= len(lines):
        return SPEECH_DASH.match
    return lambda words: SPEECH_DASH.match(words) or _TIGHT_DASH.match(words)


def _with_surname(line: Line, conventions: Conventions) -> Candidate | None:
    """Read "Ann OVEN. words" between turns of dashes, as newspapers name those who talk once."""
    match = DOT.search(line.text, 0, NAME_BEFORE_DOT)
    name = line.text[: match.start()] if match else ""
    *first, last = name.split() or [""]
    if match is None or not first or len(last) < _SURNAME or not last.isupper():
        return None
    if any(style_of(word) != "title" for word in first) or not is_name(name, conventions):
        return None
    return label_at(line, (0, match.start()), match.end(), ".")


def chevrons(lines: Sequence[Line]) -> Habit | None:
    """Read the ">>" of live captions, where somebody else begins; quoted letters have ">" as well."""
    found = [
        label_at(line, match.span("sign"), match.end(), ">")
        if (match := _CHEVRONS.match(line.text))
        else None
        for line in lines
    ]
    others = sum(line.text.startswith(">") and one is None for line, one in zip(lines, found, strict=True))
    # ">>>" alone is where a program asks for a command.
    if others or sum(one is not None and one.printed == ">>" for one in found) < LEAST - 1:
        return None
    return Habit(tuple(_unnamed(one) if one else None for one in found), ())


def initialled(lines: Sequence[Line], units: int) -> Habit | None:
    """Read "A. Low words" and "A. Low" above her words, as a radio station prints who speaks."""
    found = [_initials_and_surname(line) for line in lines]
    often = Counter(one.key for one in found if one)
    taken = tuple(
        one if one and (often[one.key] > 1 or len(one.base.split(".")[-1].strip()) > _SURNAME) else None
        for one in found
    )
    count = sum(one is not None for one in taken)
    several = len(often) >= OFTEN and max(often.values()) >= OFTEN
    return Habit(taken, ()) if several and count >= max(LEAST, 0.4 * units) else None


def _initials_and_surname(line: Line) -> Candidate | None:
    match = _INITIALLED.match(line.text)
    if match is None or not (match["name"][0].isupper() and match["last"][0].isupper()):
        return None
    return label_at(line, match.span("name"), match.end(), " ")


def _unnamed(one: Candidate, base: str = UNNAMED) -> Candidate:
    return Candidate(one.line, base, None, one.printed, one.span, (), None, one.words, one.separator, DASH)


def _is_told(words: str, conventions: Conventions) -> bool:
    """Tell whether a line says between dashes who said it: "— Come, — said the baker."."""
    return any(
        (match["word"].casefold() in conventions.saying)
        or ((match["next"] or "").casefold() in conventions.saying)
        for match in _SAYING_DASH.finditer(words, 1)
    )
