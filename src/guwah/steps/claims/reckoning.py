"""From readings to what can be true together: compiled for the chronology engine, its answers merged."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from guwah.instruments import chronology
from guwah.steps.claims.why import kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.instruments.chronology import Conflict, Problem, Result

# Ways of taking alternatives that are all looked through; beyond it the answer says it is not complete.
MOST_WAYS = 32
_MOST_SETS = 500
_GRADES = ("hard", "some-readings", "question")
# Raised when the engine begins to answer the same question otherwise.
_ANSWERS = 2


@dataclass(frozen=True, slots=True)
class Stated:
    """One reading with its points, as the engine needs it.

    Attributes:
        reading: number of the row.
        claim: the id of its claim in files.
        form: one of `Reading.Form`.
        value: EDTF, ISO 8601 duration, whole years, or `before` / `strictly-before`.
        of: first point: occurrence id in files and `start` or `end`.
        to: second point of a duration (its end), an age (the day of it) or an order (the later), else None.
        approximate: for a duration: said as "about".
    """

    reading: int
    claim: str
    form: str
    value: str
    of: tuple[str, str]
    to: tuple[str, str] | None = None
    approximate: bool = False


Groups = dict[str, list[Stated]]
"""Alternatives by the id of their assertion."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The problems readings make: one for each way of taking alternatives that no single assertion can hold.

    Attributes:
        problems: as `chronology.load` gives them; never empty.
        whole: false when there were more than `MOST_WAYS` ways and only the first ones are here.
        readings: for each assertion id the numbers of the readings it stands for.
        claims: for each assertion id the id of its claim.
    """

    problems: tuple[Problem, ...]
    whole: bool
    readings: Mapping[str, tuple[int, ...]]
    claims: Mapping[str, str]


def assertion(name: str, stated: Stated, value: str | None = None) -> dict[str, Any]:
    """Return one assertion as DESIGN §15 writes it."""
    of, to = list(stated.of), list(stated.to or ())
    said = stated.value if value is None else value
    if stated.form == "date":
        return {"id": name, "at": of, "edtf": said}
    if stated.form == "duration":
        return {"id": name, "from": of, "to": to, "duration": said, "approximate": stated.approximate}
    if stated.form == "age":
        return {"id": name, "age": int(said), "of": of, "at": to}
    return {"id": name, "before": [of, to], "strict": said == "strictly-before"}


def compile_readings(occurrences: Mapping[str, str], stated: Iterable[Stated]) -> Compiled:
    """Make problems of readings; see `named` and `compile_groups`.

    Args:
        occurrences: title by id in files.
        stated: readings in the order of their numbers.
    """
    return compile_groups(occurrences, named(stated))


def compile_groups(occurrences: Mapping[str, str], groups: Groups) -> Compiled:
    """Make problems of alternatives.

    Alternative dates become one "one of" value (EDTF level 2); other alternatives are taken one at a time.

    Args:
        occurrences: title by id in files.
        groups: as `named` gives them.
    """
    choices = [_assertions(name, group) for name, group in groups.items()]
    ways = 1
    for options in choices:
        ways *= len(options)
    if ways > MOST_WAYS:
        choices = [options[:1] for options in choices]
    labels = dict(occurrences)
    problems = tuple(
        chronology.load({"occurrences": labels, "assertions": list(way)}) for way in product(*choices)
    )
    return Compiled(
        problems,
        ways <= MOST_WAYS,
        {name: tuple(one.reading for one in group) for name, group in groups.items()},
        {name: group[0].claim for name, group in groups.items()},
    )


def answer(compiled: Compiled, budget: int = chronology.BUDGET) -> dict[str, Any]:
    """Check every way and merge what was found.

    Args:
        compiled: the ways.
        budget: steps each question may take, see `chronology.check`.

    Returns:
        As `chronology check` prints it; besides, each conflict has `claims` (ids), `readings` (numbers) and
        `because` (why it is one, in parts), and `claims` maps each assertion to its claim.
    """
    results = [chronology.check(problem, budget=budget) for problem in compiled.problems]
    conflicts, whole = _merged(results)
    told = chronology.to_json(results[0])
    told["consistent"] = any(result.consistent for result in results)
    told["complete"] = compiled.whole and whole and all(result.complete for result in results)
    if len(results) > 1:
        told["countings"] = _ways([result.countings for result in results])
        told["conventions"] = _ways([result.conventions for result in results])
        told["bounds"] = _widest([chronology.to_json(result)["bounds"] for result in results])
    told["conflicts"] = [_told(conflict, compiled) for conflict in conflicts]
    told["claims"] = dict(compiled.claims)
    return told


def named(stated: Iterable[Stated]) -> Groups:
    """Put alternatives together under the id of their claim, with `#n` where it says several things.

    Readings of one claim, of one form and about the same points are alternatives.

    Args:
        stated: readings in the order of their numbers, all of each claim.
    """
    by_claim: dict[str, dict[tuple[object, ...], list[Stated]]] = {}
    for one in stated:
        about = (one.form, one.of, one.to)
        by_claim.setdefault(one.claim, {}).setdefault(about, []).append(one)
    groups: Groups = {}
    for claim, said in by_claim.items():
        for number, group in enumerate(said.values(), start=1):
            groups[claim if len(said) == 1 else f"{claim}#{number}"] = group
    return groups


def parts(groups: Groups) -> list[Groups]:
    """Part alternatives into those that hang together through occurrences; no conflict reaches across."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for group in groups.values():
        first, *others = (find(name) for name in spoken_of(group))
        for other in others:
            leader[find(other)] = find(first)
    parted: dict[str, Groups] = {}
    for name, group in groups.items():
        parted.setdefault(find(group[0].of[0]), {})[name] = group
    return list(parted.values())


def spoken_of(group: Sequence[Stated]) -> list[str]:
    """Return the ids of the one or two occurrences that alternatives are about."""
    return [point[0] for point in (group[0].of, group[0].to) if point is not None]


def digest(groups: Groups, occurrences: Mapping[str, str]) -> str:
    """Return what an answer is known by: the same readings and titles have the same answer.

    Args:
        groups: one of `parts`.
        occurrences: title by id in files.
    """
    told = {name: [astuple(one) for one in groups[name]] for name in sorted(groups)}
    titles = {name: occurrences[name] for group in groups.values() for name in spoken_of(group)}
    text = json.dumps([_ANSWERS, told, titles], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _assertions(name: str, group: Sequence[Stated]) -> list[dict[str, Any]]:
    if group[0].form == "date" and len(group) > 1:
        return [assertion(name, group[0], _one_of([one.value for one in group]))]
    return [assertion(name, one) for one in group]


def _one_of(values: Sequence[str]) -> str:
    return "[" + ",".join(_member(value) for value in values) + "]"


def _member(value: str) -> str:
    """Write a value as a member of a set: sets are opened, an interval becomes a stretch with two dots."""
    if value[:1] in ("[", "{"):
        return value[1:-1]
    start, slash, end = value.partition("/")
    if not slash:
        return value
    return f"{'' if start == '..' else start}..{'' if end == '..' else end}"


def _merged(results: Sequence[Result]) -> tuple[list[Conflict], bool]:
    """Return the smallest sets that fail whichever way the alternatives are taken.

    A set fails every way when it holds a conflict of each; so conflicts of the ways are united pairwise and
    only the smallest unions are kept.
    """
    found = list(results[0].conflicts)
    whole = True
    for result in results[1:]:
        united = [_united(one, other) for one in found for other in result.conflicts]
        found = _smallest(united)
        if len(found) > _MOST_SETS:
            found, whole = found[:_MOST_SETS], False
    return found, whole


def _united(one: Conflict, other: Conflict) -> Conflict:
    if one.members == other.members and one.because == other.because:
        return one
    return chronology.Conflict(
        tuple(sorted({*one.members, *other.members})),
        max(one.grade, other.grade, key=_GRADES.index),
        one.convention or other.convention,
        tuple(dict.fromkeys((*one.because, *other.because))),
    )


def _smallest(conflicts: Iterable[Conflict]) -> list[Conflict]:
    kept: list[Conflict] = []
    for conflict in sorted(conflicts, key=lambda one: (len(one.members), one.members)):
        members = set(conflict.members)
        if not any(set(other.members) <= members for other in kept):
            kept.append(conflict)
    return kept


def _ways(found: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, list[str]]:
    merged: dict[str, list[str]] = {}
    for each in found:
        for name, ways in each.items():
            known = merged.setdefault(name, [])
            known.extend(way for way in ways if way not in known)
    return merged


def _widest(found: Sequence[Mapping[str, Mapping[str, list[str | None]]]]) -> dict[str, Any]:
    widest: dict[str, dict[str, list[str | None]]] = {}
    for each in found:
        for name, points in each.items():
            for point, (low, high) in points.items():
                known = widest.setdefault(name, {}).setdefault(point, [low, high])
                known[0] = None if known[0] is None or low is None else min(known[0], low)
                known[1] = None if known[1] is None or high is None else max(known[1], high)
    return widest


def _told(conflict: Conflict, compiled: Compiled) -> dict[str, Any]:
    return {
        "members": list(conflict.members),
        "grade": conflict.grade,
        "convention": conflict.convention,
        "why": conflict.why,
        "because": kept(conflict.because, compiled.claims),
        "claims": sorted({compiled.claims[name] for name in conflict.members}),
        "readings": sorted(number for name in conflict.members for number in compiled.readings[name]),
    }
