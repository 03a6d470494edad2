"""Chinese: dates with 年月日, digits or Chinese numerals, lengths and ages."""

# ruff: noqa: E501 - a pattern broken in two is harder to check
from __future__ import annotations

import re

from guwah.instruments.dates.grammars.shape import DIGITS, Grammar, form

_VALUES = {"〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}  # fmt: skip
_CHARACTERS = "〇零○一二两兩三四五六七八九十百"
_NUMBER = rf"(?:[0-9０-９]{{1,3}}|[{_CHARACTERS}]{{1,6}})"
_YEAR = r"(?:[0-9０-９]{4}|[〇零○一二三四五六七八九]{4})"
_ABOUT = r"(?P<about>大约|大概|约|差不多)?"


def _number(text: str) -> int | None:
    plain = text.translate(DIGITS)
    if plain.isdecimal() and plain.isascii():
        return int(plain)
    if not any(sign in plain for sign in "十百"):
        return int("".join(str(_VALUES[sign]) for sign in plain))
    total, one = 0, None
    for sign in plain:
        if sign in "十百":
            total += (1 if one is None else one) * (10 if sign == "十" else 100)
            one = None
        else:
            one = _VALUES[sign]
    return total + (one or 0)


GRAMMAR = Grammar(
    forms=(
        form("date", "zh-iso", r"(?<![\d-])(?P<y>\d{4})-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?![\d-])"),
        form(
            "date",
            "zh-day-or-day",
            rf"{_ABOUT}(?:(?P<y>{_YEAR})年)?(?P<m>{_NUMBER})月(?P<d>{_NUMBER})[日号號]?(?:或者?|还是)(?P<d2>{_NUMBER})[日号號]",
        ),
        form(
            "date",
            "zh-year-month-day",
            rf"{_ABOUT}(?P<y>{_YEAR})年(?P<m>{_NUMBER})月(?P<d>{_NUMBER})[日号號]",
        ),
        form("date", "zh-month-day", rf"{_ABOUT}(?P<m>{_NUMBER})月(?P<d>{_NUMBER})[日号號]"),
        form("date", "zh-year-month", rf"{_ABOUT}(?P<y>{_YEAR})年(?P<m>{_NUMBER})月(?:份)?"),
        form("date", "zh-year", rf"{_ABOUT}(?P<y>{_YEAR})年"),
        form("age", "zh-age", rf"(?P<age>{_NUMBER})(?:周)?[岁歲]"),
        form(
            "relative",
            "zh-ago",
            rf"{_ABOUT}(?:(?P<ny>{_NUMBER})年|(?P<nm>{_NUMBER})个月|(?P<nd>{_NUMBER})天)(?P<ago>之?前)",
        ),
        form(
            "duration",
            "zh-length",
            rf"{_ABOUT}(?<![0-9０-９第])(?={_NUMBER}(?:年|[个個]月|[个個]?(?:星期|礼拜)|周|[天日])(?!前))(?!{_NUMBER}年代)"
            rf"(?:(?P<ny>{_NUMBER})年(?:零|又)?)?(?:(?P<nm>{_NUMBER})[个個]月(?:零|又)?)?"
            rf"(?:(?P<nw>{_NUMBER})(?:[个個]?(?:星期|礼拜)|周))?(?:(?P<nd>{_NUMBER})天)?(?P<roughly>左右)?",
        ),
    ),
    number=_number,
    month=_number,
    correction=re.compile(r"[，,。—…]*(?:不对|不是|哦不)[，,。]?"),
    trigger=re.compile("[年月天日号號周岁歲]|星期|礼拜|-"),
)
