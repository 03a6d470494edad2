"""Money of countries that few of the testimonies are from."""

from decimal import Decimal

import pytest

from guwah.instruments import amounts
from guwah.instruments.amounts.tongues.signs import RUPEE
from guwah.instruments.amounts.tongues.world import world

SAID = [
    ("en", "They fined the weaver four hundred rand.", 400, "ZAR"),
    ("en", "Bail was set at 9,000 kwacha.", 9000, "ZMW"),
    ("en", "The fee was 70 Iranian rials.", 70, "IRR"),
    ("en", "A licence costs Bs 850 there.", 850, "BOB"),
    ("en", "RM 60 was what the guard wanted.", 60, "MYR"),
    ("en", "We owed 300 Swiss francs.", 300, "CHF"),
    ("en", "It cost 80 NZ$.", 80, "NZD"),
    ("ru", "С пекаря взяли двести тысяч кьят.", 200_000, "MMK"),
    ("ru", "Штраф был 90 швейцарских франков.", 90, "CHF"),
    ("ru", "Скинулись по 700 р на адвоката.", 700, "RUB"),
    ("zh", "罚了八百兰特。", 800, "ZAR"),
    ("zh", "交了三千塔卡。", 3000, "BDT"),
    ("kk", "Айыппұл 250 швейцар франкі болды.", 250, "CHF"),
    ("ug", "ئىككى يۈز رىڭگىت تۆلىدۇق.", 200, "MYR"),
]


@pytest.mark.parametrize(("language", "words", "value", "unit"), SAID)
def test_money_of_the_world_is_known_by_its_name(language: str, words: str, value: int, unit: str) -> None:
    (found,) = [one for one in amounts.find(words, language) if one.kind == "money"]
    assert (found.value, found.unit) == (Decimal(value), unit)


def test_a_sign_that_several_countries_use_says_what_was_taken_for_granted() -> None:
    (found,) = amounts.find("The bus was Rs 45 a seat.", "en")
    assert found.assumptions == (RUPEE,)


@pytest.mark.parametrize("language", ["en", "ru", "zh", "kk", "ug"])
def test_each_unit_has_a_code_of_three_letters(language: str) -> None:
    units = world(language)
    assert units
    assert all(len(unit.code) == 3 and unit.code.isupper() for unit in units)
