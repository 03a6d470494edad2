"""What it costs to say that some units of one text answer to some of another: the less, the likelier.

The frame is that of Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora" (Computational
Linguistics 19/1, 1993): lengths that agree in proportion, and a price for every way of taking units
together. Beside lengths, what a translation keeps is counted: who speaks, figures, and names.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.instruments.alignment.signs import Signs

# How many units of each text are taken together, and the price of it: -ln of how often it was seen (1993,
# table 5), with the rarer three-to-one beside it, since turns are split more freely than sentences.
MOVES: dict[tuple[int, int], float] = {
    (1, 1): 0.1,
    (2, 1): 3.0,
    (1, 2): 3.0,
    (2, 2): 5.0,
    (3, 1): 5.5,
    (1, 3): 5.5,
}
# Variance of lengths, by character (1993, §2.2).
_VARIANCE = 6.8
# However unlike two lengths are, other signs may still say that they belong together.
_WORST_LENGTH = 9.0
# Units left out: a translation that skips one seldom skips a second, but one that stops half-way skips all.
LEFT_OUT = 6.0
NEXT_LEFT_OUT = 1.5
_OTHER_SPEAKER = 4.0
_SHARED_FIGURE = -2.5
_OTHER_FIGURE = 1.0
_SHARED_NAME = -1.5
_MOST_SIGNS = 3
# By so much the signs of a group can make it cheaper at most.
MOST_SPARED = -(_SHARED_FIGURE + _SHARED_NAME) * _MOST_SIGNS


class Costs:
    """The costs of groups of two texts; units are numbered from 0, ranges are half-open.

    Args:
        left: signs of one text's units.
        right: signs of the other's.
        speakers: key of a speaker of `left` -> key of the same one in `right`; who is in neither is unknown.
        ratio: characters of `right` for one of `left`; None: as many as the whole texts have.
    """

    def __init__(
        self,
        left: Sequence[Signs],
        right: Sequence[Signs],
        speakers: dict[str, str] | None = None,
        ratio: float | None = None,
    ) -> None:
        self.left, self.right = left, right
        known = speakers or {}
        self._theirs = set(known.values())
        self._speaks_left = [known.get(each.speaker, "") for each in left]
        self._speaks_right = [each.speaker if each.speaker in self._theirs else "" for each in right]
        self._to_left = [0, *accumulate(each.length for each in left)]
        self._to_right = [0, *accumulate(each.length for each in right)]
        whole = self._to_right[-1] / self._to_left[-1] if left and right else 1.0
        self.ratio = ratio or whole

    def of(self, a: int, b: int, c: int, d: int) -> float:
        """Return the cost of `a` to `b` of the left answering to `c` to `d` of the right, none empty."""
        cost = MOVES[b - a, d - c]
        cost += min(_WORST_LENGTH, self.unlike(a, b, c, d) ** 2 / 2)
        if self.other_speakers(a, b, c, d):
            cost += _OTHER_SPEAKER * (b - a + d - c - 1)
        shared, other = self.figures(a, b, c, d)
        cost += _SHARED_FIGURE * min(_MOST_SIGNS, shared) + _OTHER_FIGURE * min(_MOST_SIGNS, other)
        return cost + _SHARED_NAME * min(_MOST_SIGNS, self._shared_names(a, b, c, d))

    def unlike(self, a: int, b: int, c: int, d: int) -> float:
        """Return by how many standard deviations lengths differ, in the proportion of the texts."""
        ours = (self._to_left[b] - self._to_left[a]) * self.ratio
        theirs = self._to_right[d] - self._to_right[c]
        spread: float = ((ours + theirs) / 2 * _VARIANCE) ** 0.5
        return abs(ours - theirs) / spread

    def characters(self, a: int, b: int, c: int, d: int) -> tuple[int, int]:
        """Return how many characters units of each side have."""
        return self._to_left[b] - self._to_left[a], self._to_right[d] - self._to_right[c]

    def other_speakers(self, a: int, b: int, c: int, d: int) -> bool:
        """Say whether known speakers of the two sides are not the same ones."""
        ours = {one for one in self._speaks_left[a:b] if one}
        theirs = {one for one in self._speaks_right[c:d] if one}
        return bool(ours and theirs) and ours != theirs

    def figures(self, a: int, b: int, c: int, d: int) -> tuple[int, int]:
        """Return how many numbers stand on both sides, and how many on one only."""
        ours = _joined([each.figures for each in self.left[a:b]])
        theirs = _joined([each.figures for each in self.right[c:d]])
        return (len(ours & theirs), len(ours ^ theirs)) if ours or theirs else (0, 0)

    def shares(self, a: int, b: int, c: int, d: int) -> bool:
        """Say whether a number or a name stands on both sides."""
        return self.figures(a, b, c, d)[0] > 0 or self._shared_names(a, b, c, d) > 0

    def _shared_names(self, a: int, b: int, c: int, d: int) -> int:
        ours = _joined([each.names for each in self.left[a:b]])
        return len(ours & _joined([each.names for each in self.right[c:d]])) if ours else 0


def _joined(sets: list[frozenset[str]]) -> frozenset[str]:
    return sets[0] if len(sets) == 1 else frozenset().union(*sets)
