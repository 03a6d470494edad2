from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.vocabularies import codes
from guwah.steps.appeals.silence import NOT_SENT, SPOKEN, STATES, Silence, silence

TODAY = date(2031, 5, 4)
DAYS = st.dates(date(2000, 1, 1), TODAY)


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([], None),
        ([("drafted", "2031-01-01")], None),
        ([("sent", "2031-05-01")], Silence(3, 3)),
        ([("sent", "2031-04")], Silence(4, 33)),
        ([("sent", "../2031-05-01")], Silence(3, None)),
        ([("sent", "2031-05-01/..")], Silence(0, 3)),
        ([("sent", "2032")], Silence(0, 0)),
        ([("sent", "")], None),
        ([("sent", "2031-01-01"), ("acknowledged", "2031-05-02")], Silence(2, 2)),
        ([("sent", "2031-05-01"), ("no_reply", "2031-05-03")], Silence(3, 3)),
        ([("sent", "2031-05-01"), ("forwarded", "")], Silence(3, 3)),
        ([("sent", "2031-01-01"), ("refused", "2031-02-01")], None),
        ([("sent", "2031-01-01"), ("refused", "2031-02-01"), ("sent", "2031-05-03")], Silence(1, 1)),
    ],
)
def test_how_long_nothing_has_been_heard(events: list[tuple[str, str]], told: Silence | None) -> None:
    assert silence(events, TODAY) == told


@given(DAYS, st.integers(0, 400))
def test_silence_grows_a_day_a_day(sent: date, later: int) -> None:
    now = silence([("sent", sent.isoformat())], TODAY)
    then = silence([("sent", sent.isoformat())], TODAY + timedelta(days=later))

    assert now is not None
    assert then == Silence(now.least + later, now.least + later)


def test_every_state_spoken_of_is_in_the_list() -> None:
    assert set(codes(STATES)) > (SPOKEN | NOT_SENT)
