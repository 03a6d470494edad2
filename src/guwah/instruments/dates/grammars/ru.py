"""Russian: full dates, months, years, lengths and ages in the forms met in testimony."""

# ruff: noqa: E501 - a pattern broken in two is harder to check
from __future__ import annotations

import re

from guwah.instruments.dates.grammars.shape import Grammar, counting, form, stems

_NUMBERS = {
    "один": 1, "одна": 1, "одного": 1, "одну": 1, "два": 2, "две": 2, "двух": 2, "три": 3, "трёх": 3, "трех": 3,
    "четыре": 4, "четырёх": 4, "четырех": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9,
    "десять": 10, "одиннадцать": 11, "двенадцать": 12, "тринадцать": 13, "четырнадцать": 14, "пятнадцать": 15,
    "шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18, "девятнадцать": 19, "двадцать": 20, "тридцать": 30,
    "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80, "девяносто": 90,
}  # fmt: skip
_STEMS = (
    r"январ[ьяе]", r"феврал[ьяе]", r"март[ае]?\b", r"апрел[ьяе]", r"ма[йяе]\b", r"июн[ьяе]", r"июл[ьяе]",
    r"август[ае]?\b", r"сентябр[ьяе]", r"октябр[ьяе]", r"ноябр[ьяе]", r"декабр[ьяе]",
)  # fmt: skip
_MONTH = rf"(?:{'|'.join(_STEMS)})"
_YEAR = r"(?:1[89]|20|21)\d\d(?!\d)"
_OF_YEAR = r"(?:\s*(?:год[ауе]?\b|гг?\.))"
_DAY = r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])(?:-?го)?"
_NUMBER = rf"(?:\d{{1,3}}|(?:(?:двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто)\s+)?(?:{'|'.join(_NUMBERS)}))"
_ABOUT = r"(?:\b(?P<about>около|примерно|приблизительно|почти|где-то|больше|более)\s+)?"
_UNITS = (
    rf"(?:(?P<ny>{_NUMBER})\s+(?:год[а]?|лет)\b)?(?:(?:\s+и|,)?\s*\b(?P<nm>{_NUMBER})\s+месяц(?:а|ев)?\b)?"
    rf"(?:(?:\s+и|,)?\s*\b(?P<nw>{_NUMBER})\s+недел[яиьюю]\w?\b)?(?:(?:\s+и|,)?\s*\b(?P<nd>{_NUMBER})\s+(?:день|дня|дней|сут(?:ки|ок))\b)?"
)

GRAMMAR = Grammar(
    forms=(
        form(
            "date", "ru-numbers", r"(?<![\d.])(?P<d>[0-3]?\d)\.(?P<m>[01]?\d)\.(?P<y>(?:19|20)\d\d)(?![\d.])"
        ),
        form("date", "ru-iso", r"(?<![\d-])(?P<y>\d{4})-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?![\d-])"),
        form(
            "date",
            "ru-day-or-day",
            rf"{_ABOUT}(?P<d>{_DAY})\s+или\s+(?P<d2>{_DAY})\s+(?P<m>{_MONTH})(?:\s+(?P<y>{_YEAR}){_OF_YEAR}?)?",
        ),
        form(
            "date",
            "ru-day-month-year",
            rf"{_ABOUT}(?P<d>{_DAY})\s+(?P<m>{_MONTH})\s+(?P<y>{_YEAR}){_OF_YEAR}?",
        ),
        form("date", "ru-day-month", rf"{_ABOUT}(?P<d>{_DAY})\s+(?P<m>{_MONTH})"),
        form("date", "ru-month-year", rf"{_ABOUT}\b(?P<m>{_MONTH})\s+(?P<y>{_YEAR}){_OF_YEAR}?"),
        form("date", "ru-in-month", rf"\bв\s+(?P<m>{_MONTH})"),
        form("date", "ru-year", rf"{_ABOUT}\b(?P<y>{_YEAR}){_OF_YEAR}"),
        form(
            "age",
            "ru-age",
            rf"\b(?:мне|ему|ей|в\s+возрасте)\s+(?:было\s+|сейчас\s+|уже\s+)?{_ABOUT}(?P<age>{_NUMBER})\s+(?:год[а]?|лет)\b",
        ),
        form(
            "relative",
            "ru-ago",
            rf"{_ABOUT}\b(?:(?P<ny>{_NUMBER})\s+(?:год[а]?|лет)|(?P<nm>{_NUMBER})\s+месяц(?:а|ев)?|(?P<nd>{_NUMBER})\s+(?:день|дня|дней))\s+(?P<ago>назад)\b",
        ),
        form(
            "duration",
            "ru-length",
            rf"{_ABOUT}\b(?={_NUMBER}\s+(?:год|лет|месяц|недел|день|дня|дней|сут)){_UNITS}",
        ),
    ),
    number=counting(_NUMBERS),
    month=stems(_STEMS),
    correction=re.compile(r"\s*[—–,]?\s*(?:нет|вернее|точнее|то есть)\b[,.]?\s*|\s*[—–]\s*", re.IGNORECASE),
    trigger=re.compile(rf"\d|{_MONTH}|год|лет|месяц|недел|день|дня|дней|сут", re.IGNORECASE),
)
