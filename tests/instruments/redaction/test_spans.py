"""Sets of spans behave as sets of code points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.redaction.spans import FAR_END, NOTHING, WHOLE, Spans

pairs = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 5)).map(lambda p: (p[0], p[0] + p[1])), max_size=5
)


def points(spans: Spans) -> set[int]:
    return {point for start, end in spans for point in range(start, end)}


@given(one=pairs, other=pairs)
def test_they_are_sets(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    a, b = Spans.of(one), Spans.of(other)
    assert points(a) == {point for start, end in one for point in range(start, end)}
    assert points(a | b) == points(a) | points(b)
    assert points(a & b) == points(a) & points(b)
    assert points(a - b) == points(a) - points(b)
    assert a.covers(b) == (points(b) <= points(a))
    assert a.overlaps(b) == bool(points(a) & points(b))
    assert bool(a) == bool(points(a))
    assert (a == b) == (points(a) == points(b))


@given(one=pairs, other=pairs)
def test_they_are_kept_as_the_fewest_pairs_in_order(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    for spans in (Spans.of(one), Spans.of(one) - Spans.of(other), Spans.of(one) & Spans.of(other)):
        ends = [edge for pair in spans for edge in pair]
        assert ends == sorted(set(ends))


def test_the_whole_holds_every_text() -> None:
    assert WHOLE.covers(Spans.of([(0, 10**9)]))
    assert (WHOLE - Spans.of([(3, 5)])).pairs == ((0, 3), (5, FAR_END))
    assert not NOTHING


@pytest.mark.parametrize("pair", [(-1, 3), (4, 3)])
def test_what_is_no_span_is_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Spans.of([pair])
