from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from cast import Cast
from guwah.outbox import deliver
from guwah.outbox.deliver import LEASE, MOST_ATTEMPTS, deliver_due, put
from guwah.outbox.failing import NotDelivered
from guwah.outbox.models import Effect, Notice

NOW = timezone.now() + timedelta(hours=1)


class Line:
    """A channel that fails as often as it is told, and remembers what reached it."""

    def __init__(self, failures: int = 0, *, permanent: bool = False) -> None:
        self.failures, self.permanent, self.reached = failures, permanent, list[str]()

    def __call__(self, key: str, payload: Mapping[str, Any]) -> None:
        del payload
        if self.failures:
            self.failures -= 1
            raise NotDelivered("line-down", permanent=self.permanent)
        self.reached.append(key)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    line = Line()
    monkeypatch.setitem(deliver.CHANNELS, "line", line)
    return line


def test_an_effect_falls_with_its_cause(vault: object, line: Line) -> None:
    class Cause(Exception):
        pass

    with pytest.raises(Cause), transaction.atomic():
        put("line", "watch-7-overdue", {})
        raise Cause

    assert deliver_due(NOW).done == 0
    assert line.reached == []


def test_an_effect_is_done_once_and_kept(vault: object, line: Line) -> None:
    put("line", "watch-7-overdue", {})
    put("line", "watch-7-overdue", {})

    assert [deliver_due(NOW).done, deliver_due(NOW).done] == [1, 0]
    assert line.reached == ["watch-7-overdue"]
    assert Effect.objects.get().state == Effect.State.DONE


def test_a_line_that_is_down_is_tried_again_with_growing_waits(vault: object, line: Line) -> None:
    line.failures = 3
    put("line", "a", {})
    moment, waits = NOW, []
    while Effect.objects.get().state != Effect.State.DONE:
        deliver_due(moment)
        effect = Effect.objects.get()
        if effect.state == Effect.State.WAITING:
            assert effect.last_error == "line-down"
            assert deliver_due(effect.due_at - timedelta(seconds=1)).done == 0
            waits.append(effect.due_at - moment)
            moment = effect.due_at

    assert waits == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert line.reached == ["a"]


def test_a_permanent_failure_is_given_up_and_shown(vault: object, line: Line) -> None:
    line.failures, line.permanent = 1, True
    put("line", "a", {})

    assert deliver_due(NOW).failed == 1
    assert Effect.objects.get().state == Effect.State.GIVEN_UP


def test_after_many_tries_it_is_given_up(vault: object, line: Line) -> None:
    line.failures = MOST_ATTEMPTS
    put("line", "a", {})
    moment: datetime = NOW
    for _ in range(MOST_ATTEMPTS):
        deliver_due(moment)
        moment = Effect.objects.get().due_at

    assert Effect.objects.get().state == Effect.State.GIVEN_UP


def test_what_a_killed_worker_had_leased_is_taken_up_after_the_lease(vault: object, line: Line) -> None:
    put("line", "a", {})
    Effect.objects.update(state=Effect.State.LEASED, leased_until=NOW + LEASE, attempts=1)

    assert deliver_due(NOW).done == 0
    assert deliver_due(NOW + LEASE + timedelta(seconds=1)).done == 1


def test_a_notice_reaches_each_member_once_even_when_repeated(committed_cast: Cast) -> None:
    payload = {
        "members": [committed_cast.boris.pk, committed_cast.emine.pk],
        "case": committed_cast.case.pk,
        "code": "edition-waits",
        "target": "edition:1",
    }
    put("notice", "edition-1-waits", payload)
    deliver_due(NOW)
    Effect.objects.update(state=Effect.State.WAITING)
    deliver_due(NOW)

    assert {notice.member.handle for notice in Notice.objects.all()} == {"boris", "emine"}
    assert Notice.objects.count() == 2
