from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.vocabularies import codes
from guwah.instruments.watches import (
    GRACE,
    Attempt,
    BadInstant,
    State,
    UnknownOutcome,
    clears,
    standing,
)

DUE = datetime(2031, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OUTCOMES = codes("checkin_outcomes")
UNVERIFIED = tuple(code for code in OUTCOMES if code != "answered_verified")
moments = st.integers(-100, 100).map(lambda hours: DUE + hours * HOUR)


def attempts(outcomes: tuple[str, ...]) -> st.SearchStrategy[list[Attempt]]:
    return st.lists(st.builds(Attempt, at=moments, outcome=st.sampled_from(outcomes)), max_size=6)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (DUE - timedelta(microseconds=1), State.UPCOMING),
        (DUE, State.DUE),
        (DUE + GRACE - timedelta(microseconds=1), State.DUE),
        (DUE + GRACE, State.OVERDUE),
    ],
)
def test_the_clock_alone_moves_a_watch_through_its_states(now: datetime, state: State) -> None:
    assert standing(DUE, now, []).state is state


def test_the_same_moment_in_another_zone_is_the_same_moment() -> None:
    almaty = timezone(5 * HOUR)

    assert standing(DUE, datetime(2031, 5, 4, 17, tzinfo=almaty), []).state is State.DUE


@given(moments, attempts(UNVERIFIED))
def test_nothing_but_a_verified_answer_clears_a_watch(now: datetime, made: list[Attempt]) -> None:
    bare = standing(DUE, now, [])

    assert standing(DUE, now, made).state is bare.state


@given(moments, attempts(OUTCOMES))
def test_a_verified_answer_clears_it_whatever_else_there_was(now: datetime, made: list[Attempt]) -> None:
    answer = Attempt(now, "answered_verified")

    told = standing(DUE, now, [*made, answer])

    assert told.state is State.ANSWERED
    assert [told.silent, told.blind, told.unproven] == [False, False, False]


@given(moments, st.lists(st.builds(Attempt, at=moments, outcome=st.just("our_fault"))))
def test_our_own_failure_is_never_silence(now: datetime, ours: list[Attempt]) -> None:
    told = standing(DUE, now, ours)

    assert not told.silent
    assert told.tried == 0
    assert told.blind is (now >= DUE + GRACE or any(DUE <= each.at <= now for each in ours))


@given(moments, attempts(OUTCOMES), st.lists(st.builds(Attempt, at=moments, outcome=st.just("our_fault"))))
def test_our_own_failures_change_nothing_that_is_told_of_her(
    now: datetime, made: list[Attempt], ours: list[Attempt]
) -> None:
    without, beside = standing(DUE, now, made), standing(DUE, now, made + ours)

    assert replace(beside, blind=without.blind) == without
    assert beside.blind or not without.blind


@given(moments, attempts(OUTCOMES))
def test_the_order_of_attempts_and_what_comes_later_do_not_matter(now: datetime, made: list[Attempt]) -> None:
    told = standing(DUE, now, made)

    assert standing(DUE, now, reversed(made)) == told
    assert standing(DUE, now, [each for each in made if each.at <= now]) == told


@given(moments, attempts(OUTCOMES))
def test_a_watch_is_never_blind_and_silent_for_want_of_trying(now: datetime, made: list[Attempt]) -> None:
    told = standing(DUE, now, made)

    if told.silent:
        assert told.tried
    if told.blind or told.silent:
        assert told.state in {State.DUE, State.OVERDUE}


@pytest.mark.parametrize(
    "outcome", ["no_answer", "line_dead", "blocked", "rejected", "message_delivered", "message_undelivered"]
)
def test_no_answer_after_the_hour_is_silence(outcome: str) -> None:
    told = standing(DUE, DUE + HOUR, [Attempt(DUE, outcome)])

    assert (told.silent, told.blind, told.unproven, told.tried) == (True, False, False, 1)
    assert not told.alarms


@pytest.mark.parametrize(
    "outcome",
    ["answered_unverified", "answered_other", "message_read", "relative_reports_ok", "relative_asks_stop"],
)
def test_a_sign_is_neither_silence_nor_proof(outcome: str) -> None:
    told = standing(DUE, DUE + GRACE, [Attempt(DUE, "no_answer"), Attempt(DUE, outcome)])

    assert (told.state, told.silent, told.unproven) == (State.OVERDUE, False, True)
    assert told.alarms


@pytest.mark.parametrize(
    ("outcome", "field"), [("answered_duress", "duress"), ("relative_reports_taken", "taken")]
)
def test_the_gravest_news_alarms_at_once_and_stays(outcome: str, field: str) -> None:
    early = Attempt(DUE - HOUR, outcome)

    before = standing(DUE, DUE - HOUR, [early])
    after = standing(DUE, DUE, [early, Attempt(DUE, "answered_verified")])

    assert (before.state, before.alarms, getattr(before, field)) == (State.UPCOMING, True, True)
    assert (after.state, after.alarms, getattr(after, field)) == (State.ANSWERED, True, True)
    assert not standing(DUE, DUE, [early]).silent


def test_an_attempt_before_the_hour_does_not_keep_the_promise() -> None:
    early = Attempt(DUE - HOUR, "no_answer")

    assert not standing(DUE, DUE + HOUR, [early]).blind
    assert standing(DUE, DUE + GRACE, [early]).blind


def test_a_line_of_ours_that_is_down_alarms_at_once_and_no_longer_when_she_was_tried() -> None:
    down = Attempt(DUE, "our_fault")

    assert standing(DUE, DUE + HOUR, [down]).alarms
    assert not standing(DUE, DUE + HOUR, [down, Attempt(DUE + HOUR, "no_answer")]).alarms


def test_a_watch_overdue_alarms_and_one_upcoming_does_not() -> None:
    reached = [Attempt(DUE, "no_answer")]

    assert standing(DUE, DUE + GRACE, reached).alarms
    assert not standing(DUE, DUE - HOUR, []).alarms


def test_the_grace_can_be_another() -> None:
    assert standing(DUE, DUE + HOUR, [], grace=HOUR).state is State.OVERDUE


@pytest.mark.parametrize(
    ("due", "now", "at"),
    [
        (DUE.replace(tzinfo=None), DUE, DUE),
        (DUE, DUE.replace(tzinfo=None), DUE),
        (DUE, DUE, DUE.replace(tzinfo=None)),
    ],
)
def test_a_moment_without_a_zone_is_no_moment(due: datetime, now: datetime, at: datetime) -> None:
    with pytest.raises(BadInstant) as wrong:
        standing(due, now, [Attempt(at, "no_answer")])
    assert wrong.value.code == "no-time-zone"


def test_an_outcome_outside_the_list_is_refused_by_its_name() -> None:
    with pytest.raises(UnknownOutcome, match=r"^fine$") as wrong:
        standing(DUE, DUE, [Attempt(DUE, "fine")])
    assert wrong.value.code == "unknown-outcome"
    with pytest.raises(UnknownOutcome, match=r"^fine$"):
        clears("fine")


def test_only_one_outcome_clears() -> None:
    assert [code for code in OUTCOMES if clears(code)] == ["answered_verified"]
