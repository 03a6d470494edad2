"""The rules of backups that need no vault: which snapshots go, and what is said of them."""

from __future__ import annotations

import datetime as dt
import errno
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guwah.vault import overwriting
from guwah.vault.backup import copying
from guwah.vault.backup.advice import Advice, Standing, advise, findings
from guwah.vault.backup.thinning import NEWEST, thinned
from guwah.vault.health import Weight

NOW = dt.datetime(2031, 5, 6, tzinfo=dt.UTC)
moments = some.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2040, 1, 1), timezones=some.just(dt.UTC))  # noqa: DTZ001 - hypothesis wants bare bounds


@given(some.lists(moments, max_size=60))
def test_the_newest_five_never_go_and_nothing_else_is_asked(made: list[dt.datetime]) -> None:
    numbered = dict(enumerate(made, start=1))

    gone = thinned(numbered)

    assert gone <= numbered.keys()
    assert not gone & set(sorted(numbered)[-NEWEST:])
    assert len(numbered) - len(gone) >= min(len(numbered), NEWEST)
    assert thinned({number: numbered[number] for number in numbered.keys() - gone}) == set()


@given(some.lists(moments, min_size=1, max_size=60, unique=True))
def test_of_every_year_the_newest_stays(made: list[dt.datetime]) -> None:
    numbered = dict(enumerate(sorted(made), start=1))
    kept = numbered.keys() - thinned(numbered)
    for number, moment in numbered.items():
        if all(each.year != moment.year for later, each in numbered.items() if later > number):
            assert number in kept


def test_daily_backups_of_two_years_come_down_to_days_weeks_and_months() -> None:
    made = {number: NOW + dt.timedelta(days=number) for number in range(1, 731)}

    kept = sorted(made.keys() - thinned(made), reverse=True)

    assert kept[:7] == [730, 729, 728, 727, 726, 725, 724]
    assert len(kept) < 7 + 5 + 12 + 3
    assert kept[-1] < 260


def at(days: float) -> dt.datetime:
    return NOW - dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing(), [Advice.NO_BACKUP]),
        (Standing(at(1), at(1), "done", "done"), []),
        (Standing(at(7), at(90), "done", "done"), []),
        (Standing(at(7.1), at(90), "done", "done"), [Advice.BACKUP_OLD]),
        (Standing(at(1), at(91), "done", "done"), [Advice.DRILL_OLD]),
        (Standing(at(1), None, "done", ""), [Advice.NO_DRILL]),
        (Standing(at(1), at(9), "failed", "done"), [Advice.BACKUP_FAILED]),
        (Standing(at(1), at(9), "lacking", "failed"), [Advice.BACKUP_LACKING, Advice.DRILL_FAILED]),
        (Standing(None, None, "failed", ""), [Advice.BACKUP_FAILED, Advice.NO_BACKUP, Advice.NO_DRILL]),
        (Standing(at(1), at(1), "done", "lacking"), [Advice.DRILL_FAILED]),
    ],
)
def test_what_is_said_of_backups(standing: Standing, said: list[Advice]) -> None:
    assert advise(standing, NOW) == said


def test_the_doctor_says_the_same_with_what_to_do() -> None:
    found = findings(Standing(), NOW)

    assert [(each.code, each.weight) for each in found] == [("no-backup", Weight.BAD)]
    everything = {Standing(None, None, "failed", ""), Standing(at(9), at(99), "lacking", "failed")}
    assert all(each.remedy and each.message for one in everything for each in findings(one, NOW))


def test_a_copy_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one").write_bytes(b"abc" * 700_000)
    told: list[int] = []

    plain = copying.copy(tmp_path / "one", tmp_path / "far" / "two", tell=told.append)

    assert plain == copying.digest(tmp_path / "far" / "two", tell=told.append)
    assert copying.copy(tmp_path / "one", tmp_path / "three", 1_500_000) == copying.digest(
        tmp_path / "three", 1_500_000
    )
    assert sum(told) == 2 * 2_100_000
    with pytest.raises(copying.Unreadable):
        copying.copy(tmp_path / "none", tmp_path / "four")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["far", "one", "three"]


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk-full"), (errno.EDQUOT, "disk-full"), (errno.EIO, "not-written")]
)
def test_a_disk_that_refuses_is_told_with_what_was_kept(number: int, code: str) -> None:
    said = copying.refused(OSError(number, "invented"), "All of it stays.")

    assert said.code == code
    assert "All of it stays." in said.message


def test_a_folder_is_new_when_nothing_whole_is_in_it(tmp_path: Path) -> None:
    assert copying.is_new(tmp_path / "none")
    assert copying.is_new(tmp_path)
    (tmp_path / ".new-half").touch()
    assert copying.is_new(tmp_path)
    (tmp_path / "letter").touch()
    assert not copying.is_new(tmp_path)
    assert not copying.is_new(tmp_path / "letter")


def test_headers_without_a_journal_need_nothing(tmp_path: Path) -> None:
    overwriting.take_up(tmp_path)
    overwriting.write_over(tmp_path, {})
    (tmp_path / "one").write_bytes(b"old header, and more")

    overwriting.write_over(tmp_path, {"one": b"new"})

    assert (tmp_path / "one").read_bytes() == b"new header, and more"
    assert not (tmp_path / overwriting.JOURNAL).exists()
