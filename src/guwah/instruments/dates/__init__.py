"""EDTF values, and the way from a mention in words to its readings.

The grammars are only loaded by `dates.mentions`, which has `find`: commands that need values alone start
faster.
"""

from guwah.instruments.dates.clock import Clock, parse_clock
from guwah.instruments.dates.durations import Duration, add, between, parse_duration
from guwah.instruments.dates.errors import NotADate
from guwah.instruments.dates.values import EdtfValue, parse
from guwah.instruments.dates.words import duration_in_words, in_words

__all__ = [
    "Clock",
    "Duration",
    "EdtfValue",
    "NotADate",
    "add",
    "between",
    "duration_in_words",
    "in_words",
    "parse",
    "parse_clock",
    "parse_duration",
]
