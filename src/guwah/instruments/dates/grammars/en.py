"""English: dates, durations, ages and orders as people say them."""

# ruff: noqa: E501 - a pattern broken in two is harder to check
from __future__ import annotations

import re

from guwah.instruments.dates.grammars.shape import Grammar, counting, form, stems

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    "a": 1,
    "an": 1,
    "hundred": 100,
}
_FULL = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_MONTH = rf"(?:(?:{_FULL})\b|{_SHORT})"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d.,]*\d|\s*(?:years?|months?|weeks?|days?|people|%))"
_YEAR = r"(?:1[89]|20|21)\d\d(?!\d)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_LEAD = (
    r"(?:(?P<maybe>maybe|perhaps|probably|possibly|I think|I guess|it may have been)\s+(?:it was\s+)?)?"
    r"(?:(?:on|in|at|of|since|from|until|till|by)\s+)?"
    r"(?:(?P<about>about|around|approximately|roughly|circa|somewhere around|some time around)\s+)?"
)
_PART = r"(?:(?:the\s+)?(?P<part>early|beginning of|start of|mid|middle of|late|end of)[\s-]+)?"
_AFTER_YEAR = (
    r"(?!\s+(?!(?:and|or|to|when|i|he|she|we|they|it|the|my|at|but|until|till|because|for|in|on|as|that|then|after"
    r"|before|with|was|were|there|by|our|his|her|their|so|which|who|is|had|did|a|an|from|while|if|not|no|this)\b)"
    r"[a-z]+)(?![-%]\w|\s*[%:/])"
)
_NUMBER = (
    rf"(?:\d{{1,3}}|(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES[1:10])}))?|(?:{'|'.join(_ONES[1:])})|an?)"
)
_ABOUT = r"(?:(?P<about>about|around|approximately|roughly|nearly|almost|over|more than|less than|some|at least)\s+)?"
_NOT_A_NAME = r"(?!\s+(?!The\b|I\b|On\b|In\b)[A-Z][a-z]|['’]s?\b|\s+(?:said|told|was|is|has|had|came|left|went|and I)\b)"

_DATES = (
    form("date", "en-iso", r"(?<![\d-])(?P<y>\d{4})-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?![\d-])"),
    form(
        "date",
        "en-numbers",
        r"(?<![\d/.])(?P<a>[0-3]?\d)[/.](?P<b>[0-3]?\d)[/.](?P<y>(?:19|20)\d\d)(?![\d/.])",
    ),
    form(
        "date",
        "en-month-day-or",
        rf"{_LEAD}(?P<m>{_MONTH})\s+(?:the\s+)?(?P<d>{_DAY}),?\s+or\s+(?:on\s+)?(?:(?P<m2>{_MONTH})\s+)?(?:the\s+)?"
        rf"(?P<d2>{_DAY})(?:,?\s+(?:of\s+)?(?P<y>{_YEAR}))?",
    ),
    form(
        "date",
        "en-day-month-or",
        rf"{_LEAD}(?:the\s+)?(?P<d>{_DAY})\s+or\s+(?:the\s+)?(?P<d2>{_DAY})\s+(?:of\s+)?(?P<m>{_MONTH})"
        rf"(?:,?\s+(?:of\s+)?(?P<y>{_YEAR}))?",
    ),
    form(
        "date",
        "en-month-or-month",
        rf"{_LEAD}(?P<m>{_FULL}),?\s+or\s+(?:in\s+)?(?P<m2>{_FULL}),?\s+(?:of\s+)?(?P<y>{_YEAR})",
    ),
    form(
        "date",
        "en-year-or-year",
        rf"{_LEAD}\b(?P<y>{_YEAR})\s+or\s+(?:in\s+)?(?P<y2>{_YEAR}){_AFTER_YEAR}",
    ),
    form(
        "date",
        "en-month-day-year",
        rf"{_LEAD}(?:{_WEEKDAY},?\s+)?\b(?P<m>{_MONTH})\s+(?:the\s+)?(?P<d>{_DAY}),?\s+(?:of\s+)?(?P<y>{_YEAR})",
    ),
    form(
        "date",
        "en-day-month-year",
        rf"{_LEAD}(?:{_WEEKDAY},?\s+)?(?:the\s+)?\b(?P<d>{_DAY})\s+(?:of\s+)?(?P<m>{_MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})",
    ),
    form("date", "en-month-year", rf"{_LEAD}{_PART}\b(?P<m>{_MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})"),
    form("date", "en-decade", r"(?:in\s+)?(?:the\s+)?(?P<decade>(?:1[89]|20)\d)0['’]?s\b"),
    form(
        "date",
        "en-season",
        rf"{_LEAD}(?:the\s+)?(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<y>{_YEAR})",
    ),
    form(
        "date",
        "en-year",
        r"(?:(?P<maybe>maybe|perhaps|probably|I think)\s+)?\b(?:(?:in|since|until|till|by|from|during|before|after|to)"
        r"\s+(?:the\s+)?(?:year\s+)?|the\s+year\s+|(?:the\s+)?(?P<part>early|beginning of|start of|mid|middle of"
        r"|late|end of)[\s-]+)(?:(?P<about>about|around)\s+)?"
        rf"(?P<y>{_YEAR}){_AFTER_YEAR}",
    ),
    form("date", "en-around-year", rf"\b(?P<about>around|circa)\s+(?P<y>{_YEAR}){_AFTER_YEAR}"),
)
# A month word with a capital only: "may" and "march" are verbs, and short forms like "Jun" are given names.
_NAMED = (
    form(
        "date",
        "en-month-day",
        rf"(?i:{_LEAD})(?i:{_WEEKDAY},?\s+)?\b(?P<m>{_MONTH})\s+(?:the\s+)?(?P<d>{_DAY})",
        flags=0,
    ),
    form(
        "date",
        "en-day-month",
        rf"(?i:{_LEAD})(?:the\s+)?\b(?P<d>{_DAY})\s+(?:of\s+)?(?P<m>{_MONTH})",
        flags=0,
    ),
    form(
        "date",
        "en-month",
        r"\b(?i:in|during|until|till|since|early|mid|late|last|next|this)(?:\s+|-)"
        rf"(?:(?P<about>about|around)\s+)?(?P<m>{_FULL})\b{_NOT_A_NAME}",
        flags=0,
    ),
    form(
        "date",
        "en-the-day",
        r"\b(?:[Oo]n\s+)?(?:[Tt]he)\s+(?P<d>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))"
        r"(?=\s*[.,;:!?)—–]|\s*$|\s+(?:and|or|when|but|I|he|she|we|they|to|at|in the|until)\b)",
        flags=0,
    ),
)
_RELATIVE = (
    form(
        "relative",
        "en-ago",
        rf"{_ABOUT}\b(?P<n>{_NUMBER})\s+(?P<unit>day|week|month|year)s?\s+(?P<ago>ago)\b",
    ),
    form("relative", "en-yesterday", r"\b(?P<yesterday>the day before yesterday|yesterday)\b"),
    form("relative", "en-last-weekday", rf"\b(?P<which>last|this past)\s+(?P<weekday>{_WEEKDAY})\b"),
    form("relative", "en-last-unit", r"\b(?P<which>last)\s+(?P<unit>week|month|year)\b"),
    form(
        "order",
        "en-later",
        rf"{_ABOUT}\b(?P<n>{_NUMBER})\s+(?P<unit>day|week|month|year)s?\s+(?P<later>later|after|earlier|before)\b"
        r"(?!\s+yesterday)",
    ),
    form(
        "order",
        "en-next-day",
        r"\b(?:the\s+)(?P<next>next|following|same|previous)\s+day\b|\bthe\s+(?P<eve>day before)\b(?!\s+yesterday)",
    ),
)
_UNITS = (
    rf"(?:(?P<ny>{_NUMBER})(?P<half> and a half)?\s+years?)?"
    rf"(?:(?:\s+and|,(?:\s+and)?)?\s*\b(?P<nm>{_NUMBER})\s+months?)?"
    rf"(?:(?:\s+and|,(?:\s+and)?)?\s*\b(?P<nw>{_NUMBER})\s+weeks?)?"
    rf"(?:(?:\s+and|,(?:\s+and)?)?\s*\b(?P<nd>{_NUMBER})\s+days?)?"
)
_LENGTHS = (
    form(
        "duration",
        "en-length",
        rf"{_ABOUT}\b(?<!\bor )(?:(?<=for )|(?!one\s+day\b))(?=(?:{_NUMBER})(?: and a half)?\s+(?:year|month|week|day)){_UNITS}\b(?!-old|\s+old)",
    ),
    form(
        "duration",
        "en-half-more",
        rf"{_ABOUT}\b(?P<n>an?|one)\s+(?P<unit>year|month|week)\s+(?P<half>and\s+a\s+half)\b",
    ),
    form("duration", "en-half-year", rf"{_ABOUT}\bhalf\s+a\s+(?P<halfof>year)\b"),
    form(
        "duration",
        "en-or",
        rf"{_ABOUT}\b(?P<n>{_NUMBER})\s+or\s+(?P<alt>{_NUMBER})\s+(?P<unit>year|month|week|day)s?\b(?!-old|\s+old)",
    ),
    form(
        "duration",
        "en-unit-or-two",
        rf"{_ABOUT}\b(?P<n>an?)\s+(?P<unit>year|month|week|day)\s+or\s+(?P<alt>two)\b",
    ),
    form(
        "duration",
        "en-hyphen",
        r"\b(?P<n>\d{1,3}|" + "|".join(_ONES[1:]) + r")-(?P<unit>year|month|week|day)s?\b(?!-old)",
    ),
)
_AGES = (
    form("age", "en-years-old", rf"{_ABOUT}\b(?P<age>{_NUMBER})(?:\s+years|[\s-]years?)[\s-]old\b"),
    form("age", "en-aged", r"\b(?:aged|at\s+the\s+age\s+of|at\s+age|turned)\s+(?P<age>\d{1,3})\b(?![\d%])"),
    form(
        "age",
        "en-i-am",
        r"\b(?:I['’]m|I am|she is|he is|she['’]s|he['’]s|she was|he was|I was)\s+(?:only\s+|already\s+)?"
        r"(?:(?P<about>about|around|almost)\s+)?(?P<age>[1-9]\d)(?=\s*[.,;!?]|\s*$|\s+(?:now|when|at the time|then|this year)\b)",
    ),
)

GRAMMAR = Grammar(
    forms=(*_DATES, *_NAMED, *_RELATIVE, *_AGES, *_LENGTHS),
    number=counting(_NUMBERS),
    month=stems(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    correction=re.compile(
        r"(?:\s*[—–]+|\s*--+|\s*(?:\.\.\.|…)|[,;]?)\s*(?:(?:no|sorry|I mean|wait|rather|actually|not that)\b[,.]?\s*)+"
        r"(?:it was\s+)?(?:on|in)?\s*|\s*(?:[—–]+|--+)\s*(?:on|in)?\s*",
        re.IGNORECASE,
    ),
    trigger=re.compile(
        r"\d|\b(?:Jan|Feb|Mar|Apr|May|Ju[nl]|Aug|Sep|Oct|Nov|Dec|spring|summer|autumn|fall|winter|yester)|day|week|month|year",
        re.IGNORECASE,
    ),
    words={
        "part": {
            "early": 0, "beginning of": 0, "start of": 0, "mid": 1, "middle of": 1, "late": 2, "end of": 2,
        },
        "season": {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24},
        "weekday": {
            "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7,
        },
    },
)  # fmt: skip
