"""Finds where somebody asks to cut something out, or answers such a request.

Law 5: the request to cut, its answer and its reason would name what is cut, so they are withheld with it.
Over-finding is right here: a turn too many is masked, and a person may show it again. Left alone is only
what is cheap to tell apart: what others did ("they cut the part off"), and set phrases.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# What removes and what is removed stand near each other, in the order of each language.
_NEAR: Final = r"[^.!?。！？؟\n]{0,60}?"

_EN_PART: Final = (
    r"(?:parts?|passages?|bits?|pieces?|sections?|sentences?|paragraphs?|minutes?|names?|numbers?)\b"
)
_EN_THIS: Final = (
    rf"(?:that|this|those|these)\b(?:\s+(?:\w+\s+)?{_EN_PART}"
    r"|(?=\s*(?:[,.!?;:…]|$|please|from|before|too|okay|ok|for me)))"
)
# What is cut or taken out in daily life.
_EN_OTHER_THINGS: Final = (
    r"(?:the |our |my |off |a ){0,2}"
    r"(?:electricity|power|lights?|water|gas|phones?|internet|heating|lines?|trees?|wood|loans?|credit|insurance|"
    r"rubbish|trash|garbage)\b"
)
_EN_TEXT: Final = (
    r"(?:texts?|interviews?|recordings?|records?|videos?|articles?|stor(?:y|ies)|films?|conversations?|"
    r"transcripts?|tapes?)\b"
)
_EN_MAKE_KNOWN: Final = (
    r"(?:publish|post|print|broadcast|air|share|include|mention|quote|record|release|upload|reveal|disclose|"
    r"(?:put|write|use|show) (?:that|this|it|about|down|my|his|her|their|our|any names?))\b"
)
_EN_MADE_KNOWN: Final = (
    r"(?:published|posted|printed|broadcast|aired|shared|included|mentioned|quoted|recorded|released|uploaded|"
    r"written|shown|named|used|made public)\b"
)
# Sentences that begin so tell what others never do.
_EN_NOT_OTHERS: Final = "".join(rf"(?<!(?-i:{who}) )" for who in ("They", "People", "Officials", "You"))
_EN_WHOSE: Final = r"(?:(?:my|his|her|their|our|your|the|all|any|that|this|real)\s){1,2}(?:\w+['’]s\s)?"

_RU_REMOVE: Final = (
    r"(?:убер(?:и|ите|у|ём|ем)|убрать|удали(?:те|м)?|удалить|удалю|исключи(?:те|м)?|исключить|исключу|"
    r"сотри(?:те)?|стереть|сотру|сотрём|опусти(?:те|м)?|опустить|опущу|пропусти(?:те)?|вычеркни(?:те)?|"
    r"вычеркнуть|скрой(?:те)?|скрыть|скроем|замажь(?:те)?)\b"
)
_RU_PART: Final = (
    r"(?:это|этот|эту|эти|этого|част[ьи]|место|кус(?:ок|к\w+)|фраз\w+|слова|им(?:я|ена)|фамили\w+|номер\w*|"
    r"адрес\w*|лицо|голос|упоминани\w+|сказанн\w+|запис\w+|текст\w*|интервью|отсюда|про|о том|его|её|их)\b"
)
_RU_MAKE_KNOWN: Final = (
    r"(?:публик\w+|печата\w+|пис(?:ать|али?)|выкладыва\w+|показыва\w+|упомина\w+|называ\w+|записыва\w+|"
    r"включа\w+|разглаша\w+|распространя\w+)\b"
)

_PATTERNS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        # cut out, take that out; not: go out, out of the oven
        (
            rf"\b(?:cut|snip|edit|strike|leave|take)\b(?! it out with\b)(?! (?:out )?{_EN_OTHER_THINGS})"
            rf"{_NEAR}(?<!\bgo )(?<!\bget )(?<!\bcome )(?<!\bfind )\bout\b"
            rf"(?! {_EN_OTHER_THINGS})"
            rf"(?! of (?:the|my|our|his|her|their|a) (?!(?:\w+ )?{_EN_TEXT}))"
        ),
        r"\bbe (?:all )?(?:left|taken|cut|edited|struck) out\b",
        (
            rf"\b(?:cut|remove|delete|erase|omit|skip|drop)\b{_NEAR}\b"
            rf"(?:{_EN_THIS}|(?:the|my|any|every) (?:\w+ )?{_EN_PART})"
        ),
        rf"\b(?:removed|deleted|erased|omitted|skipped|cut) (?:that|this|those|these) (?:\w+ )?{_EN_PART}",
        (
            r"\b(?:i|we)(?:['’](?:ve|ll|d)| have| will| can| shall)? (?:already |just )?"
            r"(?:remove|delete|erase|omit|skip|cut)d? (?:it|that|this|them)\b"
        ),
        rf"\bwithout\b{_NEAR}\b(?:part|passage|bit)\b",
        r"\bwithout (?:(?:my|his|her|their|our|the|any|your|real) ){1,2}(?:names?|voice|face)\b",
        # do not publish, nothing of it should be printed
        (
            rf"{_EN_NOT_OTHERS}\b(?:do not|don['’]t|never|not to(?! mention\b)|rather not|please not|"
            rf"you didn['’]t)\b{_NEAR}\b{_EN_MAKE_KNOWN}"
        ),
        rf"\byou (?:must|should|can|could|may|shall)(?: ?not|n['’]t)\b{_NEAR}\b{_EN_MAKE_KNOWN}",
        rf"\b(?:asked|beg|told|prefer|want) {_NEAR}\bnot to mention\b",
        rf"\b(?:i|we)(?:['’]ll not| will not| won['’]t| shall not) {_NEAR}\b{_EN_MAKE_KNOWN}",
        rf"(?:\bnot|n['’]t|\bnever|\bcannot) (?:to )?be {_EN_MADE_KNOWN}",
        r"\boff the record\b|\bnot for (?:publication|the record|print|the public)\b",
        r"\b(?:stays?|keep|is|remain)\b[^.!?\n]{0,40}\bbetween (?:us|you and me)\b",
        r"\bkeep\b[^.!?\n]{0,40}\b(?:out of (?:it|this|that|the)|to yourself|private|secret|confidential)\b",
        (
            r"\b(?:blur|bleep|mute|black out|anonymi[sz]e|pixelate|hide|change|conceal|redact)\s"
            rf"{_EN_WHOSE}(?:names?|faces?|voices?|identity|part|bit)\b"
        ),
    ),
    "ru": (
        r"\bвыреж(?:ь|ьте|у|ем)\b",
        r"\b(?:надо|нужно|можно|можете|прошу|лучше|просьба|хочу)\b[^.!?\n]{0,30}\bвырезать\b",
        rf"\b{_RU_REMOVE}[^.!?\n]{{0,40}}\b{_RU_PART}|\b{_RU_PART}[^.!?\n]{{0,30}}\b{_RU_REMOVE}",
        (
            r"\bне\s+(?:надо|нужно|стоит|следует|хочу|хотел\w* бы|буд(?:у|ем|ете)|стан(?:у|ем))\b"
            rf"[^.!?\n]{{0,30}}\b{_RU_MAKE_KNOWN}"
        ),
        (
            r"\bне\s+(?:(?:о?публику|печата|выкладыва|показыва|упомина|называ|записыва|распространя|разглаша)"
            r"(?:й|йте|ю|ем|ете)|пиши(?:те)?|напиш(?:у|ем|ете)|упомян(?:у|ем)|назов(?:у|ём|ем))\b"
        ),
        r"\bне\s+включа(?:й|йте)\s+(?:это|эту|этот|в\s+(?:текст|запись|статью|интервью))\b",
        r"\bне\s+(?:для\s+(?:печати|записи|публикации|протокола)|под\s+запись)\b",
        r"\bбез\s+(?:имён|имен|имени|фамилий|фамилии)\b|\bмежду\s+нами\b|\bанонимн\w+",
    ),
    "kk": (
        r"(?:алып|кесіп|қиып|сызып|өшіріп) таста(?!ды(?![мқ])|ған|йды|п(?!\w)|лды|лған)",
        r"(?<!шамды )(?<!жарықты )(?<!отты )(?<!телефонды )\bөшір(?:\b|іңіз|іңдер|ші|емін|еміз)",
        (
            r"\b(?:жазба|жариялама|шығарма|көрсетпе|атама|айтпа|салма|таратпа|қоспа)"
            r"(?:ңыз|ңіз|ңдар|ңдер|шы|ші|й-ақ|й қой|йық|ймын|ймыз|йік|ймін|йміз)"
        ),
        r"\bжариялау(?:ға болмайды|дың қажеті жоқ|ды қаламаймын)|\bарамызда қалсын",
        r"(?:الىپ|كەسىپ|قيىپ) تاستا(?!دى(?!م)|عان|يدى)",
        r"(?:جازبا|جاريالاما|شىعارما|ايتپا)(?:ڭىز|ڭدار|شى|يمىن|يمىز)|وشىرىڭىز",
    ),
    "ug": (
        r"(?:ئېلى|كېسى|چىقىرى|ئۆچۈرۈ|قىسقارتى)ۋ(?:ەت(?!تى(?!م)|كەن)|ېت(?!ىپ))",
        r"(?<!چىراغنى )ئۆچۈر(?:ۈڭ|سىڭىز|ىمەن|ىمىز|ۈش كېرەك)",
        r"(?:يازما|چىقارما|تارقاتما|ئاتىما|ئېيتما|سالما|كۆرسەتمە)(?:ڭ|سىڭىز|يمەن|يمىز|يلى|سلىق)|يازمىسىڭىز",
        r"(?:ئېلان|ئاشكارا|ئاشكارە|نەشر) قىلم(?:ا(?!يدۇ|پتۇ)|ىسى)|تىلغا ئالماڭ|ئارىمىزدا قالسۇن",
    ),
    "zh": (
        r"(?<!们)(?<!們)(?<!警察)(?:[删刪剪][掉去除]|去掉|抹掉)",
        (
            r"(?:不要|不能|不可以|请勿|請勿|先不|不会|不會|不想|不愿)(?:再)?(?:把[这這它][段个個些]?)?"
            r"(?:[发發](?!火|愁|脾气|脾氣|呆|抖|生|现|現|烧|燒|明|音|言)|[写寫](?!字|作业|作業|信|完)|公[开開]|登|播|刊|"
            r"提(?!前|高|醒|问|問|供)|[录錄]|[说說]出去|外[传傳])"
        ),
        (
            r"(?<![特分区區个個级級性差離离识識辨类類另])[别別](?:再)?"
            r"(?:[发發](?!火|愁|脾气|脾氣|呆|抖|生|现|現|烧|燒|疯|瘋)|[写寫]|公[开開]|登|播|提(?!前|高|醒)|[录錄]|[说說]出去|外[传傳])"
        ),
        r"匿名|化名|[隐隱]去|打[码碼]|[马馬][赛賽]克",
    ),
}
_REQUEST: Final = re.compile(
    "|".join(f"(?:{each})" for patterns in _PATTERNS.values() for each in patterns), re.IGNORECASE
)


def asks_to_cut(text: str) -> bool:
    """Say whether the words of one block read like a request to leave something out, or an answer to one.

    Args:
        text: the words of one turn or paragraph, in English, Russian, Kazakh, Uyghur or Chinese.
    """
    return _REQUEST.search(text) is not None
