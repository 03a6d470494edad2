"""Kazakh in Cyrillic: dates with their case endings, lengths and ages."""

# ruff: noqa: E501 - a pattern broken in two is harder to check
from __future__ import annotations

import re

from guwah.instruments.dates.grammars.shape import Grammar, counting, form, stems

_NUMBERS = {
    "бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "жеті": 7, "сегіз": 8, "тоғыз": 9, "он": 10,
    "жиырма": 20, "отыз": 30, "қырық": 40, "елу": 50, "алпыс": 60, "жетпіс": 70, "сексен": 80, "тоқсан": 90,
}  # fmt: skip
_STEMS = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйе[кг]", "қазан", "қараша",
    "желтоқсан",
)  # fmt: skip
_LETTER = "[а-яёәғқңөұүһі]"
_ENDING = rf"{_LETTER}{{0,5}}"
_MONTH = rf"(?:{'|'.join(_STEMS)}){_ENDING}"
_OF_MONTH = rf"(?:\s+ай{_ENDING})?"
_YEAR = rf"(?P<y>(?<!\d)(?:1[89]|20|21)\d\d)\s*-?\s*(?:жыл{_ENDING}|ж\.)"
_DAY = r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_NUMBER = (
    rf"(?:\d{{1,3}}|(?:(?:он|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан)\s+)?(?:{'|'.join(_NUMBERS)}))"
)
_ABOUT = r"(?:\b(?P<about>шамамен|жуық|жуықтап|шамасында)\s+)?"

GRAMMAR = Grammar(
    forms=(
        form(
            "date", "kk-numbers", r"(?<![\d.])(?P<d>[0-3]?\d)\.(?P<m>[01]?\d)\.(?P<y>(?:19|20)\d\d)(?![\d.])"
        ),
        form(
            "date",
            "kk-day-or-day",
            rf"{_ABOUT}(?:{_YEAR}\s+)?(?P<d>{_DAY})\s+(?:немесе|не|әлде)\s+(?P<d2>{_DAY})\s*-?\s*(?P<m>{_MONTH})",
        ),
        form("date", "kk-year-day-month", rf"{_ABOUT}{_YEAR}\s+(?P<d>{_DAY})\s*-?\s*(?P<m>{_MONTH})"),
        form(
            "date",
            "kk-year-month-day",
            rf"{_ABOUT}{_YEAR}\s+(?P<m>{_MONTH}){_OF_MONTH}\s+(?P<d>{_DAY})(?=\s*-?\s*(?:сі|і|ы|шы|ші|күн|ында|інде|ғы|да|де))",
        ),
        form("date", "kk-day-month-year", rf"{_ABOUT}(?P<d>{_DAY})\s+(?P<m>{_MONTH}),?\s+{_YEAR}"),
        form("date", "kk-year-month", rf"{_ABOUT}{_YEAR}\s+(?P<m>{_MONTH}){_OF_MONTH}"),
        form("date", "kk-day-month", rf"{_ABOUT}(?P<d>{_DAY})\s*-?\s*(?P<m>{_MONTH})"),
        form("date", "kk-month", rf"\b(?P<m>{_MONTH})\s+ай{_ENDING}"),
        form("date", "kk-year", rf"{_ABOUT}{_YEAR}"),
        form("age", "kk-age", rf"\b(?P<age>{_NUMBER})\s+жас{_ENDING}\b"),
        form(
            "relative",
            "kk-ago",
            rf"{_ABOUT}\b(?:(?P<ny>{_NUMBER})\s+жыл|(?P<nm>{_NUMBER})\s+ай|(?P<nd>{_NUMBER})\s+күн)\s+(?P<ago>бұрын)\b",
        ),
        form(
            "duration",
            "kk-length",
            rf"{_ABOUT}\b(?={_NUMBER}\s+(?:жыл|ай|апта|күн)(?:дай|ға|ге)?\b)(?:(?P<ny>{_NUMBER})\s+жыл(?:дай|ға)?\b)?"
            rf"(?:(?:\s+және)?\s*\b(?P<nm>{_NUMBER})\s+ай(?:дай|ға)?\b)?(?:(?:\s+және)?\s*\b(?P<nw>{_NUMBER})\s+апта\b)?"
            rf"(?:(?:\s+және)?\s*\b(?P<nd>{_NUMBER})\s+күн(?:дей|ге)?\b)?",
        ),
    ),
    number=counting(_NUMBERS),
    month=stems(_STEMS),
    correction=re.compile(r"\s*[—–,]?\s*(?:жоқ|дұрысы|яғни)\b[,.]?\s*|\s*[—–]\s*", re.IGNORECASE),
    trigger=re.compile(rf"\d|{_MONTH}|жыл|ай|апта|күн|жас", re.IGNORECASE),
)
