"""What of an alignment lasts over an edit: only the groups near what it touched are looked at again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from guwah.instruments.alignment import Group
from guwah.steps.testimony.layers.sides import NEAR, moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.steps.testimony.layers.sides import Side

_Span = tuple[int, int]
# Groups on each side of a change that are proposed anew with it.
_AROUND = 3


@dataclass(frozen=True)
class Lasting:
    """The blocks of one text before and after edits.

    Attributes:
        before: as an earlier revision has them.
        now: as a later one has them.
    """

    before: Side
    now: Side

    @cached_property
    def moves(self) -> dict[int, int]:
        """Where blocks that stayed stand now (`sides.moved`)."""
        if self.before is self.now:
            return {at: at for at in range(len(self.now.units))}
        return moved(self.before, self.now)

    @cached_property
    def loose(self) -> list[int]:
        """Blocks of the earlier text that changed or have something else before them, in order.

        Their number is one of them where something else stands behind the last one.
        """
        if self.before is self.now:
            return []
        return [at for at in range(len(self.before.units) + 1) if self.place(at) is None]

    def place(self, at: int) -> int | None:
        """Return where the place before a block, or behind the last, is now; None where it is torn open."""
        former = self.moves.get(at - 1) if at else -1
        after = self.moves.get(at) if at < len(self.before.units) else len(self.now.units)
        return after if former is not None and after == former + 1 else None

    def run(self, blocks: _Span) -> _Span | None:
        """Return where blocks in a row stand now; None where one changed, or where nothing was is torn."""
        a, b = blocks
        first = self.place(a) if a == b else self.moves.get(a)
        if first is None or any(self.moves.get(at) != first + at - a for at in range(a + 1, b)):
            return None
        return (first, first + b - a)

    def shift(self, first: int, last: int) -> int | None:
        """Return by how many code points all places from one block to another moved; None if not alike.

        Args:
            first: a block; it and all up to the last one stand in a row still.
            last: a block, or their number for the place behind the last.
        """
        to = self.place(first)
        if to is None:
            return None
        there = self.now.starts[to : to + last - first + 1]
        shifts = {b - a for a, b in zip(self.before.starts[first : last + 1], there, strict=True)}
        return shifts.pop() if len(shifts) == 1 else None


class Stretches(NamedTuple):
    """Where a group stands in both texts, in code points."""

    one_start: int
    one_end: int
    other_start: int
    other_end: int


class Window(NamedTuple):
    """The groups that edits may have changed; all others only moved.

    Attributes:
        first: the first of them, by its number in its alignment from 0.
        last: one past the last.
        begin: an empty group where they begin, in blocks of the texts as they are now.
        end: the same where they end.
        shift: by how many code points the groups behind them moved in both texts; those before did not.
    """

    first: int
    last: int
    begin: Group
    end: Group
    shift: _Span = (0, 0)


def window(groups: Sequence[Stretches], ours: Lasting, theirs: Lasting) -> Window:
    """Return which groups of an alignment have to be looked at again after edits of its texts.

    Those are the ones that were touched, with as many around them as tell speakers and rare names: what is
    proposed for them is the same as if all were looked at.

    Args:
        groups: of the texts before, in order.
        ours: the one text.
        theirs: the other.
    """
    whole = Window(
        0,
        len(groups),
        Group((0, 0), (0, 0)),
        Group((len(ours.now.units),) * 2, (len(theirs.now.units),) * 2),
    )
    touched = _touched(groups, ours, theirs)
    if touched is None:
        first = last = 0
    else:
        first, last = max(0, touched[0] - _AROUND - NEAR), touched[1] + _AROUND + NEAR + 1
    return _between(groups, (first, last), (ours, theirs), whole) or whole


def _touched(groups: Sequence[Stretches], ours: Lasting, theirs: Lasting) -> _Span | None:
    """Return the first and the last group that an edit touched; None where it touched none."""
    ends = ([each.one_end for each in groups], [each.other_end for each in groups])
    found = [
        bisect_right(sides_ends, side.before.starts[at])
        for sides_ends, side in zip(ends, (ours, theirs), strict=True)
        for at in (side.loose[:1] + side.loose[-1:])
    ]
    if not found:
        return None
    first = min(found)
    # What has no turn of one text stands before the turn that changed there, and may answer to it now.
    while first > 0 and _one_sided(groups[first - 1]):
        first -= 1
    return first, max(found)


def _one_sided(group: Stretches) -> bool:
    return group.one_start == group.one_end or group.other_start == group.other_end


def _between(
    groups: Sequence[Stretches], span: _Span, texts: tuple[Lasting, Lasting], whole: Window
) -> Window | None:
    """Return a window over some groups; None where those around it did not move all alike."""
    first, last = span
    begin, end, shifts = whole.begin, whole.end, (0, 0)
    if first > 0:
        edges = [
            side.before.blocks((0, place))[1]
            for side, place in zip(texts, groups[first - 1][1::2], strict=True)
        ]
        if [side.shift(0, at) for side, at in zip(texts, edges, strict=True)] != [0, 0]:
            return None
        begin = Group((edges[0], edges[0]), (edges[1], edges[1]))
    if last < len(groups):
        edges = [
            side.before.blocks((place, place))[0]
            for side, place in zip(texts, groups[last][::2], strict=True)
        ]
        one, other = (side.shift(at, len(side.before.units)) for side, at in zip(texts, edges, strict=True))
        places = [side.place(at) for side, at in zip(texts, edges, strict=True)]
        if one is None or other is None or None in places:
            return None
        shifts = (one, other)
        (left, right) = (each or 0 for each in places)
        end = Group((left, left), (right, right))
        if first == last == 0:
            begin = end
    return Window(first, min(last, len(groups)), begin, end, shifts)


def carried(group: Group, ours: Lasting, theirs: Lasting) -> Group | None:
    """Return a group in later revisions; None where a word of it changed.

    Where one side was empty, its place must be where it was: nothing came, went or changed on either side.
    """
    left, right = ours.run(group.left), theirs.run(group.right)
    return Group(left, right, group.doubts) if left and right else None


def undisturbed(groups: Sequence[Group], ours: Lasting, theirs: Lasting) -> list[bool]:
    """Say of every group whether it stands in later revisions as it stood, and a few around it as well.

    Args:
        groups: of earlier revisions, in order.
        ours: the one text.
        theirs: the other.
    """
    touched = [_holds(ours.loose, group.left) or _holds(theirs.loose, group.right) for group in groups]
    return [not any(touched[max(0, at - _AROUND) : at + _AROUND + 1]) for at in range(len(groups))]


def _holds(loose: Sequence[int], blocks: _Span) -> bool:
    at = bisect_left(loose, blocks[0])
    return at < len(loose) and loose[at] < blocks[1]
