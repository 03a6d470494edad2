"""Promises, check-ins and declarations, in five languages."""

from __future__ import annotations

import pytest

from guwah.instruments.suggestions import declarations, promises
from saying import seen, talk

PROMISED = {
    "en": [
        ("S: I'll call you tomorrow at nine. || Z: Okay.", ("S", "Z", "tomorrow at nine")),
        ("S: If you don't answer I'll call your mother. || Z: Okay.", ("S", "mother", None)),
        ("S: Text me every day before you sleep. || Z: I will.", ("Z", "S", "every day")),
        ("S: Let's talk on 5 May 2023. || Z: Yes.", ("S", "Z", "2023-05-05")),
        ("S: We will write to the UN. || Z: Good.", ("S", "un", None)),
    ],
    "ru": [
        ("S: Я позвоню вам завтра в девять. || Z: Хорошо.", ("S", "Z", "завтра в девять")),
        ("S: Если вы не ответите, я позвоню вашей маме. || Z: Хорошо.", ("S", "mother", None)),
        ("S: Пишите мне каждый вечер. || Z: Ладно.", ("Z", "S", "каждый вечер")),
    ],
    "zh": [
        ("S: 我明天给你打电话。 || Z: 好。", ("S", "Z", "明天")),
        ("S: 如果你不接，我就打给你妈妈。 || Z: 好。", ("S", "mother", None)),
        ("S: 每天晚上给我发个消息。 || Z: 好的。", ("Z", "S", "每天晚上")),
    ],
    "kk": [
        ("S: Ертең сағат тоғызда қоңырау шаламын. || Z: Жақсы.", ("S", "Z", "Ертең сағат тоғызда")),
        ("S: Жауап бермесеңіз, анаңызға хабарласамын. || Z: Жақсы.", ("S", "mother", None)),
        ("S: Күн сайын маған жазып тұрыңыз. || Z: Жарайды.", ("Z", "S", "Күн сайын")),
    ],
    "ug": [
        ("S: ئەتە سائەت توققۇزدا تېلېفون قىلىمەن. || Z: ماقۇل.", ("S", "Z", "ئەتە سائەت توققۇزدا")),
        ("S: جاۋاب بەرمىسىڭىز، ئانىڭىزغا تېلېفون قىلىمەن. || Z: ماقۇل.", ("S", "mother", None)),
        ("S: ھەر كۈنى كەچتە ماڭا ئۇچۇر ئەۋەتىڭ. || Z: بولىدۇ.", ("Z", "S", "ھەر كۈنى كەچتە")),
    ],
}
NOT_PROMISED = {
    "en": ["They said they will call me.", "I called him yesterday.", "Will you call me tomorrow?"],
    "ru": ["Они сказали, что позвонят.", "Полицейские пришли ночью.", "Вы позвоните мне завтра?"],
    "zh": ["警察说会给我打电话。", "昨天我给他打了电话。"],
    "kk": ["Олар хабарласамыз деді.", "Кеше оған хабарластым."],
    "ug": ["ئۇلار تېلېفون قىلىمىز دېدى.", "تۈنۈگۈن ئۇنىڭغا تېلېفون قىلدىم."],
}
DECLARED = {
    "en": ["I will never kill myself.", "If something happens to me, it was not suicide.",
           "I haven't committed any crime and I won't confess.",
           "Whatever they make me say later is not true.",
           "If I disappear, tell the world.", "I won't take back my words."],
    "ru": ["Если со мной что-то случится, знайте: это не самоубийство.",
           "Я не совершала никаких преступлений.", "Что бы меня ни заставили сказать потом, не верьте."],
    "zh": ["如果我出了什么事，那绝不是自杀。", "我没有犯过任何罪。", "以后他们逼我说什么都不要相信。"],
    "kk": ["Маған бірдеңе болса, ол өз-өзіне қол жұмсаған емес.", "Мен ешқандай қылмыс жасаған жоқпын.",
           "Кейін мәжбүрлеп айтқызса, сенбеңіздер."],
    "ug": ["ماڭا بىر ئىش بولسا، بۇ ئۆلۈۋېلىش ئەمەس.", "مەن ھېچقانداق جىنايەت ئۆتكۈزمىدىم.",
           "كېيىن مەجبۇرلاپ دېگۈزسە، ئىشەنمەڭلار."],
}  # fmt: skip
NOT_DECLARED = {
    "en": ["He did not commit any crime.", "If I go to town I buy bread.", "Did you commit a crime?"],
    "ru": ["Он не совершал преступлений.", "Я купила хлеб."],
    "zh": ["他没有犯罪。", "我去买面包。"],
    "kk": ["Ол қылмыс жасаған жоқ.", "Мен нан алдым."],
    "ug": ["ئۇ جىنايەت قىلمىدى.", "مەن نان ئالدىم."],
}


def rows(table: dict[str, list]) -> list[tuple[str, object]]:  # type: ignore[type-arg]
    return [(language, one) for language, ones in table.items() for one in ones]


@pytest.mark.parametrize(("language", "row"), rows(PROMISED))
def test_who_promises_what_to_whom_and_when(language: str, row: tuple[str, tuple[str | None, ...]]) -> None:
    words, expected = row
    ((_, value),) = seen(promises.find, words, language)
    assert (value["by"], value["to"], value["due"]) == expected


@pytest.mark.parametrize(("language", "words"), rows(NOT_PROMISED))
def test_what_others_say_and_what_is_past_is_no_promise(language: str, words: str) -> None:
    assert seen(promises.find, words, language) == []


@pytest.mark.parametrize(("language", "words"), rows(DECLARED))
def test_a_declaration_is_found_whole(language: str, words: str) -> None:
    assert seen(declarations.find, words, language) == [(words, {})]


@pytest.mark.parametrize(("language", "words"), rows(NOT_DECLARED))
def test_what_is_said_of_others_is_no_declaration(language: str, words: str) -> None:
    assert seen(declarations.find, words, language) == []


def test_whoever_asks_declares_nothing() -> None:
    words = "S: Are you well? || Z: I am. || S: I have committed no crime."
    assert seen(declarations.find, words, "en") == []


def test_a_talk_of_three_does_not_tell_to_whom() -> None:
    words = "S: I will call you tomorrow. || Z: Good. || Y: Good."
    ((_, value),) = seen(promises.find, words, "en")
    assert (value["by"], value["to"]) == ("S", None)


def test_a_long_sentence_is_cut_to_the_clause_that_promises() -> None:
    words = "Well, " + "this and that happened in those years, " * 6 + "I will call you tomorrow."
    assert [said for said, _ in seen(promises.find, words, "en")] == ["I will call you tomorrow."]


def test_a_promise_stands_in_its_turn() -> None:
    material = talk("S: Hello. || Z: I will call you tomorrow.", "en")
    (found,) = promises.find(material)
    assert material.passages[1].start <= found.start < found.end <= material.passages[1].end
