"""Moments written as ISO 8601: a bare day is a whole day, a time without a zone is UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TIME = re.compile(r"[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)
EXPECTED = "a date YYYY-MM-DD, or a date and time of ISO 8601, is expected"


class BadInstantError(ValueError):
    """The text is neither `YYYY-MM-DD` nor a date and time of ISO 8601; `code` is `bad-date`."""

    code = "bad-date"


def first_moment(text: str) -> datetime:
    """Return the moment, or the first moment of the day.

    Raises:
        BadInstantError: not a date or a date and time.
    """
    return _read(text, time.min)


def last_moment(text: str) -> datetime:
    """Return the moment, or the last moment of the day.

    Raises:
        BadInstantError: not a date or a date and time.
    """
    return _read(text, time.max)


def _read(text: str, of_day: time) -> datetime:
    try:
        if DAY.fullmatch(text):
            moment = datetime.combine(date.fromisoformat(text), of_day)
        elif DAY.match(text) and TIME.fullmatch(text, 10):
            moment = datetime.fromisoformat(text)
        else:
            raise BadInstantError(EXPECTED)
    except ValueError as wrong:
        raise BadInstantError(EXPECTED) from wrong
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
