"""One text of an alignment as the instrument sees it: its blocks in order, numbered from 0."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from guwah.instruments.alignment import Group, Unit, align_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guwah.steps.testimony.layers.tables import AlignedGroup
    from guwah.steps.testimony.models import Revision

_Span = tuple[int, int]
# Groups on each side of those by which speakers and rare names are told.
NEAR = 50


@dataclass(frozen=True, slots=True)
class Side:
    """The blocks of a revision.

    Attributes:
        units: words and speaker of each.
        starts: first code point of each, and a place behind the last.
        sessions: number of the first block of every session.
        uids: its name in every revision, of each.
    """

    units: tuple[Unit, ...]
    starts: tuple[int, ...]
    sessions: tuple[int, ...]
    uids: tuple[int, ...]

    @classmethod
    def of(cls, revision: Revision) -> Side:
        """Read the blocks of a revision; two questions to the database."""
        rows = list(
            revision.blocks.order_by("start").values_list(
                "start", "end", "session_id", "participant__name", "participant__label", "label", "uid"
            )
        )
        text = revision.text
        units = tuple(Unit(text[a:b], name or printed or label) for a, b, _, name, printed, label, _ in rows)
        first = {row[2]: number for number, row in reversed(list(enumerate(rows))) if row[2]}
        behind = max(rows[-1][0] + 1, rows[-1][1]) if rows else 0
        starts, uids = (*(row[0] for row in rows), behind), tuple(row[-1] for row in rows)
        return cls(units, starts, tuple(sorted(first.values())), uids)

    def stretch(self, blocks: _Span) -> _Span:
        """Return the code points of some blocks, up to where the next one begins."""
        a, b = blocks
        return (self.starts[a], self.starts[b])

    def blocks(self, stretch: _Span) -> _Span:
        """Return the numbers of the blocks of a stretch: first, and one past the last."""
        start, end = stretch
        return (bisect_left(self.starts, start), bisect_left(self.starts, end))


def group_of(ours: Side, theirs: Side, row: AlignedGroup) -> Group:
    """Return a stored group, or its columns, by the numbers of its blocks."""
    return Group(
        ours.blocks((row.one_start, row.one_end)),
        theirs.blocks((row.other_start, row.other_end)),
        tuple(row.doubts),
    )


def between(
    ours: Side, theirs: Side, decided: Iterable[Group], within: tuple[Group, Group] | None = None
) -> list[Group]:
    """Return what a proposal has to keep to, in order.

    That is what people have decided, and, as empty groups, where sessions begin in both texts if both have
    the same number of them; a beginning that a decided group reaches over or crosses is left out.

    Args:
        ours: the one text.
        theirs: the other.
        decided: the groups.
        within: see `proposed`.
    """
    kept = sorted(decided, key=lambda each: (each.left, each.right))
    found = list(kept)
    if len(ours.sessions) == len(theirs.sessions):
        pairs = zip(ours.sessions, theirs.sessions, strict=True)
        starts = [Group((a, a), (c, c)) for a, c in pairs if within is None or _stands_in(a, c, within)]
        found += [each for each in starts if not _crosses_any(each, kept)]
    return sorted(found, key=lambda each: (each.left, each.right))


def _stands_in(a: int, c: int, within: tuple[Group, Group]) -> bool:
    (left, right), (left_end, right_end) = ((each.left[0], each.right[0]) for each in within)
    return left <= a <= left_end and right <= c <= right_end


def _crosses_any(border: Group, kept: Sequence[Group]) -> bool:
    """Say whether a border stands within or across one of some groups in order, none of them empty."""
    (a, _), (c, _) = border.left, border.right
    over = bisect_left(kept, True, key=lambda each: not (each.left[1] <= a and each.right[1] <= c))
    ahead = bisect_left(kept, True, key=lambda each: a <= each.left[0] and c <= each.right[0])
    return ahead > over


def moved(before: Side, now: Side) -> dict[int, int]:
    """Return where blocks of an earlier revision stand in a later one, word for word, in the same order.

    A block is known by its name in every revision (`Block.uid`), never by its words: "Yes." is said often.
    Beside equal ones of which some came or went it may have been any of them, and is left out.
    """
    there = {uid: at for at, uid in enumerate(now.uids)}
    found, last = dict[int, int](), -1
    for at, (uid, unit) in enumerate(zip(before.uids, before.units, strict=True)):
        to = there.get(uid, -1)
        if to > last and unit == now.units[to]:
            found[at] = last = to
    gone, come = set[int](), set[int]()
    for (a, c), (b, d) in pairwise([(-1, -1), *found.items(), (len(before.units), len(now.units))]):
        # A text of ten thousand blocks has few holes.
        if b > a + 1 or d > c + 1:
            gone |= _like(before.units, a + 1, b)
            come |= _like(now.units, c + 1, d)
    return (
        {at: to for at, to in found.items() if at not in gone and to not in come} if gone or come else found
    )


def _like(units: Sequence[Unit], start: int, end: int) -> set[int]:
    """Return the numbers of the units around a hole in a row that are each equal to one in it."""
    hole, found = set(units[start:end]), set[int]()
    while end < len(units) and units[end] in hole:
        found.add(end)
        end += 1
    while start > 0 and units[start - 1] in hole:
        start -= 1
        found.add(start)
    return found


def proposed(
    ours: Side, theirs: Side, fixed: Sequence[Group], within: tuple[Group, Group] | None = None
) -> list[Group]:
    """Propose what answers to what between groups that stand: after an edit only around what it touched.

    Args:
        ours: the one text.
        theirs: the other.
        fixed: see `between`.
        within: empty groups where the stretch that is asked for begins and ends; None for the whole texts.
    """
    ends = Group((len(ours.units),) * 2, (len(theirs.units),) * 2)
    begin, whole = within or (Group((0, 0), (0, 0)), ends)
    gaps = list[int]()
    for at, (former, each) in enumerate(pairwise([begin, *fixed, whole])):
        if (former.left[1], former.right[1]) != (each.left[0], each.right[0]):
            gaps.append(at)
    if not gaps:
        return [each for each in fixed if not _empty(each)]
    head, tail = max(0, gaps[0] - NEAR), gaps[-1] + NEAR
    first, last = fixed[head - 1] if head else begin, fixed[tail] if tail < len(fixed) else whole
    a, c = first.left[1], first.right[1]
    units = ours.units[a : last.left[0]], theirs.units[c : last.right[0]]
    near = align_between(*units, [_shifted(each, -a, -c) for each in fixed[head:tail]])
    found = [*fixed[:head], *(_shifted(each, a, c) for each in near), *fixed[tail:]]
    return [each for each in found if not _empty(each)]


def _shifted(group: Group, left: int, right: int) -> Group:
    (a, b), (c, d) = group.left, group.right
    return Group((a + left, b + left), (c + right, d + right), group.doubts)


def _empty(group: Group) -> bool:
    return group.left[0] == group.left[1] and group.right[0] == group.right[1]
