"""Everything a reader or a writer may doubt: the one place where doubts are made, by key, with values."""

import bisect
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from guwah.instruments.transcripts.lines import ENDS
from guwah.instruments.transcripts.model import Transcript, Warning_

_NOT_TAKEN = "This line begins like a label and was not taken as one"
_DRAFT = "A machine wrote this: a draft, and the ground of nothing before a person has checked it by ear."
_CONTROLS = "{n} control characters cannot stand in XML; U+FFFD stands for each."
_MORE_CUES = "{n} more cues are like this."
_MORE_ROWS = "{n} more rows are like this."

SAYS: dict[str, str] = {
    "alternative-left-out": "The file has the text in another language too; it is kept in the file only.",
    "annotations": "Annotations beside the words (spanGrp) are not read: {n} groups of them.",
    "bad-sync": "What says in which minute a line is spoken does not fit the lines; the text has no times.",
    "bad-time:cue": "The times of this cue cannot be read; its words are kept without them.",
    "bad-time:line": "This is no time of a recording: it is kept as it is written, and not counted.",
    "bad-time:row": "This time cannot be read; the words are kept without it.",
    "bad-time:more": _MORE_ROWS,
    "below-turns": (
        "What stands below the last turn and an empty line was taken for a note of whoever wrote the talk "
        "down, from this line on: nobody says it."
    ),
    "bidi-control": "An invisible character here can change the order words are shown in.",
    "bidi-control:more": "{n} more lines hold such characters.",
    "cells-joined": "This row has more cells than columns; they were joined as words with commas in them.",
    "cells-joined:more": _MORE_ROWS,
    "characters-lost:docx": "{n} control characters cannot stand in DOCX.",
    "characters-lost:xml": _CONTROLS,
    "columns-left-out": "{n} columns are neither words, speaker nor time; they are kept in the file only.",
    "columns-left-out:beside": (
        "Translations and notes stand beside turns only; without speakers they are kept in the file."
    ),
    "comments": "{n} comments stand as notes beside the words.",
    "cue-backwards": "This cue starts before the cue above it; the order of the file is kept.",
    "cue-backwards:more": _MORE_CUES,
    "cue-ends-first": "This cue ends before it starts, or at once; its times are kept as they are.",
    "cue-ends-first:more": _MORE_CUES,
    "cues-overlap": "This cue starts before the cue above it has ended; both are kept as they are.",
    "cues-overlap:more": _MORE_CUES,
    "cues-overlap:stretches": "{n} stretches begin while another one lasts; all are kept.",
    "divided-words": "{n} lines end with a hyphen that may only divide a word, as in print.",
    "embedded": "{n} pictures or embedded objects are not part of the text.",
    "empty-turn": "A label stands here without words.",
    "empty-turn:line": "A main line stands here without words.",
    "empty-turn:row": "This row names a speaker and has no words.",
    "empty-turn:more": _MORE_ROWS,
    "endnotes": "{n} endnotes stand as notes beside the words.",
    "footnotes": "{n} footnotes stand as notes beside the words.",
    "headers-left-out": "{n} headers say more of the recording and are kept in the file only.",
    "index-only": "The file has no transcript: these are the points of its index.",
    "label-once": "This label stands only once: is it a speaker?",
    "language-columns": (
        "Columns are called by languages: the first was taken for the words, the next for their translation."
    ),
    "loose-times": "The times lack noughts (0:0:3.4 for 00:00:03.400); they were read as what they say.",
    "low-probability": "The program itself doubts {n} words of it.",
    "machine-draft": _DRAFT,
    "margins": "Headers and footers are not part of the text.",
    "matter-left-out": "This line stands outside the table and is not read.",
    "maybe-machine": "The file does not say whether a person or a machine wrote it down.",
    "milliseconds": "The times are whole numbers and were taken as thousandths of a second.",
    "minute-times": "The times are those of a minute of the recording: the words are spoken within it.",
    "no-end": "The file does not end with @End: was it cut off?",
    "no-header": "No line names the columns; they are known by what is in them.",
    "no-speaker": "This row names no speaker: its words are a note and nobody's.",
    "no-speaker:more": _MORE_ROWS,
    "no-times": "The turns have no times: the cues keep their order only.",
    "no-times:paragraphs": "A text without turns has no times: the cues keep its order only.",
    "no-turns": "No turns were found: the text is kept as paragraphs.",
    "no-voice": "No voice is named for these words.",
    "no-voice:segments": "{n} segments name no speaker; their words are nobody's.",
    "no-voice:utterances": "Nobody is named who speaks in some utterances: {n} of them.",
    "not-a-cue": "This block is neither cue nor note; it is kept.",
    "not-a-cue:above": "What stands before the first cue is kept in the file only.",
    "not-a-turn": "This line belongs to no main line.",
    "not-chat": "This line begins with none of @, *, % and a tab: it is kept as a note and is nobody's.",
    "notes-left-out:annotations": "{n} annotations are said of none that has words, and are not read.",
    "notes-left-out:times": "{n} notes stand at other times than the words and are not read.",
    "numbering": "{n} paragraphs have numbers or dots of the program; these are not part of the text.",
    "other-encoding:marked": "The file is {encoding}, as its byte order mark says; it was read as that.",
    "other-encoding:said": "The file is {encoding}, as it was said; it was read as that.",
    "pauses": "Pauses are not part of the text: {n} of them.",
    "possible-change": (
        "This line begins with a dash, as another voice does; it belongs to the turn before it, since no "
        "label stands here."
    ),
    "possible-change:announced": (
        "This line begins with a dash below a colon and was taken as a turn: are the words only quoted?"
    ),
    "possible-change:headings": (
        "Headings were taken for those who speak below them, and nobody asks anything: are they sections?"
    ),
    "possible-change:one-label": (
        "Only one label stands in this text, and these words are below it: does somebody else speak here?"
    ),
    "possible-label:announces": f"{_NOT_TAKEN}: such words announce speech.",
    "possible-label:entries": f"{_NOT_TAKEN}: most such lines are entries of a list, and no sentences.",
    "possible-label:never": f"{_NOT_TAKEN}: no label recurs in this text.",
    "possible-label:once": f"{_NOT_TAKEN}: it stands only once and is not written like the others.",
    "possible-label:otherwise": f"{_NOT_TAKEN}: the other turns are divided in another way.",
    "possible-label:untagged": (
        f"{_NOT_TAKEN}: no voice tag says so, though this file has voice tags; its words belong to the voice "
        "before them."
    ),
    "possible-session": "This line looks like the title of another conversation; it was left in its turn.",
    "records-left-out": "The file has {n} more records; only the first is read.",
    "session-break:below-title": (
        "A new conversation begins here; what stands below its title, up to a label, is nobody's."
    ),
    "session-break:in-sentence": "A new conversation begins here, in the middle of a sentence.",
    "symbol": "{n} symbols of a picture font are shown as a replacement character.",
    "tier-as-speaker": "{n} tiers were taken as one speaker each. Are they?",
    "tiers-beside": "{n} annotations of tiers below (translations, glosses) stand as notes.",
    "tiers-left-out:analysis": "{n} lines of analysis (%mor and its like) are kept in the file only.",
    "tiers-left-out:not-words": (
        "{n} tiers hold points, sounds, topics or words one by one, and are not read."
    ),
    "times-approximate": (
        "{n} cues keep the times they had, though their words were changed since: {places}."
    ),
    "tracked-deletion": "{n} tracked deletions are not part of the text; the file still holds them.",
    "tracked-insertion": "{n} tracked insertions are part of the text.",
    "unlisted-speaker": "This speaker is not among the @Participants of the file.",
    "unnamed-turns": (
        "The turns begin with a dash, or are questions and answers that stand apart, and do not say who "
        "speaks: no speaker was made up for them."
    ),
    "voice-carried": (
        "Cues without a voice tag are read under the voice before them; from this line on: {n}. "
        "Is it the same person?"
    ),
    "word-times-left-out": (
        "Where the words that the file times one by one are not those of its text, their times stay in the "
        "file only."
    ),
}
"""By key what is said in English on a terminal; the code of a doubt is its key up to the colon. Pages have a
sentence of their own for each key, in every language (`steps.testimony.taking.doubt_words`)."""

# Told with the first line, and about no line.
_OF_THE_FILE = frozenset({"other-encoding"})
# Told with the line of times that stands above the words.
_ABOVE_WORDS = frozenset({"bad-time:cue", "cue-backwards", "cue-ends-first", "cues-overlap"})

WHERE: dict[str, str] = {
    "above-turns": "; it stands before the first turn, and its words are nobody's",
    "in-turn": "; its words belong to the turn before it",
}
"""What became of the words of a line that was not taken as a turn: values of `where`."""


def doubt(key: str, line: int | None = None, **values: str | int) -> Warning_:
    """Make a doubt.

    Args:
        key: One of `SAYS`.
        line: Line of the file's text, from 1, or None.
        **values: What the sentence names: `n`, `encoding`; `where`, one of `WHERE`.
    """
    message = SAYS[key].format(**values)
    if "where" in values:
        message = f"{message.removesuffix('.')}{WHERE[str(values['where'])]}."
    return Warning_(key.partition(":")[0], message, line, key, MappingProxyType(values))


def placed(transcript: Transcript, lines: Sequence[tuple[int, int]]) -> Transcript:
    """Give every doubt with a line the place in the text that this line became.

    Args:
        transcript: As it was read; doubts that have a place keep it.
        lines: Numbers of lines of the file with the code point of the text each begins at, in any order.

    Returns:
        The same; a doubt about a line before all of these has no place, and one about a line between them
        stands at the one above.
    """
    known = sorted(lines)
    numbers = [line for line, _ in known]

    def there(one: Warning_) -> Warning_:
        if one.line is None or one.at is not None or one.code in _OF_THE_FILE:
            return one
        at = bisect.bisect_right(numbers, one.line + (one.key in _ABOVE_WORDS)) - 1
        return replace(one, at=known[at][1]) if at >= 0 else one

    return replace(transcript, warnings=tuple(map(there, transcript.warnings)))


def starts(text: str) -> list[tuple[int, int]]:
    """Return the number of each line of a text and its first code point that is not space."""
    found, start = [], 0
    for number, end in enumerate((*ENDS.finditer(text), None), start=1):
        line = text[start : end.start() if end else len(text)]
        found.append((number, start + len(line) - len(line.lstrip())))
        start = end.end() if end else start
    return found
