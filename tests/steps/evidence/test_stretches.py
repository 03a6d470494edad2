"""Pages from a known row: put together they are the whole, forwards and backwards."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from guwah.steps.evidence.models import Source
from guwah.steps.evidence.stretches import Cursor, Stretch, take


def _name(cast: Cast, numbers: set[int]) -> None:
    Source.objects.all().delete()
    Source.objects.bulk_create(
        [Source(case=cast.case, number=number, title=str(number), added_by=cast.aygul) for number in numbers]
    )


def _take(cursor: Cursor, most: int) -> Stretch[Source]:
    return take(Source.objects.order_by("-title"), "number", cursor, most)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(numbers=st.sets(st.integers(1, 60), max_size=20), most=st.integers(1, 7))
def test_pages_forwards_and_backwards_are_the_whole(cast: Cast, numbers: set[int], most: int) -> None:
    _name(cast, numbers)

    forwards, cursor = [], Cursor()
    while True:
        page = _take(cursor, most)
        forwards.append([row.number for row in page.rows])
        if page.after is None:
            break
        cursor = Cursor(after=page.after)
    backwards = [forwards[-1]]
    while page.before is not None:
        page = _take(Cursor(before=page.before), most)
        if page.rows:
            backwards.insert(0, [row.number for row in page.rows])

    assert [number for each in forwards for number in each] == sorted(numbers)
    assert all(len(each) == most for each in forwards[:-1])
    assert [number for each in backwards for number in each] == sorted(numbers)


def test_what_is_added_meanwhile_moves_no_page(cast: Cast) -> None:
    _name(cast, {2, 4, 6, 8})
    first = _take(Cursor(), 2)
    Source.objects.create(case=cast.case, number=1, title="1", added_by=cast.aygul)

    second = _take(Cursor(after=first.after), 2)

    assert [row.number for row in second.rows] == [6, 8]


def test_a_single_page_leads_nowhere(cast: Cast) -> None:
    _name(cast, {1, 2})

    page = _take(Cursor(), 2)

    assert (page.before, page.after, page.has_other_pages) == (None, None, False)


@pytest.mark.parametrize(
    ("query", "cursor"),
    [
        ({}, Cursor()),
        ({"after": "12"}, Cursor(after=12)),
        ({"before": "7"}, Cursor(before=7)),
        ({"after": "-1", "before": "x"}, Cursor()),
        ({"after": "١٢"}, Cursor()),
        ({"after": "9" * 40}, Cursor(after=(1 << 63) - 1)),
    ],
)
def test_an_address_is_read_or_left_out(query: dict[str, str], cursor: Cursor) -> None:
    assert Cursor.read(query) == cursor


def test_the_largest_number_finds_nothing_and_breaks_nothing(cast: Cast) -> None:
    _name(cast, {1})

    assert _take(Cursor.read({"after": "9" * 30}), 2).rows == ()
