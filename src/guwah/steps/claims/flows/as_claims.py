"""What a suggestion would be as a claim, as it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from guwah.steps.claims.flows.statements import OWN, ReadingGiven, Statement
from guwah.steps.claims.models import Claim, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.steps.claims.models import Occurrence
    from guwah.steps.claims.suggesting.tables import Suggested

_CLAIMS = {
    "date": Claim.Kind.STATEMENT,
    "duration": Claim.Kind.STATEMENT,
    "age": Claim.Kind.STATEMENT,
    "money": Claim.Kind.AMOUNT,
    "area": Claim.Kind.AMOUNT,
    "share": Claim.Kind.AMOUNT,
    "consent": Claim.Kind.CONSENT,
    "promise": Claim.Kind.PROMISE,
    "declaration": Claim.Kind.DECLARATION,
    "status": Claim.Kind.STATUS,
}
TIMES = frozenset({"date", "duration", "age"})
DATABLE = frozenset({"date", "duration"})
"""Times of one thing that happened; an age is from a birth to something else."""
_NO_YEAR = "XXXX"


def statement_of(one: Suggested) -> Statement | None:
    """Return the claim a suggestion would be as it stands; None where a person has to say more first.

    A date without a year, a length in hours, a violation (of whom, by whom, in what), and what is no claim at
    all, such as the name of a person or personal data, is never taken over at one stroke.
    """
    kind = _CLAIMS.get(one.kind)
    readings = readings_of(one)
    if kind is None or (kind == Claim.Kind.STATEMENT and not readings):
        return None
    return Statement(kind=kind.value, readings=readings, value=plain(one.value) if not readings else "")


@dataclass(frozen=True, slots=True)
class Happened:
    """What a time is the time of.

    Attributes:
        occurrence: what is said to have happened; None for a new one.
        title: the name of a new one, else empty.
        point: which end of it a date is of, `start` or `end`; a duration is from its start to its end.
    """

    occurrence: Occurrence | None = None
    title: str = ""
    point: str = "start"


def happening(stated: Statement, what: Happened) -> Statement:
    """Return the claim that a time would be, once somebody has said of what."""
    readings = tuple(
        replace(one, of=OWN, of_point=what.point)
        if one.form == Reading.Form.DATE
        else replace(one, of=OWN, of_point="start", to=OWN, to_point="end")
        for one in stated.readings
    )
    return replace(
        stated,
        kind=Claim.Kind.OCCURRENCE.value,
        occurrence=what.occurrence,
        new_occurrence=what.title,
        readings=readings,
    )


def kind_of(one: Suggested) -> Claim.Kind | None:
    """Return which kind of claim a suggestion may become; None where it is no claim at all."""
    return Claim.Kind.OCCURRENCE if one.kind == "violation" else _CLAIMS.get(one.kind)


def filled_in(one: Suggested) -> dict[str, str]:
    """Return what a suggestion fills into the page on which a claim is made.

    Whoever says more of a time says of what: it stands in the chronology only as the time of something.
    """
    kind = kind_of(one)
    if kind is None:
        return {}
    if one.kind in TIMES:
        return {"kind": Claim.Kind.OCCURRENCE.value}
    if kind == Claim.Kind.OCCURRENCE:
        return {"kind": kind.value, "code": str(one.value.get("code", ""))}
    return {"kind": kind.value, "value": plain(one.value)}


def readings_of(one: Suggested) -> tuple[ReadingGiven, ...]:
    """Return the readings of a time; none of a date without a year, which no chronology can place."""
    if one.kind == "date":
        return tuple(
            ReadingGiven(Reading.Form.DATE.value, each["edtf"], basis=each["basis"], rule=one.rule)
            for each in one.value.get("readings", ())
            if each.get("edtf") and _NO_YEAR not in each["edtf"]
        )
    if one.kind == "duration" and one.value.get("iso8601"):
        return (ReadingGiven(Reading.Form.DURATION.value, one.value["iso8601"], rule=one.rule),)
    if one.kind == "age" and one.value.get("years") is not None:
        return (ReadingGiven(Reading.Form.AGE.value, str(one.value["years"]), rule=one.rule),)
    return ()


def plain(value: Mapping[str, Any]) -> str:
    """Return what a value holds as words: `840, CNY`; `≈ 100–200, CNY` for about, and for a range."""
    held = {key: each for key, each in value.items() if isinstance(each, str | int | float) and each != ""}
    about, most = held.pop("approximate", False), held.pop("most", None)
    said = [str(each) for each in held.values()]
    if most is not None and said:
        said[0] += f"–{most}"
    return ("≈ " if about and said else "") + ", ".join(said)
