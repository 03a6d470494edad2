"""The speaker's own words: marks taken out, with a way back to the text they stand in."""

import bisect
from dataclasses import dataclass

from guwah.instruments.transcripts.model import Span, Transcript


@dataclass(frozen=True, slots=True)
class PlainText:
    """Words without editors' marks.

    Attributes:
        words: The words.
        mapping: For each code point of the words its offset in the transcript's text, ascending.
    """

    words: str
    mapping: tuple[int, ...]

    def span_of(self, start: int, end: int) -> Span:
        """Return the stretch of the text that words[start:end] stand in; marks between count in it.

        Raises:
            ValueError: The stretch is empty or reaches beyond the words.
        """
        if not 0 <= start < end <= len(self.words):
            raise ValueError("no such stretch of words")
        return Span(self.mapping[start], self.mapping[end - 1] + 1)

    def at(self, offset: int) -> int:
        """Return where in the words an offset of the text falls; inside a mark, where it was taken out."""
        return bisect.bisect_left(self.mapping, offset)


def plain(transcript: Transcript, start: int, end: int) -> PlainText:
    """Take the marks out of a stretch of text.

    Where a mark stood between two spaces one of them goes with it, so that words searched for are
    found; nothing else is changed.

    Args:
        transcript: The text and its marks.
        start: First code point.
        end: One past the last.
    """
    text = transcript.text
    kept: list[int] = []
    position = start
    for mark in transcript.marks:
        if mark.end <= position or mark.start >= end or mark.start == mark.end:
            continue
        kept.extend(range(position, max(position, mark.start)))
        position = mark.end
        if position < end and text[position] == " " and (not kept or text[kept[-1]].isspace()):
            position += 1
    kept.extend(range(position, end))
    return PlainText("".join(text[at] for at in kept), tuple(kept))
