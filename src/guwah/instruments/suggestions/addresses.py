"""Where somebody lives, told so that one could go there: a street with its house, parts of a house in a row.

Stricter than what masking looks for (`personal.addresses`): a street or a village alone is no address here.
An address is a chain of links; it needs a number and either a street with a house or two links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.instruments.late_pattern import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.material import Passage

_EN_NUMBER: Final = (
    r"(?:(?:[Nn]o\.?\s|[Nn]umber\s)?\d{1,5}[A-Za-z]?(?:[-/]\d{1,4})?|(?:[Nn]umber\s)?"
    r"(?:[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty|[Ss]ixty|[Ss]eventy|[Ee]ighty|[Nn]inety)?-?"
    r"(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve|"
    r"(?:[Tt]hir|[Ff]our|[Ff]if|[Ss]ix|[Ss]even|[Ee]igh|[Nn]ine)teen|(?<=ty)))"
)
_EN_STREET: Final = (
    r"(?:[A-Z][\w'’-]*\.?\s){1,3}(?:Street|St\b\.?|Road|Rd\b\.?|Avenue|Ave\b\.?|Lane|Drive|Row|"
    r"Close|Terrace|Crescent|Square|"
    r"Alley|Way|Boulevard|Blvd\.?|Cottages|Gardens|Place|Mews|Quay|Embankment|Walk|Grove|"
    r"Highway|Parade|Plaza)"
)
_EN_PART: Final = (
    r"(?:[Ff]lat|[Aa]partment|[Aa]pt\.?|[Ss]uite|[Hh]ouse|[Pp]lot|[Uu]nit|[Bb]uilding|[Bb]lock|"
    r"[Ff]loor|[Rr]oom|[Ee]ntrance|"
    rf"[Ss]taircase|[Ll]ane|[Ss]treet|[Rr]oad)\s(?:{_EN_NUMBER}|[A-Z]\b)"
)
_EN_ORDINAL: Final = (
    r"(?:the\s)?(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|top|"
    r"ground)\s(?:floor|door|gate|house|entrance|lane)|"
    r"the\sbasement|basement|(?:the\s)?\w+\s(?:door|gate)|behind\sthe\s(?:\w+\s)?\w+"
)
_RU_STREET_WORD: Final = (
    r"(?:[Уу]л\.?|[Уу]лиц[аеыу]|[Пп]р-т\.?|[Пп]росп\.?|[Пп]роспект[ае]?|[Пп]ер\.?|"
    r"[Пп]ереул(?:ок|ке|ка)|[Бб]ульвар[ае]?|б-р|[Шш]оссе|"
    r"[Пп]роезд[ае]?|[Нн]аб\.?|[Нн]абережн\w+|[Пп]л\.|[Пп]лощад[иь]|[Мм]кр\.?|"
    r"[Мм]икрорайон[ае]?|[Кк]вартал[ае]?|[Тт]упик[ае]?)"
)
_RU_NUMBER: Final = (
    r"(?:№\s?)?(?:\d{1,4}\s?[«\"]?[а-яА-Я]?[»\"]?(?:[-/]\d{1,4})?(?!\w)|(?:двадцать|тридцать|"
    r"сорок|пятьдесят|шестьдесят|семьдесят|"
    r"восемьдесят|девяносто)?\s?(?:один|два|три|четыре|пять|шесть|семь|восемь|девять|десять|"
    r"\w{2,8}надцать|двадцать|тридцать|сорок)(?!\w))"
)
# "Along Field Street 3 hours": a bare number is a house where nothing is counted.
_RU_HOUSE: Final = r"\d{1,4}(?:\s?[«\"]?[а-яА-Я][»\"]?(?!\w))?(?:[-/]\d{1,4})?(?=[,.;)\n]|$)"
_RU_PART: Final = (
    rf"(?:[Дд]ом|д\.|[Кк]орпус|[Кк]орп\.|[Сс]тр\.|[Сс]троение|[Кк]в\.|[Кк]вартира|[Пп]одъезд|"
    rf"[Ээ]таж|[Вв]ход|оф\.|[Оо]фис|комн\.|[Кк]омната)\s?{_RU_NUMBER}"
)
_RU_ORDINAL: Final = (
    r"(?:перв|втор|трет|четв[её]рт|пят|шест)\w{2,3}\s(?:подъезд|этаж|дом|калитка|ворота)|"
    r"вход\s(?:со|с|из)\s\w+|код\s\w{2,6}"
)
_RU_PLACE: Final = (
    r"(?:г\.|гор\.|город|пос\.|пос[её]лок|с\.|село|дер\.|деревня|аул|р-н|"
    r"обл\.)\s?[А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?|\d{6}"
)
_KK_NUMBER: Final = (
    r"(?:\d{1,4}(?:\s?[«\"]?[а-яА-Я][»\"]?)?(?:[-/]\d{1,4})?|бірінші|екінші|үшінші|төртінші|"
    r"бесінші|алтыншы|жетінші|сегізінші)"
)
_KK_PART: Final = (
    rf"{_KK_NUMBER}\s?-?\s?(?:ші\s|шы\s)?(?:үй|пәтер|орам|кіреберіс|қабат|ғимарат|корпус|подъезд|"
    rf"көше|құрылыс|блок)\w{{0,5}}|код\s\w{{2,6}}"
)
_KK_STREET: Final = (
    r"(?:[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]*\s){1,3}(?:көшесі|даңғылы|тұйығы|бульвары|ықшамаудан\w*|"
    r"шағын\sауданы|мөлтек\sауданы|орамы|тас\sжолы)\w{0,4}"
)
_KK_PLACE: Final = (
    r"[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+(?:\s[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+)?\s(?:қаласы|ауылы|кенті|ауданы|облысы|"
    r"поселкесі)\w{0,4}"
)
_UG_NUMBER: Final = r"(?:\d{1,4}|بىرىنچى|ئىككىنچى|ئۈچىنچى|تۆتىنچى|بەشىنچى)"
_UG_PART: Final = (
    rf"{_UG_NUMBER}\s?-?\s?(?:نومۇرلۇق\s)?(?:ئۆي|بىنا|پودەز|قورۇ|قەۋەت|ئىشىك|كوچا|نومۇر|كورپۇس|"
    rf"بۆلۈم|ھويلا)\w{{0,6}}|(?:كىرىش\s)?كودى\s\d{{3,6}}"
)
_UG_STREET: Final = (
    r"(?:(?!ئۆي|مەن|ئادرېس)\w+\s){1,2}(?:كوچىسى|كوچا|يولى|تۇيۇقى|مەھەللىسى|رايونى|كەنتى|"
    r"يېزىسى)(?:دا|دىكى|نىڭ)?"
)
_ZH_NUMBER: Final = r"[\d一二三四五六七八九十百〇零]{1,5}"
_ZH_STREET: Final = (
    rf"(?:(?![住在寄到是])[^\W\d_]){{2,14}}?(?:路|街|道|巷|弄|胡同|村|屯|小区|新村|花园|家园|苑|"
    rf"里){_ZH_NUMBER}(?:号楼|号院?|弄|巷|组|排|栋|幢)"
)
_ZH_PART: Final = (
    rf"{_ZH_NUMBER}(?:号楼|号|栋|幢|座|单元|层|楼|室|户|门|排)(?:[左右东西南北][户门边])?|[A-Z]座"
)


@dataclass(frozen=True, slots=True)
class _Links:
    """What addresses of a language are made of.

    Attributes:
        whole: a street with its house: enough by itself.
        part: a part of an address with its number.
        more: what goes on an address and is none alone.
        joint: what stands between two links.
    """

    whole: str
    part: str
    more: str
    joint: str


_COMMA: Final = r",?\s{1,2}"
_OF: Final[dict[str, _Links]] = {
    "en": _Links(
        rf"{_EN_NUMBER},?\s{_EN_STREET}|{_EN_STREET},?\s\d{{1,4}}[A-Za-z]?(?!\w)|P\.?\s?O\.?\s?Box\s\d+|"
        r"(?i:the\s)?(?:door|gate|entry|bell|intercom)?\s?code\s(?:(?:for|of|to)\sthe\s(?:door|gate|"
        r"lock|entrance)\s)?(?:is\s)?\d(?:[\d#* ]|star|hash){2,14}",
        rf"{_EN_PART}|[Nn]o\.?\s\d+[A-Z]?",
        rf"{_EN_ORDINAL}|{_EN_STREET}|[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?(?=[,.;:)\n]|$)",
        _COMMA,
    ),
    "ru": _Links(
        rf"{_RU_STREET_WORD}\s?(?:[А-ЯЁ\d][\w.-]*\s?){{1,3}},?\s?(?:{_RU_PART}|{_RU_HOUSE})|"
        rf"(?<=\s)[А-ЯЁ]\w+(?:ой|ая|ом|ый|ий),\s{_RU_HOUSE}|"
        rf"[Нн]омер\w*\s\d{{1,4}}\sпо\sулице\s[А-ЯЁ]\w+",
        rf"{_RU_PART}",
        rf"{_RU_PLACE}|{_RU_ORDINAL}|{_RU_STREET_WORD}\s?(?:[А-ЯЁ\d][\w.-]*\s?){{1,2}}|"
        rf"(?:[А-ЯЁ]\w+\s){{1,2}}(?=,)|\d{{1,4}}(?=,)|"
        r"[А-ЯЁ]\w+(?:ой|ая)(?=,)",
        _COMMA,
    ),
    "kk": _Links(
        rf"{_KK_STREET},?\s(?:{_KK_PART}|{_KK_NUMBER})",
        _KK_PART,
        rf"{_KK_PLACE}|{_KK_STREET}|{_KK_NUMBER}(?=,)|көк\sқақпа|[А-ЯЁӘҒҚҢӨҰҮҺІ]\w+(?=[,.;]|$)",
        r"(?:-\w{2,3})?,?\s{1,2}",
    ),
    "ug": _Links(
        rf"{_UG_STREET}،?\s(?:{_UG_PART}|\d{{1,4}}(?!\w))",
        _UG_PART,
        rf"{_UG_STREET}|\w{{3,}}(?=،)",
        r"،?\s{1,2}",
    ),
    "zh": _Links(_ZH_STREET, _ZH_PART, r"[^\W\d_]{2,8}(?:省|市|县|区|州|镇|乡)", r"[，、,\s]?"),
}  # fmt: skip
_SHAPES: Final = {
    language: late(
        rf"(?<!\w)(?P<chain>(?:(?:{links.whole})|(?:{links.part})|(?:{links.more}))"
        rf"(?:{links.joint}(?:(?:{links.whole})|(?:{links.part})|(?:{links.more}))){{0,7}})"
        if language != "zh"
        else rf"(?P<chain>(?:(?:{links.whole})|(?:{links.part}))(?:{links.joint}(?:(?:{links.part}))){{0,5}})"
    )
    for language, links in _OF.items()
}
_WHOLE: Final = {
    language: late(rf"(?<!\w)(?:{links.whole})" if language != "zh" else links.whole)
    for language, links in _OF.items()
}
_PART: Final = {language: late(links.part) for language, links in _OF.items()}
# A line without a number, or without any of these, is not looked at.
_NUMBERED: Final = late(
    r"\d|[一二三四五六七八九十]|(?i:\b(?:one|two|three|four|five|six|seven|eight|nine|ten|"
    r"\w+teen|\w+ty)\b)|надцать|(?<!\w)(?:один|два|три|четыре|пять|шесть|семь|восемь|девять|"
    r"десять)(?!\w)|(?:двад|трид)цать|инші|ыншы|ىنچى"
)
# Parts that prisons and offices have as well: two of them alone are nobody's home.
_OFFICIAL: Final = late(r"(?i:\b(?:block|room|floor|unit|building|lane|street|road)\b)|号$|[层楼]$")
_ENOUGH: Final = 2
# Behind these a number and a place are enough: "I live on Second Hill Street, house sixteen".
_HOME: Final = {
    "en": late(
        r"\b(?:live|living|lives|reside|residing|resides|address|stay|staying|post goes|"
        r"write)\b[^.!?\n]{0,16}$",
        re.IGNORECASE,
    ),
    "ru": late(
        r"(?:жив[уеё]\w*|прожива\w+|адрес\w*|снима\w+|прописан\w*|зарегистрирован\w*)[^.!?\n]{0,16}$",
        re.IGNORECASE,
    ),
    "kk": late(
        r"(?:мекенжай\w*|мекен-жай\w*|үйі(?:міз|м)|тұра(?:мын|ды|мыз|ғым)|адрес\w*)[^.!?\n]{0,16}$",
        re.IGNORECASE,
    ),
    "ug": late(r"(?:ئۆيى(?:مىز|م)|ئادرېس\w*|تۇرالغۇ\w*|مەن)[^.!?\n]{0,10}$"),
    "zh": late(r"(?:住在?|住址|地址|家在|搬到|信寄到?)[^。！？\n]{0,8}$"),
}
_BEFORE: Final = 40


def addresses(passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield where addresses stand, from the start of the passage."""
    language = passage.language
    for line in re.finditer(r"[^\n]+", passage.words):
        if not _NUMBERED.search(line.group()):
            continue
        for chain in _SHAPES[language].finditer(passage.words, *line.span()):
            told = _is_address(chain.group(), language)
            if told or _is_home(passage.words, *chain.span(), language):
                yield chain.span()


def _is_home(text: str, start: int, end: int, language: str) -> bool:
    """Tell whether a word for living stands before links one of which is a numbered part."""
    links = text[start:end]
    said = _HOME[language].search(text, max(0, start - _BEFORE), start) is not None
    several = len(re.findall(r"[,،，、]", links)) + 1 >= _ENOUGH
    return said and several and _PART[language].search(links) is not None


def _is_address(chain: str, language: str) -> bool:
    """Tell whether links make an address: a street with its house, or parts of a home in a row."""
    if _WHOLE[language].search(chain):
        return True
    parts = [part.group() for part in _PART[language].finditer(chain)]
    return len(parts) >= _ENOUGH and not all(_OFFICIAL.search(part) for part in parts)
