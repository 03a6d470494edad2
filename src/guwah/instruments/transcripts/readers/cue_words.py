"""Where the single words of cues are heard, once the cues stand in the text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from guwah.instruments.transcripts.model import Segment, Span, Transcript, Warning_, Word
from guwah.instruments.transcripts.readers.webvtt_runs import Cue
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.word_times import located, within


def with_words(transcript: Transcript, cues: Sequence[Cue], places: Sequence[Segment]) -> Transcript:
    """Give a text the words that its file times one by one, and say it where they cannot be placed.

    Args:
        transcript: The text.
        cues: Its cues; those that were one in the file follow each other with the same `said`.
        places: Where each stands in the text, in the same order.
    """
    found: list[Word] = []
    lost = False
    for said, parts in groupby(zip(cues, places, strict=True), key=lambda pair: id(pair[0].said)):
        del said
        first, *rest = parts
        cue, begin = first
        end = rest[-1][1] if rest else begin
        timed = [one for one in cue.said if one.start is not None]
        until = cue.time[1] if cue.time else None
        words = located(transcript.text, Span(begin.start, end.end), cue.said, until) if timed else []
        lost |= bool(timed) and not words
        found.extend(words)
    told = (*transcript.warnings, *_told(transcript.warnings, lost=lost))
    return replace(transcript, words=tuple(_of_blocks(transcript, found)), warnings=told)


def _told(warnings: Iterable[Warning_], *, lost: bool) -> Iterator[Warning_]:
    if lost and all(one.key != "word-times-left-out" for one in warnings):
        yield doubt("word-times-left-out")


def _of_blocks(transcript: Transcript, words: Sequence[Word]) -> Iterator[Word]:
    """Yield the words that somebody says: a label that was recognised as speech is none of them."""
    for session in transcript.sessions:
        for turn in session.turns:
            yield from within(words, turn)
    for block in transcript.blocks:
        yield from within(words, block)
