"""Clock times as phones write them: twelve and twenty-four hours, words for the halves of the day."""

from __future__ import annotations

import re
import unicodedata

from guwah.instruments.deliveries.words import AFTER_NOON, BEFORE_NOON, PERIODS

MARKS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
"""Bidirectional controls, for use inside a character class; exports put them around names and numbers."""

_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652])"
HALF = rf"[^\W\d_](?:(?![.\s\u200c]){_LETTER})*(?:[.\s\u200c]{{1,2}}{_LETTER}+)?\.?"
_BETWEEN = r"(?:[:.٫]|[ \u00a0\u202f]?h[ \u00a0\u202f]?)"
# Of Quebec: "9 h 05 min 06 s".
_SECONDS = r"(?:[:.٫]\d{2}|[ \u00a0\u202f]?min[ \u00a0\u202f]?\d{2}(?:[ \u00a0\u202f]s\b)?)?"
CLOCK = (
    rf"(?:(?P<before>{HALF})\s?)?(?P<hms>\d{{1,2}}{_BETWEEN}\d{{2}}{_SECONDS})"
    rf"(?:\s?(?:ч\.|[Uu]hr\b))?(?:\s?(?P<after>{HALF}))?"
)
"""A clock time; groups `before`, `hms`, `after`; perhaps a word that it is one. Digits of every script."""

CLOCK_THEN_NAME = CLOCK.replace(f"(?P<after>{HALF})", r"(?P<after>[AaPp]\.?[Mm]\b\.?)")
"""The same where a name follows, whose first word must not be taken for a half of the day."""

_NOON, _DAY, _HOUR = 12, 24, 60
_NO_NUMBER = re.compile(r"[^\d]+")
_BLANK = re.compile(r"[\s\u200c]+")


def half_word(word: str) -> str:
    """Return a word for a half of the day as it stands in the lists: small letters, plain blanks."""
    plain = _BLANK.sub(" ", unicodedata.normalize("NFKC", word)).strip().lower()
    # Turkish letters lower to an i with a dot above; no list has one.
    return plain.replace("\u0307", "")


def is_half(word: str) -> bool:
    """Say whether a word is known to name a part of the day."""
    plain = half_word(word)
    return plain in BEFORE_NOON or plain in AFTER_NOON or plain in PERIODS


def read_clock(hms: str, word: str = "") -> tuple[str, ...]:
    """Return the clock times a writing can mean, `HH:MM` or `HH:MM:SS`; none when the clock has no such time.

    Args:
        hms: hours, minutes and perhaps seconds.
        word: the word for the half of the day, empty when there is none. An unknown word leaves both halves.
    """
    numbers = [int(part) for part in _NO_NUMBER.split(hms) if part]
    if any(number >= _HOUR for number in numbers[1:]):
        return ()
    hours = _hours(numbers[0], half_word(word)) if word else (numbers[0],)
    rest = "".join(f":{number:02}" for number in numbers[1:])
    return tuple(f"{hour:02}{rest}" for hour in hours if hour < _DAY)


def _hours(hour: int, word: str) -> tuple[int, ...]:
    # An hour beyond the dial of twelve says itself which one it is.
    if hour > _NOON or hour == 0:
        return (hour,)
    if word in PERIODS:
        found = PERIODS[word].get(hour)
        return (hour % _NOON, hour % _NOON + _NOON) if found is None else (found,)
    morning, evening = hour % _NOON, hour % _NOON + _NOON
    if word in BEFORE_NOON:
        return (morning,)
    return (evening,) if word in AFTER_NOON else (morning, evening)
