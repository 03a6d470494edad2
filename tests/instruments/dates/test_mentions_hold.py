"""What holds for every text in every language, and for the turns of a talk."""

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guwah.instruments.chronology.lunar import new_year
from guwah.instruments.dates import NotADate, parse, parse_duration
from guwah.instruments.dates.grammars import GRAMMARS
from guwah.instruments.dates.lunisolar import day_number
from guwah.instruments.dates.mentions import KINDS, STATUSES, Mention, find, find_in_turns
from told_dates import SESSION

LANGUAGES = ("en", "ru", "zh", "kk", "ug")
_SIGNS = [" ", " ", ", ", ". ", "-", "—", "–", "?", "\n", "/", ":", "'", "’s", "(", "%", "№", "$", "+"]
_FIGURES = [
    "0",
    "1",
    "3",
    "12",
    "21",
    "31",
    "32",
    "98",
    "2016",
    "2018",
    "20000",
    "3rd",
    "1980s",
    "3:10",
    "2.5",
    "٣",
]
_OWN = {
    "en": ["no, ", "sorry", "n't", "June", "lunar month", "8", "the", "of"],
    "ru": ["нет, ", "-го", "-е", "-летняя", "июня", "году"],
    "zh": ["不对", "年", "月", "日", "半", "十", "零", "三四", "农历", "正月"],
    "kk": ["жоқ, ", "-де", "-сінде", "жылы", "ай", "бесте"],
    "ug": ["ياق، ", "-كۈنى", "-يىلىغىچە", "ئاي", "بەشتە"],
}


def _vocabulary(language: str) -> list[str]:
    grammar = GRAMMARS[language]
    return sorted({*grammar.words, *_OWN[language], *_SIGNS, *_FIGURES})


def texts(language: str) -> st.SearchStrategy[str]:
    """Words of the grammar and signs in any order: far more dates than anybody says."""
    words = st.sampled_from(_vocabulary(language))
    joined = "" if language == "zh" else " "
    return st.lists(words, max_size=14).map(joined.join) | st.lists(words, max_size=14).map("".join)


def holds(text: str, found: list[Mention]) -> None:
    for one, other in pairwise(found):
        assert one.end <= other.start
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        assert mention.kind in KINDS
        assert mention.status in STATUSES
        assert bool(mention.readings) == (mention.status != "abandoned")
        for reading in mention.readings:
            assert (reading.edtf is None) != (reading.duration is None)
            if reading.edtf is not None:
                # Every year there is would be walked through: one stands for the unknown.
                first, slash, last = reading.edtf.partition("/")
                parse(first.replace("XXXX", "2000") + slash + last.replace("XXXX", "2001"))
            elif mention.kind == "hours":
                assert (reading.duration or "").startswith("PT")
            else:
                parse_duration(reading.duration or "")
            if reading.basis == "year-inferred":
                assert reading.assumptions
                assert "X" not in (reading.edtf or "")


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_mentions_stand_in_order_and_can_be_read(language: str, data: st.DataObject) -> None:
    text = data.draw(texts(language))
    holds(text, find(text, language, session=SESSION))
    assert [(one.start, one.end, one.kind) for one in find(text, language)] == [
        (one.start, one.end, one.kind) for one in find(text, language, session=SESSION)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(max_size=80))
@example(text="一" * 9)
@example(text="9" * 5000)
def test_no_text_is_refused(language: str, text: str) -> None:
    holds(text, find(text, language, session=date(1, 1, 1)))
    holds(text, find(text, language, session=date(9999, 12, 31)))


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_turns_keep_their_own_offsets(language: str, data: st.DataObject) -> None:
    turns = data.draw(st.lists(texts(language), max_size=4))
    found = find_in_turns([(text, language) for text in turns], session=SESSION)
    assert len(found) == len(turns)
    for text, mentions in zip(turns, found, strict=True):
        holds(text, mentions)
        assert [(one.start, one.end) for one in mentions] == [
            (one.start, one.end) for one in find(text, language, session=SESSION)
        ]
        for mention in mentions:
            for reading in mention.readings:
                if reading.taken_from is not None:
                    place = reading.taken_from
                    assert any((one.start, one.end) == (place.start, place.end) for one in found[place.turn])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "piece", ["2017 ", "a ", "一", "三月", "3-", "((", "23 years ", "maybe about ", "в мае "]
)
def test_a_long_text_takes_no_longer_than_it_is_long(language: str, piece: str) -> None:
    short, long = piece * (6_000 // len(piece)), piece * (24_000 // len(piece))
    find(short[:100], language)
    assert _least(long, language) < 10 * _least(short, language) + 0.5


def _least(text: str, language: str) -> float:
    """Return the least of three times: the garbage of all other tests may be collected in one of them."""
    spent = []
    for _ in range(3):
        began = time.process_time()
        find(text, language)
        spent.append(time.process_time() - began)
    return min(spent)


def test_a_year_carries_to_the_next_turn_and_says_from_where() -> None:
    first, asked, answered = find_in_turns(
        [("I left in May 2016.", "en"), ("Когда вы вернулись?", "ru"), ("On June 7.", "en")]
    )
    assert [one.kind for one in first] == ["date"]
    assert asked == []
    stated, inferred = answered[0].readings
    assert (stated.edtf, inferred.edtf, inferred.basis) == ("XXXX-06-07", "2016-06-07?", "year-inferred")
    assert inferred.taken_from == (0, 7, 18)
    assert inferred.assumptions == ("The year is taken from the date said before it.",)


def test_a_year_said_in_the_next_turn_is_taken_too() -> None:
    first, _, third = find_in_turns([("On June 7.", "en"), ("Which year?", "en"), ("2016.", "en")])
    assert [one.edtf for one in first[0].readings] == ["XXXX-06-07", "2016-06-07?"]
    assert first[0].readings[1].taken_from == (2, 0, 4)
    assert [one.edtf for one in third[0].readings] == ["2016"]


def test_a_year_does_not_carry_for_ever() -> None:
    far = "Flour and sugar and salt and no more than this. " * 450
    text = f"In May 2016. {far} On June 7."
    assert [one.edtf for one in find(text, "en")[-1].readings] == ["XXXX-06-07"]
    with_session = find(text, "en", session=SESSION)[-1].readings
    assert [(one.edtf, one.taken_from) for one in with_session] == [
        ("XXXX-06-07", None),
        ("2022-06-07?", None),
    ]
    assert with_session[1].assumptions == (
        "The year is taken so that it is the last before the day of the session.",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In November 2016 he fell ill. On February 3 he died.", ["2016-02-03?", "2017-02-03?"]),
        ("In May 2016 it rained. On June 7, 2019, and on June 9", ["2019-06-09?"]),
        ("On May 3, 2016. Then April 7. April 7, 2019.", ["2019-04-07?", "2016-04-07?", "2017-04-07?"]),
        ("In November 2016. From December 3 to February 4.", ["2016-12-03?/2017-02-04?"]),
        ("In May 2016. The 5th.", ["2016-05-05?"]),
    ],
)
def test_where_a_year_may_come_from(text: str, expected: list[str]) -> None:
    inferred = [
        one.edtf for mention in find(text, "en") for one in mention.readings if one.basis == "year-inferred"
    ]
    assert inferred == expected


def test_a_lunar_day_is_kept_as_lunar_until_the_year_is_known() -> None:
    _, mention = find("2017年她回来了，农历八月十五走的。", "zh")
    stated, inferred = mention.readings
    assert stated.edtf == "XXXX-XX-XX"
    assert stated.assumptions == ("Counted by the Chinese calendar. Month 8, day 15.",)
    assert (inferred.edtf, inferred.basis) == ("2017-10-04?", "year-inferred")


def test_the_years_of_the_moon_begin_as_the_chronology_counts_them() -> None:
    assert [day_number(year, 1, 1) for year in range(1900, 2099)] == [
        new_year(year, outside=0) for year in range(1900, 2099)
    ]
    assert day_number(2023, 3, 1) == date(2023, 4, 20).toordinal()  # a leap month lies before
    assert [day_number(*one) for one in ((1899, 1, 1), (2099, 1, 1), (2017, 13, 1), (2017, 1, 31))] == [
        None
    ] * 4


@pytest.mark.parametrize(
    ("text", "language", "status"),
    [
        ("Did you come in May 2016?", "en", "asked"),
        ("She said they came in May 2016.", "en", "reported"),
        ("I was told it was in May 2016.", "en", "reported"),
        ("If it is in May 2026, we leave.", "en", "hypothetical"),
        ("I came in May 2016. Did you?", "en", "asserted"),
        ("Вы приехали в мае 2016 года?", "ru", "asked"),
        ("Мама сказала, что в мае 2016 года.", "ru", "reported"),
        ("Если в мае 2026 года, уедем.", "ru", "hypothetical"),
        ("你是2016年来的吗？", "zh", "asked"),
        ("她说2016年来的。", "zh", "reported"),
        ("如果2026年走。", "zh", "hypothetical"),
        ("2016 жылы келдіңіз бе?", "kk", "asked"),
        ("Егер 2026 жылы болса.", "kk", "hypothetical"),
        ("2016-يىلى كەلدىڭىزمۇ؟", "ug", "asked"),
        ("ئەگەر 2026-يىلى بولسا.", "ug", "hypothetical"),
    ],
)
def test_statuses(text: str, language: str, status: str) -> None:
    assert [one.status for one in find(text, language)] == [status]


def test_a_correction_that_starts_anew_leaves_no_reading() -> None:
    first, second = find("In March, sorry, in April 2016 we opened.", "en")
    assert (first.status, first.readings) == ("abandoned", ())
    assert second.status == "self-corrected"


def test_what_was_said_in_a_whole_sentence_stands_beside_what_corrects_it() -> None:
    found = find("It opened on 7 May 2012. No, I think it was on 9 June 2012.", "en")
    assert [(one.status, one.readings[0].edtf) for one in found] == [
        ("asserted", "2012-05-07"),
        ("asserted", "2012-06-09?"),
    ]


def test_a_day_of_the_year_nought_is_counted_from_too() -> None:
    found = find("0000-01-01. The next day. That week. Two months later. Two years before.", "en")
    told = [[one.edtf for one in mention.readings if one.edtf] for mention in found]
    assert told == [["0000-01-01"], ["0000-01-02"], ["-0001-12-27/0000-01-02"], ["0000-03"], []]


def test_before_the_first_year_there_is_no_date() -> None:
    assert find("two years ago", "en", session=date(1, 5, 5)) == []
    assert [one.edtf for one in find("a year ago", "en", session=date(1, 5, 5))[0].readings] == ["0000"]


def test_a_number_too_long_for_a_duration_is_still_an_error() -> None:
    with pytest.raises(NotADate):
        parse_duration("P1000000D")
