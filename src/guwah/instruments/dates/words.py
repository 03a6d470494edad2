"""EDTF values and durations as a page says them.

English in sentences. The other languages write single dates in their own form and join them with signs that
need no translation (law 11): `–` for a stretch, `/` for one of several, `≈` for about, `(?)` for uncertain,
`…` for an open end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guwah.instruments.dates.values import parse

if TYPE_CHECKING:
    from guwah.instruments.dates.clock import Clock
    from guwah.instruments.dates.durations import Duration

_PLAIN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_RU = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
_RU_ALONE = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
]
_KK = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
]
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_FORMS = {
    "ru": ("{y} год", "{ru_alone} {y} года", "{d} {ru} {y} года"),
    "zh": ("{y}年", "{y}年{m}月", "{y}年{m}月{d}日"),
    "kk": ("{y} жыл", "{y} жылғы {kk}", "{y} жылғы {d} {kk}"),
    "ug": ("{y}-يىلى", "{y}-يىلى {m}-ئاي", "{y}-يىلى {m}-ئاينىڭ {d}-كۈنى"),
}
_UNITS = (("years", "year"), ("months", "month"), ("weeks", "week"), ("days", "day"))


def in_words(edtf: str, language: str) -> str:
    """Say an EDTF value in a language, for reading; a value without a plain form is shown as written.

    Args:
        edtf: the value.
        language: en, ru, zh, kk, ug or a tag that starts so; anything else is said in English.

    Raises:
        NotADate: when it is no EDTF value.
    """
    parse(edtf)
    value, short = edtf.strip(), language.partition("-")[0].lower()
    if short in _FORMS:
        return _in_signs(value, short)
    if value[0] in "[{":
        members = [_stretch(member.strip()) for member in value[1:-1].split(",")]
        return _shortened(members, " or " if value[0] == "[" else " and ")
    return _stretch(value)


def _stretch(value: str) -> str:
    if "/" not in value and ".." not in value:
        return _date(value)
    start, _, end = value.partition("/") if "/" in value else value.partition("..")
    if start in ("", "..") and end in ("", ".."):
        return "any day"
    if start in ("", ".."):
        return f"{_date(end)} or earlier"
    if end in ("", ".."):
        return f"{_date(start)} or later"
    return "between " + _shortened([_date(start), _date(end)], " and ")


def _shortened(said: list[str], joined_by: str) -> str:
    """Join days of the same month so that the month is said once: `2 or 3 March 2018`."""
    heads, tails = zip(*(one.partition(" ")[::2] for one in said), strict=True)
    if len(set(tails)) == 1 and all(head.isdecimal() for head in heads) and tails[0]:
        return f"{joined_by.join(heads)} {tails[0]}"
    return joined_by.join(said)


def _date(value: str) -> str:
    plain, about, uncertain = _unmarked(value)
    found = _PLAIN.fullmatch(plain)
    if found is None:
        said = _partly(plain)
    else:
        year, month, day = found.groups()
        index = int(month or 0)
        name = _EN[index - 1] if 1 <= index <= len(_EN) else _SEASONS.get(index)
        if month and name is None:
            return value
        said = " ".join(part for part in (day and str(int(day)), month and name, str(int(year))) if part)
    return ("about " if about else "") + said + (" (uncertain)" if uncertain else "")


def _unmarked(value: str) -> tuple[str, bool, bool]:
    marks = {sign for sign in value if sign in "?~%"}
    return re.sub("[?~%]", "", value), bool(marks & {"~", "%"}), bool(marks & {"?", "%"})


def _partly(plain: str) -> str:
    """Say dates with unspecified digits as far as they go."""
    if re.fullmatch(r"\d{3}X", plain):
        return f"the {plain[:3]}0s"
    if re.fullmatch(r"\d{4}-\d\d-XX", plain):
        return f"some day in {_date(plain[:7])}"
    if re.fullmatch(r"\d{4}-XX(-XX)?", plain):
        return f"some time in {_date(plain[:4])}"
    if re.fullmatch(r"XXXX-\d\d-\d\d", plain):
        return f"{int(plain[8:])} {_EN[int(plain[5:7]) - 1]} of an unknown year"
    return plain


def _in_signs(value: str, language: str) -> str:
    if value[0] in "[{":
        return " / ".join(_in_signs(member.strip(), language) for member in value[1:-1].split(","))
    for sign in ("/", ".."):
        if sign in value:
            start, _, end = value.partition(sign)
            ends = ["…" if one in ("", "..") else _sign_date(one, language) for one in (start, end)]
            return " – ".join(ends)
    return _sign_date(value, language)


def _sign_date(value: str, language: str) -> str:
    plain, about, uncertain = _unmarked(value)
    found = _PLAIN.fullmatch(plain)
    month = int(found[2] or 1) if found else 0
    if found is None or not 1 <= month <= len(_EN):
        return value
    names = {"ru": _RU[month - 1], "ru_alone": _RU_ALONE[month - 1], "kk": _KK[month - 1]}
    form = _FORMS[language][sum(part is not None for part in found.groups()) - 1]
    said = form.format(y=int(found[1]), m=month, d=int(found[3] or 0), **names)
    return ("≈ " if about else "") + said + (" (?)" if uncertain else "")


def clock_in_words(length: Clock) -> str:
    """Say a length by the clock in English: `3 hours and 30 minutes`."""
    hours, minutes = divmod(length.minutes, 60)
    parts = [
        f"{number} {unit}" + ("" if number == 1 else "s")
        for number, unit in ((hours, "hour"), (minutes, "minute"))
        if number or (unit == "minute" and not hours)
    ]
    return " and ".join(parts)


def duration_in_words(duration: Duration) -> str:
    """Say a duration in English: `2 years and 23 days`."""
    parts = [
        f"{number} {one if number == 1 else many}"
        for many, one in _UNITS
        if (number := getattr(duration, many)) or (many == "days" and duration == type(duration)())
    ]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
