"""Russian, Chinese, Kazakh and Uyghur mentions, in the short forms people use."""

from datetime import date

import pytest

from guwah.instruments.dates.mentions import find

SESSION = date(2022, 12, 30)


def values(text: str, language: str) -> list[str | None]:
    return [
        one.edtf or one.duration
        for mention in find(text, language, session=SESSION)
        for one in mention.readings
        if one.basis != "year-inferred"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 марта 2018 года", ["2018-03-02"]),
        ("2-го мая 2018", ["2018-05-02"]),
        ("в мае 2017 года", ["2017-05"]),
        ("в июне", ["XXXX-06"]),
        ("21 августа", ["XXXX-08-21"]),
        ("2 или 3 октября 2022 г.", ["[2022-10-02,2022-10-03]"]),
        ("в 2019 году", ["2019"]),
        ("02.03.2018", ["2018-03-02"]),
        ("2018-03-02", ["2018-03-02"]),
        ("около марта 2018", ["2018-03~"]),
        ("два года и двадцать три дня", ["P2Y23D"]),
        ("20 лет", ["P20Y"]),
        ("около 4 месяцев", ["P4M"]),
        ("три недели", ["P3W"]),
        ("Ей было 47 лет", ["P47Y"]),
        ("Косит с девяти лет", ["P9Y"]),
        ("Внук Тихон (5 лет)", ["P5Y"]),
        ("два месяца назад", ["2022-10"]),
        ("май, март и август пришли", []),
        ("документ 2018, кабинет 2019", []),
    ],
)
def test_russian(text: str, expected: list[str]) -> None:
    assert values(text, "ru") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018年3月2日", ["2018-03-02"]),
        ("二〇一八年三月二号", ["2018-03-02"]),
        ("二零一八年十二月三十一日", ["2018-12-31"]),
        ("2018年3月", ["2018-03"]),
        ("2018年", ["2018"]),
        ("３月２日", ["XXXX-03-02"]),
        ("10月2日或3日", ["[XXXX-10-02,XXXX-10-03]"]),
        ("大约2018年3月", ["2018-03~"]),
        ("两年零二十三天", ["P2Y23D"]),
        ("一百二十天", ["P120D"]),
        ("十天", ["P10D"]),
        ("三个星期", ["P3W"]),
        ("四个月左右", ["P4M"]),
        ("四十七岁", ["P47Y"]),
        ("两天前", ["2022-12-28"]),
        ("第三天", []),
        ("13月2日", []),
    ],
)
def test_chinese(text: str, expected: list[str]) -> None:
    assert values(text, "zh-Hans") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018 жылғы 2 наурызда", ["2018-03-02"]),
        ("2018 жылдың 2-қыркүйегінде", ["2018-09-02"]),
        ("2018 жылы қыркүйек айының 2-сінде", ["2018-09-02"]),
        ("2 наурыз, 2018 жыл", ["2018-03-02"]),
        ("2018 жылдың қыркүйегінде", ["2018-09"]),
        ("қазан айында", ["XXXX-10"]),
        ("3 қазанда", ["XXXX-10-03"]),
        ("2 немесе 3 қазанда", ["[XXXX-10-02,XXXX-10-03]"]),
        ("2018 жылы", ["2018"]),
        ("02.03.2018", ["2018-03-02"]),
        ("2 жыл 23 күн", ["P2Y23D"]),
        ("шамамен төрт ай", ["P4M"]),
        ("жиырма үш күн", ["P23D"]),
        ("үш апта", ["P3W"]),
        ("47 жаста", ["P47Y"]),
        ("екі ай бұрын", ["2022-10"]),
        ("қазан асты, наурыз тойы", []),
    ],
)
def test_kazakh(text: str, expected: list[str]) -> None:
    assert values(text, "kk") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-يىلى 3-ئاينىڭ 2-كۈنى", ["2018-03-02"]),
        ("٢٠١٨-يىلى ٣-ئاينىڭ ٢-كۈنى", ["2018-03-02"]),
        ("2018-يىلى 2-مارت", ["2018-03-02"]),
        ("2018-يىلى مارتنىڭ 2-كۈنى", ["2018-03-02"]),
        ("2018-يىلى 3-ئايدا", ["2018-03"]),
        ("2018-يىلى مارتتا", ["2018-03"]),
        ("3-ئاينىڭ 2-كۈنى", ["XXXX-03-02"]),
        ("3-ئاينىڭ 2 ياكى 3-كۈنى", ["[XXXX-03-02,XXXX-03-03]"]),
        ("2-مارت", ["XXXX-03-02"]),
        ("2018-يىلى", ["2018"]),
        ("2 يىل 23 كۈن", ["P2Y23D"]),
        ("ئىككى يىل ۋە يىگىرمە ئۈچ كۈن", ["P2Y23D"]),
        ("تەخمىنەن تۆت ئاي", ["P4M"]),
        ("ئۈچ ھەپتە", ["P3W"]),
        ("47 ياشتا", ["P47Y"]),
        ("ئىككى ئاي بۇرۇن", ["2022-10"]),
    ],
)
def test_uyghur(text: str, expected: list[str]) -> None:
    assert values(text, "ug-Arab") == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("6 мая, нет, 7 мая", "ru"),
        ("3月6日，不对，3月7日", "zh"),
        ("6 қазанда — 7 қазанда", "kk"),
        ("6-مارت، ياق، 7-مارت", "ug"),
    ],
)
def test_false_starts(text: str, language: str) -> None:
    first, second = find(text, language)
    status = "asserted" if "—" in text and language == "kk" else "self-corrected"
    assert (first.readings, first.status, second.status) == ((), "abandoned", status)
