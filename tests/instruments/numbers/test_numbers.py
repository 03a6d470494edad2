"""Numbers in digits and words, alone and as ranges, in five languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.numbers import LANGUAGES, Numeral, find, read
from guwah.instruments.numbers.counting import Count
from guwah.instruments.numbers.digits import written

EN_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)
EN_ONES += " seventeen eighteen nineteen"
EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
RU_ONES = "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать"
RU_ONES += " четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
RU_TENS = "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"
RU_HUNDREDS = "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"
KK_ONES = "нөл бір екі үш төрт бес алты жеті сегіз тоғыз"
KK_TENS = "он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан"
UG_ONES = "نۆل بىر ئىككى ئۈچ تۆت بەش ئالتە يەتتە سەككىز توققۇز"
UG_TENS = "ئون يىگىرمە ئوتتۇز قىرىق ئەللىك ئاتمىش يەتمىش سەكسەن توقسان"


def spelled(number: int, language: str) -> str:
    """Spell a number below a thousand million the way a school book does."""
    if language == "zh":
        return chinese(number)
    million, rest = divmod(number, 10**6)
    thousand, small = divmod(rest, 1000)
    scales = {
        "en": ("million", "thousand"), "ru": ("миллионов", "тысяч"), "kk": ("миллион", "мың"),
        "ug": ("مىليون", "مىڭ"),
    }[language]  # fmt: skip
    below = {
        "en": english,
        "ru": russian,
        "kk": turkic(KK_ONES, KK_TENS, "жүз"),
        "ug": turkic(UG_ONES, UG_TENS, "يۈز"),
    }
    words = [
        f"{below[language](count)} {scale}"
        for count, scale in zip((million, thousand), scales, strict=True)
        if count
    ]
    return " ".join([*words, below[language](small)] if small or not words else words)


def english(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    ones, tens = EN_ONES.split(), EN_TENS.split()
    small = ones[rest] if rest < 20 else tens[rest // 10 - 2] + (f"-{ones[rest % 10]}" if rest % 10 else "")
    if not hundreds:
        return small
    return f"{ones[hundreds]} hundred" + (f" and {small}" if rest else "")


def russian(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    ones = RU_ONES.split()
    words = [RU_HUNDREDS.split()[hundreds - 1]] if hundreds else []
    if rest >= 20:
        words.append(RU_TENS.split()[rest // 10 - 2])
        rest %= 10
    return " ".join([*words, ones[rest]] if rest or not words else words)


def turkic(ones: str, tens: str, hundred: str):  # type: ignore[no-untyped-def]  # noqa: ANN201 - returns a speller
    def spell(number: int) -> str:
        hundreds, rest = divmod(number, 100)
        ten, one = divmod(rest, 10)
        words = ([ones.split()[hundreds]] if hundreds > 1 else []) + ([hundred] if hundreds else [])
        words += [tens.split()[ten - 1]] if ten else []
        return " ".join([*words, ones.split()[one]] if one or not words else words)

    return spell


def chinese(number: int) -> str:
    if number == 0:
        return "零"
    hundred_million, rest = divmod(number, 10**8)
    ten_thousand, small = divmod(rest, 10**4)
    parts = [(hundred_million, "亿"), (ten_thousand, "万"), (small, "")]
    said = ""
    for count, scale in parts:
        if not count:
            continue
        gap = "零" if said and count < 1000 else ""
        said += gap + four(count) + scale
    return said


def four(number: int) -> str:
    said, zero = "", False
    for digit, scale in zip(f"{number:04}", ("千", "百", "十", ""), strict=True):
        if digit == "0":
            zero = bool(said)
            continue
        said += ("零" if zero else "") + "零一二三四五六七八九"[int(digit)] + scale
        zero = False
    return said


@given(st.integers(0, 10**9 - 1), st.sampled_from(LANGUAGES))
def test_a_number_in_words_is_read(number: int, language: str) -> None:
    words = spelled(number, language)
    assert read(words, language) == Decimal(number), words


def short(one: Numeral, text: str) -> str:
    value = "many" if one.value is None else str(one.value)
    most = "" if one.most is None else f"-{one.most}"
    other = "" if one.other is None else f"|{one.other}"
    return f"{'~' if one.approximate else ''}{value}{most}{other}"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "two or three hundred", "200-300"),
        ("en", "between 20 and 30", "20-30"),
        ("en", "2-3 million", "2000000-3000000"),
        ("en", "two to three hundred thousand", "200000-300000"),
        ("en", "one hundred to two hundred thousand", "100000-200000"),
        ("en", "20 to 30 thousand", "20000-30000"),
        ("en", "20 to 300", "20-300"),
        ("en", "thirty to twenty", "30 20"),
        ("en", "several hundred to two thousand", "~many 2000"),
        ("en", "20 and 30", "20 30"),
        ("en", "fifteen hundred", "1500"),
        ("en", "a million and a half", "1500000"),
        ("en", "a hundred and a half", "100"),
        ("en", "5 million 300", "5000300"),
        ("en", "two hundred 50", "200 50"),
        ("en", "two hundred and 50", "200 50"),
        ("en", "five thousand thousand", "5000 1000"),
        ("en", "zero thousand", "0 1000"),
        ("en", "twenty twenty, a hundred hundred", "20 20 100 100"),
        ("en", "ten five", "10 5"),
        ("en", "one zero", "1 0"),
        ("en", "a dozen, three dozen, half a dozen", "12 36 6"),
        ("en", "a couple of hundred", "~200"),
        ("en", "hundreds of thousands", "~many"),
        ("en", "in 2019 thousands, five thousands, thousands hundreds", "2019 ~many ~many ~many ~many"),
        ("en", "20-odd thousand, 20 or so thousand, 20-odd", "~20000 ~20000 20"),
        ("ru", "двадцать с лишним тысяч", "~20000"),
        ("ru", "тысяч пять, тысяч двадцать пять, тысяч пять-шесть", "~5000 ~25000 ~5000-6000"),
        ("ru", "тысяч людей, тысяч 5, тысяч один, тысяч - пять", "~many ~many 5 ~many 1 ~many 5"),
        ("ru", "сотни две, сотни много", "~200 ~many"),
        ("zh", "贰万叁千", "23000"),
        ("ug", "ئون نەچچە مىڭ", "~many"),
        ("kk", "он мыңдаған, жиырма шақты мың", "~many ~20000"),
        ("en", "5k and k", "5000"),
        ("en", "5 kettles", "5"),
        ("en", "3thousand", "3000"),
        ("en", "3forty", "3"),
        ("en", "twenty-5, 5-twenty", "20 5 5-20"),
        ("en", "1.500 million", "1500000"),
        ("en", "1,500; 1.500; 0,500", "1500|1.5 1500|1.5 0.5"),
        ("en", "1 500 000, 1'500'000, 1,500,000.5", "1500000 1500000 1500000.5"),
        ("en", "007, 1.2.3, 10:30, 2/3, 1,50,000", ""),
        ("en", "+86 139 5555 0101", ""),
        ("en", "8 701 555 01 01", ""),
        ("en", "2019-03-02, 1999-7, 2019-01.02", ""),
        ("en", "in 2019 20-30", "2019 20-30"),
        ("en", "+300", ""),
        ("en", "5 thousand 1.2.3", "5000"),
        ("ru", "две-три сотни", "200-300"),
        ("ru", "от 20 до 30", "20-30"),
        ("ru", "две с половиной тысячи", "2500"),
        ("ru", "5,5 тыс. и тыс.", "5500"),
        ("ru", "сотни тысяч", "~many"),
        ("ru", "2-х, 30-ти, двумястами", "2 30"),
        ("ru", "полтора миллиона", "1500000"),
        ("ru", "пятьсот сто", "500 100"),
        ("kk", "20-дан 30-ға", "20-30"),
        ("kk", "он-он бес", "10-15"),
        ("kk", "бір жарым мың", "1500"),
        ("kk", "оның екінші", ""),
        ("kk", "мың жүз", "1100"),
        ("ug", "20دىن 30غىچە", "20-30"),
        ("ug", "بىر يېرىم مىڭ", "1500"),
        ("ug", "ئىككىنچى", ""),
        ("zh", "两三百", "200-300"),
        ("zh", "三四十, 十七八, 七八", "30-40 17-18 7-8"),
        ("zh", "十几, 几百, 几", "11-19 ~many"),
        ("zh", "上百, 好几千, 成千上万, 数", "~many ~many ~many"),
        ("zh", "两百五, 两百零五, 一万五", "250 205 15000"),
        ("zh", "三百多万", "~3000000"),
        ("zh", "3万5千, 1.5万, 1,500", "35000 15000 1500|1.5"),
        ("zh", "二〇一九", "2019"),
        ("zh", "一点五, 三点二万, 三点五十", "1.5 32000 3 50"),
        ("zh", "800，2月, １，５００元", "800 2 1500|1.5"),
        ("en", "5.500 million, 5.500 k 3.500 three", "5500000 5500 3500|3.5 3"),
        ("zh", "三到五百", "300-500"),
        ("zh", "20到30万", "200000-300000"),
        ("zh", "五到三, 几百到三百", "5 3 ~many 300"),
        ("zh", "三到五到七八", "3-5 7-8"),
        ("zh", "第三", ""),
        ("zh", "半亩, 一半", "0.5 1"),
        ("zh", "十百, 万万, 零万, 零十, 3三, 三3, 1.2.3万", ""),
        ("zh", "三3, 百千", ""),
        ("de", "zwei 3", ""),
    ],
)
def test_forms(language: str, text: str, expected: str) -> None:
    assert " ".join(short(one, text) for one in find(text, language)) == expected


@pytest.mark.parametrize("words", ["two or three", "many", "5 people", "several hundred", ""])
def test_what_is_not_one_number_is_not_read(words: str) -> None:
    assert read(words, "en") is None


def test_four_sets_of_digits() -> None:
    for run in ("1250", "١٢٥٠", "۱۲۵۰", "１２５０"):
        found = written(run)
        assert found is not None
        assert found.value == 1250


def test_a_half_is_added_once() -> None:
    count = Count(ten_takes_ones=False)
    assert not count.and_half()
    assert count.add(Decimal(2))
    assert count.and_half()
    assert not count.and_half()
    assert count.value == Decimal("2.5")


def test_ranges_and_scales_say_what_they_assume() -> None:
    (one,) = find("two or three hundred", "en")
    assert one.assumptions == ("The scale said last is taken for both numbers.",)
    (two,) = find("三到五百", "zh")
    assert two.assumptions == one.assumptions
