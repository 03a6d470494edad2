"""Reads SubRip captions: cues with times and no voices; labels are looked for in the words."""

import re
from collections.abc import Iterator
from dataclasses import replace

from guwah.instruments.transcripts.assemble import bidi_warnings
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import decode
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.labels import seconds
from guwah.instruments.transcripts.lines import LineNumbers
from guwah.instruments.transcripts.model import Origin, Transcript, Warning_
from guwah.instruments.transcripts.readers.cues import Source, from_cues
from guwah.instruments.transcripts.readers.webvtt import cues_of
from guwah.instruments.transcripts.readers.webvtt_file import Part
from guwah.instruments.transcripts.readers.webvtt_runs import Cue
from guwah.instruments.transcripts.readers.webvtt_warnings import CueFile, odd_times
from guwah.instruments.transcripts.saying import doubt

_CLOCK = r"(?:\d{1,3}[ \t]*:[ \t]*)?\d{1,3}[ \t]*:[ \t]*\d{1,2}(?:[ \t]*[,.][ \t]*\d{1,3})?"
_TIMING = re.compile(rf"[ \t]*(?P<start>{_CLOCK})[ \t]*-{{1,2}}>[ \t]*(?P<end>{_CLOCK})(?=[ \t]|$)")
# Times that cannot be read: a letter for a figure among them, or only one side of the arrow written well.
_ARROW = re.compile(
    rf"[ \t]*(?:-?\d[\dOoIl:.,; \t]*-{{1,2}}>|[^\r\n]{{0,40}}?-{{1,2}}>[ \t]*{_CLOCK}(?=[ \t]|$))"
)
_MOST = 59
_LINE = re.compile("(?P<words>[^\r\n]*)(?P<end>\r\n|\r|\n|$)")
_NUMBER = re.compile(r"[ \t\ufeff]*\d{1,7}[ \t]*")
# Layout that SubRip took from HTML and from ASS; what WebVTT has too is taken out there.
_LAYOUT = re.compile(
    r"</?font[^<>\r\n]{0,200}>|</?[ibus]>|\{\\[^{}\r\n]{1,200}\}|\{/?[ibus]\}", re.IGNORECASE
)


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read a SubRip file.

    Numbers and times are places, never words. Signs of layout are taken out. SubRip names no voices:
    labels in the words are looked for as in labelled text, and without any the cues are paragraphs
    with times.

    Args:
        raw: The whole file.
        conventions: Signs and words.

    Returns:
        The transcript; its text is made of the cues' words, one cue to a line.

    Raises:
        NotUnderstood: `not-srt` when no line has times, `empty-file`, or what `decode` refuses.
    """
    decoded = decode(raw)
    numbers = LineNumbers(decoded.text)
    parts = tuple(parse(decoded.text))
    if not any(part.time for part in parts):
        raise NotUnderstood(
            "not-srt",
            "No line has times as SubRip writes them: 00:00:01,000 --> 00:00:02,000. If this is a text "
            "with speakers' labels, choose that format.",
            line=1,
            column=1,
            offset=0,
        )
    file = CueFile(decoded.text, parts, numbers)
    cues = [bare for cue in cues_of(file, conventions, timed=True) if (bare := _without_layout(cue))]
    if not cues:
        raise NotUnderstood("empty-file", "The file has no cue with words in it.")
    warnings = (
        *decoded.warnings,
        *_odd(file),
        *odd_times(file),
        *bidi_warnings(decoded.text, numbers),
    )
    origin = Origin("srt", decoded.encoding, decoded.bom, raw)
    return from_cues(cues, Source(origin, conventions, warnings))


def parse(text: str) -> Iterator[Part]:
    """Cut a file into cues.

    A cue lasts to the next line with times, so that a blank line inside its words loses none of them.

    Args:
        text: The decoded file.

    Yields:
        `cue` with times and payload; `unknown` for what stands before the first cue. A cue whose times
        cannot be read has none.
    """
    lines = [(match.start(), match.end(), match["words"]) for match in _LINE.finditer(text) if match.group()]
    heads = [n for n, (_, _, words) in enumerate(lines) if _TIMING.match(words) or _ARROW.match(words)]
    numbered = bool(heads) and heads[0] > 0 and _NUMBER.fullmatch(lines[heads[0] - 1][2]) is not None
    begins = [n - 1 if numbered and _is_number(lines, n) else n for n in heads]
    before = lines[: begins[0] if begins else len(lines)]
    if any(words.strip() for _, _, words in before):
        yield Part("unknown", before[0][0], before[-1][1])
    for index, head in enumerate(heads):
        after = begins[index + 1] if index + 1 < len(begins) else len(lines)
        match = _TIMING.match(lines[head][2])
        time = (_seconds(match["start"]), _seconds(match["end"])) if match and _is_clock(match) else None
        end = lines[after - 1][1]
        yield Part("cue", lines[begins[index]][0], end, time, (lines[head][1], end))


def _is_number(lines: list[tuple[int, int, str]], head: int) -> bool:
    """Tell whether the line above a line of times is the number of its cue, and no word of the one before."""
    if head == 0 or not _NUMBER.fullmatch(lines[head - 1][2]):
        return False
    # A cue of nothing but a number has its times right above it.
    return head == 1 or not _TIMING.match(lines[head - 2][2])


def _is_clock(match: re.Match[str]) -> bool:
    """Tell whether no minute and no second is past 59: 99:99:99 is no time, whatever it adds up to."""
    for clock in (match["start"], match["end"]):
        *hours, minutes, last = (re.split("[,.]", part)[0] for part in clock.split(":"))
        if int(last) > _MOST or (hours and int(minutes) > _MOST):
            return False
    return True


def _seconds(clock: str) -> float:
    return seconds("".join(clock.split()))


def _without_layout(cue: Cue) -> Cue | None:
    lines = tuple(_LAYOUT.sub("", line) for line in cue.lines)
    kept = tuple(line for line in lines if line.strip())
    return replace(cue, lines=kept) if kept else None


def _odd(file: CueFile) -> Iterator[Warning_]:
    for part in file.parts:
        line = file.numbers.at(part.start)
        if part.kind == "unknown":
            yield doubt("not-a-cue:above", line)
        elif part.time is None:
            line = file.numbers.at(part.payload[0] - 1) if part.payload else line
            yield doubt("bad-time:cue", line)
