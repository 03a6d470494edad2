from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.chronology.axis import APART, BREAK, Scale
from guwah.instruments.chronology.gaps import LONG, OUTWEIGHS, Span, pieces, years

spans = st.lists(
    st.tuples(st.integers(0, 40_000), st.integers(0, 900)).map(lambda two: (two[0], two[0] + two[1])),
    max_size=8,
)


@pytest.mark.parametrize(
    ("drawn", "kept"),
    [
        ([], [(0, 0)]),
        ([(5, 5)], [(5, 5)]),
        ([(0, 0), (9000, 9000)], [(0, 9000)]),
        ([(0, 0), (9000, 9700)], [(0, 0), (9000, 9700)]),
        ([(9000, 9700), (0, 0), (9100, 9100)], [(0, 0), (9000, 9700)]),
        ([(0, 0), (1000, 1100)], [(0, 1100)]),
        ([(0, 0), (1095, 1100)], [(0, 0), (1095, 1100)]),
        ([(0, 0), (2000, 3000)], [(0, 3000)]),
        ([(0, 0), (2001, 3001)], [(0, 0), (2001, 3001)]),
        ([(0, 5), (6, 9), (30_000, 30_400)], [(0, 9), (30_000, 30_400)]),
        ([(0, 0), (30_000, 30_100), (33_000, 33_100)], [(0, 0), (30_000, 30_100), (33_000, 33_100)]),
        ([(0, 30_000), (9000, 9001)], [(0, 30_000)]),
    ],
)
def test_long_years_without_a_day_are_left_out_where_they_outweigh_the_rest(
    drawn: list[Span], kept: list[Span]
) -> None:
    assert pieces(drawn) == kept


@given(spans)
def test_every_day_is_in_a_piece_and_what_is_left_out_is_empty_and_long(
    drawn: list[Span],
) -> None:
    kept = pieces(drawn)
    for first, last in drawn:
        assert any(low <= first and last <= high for low, high in kept)
    for (_, before), (after, _) in pairwise(kept):
        assert after - before >= LONG
        assert not any(first < after and last > before for first, last in drawn)
    lasted = sum(last - first for first, last in kept)
    assert all(after - before > OUTWEIGHS * lasted for (_, before), (after, _) in pairwise(kept))


@given(spans, st.lists(st.integers(-500, 41_500), min_size=2, max_size=20))
def test_later_is_further_along_and_a_break_has_its_width(drawn: list[Span], days: list[int]) -> None:
    scale = Scale(drawn, 100, 1100)
    places = [scale.at(day) for day in sorted(days)]
    assert places == sorted(places)
    assert (scale.at(scale.first), scale.at(scale.last + 1)) == (100, 1100)
    for x, (last, later) in scale.breaks():
        assert abs(scale.at(later) - x - BREAK) <= 1
        assert x == scale.at(last + 1)
    ticks = [day for day, _ in scale.ticks()]
    assert all(any(low <= day <= high for day in ticks) for low, high in scale.pieces)


def test_a_birth_does_not_squeeze_what_happened_two_generations_later() -> None:
    scale = Scale([(0, 0), (16_000, 16_700)], 0, 1000)
    assert scale.at(16_700) - scale.at(16_000) > 750
    (_, between) = scale.breaks()[0]
    assert years(between) == 43
    places = [scale.at(day) for day, _ in scale.ticks()]
    assert places[1] - places[0] >= APART
    low, high = scale.pieces[0]
    assert low <= scale.ticks()[0][0] <= high
