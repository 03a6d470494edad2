"""What a finder can say it saw: a stable code, the category it falls in, an English sentence, how sure it is.

Pages translate by the code; the sentence is for whoever reads without one. A code is never used for
something else later.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = "third_party_name"


class Confidence(IntEnum):
    """How often such a shape is what it looks like: `LOW` finds many that are not."""

    LOW = 1
    LIKELY = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to see.

    Attributes:
        code: kebab-case, stable.
        category: code of `sensitivity_categories`.
        why: what was seen, in words; never the data.
        confidence: low for shapes that are often something else.
    """

    code: str
    category: str
    why: str
    confidence: Confidence = Confidence.LIKELY


_LOW: Final = Confidence.LOW
_ACCOUNT, _IDENTITY, _ADDRESS, _BIRTH = "account_handle", "identity_number", "address_exact", "birth_date"

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        rule.code: rule
        for rule in (
            Rule("name-known", NAME, "a name known in this case"),
            Rule("name-in-a-row", NAME, "words with capitals in a row"),
            Rule("name-after-title", NAME, "a word with a capital after a title"),
            Rule("name-in-sentence", NAME, "a word with a capital inside a sentence", _LOW),
            Rule("name-opens-sentence", NAME, "a word that opens a sentence and is no common one", _LOW),
            Rule("name-after-kin", NAME, "a word after one for a relative, a friend or a neighbour", _LOW),
            Rule("name-introduced", NAME, "a word where somebody is introduced by name"),
            Rule("name-with-honorific", NAME, "a word beside one by which people are addressed", _LOW),
            Rule("name-given", NAME, "a usual given name", _LOW),
            Rule("name-of-father", NAME, "a father's name"),
            Rule("name-chinese", NAME, "a Chinese surname and one or two characters", _LOW),
            Rule("name-chinese-title", NAME, "a Chinese surname with a title", _LOW),
            Rule("name-in-chinese", NAME, "characters that write foreign names by their sound", _LOW),
            Rule("phone-digits", "phone", "seven digits or more, as in a telephone number"),
            Rule("phone-beside-word", "phone", "a word for a telephone and the digits after it"),
            Rule("phone-spelled", "phone", "a number read out digit by digit"),
            Rule("email", _ACCOUNT, "an e-mail address"),
            Rule("email-spoken", _ACCOUNT, "an e-mail address as one says it aloud"),
            Rule("handle-at", _ACCOUNT, "a name after @, as messengers write it"),
            Rule("handle-messenger", _ACCOUNT, "the name of a messenger and what follows it"),
            Rule("link-to-page", _ACCOUNT, "a link to somebody's page"),
            Rule(
                "id-chinese", _IDENTITY, "seventeen digits and a check letter, as on a Chinese identity card"
            ),
            Rule("id-kazakh", _IDENTITY, "twelve digits, as in a Kazakh identity number"),
            Rule("passport", _IDENTITY, "letters and digits, as in a passport number"),
            Rule("paper-number", _IDENTITY, "a word for an identity paper and the number after it"),
            Rule("vehicle-plate", _IDENTITY, "letters and digits, as on the plate of a vehicle"),
            Rule("bank-card", "bank", "sixteen to nineteen digits, as on a bank card"),
            Rule("iban", "bank", "an IBAN"),
            Rule("birth-then-date", _BIRTH, "a date beside a word for birth"),
            Rule("date-then-birth", _BIRTH, "a date before a word for birth"),
            Rule("street", _ADDRESS, "a street with a house, or the other way round"),
            Rule("part-of-house", _ADDRESS, "a part of a house with its number"),
            Rule("district", _ADDRESS, "a housing estate, village or district by name", _LOW),
        )
    }
)
