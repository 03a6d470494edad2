"""Overlapping ranges become runs that put together are the words again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.web.runs import KINDS, Range, split

TEXT = "She cooked [for 40] children."


@st.composite
def texts_and_ranges(draw: st.DrawFn) -> tuple[str, int, list[Range]]:
    text = draw(st.text(max_size=30))
    start = draw(st.integers(0, 50))
    ranges = [
        Range(a, a + length, draw(st.sampled_from(sorted(KINDS))))
        for a, length in draw(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 30)), max_size=5))
    ]
    return text, start, ranges


@given(texts_and_ranges())
def test_runs_put_together_are_the_words(sample: tuple[str, int, list[Range]]) -> None:
    text, start, ranges = sample
    runs = split(text, start, ranges)
    assert "".join(run.text for run in runs) == text
    place = start
    for run in runs:
        assert run.start == place
        assert run.text
        place += len(run.text)


@given(texts_and_ranges())
def test_every_character_knows_exactly_what_covers_it(sample: tuple[str, int, list[Range]]) -> None:
    text, start, ranges = sample
    for run in split(text, start, ranges):
        for offset in range(run.start, run.start + len(run.text)):
            assert list(run.ranges) == [each for each in ranges if each.start <= offset < each.end]


def test_overlap_opens_and_closes_where_it_should() -> None:
    claim, cut = Range(4, 18, "claim", number="1"), Range(11, 29, "cut")
    runs = split(TEXT, 0, [claim, cut])
    assert [run.text for run in runs] == ["She ", "cooked ", "[for 40", "] children."]
    assert [run.ranges for run in runs] == [(), (claim,), (claim, cut), (cut,)]
    assert [run.opening for run in runs] == [(), (claim,), (cut,), ()]
    assert [run.closing for run in runs] == [(), (), (claim,), (cut,)]


def test_a_range_that_ends_outside_does_not_close_inside() -> None:
    assert split("abc", 10, [Range(5, 40, "claim", number="2")])[0].closing == ()


@pytest.mark.parametrize("outside", [Range(0, 10, "cut"), Range(13, 20, "cut"), Range(11, 11, "cut")])
def test_what_covers_no_character_is_left_out(outside: Range) -> None:
    assert [run.ranges for run in split("abc", 10, [outside])] == [()]


def test_no_words_no_runs() -> None:
    assert split("", 3, [Range(0, 9, "claim")]) == []
