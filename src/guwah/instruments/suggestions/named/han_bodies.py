"""Bodies, facilities and places in Chinese characters: qualifiers in a row and the head that closes them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from guwah.instruments.late_pattern import late
from guwah.instruments.suggestions.named.lists import listed, one_of, words_of
from guwah.instruments.suggestions.named.model import Named
from guwah.instruments.suggestions.personal.writing import HAN

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_NUMBER: Final = r"(?:第?[一二三四五六七八九十百\d]{1,3}号?)"
# What cannot be part of an unknown name: grammar, pronouns, verbs and measures that stand before "village".
_LOOSE: Final = (
    "的了是在也就不很和都有着过里上下我你他她它们这那没被把给要会能去来到说跟让什么一个还只再又才从向对为与及等"
    "得地全每各某几两半整本该此其另外同住回往离进出走坐看见问找带送叫做开关买卖后前中内外间时候当年月日天早晚多"
    "少家城农乡邻老新小大街"
)
_STEM: Final = rf"(?:(?![{_LOOSE}]){HAN})"
# A house may be called by what a village is not: "东城派出所", "新中学".
_CALLED: Final = rf"(?:(?![{_LOOSE.translate(dict.fromkeys(map(ord, '城农乡新老大小中外内')))}]){HAN})"
# Firms are called by nearly anything: "天南能源有限公司", "新家园".
_OF_FIRM: Final = rf"(?:(?![的了是在也就不很都和着有我你他她它们这那没被把给去来到说跟让什么个叫问找]){HAN})"
_OPEN: Final = (
    r"(?:(?<=[在到去从回往住是离和、，。“：:（(于叫过了给跟为被由县市区州乡镇省])|(?<![\u4e00-\u9fff]))"
)
# Heads that name something with a stretch of unknown characters before them.
_FIRMS: Final = (
    "株式会社|旅行社|通讯社|杂志社|报社|互助[组会]|联盟|协会|联合会|女?工会|合作社|事务所|矿[产业]|锂业|能源|置业|物流|航空|服饰|种业|渔业|"
    "分公司|子弟学校|读书会|合唱团|剧团|乐团|资料库|慈善会|同乡会|商会|"
    "志愿者组织|人权组织|基金会|有限责任公司|有限公司|集团公司|大学|银行|日报|电视台"
)


def _list(key: str) -> str:
    return one_of(words_of("han.json", key))


@cache
def _known_places() -> str:
    return one_of(listed("place", "zh"))


@cache
def _chain() -> re.Pattern[str]:
    """Return a pattern for a known place with its tail, or an unknown one that ends in a tail."""
    known = rf"(?:{_known_places()})(?:{_list('place_tails')})?"
    nowhere = rf"{_OPEN}(?!{_list('not_places')})"
    settled = rf"{nowhere}{_STEM}{{1,4}}?(?:{_list('unknown_tails')})"
    # One character before a river or a hill is more often a verb or any river: "渡河", "高山".
    feature = rf"{nowhere}{_STEM}{{2,3}}?(?:{_list('feature_tails')})(?![区脚上下边])"
    return late(rf"{known}|{settled}|{feature}")


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    unknown = rf"{_OPEN}(?!{_list('not_places')}){_STEM}{{1,4}}(?:{_list('unknown_tails')})"
    place = rf"(?:(?:{_known_places()})(?:{_list('place_tails')})?|{unknown})"
    body = rf"(?:{_list('levels')}|{_list('fields')}|{_NUMBER})"
    house = rf"(?:{_list('levels')}|{_list('facility_fields')}|{_NUMBER})"
    end = rf"(?!{_list('not_end')})"
    bodies, houses = rf"(?:{_list('organizations')}){end}", rf"(?:{_list('facilities')}){end}"
    abroad = rf"(?:驻{place})?"
    shapes = (
        ("organization", rf"(?:{place}){{0,4}}{abroad}{body}{{1,7}}?{bodies}"),
        ("organization", rf"(?:{place}){{1,4}}{abroad}{body}{{0,6}}{bodies}"),
        (
            "organization",
            rf"(?:{place}){_STEM}{{2,10}}?(?:{_FIRMS}|公司|集团|学院|协会)(?!有限|股份|集团|公司)",
        ),
        ("organization", rf"{_OPEN}{_OF_FIRM}{{2,10}}?(?:{_FIRMS})(?!有限|股份|集团|公司)"),
        ("facility", rf"(?:{place}){{0,4}}{house}{{1,6}}?{houses}"),
        ("facility", rf"(?:{place}){{1,4}}{house}{{0,5}}{houses}"),
        ("facility", rf"{place}{_STEM}{{1,6}}?(?:{_list('houses')}|厂|工业园)"),
        ("facility", rf"{_OPEN}{_CALLED}{{2,5}}?(?:{_list('houses')})"),
        ("organization", r"《[^《》\n]{1,12}(?:报|周刊|杂志)》"),
    )
    return tuple((kind, late(shape)) for kind, shape in shapes)


@cache
def _weak() -> re.Pattern[str]:
    return late(rf"(?:{_list('weak_fields')})*(?:{_list('weak_heads')})")


def han_bodies_in(text: str) -> Iterator[Named]:
    """Yield bodies, facilities and places of a passage in Chinese characters."""
    for kind, shape in _shapes():
        for match in shape.finditer(text):
            if not _is_nothing(match.group()):
                yield Named(kind, *match.span(), f"{kind}-by-head", match.group())
    for match in _chain().finditer(text):
        yield Named("place", *match.span(), "place-by-head", match.group())


def _is_nothing(words: str) -> bool:
    """Tell whether the words name no certain body: "the bureau", "one department", "the city centre"."""
    return words in words_of("han.json", "nothing") or _weak().fullmatch(words) is not None
