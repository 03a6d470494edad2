"""Telephone numbers: in digits of any script, beside a word for them, and read out digit by digit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from guwah.instruments.late_pattern import late

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHORTEST: Final = 7
_FEWEST_WORDS: Final = 5
_FILLER: Final = (
    r"(?:plus|dash|space|dot|point|then|and|плюс|тире|дефис|точка|пробел|затем|потом|и|сызықша|сосын|содан|"
    r"ئاندىن|سوسىن)"
)
_PHONE: Final = late(r"(?<![\d.,])(?:\+|00)?\(?\d(?:[\s().\-–‑/·•_*]{0,3}\d){6,16}(?!\d)")
# Days, spans of years and round sums are what testimony is made of, and no telephone looks like them.
_NO_PHONE: Final = late(
    r"\d{4}[-./–]\d{1,2}[-./–]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}|"
    r"(?:1[89]|20)\d\d\s?[-–/]\s?(?:1[89]|20)\d\d|\d{1,3}(?:[\s.]\d{3})*(?:[\s.]000){2}"
)
_BESIDE: Final = late(
    r"(?:\b(?:tele)?phones?\b|\btel\b|\bmobile\b|\bcall (?:me|him|her|us|them)\b|\bring me\b|\breach me\b|"
    r"\bnumber\b|\bwhats-?app\b|телефон\w*|тел\.|ватсап|номер\w*|звони\w*|нөмір\w*|тел\.|хабарлас\w*|تېلېفون\w*|نومۇر\w*|"
    r"تەلەفون\w*|ءنومىر\w*|ٴنومىر\w*|电话|手机|号码|打给)"
    rf"[^\d.!?。\n]{{0,16}}(?P<it>\d(?:(?:[\s().,\-–/·•_*]|\b{_FILLER}\b|然后|再){{0,7}}\d){{4,16}})(?!\d)",
    re.IGNORECASE,
)

# Value: how many digits of a number the word stands for when numbers are read out.
_WORDS: Final = {
    1: (
        "zero oh nought one two three four five six seven eight nine "
        "ноль нуль один одна два две три четыре пять шесть семь восемь девять "
        "нөл бір екі үш төрт бес алты жеті сегіз тоғыз "
        "نول ءنول ٴنول ءبىر ٴبىر ەكى ءۇش ٴۇش ءتورت ٴتورت التى جەتى سەگىز توعىز "
        "نۆل بىر ئىككى ئۈچ تۆت بەش بەس ئالتە يەتتە سەككىز توققۇز"
    ),
    2: (
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen double "
        "twenty thirty forty fifty sixty seventy eighty ninety "
        "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать "
        "восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят "
        "девяносто он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан "
        "ون جيىرما وتىز قىرىق ەلۋ الپىس جەتپىس سەكسەن توقسان "
        "ئون يىگىرمە ئوتتۇز ئەللىك ئاتمىش يەتمىش"
    ),
    3: (
        "hundred triple сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот "
        "жүз ءجۇز ٴجۇز يۈز"
    ),
}
_VALUE: Final = {word: value for value, words in _WORDS.items() for word in words.split()}
_WORD: Final = "|".join(sorted(_VALUE, key=len, reverse=True))
_TOKEN: Final = rf"(?:(?:{_WORD})(?!\w)|\d{{1,4}}(?!\d))"
_BETWEEN: Final = rf"[\s,،.·–—-]{{1,3}}(?:{_FILLER}[\s,،.–—-]{{1,3}})?"
_SPELLED: Final = late(rf"(?<!\w){_TOKEN}(?:{_BETWEEN}{_TOKEN}){{{_FEWEST_WORDS - 1},}}", re.IGNORECASE)
_SPELLED_TOKEN: Final = late(rf"(?<!\w)(?:{_WORD}|\d+)(?!\w)", re.IGNORECASE)


def telephones(readings: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and rule of everything that may be a telephone number.

    Args:
        readings: one text as `writing.readings` gives it.
    """
    for reading in readings:
        for match in _PHONE.finditer(reading):
            if not _NO_PHONE.fullmatch(match[0]):
                yield (*match.span(), "phone-digits")
        for match in _BESIDE.finditer(reading):
            if not _NO_PHONE.fullmatch(match["it"]):
                yield (*match.span("it"), "phone-beside-word")
    for match in _SPELLED.finditer(readings[0]):
        if _is_read_out(_SPELLED_TOKEN.findall(match[0])):
            yield (*match.span(), "phone-spelled")


def _is_read_out(tokens: list[str]) -> bool:
    """Tell a number read out from a count: long enough, in words at least once, and no row of years."""
    spelled = [_VALUE.get(token.casefold(), 1) for token in tokens if not token[0].isdigit()]
    digits = sum(len(token) for token in tokens if token[0].isdigit())
    return bool(spelled) and digits + sum(spelled) >= _SHORTEST
