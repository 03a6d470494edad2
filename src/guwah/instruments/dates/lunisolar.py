"""Days of the Chinese calendar: lunar birthdays and the feasts that go by the moon.

`chronology.lunar` holds the new year's days, and the tests hold both against each other.
"""

from __future__ import annotations

from functools import lru_cache

from guwah.instruments.dates.civil import number_of

_FIRST_YEAR = 1900
_WIDTH = 5
_MONTHS = (
    "816d20075200ea55164a0064b00a9b415560056a00b59217520075261b2500b2500a4b514ab002ad0056b20b6900da971d92"
    "00e9200d2551a4d00a56002b6415b5006d400ea921e9200e9260d260052b00a57512d600b5a006d430ec9007497169300a93"
    "0052b60a5b00aad0056a41b5500ba400b4921a9300a957152d0053600aad515aa005b200ba531d4a00d4a80a9500a9700556"
    "60ab500ad5006d240ea500ea50064a30c9700a9b7155a0056a00b695175200b5200b254164b00a4b814ab002ad005ad60b69"
    "00da900d9241d2500d25a1a4d00a56002b6605b5006d500ea951e9200e9200d2630a5600a57814d60035a006d5516c900749"
    "006934152b0052b00a5b2155a0056a71b5500ba400b4951a9300a950052d40aad00ab5915aa005d200da561d4a00d4a00c95"
    "4152e0055600ab5215b2006d260ea5007250064b50c9700cab0055a30ad600b69b175200b5200b2561a4b00a4b004ab5055b"
    "005ad00b6a21b5200d9271d2500d2500a55514ad004b6005b530daa00ec981e9200e9200d2660a5600a5700556406d500755"
    "0074930e93006937152b0052b00a5b5155a0056a00b654174a00b4a81a9500a950052d60aad00ab5005aa40ba500da500d4a"
    "31c9500c967194e0055600ab5515b2006d200ea540e4a0068b80c97004ab0055b60ad600b6a007524172500b4500a8b"
)
"""Five hexadecimal digits a year from 1900 to 2098: the month a leap month follows (0 for none), then a bit
for each month in its order, set when the month has 30 days, else it has 29."""
_FIRST_DAY = number_of(1900, 1, 31)
_LEAP_YEAR, _PLAIN_YEAR = 13, 12


@lru_cache(maxsize=4096)
def day_number(year: int, month: int, day: int) -> int | None:
    """Return the day number of a lunar day; None outside 1900 to 2098 or when the month has no such day.

    Args:
        year: the Gregorian year in which the lunar year begins.
        month: the lunar month, 1 to 12; leap months are not told apart from the month before.
        day: the day of that month.
    """
    place = year - _FIRST_YEAR
    if not 0 <= place < len(_MONTHS) // _WIDTH or not 1 <= month <= _PLAIN_YEAR:
        return None
    leap, lengths = _year(place)
    index = month - 1 + (0 < leap < month)
    if not 1 <= day <= lengths[index]:
        return None
    before = sum(sum(_year(one)[1]) for one in range(place))
    return _FIRST_DAY + before + sum(lengths[:index]) + day - 1


def _year(place: int) -> tuple[int, list[int]]:
    leap, bits = int(_MONTHS[place * _WIDTH], 16), int(_MONTHS[place * _WIDTH + 1 : (place + 1) * _WIDTH], 16)
    return leap, [29 + (bits >> index & 1) for index in range(_LEAP_YEAR if leap else _PLAIN_YEAR)]
