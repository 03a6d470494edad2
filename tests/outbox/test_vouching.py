from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone

import vouched
from cast import Cast
from guwah.accounts import backing_up, warnings
from guwah.accounts.cases import open_case
from guwah.cli import doctor, inside
from guwah.failures import Problem
from guwah.outbox import stamping
from guwah.outbox.vouching import findings
from guwah.vault import witnesses
from guwah.vault.backup.advice import Standing
from guwah.vault.health import Weight
from guwah.vault.models import CosigningRefusal, Stamp
from vault.test_witnesses import OTHER, introduce, theirs

NOW = timezone.now()


def codes(days: int = 0) -> list[str]:
    return [each.code for each in findings(NOW + timedelta(days=days))]


@pytest.fixture
def vouched_for(committed_cast: Cast, tmp_path: Path) -> Cast:
    """Stamped today by one authority, and signed by one partner."""
    open_case(committed_cast.aygul, "Another oven")
    vouched.stamp(tmp_path / "clock")
    vouched.cosign()
    return committed_cast


def again(state: Stamp.State, outcome: str, days: int) -> None:
    """Let the authority be asked once more, some days later, with this outcome."""
    last = Stamp.objects.latest("pk")
    last.pk, last.state, last.outcome, last.day = None, state, outcome, last.day + timedelta(days=days)
    last.save()


def test_a_log_for_which_nobody_vouches_is_told(cast: Cast) -> None:
    found = findings(NOW)

    assert [(each.code, each.weight) for each in found] == [
        ("no-authority", Weight.WARN),
        ("no-partner", Weight.WARN),
    ]
    assert all(each.message and each.remedy for each in found)


def test_a_log_that_is_stamped_and_signed_is_well(vouched_for: Cast) -> None:
    assert codes() == []
    assert codes(days=1) == []


def test_a_stamp_that_is_older_than_the_schedule_is_told_with_its_day(vouched_for: Cast) -> None:
    good = Stamp.objects.get()

    (found,) = findings(NOW + timedelta(days=2))

    assert (found.code, found.weight) == ("stamp-old", Weight.WARN)
    assert found.message.startswith(f"{vouched.AUTHORITY_NAME}: the newest stamp is of {good.day}")
    assert "guwah log stamp" in found.remedy


def test_what_kept_the_authority_from_being_reached_is_told(vouched_for: Cast) -> None:
    again(Stamp.State.WAITING, "unreachable", days=2)

    (found,) = findings(NOW + timedelta(days=2))

    assert (found.code, found.message.endswith("one a day (unreachable).")) == ("stamp-old", True)


def test_a_stamp_that_failed_is_told_until_a_later_one_holds(vouched_for: Cast) -> None:
    again(Stamp.State.FAILED, "not-trusted", days=1)
    (found,) = findings(NOW + timedelta(days=1))
    assert found.code == "stamp-failed"
    assert "(not-trusted)" in found.message
    assert codes(days=2) == ["stamp-failed", "stamp-old"]

    again(Stamp.State.DONE, "", days=1)

    assert codes(days=2) == []


def test_an_authority_that_never_stamped_is_late_once_its_first_day_is_over(
    vouched_for: Cast,
) -> None:
    Stamp.objects.all().delete()

    assert codes(days=1) == []
    (found,) = findings(NOW + timedelta(days=2))
    assert found.code == "stamp-old"
    assert "no stamp since it was named" in found.message


def test_who_is_asked_no_more_is_not_late(vouched_for: Cast) -> None:
    stamping.remove_authority(vouched_for.aygul, vouched.AUTHORITY_NAME)

    assert codes(days=9) == ["no-authority"]


def test_a_partner_who_never_answered_is_told_and_one_who_did_is_not(committed_cast: Cast) -> None:
    open_case(committed_cast.aygul, "Another oven")
    introduce()
    (_, found) = findings(NOW)
    assert found.code == "partner-silent"
    assert "The mill" in found.message
    assert "guwah log checkpoint" in found.remedy

    vouched.cosign()

    assert [each.message.partition(" has ")[0] for each in findings(NOW)[1:]] == []


@pytest.mark.parametrize(
    ("size", "code"), [(8, "partner-rolled-back"), (9, "partner-forked")], ids=["rolled back", "forked"]
)
def test_a_warning_about_a_partner_is_bad_until_somebody_answers_it(
    vouched_for: Cast, size: int, code: str
) -> None:
    witnesses.cosign(vouched.ACTOR, theirs(9))
    with pytest.raises(Problem):
        witnesses.cosign(vouched.ACTOR, theirs(size, leaves=OTHER))

    (found,) = findings(NOW)
    assert (found.code, found.weight) == (code, Weight.BAD)
    assert vouched.PARTNER_NAME in found.message

    warnings.answer(vouched_for.aygul, warnings.unanswered()[0].pk, "We called them: an old copy.")
    assert codes() == []


def test_every_warning_there_can_be_has_words(vouched_for: Cast) -> None:
    for code in witnesses._EVIDENCE:
        CosigningRefusal.objects.create(partner=witnesses.partners()[0], code=code, note=b"as handed in")

    assert sorted(codes()) == sorted(f"partner-{code}" for code in witnesses._EVIDENCE)


def test_the_command_says_it_and_ends_with_one_only_when_something_is_bad(
    vouched_for: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = Standing(timezone.now(), timezone.now(), "done", "done")
    monkeypatch.setattr(doctor, "examine", lambda *_given: [])
    monkeypatch.setattr(inside, "enter_from_command", lambda: vouched_for.aygul)
    monkeypatch.setattr(backing_up, "standing", lambda: well)
    again(Stamp.State.FAILED, "wrong-nonce", days=1)

    done = CliRunner().invoke(doctor.doctor, ["--open", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["well"], [each["code"] for each in told["findings"]]) == (True, ["stamp-failed"])
    assert set(told["findings"][0]) == {"code", "weight", "message", "remedy"}

    witnesses.cosign(vouched.ACTOR, theirs(9))
    with pytest.raises(Problem):
        witnesses.cosign(vouched.ACTOR, theirs(8))
    done = CliRunner().invoke(doctor.doctor, ["--open"])
    assert done.exit_code == 1, done.output
    assert "✗ The mill behind the hill: their log has shown more entries before" in done.stdout
