"""Acts told of work, land, letters, schools and worship, and the same words where nothing was done."""

from __future__ import annotations

import pytest

from guwah.instruments.suggestions import violations
from guwah.instruments.vocabularies import codes
from saying import seen

DONE = {
    "en": [
        ("The officers revoked our fishing licence in May.", "work_blocked"),
        ("My sister was dismissed from her post at the clinic.", "work_blocked"),
        ("The company's guards came and they bulldozed our orchard.", "land_taking"),
        ("We were evicted in the winter.", "lockout"),
        ("His letters came opened.", "interception"),
        ("The clerk tore up my complaint.", "petition_blocked"),
        ("The police sealed the chapel.", "punished_belief"),
        ("They made us all attend the meetings.", "indoctrination"),
        ("He told me there was another cell waiting.", "threat_rearrest"),
    ],
    "ru": [
        ("Жалобу в районе не приняли.", "petition_blocked"),
        ("Солдаты вырубили сад.", "land_taking"),
        ("Забрали соседа без всякой повестки.", "arrest_no_warrant"),
        ("Документы до весны не вернули.", "documents_taken"),
        ("Брата отчислили.", "other_act"),
        ("Письма приходили распечатанные.", "interception"),
        ("Часовню в ноябре никого не спросив опечатали, церковь снесли.", "punished_belief"),
        ("Подпись поддельная.", "fabricated_record"),
    ],
    "zh": [
        ("七个月一分钱都没给。", "wages_withheld"),
        ("局里把我们的捕捞证收回，摊位被注销了。", "work_blocked"),
        ("学校把我女儿开除学籍。", "other_act"),
        ("信都被拆开了。", "interception"),
        ("监狱的人说没有这个人。", "information_denied"),
        ("他们把教堂封了，寺院也被拆。", "punished_belief"),
    ],
    "kk": [
        ("Інімді мектептен шығарды.", "other_act"),
        ("Бізді жиналысқа айдады.", "indoctrination"),
        ("Мешітті жауып тастады.", "punished_belief"),
        ("Хаттар ашылып келеді.", "interception"),
        ("Қайықшыны құбырмен сабады.", "torture"),
        ("Оны жұмыстан қуды.", "work_blocked"),
    ],
    "ug": [
        ("ئۇكامنى مەكتەپتىن ھەيدىدى.", "other_act"),
        ("بىزنى يىغىنغا مەجبۇرلاپ ئاپاردى.", "indoctrination"),
        ("خەتلەر ئېچىلىپ كېلەتتى.", "interception"),
        ("مەسچىتنى پېچەتلىدى.", "punished_belief"),
    ],
}
NOT_DONE = {
    "en": [
        "They did not bulldoze our orchard.",
        "I am afraid they will evict us.",
        "Were you evicted?",
        "If they tear up my complaint, I will write again.",
        "Her letters came on Fridays.",
    ],
    "ru": ["Боюсь, что брата отчислят.", "Сад никто не вырубал.", "Если жалобу не примут, пойду в суд."],
    "zh": ["我怕他们把教堂封了。", "信都没被拆开。", "要是学校把我女儿开除学籍怎么办？"],
    "kk": ["Інімді мектептен шығара ма деп қорқамын.", "Мешітті жапқан жоқ."],
    "ug": ["ئۇكامنى مەكتەپتىن ھەيدىمىدى.", "مەسچىتنى پېچەتلىمىدى."],
}


@pytest.mark.parametrize(("language", "words", "code"), [(k, *one) for k, v in DONE.items() for one in v])
def test_an_act_of_any_trade_is_coded(language: str, words: str, code: str) -> None:
    assert code in codes("violation_types")
    assert code in {value["code"] for _, value in seen(violations.find, words, language)}


@pytest.mark.parametrize(("language", "words"), [(k, one) for k, v in NOT_DONE.items() for one in v])
def test_what_was_feared_asked_or_denied_is_none(language: str, words: str) -> None:
    assert not seen(violations.find, words, language)
