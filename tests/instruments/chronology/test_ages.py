"""Ages under every convention. Dana keeps the books of a bakery; nothing here happened."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.chronology import Result, check, load
from guwah.instruments.chronology.lunar import EARLIEST, LATEST, lunar_year, new_year
from guwah.instruments.dates.civil import iso

OCCURRENCES = {"birth": "the birth", "talk": "the talk", "other": "the other talk"}


def aged(years: int, birth: str, talk: str) -> Result:
    return check(
        load(
            {
                "occurrences": OCCURRENCES,
                "assertions": [
                    {"id": "b", "at": ["birth", "start"], "edtf": birth},
                    {"id": "t", "at": ["talk", "start"], "edtf": talk},
                    {"id": "a", "age": years, "of": ["birth", "start"], "at": ["talk", "start"]},
                ],
            }
        )
    )


@pytest.mark.parametrize(
    ("years", "conventions"),
    [(44, ()), (45, ("completed", "lunar")), (46, ("nominal", "lunar")), (47, ())],
)
def test_a_birthday_late_in_the_year(years: int, conventions: tuple[str, ...]) -> None:
    result = aged(years, "1976-11-12", "2021-12-28")
    assert result.conventions == {"a": conventions}
    assert result.consistent == bool(conventions)
    for conflict in result.conflicts:
        assert (conflict.members, conflict.grade) == (("a", "b", "t"), "hard")
        assert conflict.convention == "completed, nominal, lunar"
        assert f"{years} years old at the start of “the talk”" in conflict.why


@pytest.mark.parametrize(
    ("years", "birth", "talk", "conventions"),
    [
        (30, "1990-06-15", "2020-06-14", ("lunar",)),  # the lunar birthday may already have been
        (30, "1990-06-15", "2020-06-15", ("completed", "lunar")),
        (31, "1990-06-15", "2020-01-02", ("nominal",)),
        (31, "1990-06-15", "2020-01-25", ("nominal", "lunar")),  # the lunar new year's day of 2020
        (30, "1990-06-15", "2020-01-24", ("lunar",)),
        (32, "1990-01-10", "2020-12-30", ("lunar",)),  # born before the lunar new year of 1990
        (0, "1990-06-15", "1990-06-15", ("completed", "lunar")),
        (1, "1990-06-15", "1990-06-15", ("nominal", "lunar")),
        (0, "1990-06-15", "1992-06-15", ()),
        (35, "1990", "2020", ()),
        (30, "1990", "2020", ("completed", "lunar")),
        (31, "1990", "2020", ("nominal", "lunar")),
    ],
)
def test_conventions_at_their_edges(years: int, birth: str, talk: str, conventions: tuple[str, ...]) -> None:
    assert aged(years, birth, talk).conventions == {"a": conventions}


def test_nobody_has_an_age_before_being_born() -> None:
    assert not aged(0, "1990-06-15", "1990-06-10").consistent


def test_two_ages_of_one_person_contradict_each_other_without_a_birth_date() -> None:
    result = check(
        load(
            {
                "occurrences": OCCURRENCES,
                "assertions": [
                    {"id": "a", "age": 77, "of": ["birth", "start"], "at": ["talk", "start"]},
                    {"id": "b", "age": 70, "of": ["birth", "start"], "at": ["other", "start"]},
                    {"id": "c", "at": ["talk", "start"], "edtf": "2022-12"},
                    {"id": "d", "at": ["other", "start"], "edtf": "2023-01"},
                ],
            }
        )
    )
    assert [conflict.members for conflict in result.conflicts] == [("a", "b", "c", "d")]
    assert result.conventions == {"a": (), "b": ()}


def test_two_ages_at_one_talk_need_no_date() -> None:
    result = check(
        load(
            {
                "occurrences": OCCURRENCES,
                "assertions": [
                    {"id": "a", "age": 30, "of": ["birth", "start"], "at": ["talk", "start"]},
                    {"id": "b", "age": 35, "of": ["birth", "start"], "at": ["talk", "start"]},
                ],
            }
        )
    )
    assert [conflict.members for conflict in result.conflicts] == [("a", "b")]


def test_an_age_beside_a_conflict_keeps_the_conventions_that_fit_one_side() -> None:
    result = check(
        load(
            {
                "occurrences": OCCURRENCES,
                "assertions": [
                    {"id": "a", "age": 45, "of": ["birth", "start"], "at": ["talk", "start"]},
                    {"id": "b", "at": ["birth", "start"], "edtf": "1976-11-12"},
                    {"id": "c", "at": ["talk", "start"], "edtf": "2021-12-28"},
                    {"id": "d", "at": ["talk", "start"], "edtf": "1999-12-28"},
                ],
            }
        )
    )
    assert [conflict.members for conflict in result.conflicts] == [("c", "d"), ("a", "b", "d")]
    assert result.conventions == {"a": ("completed", "lunar")}


def test_many_ages_of_one_person() -> None:
    names = {f"t{place}": "a talk" for place in range(6)}
    assertions: list[dict[str, object]] = [{"id": "b", "at": ["birth", "start"], "edtf": "1976-11-12"}]
    for place, name in enumerate(names):
        assertions.append({"id": f"d{place}", "at": [name, "start"], "edtf": f"201{place}-12-28"})
        years = 34 + place + (place == 5) * 4
        assertions.append({"id": f"a{place}", "age": years, "of": ["birth", "start"], "at": [name, "start"]})
    result = check(load({"occurrences": OCCURRENCES | names, "assertions": assertions}))
    assert result.complete
    assert ("a5", "b", "d5") in [conflict.members for conflict in result.conflicts]
    assert all("a5" in conflict.members for conflict in result.conflicts)
    assert result.conventions["a0"] == ("completed", "nominal", "lunar")  # without the birth date all fit


@given(st.dates(date(1800, 1, 1), date(2200, 1, 1)), st.sampled_from([EARLIEST, LATEST]))
def test_a_lunar_year_begins_at_its_new_year(day: date, outside: int) -> None:
    year = lunar_year(day.toordinal(), outside=outside)
    assert new_year(year, outside=outside) <= day.toordinal() < new_year(year + 1, outside=outside)


@pytest.mark.parametrize(
    ("year", "day"), [(1977, "1977-02-18"), (2018, "2018-02-16"), (2020, "2020-01-25"), (2023, "2023-01-22")]
)
def test_known_lunar_new_years(year: int, day: str) -> None:
    assert iso(new_year(year, outside=LATEST)) == day
    assert iso(new_year(1850, outside=EARLIEST)) == "1850-01-21"
    assert iso(new_year(2150, outside=LATEST)) == "2150-02-20"


@pytest.mark.parametrize(
    ("year", "day"),
    [(1899, "1899-02-20"), (1900, "1900-01-31"), (2099, "2099-01-21"), (2100, "2100-02-20")],
)
def test_the_lunar_new_year_is_exact_from_the_first_year_of_the_table_to_the_last(
    year: int, day: str
) -> None:
    assert iso(new_year(year, outside=LATEST)) == day
