"""Chinese numbers: characters, digits, and both in one (`3万5千`), read sign by sign."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from guwah.instruments.late_pattern import late
from guwah.instruments.numbers.digits import DIGIT, RUN, written
from guwah.instruments.numbers.numeral import Numeral, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUES = {
    "〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GREAT = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_ONES, _TENS = "".join(VALUES), "".join((*_SCALES, *_GREAT))
CHARACTERS = _ONES + _TENS
_HALF = Decimal("0.5")
_TWO = 2
_NUMBER = late(
    r"(?P<very>成[百千]上[千万])|(?P<many>(?:(?<![早晚路身以马街山网加])上|好)(?=[几幾十百千万萬亿]))?"
    rf"(?P<body>(?<!第)(?:{RUN}|[{CHARACTERS}几幾数數])+(?:点[{_ONES}]+[百千万萬亿]?(?![{CHARACTERS}]))?|(?<![{CHARACTERS}0-9])半(?=[亩畝公个個]))"
    rf"(?:(?P<more>(?<=[{_TENS}0０])[多余餘来來](?!少|次))(?P<scale>[{_TENS}]{{1,2}})?)?"
)
_PART = late(rf"(?P<digits>{RUN})|(?P<sign>.)", re.DOTALL)
_TO = late(r"\s?(?:[-‑–—~～到至]|或者?)\s?")
_POINT = late(rf"(?P<whole>.+)点(?P<part>[{_ONES}]+)(?P<scale>[{_TENS}]?)")
_PAIR = late(r"一二|二三|两三|兩三|三四|四五|五六|六七|七八|八九|三五")
_SCALE_OF_BOTH = "The scale said last is taken for both numbers."


def read(body: str) -> Decimal | None:
    """Read a number in characters, digits or both; None where they do not make one."""
    if body == "半":
        return _HALF
    if found := _POINT.fullmatch(body):
        return _with_point(found)
    if len(body) >= _TWO and all(sign in VALUES for sign in body):
        return Decimal("".join(str(VALUES[sign]) for sign in body))
    return _Sum().read(body)


def _with_point(found: re.Match[str]) -> Decimal | None:
    """Read `一点五` or `三点二万`: the digits behind the point one by one."""
    whole, scale = read(found["whole"]), read("一" + found["scale"])
    part = "".join(str(VALUES[sign]) for sign in found["part"])
    return None if whole is None or scale is None else (whole + Decimal(f"0.{part}")) * scale


class _Sum:
    """A number while its signs come in."""

    def __init__(self) -> None:
        self._total, self._section = Decimal(0), Decimal(0)
        self._number: Decimal | None = None
        self._room, self._great = Decimal("Infinity"), Decimal("Infinity")
        self._short_of: Decimal | None = None

    def read(self, body: str) -> Decimal | None:
        for part in _PART.finditer(body):
            taken = self._digits(part["digits"]) if part["digits"] else self._sign(part["sign"])
            if not taken:
                return None
        if self._number is not None and self._short_of is not None and self._number < 10:  # noqa: PLR2004
            self._number *= self._short_of
        return self._total + self._section + (self._number or 0)

    def _digits(self, run: str) -> bool:
        found = written(run)
        if found is None or self._number is not None:
            return False
        self._number = found.value
        return True

    def _sign(self, sign: str) -> bool:
        if sign in _GREAT:
            return self._multiply_all(Decimal(_GREAT[sign]))
        if sign in _SCALES:
            return self._multiply(Decimal(_SCALES[sign]))
        if sign not in VALUES or self._number is not None:
            return False
        if VALUES[sign] == 0 and self._room.is_finite():
            self._short_of = None
        else:
            self._number = Decimal(VALUES[sign])
        return True

    def _multiply(self, scale: Decimal) -> bool:
        if scale >= self._room or self._number == 0:
            return False
        self._section += scale if self._number is None else self._number * scale
        self._number, self._room = None, scale
        self._short_of = scale / 10 if scale > 10 else None  # noqa: PLR2004 - 两百五 is short for 250
        return True

    def _multiply_all(self, scale: Decimal) -> bool:
        section = self._section + (self._number or 0)
        if section == 0 or scale >= self._great:
            return False
        self._total += section * scale
        self._section, self._number = Decimal(0), None
        self._room = self._great = scale
        self._short_of = scale / 10
        return True


def find(text: str) -> list[Numeral]:
    """Find numbers and ranges; `几个` and `多少` alone are questions and no numbers."""
    return list(
        _ranges([one for found in _NUMBER.finditer(text) if (one := _numeral(found)) is not None], text)
    )


def _numeral(found: re.Match[str]) -> Numeral | None:
    if found["very"]:
        return Numeral(found.start(), found.end(), None, approximate=True, in_words=True)
    body, scale = found["body"], found["scale"] or ""
    said = found["more"] is not None
    in_words = re.search(DIGIT, body) is None
    if found["many"] or body[0] in "几幾数數":
        counted = len(body) > 1 or found["many"]
        return (
            Numeral(found.start(), found.end(), None, approximate=True, in_words=in_words)
            if counted
            else None
        )
    ends = _ends(body)
    values = [read(one) for one in ends]
    if None in values:
        return None
    sizes = [plain(value * (read("一" + scale) or 1)) for value in values if value is not None]
    value, most = sizes[0], sizes[1] if len(sizes) > 1 else None
    run = written(body)
    other = run.other if run else None
    return Numeral(found.start(), found.end(), value, most, other, said, in_words)


def _ends(body: str) -> list[str]:
    """Return a number, or the two of `三四十` and `十几`."""
    for sign in "几幾":
        if sign in body:
            return [body.replace(sign, "一"), body.replace(sign, "九")]
    pair = _PAIR.search(body)
    others = len(body) - _TWO
    if pair is None or (others and all(sign in VALUES for sign in body)):
        return [body]
    head, tail = body[: pair.start()], body[pair.end() :]
    return [head + pair[0][0] + tail, head + pair[0][1] + tail]


def _ranges(numerals: list[Numeral], text: str) -> Iterator[Numeral]:
    place = 0
    while place < len(numerals):
        following = numerals[place + 1] if place + 1 < len(numerals) else None
        whole = _range(numerals[place], following, text) if following else None
        yield whole or numerals[place]
        place += 2 if whole else 1


def _range(low: Numeral, high: Numeral, text: str) -> Numeral | None:
    if low.value is None or high.value is None or not _TO.fullmatch(text, low.end, high.start):
        return None
    least, last = low.value, text[high.end - 1]
    scale = Decimal({**_SCALES, **_GREAT}.get(last, 1))
    shared = least < scale and least < high.value / scale and low.most is None
    if shared:
        least *= scale
    if least >= high.value:
        return None
    return Numeral(
        low.start,
        high.end,
        plain(least),
        high.most or high.value,
        None,
        low.approximate or high.approximate,
        low.in_words and high.in_words,
        (_SCALE_OF_BOTH,) if shared else (),
    )
