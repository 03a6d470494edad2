"""What people tell us, taken as told: dates as EDTF, codes of closed lists, short words trimmed."""

from __future__ import annotations

from guwah.failures import NotUnderstood, WrongUse
from guwah.instruments.dates.errors import NotADate
from guwah.instruments.dates.values import parse
from guwah.instruments.vocabularies import is_code

CHANNELS = "arrival_channels"
STATES = "holding_states"
KINDS = "assurance_kinds"
_SHORT = 200


def short(words: str) -> str:
    """Return words trimmed to what a short column holds."""
    return words.strip()[:_SHORT]


def date(edtf: str) -> str:
    """Return a date as told, trimmed, empty when nobody said.

    Raises:
        NotUnderstood: it is no EDTF (ISO 8601-2:2019).
    """
    told = edtf.strip()
    if told:
        try:
            parse(told)
        except NotADate as not_a_date:
            raise NotUnderstood(not_a_date.code, not_a_date.message) from not_a_date
    return told


def channel(code: str) -> str:
    """Return the code of a way by which something came, empty when nobody said.

    Raises:
        WrongUse: `unknown-channel`.
    """
    if code and not is_code(CHANNELS, code):
        raise WrongUse("unknown-channel", "This way of coming is not in the list.")
    return code
