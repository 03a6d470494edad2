"""Groups of turns that answer to one another: the cheapest way through both texts, each with its doubts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.alignment.beside import beside_stretches, cost_of
from guwah.instruments.alignment.costs import Costs
from guwah.instruments.alignment.signs import Signs, signs_of
from guwah.instruments.alignment.ways import Stretch, cheapest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.instruments.alignment.signs import Unit

# Units from the beginning by which speakers are matched whose names do not tell.
_FIRST = 160
# Lengths so unlike that a person should look: about one true pair in a hundred.
_UNLIKE = 2.6
_SHORT_FIGURE = 2
# Units in number so unlike that one text may be a part of the other.
_PART, _FEW = 0.1, 2


@dataclass(frozen=True, slots=True)
class Group:
    """Units of two texts that answer to one another.

    Attributes:
        left: first unit of the one text and one past the last, from 0; both the same where it has none.
        right: the same of the other text.
        doubts: why a person should look closely, in this order: `alone` (nothing answers to it), `many`
            (not one to one), `speaker`, `length`, `figures`, `beside` (only the order says that it is this
            one and not one of the units left out beside it). Empty: nothing speaks against it.
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
    costs = _costs(ours, theirs)
    found: list[Group] = []
    a = c = 0
    for group in (*fixed, Group((len(left), len(left)), (len(right), len(right)))):
        (b, after), (d, beyond) = group.left, group.right
        if not (a <= b <= after <= len(left) and c <= d <= beyond <= len(right)):
            raise NotInOrder("the fixed groups do not follow one another in both texts")
        found += _judged(costs, cheapest(costs, (a, b), (c, d)))
        if after > b or beyond > d:
            found.append(group)
        a, c = after, beyond
    return found


def doubts_of(left: Sequence[Unit], right: Sequence[Unit], groups: Sequence[Group]) -> list[Group]:
    """Return groups that a person has drawn with their doubts, judged within the whole of both texts."""
    costs = _costs(signs_of(left), signs_of(right))
    return _judged(costs, [(each.left, each.right) for each in groups])


def _judged(costs: Costs, pairs: Sequence[tuple[Stretch, Stretch]]) -> list[Group]:
    beside = beside_stretches(costs, pairs)
    return [
        Group(*pair, (*_doubts(costs, *pair), *(("beside",) if number in beside else ())))
        for number, pair in enumerate(pairs)
    ]


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


def _costs(left: Sequence[Signs], right: Sequence[Signs]) -> Costs:
    ratio = _ratio(left, right)
    return Costs(left, right, _speakers(left, right, ratio), ratio)


def _ratio(left: Sequence[Signs], right: Sequence[Signs]) -> float | None:
    """Return the characters of the right for one of the left, where one text may be a part of the other.

    Then the whole texts say nothing of it. Either they are whole after all and units were split, or a unit of
    the one is as long as a unit of the other: what answers better, at both ends, tells.
    """
    if abs(len(left) - len(right)) <= max(_FEW, _PART * max(len(left), len(right))) or not left or not right:
        return None
    whole = Costs(left, right).ratio
    return min(
        (_tried(left, right, ratio) for ratio in (whole, whole * len(left) / len(right))),
    )[1]


def _tried(left: Sequence[Signs], right: Sequence[Signs], ratio: float) -> tuple[float, float]:
    """Return what the texts cost at both ends with a ratio, and the ratio of what was found to answer."""
    cost, ours, theirs = 0.0, 0, 0
    for ends in (slice(_FIRST), slice(-_FIRST, None)):
        costs = Costs(left[ends], right[ends], _same_names(left, right), ratio)
        pairs = cheapest(costs, (0, len(costs.left)), (0, len(costs.right)))
        cost += cost_of(costs, pairs)
        for (a, b), (c, d) in pairs:
            if b > a and d > c:
                here, there = costs.characters(a, b, c, d)
                ours, theirs = ours + here, theirs + there
    return cost, theirs / ours if ours else ratio


def _same_names(left: Sequence[Signs], right: Sequence[Signs]) -> dict[str, str]:
    theirs = {each.speaker for each in right}
    return {each.speaker: each.speaker for each in left if each.speaker and each.speaker in theirs}


def _speakers(left: Sequence[Signs], right: Sequence[Signs], ratio: float | None) -> dict[str, str]:
    """Return which speaker of one text is which of the other: by name, else by who answers to whom."""
    ours = {each.speaker for each in left if each.speaker}
    theirs = {each.speaker for each in right if each.speaker}
    found = _same_names(left, right)
    if found.keys() >= ours or found.keys() >= theirs:
        return found
    first = Costs(left[:_FIRST], right[:_FIRST], ratio=ratio)
    pairs = cheapest(first, (0, len(first.left)), (0, len(first.right)))
    seen = Counter(
        (left[a].speaker, right[c].speaker) for (a, b), (c, d) in pairs if (b - a, d - c) == (1, 1)
    )
    for (our, their), _ in seen.most_common():
        if our and their and our not in found and their not in found.values():
            found[our] = their
    return found
