"""Which sentences of two texts answer to one another, as the reader lists them line by line."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from guwah.instruments.alignment import Answering, Said, answering
from guwah.steps.testimony.layers.sentences import Places, as_places, live
from guwah.steps.testimony.layers.tables import AlignedSentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.steps.testimony.layers.tables import Alignment

_TOGETHER = AlignedSentences.Verdict.TOGETHER


class Text(NamedTuple):
    """What a line shows of one text; `words` are blocks: where they begin, the words, who speaks."""

    layer: int
    language: str
    way: str
    alignment: Alignment | None
    revision: int
    words: list[tuple[int, str, str]]

    @property
    def said(self) -> list[Said]:
        """The blocks as the instrument takes them."""
        return [Said(*each) for each in self.words]

    def quote(self, places: Places) -> str:
        """Return the words at places, as the reader shows them."""
        starts = [start for start, _, _ in self.words]
        found = []
        for start, end in places:
            begins, words, _ = self.words[max(0, bisect_right(starts, start) - 1)]
            found.append(words[max(0, start - begins) : max(0, end - begins)])
        return " ".join(found)

    def holds(self, places: Places) -> bool:
        """Say whether places begin in the blocks of this line."""
        return bool(places) and all(
            any(start <= place < start + len(words) for start, words, _ in self.words) for place, _ in places
        )


@dataclass(slots=True)
class Sentences:
    """Sentences of two texts beside one another.

    Attributes:
        state: `together`, `apart` or `changed` where people have said something, else empty: as proposed.
        layer: number of the text one reads.
        ours: places of its sentences.
        other_layer: number of the other text.
        theirs: places of its sentences.
        texts: both texts.
        alignment: how they stand; None where they are not aligned, and nothing can be said.
        row: what people said.
        following: the next of the same two texts in the line.
    """

    state: str
    layer: int
    ours: Places
    other_layer: int
    theirs: Places
    texts: tuple[Text, Text]
    alignment: Alignment | None
    row: AlignedSentences | None = None
    following: Sentences | None = None

    @property
    def name(self) -> str:
        """Where it stands on the page."""
        # What changed stands beside what is proposed for the same words now.
        changed = f"-{self.row.pk}" if self.row and self.state == "changed" else ""
        return f"{self.place}{changed}"

    @property
    def place(self) -> str:
        """Where what is proposed for the same words stands."""
        return f"w{self.other_layer}-{self.ours[0][0]}"

    @property
    def value(self) -> str:
        """What a button says of it: the alignment, the places of ours and theirs, where to go on."""
        following = self.following.name if self.following else self.name
        return ":".join(
            (str(self.alignment.pk if self.alignment else 0), _told(self.ours), _told(self.theirs), following)
        )

    @property
    def joined(self) -> str:
        """The same of it and the next one together; empty where there is none that waits."""
        after = self.following
        if after is None or self.alignment is None or "apart" in {self.state, after.state}:
            return ""
        ours, theirs = sorted({*self.ours, *after.ours}), sorted({*self.theirs, *after.theirs})
        return ":".join((str(self.alignment.pk), _told(ours), _told(theirs), self.name))

    @property
    def quotes(self) -> tuple[str, str]:
        """The words of both."""
        return self.texts[0].quote(self.ours), self.texts[1].quote(self.theirs)


def said_in(alignment: Alignment) -> list[AlignedSentences]:
    """Return what people said of the sentences of two texts."""
    return list(live(alignment).select_related("made_by"))


def sentences_of(ours: Text, theirs: Text, said: Sequence[AlignedSentences] | None) -> list[Sentences]:
    """Return the sentences of a line that answer to one another, in the order of the text one reads."""
    alignment = theirs.alignment
    first = alignment is not None and alignment.one_id == ours.revision
    here = []
    for row in said or ():
        one, other = as_places(row.one), as_places(row.other)
        pair = Answering(*((one, other) if first else (other, one)))
        if ours.holds(pair.ours) and (theirs.holds(pair.theirs) or row.verdict == "changed"):
            here.append((row, pair))
    decided = [pair for row, pair in here if row.verdict == _TOGETHER]
    known = {pair: row for row, pair in here}
    found = [
        Sentences(
            known[pair].verdict if pair in known else "",
            ours.layer,
            pair.ours,
            theirs.layer,
            pair.theirs,
            (ours, theirs),
            alignment,
            known.get(pair),
        )
        for pair in sorted({*answering(ours.said, theirs.said, decided), *known})
    ]
    for each, after in pairwise(found):
        each.following = after
    return found


def _told(places: Sequence[tuple[int, int]]) -> str:
    return ",".join(f"{start}-{end}" for start, end in places)


def places_in(told: str) -> Places:
    """Read places as a button says them; nothing where they are none."""
    pairs = [part.partition("-")[::2] for part in told.split(",") if part]
    if not all(a.isdecimal() and b.isdecimal() and len(a + b) < 20 for a, b in pairs):  # noqa: PLR2004 - no text is so long
        return ()
    return tuple((int(a), int(b)) for a, b in pairs)
