"""Groups of turns that answer to one another: the cheapest way through both texts, each with its doubts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.alignment.costs import MOVES, Costs
from guwah.instruments.alignment.signs import Signs, signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.instruments.alignment.signs import Unit

# How far from the straight way the search goes, in units; what differs in number is added.
_NARROW, _WIDE = 60, 200
# A way that has cost so much more than the best to the same unit is given up: seven units left out in a row.
_HOPELESS = 45.0
# Units from the beginning by which speakers are matched whose names do not tell.
_FIRST = 160
# Lengths so unlike that a person should look: about one true pair in a hundred.
_UNLIKE = 2.6
_SHORT_FIGURE = 2
_Cells = dict[int, tuple[float, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Group:
    """Units of two texts that answer to one another.

    Attributes:
        left: first unit of the one text and one past the last, from 0; both the same where it has none.
        right: the same of the other text.
        doubts: why a person should look closely, in this order: `alone` (nothing answers to it), `many`
            (not one to one), `speaker`, `length`, `figures`. Empty: nothing speaks against it.
    """

    left: tuple[int, int]
    right: tuple[int, int]
    doubts: tuple[str, ...] = ()


class NotInOrder(ValueError):
    """Fixed groups that overlap, cross, or reach beyond the texts; `code` is always `not-in-order`."""

    code = "not-in-order"


def align(left: Sequence[Unit], right: Sequence[Unit]) -> list[Group]:
    """Propose which units of two texts answer to one another.

    Returns:
        Groups in the order of both texts. Every unit of both stands in exactly one.
    """
    return align_between(left, right, ())


def align_between(left: Sequence[Unit], right: Sequence[Unit], fixed: Sequence[Group]) -> list[Group]:
    """Propose groups for what lies before, between and after groups that a person has confirmed.

    Args:
        left: units of one text, in order.
        right: units of the other.
        fixed: groups that stand, in order; they are returned as they are.

    Raises:
        NotInOrder: the fixed groups overlap, cross, or reach beyond the texts.
    """
    ours, theirs = signs_of(left), signs_of(right)
    costs = Costs(ours, theirs, _speakers(ours, theirs))
    found: list[Group] = []
    a = c = 0
    for group in (*fixed, Group((len(left), len(left)), (len(right), len(right)))):
        (b, after), (d, beyond) = group.left, group.right
        if not (a <= b <= after <= len(left) and c <= d <= beyond <= len(right)):
            raise NotInOrder("the fixed groups do not follow one another in both texts")
        found += [_group(costs, *pair) for pair in _cheapest(costs, (a, b), (c, d))]
        if after > b or beyond > d:
            found.append(group)
        a, c = after, beyond
    return found


def doubts_of(left: Sequence[Unit], right: Sequence[Unit], groups: Sequence[Group]) -> list[Group]:
    """Return groups that a person has drawn with their doubts, judged within the whole of both texts."""
    ours, theirs = signs_of(left), signs_of(right)
    costs = Costs(ours, theirs, _speakers(ours, theirs))
    return [_group(costs, each.left, each.right) for each in groups]


def _group(costs: Costs, left: tuple[int, int], right: tuple[int, int]) -> Group:
    return Group(left, right, tuple(_doubts(costs, left, right)))


def _doubts(costs: Costs, left: tuple[int, int], right: tuple[int, int]) -> Iterator[str]:
    (a, b), (c, d) = left, right
    if a == b or c == d:
        yield "alone"
        return
    if (b - a, d - c) != (1, 1):
        yield "many"
    if costs.other_speakers(a, b, c, d):
        yield "speaker"
    if costs.unlike(a, b, c, d) > _UNLIKE:
        yield "length"
    if _figures_differ(costs.left[a:b], costs.right[c:d]):
        yield "figures"


def _figures_differ(left: Sequence[Signs], right: Sequence[Signs]) -> bool:
    """Say whether numbers differ; a short one that stands on one side only may be written in words there."""
    ours = {one for each in left for one in each.figures}
    theirs = {one for each in right for one in each.figures}
    one_sided = not ours or not theirs
    return any(not (one_sided and len(each) <= _SHORT_FIGURE) for each in ours ^ theirs)


def _speakers(left: Sequence[Signs], right: Sequence[Signs]) -> dict[str, str]:
    """Return which speaker of one text is which of the other: by name, else by who answers to whom."""
    ours = dict.fromkeys(each.speaker for each in left if each.speaker)
    theirs = dict.fromkeys(each.speaker for each in right if each.speaker)
    found = {key: key for key in ours if key in theirs}
    if found.keys() >= ours.keys() or found.keys() >= theirs.keys():
        return found
    first = Costs(left[:_FIRST], right[:_FIRST])
    pairs = _cheapest(first, (0, len(first.left)), (0, len(first.right)))
    seen = Counter(
        (left[a].speaker, right[c].speaker) for (a, b), (c, d) in pairs if (b - a, d - c) == (1, 1)
    )
    for (our, their), _ in seen.most_common():
        if our and their and our not in found and their not in found.values():
            found[our] = their
    return found


def _cheapest(
    costs: Costs, left: tuple[int, int], right: tuple[int, int]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the cheapest way from the beginning of two stretches to their ends, as pairs of ranges."""
    (a0, a1), (c0, c1) = left, right
    if (a0, c0) == (a1, c1):
        return []
    rows: list[_Cells] = [{} for _ in range(a1 - a0 + 1)]
    rows[0][c0] = (0.0, (0, 0))
    for a in range(a0, a1 + 1):
        for c in _near(a - a0, a1 - a0, (c0, c1)):
            found = _best(costs, rows, (a0, a), (c0, c))
            if found is not None:
                rows[a - a0][c] = found
        if a < a1:
            rows[a - a0] = _hopeful(rows[a - a0])
    return _way(rows, (a0, a1), (c0, c1))


def _hopeful(row: _Cells) -> _Cells:
    """Drop the ways that cost far too much.

    A step to the right alone only adds to the cost, so that no way that stays has lost its own beginning.
    """
    most = min(cost for cost, _ in row.values()) + _HOPELESS
    return {c: cell for c, cell in row.items() if cell[0] <= most}


def _near(done: int, of: int, right: tuple[int, int]) -> range:
    """Return the units of the right that lie near the straight way, for one number of units of the left."""
    c0, c1 = right
    length = c1 - c0
    straight = c0 + (length * done // of if of else length)
    width = (_WIDE if of <= _FIRST * 4 else _NARROW) + abs(length - of)
    return range(max(c0, straight - width), min(c1, straight + width) + 1)


def _best(
    costs: Costs, rows: list[_Cells], left: tuple[int, int], right: tuple[int, int]
) -> tuple[float, tuple[int, int]] | None:
    """Return the cheapest way to one place and its last step; None where no way leads there."""
    (a0, a), (c0, c) = left, right
    best = rows[a - a0].get(c)
    for move in MOVES:
        ours, theirs = move
        if a - ours < a0 or c - theirs < c0:
            continue
        before = rows[a - a0 - ours].get(c - theirs)
        if before is not None:
            cost = before[0] + costs.of(a - ours, a, c - theirs, c)
            if best is None or cost < best[0]:
                best = (cost, move)
    return best


def _way(
    rows: list[_Cells], left: tuple[int, int], right: tuple[int, int]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    (a0, a), (c0, c) = left, right
    found = []
    while (a, c) != (a0, c0):
        ours, theirs = rows[a - a0][c][1]
        found.append(((a - ours, a), (c - theirs, c)))
        a, c = a - ours, c - theirs
    return found[::-1]
