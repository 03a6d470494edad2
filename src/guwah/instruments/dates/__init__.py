"""EDTF values, and the way from a mention in words to its readings."""

from guwah.instruments.dates.durations import Duration, add, between, parse_duration
from guwah.instruments.dates.errors import NotADate
from guwah.instruments.dates.values import EdtfValue, parse

__all__ = ["Duration", "EdtfValue", "NotADate", "add", "between", "parse", "parse_duration"]
