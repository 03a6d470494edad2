"""Shapes of personal data, each in a sentence; all invented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments import vocabularies
from guwah.instruments.suggestions.personal import RULES, Confidence, Finding, masks, personal
from guwah.instruments.suggestions.personal.addresses import ADDRESSES
from guwah.instruments.suggestions.personal.patterns import PATTERNS


def seen(text: str, category: str, *known: str) -> list[str]:
    return [text[each.start : each.end] for each in personal(text, known) if each.category == category]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Call +7 (701) 555-01-02 today", "+7 (701) 555-01-02"),
        ("tel. 87015550102.", "87015550102"),
        ("电话13900000000转", "13900000000"),
        ("нөмірі ٧٠١٥٥٥٠١٠٢ болды", "٧٠١٥٥٥٠١٠٢"),
    ],
)
def test_telephone_numbers(text: str, what: str) -> None:
    assert what in seen(text, "phone")


@pytest.mark.parametrize(
    "text", ["2018-03-02", "02.03.2018", "2017-2019", "2017 – 2019", "47 people", "in 2018, 12 of us"]
)
def test_days_and_years_are_no_telephone_numbers(text: str) -> None:
    assert seen(f"It was {text} then", "phone") == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("write to dana.o@mail.example, please", "dana.o@mail.example"),
        ("on telegram @dana_cook", "@dana_cook"),
        ("my WeChat id is: cook1980", "cook1980"),
        ("微信号是dana_cook，", "dana_cook"),
        ("see t.me/danacook now", "t.me/danacook"),
    ],
)
def test_accounts(text: str, what: str) -> None:
    assert what in seen(text, "account_handle")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("ID 000000198003070000 was", "000000198003070000"),
        ("ЖСН 000307000000 деп", "000307000000"),
        ("passport N0000000 was taken", "N0000000"),
        ("号码E00000000是", "E00000000"),
        ("паспорт № AB-00000 забрали", "AB-00000"),
    ],
)
def test_identity_numbers(text: str, what: str) -> None:
    assert what in seen(text, "identity_number")


def test_bank_data() -> None:
    assert seen("card 0000 1111 2222 3333 44", "bank") == ["0000 1111 2222 3333 44"]
    assert "KZ00 0000 0000 0000 0000" in seen("to KZ00 0000 0000 0000 0000", "bank")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("She was born on 2 March 1980 there", "2 March 1980"),
        ("date of birth: 1980-03-02", "1980-03-02"),
        ("Она родилась 12.03.1975 в городе", "12.03.1975"),
        ("1975 г.р., повар", "1975"),
        ("ол 1980 жылы туған", "1980"),
        ("她出生于1980年3月2日", "1980年3月2日"),
        ("1980年3月2日出生", "1980年3月2日"),
    ],
)
def test_birth_dates(text: str, what: str) -> None:
    assert what in seen(text, "birth_date")


def test_other_dates_are_not_birth_dates() -> None:
    assert seen("She was taken on 2 March 2018. He was born there.", "birth_date") == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("at 12 Baker Street, they", "12 Baker Street"),
        ("at No. 12 Xihu Road, then", "No. 12 Xihu Road"),
        ("in Xihu Lu 12 there", "Xihu Lu 12"),
        ("Building 5, Unit 2, Apt 301", "Building 5"),
        ("Building 5, Unit 2, Apt 301", "Apt 301"),
        ("on the 3rd floor of it", "3rd floor"),
        ("in Block C there", "Block C"),
        ("in room b there", "room b"),
        ("at Unit #7 there", "Unit #7"),
        ("at Gate No. D there", "Gate No. D"),
        ("in Karaburan District only", "Karaburan District"),
        ("живёт ул. Садовая, д. 12, кв. 7 там", "ул. Садовая, д. 12"),
        ("живёт ул. Садовая, д. 12, кв. 7 там", "кв. 7"),
        ("микрорайон Восточный 4", "микрорайон Восточный 4"),
        ("Бақша көшесі 12 үйде", "Бақша көшесі 12"),
        ("西湖路12号3栋2单元501室", "西湖路12号3栋2单元501室"),
        ("住在3号楼2单元", "3号楼2单元"),
        ("在幸福家园门口", "在幸福家园"),
    ],
)
def test_addresses(text: str, what: str) -> None:
    assert what in seen(text, "address_exact")


@pytest.mark.parametrize("text", ["two units", "in unity", "the doors", "the room I had", "a house a day"])
def test_words_that_begin_like_a_part_of_a_house_are_no_address(text: str) -> None:
    assert seen(text, "address_exact") == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Then Dana Omarova told us", "Dana Omarova"),
        ("with Maria del Karabay", "Maria del Karabay"),
        ("А. Б. Садовый пришёл", "А. Б. Садовый"),
        ("мы с Айгуль Серикбаевой пошли", "Айгуль Серикбаевой"),
        ("there was Boris too", "Boris"),
        ("сонда Гүлмира келді", "Гүлмира"),
        ("teacher Mr. Lee said", "Lee"),
        ("我叫王小明，", "王小明"),
    ],
)
def test_names(text: str, what: str) -> None:
    assert what in seen(text, "third_party_name")


@pytest.mark.parametrize(
    "text", ["On Monday I came.", "in March we left", "He said so. Then we went.", "And I March on", "The I"]
)
def test_capitals_by_rule_are_no_names(text: str) -> None:
    assert seen(text, "third_party_name") == []


def test_one_capital_says_less_than_two_in_a_row() -> None:
    findings = personal("there Boris met Dana Omarova in Karaburan")
    assert [each.confidence for each in findings] == [Confidence.LOW, Confidence.LIKELY, Confidence.LOW]
    assert masks(findings, Confidence.LIKELY).pairs == ((16, 28),)
    assert len(masks(findings).pairs) == 3
    opened = personal("Then Boris left")[0]
    assert (opened.start, opened.confidence) == (5, Confidence.LOW)


def test_known_names_are_found_in_any_dress_with_their_endings() -> None:
    text = "GÜLNAR said; gulnar\u200bda; Гүлмираның айтуы; 对包德海说"
    assert seen(text, "third_party_name", "Gülnar", "гүлмира", "包德海", "—") >= []
    found = [
        text[each.start : each.end]
        for each in personal(text, ["Gülnar", "гүлмира", "包德海", "—"])
        if "known" in each.why
    ]
    assert found == ["GÜLNAR", "gulnar\u200bda", "Гүлмираның", "包德海"]
    assert "ann" not in seen("a channel", "third_party_name", "Ann")


def test_every_finding_has_a_category_of_the_list_and_says_why() -> None:
    assert all(code == rule.code for code, rule in RULES.items())
    assert all(re.fullmatch("[a-z]+(?:-[a-z]+)*", code) for code in RULES)
    assert all(vocabularies.is_code("sensitivity_categories", rule.category) for rule in RULES.values())
    assert len({rule.why for rule in RULES.values()}) == len(RULES)
    assert {each.rule for each in (*PATTERNS, *ADDRESSES)} <= RULES.keys()


def test_a_finding_says_what_its_rule_says() -> None:
    (found,) = personal("there was Boris too")
    assert found == Finding(
        10, 15, "third_party_name", RULES["name-in-sentence"].why, Confidence.LOW, "name-in-sentence"
    )


@given(text=st.text(max_size=60))
def test_findings_lie_within_the_text_in_order(text: str) -> None:
    findings = personal(text, ["Ann", "包德海"])
    assert all(0 <= each.start < each.end <= len(text) for each in findings)
    assert [each.start for each in findings] == sorted(each.start for each in findings)
