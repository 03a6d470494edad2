"""Acts by language: what is coded, and what is not because it was feared, asked, denied or done by others."""

from __future__ import annotations

import pytest

from guwah.instruments.suggestions import violations
from guwah.instruments.suggestions.material import LANGUAGES
from guwah.instruments.suggestions.tables import table
from guwah.instruments.vocabularies import codes
from saying import seen

CODED = {
    "en": [
        ("The guards beat me with batons for two days.", {"torture"}),
        ("Three policemen came to our house and took my father away without showing any warrant.",
         {"arbitrary_detention", "arrest_no_warrant"}),
        ("She was sentenced to 12 years in prison for praying.", {"arbitrary_detention", "punished_belief"}),
        ("They collected all passports from the villagers.", {"passport_taken"}),
        ("The police did not return my passport.", {"passport_taken"}),
        ("My brother was taken to a re-education camp in 2018.", {"internment_extrajudicial"}),
        ("They made us sing red songs every morning.", {"indoctrination"}),
        ("The village committee took our pasture and paid nothing.", {"land_taking"}),
        ("No one would tell us where my brother was.", {"information_denied"}),
        ("They injected us with something once a month.", {"forced_medication"}),
        ("An officer warned that I would be sent to a camp.", {"threat_rearrest"}),
        ("They threatened to kill me.", {"threat_death"}),
        ("They kept me shackled.", {"restraints"}),
        ("They did not let me see a doctor.", {"denial_care_custody"}),
        ("They forced me to sell my flat.", {"forced_sale"}),
        ("My phone was confiscated at the station.", {"phone_search"}),
    ],
    "ru": [
        ("Меня задержали в мае.", {"arbitrary_detention"}),
        ("Нас били дубинками.", {"torture"}),
        ("У нас забрали паспорта и не вернули.", {"passport_taken"}),
        ("Заставляли петь красные песни каждое утро.", {"indoctrination"}),
        ("Моего дядю отправили в лагерь перевоспитания.", {"internment_extrajudicial"}),
        ("Адвоката не дали.", {"no_counsel"}),
        ("Врача не давали.", {"denial_care_custody"}),
    ],
    "zh": [
        ("2018年5月警察把我抓走了。", {"arbitrary_detention"}),
        ("狱警用电棍打我。", {"torture"}),
        ("他们没收了我们的护照。", {"passport_taken"}),
        ("他們沒收了我們的護照。", {"passport_taken"}),
        ("每天强迫我们唱红歌。", {"indoctrination"}),
        ("我叔叔被送进了教培中心。", {"internment_extrajudicial"}),
        ("他们不让见律师。", {"no_counsel"}),
        ("警察威胁要把我的家人抓起来。", {"threat_family", "threat_rearrest"}),
    ],
    "kk": [
        ("2018 жылы мамырда мені ұстап әкетті.", {"arbitrary_detention"}),
        ("Мені таяқпен ұрды.", {"torture"}),
        ("Күзетшілер аяғыма шынжыр салып қойды.", {"restraints"}),
        ("Паспортымызды жинап алды.", {"passport_taken"}),
        ("Ағамды лагерьге жіберді.", {"internment_extrajudicial"}),
        ("Дәрігерге көрсетпеді.", {"denial_care_custody"}),
        ("Полиция отбасымды қорқытты.", {"threat_family"}),
    ],
    "ug": [
        ("ساقچىلار مېنى تۇتۇپ كەتتى.", {"arbitrary_detention"}),
        ("مېنى كالتەك بىلەن ئۇردى.", {"torture"}),
        ("پۇتۇمغا كىشەن سېلىپ قويدى.", {"restraints"}),
        ("پاسپورتىمىزنى يىغىۋالدى.", {"passport_taken"}),
        ("ئاكامنى لاگېرغا ئېلىپ كەتتى.", {"internment_extrajudicial"}),
        ("ئادۋوكات بەرمىدى.", {"no_counsel"}),
    ],
}  # fmt: skip
NOT_CODED = {
    "en": [
        "They did not beat me.",
        "The officers wanted to beat me.",
        "Did they beat you?",
        "I was afraid they would take my passport.",
        "If they take me away, call my mother.",
        "They might lock me up.",
        "They asked me whether the guards beat me.",
        "I heard that they beat people in there.",
        "My husband beat me.",
        "I took my passport and left.",
        "We beat them at football.",
        "Nobody was arrested that day.",
        "My uncle died after they beat him.",
        "They raped the women and beat them.",
        "They might threaten me.",
        "The shop was shut and no reason was given.",
    ],
    "ru": ["Они не били меня.", "Я боюсь, что меня заберут.", "Если меня заберут, позвоните маме.",
           "Говорят, что там людей пытают.", "Муж избил меня.", "Они могут забрать мою землю.",
           "Его изнасиловали и избили."],
    "zh": ["他们没有打我。", "我怕他们抓我。", "如果他们把我抓走，就给我妈妈打电话。", "听说他们在里面打人。",
           "丈夫打我。", "警察可能会把我带走。", "她被强奸了，还被打死了。"],
    "kk": ["Олар мені ұрмады.", "Мені ұстап кетеді деп қорқамын.", "Егер мені ұстап кетсе, айтыңыз.",
           "Ол жерде адамдарды ұрады деп естідім.", "Күйеуім мені ұрды."],
    "ug": ["ئۇلار مېنى ئۇرمىدى.", "مېنى تۇتۇپ كېتىدۇ دەپ قورقىمەن.", "ئەگەر مېنى تۇتۇپ كەتسە، ئېيتىڭ.",
           "ئۇ يەردە كىشىلەرنى ئۇردى دەپ ئاڭلىدىم.", "ئېرىم مېنى ئۇردى."],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words", "expected"), [(tongue, *row) for tongue, rows in CODED.items() for row in rows]
)
def test_an_act_that_is_told_is_coded(language: str, words: str, expected: set[str]) -> None:
    assert {value["code"] for _, value in seen(violations.find, words, language)} == expected


@pytest.mark.parametrize(
    ("language", "words"), [(tongue, words) for tongue, rows in NOT_CODED.items() for words in rows]
)
def test_nothing_else_is(language: str, words: str) -> None:
    assert seen(violations.find, words, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_one_of_the_list_and_none_is_a_persons_to_give(language: str) -> None:
    given = {rule.code for rule in table("violation", language).rules}
    assert given <= set(codes("violation_types"))
    assert not given & violations.NEVER_CODED


def test_what_one_who_asks_says_of_you_is_no_allegation() -> None:
    talk = "S: Where were you? || Z: At home. || S: The police beat you. || Z: The police beat me."
    assert seen(violations.find, talk, "en") == [("The police beat me.", {"code": "torture"})]


def test_each_clause_has_its_own_act() -> None:
    told = seen(violations.find, "They beat me, they took my passport, and they shackled me.", "en")
    assert told == [
        ("They beat me", {"code": "torture"}),
        ("and they shackled me.", {"code": "restraints"}),
        ("they took my passport", {"code": "passport_taken"}),
    ]
