"""The shapes of accounts, papers, cards and days of birth in five languages; data for `finders`.

They are wide on purpose: what they find is only masked until a person has looked (law 4). They are matched
on `writing.readings`, so that a digit of any script is a digit here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from guwah.instruments.late_pattern import late
from guwah.instruments.suggestions.personal.writing import MONTHS


@dataclass(frozen=True, slots=True)
class Pattern:
    """One shape of one rule: a group named `it` is what is masked; without one it is the whole match."""

    rule: str
    shape: re.Pattern[str]


def pattern(rule: str, shape: str, flags: re.RegexFlag = re.NOFLAG) -> Pattern:
    """Return a shape of a rule, compiled."""
    return Pattern(rule, late(shape, flags))


_YEAR: Final = r"(?:1[89]|20)\d\d"
_DAY: Final = (
    rf"(?:\d{{4}}[-./–年]\s?\d{{1,2}}(?:[-./–月]\s?[\d十]{{1,3}}[日号]?)?|\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2,4}}|"
    r"\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[^\W\d_]{3,12},?\s+\d{4}|"
    r"[^\W\d_]{3,12}\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|"
    rf"(?:{_YEAR}\s?-?\s?(?:يىلى|جىلى|жылы|года)\s+)?\d{{1,2}}(?:st|nd|rd|th)?[\s-]*(?:of\s+)?(?:{MONTHS})\w*|"
    rf"(?:{MONTHS})\s+\d{{1,2}}\b|"
    rf"(?:{_YEAR}\s?-?\s?يىلى\s+)?\d{{1,2}}\s?-?\s?ئاي(?:نىڭ)?\s+\d{{1,2}}\s?-?\s?كۈنى|"
    rf"[\d十]{{1,2}}月[\d十]{{1,3}}[日号]|{_YEAR})"
)
_BORN: Final = (
    r"(?:\b(?:born|birth(?:day|date)?|DOB|d\.o\.b\.)|родил(?:ся|ась)|рожд(?:ения|ённая|ена)|"
    r"(?:дата|день)\s+рождения|туған|تۇغۇلغان|تۇغۇلغان كۈنى|تۋعان|出生|生于|生日)"
)
_BIRTH_BEHIND: Final = r"(?:г\.\s?р\.|рожд|туған|تۇغۇلغان|تۋعان|出生|生(?![活产意气病命]))"
_MESSENGER: Final = (
    r"(?:we-?chat|whats-?app|telegram|viber|signal|skype|instagram|facebook|tiktok|qq|line|imo|weibo|douyin|"
    r"snapchat|ватсап|вотсап|телеграм\w*|вичат|вайбер|скайп|инстаграм\w*|уатсап|ئۈندىدار\w*|ۋاتساپ\w*|"
    r"تېلېگرام\w*|ۋيچات\w*|تەلەگرام\w*|微信|抖音|快手|微博|支付宝|小红书)"
)
_PAPER: Final = (
    r"(?:passport|identity card|ID card|ID|паспорт\w*|удостоверени\w+|身份证|护照|төлқұжат\w*|"
    r"жеке куәлі[кг]\w*|"
    r"ИИН|ЖСН|IIN|پاسپورت\w*|كىملىك\w*|سالاھىيەت گۇۋاھنامى\w*|تولقۇجات\w*|جەكە كۋالى[كگ]\w*)"
)
_NUMBER_WORD: Final = r"(?:no\.?|number|№|номер|号码?|нөмірі|نومۇرى|ءنومىرى|нөмері)"

PATTERNS: Final[tuple[Pattern, ...]] = (
    pattern("email", r"(?<![^\s@<>()\[\],;:])[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.[^\W\d_]{2,}"),
    pattern(
        "email-spoken",
        r"\b[\w.-]{1,64}\s*(?:\(at\)|\[at\]|\bat\b|собака|@)\s*\w[\w-]*(?:\s+\w+)?\s*"
        r"(?:\(dot\)|\[dot\]|\bdot\b|\bточка\b)\s*[^\W\d_]{2,}",
        re.IGNORECASE,
    ),
    pattern("handle-at", r"(?<![\w@.])@[^\W\d]\w{2,}"),
    pattern(
        "handle-messenger",
        rf"(?<!\w){_MESSENGER}(?:\s*(?:id|account|number|name|номер|аккаунт|号|نومۇرۇم|نومۇرى))?"
        r"(?:\s+(?:is|это))?\s*[是为]?\s*[:：-]?\s*"
        r"(?P<it>[A-Za-z][\w.-]*\d[\w.-]*|@?[A-Za-z]\w*[._-]\w[\w.-]*|\d{5,})",
        re.IGNORECASE,
    ),
    pattern(
        "handle-messenger",
        rf"{_MESSENGER}(?:号|\s*(?:id|nick(?:name)?|login|username|ник|логин))?\s*(?:是|为|叫|is|:|：)\s*"
        r"(?P<it>(?!blocked|closed|banned|gone|open|not|the|where|how)[A-Za-z][A-Za-z0-9_-]{4,})",
        re.IGNORECASE,
    ),
    pattern(
        "link-to-page",
        r"\b(?:(?:t|wa|line|imo|telegram)\.me|youtu\.be|ok\.ru|weibo\.cn|weixin\.qq\.com|(?:\w+\.)?(?:vk|instagram|"
        r"facebook|fb|twitter|x|tiktok|weibo|youtube|linkedin|douyin|kuaishou|xiaohongshu|snapchat|threads)"
        r"\.(?:com|net))/\S+",
        re.IGNORECASE,
    ),
    pattern("id-chinese", r"(?<!\d)(?:\d{17}[\dXx]|\d{6}[ -]\d{8}[ -]\d{3}[\dXx])(?!\d)"),
    pattern("id-kazakh", r"(?<!\d)(?:\d{12}|\d{6}[ -]\d{6})(?!\d)"),
    pattern("passport", r"(?<![^\W\d_\u4e00-\u9fff])[A-ZА-Я]{1,2}\s?(?:№\s?)?\d{6,9}(?!\d)"),
    pattern(
        "paper-number",
        rf"{_PAPER}(?:\s*{_NUMBER_WORD})?\s*[:：]?\s*(?:is|это|是)?\s*(?P<it>(?=[\w-]*\d)[A-Z0-9][A-Z0-9-]{{4,}})",
        re.IGNORECASE,
    ),
    pattern(
        "vehicle-plate",
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·.\s-]?[A-Z0-9]{5,6}(?![A-Z0-9])",
    ),
    pattern(
        "vehicle-plate",
        r"(?<![\w.-])\d{3}\s?[A-Z]{2,3}\s?\d{2}(?!\w)|(?<!\w)[A-Z]\s?\d{3}\s?[A-Z]{2,3}(?!\w)",
    ),
    pattern("vehicle-plate", r"(?<!\w)[АВЕКМНОРСТУХ]\s?\d{3}\s?[АВЕКМНОРСТУХ]{2}(?:\s?\d{2,3})?(?!\w)"),
    pattern(
        "vehicle-plate",
        r"(?:licen[cs]e plates?|plate(?: number)?|number plate|номер машины|гос\.?\s?номер|车牌号?码?|"
        r"көлік нөмірі|ماشىنا نومۇرى)\s*(?:is|was|это|是)?\s*[:：]?\s*"
        r"(?P<it>(?=[\w -]{0,8}\d)\w[\w\s-]{2,8}\w)",
        re.IGNORECASE,
    ),
    pattern("bank-card", r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)"),
    pattern("iban", r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,4})?\b"),
    pattern("birth-then-date", rf"{_BORN}[^.!?。\n]{{0,24}}?(?P<it>{_DAY})", re.IGNORECASE),
    pattern(
        "date-then-birth",
        rf"(?P<it>{_DAY})\s*(?:г\.?|года|жылы|-?\s?(?:يىلى|جىلى))?\s*(?:\w+\s+)?{_BIRTH_BEHIND}",
        re.IGNORECASE,
    ),
)
