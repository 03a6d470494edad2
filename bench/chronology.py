"""All smallest conflicts of a chronology against z3 with the usual enumeration, in the same run."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import z3

from guwah.instruments.chronology import check, load

DAYS = 40
POINTS = 12
EPOCH = date(2019, 1, 1)


def invented() -> dict[str, Any]:
    """Return a chronology in which every third occurrence is dated twice, differently."""
    assertions = []
    for number in range(DAYS):
        place = f"o{number % POINTS}"
        day = EPOCH + timedelta(
            days=30 * (number % POINTS) + (7 if number >= POINTS and number % 3 == 0 else 0)
        )
        assertions.append(
            {"id": f"a{number}", "by": "w", "source": "s", "at": [place, "start"], "edtf": day.isoformat()}
        )
    return {"occurrences": {f"o{number}": f"o{number}" for number in range(POINTS)}, "assertions": assertions}


def with_z3(problem: dict[str, Any]) -> set[frozenset[str]]:
    """Return every smallest conflict, pairs being enough for dates of single points."""
    points = {name: z3.Int(name) for name in problem["occurrences"]}
    facts = {
        each["id"]: points[each["at"][0]] == date.fromisoformat(each["edtf"]).toordinal()
        for each in problem["assertions"]
    }
    solver = z3.Solver()
    found = set()
    for pair in combinations(facts, 2):
        solver.push()
        solver.add(*(facts[name] for name in pair))
        if solver.check() == z3.unsat:
            found.add(frozenset(pair))
        solver.pop()
    return found


def main() -> None:
    """Solve the same chronology both ways, compare the answers, print the ratio."""
    problem = invented()
    started = time.perf_counter()
    ours = {frozenset(conflict.members) for conflict in check(load(problem)).conflicts}
    middle = time.perf_counter()
    theirs = with_z3(problem)
    ended = time.perf_counter()
    if ours != theirs:
        raise SystemExit("the two do not agree; the figures would mean nothing")
    print(f"{len(ours)} conflicts among {DAYS} assertions")
    mine, peer = middle - started, ended - middle
    print(f"guwah {1000 * mine:8.1f} ms   {mine / peer:.2f}x the time of z3")
    print(f"z3    {1000 * peer:8.1f} ms")


if __name__ == "__main__":
    main()
