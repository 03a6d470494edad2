"""Statuses, what a trained person reads first, and personal data, in five languages."""

from __future__ import annotations

import pytest

from guwah.instruments.suggestions import Found, Material, named, personal_data, statuses, trained_reader
from guwah.instruments.suggestions.material import LANGUAGES
from guwah.instruments.suggestions.tables import table
from guwah.instruments.vocabularies import codes
from saying import seen, talk

STATUS = {
    "en": [
        ("He is in prison since May 2018.", ("liberty", "imprisoned", "2018-05")),
        ("She was released on 18 October 2019.", ("liberty", "free", "2019-10-18")),
        ("Her phone has been off since Friday.", ("contact", "lost", None)),
        ("Nobody knows where he is.", ("whereabouts", "unknown", None)),
        ("I heard that my brother was sentenced in 2019.", ("liberty", "imprisoned", "2019")),
        ("In 2019 it was cold, and she was released.", ("liberty", "free", "2019")),
    ],
    "ru": [
        ("С 2019 года он сидит в тюрьме.", ("liberty", "imprisoned", "2019")),
        ("Её телефон выключен с пятницы.", ("contact", "lost", None)),
    ],
    "zh": [
        ("从2019年起他在监狱里。", ("liberty", "imprisoned", "2019")),
        ("她的手机从星期五起就关机了。", ("contact", "lost", None)),
    ],
    "kk": [
        ("2019 жылдан бері ол түрмеде отыр.", ("liberty", "imprisoned", "2019")),
        ("Оның телефоны жұмадан бері өшірулі.", ("contact", "lost", None)),
    ],
    "ug": [
        ("2018-يىلى ماي ئېيىدا ئۇنى تۇتۇپ كەتتى.", ("liberty", "taken_unacknowledged", "2018-05")),
        ("ئۇنىڭ تېلېفونى جۈمەدىن بېرى ئېتىك.", ("contact", "lost", None)),
    ],
}
FLAGGED = {
    "en": ["They raped her.", "He died in the prison.", "It was not suicide.", "She had a miscarriage there.",
           "They stripped us naked."],
    "ru": ["Её изнасиловали.", "Он умер в тюрьме.", "Это не самоубийство.", "У неё был выкидыш."],
    "zh": ["她被强奸了。", "他死在监狱里。", "那不是自杀。", "她被迫上环。"],
    "kk": ["Оны зорлады.", "Ол түрмеде қайтыс болды.", "Ол өз-өзіне қол жұмсаған емес."],
    "ug": ["ئۇنىڭغا باسقۇنچىلىق قىلدى.", "ئۇ تۈرمىدە قازا قىلدى.", "ئۇ ئۆلۈۋالغان ئەمەس."],
}  # fmt: skip
UNFLAGGED = {
    "en": ["The deadline passed.", "My phone is dead.", "We wrote to the human rights bodies."],
    "ru": ["Телефон умер, нет зарядки.", "Мы писали письма."],
    "zh": ["我累死了。", "我们写信了。"],
    "kk": ["Біз хат жаздық."],
    "ug": ["بىز خەت يازدۇق."],
}
PERSONAL = {
    "en": [
        ("My sister Gulnara lives in Almaty.", {("Gulnara", "relative_name")}),
        ("You may ask my aunt. Her name is Maryam.", {("Maryam", "relative_name")}),
        ("Erlan, my husband, was a driver.", {("Erlan", "relative_name")}),
        ("I was born on 3 May 1971.", {("3 May 1971", "birth_date")}),
        ("Call 13800138000.", {("13800138000", "phone")}),
        ("We live in Flat 7, 14 Rosehill Street.", {("Flat 7, 14 Rosehill Street", "address_exact")}),
        ("My little boy Imran sang.", {("Imran", "relative_name")}),
        (
            "My wife, Ayshem, is diabetic.",
            {("Ayshem", "relative_name"), ("My wife, Ayshem, is diabetic", "third_party_health")},
        ),
        ("I have diabetes.", {("I have diabetes", "health")}),
        ("My daughter is four years old.", {("My daughter is four years old", "child")}),
    ],
    "ru": [
        ("Маму зовут Сауле.", {("Сауле", "relative_name")}),
        ("Мой брат Марат работал шофером.", {("Марат", "relative_name")}),
    ],
    "zh": [
        ("我妈妈叫古丽娜。", {("古丽娜", "relative_name")}),
        ("我弟弟阿斯哈尔在那里。", {("阿斯哈尔", "relative_name")}),
        ("如果他们来，就给我妈妈打电话。", set()),
    ],
    "kk": [
        ("Анамның аты Сәуле.", {("Сәуле", "relative_name")}),
        ("Ағам Ерлан сонда тұрады.", {("Ерлан", "relative_name")}),
    ],
    "ug": [
        ("ئاكام ئەركىن ئۇ يەردە تۇرىدۇ.", {("ئەركىن", "relative_name")}),
    ],
}


def rows(table_of: dict[str, list]) -> list[tuple[str, object]]:  # type: ignore[type-arg]
    return [(language, one) for language, ones in table_of.items() for one in ones]


@pytest.mark.parametrize(("language", "row"), rows(STATUS))
def test_how_things_stand(language: str, row: tuple[str, tuple[str, str, str | None]]) -> None:
    words, (axis, code, edtf) = row
    assert {"axis": axis, "code": code, "edtf": edtf} in [v for _, v in seen(statuses.find, words, language)]


@pytest.mark.parametrize(
    "words", ["They might be in prison.", "Is he in prison?", "He has not been released."]
)
def test_no_status_is_asked_denied_or_supposed(words: str) -> None:
    assert seen(statuses.find, words, "en") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_is_a_code_of_its_axis_and_none_needs_proof(language: str) -> None:
    given = {rule.code.partition(":")[::2] for rule in table("status", language).rules}
    assert all(code in codes(f"status_{axis}") for axis, code in given)
    assert not {code for _, code in given} & statuses.NEVER_SUGGESTED


@pytest.mark.parametrize(("language", "words"), rows(FLAGGED))
def test_grave_things_are_flagged_without_a_value(language: str, words: str) -> None:
    assert seen(trained_reader.find, words, language) == [(words, {})]


@pytest.mark.parametrize(("language", "words"), rows(UNFLAGGED))
def test_what_only_looks_grave_is_not(language: str, words: str) -> None:
    assert seen(trained_reader.find, words, language) == []


def personal(material: Material) -> list[Found]:
    """Return what `suggest` gives as personal data: names of relatives are seen by the finder of people."""
    found = (*named.find(material), *personal_data.find(material))
    return [one for one in found if one.kind == "personal_data"]


@pytest.mark.parametrize(("language", "row"), rows(PERSONAL))
def test_personal_data_has_its_category(language: str, row: tuple[str, set[tuple[str, str]]]) -> None:
    words, expected = row
    found = {(said, value["category"]) for said, value in seen(personal, words, language)}
    assert found == expected


@pytest.mark.parametrize(
    ("language", "words", "name"),
    [
        ("en", "My neighbour Patime came.", "Patime"),
        ("ru", "Мой друг по имени Адиль пришёл.", "Адиль"),
        ("zh", "我邻居叫阿依古丽。", "阿依古丽"),
        ("kk", "Ерлан деген жігіт келді.", "Ерлан"),
        ("ug", "قوشنام ئايگۈل كەلدى.", "ئايگۈل"),
    ],
)
def test_a_neighbour_or_friend_is_no_relative(language: str, words: str, name: str) -> None:
    assert seen(personal, words, language) == []
    assert name in {said for said, _ in seen(named.find, words, language)}


def test_a_relative_is_one_wherever_her_name_stands() -> None:
    words = "Z: My sister Gulnara was there. || S: And Gulnara?"
    found = [said for said, value in seen(personal, words, "en")]
    assert found == ["Gulnara", "Gulnara"]


def test_the_label_of_a_turn_is_nobodys_words() -> None:
    material = talk("Aigul Serikova. || She came.", "en")
    rest = type(material)(material.text, material.passages[1:], (), ())
    assert list(personal_data.find(rest)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_is_a_code(language: str) -> None:
    given = {rule.code for rule in table("personal_data", language).rules} - {"kin"}
    assert given <= set(codes("sensitivity_categories"))
