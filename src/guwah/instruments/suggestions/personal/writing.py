"""How names and numbers are written in five languages: classes of letters, and digits brought to 0-9.

Everything here keeps the length of a text, so that a place in the folded text is a place in the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LATIN: Final = r"A-Za-z\u00c0-\u024f\u1e00-\u1eff’'ʻʼ"
LATIN_CAPITAL: Final = r"[A-Z\u00c0-\u00d6\u00d8-\u00deĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŹŻŽƏ]"
LATIN_WORD: Final = rf"{LATIN_CAPITAL}[{LATIN}]*(?:-[{LATIN}]+)?"
CYRILLIC_CAPITAL: Final = "[А-ЯЁӘҒҚҢӨҰҮҺІ]"
CYRILLIC_SMALL: Final = "[а-яёәғқңөұүһі]"
CYRILLIC_WORD: Final = rf"{CYRILLIC_CAPITAL}{CYRILLIC_SMALL}+(?:-[А-ЯЁӘҒҚҢӨҰҮҺІа-яёәғқңөұүһі]+)?"
ARABIC: Final = r"\u0621-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff"
HAN: Final = r"[\u4e00-\u9fff]"
HAN_DIGITS: Final = "〇零○一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖"
MONTHS: Final = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|январ[ьяе]|феврал[ьяе]|марта?|апрел[ьяе]|ма[йя]|июн[ьяе]|июл[ьяе]|августа?|"
    r"сентябр[ьяе]|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе]|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|"
    r"қыркүйек|қазан|қараша|желтоқсан|قاڭتار|اقپان|ناۋرىز|ءساۋىر|مامىر|ماۋسىم|شىلدە|تامىز|قىركۇيەك|قازان|"
    r"قاراشا|جەلتوقسان|يانۋار|فېۋرال|مارت|ئاپرېل|ماي|ئىيۇن|ئىيۇل|ئاۋغۇست|سېنتەبىر|ئۆكتەبىر|نويابىر|دېكابىر"
)

_WIDE: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_HAN_VALUES: Final = str.maketrans(HAN_DIGITS, "00011122233445566778899")
_ANY_HAN_DIGIT: Final = re.compile(f"[{HAN_DIGITS}]")


def in_plain_digits(text: str) -> str:
    """Return the text, as long as before, with 0-9 for digits of any script and without full width."""
    if text.isascii():
        return text
    return "".join(map(_plain, text))


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    return _WIDE.get(ord(letter), letter) if digit is None else str(digit)


def readings(text: str) -> tuple[str, ...]:
    """Return the text in plain digits and, where it has Chinese ones, once more with those plain too."""
    plain = in_plain_digits(text)
    return (plain, plain.translate(_HAN_VALUES)) if _ANY_HAN_DIGIT.search(plain) else (plain,)
