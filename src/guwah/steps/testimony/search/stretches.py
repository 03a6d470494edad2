"""What can be found of a text: its blocks and the lines beside them, with what their keys are made from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.instruments.words import GAP
from guwah.instruments.words.splitting import widened
from guwah.steps.testimony.models import Block, Session
from guwah.steps.testimony.search.numbering import slot
from guwah.steps.testimony.search.withheld import inside, names_speaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.steps.testimony.models import Revision

# What stands beside blocks and is read there; titles are read in the heads of sessions, notes are marks.
_NOT_READ: Final = frozenset({"title", "note"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block or a line beside the blocks.

    Attributes:
        uid: name of the block in all revisions; None beside blocks.
        start: first code point of the revision, from 0.
        end: one past the last.
        slot: its session, see `numbering.slot`.
        names: what its speaker is called; none where that is withheld.
        text: its words.
        holes: what is withheld of them, whole words, code points of `text`.
        digest: of everything its keys are made from.
    """

    uid: int | None
    start: int
    end: int
    slot: int
    names: tuple[str, ...]
    text: str
    holes: Spans
    digest: int


def stretches(revision: Revision, holes: Spans) -> list[Stretch]:
    """Return what can be found of a revision: by session, then in the order of the text.

    Args:
        revision: the text, its layer at hand.
        holes: what is withheld in it.
    """
    found = [*_blocks(revision, holes), *_beside(revision, holes)]
    return sorted(found, key=attrgetter("slot", "start", "end"))


def masked(text: str, holes: Spans) -> str:
    """Return a text with every withheld code point as `█`."""
    for start, end in holes:
        text = f"{text[:start]}{GAP * (end - start)}{text[end:]}"
    return text


def _blocks(revision: Revision, holes: Spans) -> Iterator[Stretch]:
    slot_of = _Slots(revision)
    rows = Block.objects.filter(revision=revision).values_list(
        "uid", "start", "end", "label", "label_start", "session__n", "participant__name", "participant__label"
    )
    for uid, start, end, label, label_start, session, name, known_as in rows:
        names: tuple[str, ...] = ()
        if session and (not holes or names_speaker(holes, start, label, label_start)):
            names = (name, known_as) if known_as else (label,)
        yield _stretch(
            revision, (start, end), holes, (uid, slot(session) if session else slot_of.beside(start), names)
        )


def _beside(revision: Revision, holes: Spans) -> Iterator[Stretch]:
    slot_of = _Slots(revision)
    for kind, start, end in revision.reading.get("beside", ()):
        if kind not in _NOT_READ:
            yield _stretch(revision, (start, end), holes, (None, slot_of.at(start), ()))


class _Slots:
    """Where the sessions of a text stand."""

    def __init__(self, revision: Revision) -> None:
        rows = Session.objects.filter(revision=revision).order_by("start").values_list("n", "start", "end")
        self._sessions = list(rows)
        self._starts = [start for _, start, _ in self._sessions]

    def at(self, place: int) -> int:
        """Return the slot of a place: its session, or what lies behind the one before."""
        here = self._before(place)
        return slot(here[0], behind=place >= here[2]) if here else slot(0)

    def beside(self, place: int) -> int:
        """Return the slot of a block that is of no session."""
        here = self._before(place)
        return slot(here[0], behind=True) if here else slot(0)

    def _before(self, place: int) -> tuple[int, int, int] | None:
        at = bisect_right(self._starts, place)
        return self._sessions[at - 1] if at else None


def _stretch(
    revision: Revision,
    place: tuple[int, int],
    closed: Spans,
    told: tuple[int | None, int, tuple[str, ...]],
) -> Stretch:
    text = revision.text[place[0] : place[1]]
    holes = widened(text, inside(closed, *place)) if closed else NOTHING
    uid, of_slot, names = told
    digest = _digest((masked(text, holes), revision.layer.language, *names))
    return Stretch(uid, *place, of_slot, names, text, holes, digest)


def _digest(parts: Sequence[str]) -> int:
    """Return 64 bits, signed, as the database keeps them."""
    said = "\0".join(f"{len(each)} {each}" for each in parts)
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), signed=True)
