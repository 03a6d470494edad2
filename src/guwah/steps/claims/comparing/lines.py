"""What several sources say of one thing, point by point: fitting together, differing, alone, silent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any

from guwah.instruments import chronology
from guwah.steps.claims import showing
from guwah.steps.claims.comparing.voices import Heard, Voice, voices
from guwah.steps.claims.hearsay import MASK
from guwah.steps.claims.models import Claim, Reading
from guwah.steps.claims.reckoning import Stated, answer, compile_readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.steps.claims.models import Occurrence

# Steps to compare two statements of one point: it takes some dozens.
_BUDGET = 2_000
# Pairs compared on one line; beyond it the chronology knows.
_MOST_SAYINGS = 12

Aspect = tuple[str, ...]
"""What a statement is about: a form with its points, a kind of act, or words that no rule compares."""


@unique
class State(StrEnum):
    """How what a source says stands to what the others say."""

    FITS = "fits"
    DIFFERS = "differs"
    ALONE = "alone"
    SAYS = "says"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Saying:
    """One claim on one line: what it says there, in a few words, and the claim as a row shows it."""

    claim: Claim
    words: str
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source says on one line; nothing where it is silent."""

    sayings: tuple[Saying, ...]
    state: State


@dataclass(frozen=True, slots=True)
class Line:
    """One point of one thing, with a cell for each source.

    Attributes:
        title: what it is about, in words.
        cells: in the order of the columns.
        voices: whose voices these are.
        compared: a rule can hold what is said against the rest.
        differ: some of what is said cannot be true together, or is another word for the same attribute.
    """

    title: str
    cells: tuple[Cell, ...]
    voices: tuple[Voice, ...]
    compared: bool
    differ: bool

    @property
    def independent(self) -> int:
        """How many sources of their own say the same; 0 where they differ: nobody is counted out."""
        if self.differ or not self.compared:
            return 0
        return sum(voice.independent for voice in self.voices)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a table knows of all its lines.

    Attributes:
        columns: numbers of the rows of the sources, in order.
        repeats: source that repeats another one -> that other one.
        heard: each claim as it counts, by its number.
    """

    columns: Sequence[int]
    repeats: Mapping[int, int]
    heard: Mapping[int, Heard]


def lines(frame: Frame, said: Mapping[Aspect, Sequence[Saying]], titles: Mapping[Aspect, str]) -> list[Line]:
    """Return a line for each aspect of one thing."""
    return [_line(frame, aspect, sayings, titles[aspect]) for aspect, sayings in said.items()]


def _line(frame: Frame, aspect: Aspect, sayings: Sequence[Saying], title: str) -> Line:
    apart = _apart(aspect, sayings)
    sources = {_source(one.claim) for one in sayings}
    cells = []
    for column in frame.columns:
        here = tuple(one for one in sayings if _source(one.claim) == column)
        cells.append(Cell(here, _state(aspect, here, apart, alone=len(sources) == 1)))
    behind = voices((frame.heard[one.claim.pk] for one in sayings), frame.repeats)
    return Line(title, tuple(cells), behind, aspect[0] != "words", bool(apart))


def _state(aspect: Aspect, here: Sequence[Saying], apart: frozenset[int], *, alone: bool) -> State:
    if not here:
        return State.SILENT
    if any(one.claim.pk in apart for one in here):
        return State.DIFFERS
    if aspect[0] == "words":
        return State.SAYS
    return State.ALONE if alone else State.FITS


def _source(claim: Claim) -> int:
    return claim.anchor.revision.layer.source_id


def _apart(aspect: Aspect, sayings: Sequence[Saying]) -> frozenset[int]:
    """Return the claims that cannot be true together with another one on the line, taken two by two."""
    found: set[int] = set()
    compared = [one for one in sayings if compares(one.claim)][:_MOST_SAYINGS]
    for place, one in enumerate(compared):
        for other in compared[place + 1 :]:
            if one.claim.pk != other.claim.pk and _differ(aspect, one, other):
                found |= {one.claim.pk, other.claim.pk}
    return frozenset(found)


def compares(claim: Claim) -> bool:
    """Say whether a claim is held against others: asserted, and the basis of something."""
    return claim.counts


def _differ(aspect: Aspect, one: Saying, other: Saying) -> bool:
    if aspect[0] == "words":
        return False
    if aspect[0] in ("value", "act"):
        return one.words.casefold() != other.words.casefold()
    stated = [*_stated(aspect, one.claim), *_stated(aspect, other.claim)]
    points = {point[0] for each in stated for point in (each.of, each.to) if point}
    try:
        return not answer(compile_readings(dict.fromkeys(points, ""), stated), _BUDGET)["consistent"]
    except chronology.BadProblem:
        # Two points of one occurrence that the engine takes no statement about: nothing can be compared.
        return False


def _stated(aspect: Aspect, claim: Claim) -> Iterable[Stated]:
    for reading in claim.readings.all():
        if aspect_of(reading) == aspect and reading.of is not None:
            yield Stated(
                reading.pk,
                claim.external_id,
                reading.form,
                reading.value,
                (str(reading.of_id), reading.of_point),
                (str(reading.to_id), reading.to_point) if reading.to is not None else None,
                reading.approximate,
            )


def aspect_of(reading: Reading) -> Aspect:
    """Return what a reading is about: its form and its points."""
    points = (reading.of_id, reading.of_point, reading.to_id, reading.to_point)
    return (reading.form, *(str(part or "") for part in points))


def sayings_of(occurrence: Occurrence, claims: Iterable[Claim]) -> dict[Aspect, list[Saying]]:
    """Put what is said of an occurrence under the points it is about; what no rule compares comes last."""
    said: dict[Aspect, list[Saying]] = {}
    words: list[Saying] = []
    for claim in claims:
        row = showing.claim_row(claim)
        by_aspect = _read(claim, occurrence)
        if claim.occurrence_id == occurrence.pk and claim.code and claim.kind == Claim.Kind.OCCURRENCE:
            by_aspect[("act",)] = [showing.code_words(claim)]
        for aspect, told in by_aspect.items():
            said.setdefault(aspect, []).append(Saying(claim, " · ".join(told), row))
        if not by_aspect:
            words.append(Saying(claim, "" if claim.masked else claim.value, row))
    return {**dict(sorted(said.items())), **({("words",): words} if words else {})}


def sayings_of_attribute(claims: Iterable[Claim]) -> dict[Aspect, list[Saying]]:
    """Put what is said of one attribute under the points its readings are about, else under its value."""
    said: dict[Aspect, list[Saying]] = {}
    for claim in claims:
        row = showing.claim_row(claim)
        by_aspect = _read(claim, None) or {("value",): [_value(claim)]}
        for aspect, told in by_aspect.items():
            said.setdefault(aspect, []).append(Saying(claim, " · ".join(told), row))
    return said


def _read(claim: Claim, occurrence: Occurrence | None) -> dict[Aspect, list[str]]:
    """Return the readings of a claim in a few words, by what they are about; of one occurrence if asked."""
    by_aspect: dict[Aspect, list[str]] = {}
    for reading in claim.readings.all():
        of_it = occurrence is None or occurrence.pk in (reading.of_id, reading.to_id)
        if reading.of_id is not None and of_it:
            words = str(MASK) if claim.masked else showing.said_words(reading)
            by_aspect.setdefault(aspect_of(reading), []).append(words)
    return by_aspect


def _value(claim: Claim) -> str:
    """Return the value of an attribute, with dates and ages that are tied to nothing yet."""
    if claim.masked:
        return str(MASK)
    readings = [showing.said_words(reading) for reading in claim.readings.all()]
    return " · ".join([claim.value, *readings] if claim.value else readings)
