"""Between whom a conflict stands: a witness's slip and a reporter's error are not the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Codes of person_roles. A role belongs to the link between a person and a session, never to the person.
WITNESSES = frozenset(
    {
        "victim",
        "group_represented",
        "testifier_self",
        "witness_direct",
        "witness_hearsay",
        "relative",
        "co_signer",
    }
)


@unique
class Part(StrEnum):
    """What somebody is in what was said."""

    WITNESS = "witness"
    REPORTER = "reporter"
    UNKNOWN = "unknown"


@unique
class Between(StrEnum):
    """Between whom a conflict stands (DESIGN §8)."""

    WITNESS_HERSELF = "witness-with-herself"
    WITNESS_REPORTER = "witness-with-reporter"
    REPORTER_HIMSELF = "reporter-with-himself"
    AUTHORITIES = "authorities-grounds"
    WITNESSES = "witnesses"
    REPORTERS = "reporters"
    SPEAKER_SELF = "speaker-with-self"
    SPEAKERS = "speakers"


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who stands behind one claim.

    Attributes:
        who: the same text for the same person, as far as people have judged so.
        part: witness, reporter, or nobody has said.
        authority: the claim tells what an authority said.
    """

    who: str
    part: Part
    authority: bool = False


def part_of(role: str, *, speaks: bool) -> Part:
    """Return the part of somebody from the code of a role.

    Args:
        role: code of person_roles, empty while nobody has said.
        speaks: whether this is a speaker of a session; what an article says, it reports.
    """
    if role in WITNESSES:
        return Part.WITNESS
    return Part.UNKNOWN if speaks and not role else Part.REPORTER


def between(claimants: Iterable[Claimant]) -> Between:
    """Say between whom a conflict stands; it is about claims, and never counts anybody's contradictions."""
    members = list(claimants)
    if all(one.authority for one in members):
        return Between.AUTHORITIES
    parts = {one.part for one in members}
    alone = len({one.who for one in members}) == 1
    if parts == {Part.WITNESS}:
        return Between.WITNESS_HERSELF if alone else Between.WITNESSES
    if parts == {Part.REPORTER}:
        return Between.REPORTER_HIMSELF if alone else Between.REPORTERS
    if parts == {Part.WITNESS, Part.REPORTER}:
        return Between.WITNESS_REPORTER
    return Between.SPEAKER_SELF if alone else Between.SPEAKERS
