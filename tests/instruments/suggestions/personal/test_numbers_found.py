"""Numbers that lead to a person, however they are written or said; all invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.redaction import Spans
from guwah.instruments.suggestions.personal import masks, personal
from guwah.instruments.suggestions.personal.writing import in_plain_digits, readings


def ruled(text: str, rule: str) -> list[str]:
    return [text[each.start : each.end] for each in personal(text) if each.rule == rule]


@pytest.mark.parametrize(
    "number",
    [
        "8 7 0 1 5 5 5 0 1 0 2",
        "8.701.555.01.02",
        "8-701–555‑01/02",
        "8·701•555_01*02",
        "+7 (701) 555-01-02",
        "٨٧٠١٥٥٥٠١٠٢",
        "۸۷۰۱۵۵۵۰۱۰۲",
        "８７０１５５５０１０２",
        "＋７（７０１）５５５－０１－０２",
        "一三八零零零零零零零零",
        "幺三八〇〇〇〇五五五五",
        "一三八 零零零零 零零零零",
        "1三8零零零零5555",
    ],
)
def test_a_telephone_number_in_digits_of_any_script(number: str) -> None:
    text = f"so {number}, she said"
    assert masks(personal(text)).covers(Spans.of([(3, 3 + len(number))]))
    assert any("701555" in in_plain_digits(each) or each for each in ruled(text, "phone-digits"))


@pytest.mark.parametrize(
    "sum_", ["1 000 000", "12.000.000", "2017–2019", "二〇一八年", "123 456", "三千五百"]
)
def test_sums_and_years_are_no_telephone_numbers(sum_: str) -> None:
    assert ruled(f"so {sum_}, she said", "phone-digits") == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("my phone is 5-01-02", "5-01-02"),
        ("the number: 701, then 555, then 01 02", "701, then 555, then 01 02"),
        ("call me on 50102", "50102"),
        ("мой телефон 50-10-2.", "50-10-2"),
        ("звоните 701, потом 555", "701, потом 555"),
        ("нөмірім 50102 еді", "50102"),
        ("نومۇرۇم ٥٠١٠٢ ئىدى", "٥٠١٠٢"),
        ("电话是50102", "50102"),
        ("电话五零一零二", "五零一零二"),
    ],
)
def test_beside_a_word_for_it_five_digits_are_a_telephone_number(text: str, what: str) -> None:
    assert what in ruled(text, "phone-beside-word")


@pytest.mark.parametrize(
    "text", ["the phone rang 3 times", "call me in 2017-2018", "номер 7", "the phone. 50102"]
)
def test_fewer_digits_and_years_beside_it_are_none(text: str) -> None:
    assert ruled(text, "phone-beside-word") == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("it is eight seven oh one, five five five", "eight seven oh one, five five five"),
        ("Plus Seven, 701, five five five, 0102!", "Seven, 701, five five five, 0102"),
        ("it is five-five-five-double-one-zero-two", "five-five-five-double-one-zero-two"),
        ("восемь семьсот один, пятьсот пять, тире два", "восемь семьсот один, пятьсот пять, тире два"),
        ("сегіз жеті нөл бір бес бес бес", "сегіз жеті нөл бір бес бес бес"),
        ("سەگىز جەتى نول ءبىر بەس بەس بەس", "سەگىز جەتى نول ءبىر بەس بەس بەس"),
        ("سەككىز يەتتە نۆل بىر بەش بەش بەش", "سەككىز يەتتە نۆل بىر بەش بەش بەش"),
    ],
)
def test_a_number_read_out_is_a_telephone_number(text: str, what: str) -> None:
    assert ruled(text, "phone-spelled") == [what]


@pytest.mark.parametrize(
    "text",
    [
        "one two three four five",
        "two or three of the ten ovens",
        "in 2017 2018 2019 2020 2021",
        "twenty three loaves",
        "два хлеба и три лепёшки",
    ],
)
def test_a_few_numbers_in_words_are_none(text: str) -> None:
    assert ruled(text, "phone-spelled") == []


def test_a_letter_that_only_folds_to_a_digit_word_does_no_harm() -> None:
    assert len(ruled("sİx six six six six six six", "phone-spelled")) == 1


@pytest.mark.parametrize(
    ("text", "rule", "what"),
    [
        ("ID 650101 19800307 000X was", "id-chinese", "650101 19800307 000X"),
        ("号٦٥٠١٠١١٩٨٠٠٣٠٧٠٠٠٠。", "id-chinese", "٦٥٠١٠١١٩٨٠٠٣٠٧٠٠٠٠"),
        ("ЖСН 000307 000000 деп", "id-kazakh", "000307 000000"),
        ("passport number is e0000000", "paper-number", "e0000000"),
        ("پاسپورت نومۇرى E00000", "paper-number", "E00000"),
        ("ИИН: 00030", "paper-number", "00030"),
        ("Жеке куәлігі № 00000", "paper-number", "00000"),
        ("新A·12345停在", "vehicle-plate", "新A·12345"),
        ("a van, 123 ABC 02, came", "vehicle-plate", "123 ABC 02"),
        ("a van, A 123 BCD, came", "vehicle-plate", "A 123 BCD"),
        ("машина А123ВС 77 стоит", "vehicle-plate", "А123ВС 77"),
        ("the licence plate was XJA 1234.", "vehicle-plate", "XJA 1234"),
        ("номер машины 12-34 АА", "vehicle-plate", "12-34 АА"),
    ],
)
def test_papers_and_plates(text: str, rule: str, what: str) -> None:
    assert what in ruled(text, rule)


@pytest.mark.parametrize(
    ("text", "rule", "what"),
    [
        ("写给ｄａｎａ＠ｍａｉｌ．ｅｘａｍｐｌｅ", "email", "写给ｄａｎａ＠ｍａｉｌ．ｅｘａｍｐｌｅ"),
        ("write to dana at mail dot example.", "email-spoken", "dana at mail dot example"),
        ("dana (at) mail (dot) example", "email-spoken", "dana (at) mail (dot) example"),
        ("пишите dana собака mail точка kz", "email-spoken", "dana собака mail точка kz"),
        ("微信：danacook", "handle-messenger", "danacook"),
        ("my telegram nick is danacook", "handle-messenger", "danacook"),
        ("ئۈندىدار نومۇرۇم dana_1980", "handle-messenger", "dana_1980"),
        ("抖音号dana1980", "handle-messenger", "dana1980"),
        ("QQ 12345", "handle-messenger", "12345"),
        ("see weibo.cn/dana now", "link-to-page", "weibo.cn/dana"),
        ("see https://m.facebook.com/dana now", "link-to-page", "m.facebook.com/dana"),
        ("see www.youtube.com/@dana now", "link-to-page", "www.youtube.com/@dana"),
    ],
)
def test_accounts_of_many_kinds(text: str, rule: str, what: str) -> None:
    assert what in ruled(text, rule)


@pytest.mark.parametrize("text", ["Telegram is blocked here", "on WhatsApp we talked", "look at the dots"])
def test_talk_of_messengers_gives_no_account(text: str) -> None:
    assert [each for each in personal(text) if each.category == "account_handle"] == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("her birthday is 3 March", "3 March"),
        ("born on the 3rd of March 1980", "3rd of March 1980"),
        ("born on March 3", "March 3"),
        ("день рождения 3 марта", "3 марта"),
        ("туған күні 3 наурызда", "3 наурызда"),
        ("ئۇ ١٩٨٠-يىلى تۇغۇلغان", "١٩٨٠"),
        ("تۇغۇلغان كۈنى 3-ئاينىڭ 2-كۈنى", "3-ئاينىڭ 2-كۈنى"),
        ("ول 1980-جىلى تۋعان", "1980"),
        ("生日是三月二日", "三月二日"),
        ("她出生于一九八〇年三月二日", "一九八〇年三月二日"),
        ("出生于１９８０年３月２日", "１９８０年３月２日"),
        ("出生于十二月十二号", "十二月十二号"),
    ],
)
def test_days_of_birth_without_year_and_in_other_digits(text: str, what: str) -> None:
    found = Spans.of((each.start, each.end) for each in personal(text) if each.category == "birth_date")
    start = text.index(what)
    assert found.covers(Spans.of([(start, start + len(what))]))


@pytest.mark.parametrize("text", ["born with twelve fingers", "born 3 km away", "рождения не отмечали"])
def test_a_birth_without_a_day_says_none(text: str) -> None:
    assert [each for each in personal(text) if each.category == "birth_date"] == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("at lenin street 12 then", "lenin street 12"),
        ("at 12 baker street then", "12 baker street"),
        ("in Karaburan Village then", "Karaburan Village"),
        ("на улице садовой, 12 жили", "улице садовой, 12"),
        ("в селе Карабуран жили", "селе Карабуран"),
        ("Дауанский район далеко", "Дауанский район"),
        ("бақша көшесінде 12 тұрдық", "бақша көшесінде 12"),
        ("ол 12-үйде тұрды", "12-үйде"),
        ("кеше Қарабұлақ ауылында болдық", "Қарабұлақ ауылында"),
        ("ئازادلىق كوچىسى 12", "ئازادلىق كوچىسى 12"),
        ("ئۇ ١٢-نومۇرلۇق ئۆيدە", "١٢-نومۇرلۇق ئۆيدە"),
        ("قارابۇلاق كەنتىدە", "قارابۇلاق كەنتىدە"),
        ("باقشا كوشەسى 12", "باقشا كوشەسى 12"),
        ("قارابۇلاق اۋىلىندا", "قارابۇلاق اۋىلىندا"),
        ("在马家村三队", "在马家村三队"),
        ("西湖路十二号", "西湖路十二号"),
    ],
)
def test_addresses_in_five_languages(text: str, what: str) -> None:
    found = Spans.of((each.start, each.end) for each in personal(text) if each.category == "address_exact")
    start = text.index(what)
    assert found.covers(Spans.of([(start, start + len(what))]))


@pytest.mark.parametrize(
    "text",
    [
        "走路去，在路上，一路，这条路，坐七路车",
        "农村人，全村，我们村",
        "the road was long, two streets away",
        "в селе жили, дом стоял пустой",
        "ауылда тұрдық, үйде болдық",
        "يېزىدا ئولتۇردۇق، ئۆيدە",
    ],
)
def test_roads_and_villages_without_a_name_are_no_address(text: str) -> None:
    assert [each for each in personal(text) if each.category == "address_exact"] == []


@given(text=st.text(max_size=40))
def test_readings_keep_every_place(text: str) -> None:
    assert {len(each) for each in readings(text)} == {len(text)}
    assert in_plain_digits(in_plain_digits(text)) == in_plain_digits(text)


@given(number=st.text("0123456789", min_size=7, max_size=16), zero=st.sampled_from("0٠۰०０"))
def test_a_number_is_found_in_any_digits_alike(number: str, zero: str) -> None:
    written = "".join(chr(ord(zero) + int(digit)) for digit in number)
    plain, other = personal(f"so {number} there"), personal(f"so {written} there")
    assert plain == other
    assert plain
