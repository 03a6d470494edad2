from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cast import Cast
from guwah.accounts.cases import open_case
from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, WrongUse
from guwah.instruments.watches import GRACE, State
from guwah.outbox.deliver import deliver_due
from guwah.outbox.models import Effect, Notice
from guwah.steps.vigil import flows, queries
from guwah.steps.vigil.models import CheckIn, Watch
from guwah.vault.append_only import Overwritten
from guwah.vault.models import LogEntry, Opening
from kept import TALK, keep

DAY = timedelta(days=1)


def _set(cast: Cast, due_at: datetime | None = None, **more: object) -> Watch:
    promise = flows.Promise("Ring before the bread is out", due_at or timezone.now() - DAY / 24, **more)  # type: ignore[arg-type]  # passed through
    return flows.set_watch(cast.chiara, cast.case, promise)


def _standing(watch: Watch, now: datetime | None = None) -> State:
    (shown,) = queries.watches([watch.case], now)
    return shown.standing.state


def test_a_watch_is_set_logged_and_announced(committed_cast: Cast) -> None:
    due = datetime(2031, 5, 4, 12, tzinfo=UTC)

    watch = _set(committed_cast, due, if_no_answer=" Ask the miller ")

    assert (watch.keeper, watch.if_no_answer) == (committed_cast.chiara, "Ask the miller")
    entry = LogEntry.objects.get()
    assert (entry.act, entry.case) == ("watch-set", committed_cast.case.pk)
    assert Opening.objects.get().value == {"id": watch.pk, "due_at": "2031-05-04T12:00:00+00:00"}
    assert dict(Effect.objects.values_list("key", "due_at")) == {
        f"watch-due:{watch.pk}": due,
        f"watch-overdue:{watch.pk}": due + GRACE,
    }


def test_a_notice_says_which_watch_and_nothing_of_what_it_is_about(cast: Cast) -> None:
    watch = _set(cast, keeper=cast.boris)

    deliver_due()

    assert set(Notice.objects.values_list("member__handle", "code", "target")) == {
        ("boris", "watch-due", f"watch:{watch.pk}"),
        ("chiara", "watch-due", f"watch:{watch.pk}"),
    }
    assert "bread" not in str(list(Effect.objects.values_list("payload", flat=True)))


@pytest.mark.parametrize(
    "outcome", ["no_answer", "message_read", "relative_reports_ok", "answered_other", "our_fault"]
)
def test_no_other_outcome_ends_a_watch(cast: Cast, outcome: str) -> None:
    watch = _set(cast)

    flows.check_in(cast.boris, watch, outcome, note=" the line was bad ")

    watch.refresh_from_db()
    assert watch.closed_at is None
    assert _standing(watch) is State.DUE
    attempt = CheckIn.objects.get()
    assert (attempt.outcome, attempt.note, attempt.by) == (outcome, "the line was bad", cast.boris)
    assert Effect.objects.filter(state="waiting", key__startswith="watch-due").count() == 1


def test_a_verified_answer_ends_it_and_takes_its_notices_back(cast: Cast) -> None:
    watch = _set(cast, timezone.now() + DAY)

    flows.check_in(cast.chiara, watch, "answered_verified")

    assert watch.closed_at is not None
    assert _standing(watch, timezone.now() + 9 * DAY) is State.ANSWERED
    assert set(Effect.objects.values_list("state", "last_error")) == {("given-up", "withdrawn")}
    assert deliver_due(timezone.now() + 9 * DAY).done == 0
    assert LogEntry.objects.filter(act="watch-answered").count() == 1
    with pytest.raises(WrongUse) as refusal:
        flows.check_in(cast.chiara, watch, "no_answer")
    assert refusal.value.code == "watch-closed"


def test_our_own_failure_alarms_the_keepers_and_is_not_her_silence(cast: Cast) -> None:
    watch = _set(cast, keeper=cast.boris)

    flows.check_in(cast.chiara, watch, "our_fault")
    deliver_due()

    assert set(Notice.objects.filter(code="watch-blind").values_list("member__handle", flat=True)) == {
        "boris",
        "chiara",
    }
    (shown,) = queries.watches([cast.case])
    assert (shown.standing.silent, shown.standing.blind) == (False, True)


def test_an_attempt_is_never_changed_or_deleted(cast: Cast) -> None:
    attempt = flows.check_in(cast.chiara, _set(cast), "no_answer")
    attempt.outcome = "answered_verified"

    with pytest.raises(Overwritten):
        attempt.save()
    with pytest.raises(Overwritten):
        attempt.delete()


def test_what_a_promise_needs(cast: Cast) -> None:
    now = timezone.now()
    bad = [
        flows.Promise("  ", now),
        flows.Promise("Ring", now.replace(tzinfo=None)),
        flows.Promise("Ring", now, cast.farid),
        flows.Promise("Ring", now, cast.hanna),
    ]
    codes = []
    for promise in bad:
        with pytest.raises(WrongUse) as refusal:
            flows.set_watch(cast.chiara, cast.case, promise)
        codes.append(refusal.value.code)

    assert codes == ["no-purpose", "no-time-zone", "keeper-may-not", "keeper-may-not"]
    assert Watch.objects.count() == Effect.objects.count() == LogEntry.objects.count() == 0


def test_the_words_of_a_promise_are_of_the_same_case(cast: Cast) -> None:
    kept = keep(cast, "First call", TALK)
    elsewhere = open_case(cast.aygul, "The mill", invented=True)
    promise = flows.Promise("Ring", timezone.now(), anchor=kept.at("5 May 2011"))
    before = LogEntry.objects.count()

    with pytest.raises(WrongUse) as refusal:
        flows.set_watch(cast.aygul, elsewhere, promise)

    assert refusal.value.code == "words-of-another-case"
    assert (Watch.objects.count(), LogEntry.objects.count()) == (0, before)
    assert flows.set_watch(cast.chiara, cast.case, promise).anchor == promise.anchor


def test_an_outcome_outside_the_list_is_wrong_use(cast: Cast) -> None:
    with pytest.raises(WrongUse) as refusal:
        flows.check_in(cast.chiara, _set(cast), "fine")

    assert refusal.value.code == "unknown-outcome"
    assert CheckIn.objects.count() == 0


def test_a_reader_keeps_no_watch(cast: Cast) -> None:
    watch = _set(cast)

    with pytest.raises(NotPermitted):
        flows.set_watch(cast.farid, cast.case, flows.Promise("Ring", timezone.now()))
    with pytest.raises(NotPermitted):
        flows.check_in(cast.emine, watch, "no_answer")


def test_today_shows_a_keeper_what_is_due_and_everybody_what_alarms(cast: Cast) -> None:
    due = _set(cast, keeper=cast.boris)
    overdue = _set(cast, timezone.now() - 3 * DAY)
    _set(cast, timezone.now() + DAY)
    flows.check_in(cast.chiara, _set(cast), "answered_verified")

    def seen(who: str) -> list[tuple[str, bool]]:
        return [(row["words"].partition(":")[0], row["grave"]) for row in queries.due_for(getattr(cast, who))]

    assert seen("boris") == [(f"Watch {overdue.pk}", True), (f"Watch {due.pk}", False)]
    assert seen("emine") == [(f"Watch {overdue.pk}", True)]
    assert seen("farid") == seen("hanna") == []
    row = queries.due_for(cast.boris)[0]
    assert row["url"].endswith(f"/vigil/#watch-{overdue.pk}")
    assert row["when"] == overdue.due_at.date().isoformat()


def test_the_board_puts_every_watch_in_its_place(cast: Cast) -> None:
    now = timezone.now()
    overdue, due, upcoming = (_set(cast, now + delta) for delta in (-3 * DAY, -DAY / 2, DAY))
    first, second = _set(cast, now - 2 * DAY), _set(cast, now - DAY)
    for watch in (first, second):
        flows.check_in(cast.chiara, watch, "answered_verified")

    board = queries.board(cast.case)

    assert [each.watch for each in board.overdue] == [overdue]
    assert [each.watch for each in board.due] == [due]
    assert [each.watch for each in board.upcoming] == [upcoming]
    assert [each.watch for each in board.answered] == [second, first]


def test_a_watch_of_a_case_one_may_not_see_does_not_exist(cast: Cast) -> None:
    elsewhere = open_case(cast.boris, "The school kitchen")
    watch = flows.set_watch(cast.boris, elsewhere, flows.Promise("Ring", timezone.now()))

    assert queries.find_watch(cast.boris, watch.pk) == watch
    for number in (watch.pk, 99):
        with pytest.raises(NotUnderstood):
            queries.find_watch(cast.chiara, number)
