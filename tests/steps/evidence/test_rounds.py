from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import CaseMembership
from guwah.outbox.deliver import deliver_due
from guwah.outbox.models import Effect
from guwah.steps.evidence import flows
from guwah.steps.evidence.flows import rounds
from guwah.steps.evidence.models import Item, Outcome, VerifyRound
from guwah.vault.models import LogEntry


@pytest.fixture
def items(cast: Cast) -> list[Item]:
    return [
        flows.add_file(cast.chiara, cast.case, io.BytesIO(f"page {number}".encode()), "x.txt").item
        for number in range(7)
    ]


@pytest.fixture
def small_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST_ITEMS", 3)
    monkeypatch.setattr(rounds, "TURN_SECONDS", 0.0)


def _deliver() -> Iterator[VerifyRound]:
    """Deliver turn after turn, and tell how the round stands after each."""
    while deliver_due().done:
        yield VerifyRound.objects.get()


def test_a_round_looks_at_every_item_once_turn_by_turn(
    cast: Cast, items: list[Item], small_turns: None
) -> None:
    begun = flows.begin_round(cast.chiara, cast.case)
    assert (begun.total, begun.checked, begun.ended_at) == (7, 0, None)

    assert [(each.checked, each.ended_at is None) for each in _deliver()] == [
        (3, True),
        (6, True),
        (7, True),
        (7, False),
    ]
    looked = Outcome.objects.filter(step="verify", result="done").values_list("item", flat=True)
    assert list(looked) == [item.pk for item in items]
    assert LogEntry.objects.filter(act="verified").count() == 3
    assert not Effect.objects.exclude(state="done").exists()


def test_what_is_broken_is_counted(cast: Cast, items: list[Item]) -> None:
    for item in items[2:4]:
        flows.store().path(item.sha256).unlink()
    flows.begin_round(cast.chiara, cast.case)

    *_, ended = _deliver()

    assert (ended.checked, ended.broken, ended.code) == (7, 2, "")
    assert ended.ended_at is not None


def test_a_round_on_its_way_is_not_started_twice(cast: Cast, items: list[Item], small_turns: None) -> None:
    first = flows.begin_round(cast.chiara, cast.case)
    deliver_due()

    assert flows.begin_round(cast.boris, cast.case) == first
    *_, ended = _deliver()
    assert (ended.checked, Outcome.objects.filter(step="verify").count()) == (7, 7)
    assert flows.begin_round(cast.boris, cast.case) != first


def test_a_turn_that_is_delivered_again_after_the_end_does_nothing(cast: Cast, items: list[Item]) -> None:
    begun = flows.begin_round(cast.chiara, cast.case)
    list(_deliver())

    rounds.take_turn("again", {"round": begun.pk})

    assert Outcome.objects.filter(step="verify").count() == 7


def test_an_empty_case_is_verified_at_once(cast: Cast) -> None:
    flows.begin_round(cast.chiara, cast.case)

    [ended] = _deliver()

    assert (ended.total, ended.checked) == (0, 0)
    assert ended.ended_at is not None


def test_a_large_file_is_a_batch_of_its_own(
    cast: Cast, items: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "MOST_BYTES", 13)
    flows.begin_round(cast.chiara, cast.case)

    list(_deliver())

    # Each has six bytes: two to an entry, the last alone.
    assert LogEntry.objects.filter(act="verified").count() == 4


def test_who_left_the_case_verifies_no_more_and_the_round_says_so(
    cast: Cast, items: list[Item], small_turns: None
) -> None:
    flows.begin_round(cast.chiara, cast.case)
    deliver_due()
    CaseMembership.objects.filter(member=cast.chiara).delete()

    *_, ended = _deliver()

    assert (ended.checked, ended.code) == (3, "not-permitted")
    assert flows.begin_round(cast.boris, cast.case) != ended


def test_a_reader_starts_no_round(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        flows.begin_round(cast.farid, cast.case)
