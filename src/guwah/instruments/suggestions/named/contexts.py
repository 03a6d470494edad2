"""What stands beside a word with a capital and tells a person from a place or from anything else.

Each shape has a weight: above nothing it speaks for a person, below for a place or a thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from guwah.instruments.late_pattern import late
from guwah.instruments.suggestions.personal.likeness import data as personal_data
from guwah.instruments.suggestions.personal.likeness import either

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

NEVER: Final = -100
SURE: Final = 100
_BEFORE: Final = 48
_AFTER: Final = 40


@dataclass(frozen=True, slots=True)
class Context:
    """What the neighbours say.

    Attributes:
        weight: for a person above 0, against one below.
        kind: `place` or `organization` where they show one, else empty.
        rule: what was seen where that makes it sure, else empty.
    """

    weight: float
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Shape:
    behind: bool
    weight: float
    kind: str
    rule: str
    pattern: re.Pattern[str]


_TITLES: Final = {
    "en": (
        "mr|mrs|ms|miss|dr|prof|sir|madam|mom|mum|dad|mama|grandma|grandpa|granny|uncle|aunt|auntie|brother|sister|"
        "teacher|doctor|nurse|professor|director|officer|captain|major|colonel|lieutenant|sergeant|commander|comrade|"
        "president|minister|premier|chancellor|governor|mayor|secretary|chairman|chairwoman|chairperson|commissioner|"
        "ambassador|consul|judge|prosecutor|inspector|investigator|lawyer|policeman|policewoman|manager|boss|imam|"
        "mullah|akhun|hajji|haji|sheikh|editor|reporter|deputy|cadre|guard|warden|detective|general|cook|driver|tailor|baker|"
        "activist|journalist|researcher|anthropologist|professor|singer|poet|writer|businessman|farmer|herder|interpreter|"
        "lord|lady|dame|deacon|prefect|notary|constable|private|corporal|señora?|don|doña|dona|haj|umm|abu|monsignor|mufti|lama|rinpoche|geshe|sheriff|senator|councillor|brigadier|admiral|marshal|"
        "coroner|magistrate|advocate|attorney|counsel|solicitor|paramedic|surgeon|midwife|foreman|superintendent|supervisor|veteran|conscript|prisoner|detainee|fisherman|boatman|caretaker|librarian|pharmacist|"
        "reverend|abbot|bishop|pastor|rabbi|translator|interviewer|surname|surnamed|named|witness|cellmate|clerk|interrogator|chief|head|principal|headmaster|headmistress"
    ),
    "ru": (
        "господин|госпож|товарищ|доктор|профессор|директор|начальник|председател|секретар|министр|президент|"
        "дяд|тёт|тет|учител|учительниц|капитан|майор|полковник|лейтенант|сержант|генерал|следовател|прокурор|судь|адвокат|имам|"
        "врач|медсестр|повар|водител|журналист|активист|редактор|аким|участков|инспектор|охранник|надзирател|"
        "свидетел|гражданин|гражданк|сосед|соседк|бригадир|бухгалтер|мулл|переводчик|переводчиц|мастер|заведующ|правозащитни"
    ),
    "kk": (
        "мырза|ханым|имам|молда|доктор|дәрігер|жолдас|директор|бастық|бастығы|төраға|төрағасы|хатшы|хатшысы|министр|президент|"
        "тергеуші|прокурор|судья|адвокат|мұғалім|ұстаз|капитан|майор|полковник|әкім|әкімі|инспектор|журналист|белсенді|"
        "аспаз|жүргізуші|ақын|әнші|жазушы|қарындасым|құрдасым|азамат|азаматша|азаматы|полицей"
    ),
}
_KIN_ENDINGS: Final = {"en": "s?", "ru": "[а-яё]{0,4}", "kk": ""}


@cache
def _shapes(language: str) -> tuple[_Shape, ...]:
    words = personal_data("beside_names.json")
    kin, introduced = (either(words[key][language], language) for key in ("kin", "introductions"))
    given = [
        _Shape(
            behind=False,
            weight=SURE,
            kind="",
            rule="person-after-title",
            pattern=late(rf"(?<!\w)(?:{_TITLES[language]}){_KIN_ENDINGS[language]}\.?\s$", 2),
        ),
        _Shape(
            behind=False,
            weight=SURE,
            kind="",
            rule="person-after-kin",
            pattern=late(rf"(?<!\w)(?:{kin}),?\s$", 2),
        ),
        _Shape(
            behind=False,
            weight=SURE,
            kind="",
            rule="person-introduced",
            pattern=late(rf"(?<!\w)(?:{introduced})\s*[:,—–-]?\s$", 2),
        ),
    ]
    more = (
        _Shape(behind, weight, kind, rule, late(pattern, 2 if not behind else 0))
        for behind, weight, kind, rule, pattern in _MORE[language]
    )
    return (*more, *given)


_VERBS_EN: Final = (
    r"(?:said|says|told|tells|asked|asks|answered|replied|called|wrote|writes|cried|laughed|came|went|knew|knows|thinks|thought|"
    r"took|gave|helped|worked|works|lived|lives|died|saw|heard|brought|signed|left|felt|wanted|wants|tried|began|started|"
    r"promised|refused|agreed|explained|disappeared|himself|herself|who|whose|whom)"
)
# before/behind, weight, whether it shows a place, the rule where it is sure, shape.
_MORE: Final[dict[str, tuple[tuple[bool, float, str, str, str], ...]]] = {
    "en": (
        (
            False,
            -3,
            "place",
            "",
            r"\b(?:in|near|into|around|outside|inside|through|via|reach(?:ed)?|visit(?:ed)?)\s$",
        ),
        (False, -1.5, "place", "", r"\b(?:from|to|towards?|between|leave|left)\s$"),
        (False, -3, "place", "", r"(?<!look )(?<!looked )(?<!shouted )(?<!angry )\bat\s$"),
        (False, -0.4, "", "", r"\b(?:of)\s$"),
        (
            False,
            -4,
            "organization",
            "",
            r"\b(?:(?:agency|company|firm|employer|newspaper|union|group)\s(?:was|is|were)|founders?|director|heads?|chair(?:man|woman)?|members?|leaders?|group|organi[sz]ation|company|firm|party|newspaper|channel|website|agency|employees?|staff)\s(?:of\s|called\s|named\s)?(?:the\s)?[“\"]?$",
        ),
        (
            False,
            -4,
            "organization",
            "",
            r"\b(?:stud(?:y|ied|ying)|graduated?|taught|teach(?:es)?|enrolled|worked|working)\s(?:at|from|for)\s(?:the\s)?$",
        ),
        (True, -2, "", "", r"[”\"»]"),
        (
            False,
            -4,
            "place",
            "",
            r"\b(?:village|town|city|place|settlement|county|district|river|lake|street)\s(?:of|called|named)\s$",
        ),
        (False, -3, "place", "", r"\b(?:village|town|city|river|lake|street)\s$"),
        (
            False,
            -2,
            "",
            "",
            r"\b(?:the|an?|every|this|that|these|those|some|using|on|speak|speaking|spoke|read|watch(?:ed)?|wrote|write|in)\s$",
        ),
        (False, -1, "", "", r"\b(?:called)\s[“\"«']$"),
        (False, -3, "", "", r"[“\"«']$"),
        (
            False,
            1,
            "",
            "",
            r"\b(?:with|by|told|asked|met|saw|know|knew|married|thank|dear|hello|hi|and|like|for|sorry|remember|arrested|detained|released)\s$",
        ),
        (
            True,
            3,
            "",
            "",
            rf"(?:['’]s\s(?:wife|husband|mother|father|brother|sister|son|daughter|house|family|name|hand|face|voice|phone|lawyer|friend)\b|\s(?:and\s(?:I|me|my|his|her)\b|[\w-]{{0,10}}\s?\b{_VERBS_EN}\b))",
        ),
        (True, 1, "", "", r"(?:['’]s\b|,\s(?:my|his|her|our|their|a|an|the|who|whose)\s)"),
        (
            True,
            -3,
            "place",
            "",
            r",\s(?:a|the|our|another)\s(?:\w+\s){0,2}(?:village|town|city|county|district|place|capital)\b",
        ),
        (
            True,
            -2,
            "",
            "",
            r"\s(?:language|people|culture|song|songs|dance|music|app|programme|program|newspaper|channel|website|car|phone|tea|bread)\b",
        ),
        (
            True,
            -4,
            "organization",
            "",
            r",\s(?:the|a|an|our|another)\s(?:[\w-]+\s){0,3}(?:group|organi[sz]ation|company|firm|newspaper|agency|website|channel|party|movement)\b",
        ),
    ),
    "ru": (
        (False, -3, "place", "", r"(?<!\w)(?:в|во|из|до|под|через|около|возле|близ)\s$"),
        (False, -1.5, "place", "", r"(?<!\w)(?:на|по)\s$"),
        (
            False,
            -4,
            "place",
            "",
            r"(?<!\w)(?:сел\w{0,3}|деревн\w{0,3}|аул\w{0,3}|город\w{0,3}|район\w{0,3}|посёл\w+|посел\w+|рек\w{0,2}|улиц\w{0,2}|хутор\w{0,3}|станиц\w{0,3}|кишлак\w{0,3}|слобод\w{0,3}|ул\.|пер\.|пос\.|дер\.|просп\.)\s$",
        ),
        (False, -3, "", "", r"[“\"«]$"),
        (
            False,
            2,
            "",
            "",
            r"(?<!\w)(?:с|со|к|ко|у|от|про|за|и|для|о|об|спросил\w?|сказал\w?|видел\w?|знаю|знал\w?|арестовали|забрали|отпустили|освободили)\s$",
        ),
        (
            True,
            2,
            "",
            "",
            r"(?:\s(?:и|с|со)\s[А-Я]|\s(?:\w+\s)?(?:сказал|говор|ответил|спросил|позвонил|приш[её]л|пришла|уехал|работал|жил|знал|был|умер|плакал|подписал|взял|дал)\w{0,3}\b)",
        ),
        (True, -2, "place", "", r",\s(?:это\s)?(?:село|деревня|город|аул|посёлок)\b"),
    ),
    "kk": (
        (False, -3, "", "", r"[“\"«]$"),
        (False, 1, "", "", r"(?<!\w)(?:және|мен|бен|пен)\s$"),
        (
            True,
            SURE,
            "",
            "person-so-called",
            r"\s(?:есімді|дейтін|деген|атты)\s(?:\w+\s){0,2}(?:кісі|адам|әйел|жігіт|қыз|бала|ер|азамат|дос|көрші|келін|апа|аға|мұғалім|полицей|тергеуші|дәрігер)",
        ),
        (
            True,
            SURE,
            "",
            "person-with-honorific",
            r"\s(?:аға|апа|апай|ағай|тәте|көке|мырза|ханым|ақсақал|қажы|әже|ата|қарт|атай|апке|жеңге|жезде)(?:м|й|мен|ға|ге|ның|нің|ны|ні|дан|ден)?(?!\w)",
        ),
        (True, -4, "place", "", r"\s(?:деген|атты|дейтін)\s(?:\w+\s){0,1}(?:жер|ауыл|қала|аудан|село)"),
        (
            True,
            1.5,
            "",
            "",
            r"\s(?:\w+\s){0,2}?(?:айтты|айтқан|деді|сұрады|келді|кетті|жылады|қайтыс|жұмыс|білді|көрді|берді|алды|хабарласты)",
        ),
    ),
}


def context_of(text: str, start: int, end: int, language: str) -> Context:
    """Return what the neighbours of a stretch say of it.

    Args:
        text: a passage.
        start: first code point of the stretch.
        end: one past its last.
        language: en, ru or kk: how the stretch is written.
    """
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    seen = [
        shape
        for shape in _shapes(language)
        if (shape.pattern.match(after) if shape.behind else shape.pattern.search(before))
    ]
    rule = next((shape.rule for shape in seen if shape.rule), "")
    return Context(sum(shape.weight for shape in seen), _first(shape.kind for shape in seen), rule)


def strongest(contexts: Iterable[Context]) -> Context:
    """Return what several mentions say together."""
    listed = tuple(contexts)
    rule = next((one.rule for one in listed if one.rule), "")
    return Context(sum(one.weight for one in listed), _first(one.kind for one in listed), rule)


def _first(kinds: Iterable[str]) -> str:
    """Return the kind that is said most narrowly: a body before a place before none."""
    said = set(kinds)
    return "organization" if "organization" in said else "place" if "place" in said else ""
