"""What a machine would read in selected words: proposals for a person, never readings (law 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.dates import parse_duration
from guwah.instruments.dates.readings import RELATIVE_OCCURRENCE
from guwah.instruments.languages import language_of
from guwah.steps.claims.models import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.dates.readings import Reading as Found
    from guwah.steps.testimony.models import Anchor

# Languages a date grammar is kept for; the first is taken where the words do not say.
LANGUAGES = ("en", "ru", "zh", "kk", "ug")
_FORMS = {
    "date": Reading.Form.DATE.value,
    "relative": Reading.Form.DATE.value,
    "duration": Reading.Form.DURATION.value,
    "age": Reading.Form.AGE.value,
}


# What a rule of the grammars says of a length that is counted back.
_BACK = "Counted back"
# On the same day or earlier: "before that" may be the same morning.
_LOOSELY = "before"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to read a mention.

    Attributes:
        words: the words it was read from.
        form: one of `Reading.Form`.
        value: as a reading holds it.
        approximate: a duration said as "about".
        basis: code of reading_bases.
        rule: which rule read it.
        assumptions: what the rule took for granted, in English.
        constraint: it binds what is claimed to something told before, which a person has to choose.
        back: what is claimed came before that, else after it.
    """

    words: str
    form: str
    value: str
    approximate: bool
    basis: str
    rule: str
    assumptions: tuple[str, ...]
    constraint: bool = False
    back: bool = False


def proposed(anchor: Anchor) -> list[Proposal]:
    """Return what could be read in the words of an anchor, in their order."""
    # The grammars of five languages are read when somebody selects words, not when the program starts.
    from guwah.instruments.dates.mentions import find

    return [
        Proposal(
            words=anchor.quote[mention.start : mention.end],
            form=_FORMS[mention.kind],
            value=value,
            approximate=reading.approximate and mention.kind == "duration",
            basis=reading.basis,
            rule=reading.rule,
            assumptions=tuple(reading.assumptions),
        )
        for mention in find(anchor.quote, _language(anchor))
        if mention.kind in _FORMS
        for reading in mention.readings
        if (value := _value(mention.kind, reading))
    ]


def constraints(anchor: Anchor) -> list[Proposal]:
    """Return how the words of an anchor set what they tell before or after what was told: "the next day".

    Such words name no other occurrence: whoever takes the reading says which it is.
    """
    from guwah.instruments.dates.orders import find_orders

    language = _language(anchor)
    made = dict(_lengths_told_on(anchor, language))
    for one in find_orders(anchor.quote, language):
        # "A week before that" says more than "before that".
        if not any(start < one.end and one.start < end for start, end, _value in made):
            words = anchor.quote[one.start : one.end]
            made[one.start, one.end, _LOOSELY] = Proposal(
                words,
                Reading.Form.ORDER.value,
                _LOOSELY,
                approximate=False,
                basis=RELATIVE_OCCURRENCE,
                rule=one.rule,
                assumptions=(),
                constraint=True,
                back=one.back,
            )
    return [made[place] for place in sorted(made)]


def _lengths_told_on(anchor: Anchor, language: str) -> Iterator[tuple[tuple[int, int, str], Proposal]]:
    """Yield lengths counted from what was told before, each with its place and value."""
    from guwah.instruments.dates.joining import ABANDONED
    from guwah.instruments.dates.mentions import find

    for mention in find(anchor.quote, language):
        if mention.kind != "order" or mention.status == ABANDONED:
            continue
        for reading in mention.readings:
            if reading.duration is not None:
                proposal = Proposal(
                    anchor.quote[mention.start : mention.end],
                    Reading.Form.DURATION.value,
                    reading.duration,
                    reading.approximate,
                    reading.basis,
                    reading.rule,
                    tuple(reading.assumptions),
                    constraint=True,
                    back=any(told.startswith(_BACK) for told in reading.assumptions),
                )
                yield (mention.start, mention.end, reading.duration), proposal


def _value(kind: str, reading: Found) -> str:
    """Return what a reading would hold; nothing for a date without a year, which no chronology can place."""
    if reading.edtf is not None:
        return reading.edtf if "XXXX" not in reading.edtf else ""
    if reading.duration is None:
        return ""
    return str(parse_duration(reading.duration).years) if kind == "age" else reading.duration


def _language(anchor: Anchor) -> str:
    """Return the language of the words: told by their script, else that of the layer, else English."""
    told = language_of(anchor.quote, ("kk", "ug", "zh", "ru", "en")) or anchor.revision.layer.language
    primary = told.split("-")[0]
    return primary if primary in LANGUAGES else LANGUAGES[0]
