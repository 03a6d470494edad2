"""What a language has to give so that its amounts are found.

Patterns are matched without regard to case, right behind a number or an amount, or so that they end right in
front of it; those in front of it take the blank before it with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


class Unit(NamedTuple):
    """A unit as a language says it.

    Attributes:
        pattern: its words.
        code: the code of the currency or of the unit of area; '' where the words name no currency.
        assumption: what is taken for granted by that code, or ''.
        size: how much of the code one of it is, as a number in digits.
    """

    pattern: str
    code: str
    assumption: str = ""
    size: str = "1"

    @property
    def named(self) -> str | None:
        """The code, or None where the words are a number of some money ("ten grand")."""
        return self.code or None


class Part(NamedTuple):
    """A share in words that hold no number word with a value of its own ("half of").

    Attributes:
        pattern: the words; what only has to stand beside them is a lookahead.
        percent: the share.
    """

    pattern: str
    percent: str


NOTHING = r"(?!)"
GAP = r"(?=\s)[^\S\n]*\n?[^\S\n]*(?!\s)"
"""Blanks between words, over the end of a line but not over an empty one."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language around amounts.

    Attributes:
        code: the language.
        currencies: units of money after a number; signs and codes that every language shares are added.
        areas: units of area after a number; signs are added.
        counted: words for what is counted, right behind a number.
        percent: words for percent after a number.
        about: words before a number that make it approximate.
        per: words after an amount that say what for or how often.
        never: words right before a number that make it a name ("room", "No.") or an ordinal.
        paid: words right before a bare number that make it a sum.
        money: words somewhat before a bare number that tell of money.
        to: what joins two amounts with a unit each to one range, or a sum and its small change.
        gap: what may stand between a number and its unit.
        signs: units of money before a number.
        land: words after a number that make it an area (group `of`: what of).
        shared: what a share is of, behind it (group `of`).
        shared_before: the same before it.
        hundredths: words before a number that make it percent (`百分之`).
        turned: a unit before its number makes it approximate ("roubles three hundred").
        tenths: words after a number that make it tenths (`成`).
        parts: shares that are one word ("half").
        not_part: words before such a share that make it something else ("the second").
        fractions: shares in two numbers, groups `n` and `d`.
        ordinals: beginnings of words for `n` or `d` that the numbers do not read, and what they stand for.
        loosely: what may stand between a number and what is counted (one or two adjectives).
        or_so: words after an amount that make it approximate.
        more: the same right behind the number, before its unit.
        ending_about: an ending of the number itself that says "about".
        half: a half of the unit said after it (`三亩半`).
        tail: tenths of the unit said after it (`三块五`), or hundredths in digits ("2 yuan 50").
        per_before: words before an amount that say what for or how often (group `per`).
        each: what stands between "one mu" and what is paid for it.
        dated: words before a number of four digits that make it a year.
        timed: words before a small number that make it a day or an hour.
        given: words before a bare number that make it a sum where money is spoken of.
        follows: words before a bare number that goes on with the talk of money ("then").
        links: the same where money is spoken of in the same sentence ("was", "to").
        paid_after: words behind a bare number that make it a sum, where verbs stand last.
        given_after: the same where money is spoken of.
        nothing_before: words before "one cent" that make it a way to say nothing.
        nothing_after: the same behind it.
        area_signs: units of area that can stand before their number, which is then approximate.
        glued: "half" written in one word with its unit.
        part_of: what stands between a share and the unit of area it is a part of ("a quarter of a hectare").
        bare_end: what has to stand behind a bare number.
        given_end: what else may stand behind it where a verb of giving or taking goes before.
        inverted: what is counted, before its number in words; it makes the number approximate.
        grouping: the sign of thousands of this language, where one sign leaves both open.
    """

    code: str
    currencies: tuple[Unit, ...]
    areas: tuple[Unit, ...]
    counted: str
    percent: str
    about: str
    per: str
    never: str
    paid: str
    money: str
    to: str
    gap: str = r"[^\S\n]{0,2}[-‑]?"
    signs: tuple[Unit, ...] = ()
    land: str = NOTHING
    shared: str = NOTHING
    shared_before: str = NOTHING
    hundredths: str = NOTHING
    turned: bool = False
    tenths: str = NOTHING
    parts: tuple[Part, ...] = ()
    not_part: str = NOTHING
    fractions: tuple[str, ...] = ()
    ordinals: tuple[tuple[str, int], ...] = ()
    loosely: str = r"[^\S\n]{1,2}"
    or_so: str = NOTHING
    more: str = NOTHING
    ending_about: str = NOTHING
    half: str = NOTHING
    tail: str = NOTHING
    per_before: str = NOTHING
    each: str = NOTHING
    dated: str = NOTHING
    timed: str = NOTHING
    given: str = NOTHING
    follows: str = NOTHING
    links: str = NOTHING
    paid_after: str = NOTHING
    given_after: str = NOTHING
    nothing_before: str = NOTHING
    nothing_after: str = NOTHING
    area_signs: tuple[Unit, ...] = ()
    glued: str = NOTHING
    part_of: str = NOTHING
    given_end: str = NOTHING
    bare_end: str = r"\s*(?:[.,;:!?)\]»”\"…—–،؛؟。，、；！？：」]|\Z)"
    inverted: str = NOTHING
    grouping: str = "."


class Choice:
    """Several patterns as one; tells which of them matched."""

    def __init__(self, units: tuple[Unit, ...], lead: str = "", tail: str = "") -> None:
        self._units = units
        listed = "|".join(f"(?P<u{place}>{unit.pattern})" for place, unit in enumerate(units))
        self._pattern = re.compile(f"{lead}(?:{listed}){tail}", re.IGNORECASE)

    def after(self, text: str, place: int) -> tuple[int, Unit] | None:
        """Return where a unit that begins at a place ends, and the unit."""
        found = self._pattern.match(text, place)
        return (found.end(), self._unit(found)) if found else None

    def before(self, text: str, left: int, place: int) -> tuple[int, Unit] | None:
        """Return where a unit begins that ends at a place, and the unit; it lies right of `left`."""
        found = self._pattern.search(text, left, place)
        return (found.start(), self._unit(found)) if found else None

    def _unit(self, found: re.Match[str]) -> Unit:
        return self._units[int((found.lastgroup or "u0")[1:])]


def size_of(unit: Unit) -> Decimal:
    """Return how much of its code one of a unit is."""
    return Decimal(unit.size)
