"""The chronology engine against z3 on the same invented chronologies, in the same run.

    ./dev bench chronology

Three questions: does everything hold and what is the first conflict (1,000 occurrences, 3,000 assertions);
every smallest conflict (knots of up to 200 assertions); how the time grows with what agrees (up to 30,000
assertions, ours alone). z3 is told the same rules as linear constraints over day numbers; where the two do
not agree the run ends without figures.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import z3

from guwah.instruments.chronology import check, load
from guwah.instruments.dates import parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guwah.instruments.chronology import Result

EPOCH = date(2000, 1, 1)
DAYS = 6000
LONGEST = 400
NEIGHBOURS = 20
ABOUT_DAY = 3  # days that `~` widens a day by (docs/chronology.md)
Stated = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How large an invented chronology is.

    Attributes:
        occurrences: how many things happen.
        assertions: how many statements agree with what happened.
        wrong: how many more give a wrong day.
    """

    occurrences: int
    assertions: int
    wrong: int = 0


class Invented:
    """What happened, and what is said of it."""

    def __init__(self, size: Size, seed: int = 1) -> None:
        """Draw when everything began and ended, then what people say of it."""
        self.draw = Random(seed)
        start = [EPOCH + timedelta(days=self.draw.randrange(DAYS)) for _ in range(size.occurrences)]
        self.when = [(day, day + timedelta(days=self.draw.randrange(LONGEST))) for day in start]
        self.order = sorted(range(size.occurrences), key=lambda number: start[number])
        self.place = {number: place for place, number in enumerate(self.order)}
        self.listed = [{"id": f"a{n}", **self._said()} for n in range(size.assertions)]
        for number in range(size.wrong):
            about = self.draw.randrange(size.occurrences)
            day = self.when[about][0] + timedelta(days=self.draw.randrange(30, 900))
            self.listed.append({"id": f"w{number}", "at": [f"o{about}", "start"], "edtf": day.isoformat()})

    def _said(self) -> Stated:
        number = self.draw.randrange(len(self.when))
        start, end = self.when[number]
        kind = self.draw.random()
        if kind < 1 / 3:
            day = (start, end)[side := self.draw.randrange(2)]
            return {"at": [f"o{number}", ("start", "end")[side]], "edtf": self._written(day)}
        if kind < 2 / 3:
            about = self.draw.random() < 1 / 3
            pair = {"from": [f"o{number}", "start"], "to": [f"o{number}", "end"]}
            return {**pair, "duration": f"P{(end - start).days}D", "approximate": about}
        later = self.order[min(len(self.order) - 1, self.place[number] + self.draw.randrange(1, NEIGHBOURS))]
        return {"before": [[f"o{number}", "start"], [f"o{later}", "start"]], "strict": False}

    def _written(self, day: date) -> str:
        wide = f"{day - timedelta(days=3)}/{day + timedelta(days=9)}"
        return self.draw.choice([f"{day}", f"{day}", f"{day:%Y-%m}", f"{day:%Y}", f"{day}~", wide])

    @property
    def problem(self) -> dict[str, Any]:
        """The chronology as `guwah chronology check` reads it."""
        return {
            "occurrences": {f"o{n}": f"thing {n}" for n in range(len(self.when))},
            "assertions": self.listed,
        }


def days_of(edtf: str) -> tuple[int, int]:
    """Return the first and last day number of the values drawn here, without the engine's reader."""
    if "/" in edtf:
        return tuple(days_of(part)[0] for part in edtf.split("/"))  # type: ignore[return-value]
    if edtf[-1] == "~":
        day = date.fromisoformat(edtf[:-1]).toordinal()
        return day - ABOUT_DAY, day + ABOUT_DAY
    first = date.fromisoformat((edtf + "-01-01")[:10])
    if len(edtf) == len("2000"):
        return first.toordinal(), first.replace(year=first.year + 1).toordinal() - 1
    if len(edtf) == len("2000-01"):
        return first.toordinal(), (first + timedelta(days=31)).replace(day=1).toordinal() - 1
    return first.toordinal(), first.toordinal()


def fact(one: Stated) -> z3.BoolRef:
    """Return a statement as a constraint of z3."""
    if "edtf" in one:
        low, high = days_of(one["edtf"])
        return z3.And(point(one["at"]) >= low, point(one["at"]) <= high)
    if "before" in one:
        earlier, later = (point(each) for each in one["before"])
        return earlier <= later
    start, end, days = point(one["from"]), point(one["to"]), parse_duration(one["duration"]).days
    # Half of the smallest unit or an eighth of the whole, both ways of counting (docs/chronology.md).
    low = high = days
    if one["approximate"]:
        low, high = max(0, -(-(8 * days - max(days, 4) - 7) // 8)), -((-8 * days - max(days, 4)) // 8)
    return z3.And(end - start >= max(0, low - 1), end - start <= high)


def point(named: Iterable[str]) -> z3.ArithRef:
    """Return the variable of a point."""
    return z3.Int("-".join(named))


def solver_of(problem: dict[str, Any]) -> tuple[z3.Solver, list[z3.BoolRef]]:
    """Return z3 with the rules of a chronology, each behind a name of its own, and the names."""
    solver = z3.Solver()
    solver.set("core.minimize", True)
    for name in problem["occurrences"]:
        solver.add(point([name, "start"]) <= point([name, "end"]))
    names = [z3.Bool(one["id"]) for one in problem["assertions"]]
    for name, one in zip(names, problem["assertions"], strict=True):
        solver.add(z3.Implies(name, fact(one)))
    return solver, names


def smallest(problem: dict[str, Any]) -> set[frozenset[str]]:
    """Return every smallest conflict as z3 finds them: cores, and maps of what was seen (MARCO)."""
    solver, names = solver_of(problem)
    seen, found = z3.Solver(), set()
    while seen.check() == z3.sat:
        world = seen.model()
        tried = [name for name in names if not z3.is_false(world[name])]
        if solver.check(tried) == z3.sat:
            grown = list(_grown(solver, tried, names))
            seen.add(z3.Or([name for name in names if not any(name is one for one in grown)]))
            continue
        core = list(solver.unsat_core())
        found.add(frozenset(str(name) for name in core))
        seen.add(z3.Not(z3.And(core)))
    return found


def _grown(solver: z3.Solver, tried: list[z3.BoolRef], names: list[z3.BoolRef]) -> Iterator[z3.BoolRef]:
    """Yield a largest set that holds and contains what was tried."""
    held = list(tried)
    for name in names:
        if not any(name is one for one in held) and solver.check([*held, name]) == z3.sat:
            held.append(name)
    yield from held


def timed(ours: dict[str, Any]) -> tuple[Result, float]:
    """Return what the engine answers, and in how many seconds."""
    started = time.perf_counter()
    answer = check(load(ours))
    return answer, time.perf_counter() - started


def first_conflict(size: Size) -> None:
    """Compare: is all of it possible, and if not, one smallest conflict; ours finds all of them."""
    problem = Invented(size).problem
    ours, mine = timed(problem)
    started = time.perf_counter()
    solver, names = solver_of(problem)
    holds = solver.check(names) == z3.sat
    core = frozenset() if holds else frozenset(str(name) for name in solver.unsat_core())
    peer = time.perf_counter() - started
    known = {frozenset(conflict.members) for conflict in ours.conflicts}
    agreed(holds == ours.consistent and ours.complete and (holds or core in known))
    said(size, f"all {len(known)} conflicts" if known else "consistent", mine, peer)


def every_conflict(size: Size) -> None:
    """Compare: every smallest conflict."""
    problem = Invented(size).problem
    ours, mine = timed(problem)
    started = time.perf_counter()
    theirs = smallest(problem)
    peer = time.perf_counter() - started
    agreed(ours.complete and {frozenset(conflict.members) for conflict in ours.conflicts} == theirs)
    said(size, f"all {len(theirs)} conflicts", mine, peer)


def growth(sizes: list[Size]) -> None:
    """Print how the time grows with consistent chronologies."""
    took = [timed(Invented(size).problem)[1] for size in sizes]
    for size, seconds in zip(sizes, took, strict=True):
        say(f"{size.assertions:6} assertions, consistent {seconds:8.2f} s")
    for (small, fast), (large, slow) in pairwise(zip(sizes, took, strict=True)):
        say(f"{large.assertions / small.assertions:.1f}x the assertions: {slow / fast:.1f}x the time")


def agreed(same: bool) -> None:
    """End the run when the two do not agree."""
    if not same:
        raise SystemExit("the two do not agree; the figures would mean nothing")


def said(size: Size, what: str, mine: float, peer: float) -> None:
    """Print one comparison."""
    say(
        f"{size.occurrences:5} occurrences, {size.assertions + size.wrong:5} assertions, {what:18}"
        f" guwah {mine:6.2f} s, z3 {peer:7.2f} s: {mine / peer:.2f}x the time of z3"
    )


def say(words: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> None:
    """Ask the three questions."""
    for size in (Size(1000, 3000), Size(1000, 2999, 1), Size(1000, 2990, 10)):
        first_conflict(size)
    for size in (Size(40, 100, 3), Size(60, 190, 10), Size(20, 195, 5)):
        every_conflict(size)
    growth([Size(1000, 3000), Size(3333, 10_000), Size(10_000, 30_000)])


if __name__ == "__main__":
    main()
