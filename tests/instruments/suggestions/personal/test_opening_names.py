"""A name that opens a sentence has a capital like any other word there; all invented."""

from __future__ import annotations

import pytest

from guwah.instruments.suggestions.personal import Confidence, personal


def openers(text: str) -> list[str]:
    return [text[each.start : each.end] for each in personal(text) if each.rule == "name-opens-sentence"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Arman laughed at that.", "Arman"),
        ("It burnt. Gulzira stayed.", "Gulzira"),
        ("Really? Dilnaz's oven was full", "Dilnaz's"),
        ("“Mukhtar, the dough!” she said", "Mukhtar"),
        ("Then:\nZhanibek left", "Zhanibek"),
        ("Muhemmed baked", "Muhemmed"),
        ("Emily baked", "Emily"),
        ("— Dilnaz baked", "Dilnaz"),
        ("Will said so", "Will"),
        ("Jordan told us", "Jordan"),
        ("ARMAN baked", "ARMAN"),
        ("Арман засмеялся.", "Арман"),
        ("Печь была пуста. Дильназ молчала.", "Дильназ"),
        ("Сейит и я пекли", "Сейит"),
        ("Сейит, помоги!", "Сейит"),
        ("Дархана ночью забрали", "Дархана"),
        ("Гульнаре не платят", "Гульнаре"),
        ("Арман күлді.", "Арман"),
        ("Нан күйді. Дархан кешке келді", "Дархан"),
        ("Гүлзираның пеші", "Гүлзираның"),
    ],
)
def test_a_word_that_opens_a_sentence_and_is_no_common_one_may_be_a_name(text: str, who: str) -> None:
    assert openers(text) == [who]


@pytest.mark.parametrize(
    "text",
    [
        "Bread was dear. Machines hummed. Walking helped. Honestly, no. Nobody came. Kazakhstan is far.",
        "Ovens cooled; Don't ask! Patience paid. Tested twice. UNUSUAL it was. I baked.",
        "Will I bake? May I come? Can he? Jordan is a country",
        "Хлеб был дорог. Говорили разное. Пришли люди. Сегодня пекли. Раз в неделю. Хорошие печи",
        "Терпение тоже ремесло. Молния висела",
        "Нан қымбат болды. Балалар келді. Жұмысқа бардық. Тексерушілер сұрады. Біздің пеш. Жетінші күн",
    ],
)
def test_common_words_that_open_a_sentence_are_no_names(text: str) -> None:
    assert openers(text) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("王小明跑了。", "王小明"),
        ("那天，周强被打了", "周强"),
        ("面粉没了。陈秀兰哭起来", "陈秀兰"),
        ("نان كۆيدى. ئالتۇنگۈل قالدى", "ئالتۇنگۈل"),
        ("ئاينىسا قالدى", "ئاينىسا"),
        ("«تۇرسۇنجاننىڭ نېنى»", "تۇرسۇنجاننىڭ"),
        ("سەرىكبەك قالدى", "سەرىكبەك"),
    ],
)
def test_names_without_capitals_open_sentences_too(text: str, who: str) -> None:
    assert who in openers(text)


@pytest.mark.parametrize(
    "text",
    [
        "高兴地笑。夏天来了。于是走了。马很快。林子里没人",
        "سەن ئالتۇنگۈل ئەمەس. ھاياجان بىلەن. ەڭبەك كەرەك. ئەزەربەيجاندا. دوختۇرخانىدا",
    ],
)
def test_common_words_without_capitals_are_no_names(text: str) -> None:
    assert openers(text) == []


def test_it_is_a_weak_sign() -> None:
    (found,) = personal("Dilnaz baked")
    assert found.confidence is Confidence.LOW


def test_what_stands_in_a_row_or_inside_is_told_once() -> None:
    assert [each.rule for each in personal("Dilnaz Bekova baked with Timur")] == [
        "name-in-a-row",
        "name-in-sentence",
    ]


def test_i_at_the_end_of_a_sentence_is_no_initial() -> None:
    text = "We lived on it, my sister and I. On Monday they came. I. Bekov signed."
    assert [text[each.start : each.end] for each in personal(text)] == ["I. Bekov"]
