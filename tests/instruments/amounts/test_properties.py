"""Whatever the text: offsets stand, nothing overlaps, nothing breaks, a value is that of its own words."""

from __future__ import annotations

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.amounts import LANGUAGES, Amount, find
from guwah.instruments.amounts.conversion import UNITS

PIECES = {
    "en": (
        "two,hundred,thousand,and,a half,to,between,about,per mu,yuan,cents,acres,percent of the,half of"
        ",two thirds,people,head of cattle,paid,gave,compensation,room,in,May,one mu is,of land"
    ),
    "ru": (
        "два,сто,тысяч,с половиной,до,около,за му,юаней,копеек,гектаров,процентов,половина,две трети,человек"
        ",заплатили,компенсация,комната,в,земли,людей"
    ),
    "zh": ("二,百,万,半,到,大约,每亩,元,毛钱,亩,百分之,成,一半,三分之一,人,户,头牛,付,给,补偿,第,块五,几,多"),
    "kk": (
        "екі,жүз,мың,жарым,-,шамамен,муға,юань,тиын,гектар,пайыз,жартысы,үштен бірі,адам,отбасы,айыппұл"
        ",төледік,бөлме,жер,жуық,дан"
    ),
    "ug": (
        "ئىككى,يۈز,مىڭ,يېرىم,-,تەخمىنەن,مويىغا,يۈەن,گېكتار,پىرسەنت,يېرىمى,ئۈچتىن بىرى,ئادەم,ئائىلە"
        ",جەرىمانە,تۆلىدۇق,ھۆججەت,يەر,ئارتۇق,دىن"
    ),
}
SIGNS = "3,12,2019,1,500,1.500,٣٠,１５,0.5,007,$,¥,RMB,%,m²,ha,/,+,№, ,  ,\n,.,,、,-,–,:"


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    language = draw(st.sampled_from(LANGUAGES))
    pieces = st.sampled_from([*PIECES[language].split(","), *SIGNS.split(","), ","])
    between = st.sampled_from([" ", "", " "])
    parts = draw(st.lists(st.tuples(pieces, between), max_size=24))
    return language, "".join(piece + gap for piece, gap in parts)


def well_formed(amounts: list[Amount], text: str) -> None:
    for amount in amounts:
        assert 0 <= amount.start < amount.end <= len(text)
        assert text[amount.start : amount.end].strip() == text[amount.start : amount.end]
        assert amount.value is None or amount.value.is_finite()
        assert amount.most is None or (amount.value is not None and amount.value < amount.most)
        assert amount.value is not None or amount.approximate
        assert amount.of is None or amount.of in text
        assert amount.per is None or amount.per in text
        assert {
            "money": amount.unit is None or len(amount.unit) == 3,
            "area": amount.unit is None or amount.unit in UNITS,
            "share": amount.unit == "percent",
            "count": amount.unit is None and amount.of is not None,
        }[amount.kind]
    assert all(one.end <= two.start for one, two in pairwise(amounts))


@given(texts())
def test_what_is_found_stands_at_its_place(said: tuple[str, str]) -> None:
    language, text = said
    well_formed(find(text, language), text)


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_no_text_breaks_it(text: str, language: str) -> None:
    well_formed(find(text, language), text)


@given(texts())
def test_a_value_is_read_again_from_its_own_words(said: tuple[str, str]) -> None:
    """But for what only its surroundings explain: bare sums, and land said to be paid for."""
    language, text = said
    for amount in find(text, language):
        if amount.unit is None and amount.kind == "money":
            continue
        words = text[amount.start : amount.end]
        again = find(words, language)
        assert [(one.kind, one.value, one.most, one.unit) for one in again] == [
            (amount.kind, amount.value, amount.most, amount.unit)
        ], words


@pytest.mark.parametrize("language", LANGUAGES)
def test_time_grows_with_the_length(language: str) -> None:
    """Ten times the text takes about ten times as long; a square would take a hundred times as long."""
    line = "".join(
        f"{piece} {sign} " for piece, sign in zip(PIECES[language].split(","), SIGNS.split(","), strict=False)
    )
    find(line, language)
    small, large = (measured(line * (size // len(line) + 1), language) for size in (15_000, 150_000))
    assert large < 40 * small


def measured(text: str, language: str) -> float:
    began = time.process_time()
    find(text, language)
    return time.process_time() - began


@given(st.integers(10, 10**6), st.sampled_from(["yuan", "mu", "households"]))
def test_digits_are_read_with_every_sign_of_thousands(number: int, unit: str) -> None:
    for written in (
        f"{number}",
        f"{number:,}",
        f"{number:,}".replace(",", "'"),
        f"{number:,}".replace(",", " "),
    ):
        (amount,) = find(f"they had {written} {unit}", "en")
        assert amount.value == Decimal(number)
