"""Lines that look like labelled ones, or stand between turns, and are nobody's: heads, stages, notices."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from guwah.instruments.transcripts.clocks import stamp_before
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.events import aside
from guwah.instruments.transcripts.front_matter import fields_above, headlines
from guwah.instruments.transcripts.introducing import OFTEN, is_short_for
from guwah.instruments.transcripts.labels import Candidate, fold, style_of
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.notices import is_notice
from guwah.instruments.transcripts.single import SENTENCE_ENDS, is_full_name, is_han_name, said_with
from guwah.instruments.transcripts.wordlists import begins

_BRACKETED = re.compile(r"\s*[\[(（【][^\[\]()（）【】]*[\])）】]\s*")
_RULED = ("--", "––", "——", "—–")
_RULED_LONG = ("---", "–––", "———")
# A line to write on: "Tenant: ________".
_FILL_IN = re.compile(r"[\s.…]*_{3,}[\s._…]*|[.…]{6,}")
# "Clerk: Low A.B." says who it is, whatever the office.
_SURNAME_FIRST = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})?\s[^\W\d_]\.\s?[^\W\d_]\.")
# "Informant: Ann Low, born 1938".
_AFTER_NAME = re.compile(r",\s*\S*\d{4}.*$")
# "See Low: The bread of the valley" is a note at the foot of a page.
_REFERRING = frozenset(
    {
        *("see", "cf", "cfr", "vgl", "siehe", "voir", "véase", "vid", "ver", "confer", "см", "ср", "bkz"),
        *("zob", "por", "viz", "zie", "se", "қараңыз"),
    }
)
_STAGE_WORDS = 14
_LEGEND_WORDS = 5
_WORD = re.compile(r"[^\W\d_]+")


def announces(one: Candidate, conventions: Conventions) -> bool:
    """Tell whether words before a colon announce speech or say a stage of a hearing, and name nobody."""
    if one.key in conventions.role_words:
        return False
    if one.key in conventions.never_labels:
        return True
    words = one.key.split()
    if len(words) > 1 and words[0].rstrip(".") in _REFERRING:
        return True
    if len(words) > 1 and (words[-1] in conventions.saying or _says_stage(one.key, conventions)):
        return True
    return one.style == "uncased" and any(
        one.key.endswith(suffix) and len(one.key) > len(suffix) for suffix in conventions.speech_suffixes
    )


def _says_stage(words: str, conventions: Conventions) -> bool:
    return begins(words, conventions.stage_words) is not None


def header_lines(
    lines: Sequence[Line], found: Sequence[Candidate | None], conventions: Conventions
) -> list[Candidate | None]:
    """Return, for each line, its key and value when it only looks like a label and words, or None.

    A key on the list is one, and so are "Interviewer: Full Name" and whatever stands among such lines above
    the talk with a key that never returns and a value that is no sentence. "WITNESS: JOAN DOE [Resumed]"
    inside a hearing is one too.

    Args:
        lines: Lines with something in them.
        found: For each line its beginning as a label, or None.
        conventions: Keys of header lines and words of roles.
    """
    often = Counter(one.key for one in found if one)
    speaking = speaking_initials(found)
    headers = [
        one if one and one.key not in speaking and _is_header(one, often, conventions) else None
        for one in found
    ]
    for index in fields_above(lines, found) | headlines(lines, found):
        headers[index] = found[index]
    _head_blocks(lines, found, headers, often)
    _value_lines(lines, found, headers, conventions)
    return headers


def speaking_initials(found: Sequence[Candidate | None]) -> frozenset[str]:
    """Return initials that return before sentences: "CC" copies a letter once, and here it is somebody."""
    initials = [one for one in found if one and one.style == "initials"]
    often = Counter(one.key for one in initials)
    ended = Counter(one.key for one in initials if said_with(one).endswith(SENTENCE_ENDS))
    return frozenset(key for key, count in often.items() if count >= OFTEN and OFTEN * ended[key] >= count)


def _head_blocks(
    lines: Sequence[Line],
    found: Sequence[Candidate | None],
    headers: list[Candidate | None],
    often: Counter[str],
) -> None:
    """Take as header lines the keys that stand in blocks of header lines only, each once in its block."""
    members = {
        index: one
        for block in _blocks(lines)
        if _is_head(block, found, headers)
        for index in block
        if headers[index] is None and (one := found[index]) and _is_entry(one)
    }
    inside = Counter(one.key for one in members.values())
    for index, one in members.items():
        if inside[one.key] == often[one.key]:
            headers[index] = one


def _is_head(block: range, found: Sequence[Candidate | None], headers: Sequence[Candidate | None]) -> bool:
    """Tell whether a block has a header line in it, and no key twice."""
    keys = [one.key for index in block if (one := found[index])]
    return any(headers[index] for index in block) and len(set(keys)) == len(keys)


def _blocks(lines: Sequence[Line]) -> Iterator[range]:
    """Yield the lines between two empty lines, by index."""
    starts = [0, *(index for index, line in enumerate(lines) if line.gap and index), len(lines)]
    for start, end in pairwise(starts):
        yield range(start, end)


def _is_entry(one: Candidate) -> bool:
    value = said_with(one)
    return bool(value) and not value.endswith(SENTENCE_ENDS)


def _is_header(one: Candidate, often: Counter[str], conventions: Conventions) -> bool:
    if one.key in conventions.role_words and (
        often[one.key] >= OFTEN or one.key not in conventions.header_keys
    ):
        return often[one.key] == 1 and one.style == "upper" and _is_name_in_capitals(said_with(one))
    if _FILL_IN.fullmatch(said_with(one)):
        return True
    return (one.key in conventions.header_keys and one.separator != ".") or _is_legend(one, conventions)


def _is_legend(one: Candidate, conventions: Conventions) -> bool:
    """Tell whether a line says whom a letter stands for, by a role: "M : moi, l’interviewer"."""
    words = _WORD.findall(said_with(one).casefold())
    short = 0 < len(words) <= _LEGEND_WORDS and not said_with(one).endswith(SENTENCE_ENDS)
    return (
        one.style == "initials"
        and short
        and any(len(word) > 1 and word in conventions.role_words for word in words)
    )


def _is_name_in_capitals(value: str) -> bool:
    words = _BRACKETED.sub(" ", value).strip()
    return len(words.split()) > 1 and style_of(words) == "upper" and not words.endswith(SENTENCE_ENDS)


def _value_lines(
    lines: Sequence[Line],
    found: Sequence[Candidate | None],
    headers: list[Candidate | None],
    conventions: Conventions,
) -> None:
    """Take "Interviewer: Full Name" and its like at the head of a text as header lines, not as turns."""
    often = Counter(one.key for one in found if one)
    head = 0
    for index, one in enumerate(found):
        if one is None:
            if index > head + OFTEN:
                return
            continue
        if headers[index] is None:
            named = _is_value(one, conventions) or _names_a_speaker(one, often, conventions)
            if not named and not _among(index, one, lines, headers, often):
                return
            headers[index] = one
        head = index


def _is_value(one: Candidate, conventions: Conventions) -> bool:
    """Tell whether a line says who has a role or a letter: "Narrator: Ann Low", "AL: Ann Low"."""
    name = _AFTER_NAME.sub("", _BRACKETED.sub("", said_with(one)))
    if one.style == "initials" and is_full_name(name) and is_short_for(one.key, name):
        return True
    if _SURNAME_FIRST.fullmatch(name) and name[0].isupper():
        return True
    return one.key in conventions.role_words and (is_full_name(name) or is_han_name(name))


def _names_a_speaker(one: Candidate, often: Counter[str], conventions: Conventions) -> bool:
    """Tell whether a line says who of those that speak has a role: "Witness: Ann" above "Ann: words"."""
    name = fold(_BRACKETED.sub("", said_with(one)))
    return one.key in conventions.role_words and name != one.key and often[name] > 1


def _among(
    index: int,
    one: Candidate,
    lines: Sequence[Line],
    headers: Sequence[Candidate | None],
    often: Counter[str],
) -> bool:
    """Tell whether a line stands among header lines with a key of its own and a value that is no sentence."""
    if often[one.key] > 1 or not _is_entry(one):
        return False
    above = index > 0 and headers[index - 1] is not None and not lines[index].gap
    below = index + 1 < len(lines) and headers[index + 1] is not None and not lines[index + 1].gap
    return above or below


def _is_chat(labels: Sequence[Candidate | None]) -> bool:
    """Tell whether at least every second label has a day and an hour, as a messenger writes them."""
    taken = [one for one in labels if one]
    stamped = sum(bool(one.stamp) for one in taken)
    return stamped > 0 and 2 * stamped >= len(taken)


def _is_between(line: Line, header: Candidate | None, conventions: Conventions) -> bool:
    """Tell whether a line names a stage of a hearing, or who is heard next."""
    return bool(_is_stage(line, conventions) or _is_role_header(header, conventions))


def nobody_says(
    lines: Sequence[Line],
    labels: Sequence[Candidate | None],
    headers: Sequence[Candidate | None],
    conventions: Conventions,
    headings: frozenset[int] = frozenset(),
) -> Iterator[int]:
    """Yield the lines that nobody says though they stand between turns.

    Stages of a hearing ("--- Recess taken at 10.30", "Cross-examination by Mr. Low:") when a turn or another
    such line follows; and in a talk of a messenger the notices that have a day and an hour but no name.

    Args:
        lines: Lines with something in them.
        labels: For each line the label that begins a turn there, or None.
        headers: For each line its key and value as a header line, or None.
        conventions: Words of stages.
        headings: Offsets of lines that are headings by their style.
    """
    chat = _is_chat(labels)
    followed = trailing = True
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if labels[index]:
            followed, trailing = True, False
        elif (
            (chat and stamp_before(line))
            or is_notice(line)
            or (
                followed
                and (
                    line.start in headings
                    or _is_between(line, headers[index], conventions)
                    or (trailing and line.gap and headers[index] is not None)
                )
            )
        ):
            yield index
        elif aside(line, conventions) is None:
            followed = False


def _is_role_header(one: Candidate | None, conventions: Conventions) -> bool:
    return one is not None and one.key in conventions.role_words


def _is_stage(line: Line, conventions: Conventions) -> bool:
    words = line.text.lstrip("-–— ")
    if len(words.split()) > _STAGE_WORDS:
        return False
    if line.text.startswith(_RULED) and words[:1].isupper():
        return line.text.startswith(_RULED_LONG) or line.gap or _says_stage(words, conventions)
    closed = words.endswith((":", "]", "：")) or style_of(words) == "upper"
    return closed and _says_stage(words, conventions)
