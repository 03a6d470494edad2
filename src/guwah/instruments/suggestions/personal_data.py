"""Personal data: what the finders for masking see, names of relatives apart, and what only words show.

Leaving one out hurts people, so it is wide; capitals alone are left to the finder of persons.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from guwah.instruments.redaction.spans import Spans
from guwah.instruments.suggestions.model import Found
from guwah.instruments.suggestions.personal import NAME, personal
from guwah.instruments.suggestions.personal.likeness import may_name
from guwah.instruments.suggestions.plain import plain
from guwah.instruments.suggestions.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.material import Material, Passage

_RELATIVE: Final = "relative_name"
_KIN: Final = "kin"  # a word for a relative, right before a name that a finder of shapes sees
_CAPITALS_ALONE: Final = frozenset({"name-in-sentence", "name-opens-sentence"})
_WITHOUT_SPACES: Final = frozenset({"zh"})
_OF_LIKENESS: Final = {"ug": "Arab"}
_TAIL: Final = re.compile(r"['’].*")
_WITH_CAPITALS: Final = frozenset({"en", "ru", "kk"})
_SHORTEST: Final = 3
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")


def find(material: Material) -> Iterator[Found]:
    """Yield personal data with its category, a code of `sensitivity_categories`."""
    seen = [one for passage in material.passages for one in _by_words(passage)]
    shown = [one for one in seen if one.value["category"] != _KIN]
    relatives = [one for one in shown if one.value["category"] == _RELATIVE]
    behind_kin = {one.end for one in seen if one.value["category"] == _KIN}
    named = [one for one in shown if one.value["category"] in {_RELATIVE, NAME}]
    by_shape = list(_by_shape(material, named, behind_kin))
    relatives += [one for one in by_shape if one.value["category"] == _RELATIVE]
    yield from _without_inner([*shown, *_again(material, relatives), *by_shape])


def _by_words(passage: Passage) -> Iterator[Found]:
    # A name may be told in the sentence after the kin: the whole passage is one stretch of plain words.
    words = plain(passage.words)
    for rule, match in table("personal_data", passage.language).hits(words):
        group = "it" if "it" in match.re.groupindex else 0
        start, end = match.span(group)
        if rule.code in {_RELATIVE, NAME}:
            end = _name_end(passage, start, end)
        if end > start:
            value = {"category": rule.code}
            yield Found("personal_data", passage.start + start, passage.start + end, rule.name, value)


def _name_end(passage: Passage, start: int, end: int) -> int:
    """Return where a name ends: at the first word that is none, by its capital or as a common word."""
    if passage.language in _WITHOUT_SPACES:
        return end
    language = _OF_LIKENESS.get(passage.language, passage.language)
    last = start
    for word in _WORD.finditer(passage.words, start, end):
        whole = _TAIL.sub("", word.group())
        has_capital = passage.language not in _WITH_CAPITALS or whole[0].isupper()
        if not has_capital or not may_name(whole.lower(), language):
            break
        last = word.end()
    return last


def _again(material: Material, relatives: list[Found]) -> Iterator[Found]:
    """Yield the same names where they stand without the word for the kin."""
    names = {word for one in relatives for word in _WORD.findall(material.text[one.start : one.end])}
    # Without a capital it may be any word: "my brother being ill".
    whole = {_TAIL.sub("", name) for name in names if not name[0].islower()}
    known = sorted((name for name in whole if len(name) >= _SHORTEST), key=len, reverse=True)
    if not known:
        return
    for match in re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})", material.text):
        yield Found("personal_data", *match.span(), "relative-named-before", {"category": _RELATIVE})


def _by_shape(material: Material, named: list[Found], behind_kin: set[int]) -> Iterator[Found]:
    taken = list(Spans.of((one.start, one.end) for one in named))
    starts = [passage.start for passage in material.passages]
    for each in personal(material.text):
        place = bisect_right(starts, each.start) - 1
        # What stands outside (the label of a turn) or runs over its end is nobody's words.
        if each.rule in _CAPITALS_ALONE or place < 0 or each.end > material.passages[place].end:
            continue
        category = each.category
        if category == NAME:
            before = bisect_right(taken, each.end, key=lambda span: span[0] + 1) - 1
            if before >= 0 and taken[before][1] > each.start:
                continue  # its words are a name already, and may take the word for the kin along
            if each.rule == "name-after-kin" or each.start in behind_kin:
                category = _RELATIVE
        yield Found("personal_data", each.start, each.end, each.rule, {"category": category})


def _without_inner(found: list[Found]) -> Iterator[Found]:
    """Leave out what lies inside another of its category."""
    last: dict[str, int] = {}
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        category = one.value["category"]
        if one.end > last.get(category, -1):
            last[category] = one.end
            yield one
