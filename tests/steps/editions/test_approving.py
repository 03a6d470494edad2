from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.failures import Refused
from guwah.outbox.models import Effect
from guwah.steps.editions import flows
from guwah.steps.editions.models import Approval, Edition
from guwah.vault.models import LogEntry, Opening

if TYPE_CHECKING:
    from oven import Oven


@pytest.fixture
def edition(bakery: Oven) -> Edition:
    """Built by Boris."""
    return bakery.ready().build()


def test_the_builder_does_not_approve_within_a_day(bakery: Oven, edition: Edition) -> None:
    almost = edition.built_at + timedelta(hours=24) - timedelta(seconds=1)
    with pytest.raises(Refused, match="second person"):
        flows.approve(bakery.cast.boris, edition, now=almost)
    assert not Approval.objects.exists()


def leave_alone(world: Oven, *gone: str) -> None:
    for name in gone:
        member = world.cast.members[name]
        member.is_active = False
        member.save()


def test_somebody_alone_approves_after_a_day_and_is_marked_so(bakery: Oven, edition: Edition) -> None:
    day = edition.built_at + timedelta(hours=24)
    leave_alone(bakery, "aygul", "emine")
    approval = flows.approve(bakery.cast.boris, edition, settled=True, unlocked_again=True, now=day)
    assert approval.kind == Approval.Kind.ONE_PERSON


def test_whoever_is_not_alone_asks_the_other_even_after_a_day(bakery: Oven, edition: Edition) -> None:
    day = edition.built_at + timedelta(hours=24)
    leave_alone(bakery, "aygul")
    with pytest.raises(Refused, match="somebody else") as refusing:
        flows.approve(bakery.cast.boris, edition, settled=True, unlocked_again=True, now=day)
    assert refusing.value.code == "second-person"


def test_whoever_is_alone_unlocks_again(bakery: Oven, edition: Edition) -> None:
    day = edition.built_at + timedelta(hours=24)
    leave_alone(bakery, "aygul", "emine")
    with pytest.raises(Refused) as refusing:
        flows.approve(bakery.cast.boris, edition, settled=True, now=day)
    assert refusing.value.code == "unlock-again"


def test_open_questions_are_settled_by_name(bakery: Oven, edition: Edition) -> None:
    codes = [code for code, _text in edition.ledger["questions"]]
    assert codes
    with pytest.raises(Refused) as refusing:
        flows.approve(bakery.cast.emine, edition)
    assert refusing.value.code == "open-questions"
    assert ", ".join(codes) in refusing.value.message
    assert not Approval.objects.exists()
    flows.approve(bakery.cast.emine, edition, settled=True)
    index = LogEntry.objects.order_by("-index")[0].index
    told = Opening.objects.get(entry_id=index, label="approval").value
    assert told is not None
    assert told["settled"] == codes


def test_a_second_person_approves_at_once_and_it_is_logged(bakery: Oven, edition: Edition) -> None:
    approval = flows.approve(bakery.cast.emine, edition, settled=True)
    assert approval.kind == Approval.Kind.SECOND_PERSON
    assert LogEntry.objects.order_by("-index")[0].act == "edition-approved"


def test_nobody_approves_twice(bakery: Oven, edition: Edition) -> None:
    flows.approve(bakery.cast.emine, edition, settled=True)
    with pytest.raises(Refused, match="is approved"):
        flows.approve(bakery.cast.aygul, edition)
    assert Approval.objects.count() == 1


@pytest.mark.parametrize("who", ["chiara", "daniyar", "farid", "gulya", "hanna"])
def test_only_reviewers_coordinators_and_owners_approve(bakery: Oven, edition: Edition, who: str) -> None:
    with pytest.raises(NotPermitted):
        flows.approve(bakery.cast.members[who], edition)


def test_whoever_may_approve_is_told_and_nobody_else(bakery: Oven, edition: Edition) -> None:
    notice = Effect.objects.get(channel="notice", key=f"edition-{edition.pk}-waits")
    cast = bakery.cast
    assert set(notice.payload["members"]) == {cast.aygul.pk, cast.emine.pk}
