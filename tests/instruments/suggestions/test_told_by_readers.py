"""Addresses, days of birth, numbers and relatives as `suggest` reads them, and what only looks so."""

from __future__ import annotations

import time

import pytest

from guwah.instruments.suggestions import Found, Material, named, personal_data
from guwah.instruments.suggestions.material import LANGUAGES
from saying import seen, talk

ADDRESSES = [
    ("en", "She moved to 31 Harrow Lane, flat 2, Leeds.", ["31 Harrow Lane, flat 2, Leeds"]),
    ("en", "Letters go to P.O. Box 415, please.", ["P.O. Box 415"]),
    (
        "en",
        "We live at number seven Poplar Close, the basement.",
        ["number seven Poplar Close, the basement"],
    ),
    ("en", "I live on the second floor, flat 9.", ["the second floor, flat 9"]),
    ("ru", "Живу: г. Энск, ул. Полевая, д. 8, кв. 14.", ["г. Энск, ул. Полевая, д. 8, кв. 14"]),
    ("ru", "Мы живём на Третьей Речной, дом семь.", ["Речной, дом семь"]),
    ("kk", "Мекенжайым: Тұлпар ауылы, Қайнар көшесі, 18-үй.", ["Тұлпар ауылы, Қайнар көшесі, 18-үй"]),
    ("ug", "ئۆيىمىز چىنار كوچىسى 9-قورۇ، 2-ئۆي.", ["چىنار كوچىسى 9-قورۇ، 2-ئۆي"]),
    ("zh", "她住在柳林镇南苑新村6栋2单元401室。", ["柳林镇南苑新村6栋2单元401室"]),
]
NO_ADDRESSES = [
    ("en", "They held us in Block 4, Room 12."),
    ("en", "A bus ran down Harrow Lane in 2014."),
    ("en", "We walked for two days."),
    ("ru", "Он шёл по улице Полевой три часа."),
    ("ru", "Второй дом, третий этаж."),
    ("kk", "Қайнар көшесінде екі ит бар."),
    ("ug", "ئۇ چىنار كوچىسىدا تۇردى."),
    ("zh", "他们在三号楼关了我们五天。"),
]
BIRTHS = [
    ("en", "I was born on 9 June 1958 in a tent.", ["9 June 1958"]),
    ("en", "DOB: 14.02.1990", ["14.02.1990"]),
    ("ru", "Родился 7 марта 1966 года.", ["7 марта 1966 года"]),
    ("ru", "Осипов Пётр, 03.11.1971 г. р.", ["03.11.1971 г."]),
    ("zh", "本人1983年5月6日出生。", ["1983年5月6日"]),
    ("kk", "Мен 1969 жылы 4 маусымда туғанмын.", ["1969 жылы 4 маусымда"]),
    ("ug", "مەن 1972-يىلى 5-ئىيۇندا تۇغۇلغان.", ["1972-يىلى 5-ئىيۇندا"]),
]
NO_BIRTHS = [
    ("en", "She was born in spring. On 3 May 2018 they came."),
    ("en", "The lambs are born in March."),
    ("en", "He was born poor."),
    ("ru", "В 2017 году построили школу. Сын родился здоровым."),
    ("kk", "Ол жазда туды."),
]
NUMBERS = [
    ("en", "Call me: 0412 555 019.\nThen wait.", [("0412 555 019", "phone")]),
    ("en", "Write to +44 20 7946 0123. 16. I swear.", [("+44 20 7946 0123", "phone")]),
    ("ru", "Звони 3-44-18, спроси деда.", [("3-44-18", "phone")]),
    ("zh", "号码是幺三九，八八八八，二二一零。", [("幺三九，八八八八，二二一零", "phone")]),
    ("en", "The card is 4111 2222 3333 4444.", [("4111 2222 3333 4444", "bank")]),
    ("en", "My passport is AB1234567.", [("AB1234567", "identity_number")]),
    ("en", "They came in a car, number plate: KZ 512 AB.", [("KZ 512 AB", "identity_number")]),
    ("zh", "车牌号：新A51234。", [("新A51234", "identity_number")]),
]
NO_NUMBERS = [
    ("en", "Case 2019-077 was closed."),
    ("en", "Rooms 12 34\n56 78 90 were empty."),
    ("en", "Invoice 4407712 was paid."),
    ("en", "Ref. 20170914 is wrong."),
    ("en", "A number plate 1998 cars had."),
    ("ru", "Размер 5-10-15 не подошёл."),
    ("zh", "一二三，四五。"),
    ("en", "The sum was 1234567 in all."),
]
RELATIVES = [
    ("en", "My nephew Tariq Osmani fled.", ["Tariq Osmani"]),
    ("en", "Her brothers Yusuf and Karim work there.", ["Yusuf", "Karim"]),
    ("en", "Samira, my aunt, knew.", ["Samira"]),
    ("ru", "Тётя Зухра молчала, а Руслан, мой племянник, плакал.", ["Зухра", "Руслан"]),
    ("ru", "У меня есть сестра. Её зовут Наргиза.", ["Наргиза"]),
    ("kk", "Інім Асқар мен қарындасым Сәуле келді.", ["Асқар", "Сәуле"]),
    ("ug", "ئىنىم ئەركىن كەلدى، رەنا ھەدەم كەتتى.", ["ئەركىن", "رەنا"]),
    ("zh", "我妹妹王雪梅在家。", ["王雪梅"]),
]
NO_RELATIVES = [
    ("en", "My neighbour Samira came."),
    ("ru", "Следователь Петренко спросил про брата."),
    ("kk", "Мұғалім Асқар келді."),
    ("zh", "记者王雪梅来了。"),
]


def found(material: Material) -> list[Found]:
    """Return the personal data that `suggest` gives."""
    all_ = (*named.find(material), *personal_data.find(material))
    return [one for one in all_ if one.kind == "personal_data"]


def told(words: str, language: str, category: str) -> list[str]:
    """Return the words found as one category."""
    return [said for said, value in seen(found, words, language) if value["category"] == category]


@pytest.mark.parametrize(("language", "words", "expected"), ADDRESSES)
def test_an_address_is_a_chain_of_links(language: str, words: str, expected: list[str]) -> None:
    assert told(words, language, "address_exact") == expected


@pytest.mark.parametrize(("language", "words"), NO_ADDRESSES)
def test_a_street_or_a_cell_alone_is_no_address(language: str, words: str) -> None:
    assert told(words, language, "address_exact") == []


@pytest.mark.parametrize(("language", "words", "expected"), BIRTHS)
def test_a_day_of_birth_stands_beside_a_word_for_it(language: str, words: str, expected: list[str]) -> None:
    assert told(words, language, "birth_date") == expected


@pytest.mark.parametrize(("language", "words"), NO_BIRTHS)
def test_a_season_or_another_sentence_is_no_birth(language: str, words: str) -> None:
    assert told(words, language, "birth_date") == []


@pytest.mark.parametrize(("language", "words", "expected"), NUMBERS)
def test_a_number_is_what_its_words_say(language: str, words: str, expected: list[tuple[str, str]]) -> None:
    assert [(said, value["category"]) for said, value in seen(found, words, language)] == expected


@pytest.mark.parametrize(("language", "words"), NO_NUMBERS)
def test_the_number_of_a_file_is_nobodys(language: str, words: str) -> None:
    assert seen(found, words, language) == []


@pytest.mark.parametrize(("language", "words", "expected"), RELATIVES)
def test_a_relative_is_named_beside_the_kinship(language: str, words: str, expected: list[str]) -> None:
    assert told(words, language, "relative_name") == expected


@pytest.mark.parametrize(("language", "words"), NO_RELATIVES)
def test_others_are_no_relatives(language: str, words: str) -> None:
    assert told(words, language, "relative_name") == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "hostile",
    ["12 " * 4000, "Flat " * 4000, "ул. " * 4000, "birth born туған 出生 تۇغۇلغان " * 800, "幺三" * 8000,
     "дом 3, " * 3000, "我妈妈" * 4000, "a" * 20_000 + " my lawyer", "Xy, " * 4000],
)  # fmt: skip
def test_a_hostile_line_costs_no_time(language: str, hostile: str) -> None:
    material = talk(hostile, language)
    before = time.process_time()
    list(personal_data.find(material))
    assert time.process_time() - before < 6
