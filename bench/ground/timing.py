"""How long works take: by the clock and of the processor, in milliseconds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def p95(works: Iterable[Callable[[], object]]) -> str:
    """Do some works one after the other and tell how long the slowest but one in twenty took."""
    wall, cpu = _times(works)
    return f"p95 {_at(wall, 95):6.0f} ms (processor {_at(cpu, 95):.0f} ms)"


def parts_of(works: Iterable[Callable[[], object]]) -> tuple[float, float, float]:
    """Do some works one after the other; return milliseconds by the clock: the middle, p95, the longest."""
    wall, _ = _times(works)
    return _at(wall, 50), _at(wall, 95), _at(wall, 100)


def spread(works: Iterable[Callable[[], object]]) -> str:
    """Do some works and tell how long the middle one, the slowest but one in twenty, and the slowest took."""
    wall, cpu = _times(works)
    told = (" ".join(f"{_at(some, part):6.1f}" for part in (50, 95, 100)) for some in (wall, cpu))
    return " | ".join(told)


HEAD = "   p50    p95    max |    p50    p95    max   (ms by the clock | ms of processor time)"
"""Over columns of `spread`."""


def _times(works: Iterable[Callable[[], object]]) -> tuple[list[float], list[float]]:
    """Return the sorted times of works in milliseconds: by the clock, and of the processor.

    Works that come one by one are made ready between the others, outside of what is measured.
    """
    wall, cpu = [], []
    for work in works:
        started, begun = time.process_time(), time.perf_counter()
        work()
        wall.append(1000 * (time.perf_counter() - begun))
        cpu.append(1000 * (time.process_time() - started))
    return sorted(wall), sorted(cpu)


def _at(times: Sequence[float], part: int) -> float:
    return times[max(0, -(-part * len(times) // 100) - 1)]
