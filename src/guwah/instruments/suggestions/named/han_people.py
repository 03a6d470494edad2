"""People named in Chinese characters: by surname and neighbours, by characters that write Turkic names."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from pypinyin.seg.mmseg import seg

from guwah.instruments.late_pattern import late
from guwah.instruments.names.letters import HAN_SURNAMES
from guwah.instruments.suggestions.named.lists import given_names, one_of, words_of
from guwah.instruments.suggestions.named.model import Named
from guwah.instruments.suggestions.named.stretches import meets
from guwah.instruments.suggestions.personal.likeness import data as personal_data
from guwah.instruments.suggestions.personal.writing import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guwah.instruments.suggestions.named.people import Text

_USUAL: Final = "".join(HAN_SURNAMES)
_GRAMMAR: Final = (
    "的了是在也就不很和都有着过里上下我你他她它们这那没被把给要会能去来到说跟让什么一个还只再又才从向对为与及等"
    "得地问叫打做走看想几多少吗呢吧啊时候年月日"
)
_G: Final = rf"(?:(?![{_GRAMMAR}]){HAN})"
# Characters that write Turkic names: those that begin one, and those that go on.
_SOUND_SURE: Final = (
    "[阿艾巴迪尔帕提古丽努吐逊热依木江哈赛买麦合塔夏玛娜穆萨沙肯别克拉汗扎伊布斯卡孜茹莎姆力甫喀娅祖尼亚叶列"
    "吾库居加]"
)
_SOUND: Final = (
    "[阿艾巴拜贝迪帝尔帕提古丽努吐逊热依木江哈赛买麦合塔夏玛米娜穆萨瓦沙坎肯别克拉汗都扎伊布斯卡妮孜茹莎姆力里"
    "莱甫苏喀孟德雅娅祖尼亚鲁露特马兰罗维森奇科奥叶波列吾沃乌吴海恩库朱居吉加佳凯万谢达多法弗图托洪曼明杰让仙再早左佐奴牙牧恰乃来地不"
    "卜素玉山则西旦且]"
)
_DOT: Final = "[·•．‧・]"
_BEFORE: Final = "叫是和跟给问找被把对与同让请到见抓了的说由向在从替为有识见访诉"
_BEHIND: Final = "说的和跟在被也来去告是就都还笑给把对向从让打走逃病住已"
_LEFT: Final = rf"(?:(?<!{HAN})|(?<=[{_BEFORE}]))"
_RIGHT: Final = rf"(?=[{_BEHIND}]|(?!{HAN})|打电话|签字|死|住|交|去世|问我|采访|写|联系|帮|陪|送|带|抓|发)"
# How somebody called by "老", "小" or "阿" goes on: what she did, when, to whom.
_GOES_ON: Final = (
    rf"(?=[{_BEHIND}昨今前后没不又正先便要会能两三家媳哭喊叫回拿进出上下一看想有坐站]|(?!{HAN}))"
)
# Surnames that make a thing with many letters of names: "雷电", "高山", "钱财".
_THINGS: Final = "金钱雷石毛白黄高马江龙万段易常文方夏温水田汤柳"
_EDGE: Final = rf"(?:(?<=[、和叫与有是说过的])|(?<!{HAN}))"
_STRONG: Final = r"(?=说|告诉|问我|问他|打电话|签字|死了|去世|被抓|被带|被判|被捕|回答|哭着|给我|对我)"
# Characters that are grammar wherever they stand: a name that is introduced may hold others ("我叫马小月").
_INTRODUCED: Final = rf"(?:(?![的了是在也就不很都着过我你他她它们这那没被把给跟让吗呢吧啊与及得叫]){HAN})"
_AGED: Final = (
    r"(?=[，,、（( ]{0,2}(?:今年|当年|那年)?(?:[一二三四五六七八九十百\d]{1,4}岁|[男女](?:[，,。、]|$)))"
)
_SAID: Final = r"(?:我叫|名叫|名字叫?做?是?|姓名[是为:：]|[他她]叫|叫[做作]|我是|一位叫|一个叫|个叫|人叫)"


def _surname() -> str:
    return rf"(?:[{_USUAL}]|{one_of(words_of('han.json', 'more_surnames'))})"


def _told_in_passing() -> tuple[tuple[str, str], ...]:
    """Return the shapes of names that neither a title nor kin announces."""
    surname = _surname()
    said = rf"{surname}{_INTRODUCED}{{1,2}}"
    called = rf"(?:{one_of(words_of('han.json', 'called'))})(?:就?[叫是]做?|[:：])?"
    who = rf"的(?:{one_of(words_of('han.json', 'who'))})"
    given = "[" + "".join(sorted(words_of("han.json", "given_letters"))) + "]"
    return (
        (_NAMED_IN_FULL, rf"(?:{_SAID}|{called})(?P<it>{said})(?!{HAN})"),
        ("person-called", rf"(?:{called}(?P<it>{_INTRODUCED}{{2,3}})(?!{HAN}))"),
        (
            "person-so-called",
            rf"(?:[有是]个叫|一个叫|名叫|个叫|位叫|外号叫?)(?P<it>{_INTRODUCED}{{2,3}})(?={who})",
        ),
        ("person-aged", rf"{_LEFT}(?P<it>{said}){_AGED}"),
        ("person-made-like-name", rf"(?P<it>{surname}{given}{{2}})"),
        ("person-made-like-name", rf"{_LEFT}(?P<it>(?![{_THINGS}]){surname}{given}){_RIGHT}"),
        ("person-familiar", rf"{_LEFT}(?P<it>阿{given}){_GOES_ON}"),
    )


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    usual, title, kin = (
        one_of(words)
        for words in (
            given_names("Hani"),
            words_of("han.json", "titles"),
            words_of("han.json", "kin") | words_of("han.json", "before"),
        )
    )
    surname = _surname()
    place = one_of(words_of("han.json", "place_behind"))
    sound = rf"(?:{usual}|{_SOUND_SURE})(?:{usual}|{_SOUND}){{1,8}}"
    turkic = rf"(?:{sound}|{usual})(?:{_DOT}(?:{usual}|{_G}){{1,8}})?"
    full = rf"{surname}{_G}{{1,2}}"
    foreign = rf"{_DOT}(?:{usual}|{_SOUND}|{_G}){{1,6}}?(?={title}|[{_BEHIND}]|(?!{HAN}|{_DOT}))"
    shapes = (
        (
            "person-introduced",
            rf"{_SAID}(?P<it>{turkic}|{full}?(?={title}|(?!{HAN}))|{full}(?=的|(?!{HAN})))",
        ),
        *_told_in_passing(),
        ("person-surname-said", rf"(?<!百)姓(?:是|为)?(?P<it>{surname})(?=的|(?!{HAN}))"),
        (
            "person-after-kin",
            rf"(?:{kin})(?:叫|是|名叫)?(?P<it>{turkic}|{_SOUND}{{2,8}}{_RIGHT}|{full}{_RIGHT}|{surname}{_G}{{2}})",
        ),
        ("person-with-title", rf"{_LEFT}(?P<it>{full})(?=副?(?:{title}))"),
        ("person-surname-and-title", rf"(?P<it>副?{surname}副?(?:{title}))"),
        ("person-turkic-full", rf"(?:{usual}|{_SOUND}){{1,8}}{foreign}"),
        ("person-turkic", rf"(?:{usual}|{_SOUND_SURE}{{3}}){_SOUND}*(?!{place})"),
        (
            "person-in-a-list",
            rf"{_EDGE}(?P<it>{_SOUND}{{3,7}}){_RIGHT}",
        ),
        ("person-acts", rf"{_LEFT}(?P<it>{full}){_STRONG}"),
        ("person-foreign", rf"{_LEFT}(?P<it>{_G}{{2,6}}(?:{_DOT}{_G}{{1,8}})?{foreign})"),
        ("person-familiar", rf"{_LEFT}(?P<it>[老小](?:{surname})){_GOES_ON}"),
        (_REPEATED, rf"{_LEFT}(?P<it>{surname}{_G}{{2}}){_RIGHT}"),
    )
    return tuple((rule, late(shape)) for rule, shape in shapes)


_REPEATED: Final = "person-again-and-again"
_NAMED_IN_FULL: Final = "person-introduced-in-full"
_PARTIAL: Final = frozenset(("person-surname-and-title", "person-surname-said", "person-familiar"))
_SHORTEST_SOUND: Final = 3
_SURE_ENOUGH: Final = 2


def people_in_han(texts: Sequence[Text], named: Iterable[str] = ()) -> list[list[Named]]:
    """Return the people of each passage.

    Args:
        texts: the passages of one document.
        named: names of those who speak.
    """
    seen = [list(_seen(text)) if re.search(HAN, text.words) else [] for text in texts]
    times = Counter(one.name for passage in seen for one in passage if one.rule == _REPEATED)
    found = [[one for one in passage if one.rule != _REPEATED or times[one.name] > 1] for passage in seen]
    names = {one.name for passage in found for one in _outermost(passage) if one.rule not in _PARTIAL}
    names |= {name for name in named if re.fullmatch(rf"{HAN}{{2,4}}|{HAN}+{_DOT}{HAN}+", name)}
    names |= {part for name in names for part in _parts(name)}
    wanted = [name for name in names if not is_phrase(name)]
    again = late(one_of(wanted)) if wanted else _NOTHING
    for text, passage in zip(texts, found, strict=True):
        for match in again.finditer(text.words):
            if _is_free(text, *match.span()) and not _crosses(text.words, match.end()):
                passage.append(Named("person", *match.span(), "person-named-before", match.group()))
    return found


def _outermost(passage: Iterable[Named]) -> Iterator[Named]:
    """Yield what is no part of a longer name there."""
    widest = (0, 0)
    for one in sorted(passage, key=lambda one: (one.start, -one.end)):
        if one.end > widest[1] or (one.start, one.end) == widest:
            widest = (one.start, one.end)
            yield one


_NOTHING: Final = re.compile(r"(?!)")


def _parts(name: str) -> list[str]:
    """Return the parts of a full name that may stand alone: "阿依古丽·买买提", "王建国"."""
    parts = re.split(_DOT, name)
    if len(parts) > 1:
        return [part for part in parts if len(part) > 1]
    return [name[1:]] if len(name) == _SHORTEST_SOUND and name[0] in _USUAL else []


def _seen(text: Text) -> Iterator[Named]:
    for rule, shape in _shapes():
        for match in shape.finditer(text.words):
            span = match.span("it" if "it" in shape.groupindex else 0)
            words = text.words[slice(*span)]
            if _is_free(text, *span) and _may_be(rule, words, text.words, span):
                yield Named("person", *span, rule, words)


_ANYTHING: Final = frozenset(("person-called", "person-so-called"))
_UNTESTED: Final = _ANYTHING | frozenset(
    (
        "person-turkic-full",
        "person-surname-and-title",
        "person-foreign",
        "person-familiar",
        "person-aged",
        _NAMED_IN_FULL,
    )
)


def _may_be(rule: str, words: str, text: str, span: tuple[int, int]) -> bool:
    if words in words_of("not_names.json", "ambiguous", "Hani") and rule == "person-turkic":
        return not re.match("节", text[span[1] :]) and _bounded(text, span)
    if rule == "person-in-a-list" and len(re.findall(_SOUND_SURE, words)) < _SURE_ENOUGH:
        return False
    if rule in {"person-turkic", "person-in-a-list"}:
        long = len(words) >= _SHORTEST_SOUND
        return (long or _bounded(text, span)) and not _crosses(text, span[1])
    if rule in {"person-surname-and-title", "person-made-like-name"} and _is_joined(text, span):
        return False
    if rule in _UNTESTED:
        return rule in _ANYTHING or not is_phrase(words)
    if words[1:] in words_of("han.json", "titles") | words_of("han.json", "kin"):
        return rule in _PARTIAL
    if rule in {"person-acts", _REPEATED} and is_phrase(words[1:]):
        return False
    common = tuple(word for word in personal_data("common_words.json")["zh"] if len(word) > 1)
    return not (
        words.startswith(common) or is_phrase(words) or is_phrase(words[:2]) or _crosses(text, span[1])
    )


def _bounded(text: str, span: tuple[int, int]) -> bool:
    """Tell whether two characters stand as a name would: nothing runs on to either side."""
    before, behind = text[max(0, span[0] - 1) : span[0]], text[span[1] : span[1] + 1]
    left = not re.match(HAN, before) or before in "叫是和跟给问找被把对与同让请到见抓了的说由向在从替为"
    return left and (not re.match(HAN, behind) or behind in _BEHIND)


def _is_free(text: Text, start: int, end: int) -> bool:
    return not meets(text.taken, start, end)


@lru_cache(maxsize=1 << 14)
def is_phrase(words: str) -> bool:
    """Tell whether characters are one everyday word of the dictionary of readings."""
    return len(words) > 1 and list(seg.cut(words)) == [words] and words not in given_names("Hani")


def _is_joined(text: str, span: tuple[int, int]) -> bool:
    """Tell whether an everyday word ends with the first character: "担任主任" is no 任主任."""
    before = text[max(0, span[0] - 1) : span[0]]
    return re.match(HAN, before) is not None and is_phrase(before + text[span[0]])


def _crosses(text: str, end: int) -> bool:
    """Tell whether an everyday word begins with the last character and runs on: "王强调" is no 王强."""
    last, behind = text[end - 1], text[end : end + 1]
    runs_on = re.match(HAN, behind) is not None and behind not in _BEHIND
    return runs_on and is_phrase(last + behind)
