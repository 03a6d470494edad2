"""Sums, areas, shares and counts as people say them in five languages, and what only looks like them.

Everything is invented. An amount is written in a short form: kind, value, unit, `of`, `per`; `~` is about.
"""

from __future__ import annotations

import pytest

from guwah.instruments.amounts import Amount, find

EN = [
    ("They paid 240 for it.", ["money 240 ?"]),
    ("We were charged 90 each.", ["money 90 ? / each"]),
    ("He was fined 2,000 yuan.", ["money 2000 CNY"]),
    ("a fine of 1,200", ["money 1200 ?"]),
    ("The salary was 3100 a month.", ["money 3100 ? / a month"]),
    ("She sold the oven for 4,500.", ["money 4500 ?"]),
    ("They gave us 870 in compensation.", ["money 870 ?"]),
    ("840 RMB per mu", ["money 840 CNY / per mu"]),
    ("RMB 5,000 per person", ["money 5000 CNY / per person"]),
    ("One mu is 9000.", ["money 9000 ? / One mu"]),
    ("about 350RMB in aid", ["money ~350 CNY"]),
    ("5k RMB", ["money 5000 CNY"]),
    ("$5 million", ["money 5000000 USD"]),
    ("$3m and $2.5bn", ["money 3000000 USD", "money 2500000000 USD"]),
    ("US$300", ["money 300 USD"]),
    ("¥500", ["money 500 CNY"]),
    ("45,000 US dollars", ["money 45000 USD"]),
    ("half a million tenge", ["money 500000 KZT"]),
    ("two and a half million roubles", ["money 2500000 RUB"]),
    ("1 500 euros, 1'500 euros, 1.500 euros", ["money 1500 EUR"] * 3),
    ("100 to 200 yuan", ["money 100-200 CNY"]),
    ("from 100 yuan to 200 yuan", ["money 100-200 CNY"]),
    ("between 20 and 30 kuai", ["money 20-30 CNY"]),
    ("3 yuan 50 fen", ["money 3.5 CNY"]),
    ("20 cents", ["money 0.2 USD"]),
    ("a 500-yuan fine", ["money 500 CNY"]),
    ("5,000 yuan or so per family", ["money ~5000 CNY / per family"]),
    ("several thousand yuan", ["money ~many CNY"]),
    ("40 soums, 60 liras, 70 manat", ["money 40 UZS", "money 60 TRY", "money 70 AZN"]),
    ("We had 650 of land.", ["area 650 ? of land"]),
    ("about 480 mu of pastureland", ["area ~480 mu of pastureland"]),
    ("12.5 hectares, 3 ha, 40 acres", ["area 12.5 hectare", "area 3 hectare", "area 40 acre"]),
    ("80 square meters or 90 m²", ["area 80-90 square-metre"]),
    ("1.500 hectares", ["area 1.5 hectare"]),
    ("six sotkas behind the house", ["area 6 sotka"]),
    ("35 percent of the bakers", ["share 35 of the bakers"]),
    ("from 1% to 12%", ["share 1-12"]),
    ("a third of the village", ["share 33.33 of the village"]),
    ("two thirds, three-quarters", ["share 66.67", "share 75"]),
    ("half of our land; half the money", ["share 50 of our land", "share 50 of the money"]),
    ("Half were sent home.", ["share 50"]),
    ("27 households", ["count 27 of households"]),
    ("twelve to fifteen young Kazakh men", ["count 12-15 of Kazakh men"]),
    ("two or three hundred families", ["count 200-300 of families"]),
    ("hundreds of thousands of people", ["count ~many of people"]),
    ("a hundred and twenty cows", ["count 120 of cows"]),
    ("60+ sheep", ["count ~60 of sheep"]),
    ("a couple of guards", ["count ~2 of guards"]),
    ("In cell 12 there were 30 people.", ["count 30 of people"]),
    ("4 prisoners per bed", ["count 4 of prisoners / per bed"]),
    ("twenty head of cattle", ["count 20 of head of cattle"]),
    ("one of them", []),
    ("They had $ 12 mu.", ["area 12 mu"]),
    ("No. 2 prison", []),
    ("May 1", []),
    ("On May 5 people came, in 2018 people went.", []),
    ("room 12, document 2450, page 7", []),
    ("He is 47 years old and waited 3 months.", []),
    ("version 2.1 of 3/4/2019 at 10:30", []),
    ("+86 139 5555 0101 or 8 701 555 01 01", []),
    ("a third time, the third day, the second half", []),
    ("half an hour, half past six, the first half of 2018", []),
    ("the 99 Percent Club", []),
    ("They gave two.", []),
    ("We paid in 2019.", []),
    ("They paid. The account was 62220112345678901.", []),
    ("one person, one house", []),
    ("flight 300, A4, G312, COVID-19", []),
    ("three of us", []),
]
RU = [
    ("заплатили 240 юаней", ["money 240 CNY"]),
    ("штраф 1 200", ["money 1200 ?"]),
    ("его оштрафовали на 3000.", ["money 3000 ?"]),
    ("зарплата была 3100 в месяц", ["money 3100 ? / в месяц"]),
    ("полтора миллиона тенге", ["money 1500000 KZT"]),
    ("5 млн рублей", ["money 5000000 RUB"]),
    ("5,5 тыс. сомов", ["money 5500 KGS"]),
    ("300 долларов США", ["money 300 USD"]),
    ("около двухсот долларов", ["money ~200 USD"]),
    ("две-три тысячи лир", ["money 2000-3000 TRY"]),
    ("от 20 до 30 сумов", ["money 20-30 UZS"]),
    ("840 юаней за му", ["money 840 CNY / за му"]),
    ("500 юаней на человека", ["money 500 CNY / на человека"]),
    ("15 рублей 50 копеек", ["money 15.5 RUB"]),
    ("сто пятьдесят манатов", ["money 150 AZN"]),
    ("пару сотен евро", ["money ~200 EUR"]),
    ("1.500 юаней", ["money 1500 CNY"]),
    ("больше 2000 юаней", ["money ~2000 CNY"]),
    ("несколько тысяч юаней", ["money ~many CNY"]),
    ("продали дом за 40 000.", ["money 40000 ?"]),
    ("нам дали 870, вот и вся компенсация", ["money 870 ?"]),
    ("€200, $300, 400₽", ["money 200 EUR", "money 300 USD", "money 400 RUB"]),
    ("миллион с половиной рублей", ["money 1500000 RUB"]),
    ("у нас было 650 му пастбищ", ["area 650 mu of пастбищ"]),
    ("12,5 гектаров", ["area 12.5 hectare"]),
    ("шесть соток", ["area 6 sotka"]),
    ("40 га земли", ["area 40 hectare of земли"]),
    ("восемьдесят квадратных метров", ["area 80 square-metre"]),
    ("90 кв. м", ["area 90 square-metre"]),
    ("две десятины", ["area 2 desyatina"]),
    ("семьсот двадцать земли", ["area 720 ? of земли"]),
    ("35 процентов жителей", ["share 35 of жителей"]),
    ("на 20% меньше", ["share 20"]),
    ("половина скота", ["share 50 of скота"]),
    ("треть села", ["share 33.33 of села"]),
    ("две трети, три четверти", ["share 66.67", "share 75"]),
    ("пятая часть денег", ["share 20 of денег"]),
    ("27 семей", ["count 27 of семей"]),
    ("двадцать пять человек", ["count 25 of человек"]),
    ("трое детей", ["count 3 of детей"]),
    ("двести-триста овец", ["count 200-300 of овец"]),
    ("сотни людей", ["count ~many of людей"]),
    ("человек двадцать.", ["count ~20 of человек"]),
    ("сорок голов скота", ["count 40 of голов скота"]),
    ("8 вооружённых полицейских", ["count 8 of полицейских"]),
    ("один из них", []),
    ("тюрьма № 2", []),
    ("1 мая, в 2018 году", []),
    ("комната 12, документ 2450", []),
    ("ему 47 лет, ждал 3 месяца", []),
    ("вторая половина дня, половина шестого", []),
    ("третья попытка, в третий раз", []),
    ("версия 2.1 от 03.04.2019 в 10:30", []),
    ("+7 701 555 01 01", []),
    ("полгода, четверть века", []),
    ("один человек", []),
    ("30-го числа", []),
]
ZH = [
    ("罚了我两千块钱", ["money 2000 CNY"]),
    ("罚款1,200元", ["money 1200 CNY"]),
    ("交了三千。", ["money 3000 ?"]),
    ("每月工资3100元", ["money 3100 CNY / 每月"]),
    ("工资是3100，", ["money 3100 ?"]),
    ("每亩补偿840元", ["money 840 CNY / 每亩"]),
    ("一亩9000", ["money 9000 ? / 一亩"]),
    ("1.5万元", ["money 15000 CNY"]),
    ("3万5千块钱", ["money 35000 CNY"]),
    ("一万五人民币", ["money 15000 CNY"]),
    ("人民币五百万", ["money 5000000 CNY"]),
    ("两三百块", ["money 200-300 CNY"]),
    ("20到30万元", ["money 200000-300000 CNY"]),
    ("三百多块钱", ["money ~300 CNY"]),
    ("大约500元左右", ["money ~500 CNY"]),
    ("三块五", ["money 3.5 CNY"]),
    ("两块五毛", ["money 2.5 CNY"]),
    ("五毛钱", ["money 0.5 CNY"]),
    ("１５００元", ["money 1500 CNY"]),
    ("一亿两千万坚戈", ["money 120000000 KZT"]),
    ("300美元", ["money 300 USD"]),
    ("几千块钱", ["money ~many CNY"]),
    ("5000元/人", ["money 5000 CNY / 人"]),
    ("¥500", ["money 500 CNY"]),
    ("六百五十亩草场", ["area 650 mu of 草场"]),
    ("三亩半", ["area 3.5 mu"]),
    ("半亩", ["area 0.5 mu"]),
    ("40公顷", ["area 40 hectare"]),
    ("80平方米", ["area 80 square-metre"]),
    ("九十平米的房子", ["area 90 square-metre"]),
    ("两三亩地", ["area 2-3 mu of 地"]),
    ("三分地", ["area 3 fen"]),
    ("百分之三十五的牧民", ["share 35 of 牧民"]),
    ("35%的人", ["share 35 of 人"]),
    ("四成", ["share 40"]),
    ("三分之一的地", ["share 33.33 of 地"]),
    ("一半的钱", ["share 50 of 钱"]),
    ("百分之五到十", ["share 5-10"]),
    ("27户", ["count 27 of 户"]),
    ("三十六户人家", ["count 36 of 户人家"]),
    ("十四个人", ["count 14 of 个人"]),
    ("三名警察", ["count 3 of 名警察"]),
    ("二十多头牛", ["count ~20 of 头牛"]),
    ("两三百只羊", ["count 200-300 of 只羊"]),
    ("十几个孩子", ["count 11-19 of 个孩子"]),
    ("上百人", ["count ~many of 人"]),
    ("七口人", ["count 7 of 口人"]),
    ("五间房", ["count 5 of 间房"]),
    ("四千多人被带走", ["count ~4000 of 人"]),
    ("第二监狱", []),
    ("5月1日", []),
    ("2018年3月", []),
    ("二〇一八年", []),
    ("四十七岁", []),
    ("三天三夜，两个月", []),
    ("12号房间，文件第2450号", []),
    ("几个人？", []),
    ("三点半", []),
    ("第三次", []),
    ("一个人来的", []),
    ("下半年，前一半", []),
    ("三块地", []),
    ("十分害怕，万一", []),
    ("一些人，一样", []),
    ("电话13905550101", []),
]
KK = [
    ("240 юань төледік", ["money 240 CNY"]),
    ("айыппұл 1 200.", ["money 1200 ?"]),
    ("айлығы 3100 болды", ["money 3100 ?"]),
    ("бір жарым миллион теңге", ["money 1500000 KZT"]),
    ("500 мың теңге", ["money 500000 KZT"]),
    ("5 млн теңге", ["money 5000000 KZT"]),
    ("екі-үш мың юань", ["money 2000-3000 CNY"]),
    ("20-дан 30 теңгеге дейін", ["money 20-30 KZT"]),
    ("шамамен 300 доллар", ["money ~300 USD"]),
    ("бес жүз юаньға жуық", ["money ~500 CNY"]),
    ("екі жүзден астам рубль", ["money ~200 RUB"]),
    ("әр муға 840 юань", ["money 840 CNY / әр муға"]),
    ("айына 2000 юань", ["money 2000 CNY / айына"]),
    ("адам басына 500 юань", ["money 500 CNY / адам басына"]),
    ("150 сом", ["money 150 KGS"]),
    ("бір муы 9000 юань", ["money 9000 CNY / бір муы"]),
    ("он бес теңге", ["money 15 KZT"]),
    ("1.500 юань", ["money 1500 CNY"]),
    ("бірнеше мың юань", ["money ~many CNY"]),
    ("¥300", ["money 300 CNY"]),
    ("екі мың бес жүз елу юань", ["money 2550 CNY"]),
    ("мыңдай юань", ["money ~1000 CNY"]),
    ("650 му жайылым", ["area 650 mu of жайылым"]),
    ("12,5 гектар", ["area 12.5 hectare"]),
    ("қырық гектар жер", ["area 40 hectare of жер"]),
    ("алты сотық", ["area 6 sotka"]),
    ("80 шаршы метр", ["area 80 square-metre"]),
    ("90 м²", ["area 90 square-metre"]),
    ("жеті жүз жиырма жер", ["area 720 ? of жер"]),
    ("жарты гектар", ["area 0.5 hectare"]),
    ("35 пайызы", ["share 35"]),
    ("отыз бес пайыз", ["share 35"]),
    ("үштен бірі", ["share 33.33"]),
    ("төрттен үші", ["share 75"]),
    ("малдың жартысы", ["share 50"]),
    ("20%", ["share 20"]),
    ("27 отбасы", ["count 27 of отбасы"]),
    ("он төрт адам", ["count 14 of адам"]),
    ("отызға жуық адам", ["count ~30 of адам"]),
    ("екі-үш жүз қой", ["count 200-300 of қой"]),
    ("жүздеген адам", ["count ~many of адам"]),
    ("50 бас мал", ["count 50 of бас мал"]),
    ("үш баласы", ["count 3 of баласы"]),
    ("алты полицей", ["count 6 of полицей"]),
    ("200-дей сиыр", ["count ~200 of сиыр"]),
    ("он бес-жиырма үй", ["count 15-20 of үй"]),
    ("олардың бірі", []),
    ("№ 2 түрме", []),
    ("1 мамыр, 2018 жылы", []),
    ("оның үйі", []),
    ("47 жаста, 3 ай", []),
    ("екінші рет, үшінші күн", []),
    ("бөлме 12, құжат 2450", []),
    ("күннің екінші жартысы", []),
    ("бір адам", []),
    ("5-сынып, 2-қыркүйек", []),
    ("+7 701 555 01 01", []),
    ("сағат 10:30", []),
]
UG = [
    ("240 يۈەن تۆلىدۇق", ["money 240 CNY"]),
    ("جەرىمانە 1200.", ["money 1200 ?"]),
    ("مائاشى 3100 ئىدى، پۇل ئاز", ["money 3100 ?"]),
    ("بەش مىڭ يۈەن", ["money 5000 CNY"]),
    ("بىر يېرىم مىليون تەڭگە", ["money 1500000 KZT"]),
    ("٥٠٠ مىڭ يۈەن", ["money 500000 CNY"]),
    ("ئىككى-ئۈچ مىڭ كوي", ["money 2000-3000 CNY"]),
    ("20دىن 30 يۈەنگىچە", ["money 20-30 CNY"]),
    ("تەخمىنەن 300 دوللار", ["money ~300 USD"]),
    ("100 سوم", ["money 100 CNY"]),
    ("ھەر مو يەرگە 840 يۈەن", ["money 840 CNY / ھەر مو يەرگە"]),
    ("بىر موسى 9000 يۈەن", ["money 9000 CNY / بىر موسى"]),
    ("ئايدا 2000 يۈەن", ["money 2000 CNY / ئايدا"]),
    ("ئون بەش لىرا", ["money 15 TRY"]),
    ("نەچچە مىڭ يۈەن", ["money ~many CNY"]),
    ("مىڭ ئىككى يۈز ئەللىك يۈەن", ["money 1250 CNY"]),
    ("¥300", ["money 300 CNY"]),
    ("1,500 يۈەن", ["money 1500 CNY"]),
    ("ئىككى يۈز يۈەندىن ئارتۇق", ["money ~200 CNY"]),
    ("50 رۇبلى", ["money 50 RUB"]),
    ("يېرىم مىليون يۈەن", ["money 500000 CNY"]),
    ("40 ياۋرو", ["money 40 EUR"]),
    ("650 مو يايلاق", ["area 650 mu of يايلاق"]),
    ("قىرىق گېكتار يەر", ["area 40 hectare of يەر"]),
    ("يېرىم گېكتار", ["area 0.5 hectare"]),
    ("80 كۋادرات مېتىر", ["area 80 square-metre"]),
    ("يەتتە يۈز يىگىرمە يەر", ["area 720 ? of يەر"]),
    ("12.5 گېكتار", ["area 12.5 hectare"]),
    ("٣٠ مو", ["area 30 mu"]),
    ("35 پىرسەنت", ["share 35"]),
    ("35 پىرسەنتى", ["share 35"]),
    ("ئۈچتىن بىرى", ["share 33.33"]),
    ("تۆتتىن ئۈچى", ["share 75"]),
    ("يۈزدە ئوتتۇز", ["share 30"]),
    ("مالنىڭ يېرىمى", ["share 50"]),
    ("20%", ["share 20"]),
    ("27 ئائىلە", ["count 27 of ئائىلە"]),
    ("ئون تۆت ئادەم", ["count 14 of ئادەم"]),
    ("ئىككى-ئۈچ يۈز قوي", ["count 200-300 of قوي"]),
    ("يۈزلىگەن كىشى", ["count ~many of كىشى"]),
    ("ئوتتۇزدەك كالا", ["count ~30 of كالا"]),
    ("50 تۇياق مال", ["count 50 of تۇياق مال"]),
    ("ئۈچ بالىسى", ["count 3 of بالىسى"]),
    ("ئالتە ساقچى", ["count 6 of ساقچى"]),
    ("٤٠ ئۆيلۈك", ["count 40 of ئۆيلۈك"]),
    ("200 دىن ئارتۇق ئادەم", ["count ~200 of ئادەم"]),
    ("ئۇلارنىڭ بىرى", []),
    ("2-تۈرمە", []),
    ("2018-يىلى 3-ئاينىڭ 2-كۈنى", []),
    ("47 ياشتا، 3 ئاي", []),
    ("ئىككىنچى قېتىم، ئۈچىنچى كۈن", []),
    ("كۈننىڭ ئىككىنچى يېرىمى", []),
    ("ھۆججەت 2450", []),
    ("بىر ئادەم", []),
    ("سائەت 10:30", []),
    ("تېلېفون 13905550101", []),
    ("ئۇنىڭ يۈزى", []),
]
ASSUMED: list[tuple[str, str, tuple[str, ...]]] = [
    ("¥500", "en", ("The sign ¥ is taken for the yuan; it is also the sign of the yen.",)),
    ("$500", "ru", ("Dollars are taken for those of the United States.",)),
    ("500 сом", "kk", ("The som is taken for that of Kyrgyzstan.",)),
    ("500 US dollars", "en", ()),
    ("US$ 500 dollars", "en", ()),
    (
        "$1.500",
        "en",
        (
            "The sign before three digits is read as one of thousands.",
            "Dollars are taken for those of the United States.",
        ),
    ),
    ("1,500 юаней", "ru", ("The sign before three digits is read as one of thousands.",)),
    ("1,500 га", "ru", ("The sign before three digits is read as one of decimals.",)),
    ("1,500 ha", "en", ()),
    ("a third of the land", "en", ("Written in percent to two places.",)),
    ("a quarter of the land", "en", ()),
    ("two or three hundred sheep", "en", ("The scale said last is taken for both numbers.",)),
    ("50 cents", "en", ("Written as hundredths of the whole unit.",)),
]
TABLES = {"en": EN, "ru": RU, "zh-Hans": ZH, "kk": KK, "ug-Arab": UG}


def line(amount: Amount) -> str:
    most = "" if amount.most is None else f"-{amount.most}"
    value = "many" if amount.value is None else f"{amount.value}{most}"
    unit = "" if amount.kind in ("count", "share") else f" {amount.unit or '?'}"
    of = "" if amount.of is None else f" of {amount.of}"
    per = "" if amount.per is None else f" / {amount.per}"
    return f"{amount.kind} {'~' if amount.approximate else ''}{value}{unit}{of}{per}"


def said(text: str, language: str) -> list[str]:
    return [line(amount) for amount in find(text, language)]


@pytest.mark.parametrize(("text", "expected"), EN)
def test_english(text: str, expected: list[str]) -> None:
    assert said(text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), RU)
def test_russian(text: str, expected: list[str]) -> None:
    assert said(text, "ru") == expected


@pytest.mark.parametrize(("text", "expected"), ZH)
def test_chinese(text: str, expected: list[str]) -> None:
    assert said(text, "zh-Hans") == expected


@pytest.mark.parametrize(("text", "expected"), KK)
def test_kazakh(text: str, expected: list[str]) -> None:
    assert said(text, "kk") == expected


@pytest.mark.parametrize(("text", "expected"), UG)
def test_uyghur(text: str, expected: list[str]) -> None:
    assert said(text, "ug-Arab") == expected


def test_other_languages_find_nothing() -> None:
    assert find("200 Euro", "de") == []


def test_what_was_taken_for_granted_is_said() -> None:
    """A sign or name that several countries use, one sign before three digits, a rounded share."""
    for text, language, expected in ASSUMED:
        (amount,) = find(text, language)
        assert amount.assumptions == expected, text


def test_the_rule_names_its_language() -> None:
    assert [amount.rule for amount in find("840 RMB, half of the land", "en-GB")] == ["en-money", "en-part"]


def test_every_language_has_fifty_forms() -> None:
    assert all(len(table) >= 50 for table in TABLES.values())
