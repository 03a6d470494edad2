"""Requests to leave something out, and answers to them, in five languages; all invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.instruments.redaction.requests import asks_to_cut
from guwah.instruments.transcripts import read_file

if TYPE_CHECKING:
    from pathlib import Path

ASKED = {
    "en": [
        "Could you cut out what I said about the ovens?",
        "Take that out, please.",
        "Take my sister's name out of the recording.",
        "Edit that out before it airs.",
        "Leave my brother out of the article.",
        "It should be left out.",
        "Please remove the part about the flour.",
        "Delete this, please.",
        "You may drop the last sentence.",
        "We deleted that passage.",
        "I have cut it.",
        "I'll remove them.",
        "Can it go without the bit about my cousin?",
        "Tell it without my name.",
        "Please don't publish what I said about the licence.",
        "Do not write about my aunt.",
        "I would rather not share my number.",
        "Make sure they don't print my photo.",
        "I asked you not to mention my baker.",
        "You must not print it.",
        "We won't post that.",
        "That must not be published.",
        "This can't be shown.",
        "This is off the record.",
        "That is not for publication.",
        "Let it stay between us.",
        "Keep my sister out of it.",
        "Keep it to yourself.",
        "Change my daughter's name.",
        "Blur her face.",
    ],
    "ru": [
        "Вырежьте место про печь.",
        "Это нужно вырезать.",
        "Уберите, пожалуйста, фамилию пекаря.",
        "Эту часть лучше удалить.",
        "Хорошо, удалю из записи.",
        "Не надо об этом писать.",
        "Мы не будем это публиковать.",
        "Это не публикуйте.",
        "Не пишите про мою тётю.",
        "Не включайте это.",
        "Это не для записи.",
        "Расскажите, но без имён.",
        "Пусть останется между нами.",
    ],
    "kk": [
        "Пеш туралы жерін алып тастаңызшы.",
        "Осыны кесіп тастайық.",
        "Ол жерін өшіріңіз.",
        "Атымды жазбаңыз.",
        "Жарайды, жарияламаймыз.",
        "Бұл арамызда қалсын.",
        "Бұны жариялауға болмайды.",
        "ول جەرىن الىپ تاستاڭىز",
        "اتىمدى جازباڭىز",
    ],
    "ug": [
        "شۇ يېرىنى ئېلىۋېتىڭ.",
        "ئۇ گەپنى كېسىۋەتسىڭىز.",
        "بولىدۇ، مەن ئۇنى چىقىرىۋېتىمەن.",
        "ئۇنى ئۆچۈرۈڭ.",
        "ئىسمىمنى يازماڭ.",
        "بۇنى ئېلان قىلماڭ.",
        "بۇ گەپ ئارىمىزدا قالسۇن.",
    ],
    "zh": [
        "请把烤炉那段删掉。",
        "請把那段刪去。",
        "把我姐姐的名字去掉。",
        "这个先不要发。",
        "好，我们不会公开。",
        "别写我的店名。",
        "你別錄了。",
        "请用化名。",
    ],
}
NOT_ASKED = {
    "en": [
        "They cut out the electricity in the bakery.",
        "They would cut off the water and cut the power out at night.",
        "He left part of the bread on the table.",
        "I had to take out a loan for the oven.",
        "Cut it out with those jokes, she shouted.",
        "We take the bread out of the oven at six.",
        "We leave at five and go out.",
        "They don't post letters on Sundays.",
        "Not to mention the price of flour.",
        "He deleted apps from the phone.",
        "They changed the name of the street.",
        "She removed the lid.",
        "I cut the dough that morning.",
        "We published it. Out in the yard it rained.",
    ],
    "ru": [
        "Из дерева вырезали узор.",
        "Его исключили из школы.",
        "Хлеб убрали в шкаф.",
        "Они ничего не публикуют.",
        "Он удалился.",
        "Мы пишем письма.",
    ],
    "kk": ["Олар қабырғаны алып тастады.", "Ол шамды өшірді.", "Хат жазбай кетті.", "ولار الىپ تاستادى"],
    "ug": ["ئۇلار تامنى ئېلىۋەتتى.", "ئۇ چىراغنى ئۆچۈردى.", "ئۇ خەت يازمايدۇ."],
    "zh": [
        "他写得特别好。",
        "他们删掉了我的微信。",
        "别发愁。",
        "不要发脾气。",
        "不会写字。",
        "他们分别写了信。",
    ],
}


@pytest.mark.parametrize("text", [text for texts in ASKED.values() for text in texts])
def test_a_request_and_its_answer_are_found(text: str) -> None:
    assert asks_to_cut(text)
    assert asks_to_cut(f"Well. {text.upper()} And so on")


@pytest.mark.parametrize("text", [text for texts in NOT_ASKED.values() for text in texts])
def test_what_others_did_and_set_phrases_are_none(text: str) -> None:
    assert not asks_to_cut(text)


def test_every_language_that_people_speak_here_has_both() -> None:
    assert set(ASKED) == set(NOT_ASKED) == {"en", "ru", "kk", "ug", "zh"}


@pytest.mark.seeds
def test_the_request_before_posting_is_found_and_few_turns_besides(seeds: Path) -> None:
    transcript = read_file(seeds / "conversations.txt")
    turns = [(session.n, turn.n, turn) for session in transcript.sessions for turn in session.turns]
    found = {(session, n) for session, n, turn in turns if asks_to_cut(transcript.text_of(turn))}
    assert len(turns) == 447
    assert (1, 361) in found
    assert len(found) <= 6
