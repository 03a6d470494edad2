"""What may be done to a text: fix words, split, merge, give to another speaker, change a time, take out.

Each gives a new draft and the edits that made it. What an operation would swallow silently (an event between
two turns, a note beside a label) it refuses.
"""

import re
from dataclasses import replace
from itertools import pairwise
from typing import cast

from guwah.instruments.transcripts.anchors import Edit
from guwah.instruments.transcripts.differing import edits_between
from guwah.instruments.transcripts.model import Span, Time
from guwah.instruments.transcripts.revising import (
    CannotRevise,
    Draft,
    Part,
    Revised,
    Unit,
    moved,
    rewritten,
)
from guwah.instruments.transcripts.word_times import inside

_SEPARATOR = re.compile(r"[^\w\s()\[\]]*\s*$")
_LONGEST_LABEL = 200


def fix(draft: Draft, uid: int, words: str) -> Revised:
    """Put other words into a block, as few of them changed as may be.

    Raises:
        CannotRevise: `no-such-block`, or `no-words`: taking out a whole block is `cut_off`.
    """
    unit = draft.unit(uid)
    words = words.strip()
    if not words:
        raise CannotRevise("no-words")
    edits = [
        Edit(edit.start + unit.start, edit.end + unit.start, edit.words)
        for edit in edits_between(draft.words(unit), words)
    ]
    if not edits:
        return Revised(draft)
    at = draft.units.index(unit)
    whole = Edit(unit.start, unit.end, words)
    units = [
        *draft.units[:at],
        replace(unit, end=unit.start + len(words)),
        *moved(draft.units[at + 1 :], whole),
    ]
    return rewritten(draft, edits, units, frozenset({uid}))


def split(draft: Draft, uid: int, at: int, new: int) -> Revised:
    """Make two blocks of one. The first keeps the name, both keep the speaker; the second has no time yet.

    Args:
        draft: The draft.
        uid: Which block.
        at: After how many code points of its words.
        new: Name of the second block; no block of any revision has it.

    Raises:
        CannotRevise: `no-such-block`, or `no-words`: one of the two would have none.
    """
    unit = draft.unit(uid)
    words = draft.words(unit)
    first, second = words[:at].rstrip(), words[max(0, at) :].lstrip()
    if not 0 < at < len(words) or not first or not second:
        raise CannotRevise("no-words")
    between = _gap(draft, unit)
    label = _printed_label(draft, unit)
    edit = Edit(unit.start + len(first), unit.end - len(second), between + label)
    start = edit.start + len(edit.words)
    lead = edit.start + len(between)
    later = Unit(
        new,
        unit.session,
        start,
        start + len(second),
        unit.label,
        Span(lead, lead + len(unit.label)) if unit.label_span else None,
        unit.speaker,
    )
    place = draft.units.index(unit)
    units = [
        *draft.units[:place],
        replace(unit, end=edit.start),
        later,
        *moved(draft.units[place + 1 :], edit),
    ]
    return rewritten(draft, [edit], units, frozenset({uid, new}))


def merge(draft: Draft, uid: int) -> Revised:
    """Join a block with the one before it, which keeps name, speaker and time.

    Raises:
        CannotRevise: `no-such-block`; `nothing-before`; `between`: something else stands between the two, and
            would become somebody's words.
    """
    unit = draft.unit(uid)
    former = draft.before(unit)
    if former is None or former.session != unit.session:
        raise CannotRevise("nothing-before")
    if _stands_between(draft, former, unit):
        raise CannotRevise("between")
    edit = Edit(former.end, unit.start, " ")
    end = former.end + 1 + (unit.end - unit.start)
    place = draft.units.index(unit)
    units = [
        *draft.units[: place - 1],
        replace(former, end=end, time=_joined_time(former.time, unit.time)),
        *moved(draft.units[place + 1 :], edit),
    ]
    return rewritten(draft, [edit], units, frozenset({former.uid, uid}))


def attribute(draft: Draft, uid: int, label: str, speaker: int | None) -> Revised:
    """Give a turn to another speaker; a label that stands in the text is printed anew.

    Raises:
        CannotRevise: `no-such-block`; `no-speaker`: a paragraph has none; `bad-label`.
    """
    unit = draft.unit(uid)
    label = label.strip()
    if unit.session is None:
        raise CannotRevise("no-speaker")
    if not label or len(label) > _LONGEST_LABEL or len(label.splitlines()) > 1:
        raise CannotRevise("bad-label")
    place = draft.units.index(unit)
    span = unit.label_span
    if span is None or draft.text[span.start : span.end] == label:
        units = [*draft.units]
        units[place] = replace(unit, label=label, speaker=speaker)
        return Revised(replace(draft, units=tuple(units)))
    edit = Edit(span.start, span.end, label)
    shift = len(label) - (span.end - span.start)
    turn = replace(
        unit,
        label=label,
        label_span=Span(span.start, span.start + len(label)),
        speaker=speaker,
        start=unit.start + shift,
        end=unit.end + shift,
    )
    units = [*draft.units[:place], turn, *moved(draft.units[place + 1 :], edit)]
    return rewritten(draft, [edit], units, frozenset())


def retime(draft: Draft, uid: int, time: Time | None) -> Revised:
    """Say when a block is heard in the recording; a time printed in the text stays as printed.

    Raises:
        CannotRevise: `no-such-block`, or `bad-time`: before the beginning, or an end before its start.
    """
    unit = draft.unit(uid)
    if time is not None and (time[0] < 0 or (time[1] is not None and time[1] < time[0])):
        raise CannotRevise("bad-time")
    if unit.time == time:
        return Revised(draft)
    units = tuple(replace(each, time=time) if each.uid == uid else each for each in draft.units)
    heard = {**draft.heard, uid: inside(draft.heard.get(uid, ""), time)}
    return Revised(replace(draft, units=units, cues=_timed_anew(draft, unit, time), heard=heard))


def _timed_anew(draft: Draft, unit: Unit, time: Time | None) -> tuple[Part, ...]:
    """Return the cues with those of one block inside its new time: what a person said is exact."""
    own = [cue for cue in draft.cues if cue.start < unit.end and unit.start < cue.end]
    others = [cue for cue in draft.cues if cue not in own]
    if time is None:
        return tuple(others)
    made = []
    for number, cue in enumerate(own):
        told = cast("Time", cue.known["time"])
        start = time[0] if number == 0 else _within(told[0], time)
        end = time[1] if number == len(own) - 1 else told[1] and _within(told[1], time)
        kept = start == told[0] or number == 0, end == told[1] or number == len(own) - 1
        approximate = bool(cue.known.get("approximate")) and len(own) > 1
        known = {"time": (start, end), "approximate": approximate or not all(kept)}
        made.append(replace(cue, known=known))
    return tuple(sorted([*others, *made], key=lambda each: (each.start, each.end)))


def _within(place: float, time: Time) -> float:
    return max(time[0], place if time[1] is None else min(place, time[1]))


def cut_off(draft: Draft, first: int, last: int) -> Revised:
    """Take blocks out of the text, from one to another, with their labels and what stands between them.

    Raises:
        CannotRevise: `no-such-block`; `wrong-order`; `no-words`: nothing would be left.
    """
    begin, end = draft.unit(first), draft.unit(last)
    here, there = draft.units.index(begin), draft.units.index(end)
    if there < here:
        raise CannotRevise("wrong-order")
    gone = draft.units[here : there + 1]
    if len(gone) == len(draft.units):
        raise CannotRevise("no-words")
    edit = _taken_out(draft, here, there)
    units = [*draft.units[:here], *moved(draft.units[there + 1 :], edit)]
    return rewritten(draft, [edit], units, frozenset(each.uid for each in gone))


def _taken_out(draft: Draft, here: int, there: int) -> Edit:
    """Return the edit that takes blocks out together with the line ends before or after them."""
    text, start, end = draft.text, _line(draft, here), draft.units[there].end
    bare = start
    while bare > 0 and text[bare - 1].isspace():
        bare -= 1
    if bare > 0:
        return Edit(bare, end, "")
    while end < len(text) and text[end].isspace():
        end += 1
    return Edit(start, end, "")


def _line(draft: Draft, place: int) -> int:
    """Return where a block begins, with all that stands before its words on their line."""
    unit = draft.units[place]
    floor = max(
        [draft.units[place - 1].end if place else 0]
        + [each.end for each in (*draft.events, *draft.beside) if each.end <= unit.lead]
    )
    line = draft.text.rfind("\n", 0, unit.lead) + 1
    return max(floor, line)


def _gap(draft: Draft, unit: Unit) -> str:
    """Return what parts two blocks in this text: the white space between this one and a neighbour."""
    for one, other in pairwise(draft.units):
        if unit in (one, other):
            gap = draft.text[one.end : other.lead]
            if gap and not gap.strip():
                return gap
    return "\n" if unit.label_span else "\n\n"


def _printed_label(draft: Draft, unit: Unit) -> str:
    """Return the label and what parts it from words, as this turn has it, without notes beside it."""
    if unit.label_span is None:
        return ""
    tail = draft.text[unit.label_span.end : unit.start]
    found = _SEPARATOR.search(tail)
    return unit.label + ((found.group() if found else "") or ": ")


def _stands_between(draft: Draft, former: Unit, unit: Unit) -> bool:
    """Say whether anything with words stands between two blocks beside the label of the second."""
    parts = [*draft.events, *(each for each in draft.beside if _letters(draft.words(each)))]
    if any(former.end <= part.start and part.end <= unit.start for part in parts):
        return True
    label = unit.label_span
    pieces = [(former.end, label.start), (label.end, unit.start)] if label else [(former.end, unit.start)]
    return any(_letters(draft.text[start:end]) for start, end in pieces)


def _letters(words: str) -> bool:
    return any(character.isalpha() for character in words)


def _joined_time(one: Time | None, other: Time | None) -> Time | None:
    if one is None:
        return None
    return (one[0], other[1] if other else None) if one[1] is not None else one
