"""Acts in free words: how a file is read, what stands together, and how it is said."""

from __future__ import annotations

import time

import pytest

from guwah.instruments.suggestions import trained_reader, violations
from guwah.instruments.suggestions.acts import Act, Lexicon, lexicon, read
from guwah.instruments.suggestions.clauses import Sentence, sentences
from guwah.instruments.suggestions.material import LANGUAGES, Passage
from guwah.instruments.vocabularies import codes
from saying import seen

WORDS = """
# a remark
@no = no not
@they = guard* sol_dier
@take = took take
@take_away = @take remov*
[documents_taken] papers
@take_away deed*|title_paper
[passport_taken] ordered
> @they @take passport -mine ~2
[no_counsel] none
lawyer @no
"""


def _sentence(words: str, language: str = "en") -> Sentence:
    return next(iter(sentences(Passage(0, len(words), words, language))))


def _told(words: str, told: Lexicon | None = None) -> list[tuple[str, str]]:
    said = _sentence(words)
    acts = (told or read(WORDS, "violation-en")).acts(said)
    return [(act.code, said.words[act.start : act.end]) for act in acts]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("They removed every deed we had.", [("documents_taken", "removed every deed")]),
        ("Our deeds they took.", [("documents_taken", "deeds they took")]),
        ("They took the title paper.", [("documents_taken", "took the title paper")]),
        ("They took the title and the paper.", []),
        ("They took the title", []),
        ("A guard took one passport.", [("passport_taken", "guard took one passport")]),
        ("A sol dier took one passport.", [("passport_taken", "sol dier took one passport")]),
        ("One passport a guard took.", []),
        ("A guard took mine, the passport.", []),
        ("A guard of that long street took one passport.", []),
        ("A guard took, as one says, a passport.", []),
        ("He got no lawyer.", [("no_counsel", "no lawyer")]),
        ("He got a lawyer.", []),
        ("A lawyer lives at no. 5.", []),
    ],
)
def test_what_stands_together(words: str, expected: list[tuple[str, str]]) -> None:
    assert _told(words) == expected


def test_the_parts_are_not_the_same_word() -> None:
    assert _told("They took it.", read("[torture] x\ntook took|take", "v")) == []


def test_a_head_is_told_at_the_last_of_its_parts_and_a_denial_with_the_whole() -> None:
    (act,) = read(WORDS, "violation-en").acts(_sentence("They took his deed away."))
    assert act == Act("violation-en-papers", "documents_taken", 5, 18, 14, 18)
    (act,) = read(WORDS, "violation-en").acts(_sentence("Not one lawyer came."))
    assert act == Act("violation-en-none", "no_counsel", 0, 14, 0, 14)


def test_an_ending_may_deny_a_stem() -> None:
    told = read("@denied = (?:ма|ме)ды\n[torture] beaten\nсоқ*|теп", "v")
    assert _told("Олар соққан", told) == [("torture", "соққан")]
    assert _told("Олар соқмады", told) == []


def test_a_line_names_a_set_of_its_file() -> None:
    with pytest.raises(KeyError):
        read("[torture] beaten\n@beat hand", "v")


def test_a_stem_softens_before_an_ending() -> None:
    told = read("@softens = қғ\n[wages_withheld] unpaid\nайлық* жоқ", "v")
    assert _told("Айлығымыз жоқ", told) == [("wages_withheld", "айлығымыз жоқ")]


def test_without_spaces_a_word_stands_anywhere() -> None:
    told = read("@no = 不\n[no_counsel] none\n律师 @no ~3\n[torture] beaten\n> 打 我 -电话", "v", joined=True)
    assert _told("他们不让见律师。", told) == [("no_counsel", "不让见律师")]
    assert _told("不，他们说好了，见律师。", told) == []
    assert _told("打我。", told) == [("torture", "打我")]
    assert _told("打电话给我。", told) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_one_of_the_list_and_none_is_a_persons_to_give(language: str) -> None:
    given = lexicon(language).codes
    assert given <= set(codes("violation_types"))
    assert not given & violations.NEVER_CODED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("line", [" took passport", " не адвокат", "打我", " паспорт алды", " پاسپورت ئالدى"])
def test_a_hostile_line_costs_no_time(language: str, line: str) -> None:
    said = _sentence(line * 2000, language)
    begun = time.perf_counter()
    list(lexicon(language).acts(said))
    assert time.perf_counter() - begun < 5


CODED = {
    "en": [
        ("Five men bundled my nephew into a grey jeep.", "arbitrary_detention"),
        ("After her arrest the shop stayed shut.", "arbitrary_detention"),
        ("My grandfather was dragged off at night.", "arbitrary_detention"),
        ("The tablets were forced down his throat; he had to swallow the pills.", "forced_medication"),
        ("The company has not paid our wages since spring.", "wages_withheld"),
        ("An inspector tore my petition in two.", "petition_blocked"),
        ("A drone hovers over our yard.", "home_surveillance"),
        ("The deed and the identity card were confiscated.", "documents_taken"),
        ("Soldiers set fire to our barn.", "land_taking"),
        ("The advocate was turned away.", "no_counsel"),
        ("All of us were made to recite a pledge to the leader.", "indoctrination"),
    ],
    "ru": [
        ("Соседа повязали прямо на рынке.", "arbitrary_detention"),
        ("Защитника к нему так и не допустили.", "no_counsel"),
        ("Рабочим за сезон не заплатили ни копейки.", "wages_withheld"),
        ("Огород распахали бульдозером.", "land_taking"),
        ("Его душили пакетом на голове.", "torture"),
        ("Следователь прикладом ударил деда.", "torture"),
        ("Письма приходят вскрытые.", "interception"),
        ("Из-за меня брата уволили.", "reprisal_relatives"),
    ],
    "zh": [
        ("天没亮，便衣把我舅舅塞进面包车。", "arbitrary_detention"),
        ("工资拖欠了八个月。", "wages_withheld"),
        ("推土机把果园推平了。", "land_taking"),
        ("干部把申诉材料撕了。", "petition_blocked"),
        ("在机场，边检不让我出境。", "exit_blocked"),
        ("律师递了三次申请，一律不准会见。", "incommunicado"),
    ],
    "kk": [
        ("Көршімізді түнде тұтқындады.", "arbitrary_detention"),
        ("Айлығымызды бермеді.", "wages_withheld"),
        ("Хаттарымыз ашылып келеді.", "interception"),
        ("Адвокатты кіргізбеді.", "no_counsel"),
        ("Зорлап ән айтқызды.", "indoctrination"),
        ("Жайлауымызды тартып алды.", "land_taking"),
    ],
    "ug": [
        ("قوشنىمىزنى كېچىدە تۇتۇپ كەتتى.", "arbitrary_detention"),
        ("مائاشىمىزنى بەرمىدى.", "wages_withheld"),
        ("ئادۋوكاتنى كىرگۈزمىدى.", "no_counsel"),
        ("يايلىقىمىزنى تارتىۋالدى.", "land_taking"),
        ("خەتلىرىمىزنى ئېچىپ ئوقۇيدۇ.", "interception"),
    ],
}
NOT_CODED = {
    "en": [
        "I was afraid that five men would bundle me into a jeep.",
        "If they confiscate the deed, tell my aunt.",
        "Burglars ransacked our house.",
        "They never tore up my petition.",
        "My passport was not taken.",
        "The bus took us to the market.",
        "They'd be fined for such a song.",
        "Did they bundle him into a van?",
        "In the film soldiers set fire to our barn.",
    ],
    "ru": [
        "Поезд задержали на час.",
        "Скажут, что у нас забрали паспорта.",
        "Боюсь, что брата повяжут и посадят в тюрьму.",
        "Огород у нас не отобрали.",
        "Если Огород распашут, мы уедем.",
        "Закон запрещает пытать задержанных.",
    ],
    "zh": [
        "听说有人被塞进面包车。",
        "如果护照被没收，我就不走了。",
        "小偷翻箱倒柜，抢走了现金。",
        "我给他打电话。",
    ],
    "kk": [
        "Айлығымызды ұстап қалмады.",
        "Жайлауды тартып алды деген үрей бар.",
        "Автобус бізді қалаға алып кетті.",
    ],
    "ug": ["مائاشىمىزنى تۇتۇپ قالمىدى.", "يايلىقنى تارتىۋالسا، كېتىمىز."],
}


@pytest.mark.parametrize(
    ("language", "words", "code"), [(tongue, *row) for tongue, rows in CODED.items() for row in rows]
)
def test_an_act_in_free_words_is_coded(language: str, words: str, code: str) -> None:
    assert code in {value["code"] for _, value in seen(violations.find, words, language)}


@pytest.mark.parametrize(
    ("language", "words"), [(tongue, words) for tongue, rows in NOT_CODED.items() for words in rows]
)
def test_what_is_not_told_as_done_is_not(language: str, words: str) -> None:
    assert seen(violations.find, words, language) == []


def test_what_no_rule_names_is_left_to_the_coder_only_where_no_other_says_it() -> None:
    assert seen(violations.find, "The guards humiliated our elders.", "en") != []
    assert [value["code"] for _, value in seen(violations.find, "They deported us at dawn.", "en")] == [
        "other_act"
    ]
    told = seen(violations.find, "The police seized my passport.", "en")
    assert "other_act" not in {value["code"] for _, value in told}


SENSITIVE = {
    "en": [
        "The guard forced himself on my aunt and beat her.",
        "Soldiers opened fire on us and dragged us off.",
    ],
    "ru": ["Над соседкой надругались и избили её.", "Солдат застрелил деда и поджёг дом."],
    "zh": ["狱警玷污了她，还打她。", "他们枪杀了我叔叔。"],
    "kk": ["Қарт камерада үзіліп кетті."],
    "ug": ["ئۇنى ئېتىپ ئۆلتۈردى."],
}


@pytest.mark.parametrize(
    ("language", "words"), [(tongue, words) for tongue, rows in SENSITIVE.items() for words in rows]
)
def test_what_a_trained_person_reads_is_flagged(language: str, words: str) -> None:
    assert seen(trained_reader.find, words, language) != []
    first = words.split("，", maxsplit=1)[0].split(" and ", maxsplit=1)[0].split(" и ", maxsplit=1)[0]
    assert seen(violations.find, first, language) == []
