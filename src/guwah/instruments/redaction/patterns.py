"""The shapes of personal data in English, Russian, Chinese and romanised Chinese; data for `finders`.

They are wide on purpose: what they find is only masked until a person has looked (law 4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Confidence(IntEnum):
    """How often such a shape is what it looks like: `LOW` finds many that are not."""

    LOW = 1
    LIKELY = 2


@dataclass(frozen=True, slots=True)
class Pattern:
    """One shape: a category of `sensitivity_categories`, a sentence that says what was seen, a pattern.

    A group named `it` is what is masked; without one it is the whole match.
    """

    category: str
    why: str
    shape: re.Pattern[str]
    confidence: Confidence = Confidence.LIKELY


LATIN = r"A-Za-z\u00c0-\u024f\u1e00-\u1eff’'ʻʼ"
LATIN_CAPITAL = r"[A-Z\u00c0-\u00d6\u00d8-\u00deĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŹŻŽƏ]"
LATIN_WORD = rf"{LATIN_CAPITAL}[{LATIN}]*(?:-[{LATIN}]+)?"
CYRILLIC_WORD = r"[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+(?:-[А-ЯЁӘҒҚҢӨҰҮҺІа-яёәғқңөұүһі]+)?"
HAN = r"[\u4e00-\u9fff]"
NUMERAL = r"[\d一二三四五六七八九十百〇零]"

PHONE = re.compile(r"(?<![\d.,])(?:\+|00)?\(?\d(?:[\s().\-–‑/]{0,3}\d){6,16}(?!\d)")
# Days and spans of years are what testimony is made of, and no telephone looks like them.
NOT_PHONE = re.compile(
    r"\d{4}[-./–]\d{1,2}[-./–]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}|(?:1[89]|20)\d\d\s?[-–/]\s?(?:1[89]|20)\d\d"
)

HOUSE = r"(?:No\.?\s*)?\d+[A-Za-z]?(?:[-/]\d+)?"
EN_STREET = (
    r"(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Drive|Boulevard|Blvd\.?|Square|Alley|Lu|Jie|Dao|Xiang)"
)
EN_PART = (
    r"(?:Apartment|Apt\.?|Building|Bldg\.?|Unit|Room|Floor|Flat|Block|Entrance|Door|Suite|House|Village|Gate)"
)
RU_PART = (
    r"(?:ул\.?|улиц[аеы]|просп\.?|проспект[ае]?|пр-т|пер\.?|переулок|мкр\.?|микрорайон[ае]?|д\.?|дом[ае]?|кв\.?|"
    r"квартир[аеы]|корп\.?|корпус|подъезд[ае]?|этаж[ае]?|строение)"
)
BORN = (
    r"(?:\b(?:born|birth(?:day|date)?|DOB|d\.o\.b\.)|родил(?:ся|ась)|рожд(?:ения|ённая|ена)|(?:дата|день)\s+рождения|"
    r"туған|تۇغۇلغان|出生|生于|生日)"
)
DAY = (
    r"(?:\d{4}[-./–年]\s?\d{1,2}(?:[-./–月]\s?\d{1,2}日?)?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|"
    r"\d{1,2}(?:st|nd|rd|th)?\s+[^\W\d_]{3,12},?\s+\d{4}|"
    r"[^\W\d_]{3,12}\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|(?:19|20)\d\d)"
)

PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "account_handle",
        "an e-mail address",
        re.compile(r"(?<![^\s@<>()\[\],;:])[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.[^\W\d_]{2,}"),
    ),
    Pattern(
        "account_handle", "a name after @, as messengers write it", re.compile(r"(?<![\w@.])@[^\W\d]\w{2,}")
    ),
    Pattern(
        "account_handle",
        "the name of a messenger and what follows it",
        re.compile(
            r"\b(?:we-?chat|whats-?app|telegram|viber|signal|skype|instagram|facebook|tiktok|qq|line|imo|weibo|"
            r"ватсап|вотсап|телеграм\w*|вичат|вайбер|скайп)(?:\s+(?:id|account|number|name|номер|аккаунт))?"
            r"(?:\s+(?:is|это))?\s*[:：-]?\s*(?P<it>[A-Za-z][\w.-]*\d[\w.-]*|@?\w+[._-]\w[\w.-]*|\d{5,})",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        "account_handle",
        "微信 or QQ and what follows it",
        re.compile(r"(?:微信|QQ)(?:号|id)?\s*(?:是|为|[:：])?\s*(?P<it>[A-Za-z0-9_-]{5,})", re.IGNORECASE),
    ),
    Pattern(
        "account_handle",
        "a link to somebody's page",
        re.compile(
            r"\b(?:t\.me|wa\.me|(?:vk|instagram|facebook|fb|twitter|x|tiktok|weibo)\.com)/\S+",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        "identity_number",
        "seventeen digits and a check letter, as on a Chinese identity card",
        re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    ),
    Pattern(
        "identity_number",
        "twelve digits, as in a Kazakh identity number",
        re.compile(r"(?<![\d])\d{12}(?!\d)"),
    ),
    Pattern(
        "identity_number",
        "letters and digits, as in a passport number",
        re.compile(r"(?<![^\W\d_\u4e00-\u9fff])[A-ZА-Я]{1,2}\s?(?:№\s?)?\d{6,9}(?!\d)"),
    ),
    Pattern(
        "identity_number",
        "a word for an identity paper and the number after it",
        re.compile(
            r"(?:passport|identity card|ID card|ID|паспорт\w*|удостоверени\w+|"
            r"身份证|护照|төлқұжат|жеке куәлік)"
            r"(?:\s*(?:no\.?|number|№|номер|号码?|нөмірі))?\s*[:：]?\s*"
            r"(?P<it>(?=[\w-]*\d)[A-Z0-9][A-Z0-9-]{4,})",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        "bank",
        "sixteen to nineteen digits, as on a bank card",
        re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)"),
    ),
    Pattern("bank", "an IBAN", re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,4})?\b")),
    Pattern(
        "birth_date",
        "a date beside a word for birth",
        re.compile(rf"{BORN}[^.!?。\n]{{0,24}}?(?P<it>{DAY})", re.IGNORECASE),
    ),
    Pattern(
        "birth_date",
        "a date before a word for birth",
        re.compile(
            rf"(?P<it>{DAY})\s*(?:г\.?|года|жылы|-?يىلى)?\s*(?:г\.\s?р\.|рожд|туған|تۇغۇلغان|出生|生(?![活产意气病命]))",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        "address_exact",
        "a street with a house, or the other way round",
        re.compile(
            rf"(?<![{LATIN}\d-])(?:{HOUSE},?\s+)?(?:{LATIN_WORD}\s+){{1,4}}{EN_STREET}(?![{LATIN}])"
            rf"(?:,?\s*{HOUSE})?"
        ),
    ),
    Pattern(
        "address_exact",
        "a part of a house with its number",
        re.compile(
            # A letter of its own, not the plural ("units") and not what follows ("the room I had").
            rf"\b{EN_PART}\s*(?:(?:No\.?|number|#)?\s*\d+[\w/-]*|"
            r"(?:#\s*|(?:(?:No\.?|number)\s*)?(?<=[\s.]))(?:(?-i:A)|[B-HJ-Z])\b(?!['’]))"
            r"|\b\d+(?:st|nd|rd|th)\s+floor\b",
            re.IGNORECASE,
        ),
    ),
    Pattern(
        "address_exact",
        "a district by name",
        re.compile(
            rf"(?<![{LATIN}-])(?:{LATIN_WORD}\s+){{1,3}}(?:District|Residential (?:Area|Complex|Community)|"
            rf"Community|Compound|Neighbou?rhood|Xiaoqu|Qu)(?![{LATIN}])"
        ),
        Confidence.LOW,
    ),
    Pattern(
        "address_exact",
        "a street, a house or a flat",
        re.compile(
            rf"(?<!\w){RU_PART}\s*(?:{CYRILLIC_WORD}(?:\s+{CYRILLIC_WORD})?"
            r"(?:,?\s*(?:д\.?\s*)?\d+\w?(?:[-/]\d+)?)?|№?\s*\d+\w?(?:[-/]\d+)?)(?!\w)"
        ),
    ),
    Pattern(
        "address_exact",
        "a street in Kazakh",
        re.compile(
            rf"(?<![\w-])(?:{CYRILLIC_WORD}\s+){{1,3}}(?:көшесі|даңғылы|шағын ауданы)(?:нің|нде|ндегі)?"
            r"(?:,?\s*\d+\w?(?:[-/]\d+)?)?"
        ),
    ),
    Pattern(
        "address_exact",
        "a street or a house number",
        re.compile(
            rf"(?:{HAN}{{1,8}}(?:路|街|大道|巷|弄|胡同)(?:{NUMERAL}+(?:-\d+)?号?)?|"
            rf"(?<!{NUMERAL}){NUMERAL}+(?:号楼|栋|幢|单元|室|号院))(?:{NUMERAL}+(?:号楼|栋|幢|座|单元|层|楼|室|号))*"
        ),
    ),
    Pattern(
        "address_exact",
        "a housing estate, village or district by name",
        re.compile(rf"{HAN}{{2,6}}(?:小区|新村|家园|花园|社区)"),
        Confidence.LOW,
    ),
)
