"""Personal data as suggestions: numbers, addresses, days of birth, and what only words show.

Here each should be what it looks like: a person has to answer it. The finder behind masking (`personal`) is
wider on purpose and takes capitals in a row for a name and any street for an address, because what it misses
goes out (law 4); it is used by editions, and must not be made stricter for the sake of this list. Names of
relatives come from the finder of people (`named.relatives`), which has seen the whole text; other people are
suggested as people and not once more here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from guwah.instruments.late_pattern import late
from guwah.instruments.suggestions.addresses import addresses
from guwah.instruments.suggestions.birth_dates import birth_dates
from guwah.instruments.suggestions.model import Found
from guwah.instruments.suggestions.personal.finders import numbered
from guwah.instruments.suggestions.plain import plain
from guwah.instruments.suggestions.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.material import Material, Passage
    from guwah.instruments.suggestions.personal.finders import Finding

_KIND: Final = "personal_data"
# Where a line or a sentence ends, a number does.
_NUMBER_ENDS: Final = re.compile(r"\n|[.·]\s|\s{2,}")
# A file, an article, a day: digits in a row that nobody answers.
_NO_TELEPHONE: Final = late(
    r"(?:1[89]|20)\d\d\s?[-–—/]\s?\d{2,4}|(?:1[89]|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d|\d{1,4}(?:/\d{1,4}){1,3}"
)
_FILED: Final = late(
    r"(?:\b(?:ref|case|file|invoice|order|article|exhibit|document|serial|batch|receipt|ticket)\b|№|артикул|дел[оау]\b|приказ\w*|"
    r"протокол\w*|накладн\w+|счёт\w*|іс\b|бұйрық\w*|хаттама\w*|ھۆججەت|دېلو|编号|文号|案号|货号|批号|号文|档案)[^\n]{0,12}$",
    re.IGNORECASE,
)
_CALLED: Final = late(
    r"(?:phone|call|ring|mobile|whats-?app|number|fax|тел|звон|номер|ватсап|факс|нөмір|қоңырау|званда|хабарлас|соқ(?!қ)|تېلېفون|نومۇر|电话|手机|号码|座机|打|联络|联系)"
    r"[^\n]{0,40}$",
    re.IGNORECASE,
)
_SURE_DIGITS: Final = 9
_BEFORE: Final = 48
# Digits alone behind "plate" or "paper" are as often a year.
_WITH_LETTERS: Final = frozenset({"vehicle-plate", "paper-number"})
_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_YEAR: Final = 4
# "138, 0000, 5271" as it is said in Chinese; the finder for masking knows other languages.
_READ_OUT: Final = late(
    r"(?<![幺一二三四五六七八九零〇两])[幺一二三四五六七八九零〇两]{2,4}(?:[，、,\s]?(?:[两三四五]个)?[幺一二三四五六七八九零〇两]{1,4}){2,5}"
    r"(?![幺一二三四五六七八九零〇两十百千万年月日号岁个])"
)
# A number of a village or a small town, too short for the finder behind masking.
_LOCAL: Final = re.compile(r"(?<![\d./-])\d{1,3}-\d{2}-\d{2}(?![\d./-])")
_FEWEST: Final = 7


def find(material: Material) -> Iterator[Found]:
    """Yield personal data with its category, a code of `sensitivity_categories`."""
    seen = [one for passage in material.passages for one in (*_by_words(passage), *_by_readers(passage))]
    yield from _without_inner([*seen, *_by_shape(material)])


def _by_words(passage: Passage) -> Iterator[Found]:
    # Something may be told in the sentence after: the whole passage is one stretch of plain words.
    for rule, match in table(_KIND, passage.language).hits(plain(passage.words)):
        group = "it" if "it" in match.re.groupindex else 0
        start, end = match.span(group)
        yield Found(_KIND, passage.start + start, passage.start + end, rule.name, {"category": rule.code})


def _by_readers(passage: Passage) -> Iterator[Found]:
    """Yield addresses, days of birth and numbers that are short or read out."""
    told = [
        *((span, "address-told", "address_exact") for span in addresses(passage)),
        *((span, "date-of-birth", "birth_date") for span in birth_dates(passage)),
        *((span, "phone-told", "phone") for span in _read_out(passage)),
    ]
    for (start, end), rule, category in told:
        yield Found(_KIND, passage.start + start, passage.start + end, rule, {"category": category})


def _read_out(passage: Passage) -> Iterator[tuple[int, int]]:
    for match in _LOCAL.finditer(passage.words):
        if _CALLED.search(passage.words, max(0, match.start() - _BEFORE), match.start()):
            yield match.span()
    if passage.language == "zh":
        for match in _READ_OUT.finditer(passage.words):
            if len(re.sub(r"[，、,\s]", "", match.group())) >= _FEWEST:
                yield match.span()


def _by_shape(material: Material) -> Iterator[Found]:
    starts = [passage.start for passage in material.passages]
    for each in numbered(material.text):
        place = bisect_right(starts, each.start) - 1
        # What stands outside (the label of a turn) or runs over its end is nobody's words.
        if each.category == "birth_date" or place < 0:
            continue
        ends = _NUMBER_ENDS.search(material.text, each.start, each.end) if each.category == "phone" else None
        end = ends.start() if ends else each.end
        if end <= material.passages[place].end and _holds(each, material.text, end):
            yield Found(_KIND, each.start, end, each.rule, {"category": each.category})


def _holds(each: Finding, text: str, end: int) -> bool:
    """Tell whether what masking sees is likely what it looks like."""
    words = text[each.start : end]
    if each.rule in _WITH_LETTERS:
        return any(map(str.isupper, words)) or words[0] in _PROVINCES or sum(map(str.isdigit, words)) > _YEAR
    if each.category != "phone" or each.rule == "phone-spelled":
        return True
    digits = sum(map(str.isdigit, words))
    before = text[max(0, each.start - _BEFORE) : each.start]
    if digits < _FEWEST and each.rule == "phone-digits":
        return False
    if words.startswith("+"):
        return True
    called = each.rule == "phone-beside-word" or _CALLED.search(before) is not None
    if _NO_TELEPHONE.fullmatch(words) or (_FILED.search(before) and not called):
        return False
    return called or digits >= _SURE_DIGITS or words.startswith(("0", "("))


_NUMBERS: Final = frozenset({"bank", "identity_number"})


def _without_inner(found: list[Found]) -> Iterator[Found]:
    """Leave out what lies inside another of its category, and telephones that are cards or papers."""
    last: dict[str, int] = {}
    numbers = sorted((one.start, one.end) for one in found if one.value["category"] in _NUMBERS)
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        category = one.value["category"]
        if category == "phone" and any(low < one.end and one.start < high for low, high in numbers):
            continue
        if one.end > last.get(category, -1):
            last[category] = one.end
            yield one
