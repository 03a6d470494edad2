"""One spelling in any script finds the others, and the comparison says why. All names are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.names import compare, fold, romanise, search_keys
from guwah.instruments.names.compare import distance
from guwah.instruments.names.keys import variants, words
from guwah.instruments.names.letters import HAN_SURNAMES

SAME = [
    ("Гүлнар", "Gulnar", "گۈلنار", "Gülnar"),
    ("Айгүл", "Aygul", "Aigül", "ئايگۈل"),
    ("Жанар", "Zhanar", "Janar", "جانار"),
    ("Әлім", "Alim", "ٴالىم", "ٵلىم"),
    ("Хадиша", "Khadisha", "Xadisha", "خاديشا"),
    ("Елена", "Yelena", "Elena"),
    ("Қадыр", "Qadir", "Kadyr", "قادىر"),
    ("Шамшат", "Shamshat", "شامشات"),
    ("Tursun", "Tur'sun", "TURSUN", "Tursu\u0301n"),
]


@pytest.mark.parametrize("spellings", SAME)
def test_the_spellings_of_one_name_fold_to_one_form(spellings: tuple[str, ...]) -> None:
    assert len({fold(each) for each in spellings}) == 1
    for one in spellings:
        for other in spellings:
            assert set(search_keys(one)) & set(search_keys(other))
            assert compare(one, other).score >= 0.97


def test_romanised_names_keep_their_capitals_and_marks() -> None:
    assert romanise("Гүлнар Әлімқызы").text == "Gülnar Älimqyzy"
    assert romanise("Щукин Ёлкин").text == "Shchukin Yolkin"
    assert romanise("Gülnar").unread == ()


def test_chinese_characters_stay_unread_without_a_table_of_readings() -> None:
    assert romanise("王芳芳").text == "王芳芳"
    assert romanise("王芳芳").unread == ("王", "芳")
    assert romanise("王芳", HAN_SURNAMES).text == "wang芳"
    found = compare("王芳", "Wang Fang")
    assert "No reading is known here for “芳”: only the same characters can match." in found.reasons
    assert "“王” and “Wang” read the same." in found.reasons
    assert found.score < 0.5


def test_ambiguous_letters_have_several_keys_but_at_most_four() -> None:
    assert {"t:hadiša", "t:šadiša"} <= set(search_keys("Xadisha"))
    assert len([key for key in search_keys("Xaqixqac") if key.startswith("t:")]) == 4
    found = compare("Xi", "Shi")
    assert found.reasons == ("“Xi” and “Shi” read the same, if x, q or c stands for another sound.",)
    assert found.score == 0.9


def test_a_fathers_name_may_be_missing_cheaply_and_an_asked_word_dearly() -> None:
    short, long = "Zhanar Omarova", "Жанар Сериковна Омарова"
    asked_short, asked_long = compare(short, long), compare(long, short)
    assert (
        "“Сериковна”, which looks like a father's name, stands only in the name found." in asked_short.reasons
    )
    assert asked_short.score > 0.85
    assert asked_long.score > 0.85
    assert compare("Zhanar Omarova", "Zhanar").score < compare("Zhanar", "Zhanar Omarova").score < 0.75
    assert "“Omarova” stands only in the name asked for." in compare("Zhanar Omarova", "Zhanar").reasons


def test_the_bare_fathers_name_is_found_by_its_longer_form() -> None:
    assert "t:serikbai" in search_keys("Serikbayuly")
    assert "t:serikbai" in search_keys("Серікбай")
    assert compare("Serikbayuly", "Серікбай").reasons == (
        "“Serikbayuly” and “Серікбай” are the same but for the ending of a father's name.",
    )


def test_near_names_say_how_near() -> None:
    assert compare("Gulnaz", "Gulnar").reasons == ("“Gulnaz” and “Gulnar” differ by 1 letter.",)
    assert compare("Turgunbek", "Dursunbek").reasons == ("“Turgunbek” and “Dursunbek” differ by 2 letters.",)
    assert compare("Gulnara", "Gulnur").reasons == ("“Gulnara” and “Gulnur” have the same consonants.",)
    assert compare("Gulnar", "Boris").score == 0


def test_one_word_or_two() -> None:
    found = compare("Baki Bek", "Бакибек")
    assert found.reasons == ("Both read the same when their words are written together.",)
    assert set(search_keys("Baki Bek")) & set(search_keys("Бакибек"))


def test_the_same_writing_and_no_writing() -> None:
    assert compare("Gulnar", "Gulnar").reasons == ("Both are written the same.",)
    assert compare("…", "Gulnar").score == 0
    assert compare("—", "…").score == 0
    assert search_keys(" — ") == ()
    assert search_keys("'") == ()


def test_a_name_that_is_only_an_ending_keeps_its_own_keys() -> None:
    assert search_keys("Kyzy") == ("t:kizi", "s:kz", "j:kizi")


def test_word_order_does_not_matter() -> None:
    assert (
        compare("Omarova Zhanar", "Жанар Омарова").score == compare("Zhanar Omarova", "Жанар Омарова").score
    )


@given(one=st.text(max_size=12), other=st.text(max_size=12))
def test_comparison_stays_within_its_bounds(one: str, other: str) -> None:
    found = compare(one, other)
    assert 0 <= found.score <= 1
    assert len(search_keys(one)) == len(set(search_keys(one)))
    assert fold(fold(one)).count(" ") <= len(one)


@given(st.one_of(st.text(max_size=12), st.text("xqchkgwyızдж ʻә王", max_size=12)))
def test_the_plain_form_is_the_first_reading_of_every_word(name: str) -> None:
    assert fold(name) == " ".join(variants(word.plain)[0] for word in words(name))


@given(one=st.text("abc", max_size=6), other=st.text("abc", max_size=6), third=st.text("abc", max_size=6))
def test_distance_is_a_distance(one: str, other: str, third: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, third) <= distance(one, other) + distance(other, third)
