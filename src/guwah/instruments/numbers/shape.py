"""What a language has to give so that its numbers in words are found; Chinese has a reader of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WORD_START = r"(?<![^\W\d_])"
WORD_END = r"(?![^\W\d_])"


@dataclass(frozen=True, slots=True)
class Words:
    """The number words of one language, in lower case; patterns without named groups.

    Attributes:
        added: words and what they add.
        times: words and what they multiply with.
        halves: words for "and a half".
        short: abbreviations among `times`, which never begin a number.
        turned: plurals of `times` that name no number alone, and an approximate one before it ("тысяч пять").
        couples: words for "a couple of": two, or a little more.
        vague: pattern of words that stand for many and name no number.
        article: pattern of what may stand before a word of `times` and says nothing ("a hundred").
        ending: pattern of case endings after a number word or a number in digits.
        joined: pattern of what stands between the words of one number.
        within: pattern of what may stand inside a number after a hundred or more ("and"), or ''.
        odd: pattern of what may stand before a word of `times` and makes the number approximate, or ''.
        to: pattern of what stands between the ends of a range.
        both: pattern of what stands before a range whose ends are joined by `both_and` ("between"), or ''.
        away: pattern of the end of a number after which `both_and` joins as well ("from", as a case), or ''.
        both_and: pattern of that joint.
        never: pattern of whole words that only look like a number with an ending, or ''.
        ten_takes_ones: "ten five" is fifteen.
        thousand_unsaid: "two four hundred" is two thousand four hundred.
    """

    added: Mapping[str, int | str]
    times: Mapping[str, int]
    halves: tuple[str, ...]
    couples: tuple[str, ...]
    vague: str
    to: str
    short: frozenset[str] = frozenset()
    turned: frozenset[str] = frozenset()
    article: str = ""
    ending: str = ""
    joined: str = r"[^\S\n]{1,3}|\n"
    within: str = ""
    odd: str = ""
    both: str = ""
    away: str = ""
    both_and: str = ""
    never: str = ""
    ten_takes_ones: bool = False
    thousand_unsaid: bool = False
