"""The older transcript of OHMS: plain lines, and for each minute the line and word at which it begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from guwah.instruments.transcripts.model import Segment

_SYNC = re.compile(r"\s*(?P<step>\d{1,3})\s*:\s*(?P<places>[\d()|\s]*)")
_PLACE = re.compile(r"(?P<line>\d{1,7})(?:\((?P<word>\d{1,5})\))?")
_REFERENCE = re.compile(r"[ \t]*\[\[footnote\]\]\s*(?P<number>\d{1,4})\s*\[\[/footnote\]\]")
_NOTES = re.compile(r"\[\[footnotes\]\](?P<inside>.*?)(?:\[\[/footnotes\]\]|\Z)", re.DOTALL)
_NOTE = re.compile(r"\[\[note\]\](?P<words>.*?)\[\[/note\]\]", re.DOTALL)
_LINK = re.compile(r"\[\[link\]\].*?\[\[/link\]\]", re.DOTALL)
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Plain:
    """A transcript without its footnotes.

    Attributes:
        text: The words, with the lines of the file.
        notes: Offset and words of each footnote.
    """

    text: str
    notes: tuple[tuple[int, str], ...]


def without_footnotes(text: str) -> Plain:
    """Take footnotes out of the words; those nobody refers to stand at the end of the text."""
    section = _NOTES.search(text)
    told: list[str] = []
    if section:
        told = [" ".join(_LINK.sub("", one["words"]).split()) for one in _NOTE.finditer(section["inside"])]
        text = text[: section.start()].rstrip() + text[section.end() :].rstrip()
    out: list[str] = []
    notes: list[tuple[int, str]] = []
    length, position = 0, 0
    referred: set[int] = set()
    for match in _REFERENCE.finditer(text):
        number = int(match["number"])
        if not 1 <= number <= len(told):
            continue
        out.append(text[position : match.start()])
        length += match.start() - position
        position = match.end()
        referred.add(number)
        notes.append((length, told[number - 1]))
    out.append(text[position:])
    whole = "".join(out)
    left = [words for number, words in enumerate(told, start=1) if number not in referred and words]
    return Plain(whole, (*notes, *((len(whole.rstrip()), words) for words in left)))


def stretches_of(text: str, sync: str) -> list[Segment] | None:
    """Return the stretches of a text by the minutes they are spoken in.

    The sync string `1:|13(3)|19(14)` says that minute 1 begins at word 3 of line 13 and minute 2 at word 14
    of line 19, lines and words counted from 1; the number before the colon is the length of a step.

    Args:
        text: The transcript.
        sync: The string, or an empty one.

    Returns:
        Stretches in order, from the beginning to the end of the text; empty where nothing is synchronised,
        None where the string cannot be read or does not fit the text.
    """
    if not sync.strip():
        return []
    match = _SYNC.fullmatch(sync)
    if match is None or not int(match["step"]):
        return None
    places = [one.strip() for one in match["places"].strip().strip("|").split("|")]
    starts = [0]
    lines = text.split("\n")
    begins = _begins(lines)
    for one in filter(None, places):
        found = _PLACE.fullmatch(one)
        if found is None or not 1 <= int(found["line"]) <= len(lines):
            return None
        at = int(found["line"]) - 1
        starts.append(begins[at] + _word(lines[at], int(found["word"] or 1)))
    if any(after < before for before, after in pairwise(starts)):
        return None
    step = int(match["step"]) * _MINUTE
    ends = [*starts[1:], len(text)]
    return [
        Segment(start, end, (n * step, (n + 1) * step if n + 1 < len(starts) else None))
        for n, (start, end) in enumerate(zip(starts, ends, strict=True))
        if start < end
    ]


def _begins(lines: Sequence[str]) -> list[int]:
    begins, position = [], 0
    for line in lines:
        begins.append(position)
        position += len(line) + 1
    return begins


def _word(line: str, number: int) -> int:
    """Return where a word of a line begins, counted from 1; the end of the line when it has fewer."""
    words = list(re.finditer(r"\S+", line))
    return words[number - 1].start() if 1 <= number <= len(words) else (0 if number < 1 else len(line))
