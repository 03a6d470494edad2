"""Areas in other units: the factor, its source, what it takes for granted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.amounts import UNITS, NoConversion, convert


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected", "factor"),
    [
        ("450", "mu", "hectare", "30", "1/15"),
        ("30", "hectare", "mu", "450", "15"),
        ("1", "mu", "square-metre", "666.666666667", "2000/3"),
        ("10", "fen", "mu", "1", "0.1"),
        ("6", "sotka", "square-metre", "600", "100"),
        ("1", "square-kilometre", "hectare", "100", "100"),
        ("1", "acre", "hectare", "0.40468564224", "0.40468564224"),
        ("1", "desyatina", "hectare", "1.0925397504", None),
        ("100", "square-foot", "square-metre", "9.290304", None),
    ],
)
def test_areas(value: str, unit: str, to: str, expected: str, factor: str | None) -> None:
    found = convert(Decimal(value), unit, to)
    assert (found.value, found.unit) == (Decimal(expected), to)
    assert factor is None or found.factor == factor


def test_what_is_taken_for_granted_is_said_once() -> None:
    found = convert(10, "mu", "fen")
    assert len(found.assumptions) == 2
    assert "a local or older mu may differ" in found.assumptions[0]
    assert convert(1, "hectare", "square-kilometre").assumptions == ()
    assert len(convert(1, "hectare", "square-kilometre").sources) == 1


@pytest.mark.parametrize(("unit", "to"), [("CNY", "USD"), ("mu", "CNY"), ("percent", "mu"), ("", "")])
def test_sums_are_not_converted(unit: str, to: str) -> None:
    with pytest.raises(NoConversion):
        convert(1, unit, to)


@given(st.decimals(0, 10**6, places=2), st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)))
def test_there_and_back_is_the_same(value: Decimal, unit: str, to: str) -> None:
    back = convert(convert(value, unit, to).value, to, unit).value
    assert abs(back - value) <= Decimal("1e-9") * (abs(value) + 1)
