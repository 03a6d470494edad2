"""What the reader shows, put together from rows: the parts of a text in order, and what is beside them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from guwah.instruments.vocabularies import label
from guwah.steps.testimony.form_signs import form_signs
from guwah.steps.testimony.links import name_of
from guwah.steps.testimony.models import Mark
from guwah.steps.testimony.naming import is_named, nobody, speaker_of
from guwah.steps.testimony.tongues import called, tongue, tongue_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.steps.testimony.margin import Remark
    from guwah.steps.testimony.models import Block, Event, Session

# Roles whose words the record is kept for; their turns are marked in the reader.
_WITNESSES = frozenset({"victim", "testifier_self", "witness_direct", "witness_hearsay"})
_SECONDS_AN_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch that somebody searched for; shown like a selection."""

    start: int
    end: int
    kind: str = "selected"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that one page of a text is made of; offsets in code points of `text`.

    Attributes:
        text: the whole text of the revision.
        language: language tag of the layer, or empty.
        blocks: turns or paragraphs of this page, in order.
        sessions: every session of the revision, with participants.
        events: events of this page.
        marks: marks of this page, those outside blocks too.
        remarks: what the steps say about this page.
        found: what was searched for.
        beside: `(kind, start, end)` of forewords and signs outside blocks on this page.
        heard: when single words are heard, packed, by the names of blocks in all revisions (uid).
    """

    text: str
    language: str
    blocks: Sequence[Block]
    sessions: Sequence[Session]
    events: Sequence[Event]
    marks: Sequence[Mark]
    remarks: Sequence[Remark]
    found: Sequence[Found] = ()
    beside: Sequence[tuple[str, int, int]] = ()
    heard: Mapping[int, str] = field(default_factory=dict)

    @property
    def read_beside(self) -> list[tuple[str, int, int]]:
        """What stands outside blocks and is read there; titles are read in the heads of sessions."""
        return [each for each in self.beside if each[0] != "title"]

    @property
    def drawn(self) -> list[Mark | Remark | Found]:
        """Everything that is shown in the words themselves."""
        return [*self.marks, *(each for each in self.remarks if each.kind), *self.found]


@dataclass(slots=True)
class _Share:
    """What falls to one block."""

    ranges: list[Any] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    signs: list[Mark] = field(default_factory=list)


def way_of(language: str) -> str:
    """Return the direction of a language: `ltr`, `rtl`, or `auto` where it is not known."""
    return tongue(language).way


def clock(seconds: float | None) -> str:
    """Return a place in a recording as people read it: 0:07, 1:02:03."""
    if seconds is None:
        return ""
    whole = int(seconds)
    hours, minutes, rest = whole // _SECONDS_AN_HOUR, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def rows(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the parts of a page in the order of the text.

    Each has `part` (`session turn paragraph event beside`), `start` (its place in the text), and, under the
    name of its part, what the template part of the design system expects.
    """
    shares = _shares(sheet)
    here = {block.session_id for block in sheet.blocks}
    # A session that began on an earlier page is named again at the top of this one.
    placed: list[tuple[int, int, dict[str, Any]]] = [
        (each.start, 0, _session(each)) for each in sheet.sessions if each.pk in here
    ]
    placed += [
        (block.start, 3, _block(sheet, block, share))
        for block, share in zip(sheet.blocks, shares, strict=True)
    ]
    placed += [(each.start, 2, _event(sheet, each)) for each in sheet.events]
    taken = {(sign.start, sign.end) for share in shares for sign in share.signs}
    placed += [
        (start, 1, _beside(sheet, start, end))
        for _, start, end in sheet.read_beside
        if (start, end) not in taken
    ]
    return [{**row, "start": start} for start, _, row in sorted(placed, key=lambda one: one[:2])]


_START, _END = attrgetter("start"), attrgetter("end")


def _shares(sheet: Sheet) -> list[_Share]:
    """Give every block the ranges that touch it, and the notes of what begins in it."""
    shares = [_Share() for _ in sheet.blocks]
    starts, ends = list(map(_START, sheet.blocks)), list(map(_END, sheet.blocks))
    for each in sheet.drawn:
        for share in shares[bisect_right(ends, each.start) : bisect_left(starts, each.end)]:
            share.ranges.append(_shown(each))
    for remark in sheet.remarks:
        if shares and not remark.quiet and not _stands_beside(sheet, remark):
            shares[min(bisect_right(ends, remark.start), len(shares) - 1)].notes.append(remark)
    numbers = {block.pk: index for index, block in enumerate(sheet.blocks)}
    for mark in sheet.marks:
        index = numbers.get(mark.block_id or 0)
        if index is not None and mark.end <= starts[index]:
            shares[index].signs.append(mark)
    return shares


def _stands_beside(sheet: Sheet, remark: Remark) -> bool:
    return any(start <= remark.start < end for _, start, end in sheet.read_beside)


def _shown(each: Mark | Remark | Found) -> dict[str, Any] | Remark | Found:
    if isinstance(each, Mark):
        return {"start": each.start, "end": each.end, "kind": "mark", "code": each.kind}
    return each


def _session(session: Session) -> dict[str, Any]:
    people = [
        {
            "id": one.pk,
            "code": one.role,
            "label": one.label,
            "name": one.name if one.name != one.label else "",
            "nobody": "" if one.name else nobody(one.label),
            "role": label("person_roles", one.role, get_language() or "en").text if one.role else "",
        }
        for one in session.cast
    ]
    shown = {
        "n": session.n,
        "title": session.title,
        "languages": ", ".join(called(tag, get_language() or "en") for tag in session.spoken_languages),
        "participants": people,
    }
    return {"part": "session", "session": shown}


def _block(sheet: Sheet, block: Block, share: _Share) -> dict[str, Any]:
    person, words = block.participant, sheet.text[block.start : block.end]
    language, way = tongue_of(words, sheet.language)
    shown = {
        "anchor": name_of(block),
        # As text: Django would write a number in the page's language, which takes long for every turn.
        "n": str(block.n),
        "block": str(block.pk),
        "text": words,
        "start": block.start,
        "language": language,
        "direction": way,
        "ranges": [*share.ranges, *form_signs(words, block.start)],
        "notes": share.notes,
        "time_start": block.time_start,
        "time_end": block.time_end,
        "time_words": clock(block.time_start),
        "heard": sheet.heard.get(block.uid, ""),
    }
    if block.session_id is None:
        return {"part": "paragraph", "paragraph": shown}
    shown |= {
        "speaker": speaker_of(block),
        "unnamed": not is_named(block),
        "witness": person is not None and person.role in _WITNESSES,
        "beside": " ".join(sheet.text[sign.start : sign.end] for sign in share.signs),
    }
    return {"part": "turn", "turn": shown}


def _event(sheet: Sheet, event: Event) -> dict[str, Any]:
    return {"part": "event", "event": {"kind": event.kind, "text": sheet.text[event.start : event.end]}}


def _beside(sheet: Sheet, start: int, end: int) -> dict[str, Any]:
    words = sheet.text[start:end]
    ranges = [_shown(each) for each in sheet.drawn if each.start < end and each.end > start]
    ranges += form_signs(words, start)
    language, way = tongue_of(words, sheet.language)
    shown = {
        "anchor": f"o{start}",
        "text": words,
        "start": start,
        "language": language,
        "direction": way,
        "ranges": ranges,
        "notes": [each for each in sheet.remarks if start <= each.start < end and not each.quiet],
    }
    return {"part": "beside", "beside": shown}
