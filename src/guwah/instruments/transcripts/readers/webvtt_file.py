"""The syntax of WebVTT files (W3C WebVTT 1, section 4): every character belongs to one block."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from guwah.instruments.transcripts.clocks import seconds
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.word_times import Said

_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n|$)")
_HEADER = re.compile("WEBVTT(?:[ \t][^\r\n]*)?")
_CLOCK = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
# Meeting programs write "0:0:3.4 --> 0:0:6.12": no figure is missing, only their noughts.
_LOOSE = r"\d{1,3}:[0-5]?\d:[0-5]?\d\.\d{1,3}"
_TIMING = re.compile(
    rf"\s*(?P<start>{_CLOCK}|{_LOOSE})\s*-->\s*(?P<end>{_CLOCK}|{_LOOSE})(?P<settings>(?:\s.*)?)$"
)
_STRICT = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_TAG = re.compile(
    r"<(?:v(?P<class>\.[^\s<>]*)?[ \t]+(?P<voice>[^<>]*)"
    r"|/(?P<close>v)"
    rf"|/?(?:[ibuc]|ruby|rt|lang)(?:\.[^\s<>]*)?(?:[ \t][^<>]*)?|(?P<clock>{_CLOCK}))>"
)


# No tag of WebVTT; OHMS and other programs part paragraphs with it.
_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the file with the lines that end it, verbatim.

    Attributes:
        kind: `header`, `note`, `style`, `region`, `cue`, `blank` or `unknown`.
        start: First code point in the decoded file.
        end: One past the last.
        time: Start and end in seconds of a cue, else None.
        payload: Start and end of a cue's payload in the decoded file, without its last line end.
    """

    kind: str
    start: int
    end: int
    time: tuple[float, float] | None = None
    payload: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Voiced:
    """A stretch of one cue's payload under one voice; `voice` is None where no tag says one.

    Attributes:
        voice: The annotation of the voice tag, or None.
        words: The words, tags of layout taken out and character references resolved.
        said: The same between the times inside the cue, where it has such.
    """

    voice: str | None
    words: str
    said: tuple[Said, ...] = ()


def parse(text: str) -> tuple[Part, ...]:
    """Cut a file into blocks.

    Args:
        text: The decoded file.

    Returns:
        Blocks in order; put together they are the file.

    Raises:
        NotUnderstood: `not-webvtt` when the first line is not the signature.
    """
    first = _LINE.match(text)
    if first is None or not _HEADER.fullmatch(first.group().rstrip("\r\n")):
        hint = " It has the arrows of subtitles: is it SRT?" if " --> " in text[:2000] else ""
        raise NotUnderstood(
            "not-webvtt", f"A WebVTT file begins with the line WEBVTT.{hint}", line=1, column=1, offset=0
        )
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    lines: list[tuple[int, int, str]] = []
    first = True
    for start, end, words in _lines(text):
        # The timing line begins a cue also where no blank line stands before it (section 6.1).
        if words.strip() == "":
            if lines:
                yield _part(lines, header=first)
                first, lines = False, []
            yield Part("blank", start, end)
        else:
            lines.append((start, end, words))
    if lines:
        yield _part(lines, header=first)


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    position = 0
    while position < len(text):
        match = _LINE.match(text, position)
        end = match.end() if match else len(text)
        yield position, end, text[position:end].rstrip("\r\n")
        position = end


def _part(lines: list[tuple[int, int, str]], *, header: bool) -> Part:
    start, end = lines[0][0], lines[-1][1]
    opening = lines[0][2]
    if header:
        return Part("header", start, end)
    for kind, word in (("note", "NOTE"), ("style", "STYLE"), ("region", "REGION")):
        if opening == word or opening.startswith((word + " ", word + "\t")):
            return Part(kind, start, end)
    for index, (_, timing_end, words) in enumerate(lines[:2]):
        match = _TIMING.match(words)
        if match:
            body_end = lines[-1][0] + len(lines[-1][2]) if len(lines) > index + 1 else timing_end
            time = (seconds(match["start"]), seconds(match["end"]))
            return Part("cue", start, end, time, (min(timing_end, body_end), body_end))
    return Part("unknown", start, end)


def bad_times(text: str, parts: Sequence[Part]) -> Iterator[int]:
    """Yield where the lines begin that have the arrow of times and whose times cannot be read.

    Args:
        text: The decoded file.
        parts: Its blocks.
    """
    for part in parts:
        if part.kind in {"unknown", "header"}:
            for start, _, words in _lines(text[part.start : part.end]):
                if "-->" in words and not _TIMING.match(words):
                    yield part.start + start


def loose_times(text: str, parts: Sequence[Part]) -> Iterator[int]:
    """Yield where the cues begin whose times can be read and lack noughts that the standard asks for."""
    for part in parts:
        lines = list(_lines(text[part.start : part.end]))[:2] if part.time else ()
        if any(_TIMING.match(words) and not _STRICT.match(words) for _, _, words in lines):
            yield part.start


def voiced(payload: str, keep: re.Pattern[str], begins: float | None = None) -> tuple[Voiced, ...]:
    """Read a cue's payload.

    Args:
        payload: The payload, line breaks included.
        keep: Signs of transcribers that look like tags and are words here.
        begins: When the cue begins, in seconds: before the first time inside it, words are heard from then.

    Returns:
        Its stretches in order. Tags of layout and time are taken out; anything else in angle brackets
        stays, so that no sign of a transcriber is lost.
    """
    reading = _Payload(begins)
    position = 0
    while position < len(payload):
        kept = keep.match(payload, position)
        tag = None if kept else _TAG.match(payload, position)
        if kept and kept.end() > position:
            reading.words.append(kept.group())
            position = kept.end()
        elif line := _BREAK.match(payload, position):
            reading.words.append("\n")
            position = line.end()
        elif tag:
            reading.tag(tag)
            position = tag.end()
        else:
            reading.words.append(payload[position])
            position += 1
    reading.ended(None)
    *before, last = [one for one in reading.found if one.words.strip()] or [Voiced(None, "")]
    return (*(replace(one, said=_closed(one.said)) for one in before), *([last] if last.words else []))


def _closed(said: Sequence[Said]) -> tuple[Said, ...]:
    """Return words behind which another voice speaks: the end of the cue is not the end of the last one."""
    return tuple(one if one.end is not None else Said(one.words, None) for one in said)


class _Payload:
    """A cue's payload as far as it is read."""

    def __init__(self, begins: float | None) -> None:
        self.found: list[Voiced] = []
        self.words: list[str] = []
        self._voice: str | None = None
        self._since = begins
        self._said: list[Said] = []
        self._reached = 0
        self._stamped = False

    def tag(self, tag: re.Match[str]) -> None:
        """Take a tag: a voice ends what was said before it, so does a time; all others are layout."""
        if tag["voice"] is not None or tag["close"]:
            self.ended(html.unescape(tag["voice"]).strip() if tag["voice"] is not None else None)
        elif tag["clock"]:
            now = seconds(tag["clock"])
            self._until(now)
            self._since, self._stamped = now, True

    def _until(self, now: float | None) -> None:
        self._said.append(Said(self._plain(self.words[self._reached :]), self._since, now))
        self._reached = len(self.words)

    def ended(self, voice: str | None) -> None:
        """End what one voice says."""
        if self._plain(self.words[self._reached :]).strip():
            self._until(None)
            # When the next voice begins is known only where a time says it.
            self._since = None
        said = tuple(self._said) if self._stamped else ()
        self.found.append(Voiced(self._voice, self._plain(self.words), said))
        self._voice, self.words, self._said, self._reached = voice, [], [], 0

    @staticmethod
    def _plain(words: Sequence[str]) -> str:
        return html.unescape("".join(words))
