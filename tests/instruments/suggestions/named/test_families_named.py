"""Families of rules for people and bodies: one row for each shape, and what it leaves."""

from __future__ import annotations

import pytest

from instruments.suggestions.named.naming import seen

PEOPLE = [
    ("zh", "申请人：柯念慈，住在城东。", ["柯念慈"]),
    ("zh", "谭某某说他没去。", ["谭某某"]),
    ("zh", "霍局拍了一下桌子。", ["霍局"]),
    ("zh", "我叔叫卓玛才旦。", ["卓玛才旦"]),
    ("zh", "莉莎（化名）讲了一夜。", ["莉莎"]),
    ("zh", "翻译是雅克-伊夫·杜兰德。", ["雅克-伊夫·杜兰德"]),
    ("zh", "隔壁柯婶去送饭。", ["柯婶"]),
    ("zh", "她的表姐帕丽达在家。", ["帕丽达"]),
    ("zh", "阚若澜说，天亮再走。", ["阚若澜"]),
    ("zh", "玛窦神父来了。", ["玛窦"]),
    ("zh", "节后孙明白天睡觉。", []),
    ("zh", "哈哈哈哈，别闹。", []),
    ("zh", "律师来了，主任也在，毕业证丢了。", []),
    ("en", "Deacon Arvid and Judge Moreau signed.", ["Deacon Arvid", "Judge Moreau"]),
    ("en", "The book was left in Borders.", []),
    ("en", "We sat at Lomu all day.", []),
    ("ru", "На ЗАО-шном складе пусто.", []),
    ("kk", "Олар ІІМ-ге барды.", []),
    ("ug", "زەينەپ سېميونوۋنا كەلدى.", ["زەينەپ سېميونوۋنا"]),
    ("ug", "ماڭسارنىڭ ئوغلى كەلدى.", ["ماڭسارنىڭ"]),
    ("ug", "ئۇنىڭ ئوغلى كەلدى.", []),
    ("ug", "تاش ئاخۇن كەلدى.", ["تاش ئاخۇن"]),
    ("ug", "ئاكام كەلدى.", []),
]
BODIES = [
    ("en", "organization", "She wrote to the Fishermen's Alliance.", ["Fishermen's Alliance"]),
    ("en", "facility", "They came to Fort Brannock.", ["Fort Brannock"]),
    ("en", "place", "The boats left Port Tavi at dawn.", ["Port Tavi"]),
    ("en", "facility", "It was in the School 2014 report.", []),
    ("ru", "organization", "Пришёл кооператив рыбаков «Парус».", ["кооператив рыбаков «Парус»"]),
    ("ru", "facility", "Пекарни закрылись, потом «Ветер» стих.", []),
    ("kk", "organization", "«Таңсәрі» құқық қорғау ұйымы хат жазды.", ["«Таңсәрі» құқық қорғау ұйымы"]),
    ("kk", "organization", "«Кеттік» деді де, ұйымы тарады.", []),
    ("kk", "organization", "«Таңсәрі» жарық сағым ұйымы хат жазды.", ["«Таңсәрі» жарық сағым ұйымы"]),
    ("kk", "organization", "«Кеттік» деді жарық сағым ұйымы.", []),
    ("kk", "organization", "«Таңсәрі», жарық сағым ұйымы тарады.", []),
    ("ru", "organization", "Пришёл кооператив, потом «Парус» уплыл.", []),
    ("ug", "facility", "ئۇنى چۆلئېرىق دوختۇرخانىسى قوبۇل قىلدى.", ["چۆلئېرىق دوختۇرخانىسى"]),
    ("ug", "facility", "دادامنىڭ دوختۇرخانىسى يوق.", []),
    ("zh", "place", "我们翻过野马岭，到了青石滩。", ["野马岭", "青石滩"]),
    ("zh", "place", "渡河以后上山，天就黑了。", []),
    ("zh", "organization", "她在北斗星旅行社上班。", ["北斗星旅行社"]),
    ("en", "place", "We flew to Windhoek, then Riga.", ["Windhoek", "Riga"]),
    ("ru", "place", "Из Найроби он уехал в Ригу.", ["Найроби", "Ригу"]),
    ("kk", "place", "Ол Найробиден Ригаға ұшты.", ["Найробиден"]),
    ("en", "place", "Mr Jordan laughed. Florence told me.", []),
]


@pytest.mark.parametrize(("language", "words", "people"), PEOPLE)
def test_people_of_each_family(language: str, words: str, people: list[str]) -> None:
    assert seen(language, words, kind="person") == people


@pytest.mark.parametrize(("language", "kind", "words", "bodies"), BODIES)
def test_bodies_of_each_family(language: str, kind: str, words: str, bodies: list[str]) -> None:
    assert seen(language, words, kind=kind) == bodies
