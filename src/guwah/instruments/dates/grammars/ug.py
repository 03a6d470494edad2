"""Uyghur in Arabic script: dates by number or month name with their endings, lengths and ages."""

# ruff: noqa: E501 - a pattern broken in two is harder to check
from __future__ import annotations

import re

from guwah.instruments.dates.grammars.shape import Grammar, counting, form, stems

_NUMBERS = {
    "بىر": 1, "ئىككى": 2, "ئۈچ": 3, "تۆت": 4, "بەش": 5, "ئالتە": 6, "يەتتە": 7, "سەككىز": 8, "توققۇز": 9,
    "ئون": 10, "يىگىرمە": 20, "ئوتتۇز": 30, "قىرىق": 40, "ئەللىك": 50, "ئاتمىش": 60, "يەتمىش": 70, "سەكسەن": 80,
    "توقسان": 90,
}  # fmt: skip
_STEMS = (
    "يانۋار", "فېۋرال", "مارت", "ئاپرېل", "ماي", "ئىيۇن", "ئىيۇل", "ئاۋغۇست", "سېنتەبىر", "ئۆكتەبىر", "نويابىر",
    "دېكابىر",
)  # fmt: skip
_LETTER = "[\u0620-\u064a\u0671-\u06d3\u06d5]"
_ENDING = rf"{_LETTER}{{0,5}}"
_DIGIT = "[0-9٠-٩۰-۹]"
_YEAR = rf"(?P<y>(?<!{_DIGIT}){_DIGIT}{{4}})\s*-?\s*يىل(?:ى|ىدىكى|ىنىڭ|ىدىن|ىغىچە|نىڭ|دىكى|ىدا)?(?!{_LETTER})"
_DAY = rf"(?<!{_DIGIT}){_DIGIT}{{1,2}}(?!{_DIGIT})"
_ON_DAY = rf"\s*-?\s*(?:كۈن{_ENDING}|چېسلا{_ENDING})"
_NAMED = rf"(?:{'|'.join(_STEMS)}){_ENDING}"
_NUMBERED = rf"(?P<m>{_DAY})\s*-?\s*ئا?ې?ي{_ENDING}"
_NUMBER = rf"(?:{_DIGIT}{{1,3}}|(?:(?:ئون|يىگىرمە|ئوتتۇز|قىرىق|ئەللىك|ئاتمىش|يەتمىش|سەكسەن|توقسان)\s+)?(?:{'|'.join(_NUMBERS)}))"
_ABOUT = r"(?:(?P<about>تەخمىنەن|ئەتراپىدا)\s+)?"

GRAMMAR = Grammar(
    forms=(
        form("date", "ug-year-month-day", rf"{_ABOUT}{_YEAR}\s+{_NUMBERED}\s*-?\s*(?P<d>{_DAY}){_ON_DAY}"),
        form("date", "ug-year-day-name", rf"{_ABOUT}{_YEAR}\s+(?P<d>{_DAY})\s*-\s*(?P<m>{_NAMED})"),
        form("date", "ug-year-name-day", rf"{_ABOUT}{_YEAR}\s+(?P<m>{_NAMED})\s+(?P<d>{_DAY}){_ON_DAY}"),
        form(
            "date",
            "ug-day-or-day",
            rf"{_ABOUT}(?:{_YEAR}\s+)?{_NUMBERED}\s*(?P<d>{_DAY})\s*(?:-\s*كۈنى)?\s*ياكى\s*(?P<d2>{_DAY}){_ON_DAY}",
        ),
        form("date", "ug-year-month", rf"{_ABOUT}{_YEAR}\s+{_NUMBERED}"),
        form("date", "ug-year-name", rf"{_ABOUT}{_YEAR}\s+(?P<m>{_NAMED})"),
        form("date", "ug-month-day", rf"{_ABOUT}{_NUMBERED}\s*(?P<d>{_DAY}){_ON_DAY}"),
        form("date", "ug-day-name", rf"{_ABOUT}(?P<d>{_DAY})\s*-\s*(?P<m>{_NAMED})"),
        form("date", "ug-year", rf"{_ABOUT}{_YEAR}"),
        form("age", "ug-age", rf"(?P<age>{_NUMBER})\s*-?\s*ياش{_ENDING}"),
        form(
            "relative",
            "ug-ago",
            rf"{_ABOUT}(?:(?P<ny>{_NUMBER})\s+يىل|(?P<nm>{_NUMBER})\s+ئاي|(?P<nd>{_NUMBER})\s+كۈن)\s+(?P<ago>(?:بۇرۇن|ئىلگىرى))",
        ),
        form(
            "duration",
            "ug-length",
            rf"{_ABOUT}(?<!{_LETTER})(?={_NUMBER}\s+(?:يىل|ئاي|ھەپتە|كۈن)(?!{_LETTER}))(?:(?P<ny>{_NUMBER})\s+يىل(?!{_LETTER}))?"
            rf"(?:(?:\s+ۋە)?\s*(?P<nm>{_NUMBER})\s+ئاي(?!{_LETTER}))?(?:(?:\s+ۋە)?\s*(?P<nw>{_NUMBER})\s+ھەپتە(?!{_LETTER}))?"
            rf"(?:(?:\s+ۋە)?\s*(?P<nd>{_NUMBER})\s+كۈن(?!{_LETTER}))?",
        ),
    ),
    number=counting(_NUMBERS),
    month=stems(_STEMS),
    correction=re.compile(r"\s*[—–،]?\s*(?:ياق|توغرىسى)[،.]?\s*|\s*[—–]\s*"),
    trigger=re.compile(rf"{_DIGIT}|{_NAMED}|يىل|ئاي|ھەپتە|كۈن|ياش"),
)
