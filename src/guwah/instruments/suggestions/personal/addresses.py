"""The shapes of addresses in English, Russian, Kazakh, Uyghur and Chinese; data for `finders`."""

from __future__ import annotations

import re
from typing import Final

from guwah.instruments.suggestions.personal.patterns import Pattern, pattern
from guwah.instruments.suggestions.personal.writing import ARABIC, CYRILLIC_WORD, HAN, LATIN, LATIN_WORD

_NUMERAL: Final = r"[\d一二三四五六七八九十百〇零]"
_HOUSE: Final = r"(?:No\.?\s*)?\d+[A-Za-z]?(?:[-/]\d+)?"
_EN_STREET: Final = (
    r"(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Drive|Boulevard|Blvd\.?|Square|Alley|Lu|Jie|Dao|Xiang)"
)
_EN_PART: Final = (
    r"(?:Apartment|Apt\.?|Building|Bldg\.?|Unit|Room|Floor|Flat|Block|Entrance|Door|Suite|House|Village|Gate)"
)
_EN_DISTRICT: Final = (
    r"(?:District|Residential (?:Area|Complex|Community)|Community|Compound|Neighbou?rhood|Xiaoqu|Qu|Village|"
    r"Township|Hamlet|Settlement|Microdistrict|Mahalla)"
)
_RU_PART: Final = (
    r"(?:ул\.?|улиц[аеыу]|просп\.?|проспект[ае]?|пр-т|пер\.?|переул(?:ок|ке|ка)|мкр\.?|микрорайон[ае]?|д\.?|дом[ае]?|"
    r"кв\.?|квартир[аеыу]|корп\.?|корпус|подъезд[ае]?|этаж[ае]?|строение|проезд[ае]?|шоссе|бульвар[ае]?)"
)
_RU_LONG_STREET: Final = (
    r"(?:ул\.|улиц[аеыу]|просп\.|проспект[ае]?|переул(?:ок|ке|ка)|микрорайон[ае]?|проезд[ае]?)"
)
_RU_PLACE: Final = (
    r"(?:с\.|сел[оеау]|деревн[яеию]|пос\.|пос[её]л(?:ок|ке|ка)|аул[ае]?|кишлак[ае]?|район[ае]?|уезд[ае]?|волост[ьи]|"
    r"хутор[ае]?)"
)
_KK_ENDING: Final = r"(?:н\w{1,4})?"
_TO_A_NUMBER: Final = r"(?:,?\s*(?:No\.?\s*)?\d+[\w]?(?:[-/]\d+)?)"
_ARABIC_WORD: Final = rf"[{ARABIC}]{{2,}}"
_UG_STREET: Final = r"(?:كوچىسى|كوچىسىدا|كوچىسىدىكى|كوشەسى|كوشەسىندە|داڭعىلى|يولى(?=\s*\d))"
_UG_PLACE: Final = (
    r"(?:مەھەللىسى|كەنتى|يېزىسى|ناھىيىسى|ناھىيەسى|بازىرى|قىشلىقى|اۋىلى|اۋدانى|قىستاعى|وكرۋگى|ەلدى مەكەنى)"
)
_UG_PART: Final = r"(?:ئۆي|بىنا|بۆلۈم|ئىشىك|قەۋەت|ئېغىز|ءۇي|ٴۇي|ۇي|پاتەر|عيمارات|قابات|ەسىك)"
# Roads nobody lives in: on the road, all the way, this road, a railway.
_NO_ROAD: Final = r"[走一上这条的铁公马网思出道半过迷赶让同问带认在段一二三四五六七八九十\d]"
_NO_VILLAGE: Final = r"[农全山本们个一座的回出进下外到在离同邻各]"

ADDRESSES: Final[tuple[Pattern, ...]] = (
    pattern(
        "street",
        rf"(?<![{LATIN}\d-])(?:{_HOUSE},?\s+)?(?:{LATIN_WORD}\s+){{1,4}}{_EN_STREET}(?![{LATIN}])"
        rf"(?:,?\s*{_HOUSE})?",
    ),
    pattern(
        "street",
        rf"(?<!\w)(?:\d+[a-z]?,?\s+\w+\s+(?:street|road|avenue|lane|alley)\b"
        rf"|\w+\s+(?:street|road|avenue|lane|alley),?\s*{_HOUSE})",
        re.IGNORECASE,
    ),
    pattern(
        "part-of-house",
        # A letter of its own, not the plural ("units") and not what follows ("the room I had").
        rf"\b{_EN_PART}\s*(?:(?:No\.?|number|#)?\s*\d+[\w/-]*|"
        r"(?:#\s*|(?:(?:No\.?|number)\s*)?(?<=[\s.]))(?:(?-i:A)|[B-HJ-Z])\b(?!['’]))"
        r"|\b\d+(?:st|nd|rd|th)\s+floor\b",
        re.IGNORECASE,
    ),
    pattern("district", rf"(?<![{LATIN}-])(?:{LATIN_WORD}\s+){{1,3}}{_EN_DISTRICT}(?![{LATIN}])"),
    pattern(
        "street",
        rf"(?<!\w){_RU_PART}\s*(?:{CYRILLIC_WORD}(?:\s+{CYRILLIC_WORD})?"
        r"(?:,?\s*(?:д(?:ом)?\.?\s*)?\d+\w?(?:[-/]\d+)?)?|№?\s*\d+\w?(?:[-/]\d+)?)(?!\w)",
    ),
    pattern(
        "street", rf"(?<!\w){_RU_LONG_STREET}\s+\w+,?\s*(?:д(?:ом)?\.?\s*)?\d+\w?(?:[-/]\d+)?", re.IGNORECASE
    ),
    pattern(
        "district",
        rf"(?<!\w){_RU_PLACE}\s+{CYRILLIC_WORD}|{CYRILLIC_WORD}\s+(?:район|уезд|аул|округ)\w{{0,2}}(?!\w)",
    ),
    pattern(
        "street",
        rf"(?<![\w-])(?:{CYRILLIC_WORD}\s+){{1,3}}(?:көшесі|даңғылы|шағын ауданы){_KK_ENDING}{_TO_A_NUMBER}?",
    ),
    pattern(
        "street", rf"(?<![\w-])\w+\s+(?:көшесі|даңғылы|шағын ауданы){_KK_ENDING}{_TO_A_NUMBER}", re.IGNORECASE
    ),
    pattern("part-of-house", r"(?<!\w)\d+\w?\s?-?\s?(?:үй|пәтер|қабат|подъезд|есік|ғимарат)\w{0,6}(?!\w)"),
    pattern(
        "district",
        rf"(?<![\w-]){CYRILLIC_WORD}\s+(?:ауылы|ауданы|қыстағы|округі|елді мекені){_KK_ENDING}(?!\w)",
    ),
    pattern("street", rf"(?<![{ARABIC}])(?:{_ARABIC_WORD}\s+){{1,2}}{_UG_STREET}(?:\s*\d+)?"),
    pattern("part-of-house", rf"(?<!\w)\d+\s?-?\s?(?:نومۇرلۇق\s+)?{_UG_PART}\w{{0,6}}"),
    pattern("district", rf"(?<![{ARABIC}]){_ARABIC_WORD}\s+{_UG_PLACE}\w{{0,5}}"),
    pattern(
        "street",
        rf"(?:{HAN}{{1,8}}(?:(?<!{_NO_ROAD})路|街|大道|巷|弄(?=\d)|胡同)(?:{_NUMERAL}+(?:-\d+)?号?)?|"
        rf"(?<!{_NUMERAL}){_NUMERAL}+(?:号楼|栋|幢|单元|室|号院))(?:{_NUMERAL}+(?:号楼|栋|幢|座|单元|层|楼|室|号))*",
    ),
    pattern("district", rf"{HAN}{{2,6}}(?:小区|新村|家园|花园|社区)"),
    pattern(
        "district",
        rf"{HAN}{{1,3}}(?<!{_NO_VILLAGE})(?:村|屯|乡(?![下镇亲村])|镇(?![压静定]))(?:{_NUMERAL}+[组队])?",
    ),
)
