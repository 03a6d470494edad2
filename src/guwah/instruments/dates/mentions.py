"""Where a text speaks of dates, lengths, ages and orders, and how each mention can be read.

A suggestion for a person, never a fact: nothing is guessed silently, and what is inferred says from what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from guwah.instruments.dates.grammars import GRAMMARS
from guwah.instruments.dates.readings import (
    YEAR_INFERRED,
    Groups,
    Reading,
    date_readings,
    exists,
    length_readings,
    order_readings,
    relative_readings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from guwah.instruments.dates.grammars.shape import Form, Grammar

_NEXT_WITHIN = 40  # characters after which a year said later is no longer the year of a date without one
_NEAR = 120  # characters around a trigger: longer than any mention
_NO_YEAR = "XXXX"
_NO_MONTH = "XXXX-XX"
ASSERTED, ABANDONED = "asserted", "abandoned"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of words about time.

    Attributes:
        start: 0-based code point where it starts.
        end: code point where it ends, not included.
        kind: `date`, `duration`, `age`, `relative` (from the day of the session) or `order` (from what was
        told).
        readings: one for each way to understand it; none for a false start.
        status: `asserted`, or `abandoned` when the speaker broke off and said something else.
    """

    start: int
    end: int
    kind: str
    readings: tuple[Reading, ...]
    status: str = ASSERTED


def find(text: str, language: str, *, session: date | None = None) -> list[Mention]:
    """Find mentions of time.

    Args:
        text: the words; offsets of the mentions count its code points.
        language: a tag whose first part is one of `GRAMMARS` (en, ru, zh, kk, ug); others find nothing.
        session: the day of the talk, for "two days ago"; without it such dates stay open.

    Returns:
        The mentions in order, not overlapping.
    """
    grammar = GRAMMARS.get(language.partition("-")[0].lower())
    if grammar is None:
        return []
    found = [_mention(form, match, grammar, session) for form, match in _matches(text, grammar)]
    kept = [mention for mention in found if mention.readings]
    return _with_years(_without_false_starts(kept, text, grammar))


def _matches(text: str, grammar: Grammar) -> Iterator[tuple[Form, re.Match[str]]]:
    """Yield the matches that stand: the longest first, then the form listed first; none overlap."""
    windows = _windows(text, grammar)
    every = [
        (match.start() - match.end(), rank, match.start(), form, match)
        for rank, form in enumerate(grammar.forms)
        for start, end in windows
        for match in form.pattern.finditer(text, start, end)
        if match.end() > match.start()
    ]
    taken: list[tuple[int, int]] = []
    chosen = []
    for _, _, start, form, match in sorted(every, key=lambda one: one[:3]):
        if all(match.end() <= first or start >= last for first, last in taken):
            taken.append((start, match.end()))
            chosen.append((start, form, match))
    for _, form, match in sorted(chosen, key=lambda one: one[0]):
        yield form, match


def _windows(text: str, grammar: Grammar) -> list[tuple[int, int]]:
    """Return the stretches of text near a trigger, apart from each other."""
    windows: list[tuple[int, int]] = []
    for hit in grammar.trigger.finditer(text):
        start, end = max(0, hit.start() - _NEAR), hit.end() + _NEAR
        if windows and start <= windows[-1][1]:
            start = windows.pop()[0]
        windows.append((start, end))
    return windows


def _mention(form: Form, match: re.Match[str], grammar: Grammar, session: date | None) -> Mention:
    groups = Groups(match, grammar)
    match form.kind:
        case "date":
            readings = date_readings(groups, form.name)
        case "relative":
            readings = relative_readings(groups, form.name, session)
        case "order":
            readings = order_readings(groups, form.name)
        case _:
            readings = length_readings(groups, form.name)
    words = match.group()
    start = match.start() + len(words) - len(words.lstrip())
    return Mention(start, match.end() - len(words) + len(words.rstrip()), form.kind, readings)


def _without_false_starts(mentions: Sequence[Mention], text: str, grammar: Grammar) -> list[Mention]:
    """Take the readings from a mention that the speaker breaks off and replaces by the next one."""
    kept = []
    for mention, following in zip_longest(mentions, mentions[1:]):
        broken = (
            following is not None
            and following.kind == mention.kind
            and grammar.correction.fullmatch(text, mention.end, following.start) is not None
        )
        kept.append(replace(mention, readings=(), status=ABANDONED) if broken else mention)
    return kept


def _with_years(mentions: list[Mention]) -> list[Mention]:
    """Give dates without a year a second reading with the year said before, or right after, marked so."""
    made = []
    known: str | None = None
    for place, mention in enumerate(mentions):
        whole = mention
        if mention.kind == "date" and mention.readings:
            if _NO_YEAR in _edtf(mention):
                source, where = known, "before"
                if source is None:
                    source, where = _said_after(mentions[place + 1 :], mention.end), "after"
                whole = replace(mention, readings=_inferred(mention.readings, source, where))
            known = _last_date(whole.readings[-1].edtf or "") or known
        made.append(whole)
    return made


def _edtf(mention: Mention) -> str:
    return mention.readings[0].edtf or ""


def _said_after(mentions: Sequence[Mention], end: int) -> str | None:
    for mention in mentions:
        if mention.start - end > _NEXT_WITHIN:
            return None
        if mention.kind == "date" and mention.readings and _NO_YEAR not in _edtf(mention):
            return _last_date(_edtf(mention))
    return None


def _last_date(edtf: str) -> str | None:
    """Return the last plain date named in a value, without its marks."""
    last = re.split("[,/]", edtf.strip("[]"))[-1].rstrip("?~%")
    return last if last[:4].isdecimal() else None


def _inferred(readings: tuple[Reading, ...], source: str | None, where: str) -> tuple[Reading, ...]:
    """Add the reading with a year (and month, when that is missing too) from another date."""
    bare = readings[0]
    value = bare.edtf or ""
    missing = _NO_MONTH if _NO_MONTH in value else _NO_YEAR
    taken = (source or "")[: len(missing)]
    if len(taken) != len(missing):
        return readings
    edtf = ",".join(_uncertain(part) for part in value.strip("[]").replace(missing, taken).split(","))
    edtf = f"[{edtf}]" if value.startswith("[") else edtf
    what = "The year and month are" if missing == _NO_MONTH else "The year is"
    inferred = replace(
        bare,
        edtf=edtf,
        basis=YEAR_INFERRED,
        assumptions=(*bare.assumptions, f"{what} taken from the date said {where} it."),
    )
    return (bare, inferred) if exists(edtf) else readings


def _uncertain(edtf: str) -> str:
    return edtf[:-1] + "%" if edtf[-1] in "~%" else edtf.rstrip("?") + "?"
