"""Leave and refusal told by their parts, in words that no saying of the tables holds."""

from __future__ import annotations

import pytest

from guwah.instruments.suggestions import consent, leave
from guwah.instruments.suggestions.material import LANGUAGES
from guwah.instruments.suggestions.tables import table
from guwah.instruments.vocabularies import codes
from saying import seen

SAID = {
    "en": [
        ("Our choir's song may be played on your radio.", "grant"),
        ("The lawyers can have my receipts.", "grant"),
        ("Hand my drawings to the museum.", "grant"),
        ("The tenant consents to her photograph being shown in the exhibition.", "grant"),
        ("The ferryman asked for his surname to be left out.", "condition"),
        ("Under no circumstances is my statement to be read on television.", "refuse"),
        ("The video: no.", "refuse"),
        ("Editors yes, neighbours no.", "grant"),
        ("My voice only if you change it.", "condition"),
        ("Our names stay out.", "refuse"),
        ("I'd sooner you didn't film.", "refuse"),
        ("The translator says that his address must not be printed.", "refuse"),
        ("The widow waives her anonymity.", "grant"),
        ("Nothing goes out until my aunt has read it.", "condition"),
        ("Only you and the priest may hear the second tape.", "condition"),
    ],
    "ru": [
        ("Рисунки дочери отдайте в музей.", "grant"),
        ("На радио мой голос можно.", "grant"),
        ("Фотографии — нет.", "refuse"),
        ("Соседку сюда не впутывайте, ни имени, ни адреса.", "refuse"),
        ("Тётя согласилась, чтобы письма хранились в архиве.", "grant"),
        ("Лодочник просил не указывать фамилию.", "condition"),
        ("Снимки можно, только если лица закроете.", "condition"),
    ],
    "zh": [
        ("把我的日记交给档案馆吧。", "grant"),
        ("照片不许上网。", "refuse"),
        ("声音可以，名字不行。", "refuse"),
        ("原件不得提交使馆。", "refuse"),
        ("本人愿意具名。", "grant"),
        ("地址写到镇为止，门牌别写。", "refuse"),
    ],
    "kk": [
        ("Дауысымды радиоға бере беріңіз.", "grant"),
        ("Қызымның өлеңін газетке бермеңдер.", "refuse"),
        ("Өлеңімді балаларға оқытсаңыз болады.", "grant"),
        ("Сұхбатымды мұражайға қоюға қарсымын.", "refuse"),
        ("Көршім фамилиясының жазылмауын өтінді.", "refuse"),
    ],
    "ug": [
        ("ئاۋازىمنى رادىئوغا بەرسىڭىز بولىدۇ.", "grant"),
        ("رەسىمىمنى گېزىتكە سالماڭلار.", "refuse"),
        ("شېئىرىمنى مەكتەپتە ئوقۇسۇن، مەيلى.", "grant"),
        ("قوشنام فامىلىسىنى يازماسلىقنى ئۆتۈندى.", "refuse"),
    ],
}  # fmt: skip

NOTHING = {
    "en": [
        "They put his name on the list and sent the letter to the court.",
        "We kept the letter in the box for years.",
        "Our neighbour reads the paper without her glasses.",
        "He was never shown the photographs.",
        "Give the key to the caretaker.",
    ],
    "ru": [
        "Следователь забрал документы и не показал протокол.",
        "Мы отправили письмо в суд в прошлом году.",
        "Номер запишите: восемь, девять, ноль.",
    ],
    "zh": ["警察拍了照片，把名单交给了领导。", "导演在学校念过书。", "医院不给病历。"],
    "kk": ["Олар суретімізді газетке салды.", "Ешкім хат сұраған жоқ.", "«Құжатты көрсетпе» деді."],
    "ug": ["ئۇلار رەسىمنى گېزىتكە سالدى.", "مېنى ھېچكىم ئۇرغان ئەمەس.", "«خەتنى كۆرسەتمە» دېدى."],
}


@pytest.mark.parametrize(("language", "words", "act"), [(k, *one) for k, its in SAID.items() for one in its])
def test_parts_that_meet_tell_what_is_let_or_forbidden(language: str, words: str, act: str) -> None:
    found = seen(consent.find, words, language)
    assert act in {value["act"] for _, value in found}, found


@pytest.mark.parametrize(("language", "words"), [(k, one) for k, its in NOTHING.items() for one in its])
def test_what_was_done_is_no_leave(language: str, words: str) -> None:
    assert seen(consent.find, words, language) == []


def test_what_is_asked_lets_nothing() -> None:
    assert seen(consent.find, "Put my name in the newspaper?", "en") == []


def test_a_verdict_belongs_to_what_stands_before_it() -> None:
    ((words, value),) = seen(consent.find, "The sketches, no.", "en")
    assert value["act"] == "refuse"
    assert words == "The sketches, no."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_one_that_the_ways_know_and_what_they_are_about_comes_first(language: str) -> None:
    parts = [rule.code for rule in table("leave", language).rules]
    known = {part for _, way in leave.WAYS for part in way} | {"thing", "to", "yes", "no", "joint", "veto"}
    limits = {part.removeprefix("limit:") for part in parts if part.startswith("limit:")}
    assert {part for part in parts if not part.startswith("limit:")} <= known
    assert limits <= set(codes("consent_conditions"))
    first = [part in leave.ABOUT for part in parts]
    assert first == sorted(first, reverse=True)
