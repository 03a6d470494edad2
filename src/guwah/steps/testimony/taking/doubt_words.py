"""What a reader doubts, told in the language of the page by the key of the doubt and its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from guwah.instruments.transcripts.model import Warning_

_MORE_CUES = _("More captions like this: %(n)s.")
_MORE_ROWS = _("More rows like this: %(n)s.")
_LOST = _("Control characters that this format cannot hold: %(n)s.")
_NO_TIMES = _("No times are said: the captions keep their order only.")
_BAD_TIME = _("This time cannot be read.")
_NOBODY = _("Parts of which it is not said who speaks: %(n)s. Their words are nobody’s.")
_OF_NO_WORDS = _("Notes that belong to none of the words were not read: %(n)s.")
_NO_CAPTION = _("This is no caption; it is kept in the file only.")

# The keys are those of `instruments.transcripts.saying`, the names of values too.
DOUBTS: Mapping[str, _StrPromise] = {
    "alternative-left-out": _("The file has the text in another language too; it is kept in the file only."),
    "annotations": _("Groups of annotations beside the words were not read: %(n)s."),
    "bad-sync": _("The times of this file do not fit its lines."),
    "bad-time:cue": _BAD_TIME,
    "bad-time:line": _BAD_TIME,
    "bad-time:row": _BAD_TIME,
    "bad-time:more": _MORE_ROWS,
    "below-turns": _(
        "From this line on, below the last turn and an empty line, it was taken for a note of whoever wrote "
        "the talk down: nobody says it."
    ),
    "bidi-control": _("Invisible signs here can change the order in which words are shown."),
    "bidi-control:more": _("More lines with such invisible signs: %(n)s."),
    "cells-joined": _("This row has more cells than columns; they were joined as words with commas in them."),
    "cells-joined:more": _MORE_ROWS,
    "characters-lost:docx": _LOST,
    "characters-lost:xml": _LOST,
    "columns-left-out": _("Columns that are neither words, speaker nor time, kept in the file only: %(n)s."),
    "columns-left-out:beside": _(
        "Translations and notes stand beside turns only; without speakers they are kept in the file."
    ),
    "comments": _("Comments that stand as notes beside the words: %(n)s."),
    "cue-backwards": _("This caption starts before the one above it; the order of the file is kept."),
    "cue-backwards:more": _MORE_CUES,
    "cue-ends-first": _("This caption ends before it starts, or at once; its times are kept as they are."),
    "cue-ends-first:more": _MORE_CUES,
    "cues-overlap": _("This caption starts before the one above it has ended; both are kept as they are."),
    "cues-overlap:more": _MORE_CUES,
    "cues-overlap:stretches": _("Parts that begin while another one lasts, all of them kept: %(n)s."),
    "divided-words": _("Lines that end with a hyphen, which may only divide a word: %(n)s."),
    "embedded": _("Pictures and embedded objects, which are not part of the text: %(n)s."),
    "empty-turn": _("A label stands here without words."),
    "empty-turn:line": _("A label stands here without words."),
    "empty-turn:row": _("This row names a speaker and has no words."),
    "empty-turn:more": _MORE_ROWS,
    "endnotes": _("Endnotes that stand as notes beside the words: %(n)s."),
    "footnotes": _("Footnotes that stand as notes beside the words: %(n)s."),
    "headers-left-out": _("Lines of the head that say more of the recording, kept in the file only: %(n)s."),
    "index-only": _("This file holds an index and no words that were spoken."),
    "label-once": _("This label stands only once: is it a speaker?"),
    "language-columns": _(
        "The columns have the names of languages: the first was taken for the words, the next for their "
        "translation. Is it so?"
    ),
    "loose-times": _("The times lack noughts (0:0:3.4 for 00:00:03.400) and were read as what they say."),
    "low-probability": _("Words of which the machine itself was not sure: %(n)s."),
    "machine-draft": _("A machine wrote this text: it is kept as a machine draft."),
    "margins": _("Heads, feet or line numbers of pages were set apart from the words."),
    "matter-left-out": _("This line stands outside the table and was not read."),
    "maybe-machine": _(
        "The file does not say whether a person or a machine wrote it down. If a machine did, take it as a "
        "machine’s draft."
    ),
    "milliseconds": _("The times are taken as thousandths of a second."),
    "minute-times": _("The times are whole minutes."),
    "no-end": _("The file does not say that it is over: was it cut off?"),
    "no-header": _("The table has no line that names its columns."),
    "no-speaker": _("This row names no speaker: its words are a note, and nobody’s."),
    "no-speaker:more": _MORE_ROWS,
    "no-times": _NO_TIMES,
    "no-times:paragraphs": _NO_TIMES,
    "no-turns": _("Nobody speaks in this text: it is read as paragraphs."),
    "no-voice": _("It is not said who speaks here."),
    "no-voice:segments": _NOBODY,
    "no-voice:utterances": _NOBODY,
    "not-a-cue": _NO_CAPTION,
    "not-a-cue:above": _NO_CAPTION,
    "not-a-turn": _("This line belongs to no turn and is kept in the file only."),
    "not-chat": _("This line is not as CHAT has it: it is kept as a note, and is nobody’s."),
    "notes-left-out:annotations": _OF_NO_WORDS,
    "notes-left-out:times": _OF_NO_WORDS,
    "numbering": _(
        "Paragraphs whose numbers or dots the program made; these are not part of the text: %(n)s."
    ),
    "other-encoding:marked": _("The file says itself that it is written as %(encoding)s, and was read so."),
    "other-encoding:said": _("The file was read as %(encoding)s, because somebody said so."),
    "pauses": _("Pauses, which are not part of the text: %(n)s."),
    "possible-change": _(
        "This line begins with a dash: somebody else may speak here. It belongs to the turn before it."
    ),
    "possible-change:announced": _(
        "This line begins with a dash below a colon and was taken as a turn. Are its words only quoted by "
        "whoever speaks above it?"
    ),
    "possible-change:headings": _(
        "Headings were taken for those who speak below them, and nobody asks anything: are they sections?"
    ),
    "possible-change:one-label": _(
        "Only one label stands in this text, and these words are below it: does somebody else speak here?"
    ),
    "possible-label:announces": _(
        "This line begins like a label and was not taken as one: such words announce what somebody says."
    ),
    "possible-label:entries": _(
        "This line begins like a label and was not taken as one: most such lines are entries of a list."
    ),
    "possible-label:never": _(
        "This line begins like a label and was not taken as one: no label stands twice in this text."
    ),
    "possible-label:once": _(
        "This line begins like a label and was not taken as one: it stands only once and is not written like "
        "the others."
    ),
    "possible-label:otherwise": _(
        "This line begins like a label and was not taken as one: the other turns begin in another way."
    ),
    "possible-label:untagged": _(
        "This line begins like a label and was not taken as one: the file says otherwise who speaks. Its "
        "words belong to the voice before them."
    ),
    "possible-session": _("This line looks like the title of another conversation; it was left in its turn."),
    "records-left-out": _("More entries of the file, of which only the first was read: %(n)s."),
    "session-break:below-title": _(
        "Another conversation begins here; what stands below its title, up to a label, is nobody’s."
    ),
    "session-break:in-sentence": _("Another conversation begins here, in the middle of a sentence."),
    "symbol": _("Signs of a picture font, shown as a replacement character: %(n)s."),
    "tier-as-speaker": _("Tiers that were taken as one speaker each: %(n)s. Are they?"),
    "tiers-beside": _("Translations and glosses of other tiers, which stand as notes: %(n)s."),
    "tiers-left-out:analysis": _("Lines of analysis, kept in the file only: %(n)s."),
    "tiers-left-out:not-words": _(
        "Tiers of points, sounds, topics or single words, which were not read: %(n)s."
    ),
    "times-approximate": _(
        "Captions that keep the times they had, though their words were changed since: %(n)s. Session, turn "
        "and beginning: %(places)s."
    ),
    "tracked-deletion": _(
        "Tracked deletions, which are not part of the text; the file still holds them: %(n)s."
    ),
    "tracked-insertion": _("Tracked insertions, which are part of the text: %(n)s."),
    "unlisted-speaker": _("Somebody speaks who is not in the list of speakers."),
    "unnamed-turns": _("The turns do not say who speaks."),
    "voice-carried": _(
        "From here on, captions that name nobody are read under the voice before them: %(n)s. Is it the same "
        "person?"
    ),
    "word-times-left-out": _(
        "Where the words that the file times one by one are not those of its text, their times stay in the "
        "file only."
    ),
}
# What became of the words of a line that was not taken as a turn (`saying.WHERE`).
WHERE: Mapping[str, _StrPromise] = {
    "above-turns": _("It stands before the first turn, and its words are nobody’s."),
    "in-turn": _("Its words belong to the turn before it."),
}


def doubt(warning: Warning_) -> dict[str, Any]:
    """Return a doubt for a page; see `told`."""
    return told(kept(warning))


def kept(warning: Warning_) -> dict[str, Any]:
    """Return what is kept of a doubt beside the text of a revision, as JSON has it."""
    found = {"code": warning.code, "message": warning.message, "line": warning.line}
    more = {"key": warning.key, "values": dict(warning.values)}
    return found | {name: value for name, value in more.items() if value}


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a doubt for a page: its sentence in the language of the page, with names and numbers in it.

    Returns:
        `code`; `words`; `english`: whether they are English whatever the page is, as those of a text that an
        older Guwah took in, or of a writer's loss; `line` of the file from 1, or empty; `label`: words that
        were not taken for one, or empty.
    """
    sentence, values = DOUBTS.get(row.get("key", "")), row.get("values", {})
    words = row["message"] if sentence is None else str(sentence) % values
    if sentence is not None and values.get("where") in WHERE:
        words = f"{words} {WHERE[values['where']]}"
    return {
        "code": row["code"],
        "words": words,
        "english": sentence is None,
        "line": str(row.get("line") or ""),
        "label": str(values.get("label", "")),
    }
