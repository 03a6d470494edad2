"""Where a search begins and stops to count: lengths, ends of words, first places; all invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.redaction import Kind, Leak, Secret, Spans, UnsearchableError, search
from guwah.instruments.redaction.passages import Passages, is_short
from guwah.instruments.redaction.spans import NOTHING, WHOLE


def leaks(text: str, *secrets: Secret, name: str = "a.txt", cleared: tuple[str, ...] = ()) -> list[str]:
    return [leak.secret_id for leak in search({name: text.encode()}, secrets, cleared)]


def value(text: str) -> Secret:
    return Secret("s", text, Kind.VALUE)


def number(text: str) -> Secret:
    return Secret("s", text, Kind.NUMBER)


def passage(text: str) -> Secret:
    return Secret("s", text, Kind.PASSAGE)


def test_latin_values_of_eight_letters_and_more_may_have_endings() -> None:
    assert leaks("Bekovarlar", value("Bekovar")) == []
    assert leaks("Bekovars", value("Bekovar")) == ["s"]
    assert leaks("Bekovar’s and", value("Bekovar")) == ["s"]
    assert leaks("Bekovarslar", value("Bekovar")) == []
    assert leaks("Bekovarolar", value("Bekovaro")) == ["s"]
    assert leaks("Bekovar包", value("Bekovar")) == ["s"]


def test_a_value_begins_where_a_word_does() -> None:
    assert leaks("xBekovaro", value("Bekovaro")) == []
    assert leaks("_Bekovaro", value("Bekovaro")) == ["s"]
    assert leaks("包Bekovaro", value("Bekovaro")) == ["s"]
    assert leaks("x包德海", value("包德海")) == ["s"]
    assert leaks("Bekovaro", value("Bekovaro")) == ["s"]


def test_the_second_place_counts_where_the_first_is_no_word() -> None:
    assert search({"a.txt": b"xOmar and Omar"}, [value("Omar")]) == [Leak("a.txt", 10, "s", "utf-8")]
    assert search({"a.txt": b"94052813 and 405281"}, [number("405281")]) == [Leak("a.txt", 13, "s", "utf-8")]
    assert search({"a.txt": b"xOmar, Omar, xOmar"}, [value("Omar")]) == [Leak("a.txt", 7, "s", "utf-8")]
    assert search({"a.txt": b"Omar, Omar"}, [value("Omar")]) == [Leak("a.txt", 0, "s", "utf-8")]


def test_only_in_names_of_files_may_a_value_stand_inside_a_word() -> None:
    def in_name(name: str, secret: Secret) -> list[tuple[int, str]]:
        return [(leak.offset, leak.form) for leak in search({name: b"."}, [secret])]

    assert in_name("myOmarPhoto.jpg", value("Omar")) == [(2, "file name")]
    assert in_name("myLeePhoto.jpg", value("Lee")) == []
    assert in_name("my%4FmarPhoto.jpg", value("Omar")) == [(2, "file name, unescaped")]


@pytest.mark.parametrize(
    ("secret", "written", "found"),
    [
        ("405281", "1405281", False),
        ("405281", "405281", True),
        ("4052813", "14052813", True),
        ("4052813", "40528131", False),
        ("701555010", "15550100", False),
        ("701555010", "701555010", True),
        ("701555010", "7701555010", True),
        ("7015550102", "5550102", True),
        ("7015550102", "015550102", True),
        ("7015550102", "550102", False),
        ("998701555010", "701555010", True),
        ("998701555010", "501555010", False),
        ("1234", "11234", False),
        ("1234", "x 12-34 x", True),
    ],
)
def test_how_much_of_a_number_tells_it(secret: str, written: str, *, found: bool) -> None:
    assert (leaks(written, number(secret)) == ["s"]) is found


@pytest.mark.parametrize(
    ("secret", "excused"),
    [
        (number("1234"), True),
        (number("12345"), False),
        (value("Lee"), True),
        (value("Omar"), False),
        (value("包"), True),
        (value("包德"), False),
        (value("包a"), True),
        (passage("no more flour here"), True),
        (passage("there is no more flour"), True),
    ],
)
def test_what_says_too_little_is_excused_where_it_was_cleared(secret: Secret, *, excused: bool) -> None:
    assert (leaks(secret.text, secret, cleared=(secret.text,)) == []) is excused
    assert leaks(secret.text, secret, cleared=("something else",)) == ["s"]


def test_one_weak_secret_does_not_end_the_search_for_the_next() -> None:
    omar = Secret("o", "Omar", Kind.VALUE)
    assert leaks("Lee, Omar", value("Lee"), omar, cleared=("Lee",)) == ["o"]


@pytest.mark.parametrize("secret", [value("—"), number("()"), passage("…")])
def test_nothing_to_look_for_is_refused_in_every_kind(secret: Secret) -> None:
    with pytest.raises(UnsearchableError) as wrong:
        search({"a.txt": b"x"}, [secret])
    assert wrong.value.code == "empty-secret"
    assert str(wrong.value) == "secret s has nothing to look for"


def test_a_number_without_digits_is_looked_for_as_a_value() -> None:
    assert leaks("it is oven-door", number("oven door")) == ["s"]


def test_passages_are_short_below_five_words_or_eight_characters() -> None:
    assert is_short(["a"] * 4)
    assert not is_short(["a"] * 5)
    assert is_short(["面"] * 7)
    assert not is_short(["面"] * 8)
    assert is_short(["面"] * 3 + ["a"] * 1)
    assert not is_short(["面", "面", "面", "a", "a", "a"])


FIVE = "salt under the third stone"
SEVEN = "salt under the third stone of hearth"
EIGHT = "salt under the third stone of hearth three"


def test_five_words_tell_a_passage_and_eight_are_too_many_to_share() -> None:
    whole = passage(f"{EIGHT} paces east")
    assert leaks(FIVE, whole) == ["s"]
    assert leaks("salt under the third", whole) == []
    assert leaks(FIVE, whole, cleared=(FIVE,)) == []
    assert leaks(SEVEN, whole, cleared=(SEVEN,)) == []
    assert leaks(EIGHT, whole, cleared=(EIGHT,)) == ["s"]
    assert leaks(SEVEN, whole, cleared=(FIVE,)) == ["s"]


HAN = "盐藏在灶台第三块石头下面朝东数三步远"


def test_eight_characters_tell_a_chinese_passage_and_thirteen_are_too_many_to_share() -> None:
    whole = passage(HAN)
    assert leaks(HAN[2:10], whole) == ["s"]
    assert leaks(HAN[2:9], whole) == []
    assert leaks(HAN[:12], whole, cleared=(HAN[:12],)) == []
    assert leaks(HAN[:13], whole, cleared=(HAN[:13],)) == ["s"]


def test_a_passage_is_found_where_it_begins_and_each_once() -> None:
    told = Passages([("s", FIVE.split()), ("t", FIVE.split())], ())
    text = ["so", *FIVE.split(), *FIVE.split()]
    assert sorted(told.found_in(text)) == [("s", 2), ("t", 2)]
    assert list(told.found_in(text[:5])) == []


def test_a_passage_of_two_scripts_whose_every_run_is_mostly_chinese_is_found_whole() -> None:
    mixed = "flour 面粉 oven 烤 salt"
    assert leaks(f"so: {mixed}", passage(mixed)) == ["s"]
    assert leaks("flour 面粉 oven", passage(mixed)) == []


def test_where_it_begins_leads_to_the_place_in_the_page() -> None:
    (leak,) = search({"a.txt": f"— so, {FIVE}".encode()}, [passage(FIVE)])
    assert leak.offset == 6


def test_leaks_come_in_the_order_of_the_files_one_for_each_secret() -> None:
    other = Secret("o", "Omarbek", Kind.VALUE)
    found = search({"b.txt": b"Omarbek Dilnaz Dilnaz", "a.txt": b"Dilnaz"}, [value("Dilnaz"), other])
    assert [(leak.file, leak.secret_id) for leak in found] == [("b.txt", "s"), ("b.txt", "o"), ("a.txt", "s")]


pairs = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 6)).map(lambda pair: (pair[0], sum(pair))), max_size=6
)


@given(one=pairs, other=pairs)
def test_spans_keep_the_laws_of_sets(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    a, b = Spans.of(one), Spans.of(other)
    assert a & b == b & a
    assert (a - b) & b == NOTHING
    assert (a - b) | (a & b) == a
    assert a - NOTHING == a == a & WHOLE
    assert a - WHOLE == NOTHING
    assert WHOLE.covers(a)
    assert a.covers(NOTHING)
    assert not a.overlaps(NOTHING)
    assert Spans.of(a) == a


def test_spans_that_only_touch_share_no_place_but_are_one() -> None:
    left, right = Spans.of([(0, 3)]), Spans.of([(3, 5)])
    assert not left.overlaps(right)
    assert left | right == Spans.of([(0, 5)])
    assert (Spans.of([(0, 5)]) - right) == left
    assert Spans.of([(2, 2)]) == NOTHING
    assert Spans.of([(0, 0), (0, 1)]).pairs == ((0, 1),)
    with pytest.raises(ValueError, match=r"^not a span: 4\.\.3$"):
        Spans.of([(4, 3)])
