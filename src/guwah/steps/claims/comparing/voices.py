"""Whose voice stands behind what sources say: what is told on, printed again or said twice is one voice.

Nothing here asks the database or says who is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@unique
class Ground(StrEnum):
    """On what a voice rests."""

    FIRST_HAND = "first-hand"
    THROUGH = "through"
    INFERRED = "inferred"
    UNNAMED = "unnamed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Heard:
    """One claim as it counts here.

    Attributes:
        claim: its number.
        source: number of the row of its source.
        who: the same text for the same claimant, as far as people have judged so; empty for a text in which
            nobody speaks: then the source itself says it.
        told_by: the same for whom the claimant has it from; empty where nobody is named.
        knows: one of `Claim.Knows`.
    """

    claim: int
    source: int
    who: str
    told_by: str
    knows: str


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice.

    Attributes:
        key: the same text for the same voice.
        claims: numbers of the claims that are this voice, in their order.
        sources: the sources it is heard in, in their order.
        passed_on: numbers of the claims in which somebody else tells it on, or a source prints it again.
        ground: on what it rests, by the best of its claims.
    """

    key: str
    claims: tuple[int, ...]
    sources: tuple[int, ...]
    passed_on: tuple[int, ...]
    ground: Ground

    @property
    def independent(self) -> bool:
        """Whether it counts as a source of its own: somebody who was there and tells it in a source."""
        return self.ground == Ground.FIRST_HAND


def voices(heard: Iterable[Heard], repeats: Mapping[int, int]) -> tuple[Voice, ...]:
    """Return the voices behind claims about one thing, in the order of their first claims.

    Args:
        heard: the claims, in the order of their numbers.
        repeats: source that repeats another one -> that other one.
    """
    said = list(heard)
    told = {one.who: one.told_by for one in reversed(said) if one.who and one.told_by}
    by_key: dict[str, list[tuple[Heard, bool]]] = {}
    for one in said:
        start = one.told_by or _claimant(one, said, repeats)
        key = _first_of(start, told)
        by_key.setdefault(key, []).append((one, key not in (one.who, f"source {one.source}")))
    return tuple(_voice(key, each) for key, each in by_key.items())


def origin(source: int, repeats: Mapping[int, int]) -> int:
    """Return where what a source says comes from in the end; in a ring, its smallest number."""
    seen = [source]
    while (earlier := repeats.get(seen[-1])) is not None:
        if earlier in seen:
            return min(seen[seen.index(earlier) :])
        seen.append(earlier)
    return seen[-1]


def _claimant(one: Heard, said: Iterable[Heard], repeats: Mapping[int, int]) -> str:
    """Return who says it: of a source that repeats another, whoever speaks alone in that one."""
    source = origin(one.source, repeats)
    if source == one.source:
        return one.who or f"source {source}"
    there = {other.told_by or other.who or f"source {source}" for other in said if other.source == source}
    if one.who in there or (one.who and not there):
        return one.who
    return next(iter(there)) if len(there) == 1 else f"source {source}"


def _first_of(who: str, told: Mapping[str, str]) -> str:
    """Follow who told whom to the first who said it; those who told each other are the first in order."""
    seen = [who]
    while (earlier := told.get(seen[-1])) is not None:
        if earlier in seen:
            return min(seen[seen.index(earlier) :])
        seen.append(earlier)
    return seen[-1]


def _voice(key: str, each: list[tuple[Heard, bool]]) -> Voice:
    grounds = [_ground(one, passed=passed) for one, passed in each]
    return Voice(
        key=key,
        claims=tuple(one.claim for one, _ in each),
        sources=tuple(dict.fromkeys(one.source for one, _ in each)),
        passed_on=tuple(one.claim for one, passed in each if passed),
        ground=min(grounds, key=list(Ground).index),
    )


def _ground(one: Heard, *, passed: bool) -> Ground:
    """Say on what a claim rests; one that is told on tells of its voice only through others."""
    if passed:
        return Ground.THROUGH
    if one.knows == "saw":
        return Ground.FIRST_HAND
    if one.knows == "told":
        return Ground.UNNAMED
    return Ground.INFERRED if one.knows == "infers" else Ground.OPEN
