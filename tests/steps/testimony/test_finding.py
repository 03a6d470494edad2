from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.words import folded
from guwah.steps.testimony.finding import counted, fold, occurrences, quoted


@pytest.mark.parametrize(
    ("text", "sought", "found"),
    [
        ("The KETTLE", "kettle", ["KETTLE"]),
        ("un café, deux cafés", "cafe", ["café", "café"]),
        ("ҚАЗАН мен қазан", "қазан", ["ҚАЗАН", "қазан"]),
        ("two\r\n  words", "two words", ["two\r\n  words"]),
        ("he said “stop”", '"stop"', ["“stop”"]),
        ("كىتاب", "كيتاب", ["كىتاب"]),
        ("soft\u00adware", "software", ["soft\u00adware"]),
        ("😀 pan 😀 pan", "pan", ["pan", "pan"]),
        ("厨房的厨房", "厨房", ["厨房", "厨房"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("nothing here", "pan", []),
        ("nothing here", " \u200b ", []),
    ],
)
def test_words_are_found_as_somebody_would_type_them(text: str, sought: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in occurrences(text, sought)] == found


def test_one_script_is_never_taken_for_another() -> None:
    assert occurrences("сахар", "caxap") == []


@given(
    st.text(max_size=60), st.text(max_size=60), st.text(st.characters(codec="ascii"), min_size=1, max_size=8)
)
def test_what_stands_there_is_found_and_nothing_overlaps(before: str, after: str, sought: str) -> None:
    found = occurrences(before + sought + after, sought)

    assert found or not folded(sought).strip()
    assert all(0 <= start < end <= len(before + sought + after) for start, end in found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))


@given(st.text(max_size=80))
def test_folding_knows_where_each_letter_came_from(text: str) -> None:
    told = fold(text)

    assert len(told.origin) == len(told.text) + 1
    assert list(told.origin) == sorted(told.origin)
    assert told.origin[-1] == len(text)


@given(st.text(max_size=40), st.text(min_size=1, max_size=20), st.text(max_size=40))
def test_a_quotation_is_found_where_it_stands(before: str, quote: str, after: str) -> None:
    places = quoted(before + quote + after, quote)

    assert bool(places) == bool(quote.strip())
    assert all((before + quote + after)[start:end] == quote for start, end in places)


def test_a_quotation_is_not_taken_for_a_pattern() -> None:
    assert quoted("a+b (c)", "a+b  (c)") == [(0, 7)]
    assert quoted("aab", "a+b") == []


@settings(max_examples=80)
@given(
    texts=st.lists(st.text(st.sampled_from("aAéЁё ىيې\u200d\u0301\n\0Σσς"), max_size=6), max_size=6),
    sought=st.text(st.sampled_from("aéё ي\u0301σ"), max_size=3),
)
def test_many_texts_are_searched_as_one_and_none_is_missed(texts: list[str], sought: str) -> None:
    assert counted(texts, sought) == [len(occurrences(text, sought)) for text in texts]


def test_nothing_is_counted_where_nothing_is_sought() -> None:
    assert counted(["a", ""], " \u200d ") == [0, 0]
    assert counted([], "a") == []
