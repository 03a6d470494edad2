"""What dates take from each other, and from the day of the talk."""

from datetime import date

import pytest

from guwah.instruments.dates.mentions import find
from told_dates import told

SESSION = date(2022, 12, 30)


def values(text: str, language: str, session: date | None = SESSION) -> list[list[str | None]]:
    return [[one.edtf for one in mention.readings] for mention in find(text, language, session=session)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("In the summer of 2012 we moved. On the ninth of May, a Thursday, they came.", "en"),
        ("In the summer of 2012 we moved. On Thursday, the ninth of May, they came.", "en"),
        ("Летом 2012 года мы переехали. Девятого мая, в четверг, они пришли.", "ru"),
        ("2012年夏天我们搬家了。五月九日，星期四，他们来了。", "zh"),
        ("2012 жылдың жазында көштік. 9 мамыр, бейсенбі, олар келді.", "kk"),
        ("2012-يىلى ئاۋغۇستتا كۆچتۇق. 9-ماي، پەيشەنبە، ئۇلار كەلدى.", "ug"),
    ],
)
def test_the_weekday_beside_a_date_tells_its_year(text: str, language: str) -> None:
    found = values(text, language)
    assert [each[-3:] for each in found][1:] == [["2013-05-09?", "2012-05-09?", "2022-05-09?"]]


def test_a_last_weekday_is_a_date_of_its_own() -> None:
    assert len(values("On 9 May, last Thursday, they came.", "en")) == 2


def test_a_year_from_before_a_season_goes_on_into_the_next() -> None:
    assert values("In autumn of 2012 we moved. On 9 May they came.", "en", None)[1] == [
        "XXXX-05-09",
        "2012-05-09?",
        "2013-05-09?",
    ]


@pytest.mark.parametrize(
    ("text", "language", "edtf"),
    [
        ("Last year we moved. On 9 May they came.", "en", "2021-05-09?"),
        ("Прошлой весной мы переехали. Девятого мая они пришли.", "ru", "2022-05-09?"),
        ("去年冬天我们搬家了。五月九日他们来了。", "zh", "2021-05-09?"),
        ("Былтыр көштік. 9 мамырда олар келді.", "kk", "2021-05-09?"),
        ("بۇلتۇر كۆچتۇق. 9-مايدا ئۇلار كەلدى.", "ug", "2021-05-09?"),
    ],
)
def test_what_follows_last_year_goes_on_in_it(text: str, language: str, edtf: str) -> None:
    assert values(text, language)[-1][1] == edtf


def test_half_a_year_or_a_week_gives_no_month() -> None:
    assert values("去年下半年下雨，五号，下雪。", "zh")[-1][1] == "2022-12-05?"
    assert values("Last week it rained. On the 5th it snowed.", "en")[-1][1] == "2022-12-05?"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("从去年十一月到今年三月没有水。", "zh", "relative 2021-11/2022-03"),
        ("去年十一月，今年三月没有水。", "zh", "relative 2021-11 ; relative 2022-03"),
        ("She came on the 10th of June — sorry, the 11th.", "en", "date - ; date XXXX-06-11"),
        ("She came on the 10th of June — sorry, on 11 July.", "en", "date - ; date XXXX-07-11"),
        ("四月十七号，不对，十八号。", "zh", "date - ; date XXXX-04-18"),
        ("农历四月十七，不对，十八号。", "zh", "date - ; date XXXX-XX-18"),
    ],
)
def test_what_one_date_says_of_the_next(text: str, language: str, expected: str) -> None:
    assert told(text, language) == expected


def test_two_open_dates_keep_their_months() -> None:
    assert values("从去年十一月到今年三月没有水。", "zh", None) == [["XXXX-11"], ["XXXX-03"]]


def test_two_dates_of_which_nothing_is_known_without_the_day_of_the_talk_stay_open() -> None:
    assert values("从上个月到本月没有水。", "zh", None) == [["XXXX-XX-XX"]]


def test_a_stretch_that_ends_before_it_starts_stays_open() -> None:
    assert values("从今年三月到去年十一月没有水。", "zh") == [["XXXX-XX-XX"]]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Их выпустили в ночь на пятое.", "ru", "date XXXX-XX-05"),
        ("Их увезли в ночь с пятого на шестое.", "ru", "date XXXX-XX-05/XXXX-XX-06"),
        ("Первого мая, вернее, второго, они пришли.", "ru", "date - ; date XXXX-05-02"),
        ("Первого мая, вернее, второе, они пришли.", "ru", "date XXXX-05-01"),
        ("Седьмого выпустили.", "ru", "date XXXX-XX-07"),
        ("Седьмого отдела не было.", "ru", ""),
        ("Седьмая пришла.", "ru", ""),
        ("Второго увели.", "ru", ""),
        ("On the ninth, they came.", "en", "date XXXX-XX-09"),
        ("The ninth, they came.", "en", ""),
        ("On the seventh, no, the eighth, they came.", "en", "date - ; date XXXX-XX-08"),
        ("Тоқсан жетінің қысында қар көп болды.", "kk", "date 1997-24"),
        ("Отыз бестің қысында.", "kk", "date XXXX-24"),
        ("Тоқсан сегізде келдік.", "kk", "date 1998"),
        ("Тоқсан сегіздемін.", "kk", "age P98Y"),
        ("Елу сегіздемін.", "kk", "age P58Y"),
        ("Алпыстан асқан кісі.", "kk", "age P60Y"),
        ("3 тамыз бен 5 тамыздың арасында.", "kk", "date XXXX-08-03/XXXX-08-05"),
        ("توقسان سەككىزدە كەلدۇق.", "ug", "date 1998"),
        ("ئاتمىشتىن ئاشقان ئادەم.", "ug", "age P60Y"),
        ("3-ماي بىلەن 5-ماي ئارىلىقىدا.", "ug", "date XXXX-05-03/XXXX-05-05"),
        ("今年五十二，种地。", "zh", "age P52Y"),
        ("过了两三天，他们来了。", "zh", "order P2D|P3D"),
        ("过了三天。", "zh", "duration P3D"),
        ("我家在三排17号。", "zh", ""),
        ("The dog is called Friday.", "en", ""),
        ("Иттің аты — Жұма.", "kk", ""),
        ("I will come on Monday.", "en", "relative 2023-01-02"),
        ("I will come on Friday.", "en", "relative 2023-01-06"),
        ("They came on Monday.", "en", "relative 2022-12-26"),
        ("Приеду в понедельник.", "ru", "relative 2023-01-02"),
        ("Дүйсенбіде келемін.", "kk", "relative 2023-01-02"),
        ("دۈشەنبە كېلىمەن.", "ug", "relative 2023-01-02"),
        ("星期一我再来。", "zh", "relative 2023-01-02"),
    ],
)
def test_days_that_are_told_shortly(text: str, language: str, expected: str) -> None:
    assert told(text, language) == expected
