"""The words of a text as subtitles of its recording (WebVTT), without what is cut; never on the disk."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from guwah.instruments.alignment import sentences
from guwah.instruments.languages import BadTag, parse
from guwah.instruments.transcripts.masking import SIGN
from guwah.instruments.transcripts.model import Span
from guwah.instruments.transcripts.word_times import unpacked, within
from guwah.instruments.transcripts.writers.cues import clock
from guwah.steps.testimony.editing.word_rows import heard_in
from guwah.steps.testimony.layers import queries
from guwah.steps.testimony.layers.reviewing import is_unchecked
from guwah.steps.testimony.layers.versions import group_of
from guwah.steps.testimony.search.withheld import closed, inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guwah.instruments.redaction.spans import Spans
    from guwah.instruments.transcripts.model import Word
    from guwah.steps.testimony.models import Block, Layer, Revision

_LEAST = 0.001
# What has no end is shown as long as a short sentence is read; what is longer than two lines is divided.
_SHOWN, _LONGEST = 4.0, 90

# Languages of the interface and the script each is in; a text in another script has other readers.
_INTERFACE = {
    "en": ("en", "Latn"),
    "ru": ("ru", "Cyrl"),
    "kk": ("kk", "Cyrl"),
    "ug": ("ug", "Arab"),
    "zh": ("zh-hans", "Hans"),
}

_Timed = tuple[int, int, float, float]


@dataclass(frozen=True, slots=True)
class Track:
    """A text that a recording can be seen with.

    Attributes:
        layer: the text.
        revision: its revision on the screen.
        of: the text whose recording and times these are.
        language: tag, may be empty.
    """

    layer: Layer
    revision: Revision
    of: Layer
    language: str


def tracks(layer: Layer, others: Iterable[tuple[Layer, Revision]], revision: Revision) -> list[Track]:
    """Return the tracks of a recording: the text that was taken from it, and those that stand beside it."""
    found = [Track(each, shown, layer, each.language) for each, shown in ((layer, revision), *others)]
    if not _has_times(revision):
        return []
    return [each for each in found if _has_times(each.revision) or _answers(revision, each.revision)]


def _has_times(revision: Revision) -> bool:
    return revision.blocks.filter(time_start__isnull=False).exists()


def _answers(heard: Revision, revision: Revision) -> bool:
    return queries.alignment_between(heard, revision) is not None


def written(revision: Revision, of: Layer, heard: Revision) -> str:
    """Return the subtitles of a text.

    When single words are heard says where a long turn is divided, and is not written among them: a player
    shows a cue whole from its beginning, with stamps or without, and the page marks each word as it is heard.

    Args:
        revision: the newest of the text whose words are shown.
        of: the text that the recording belongs to; for its own subtitles the same.
        heard: the newest revision of that.
    """
    holes = closed(group_of(revision.layer))[revision.layer_id]
    sign = sign_in(revision.layer.language)
    cues = [
        f"{clock(begins, '.')} --> {clock(max(ends, begins + _LEAST), '.')}\n{words}"
        for start, end, begins, ends in _times(revision, of, heard)
        if (words := _words(revision.text, holes, (start, end), sign))
    ]
    if is_unchecked(revision.layer):
        # Shown first, because a player shows nothing else of a track.
        cues.insert(0, f"{clock(0, '.')} --> {clock(_SHOWN, '.')}\n{escape(_('Machine-made, not checked'))}")
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def sign_in(language: str) -> str:
    """Return what stands for words that are withheld, as those read it who read the text.

    Args:
        language: tag of the text; where the interface is not in it, or in another script, the English sign.
    """
    try:
        tag = parse(language)
    except BadTag:
        return SIGN
    known = _INTERFACE.get(tag.language)
    if known is None or tag.script not in {None, known[1]}:
        return SIGN
    with translation.override(known[0]):
        return _("[withheld]")


def _words(text: str, holes: Spans, place: tuple[int, int], sign: str) -> str:
    found, reached = "", 0
    said = text[slice(*place)]
    for first, last in inside(holes, *place):
        found += said[reached:first] + sign
        reached = last
    # A line break would end the cue, and so would an arrow.
    return escape(" ".join((found + said[reached:]).split()), quote=False)


def _times(revision: Revision, of: Layer, heard: Revision) -> list[_Timed]:
    """Return when which stretches of a text are heard; its own times, or those of the turns it answers to."""
    blocks = list(revision.blocks.order_by("start"))
    if revision.layer_id == of.pk or any(each.time_start is not None for each in blocks):
        words = _words_heard(revision, blocks)
        return [
            each for timed in _of_blocks(revision, blocks) for each in _divided(revision.text, timed, words)
        ]
    alignment = queries.alignment_between(heard, revision)
    if alignment is None:
        return []
    first = alignment.one_id == heard.pk
    own = list(_of_blocks(heard, list(heard.blocks.order_by("start"))))
    found: list[_Timed] = []
    for row in queries.live(alignment):
        ours, theirs = (row.one_start, row.one_end), (row.other_start, row.other_end)
        if not first:
            ours, theirs = theirs, ours
        said = [(a, b) for start, end, a, b in own if ours[0] <= start and end <= ours[1]]
        there = [each for each in blocks if theirs[0] <= each.start < theirs[1]]
        if said and there:
            begins, ends = min(a for a, _ in said), max(b for _, b in said)
            found += _shared(revision.text, [(each.start, each.end) for each in there], begins, ends)
    return found


def _of_blocks(revision: Revision, blocks: Sequence[Block]) -> Iterator[_Timed]:
    """Yield the cues of every block that has a time, or the whole of it where it has none inside."""
    cues = [each for each in revision.reading.get("cues", ()) if each[2] is not None]
    at = 0
    for block, after in pairwise((*blocks, None)):
        if block is None:
            continue
        own = []
        while at < len(cues) and cues[at][0] < block.end:
            if cues[at][1] > block.start:
                own.append(cues[at])
            at += 1
        if own:
            for start, end, begins, ends, _ in own:
                yield max(start, block.start), min(end, block.end), begins, _end(begins, ends, None)
        elif block.time_start is not None:
            later = after.time_start if after is not None else None
            yield block.start, block.end, block.time_start, _end(block.time_start, block.time_end, later)


def _end(begins: float, ends: float | None, later: float | None) -> float:
    if ends is not None:
        return ends
    return later if later is not None and later > begins else begins + _SHOWN


def _words_heard(revision: Revision, blocks: Iterable[Block]) -> list[Word]:
    """Return the single words of which it is known when they are heard, in order."""
    kept = heard_in(revision)
    return [word for each in blocks if each.uid in kept for word in unpacked(kept[each.uid], each.start)]


def _divided(text: str, timed: _Timed, words: Sequence[Word]) -> list[_Timed]:
    """Divide what no screen holds between its sentences: by when their words are heard, or by lengths."""
    start, end, begins, ends = timed
    if end - start <= _LONGEST:
        return [timed]
    parts = _shared(text, [(start + a, start + b) for a, b in sentences(text[start:end])], begins, ends)
    known = [(begins, begins)]
    for first, last, by_length, _end_by_length in parts[1:]:
        own = within(words, Span(first, last))
        # A time that goes back, or out of what is divided, was said of something else.
        if own and known[-1][1] <= own[0].time[0] < ends:
            known.append((by_length, own[0].time[0]))
    known.append((ends, ends))
    return [(first, last, _second(known, a), _second(known, b)) for first, last, a, b in parts]


def _second(known: Sequence[tuple[float, float]], by_length: float) -> float:
    """Return when what is heard at a time by its length is heard, between two of which both is known."""
    at = bisect_right(known, by_length, key=lambda one: one[0])
    if at == len(known):
        return known[-1][1]
    (before, since), (after, until) = known[at - 1], known[at]
    return since + (until - since) * (by_length - before) / (after - before)


def _shared(text: str, places: Sequence[tuple[int, int]], begins: float, ends: float) -> list[_Timed]:
    parts = [
        (start + a, start + b)
        for start, end in places
        for a, b in (sentences(text[start:end]) if end - start > _LONGEST else [(0, end - start)])
    ]
    whole = sum(b - a for a, b in parts) or 1
    found, passed = [], 0
    for a, b in parts:
        first = begins + (ends - begins) * passed / whole
        passed += b - a
        found.append((a, b, first, begins + (ends - begins) * passed / whole))
    return found
