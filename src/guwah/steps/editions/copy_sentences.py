"""What a format does not hold, in the reader's language: the sentences of `losses.SAYS`, to be translated."""

from __future__ import annotations

from django.utils.translation import ngettext_lazy

LOST = {
    "words": ngettext_lazy(
        "%(n)s turn or paragraph does not come back with the same words.",
        "%(n)s turns or paragraphs do not come back with the same words.",
        "n",
    ),
    "sessions": ngettext_lazy(
        "The bounds of %(n)s session do not come back: its turns stand in another.",
        "The bounds of %(n)s sessions do not come back: their turns stand in others.",
        "n",
    ),
    "speakers": ngettext_lazy(
        "For %(n)s turn the speaker does not come back as it was.",
        "For %(n)s turns the speaker does not come back as it was.",
        "n",
    ),
    "labels": ngettext_lazy(
        "%(n)s label does not come back as it was printed.",
        "%(n)s labels do not come back as they were printed.",
        "n",
    ),
    "names": ngettext_lazy(
        "%(n)s name of a participant, or the label that stands for it, does not come back.",
        "%(n)s names of participants, or the labels that stand for them, do not come back.",
        "n",
    ),
    "roles": ngettext_lazy(
        "%(n)s role of a participant does not come back.",
        "%(n)s roles of participants do not come back.",
        "n",
    ),
    "manner": ngettext_lazy(
        "%(n)s note on how something was said does not come back.",
        "%(n)s notes on how something was said do not come back.",
        "n",
    ),
    "addressee": ngettext_lazy(
        "%(n)s note on whom words were said to does not come back.",
        "%(n)s notes on whom words were said to do not come back.",
        "n",
    ),
    "times": ngettext_lazy(
        "%(n)s time of a turn or paragraph does not come back as it was.",
        "%(n)s times of turns or paragraphs do not come back as they were.",
        "n",
    ),
    "segments": ngettext_lazy(
        "%(n)s cue inside a turn does not come back as it was.",
        "%(n)s cues inside turns do not come back as they were.",
        "n",
    ),
    "word-times": ngettext_lazy(
        "%(n)s time of a single word does not come back as it was.",
        "%(n)s times of single words do not come back as they were.",
        "n",
    ),
    "titles": ngettext_lazy(
        "%(n)s title does not come back.",
        "%(n)s titles do not come back.",
        "n",
    ),
    "languages": ngettext_lazy(
        "%(n)s statement of a spoken language does not come back.",
        "%(n)s statements of spoken languages do not come back.",
        "n",
    ),
    "preamble": ngettext_lazy(
        "%(n)s line that stands before the first session does not come back there.",
        "%(n)s lines that stand before the first session do not come back there.",
        "n",
    ),
    "matter": ngettext_lazy(
        "%(n)s line that stands beside the turns (date, place, foreword) does not come back.",
        "%(n)s lines that stand beside the turns (date, place, foreword) do not come back.",
        "n",
    ),
    "events": ngettext_lazy(
        "%(n)s event between turns does not come back.",
        "%(n)s events between turns do not come back.",
        "n",
    ),
    "descriptions": ngettext_lazy(
        "%(n)s sign that stands outside the turns does not come back.",
        "%(n)s signs that stand outside the turns do not come back.",
        "n",
    ),
    "marks": ngettext_lazy(
        "%(n)s sign inside the words is not read back as it was.",
        "%(n)s signs inside the words are not read back as they were.",
        "n",
    ),
    "notes": ngettext_lazy(
        "%(n)s footnote or comment does not come back.",
        "%(n)s footnotes or comments do not come back.",
        "n",
    ),
    "spacing": ngettext_lazy(
        "%(n)s turn or paragraph comes back with other spaces or line breaks.",
        "%(n)s turns or paragraphs come back with other spaces or line breaks.",
        "n",
    ),
}
"""By the kind of loss; `% {"n": count}` says how many."""
