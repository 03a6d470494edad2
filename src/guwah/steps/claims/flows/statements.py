"""What a person hands in as a claim, and whether it can be understood: nothing here writes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from guwah.failures import Failure, NotUnderstood
from guwah.instruments import chronology
from guwah.instruments.dates import NotADate, parse, parse_clock, parse_duration
from guwah.instruments.dates.civil import number_of
from guwah.instruments.vocabularies import is_code, term
from guwah.steps.claims.models import Claim, Occurrence, Reading
from guwah.steps.claims.reckoning import Stated, assertion
from guwah.steps.testimony.models import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Case
    from guwah.instruments.dates import EdtfValue
    from guwah.steps.claims.tables import ClaimantGroup
    from guwah.steps.people.models import Entity
    from guwah.steps.testimony.models import Anchor, Participant

_CODE = re.compile(r"[a-z][a-z0-9_.-]{0,79}")
_ORDERS = frozenset({"before", "strictly-before"})
_LONGEST_VALUE = 80
_LONGEST_DAY = 60
# Day numbers of the years anything said can be about, and of those that can be written with four digits.
_LIVED = (number_of(1000, 1, 1), number_of(2999, 12, 31))
_WRITTEN = (number_of(0, 1, 1), number_of(9999, 12, 31))


class Own(Enum):
    """Stands for the occurrence of the claim itself, which may only be named with it."""

    OWN = "own"


OWN = Own.OWN


@dataclass(frozen=True, slots=True)
class ReadingGiven:
    """One way to understand what was said, by a person.

    Attributes:
        form: one of `Reading.Form`.
        value: EDTF; an ISO 8601 duration, in days and longer or by the clock; whole years; or `before` /
            `strictly-before`.
        of: occurrence of the first point, `OWN` for the claim's own, None while nobody has said which;
            `of_point` its start or end.
        to: occurrence of the second point of a duration, age or order; `to_point` its start or end.
        approximate: a duration said as "about".
        basis: code of reading_bases.
        rule: id of the rule that proposed it, empty when a person made it.
    """

    form: str
    value: str
    of: Occurrence | Own | None = None
    of_point: str = "start"
    to: Occurrence | Own | None = None
    to_point: str = ""
    approximate: bool = False
    basis: str = "stated"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A person, body, facility or place that a claim speaks of, in a role (a code, or empty)."""

    entity: Entity
    role: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is claimed.

    Attributes:
        kind: one of `Claim.Kind`.
        by: who says it, as printed; empty for the speaker of the block, or the text itself for a paragraph.
        knows: one of `Claim.Knows`; mode: one of `Claim.Mode`.
        occurrence: what is said to have happened; needed for the kind `occurrence`.
        new_occurrence: its name instead, when it is named with this claim.
        code: of violation_types for an occurrence, the name of the attribute for an attribute; may be empty.
        value: of an attribute, amount or statement, in words.
        readings: the dates, durations, ages, orders said; those alike in form and points are alternatives.
        entities: whom and what it speaks of.
        group: the group that claims it; `by` is then its name where it is left empty.
        told_by: who told the speaker, as printed, where that was said.
        said_on: EDTF date on which it was said, where the source is of another.
        of_others: it speaks of somebody who is no party of the case and may have no record here.
        machine: found by a machine: the basis of nothing until a person has checked it.
        external_id: its id in files; empty for a new one.
    """

    kind: str
    by: str = ""
    knows: str = Claim.Knows.UNKNOWN.value
    mode: str = Claim.Mode.ASSERTED.value
    occurrence: Occurrence | None = None
    new_occurrence: str = ""
    code: str = ""
    value: str = ""
    readings: Sequence[ReadingGiven] = ()
    entities: Sequence[Attached] = ()
    group: ClaimantGroup | None = None
    told_by: str = ""
    said_on: str = ""
    of_others: bool = False
    machine: bool = False
    external_id: str = ""


def settled(statement: Statement, occurrence: Occurrence | None) -> Statement:
    """Return a statement about an occurrence, with `OWN` taken for it in every reading."""
    readings = tuple(settled_reading(reading, occurrence) for reading in statement.readings)
    return replace(statement, occurrence=occurrence, new_occurrence="", readings=readings)


def settled_reading(reading: ReadingGiven, occurrence: Occurrence | None) -> ReadingGiven:
    """Return a reading with `OWN` taken for an occurrence; with none it is tied to nothing yet."""
    of = occurrence if reading.of is OWN else reading.of
    to = occurrence if reading.to is OWN else reading.to
    return replace(reading, of=of, to=to)


def check_statement(case: Case, anchor: Anchor, statement: Statement) -> None:
    """Let a statement pass or say what is wrong with it.

    Raises:
        NotUnderstood: `unknown-kind`, `unknown-knows`, `unknown-mode`, `no-occurrence`, `bad-code`,
            `unknown-code`, `not-of-this-case`, or what `check_reading` raises.
    """
    for word, known, code in (
        (statement.kind, Claim.Kind.values, "unknown-kind"),
        (statement.knows, Claim.Knows.values, "unknown-knows"),
        (statement.mode, Claim.Mode.values, "unknown-mode"),
    ):
        if word not in known:
            raise NotUnderstood(code, _("This word is not in the list: kind, how known, or how said."))
    if statement.kind == Claim.Kind.OCCURRENCE and statement.occurrence is None:
        raise NotUnderstood("no-occurrence", _("Say what happened: choose an occurrence or name a new one."))
    if statement.code and not _CODE.fullmatch(statement.code):
        raise NotUnderstood("bad-code", _("A code is made of small letters, digits and hyphens."))
    if statement.kind == Claim.Kind.OCCURRENCE and statement.code:
        _check_violation(statement.code)
    cases = {anchor.revision.layer.case_id, *(one.entity.case_id for one in statement.entities)}
    cases |= {one.case_id for one in (statement.occurrence, statement.group) if one is not None}
    if cases != {case.pk}:
        raise NotUnderstood("not-of-this-case", _("What is put together here belongs to different cases."))
    for reading in statement.readings:
        check_reading(case, reading)
    if statement.said_on:
        check_day(statement.said_on)


def check_day(edtf: str) -> None:
    """Let a date pass that something was said on.

    Raises:
        NotUnderstood: `too-long`, or the code of the instrument.
    """
    if len(edtf) > _LONGEST_DAY:
        raise NotUnderstood("too-long", _("This date is too long."))
    try:
        _check_years(parse(edtf))
    except NotADate as wrong:
        raise NotUnderstood(wrong.code, wrong.message) from wrong


def _check_years(date: EdtfValue) -> None:
    """Let a date pass that somebody can have lived, or been told of: some day of the years 1000 to 2999.

    Any end of it lies in the years 0 to 9999, which is where a date with an unknown year has its ends. What
    lies elsewhere is a slip of the keys.

    Raises:
        NotUnderstood: `no-such-year`.
    """
    first, last = date.days.first, date.days.last
    ends = [day for day in (first, last) if day is not None]
    meets = (last is None or last >= _LIVED[0]) and (first is None or first <= _LIVED[1])
    if not meets or not all(_WRITTEN[0] <= day <= _WRITTEN[1] for day in ends):
        raise NotUnderstood(
            "no-such-year", _("Nobody can have lived this year. A date lies in the years 1000 to 2999.")
        )


def _check_violation(code: str) -> None:
    if not is_code("violation_types", code) or term("violation_types", code).facts.get("group"):
        raise NotUnderstood("unknown-code", _("The list of violations has no such act."))


def check_reading(case: Case, reading: ReadingGiven) -> None:
    """Let a reading pass or say what is wrong with it, as the instruments of dates and chronology do.

    Raises:
        NotUnderstood: `unknown-form`, `unknown-basis`, `too-long`, `two-points`, `not-of-this-case`, or the
            code of the instrument, such as `not-edtf` or `no-such-day`.
    """
    if reading.form not in Reading.Form.values:
        raise NotUnderstood("unknown-form", _("This is neither a date, a duration, an age nor an order."))
    if not is_code("reading_bases", reading.basis):
        raise NotUnderstood("unknown-basis", _("What the reading rests on is not in the list."))
    if len(reading.value) > _LONGEST_VALUE:
        raise NotUnderstood("too-long", _("A reading has at most 80 characters."))
    _check_points(case, reading)
    _check_value(reading)


def _check_points(case: Case, reading: ReadingGiven) -> None:
    points = [point for point in (reading.of, reading.to) if isinstance(point, Occurrence)]
    if any(point.case_id != case.pk for point in points):
        raise NotUnderstood("not-of-this-case", _("What is put together here belongs to different cases."))
    if points and len(points) != (1 if reading.form == Reading.Form.DATE else 2):
        raise NotUnderstood(
            "two-points", _("A date is about one point; a duration, an age and an order are about two.")
        )
    if not points and reading.form == Reading.Form.ORDER:
        raise NotUnderstood("two-points", _("An order says which of two points came first."))


def claimant_of(anchor: Anchor, statement: Statement) -> tuple[str, Participant | None]:
    """Return who says it as printed, and the speaker of the block where it is that one; see `claimant`."""
    group = statement.group
    told = group.told.last() if group is not None else None
    if told is not None:
        return statement.by.strip()[:300] or told.name, None
    return claimant(anchor, statement.by)


def claimant(anchor: Anchor, by: str) -> tuple[str, Participant | None]:
    """Return who says it as printed, and the participant when it is the speaker of the block.

    Raises:
        NotUnderstood: `no-claimant`: nobody speaks there and nobody was named.
    """
    block = anchor.now.block
    speaker = block.participant if block is not None else None
    if speaker is not None and by.strip().casefold() in {
        "",
        speaker.label.casefold(),
        speaker.name.casefold(),
    }:
        return (speaker.name or speaker.label)[:300], speaker
    if by.strip():
        return by.strip()[:300], None
    if block is not None and block.kind == Block.Kind.PARAGRAPH:
        return anchor.revision.layer.source.title[:300], None
    raise NotUnderstood("no-claimant", _("It is not known who speaks here. Say who says it."))


def _check_value(reading: ReadingGiven) -> None:
    """Let a value pass that its form allows."""
    value, form = reading.value, reading.form
    if form == Reading.Form.AGE and not (value.isascii() and value.isdecimal()):
        raise NotUnderstood("bad-age", _("An age is a whole number of years, 0 or more."))
    if form == Reading.Form.ORDER and value not in _ORDERS:
        raise NotUnderstood("bad-order", _("An order is “before” or “strictly-before”."))
    try:
        if form == Reading.Form.DATE:
            _check_years(parse(value))
        elif form == Reading.Form.DURATION:
            parse_clock(value) if value.startswith("PT") else parse_duration(value)
    except NotADate as wrong:
        place = Failure(wrong.code, wrong.message, offset=wrong.offset)
        raise NotUnderstood(wrong.code, wrong.message, place=place) from wrong
    if isinstance(reading.of, Occurrence):
        _check_for_engine(reading)


def _check_for_engine(reading: ReadingGiven) -> None:
    """Let a reading tied to points pass that the chronology engine takes."""
    second = ("b", reading.to_point) if reading.to is not None else None
    stated = Stated(0, "", reading.form, reading.value, ("a", reading.of_point), second, reading.approximate)
    try:
        chronology.load({"occurrences": {"a": "", "b": ""}, "assertions": [assertion("reading", stated)]})
    except chronology.BadProblem as wrong:
        raise NotUnderstood(wrong.code, wrong.message) from wrong
