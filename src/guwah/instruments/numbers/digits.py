"""Numbers in digits: four sets of digits, and the signs of thousands and decimals of every habit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "012345678901234567890123456789")
DIGIT = "[0-9٠-٩۰-۹０-９]"

# A whole run with all its inner signs, so that part of a date, a clock time or a version is never taken for
# a number. Blanks belong to it only as signs of thousands.
RUN = (
    rf"(?<!{DIGIT})(?:{DIGIT}{{1,3}}(?:[ \u00a0\u2009\u202f]{DIGIT}{{3}})+(?!{DIGIT})"
    rf"(?:[.,]{DIGIT}{{1,2}}(?!{DIGIT}))?(?![.,:/٫٬’']{DIGIT})|{DIGIT}+(?:[.,．:/٫٬’']{DIGIT}+|(?<=[０-９])，[０-９]{{3}}(?![０-９]))*)"
)
_SIGNS = str.maketrans("，．٫٬’\u00a0\u2009\u202f", ",..''   ")
_WHOLE = re.compile(r"(?:0|[1-9]\d{0,14})")
_EITHER = re.compile(r"(?P<head>[1-9]\d{0,2})(?P<sign>[.,])(?P<tail>\d{3})")
_GROUPED = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<whole>[1-9]\d{0,2}(?:,\d{3})+)(?:\.(?P<part>\d{1,4}))?",
        r"(?P<whole>[1-9]\d{0,2}(?:\.\d{3})+)(?:,(?P<part>\d{1,4}))?",
        r"(?P<whole>[1-9]\d{0,2}(?:'\d{3})+)(?:[.,](?P<part>\d{1,4}))?",
        r"(?P<whole>[1-9]\d{0,2}(?: \d{3})+)(?:[.,](?P<part>\d{1,2}))?",
        r"(?P<whole>\d{1,12})[.,](?P<part>\d{1,4})",
    )
)


@dataclass(frozen=True, slots=True)
class Written:
    """A number in digits.

    Attributes:
        value: the number; one sign before three digits is read as a sign of thousands.
        other: the number where that sign marks decimals, or None where nothing is left open.
    """

    value: Decimal
    other: Decimal | None = None


def written(run: str) -> Written | None:
    """Read a run of digits with its signs; None for dates, clock times, codes like `007`."""
    plain = run.translate(DIGITS).translate(_SIGNS)
    if _WHOLE.fullmatch(plain):
        return Written(Decimal(plain))
    if found := _EITHER.fullmatch(plain):
        return Written(
            Decimal(found["head"] + found["tail"]), Decimal(f"{found['head']}.{found['tail']}").normalize()
        )
    for shape in _GROUPED:
        if found := shape.fullmatch(plain):
            whole = re.sub(r"\D", "", found["whole"])
            return Written(Decimal(f"{whole}.{found['part'] or 0}").normalize() + 0)
    return None
