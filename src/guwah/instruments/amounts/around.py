"""What stands around one number: the words beside it and the patterns of a language, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from guwah.instruments.amounts.tongues import TONGUES
from guwah.instruments.amounts.tongues.shape import Choice
from guwah.instruments.amounts.tongues.signs import AREA_SIGNS, SIGNS

if TYPE_CHECKING:
    from guwah.instruments.amounts.tongues.shape import Tongue, Unit
    from guwah.instruments.numbers import Numeral

_BESIDE = 48  # characters before a number that can belong to it
_YEARS = range(1850, 2101)
_DAYS = 31
_LONGEST = 9  # digits of a number without a unit and without signs of thousands
_SIGN = 12  # characters before a number in which the sign of its money stands
_BLANKS = 3
_NEAR = 120  # characters before a bare number in which money was spoken of just now
_GOES_ON = '.!?,;—–(«“"。，；！？（、،؛؟'
SENTENCE_ENDS = ".!?。！？؟\n"
# What a sign of money ends with; it spares the long search where there is none.
_SIGN_ENDS = frozenset("₱฿₫₦₾$€£¥￥₽₸₺₼₴₩₹ABCDEFGHIJKLMNOPQRSTUVWXYZbhkps.币幣元金йве")


class Patterns:
    """The patterns of one language."""

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue
        self.currency = Choice((*tongue.currencies, *SIGNS), lead=f"(?:{tongue.gap})")
        self.sign = Choice((*tongue.signs, *SIGNS), tail=r"[^\S\n]{0,2}\Z")
        self.area = Choice((*tongue.areas, *AREA_SIGNS), lead=f"(?:{tongue.gap})")
        self.area_sign = Choice(tongue.area_signs, tail=r"[^\S\n]{1,2}\Z") if tongue.area_signs else None
        self.part_area = Choice((*tongue.areas, *AREA_SIGNS), lead=f"(?:{tongue.part_of})")
        self.nothing_before = _ahead(tongue.nothing_before)
        self.nothing_after = _behind(tongue.nothing_after)
        self.glued = _behind(tongue.glued)
        self.percent = _behind(rf"(?:{tongue.gap})(?:[%％٪]|{tongue.percent})")
        self.tenths = _behind(tongue.tenths)
        self.land = _behind(tongue.land)
        self.counted = _behind(rf"(?P<loosely>{tongue.loosely})(?P<of>{tongue.counted})")
        self.half = _behind(tongue.half)
        self.tail = _behind(tongue.tail)
        self.more = _behind(tongue.more)
        self.or_so = _behind(tongue.or_so)
        self.per = _behind(tongue.per)
        self.bare_end = _behind(tongue.bare_end)
        self.given_end = _behind(tongue.given_end)
        self.shared = _behind(tongue.shared)
        self.shared_before = _ahead(tongue.shared_before)
        self.hundredths = _ahead(rf"{tongue.hundredths}|[%٪]\s?")
        self.about = _ahead(tongue.about)
        self.per_before = _ahead(tongue.per_before)
        self.never = _ahead(rf"(?:{tongue.never})|[#№]\s?|[A-Za-z]-?")
        self.dated = _ahead(tongue.dated)
        self.timed = _ahead(tongue.timed)
        self.paid = _ahead(tongue.paid)
        self.given = _ahead(tongue.given)
        self.follows = _ahead(rf"\n\s*|[{_GOES_ON}]\s*|(?:{tongue.follows})\s*")
        self.links = _ahead(rf"[:：]\s*|(?:{tongue.links})\s*")
        self.paid_after = _behind(tongue.paid_after)
        self.given_after = _behind(tongue.given_after)
        self.inverted = _ahead(tongue.inverted)
        self.each = _behind(tongue.each)
        self.money = _behind(tongue.money)
        self.joint = _behind(tongue.to)
        self.ending_about = _ahead(tongue.ending_about)
        self.not_part = _ahead(tongue.not_part)
        self.by_area = _behind("|".join(unit.pattern for unit in tongue.areas))


def _behind(shape: str) -> re.Pattern[str]:
    return re.compile(shape, re.IGNORECASE)


def _ahead(shape: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{shape})\Z", re.IGNORECASE)


@cache
def patterns(language: str) -> Patterns:
    """Return the patterns of a language, compiled when first asked for."""
    return Patterns(TONGUES[language])


@dataclass(frozen=True, slots=True)
class Around:
    """A number and what stands around it.

    Attributes:
        text: the whole text.
        number: the number.
        left: nothing before this place belongs to it: the end of the amount before.
        patterns: those of the language.
        each: "one mu" right before it, or ''.
    """

    text: str
    number: Numeral
    left: int
    patterns: Patterns
    each: str = ""

    @property
    def words(self) -> str:
        """The words of the number itself."""
        return self.text[self.number.start : self.number.end]

    def ahead(self, pattern: re.Pattern[str], place: int) -> re.Match[str] | None:
        """Find what ends right before a place."""
        return pattern.search(self.text, max(self.left, place - _BESIDE), place)

    @property
    def behind(self) -> tuple[int, bool]:
        """Where a unit may begin, and whether words like "or so" stand before it."""
        found = self.patterns.more.match(self.text, self.number.end)
        return (found.end(), True) if found and found.end() > found.start() else (self.number.end, False)

    @property
    def sign(self) -> tuple[int, Unit] | None:
        """Where the sign or code of money right before the number begins, and that sign."""
        start = self.number.start
        near = self.text[max(self.left, start - _BLANKS) : start].rstrip()
        if not near or near[-1] not in _SIGN_ENDS:
            return None
        return self.patterns.sign.before(self.text, max(self.left, start - _SIGN), start)

    @property
    def area_sign(self) -> tuple[int, Unit] | None:
        """Where a unit of area right before the number begins, and that unit ("hectares twenty")."""
        signs, start = self.patterns.area_sign, self.number.start
        if signs is None or not self.patterns.bare_end.match(self.text, self.number.end):
            return None
        return signs.before(self.text, max(self.left, start - _SIGN), start)

    @property
    def is_a_code(self) -> bool:
        """Whether these are so many digits in a row as telephones, papers and accounts have."""
        return self.words.isdecimal() and len(self.words) > _LONGEST

    @property
    def looks_like_a_year(self) -> bool:
        """Whether these are four digits without a sign that might be a year."""
        value = self.number.value
        return self.words.isdecimal() and value is not None and int(value) in _YEARS

    @property
    def is_a_name(self) -> bool:
        """Whether the number is that of a room, a paper or a day, or a part of a name."""
        if self.ahead(self.patterns.never, self.number.start):
            return True
        if self.looks_like_a_year:
            return self.ahead(self.patterns.dated, self.start_with_about) is not None
        small = self.number.value is not None and self.number.value <= _DAYS
        return small and self.ahead(self.patterns.timed, self.number.start) is not None

    @property
    def start_with_about(self) -> int:
        """Where the words begin when "about" stands before the number."""
        found = self.ahead(self.patterns.about, self.number.start)
        return found.start() if found else self.number.start

    @property
    def goes_on_about_money(self) -> bool:
        """Whether the talk before was of money and nothing right before the number names something else."""
        start = self.start_with_about
        first = not self.text[self.left : start].strip()
        if first or self.ahead(self.patterns.follows, start):
            return self.speaks_of_money(_NEAR)
        linked = self.ahead(self.patterns.links, start) is not None
        sentence = max(self.text.rfind(sign, 0, start) for sign in SENTENCE_ENDS) + 1
        return linked and self.speaks_of_money(min(_NEAR, self.number.start - sentence))

    def speaks_of_money(self, within: int) -> bool:
        """Say whether a word of money stands so many characters before the number, or close behind it."""
        start, end = self.number.start, self.number.end
        return self.patterns.money.search(self.text, max(0, start - within), end + _BESIDE) is not None
