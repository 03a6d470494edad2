"""Areas in another unit, with the factor, where it comes from and what it takes for granted.

A conversion is shown beside the words and never stored in their place. Sums are not converted: a rate of
exchange is a fact of a day and a market, not of a standard.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_DIGITS = 12


class NoConversion(ValueError):
    """There is no standard by which one unit becomes the other; `code` is always `no-conversion`."""

    code = "no-conversion"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of area.

    Attributes:
        square_metres: its size, exactly.
        source: the standard that says so.
        assumes: what a speaker may have meant otherwise, or ''.
    """

    square_metres: Fraction
    source: str
    assumes: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A value in another unit.

    Attributes:
        value: the value, to twelve digits.
        unit: the code of the unit.
        factor: what one of the old unit is in the new one, exactly: `1/15`, or `0.1` where that is exact.
        sources: the standards of both units.
        assumptions: what was taken for granted, one sentence each.
    """

    value: Decimal
    unit: str
    factor: str
    sources: tuple[str, ...]
    assumptions: tuple[str, ...]


_SI = "International System of Units (BIPM, SI Brochure, 9th edition)"
_MU = Fraction(10_000, 15)
UNITS = {
    "square-metre": Unit(Fraction(1), _SI),
    "square-kilometre": Unit(Fraction(1_000_000), _SI),
    "hectare": Unit(Fraction(10_000), _SI),
    "sotka": Unit(Fraction(100), _SI, "A sotka is taken as one are, a hundredth of a hectare."),
    "mu": Unit(
        _MU,
        "Legal units of measurement of the People's Republic of China: 15 mu are one hectare",
        "The mu is taken as the modern one, a fifteenth of a hectare; a local or older mu may differ.",
    ),
    "fen": Unit(
        _MU / 10,
        "Legal units of measurement of the People's Republic of China: 10 fen are one mu",
        "The fen is taken as a tenth of the modern mu; a local or older one may differ.",
    ),
    "acre": Unit(
        Fraction("4046.8564224"), "International yard and pound agreement of 1959: 4840 square yards"
    ),
    "desyatina": Unit(
        2400 * Fraction("2.1336") ** 2,
        "Russian regulation of measures and weights of 1899: 2400 square sazhen of 2.1336 metres",
        "The desyatina is taken as the state's; the landlord's had 3200 square sazhen.",
    ),
    "square-foot": Unit(Fraction("0.09290304"), "International yard and pound agreement of 1959"),
}


def convert(value: Decimal | int, unit: str, to: str) -> Conversion:
    """Convert an area.

    Args:
        value: the number said.
        unit: its unit, a code of `UNITS`.
        to: the unit wanted.

    Raises:
        NoConversion: when one of the two is no code of `UNITS`.
    """
    if unit not in UNITS or to not in UNITS:
        raise NoConversion("Only areas in known units are converted.")
    old, new = UNITS[unit], UNITS[to]
    factor = old.square_metres / new.square_metres
    exact = Fraction(value) * factor
    kept = tuple(dict.fromkeys((old.source, new.source)))
    assumed = tuple(dict.fromkeys(one for one in (old.assumes, new.assumes) if one))
    return Conversion(_rounded(exact), to, _exactly(factor), kept, assumed)


def _exactly(factor: Fraction) -> str:
    """Write a factor with decimals where they end, as a fraction where they do not."""
    rounded = _rounded(factor)
    return str(rounded) if Fraction(rounded) == factor else str(factor)


def _rounded(exact: Fraction) -> Decimal:
    rounded = Decimal(f"{Decimal(exact.numerator) / Decimal(exact.denominator):.{_DIGITS}g}")
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded
