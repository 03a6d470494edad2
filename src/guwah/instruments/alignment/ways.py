"""The cheapest way through two texts: a run of units left out costs little for its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.alignment.costs import LEFT_OUT, MOST_SPARED, MOVES, NEXT_LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.instruments.alignment.costs import Costs

# A way that has cost so much more than the best with as many units of the longer stretch is given up.
_HOPELESS = 20.0
_FURTHEST = max(theirs for _, theirs in MOVES)
Stretch = tuple[int, int]
# What a place cost, and how many units of each side its last step took.
_Cell = tuple[float, tuple[int, int]]
# What a run of units left out cost up to a place, and how many they are.
_Run = tuple[float, int]


def cheapest(costs: Costs, left: Stretch, right: Stretch) -> list[tuple[Stretch, Stretch]]:
    """Return the cheapest way from the beginning of two stretches to their ends, as pairs of ranges.

    Every unit that is left out is a pair of its own, with an empty range beside it.
    """
    if left[1] - left[0] < right[1] - right[0]:
        # Units left out of the longer stretch are followed however many they are, so it goes first.
        found = _Search(lambda a, b, c, d: costs.of(c, d, a, b), right, left).way()
        return [(ours, theirs) for theirs, ours in found]
    return _Search(costs.of, left, right).way()


class _Search:
    """One search, row by row: a row is what can be reached with the same number of units of the left."""

    def __init__(self, of: Callable[[int, int, int, int], float], left: Stretch, right: Stretch) -> None:
        self._of = of
        (self._a0, self._a1), (self._c0, self._c1) = left, right
        self._rows: list[dict[int, _Cell]] = []
        self._runs: dict[int, _Run] = {}

    def way(self) -> list[tuple[Stretch, Stretch]]:
        for a in range(self._a0, self._a1 + 1):
            self._row(a)
        return self._back()

    def _row(self, a: int) -> None:
        row: dict[int, _Cell] = {}
        before = self._rows[-_FURTHEST:]
        first = min((min(each) for each in before), default=self._c0)
        last = max((max(each) for each in before), default=self._c0) + _FURTHEST
        runs: dict[int, _Run] = {}
        across: _Run | None = None
        least = float("inf")
        for c in range(first, self._c1 + 1):
            best = self._paired(a, c) if before else (0.0, (0, 0)) if c == self._c0 else None
            down = _longer(before[-1].get(c) if before else None, self._runs.get(c))
            if down is not None:
                runs[c] = down
                best = _less(best, (down[0], (down[1], 0)))
            across = _longer(row.get(c - 1), across)
            if across is not None:
                best = _less(best, (across[0], (0, across[1])))
            if best is not None:
                row[c] = best
                least = min(least, best[0])
                if c > last and a < self._a1 and best[0] > least + _HOPELESS:
                    break
        if a < self._a1:
            # A step to the right alone only adds to the cost: no way that stays has lost its own beginning.
            row = {c: cell for c, cell in row.items() if cell[0] <= least + _HOPELESS}
        self._rows.append(row)
        self._runs = {c: run for c, run in runs.items() if c in row}

    def _paired(self, a: int, c: int) -> _Cell | None:
        """Return the cheapest way to a place whose last step takes units of both sides."""
        best: _Cell | None = None
        for move, price in MOVES.items():
            ours, theirs = move
            if a - ours >= self._a0:
                before = self._rows[a - ours - self._a0].get(c - theirs)
                if before is not None and (best is None or before[0] + price - MOST_SPARED < best[0]):
                    cost = before[0] + self._of(a - ours, a, c - theirs, c)
                    if best is None or cost < best[0]:
                        best = (cost, move)
        return best

    def _back(self) -> list[tuple[Stretch, Stretch]]:
        a, c = self._a1, self._c1
        found: list[tuple[Stretch, Stretch]] = []
        while (a, c) != (self._a0, self._c0):
            ours, theirs = self._rows[a - self._a0][c][1]
            if ours and theirs:
                found.append(((a - ours, a), (c - theirs, c)))
            found += [((one - 1, one), (c, c)) for one in range(a, a - ours, -1) if not theirs]
            found += [((a, a), (one - 1, one)) for one in range(c, c - theirs, -1) if not ours]
            a, c = a - ours, c - theirs
        # Within a run the one side stands still, so that its order is that of the other.
        return found[::-1]


def _longer(cell: _Cell | None, run: _Run | None) -> _Run | None:
    """Return the cheaper of a run begun after a place, and one that goes on."""
    begun = None if cell is None else (cell[0] + LEFT_OUT, 1)
    if run is None or (begun is not None and begun[0] <= run[0] + NEXT_LEFT_OUT):
        return begun
    return (run[0] + NEXT_LEFT_OUT, run[1] + 1)


def _less(best: _Cell | None, other: _Cell) -> _Cell:
    return other if best is None or other[0] < best[0] else best
