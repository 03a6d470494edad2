import pytest

from guwah.instruments.dates import NotADate, in_words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2018-03-02", "2 March 2018"),
        ("2018-03", "March 2018"),
        ("2018", "2018"),
        ("2018-22", "summer 2018"),
        ("2018-33", "2018-33"),
        ("[2018-03-02,2018-03-03]", "2 or 3 March 2018"),
        ("{2018-03-02,2018-03-03}", "2 and 3 March 2018"),
        ("[2018-03-02, 2018-04-03]", "2 March 2018 or 3 April 2018"),
        ("[2018,2019]", "2018 or 2019"),
        ("[2018-03..2018-05]", "between March 2018 and May 2018"),
        ("2018-03-02/2018-03-03", "between 2 and 3 March 2018"),
        ("2018-03-02/..", "2 March 2018 or later"),
        ("/2018", "2018 or earlier"),
        ("../..", "any day"),
        ("2018-03-02~", "about 2 March 2018"),
        ("2018-03?", "March 2018 (uncertain)"),
        ("2018%", "about 2018 (uncertain)"),
        ("201X", "the 2010s"),
        ("2018-03-XX", "some day in March 2018"),
        ("2018-XX-XX", "some time in 2018"),
        ("XXXX-10-02", "2 October of an unknown year"),
        ("2018-1X", "2018-1X"),
    ],
)
def test_english(edtf: str, words: str) -> None:
    assert in_words(edtf, "en") == words
    assert in_words(edtf, "fr") == words


@pytest.mark.parametrize(
    ("language", "day", "month", "year"),
    [
        ("ru", "2 марта 2018 года", "март 2018 года", "2018 год"),
        ("zh-Hans", "2018年3月2日", "2018年3月", "2018年"),
        ("kk", "2018 жылғы 2 наурыз", "2018 жылғы наурыз", "2018 жыл"),
        ("ug", "2018-يىلى 3-ئاينىڭ 2-كۈنى", "2018-يىلى 3-ئاي", "2018-يىلى"),
    ],
)
def test_single_dates_in_their_own_form(language: str, day: str, month: str, year: str) -> None:
    assert [in_words(edtf, language) for edtf in ("2018-03-02", "2018-03", "2018")] == [day, month, year]
    assert in_words("2018-03-02~", language) == "≈ " + day
    assert in_words("2018-03-02?", language) == day + " (?)"
    assert in_words("2018-03-02/..", language) == f"{day} – …"
    assert in_words("[2018-03-02..2018-03]", language) == f"{day} – {month}"
    assert in_words("[2018-03-02,2018-03]", language) == f"{day} / {month}"
    assert in_words("2018-21", language) == "2018-21"
    assert in_words("201X", language) == "201X"


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(NotADate):
        in_words("soon", "en")
