"""People named in Arabic script, which has no capitals: usual names, unknown words by their neighbours."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from guwah.instruments.suggestions.named.endings import bases, without_case
from guwah.instruments.suggestions.named.lists import given_names, one_of, words_of
from guwah.instruments.suggestions.named.model import Named
from guwah.instruments.suggestions.named.stretches import meets
from guwah.instruments.suggestions.named.words import Word, beside, words_in
from guwah.instruments.suggestions.personal.likeness import data as personal_data
from guwah.instruments.suggestions.personal.likeness import either, is_made_like_name, may_name
from guwah.instruments.suggestions.personal.writing import ARABIC

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guwah.instruments.suggestions.named.people import Text

_ARABIC: Final = re.compile(f"[{ARABIC}]")
_SURNAME: Final = re.compile(
    r"\w{2,}(?:وۋ|وۋا|ېۋ|ېۋا|ىنا|وۋنا|ېۋنا|وۋىچ|ېۋىچ|يان|شۋىلى|ئوغلى|قىزى)(?:نىڭ|نى|غا|دىن|دا)?"
)
# A Russian surname or father's name: nothing else in Uyghur ends so.
_SURELY_NAMED: Final = re.compile(r"\w{3,}(?:وۋنا|ېۋنا|وۋىچ|ېۋىچ|[^ئ]وۋا?|ېۋا?)(?:نىڭ|نى|غا|دىن|دا)?")
_FATHER: Final = frozenset(("ئوغلى", "قىزى", "ئوغلىنىڭ", "قىزىنىڭ", "ئوغلىغا", "قىزىغا", "ئوغلىنى", "قىزىنى"))
_SOMEBODY: Final = (
    r"(?:دېگەن|ئىسىملىك|ئاتلىق|دەيدىغان)\s(?:\w+\s){0,2}?(?:\w{2,}چى(?!\w)|"
    r"كىشى|كەمپىر|بوۋاي|پروكورور|مۇخبىر|ئادۋوكات|ئەسكەر|ئۇستاز|ئاغىنە|سودىگەر|موللا|مومىن|ئادەم|ئايال|يىگىت|قىز|بالا|ئەر|دوست|قوشنا|ئوقۇتقۇچى|ساقچى|مۇئەللىم|دوختۇر|ئاكا|ئاچا|سىڭىل|ئۇكا|كادىر|باشلىق)"
)
_HONORIFIC: Final = (
    r"(?:ئاكا|ئاكام|ئاچا|ئاچام|ھاجى|ھاجىم|ئاخۇن|ئاخۇنۇم|خانىم|ئەپەندى|مۇئەللىم|قارى|داموللا|موللا|خېنىم|ئاپا|دادا|ھەدە|تاغام|ھاممام|بوۋام|ئاپام|ئاتام|مومام|دادام)"
    r"(?:نىڭ|نى|غا|گە|دىن|مۇ|لار|لەر|م)?(?!\w)"
)
_TITLE: Final = (
    r"(?:ئىمام|داموللا|موللا|يولداش|ئەپەندى|باشلىق|شۇجى|مۇدىر|دوختۇر|مۇئەللىم|ساقچى|پروفېسسور|مۇخبىر|ئادۋوكات|سوتچى|"
    r"رەئىس|پرېزىدېنت|مىنىستىر|ھاكىم|پائالىيەتچى|شائىر|يازغۇچى|ناخشىچى|گېنېرال|كاپىتان|پولكوۋنىك|مايور|لېيتېنانت|سېرژانت|دوكتور|"
    r"تەرگوۋچى|پروكورور|مۇپەتتىش|تەرجىمان|ژۇرنالىست|مۇھەررىر|باش\sكاتىپ|ئەلچى|كونسۇل|خانىم|خالا|تاغا|ئاتامان|دون)"
)
_KIN_ONLY_PLACE: Final = 40
_AFTER: Final = frozenset(("person-after-kin", "person-after-title"))
# What follows "my brother" unless it is his name: a verb, a case, another's possession.
_NO_NAME: Final = re.compile(
    r"\w+(?:دى|تى|دۇ|غان|گەن|قان|كەن|غىلى|گىلى|قىلى|كىلى|سۇن|مۇ|سى|ۇڭ|ىڭ|ىم|ۇم|ىنى|نى|دا|دە|تا|تە|غا|گە|قا|كە|دىن|تىن|نىڭ|لار|لەر|ماي|مەي|لىق|لىك|چە|دەك)"
)
# Behind a name these are part of it: "تاش ئاخۇن".
_RANK: Final = re.compile(
    r"\s(?:ئاخۇن|ھاجى|قارى|ئەپەندى|مۇئەللىم|خېنىم|خانىم|پالۋان|داموللا|بۇۋى|خوجا|قوجا|باي|بەگ)(?:نىڭ|نى|غا|گە|دىن)?(?!\w)"
)
_STRANGERS: Final = frozenset(
    ("ئۇ", "بۇ", "شۇ", "بىر", "مەن", "سەن", "بىز", "ھەم", "ۋە", "بىلەن", "دەپ", "دېگەن")
)


def _names() -> str:
    return one_of(
        name for name in given_names("Arab") if name not in words_of("not_names.json", "ambiguous", "Arab")
    )


@cache
def _near() -> tuple[tuple[bool, str, re.Pattern[str]], ...]:
    """Return what stands before (or behind) an unknown word and makes it a name."""
    words = personal_data("beside_names.json")
    kin = either([*words["kin"]["Arab"], *words_of("not_names.json", "kin", "Arab")], "Arab")
    introduced = either(words["introductions"]["Arab"], "Arab")
    return (
        (False, "person-introduced", re.compile(rf"(?<!\w)(?:{introduced})\s*[:،—-]?\s$")),
        (False, "person-after-kin", re.compile(rf"(?<!\w)(?:{kin})\s$")),
        (False, "person-in-a-list", re.compile(rf"(?<!\w)(?:{_names()})\s(?:ۋە|بىلەن)\s$")),
        (True, "person-in-a-list", re.compile(rf"\sۋە\s(?:{_names()})(?!\w)")),
        (False, "person-after-title", re.compile(rf"(?<!\w){_TITLE}\s$")),
        (True, "person-so-called", re.compile(rf"\s{_SOMEBODY}")),
        (True, "person-with-honorific", re.compile(rf"\s{_HONORIFIC}")),
    )


def people_in_arabic(texts: Sequence[Text], named: Iterable[str] = ()) -> list[list[Named]]:
    """Return the people of each passage.

    Args:
        texts: the passages of one document.
        named: names of those who speak.
    """
    counted = Counter(
        base
        for text in texts
        if _ARABIC.search(text.words)
        for word in words_in(text.words, quotes=False)
        for base in bases(word.low, "ug")
    )
    often = frozenset(word for word, times in counted.items() if times > 1)
    runs = [list(_runs(text, often)) if _ARABIC.search(text.words) else [] for text in texts]
    known = {
        base
        for passage in runs
        for row, rule in passage
        if rule
        for word in row
        for base in bases(word.low, "ug")
        if word.low not in _FATHER | _STRANGERS and (_is_name(word) or not _is_ordinary(word.low))
    } | {
        base
        for name in named
        for word in words_in(name, quotes=False)
        for base in bases(word.low, "ug")
        if _ARABIC.match(base)
    }
    written = frozenset(word.low for passage in runs for row, rule in passage if rule for word in row)
    return [
        list(_found(text, passage, frozenset(known), written)) if _ARABIC.search(text.words) else []
        for text, passage in zip(texts, runs, strict=True)
    ]


def _found(
    text: Text, runs: Iterable[tuple[list[Word], str]], known: frozenset[str], written: frozenset[str]
) -> Iterator[Named]:
    named = [(row, rule) for row, rule in runs if rule]
    seen = sorted([*text.taken, *((row[0].start, row[-1].end) for row, _ in named)])
    for row, rule in named:
        yield _as_named(text.words, row, rule, written)
    for word in words_in(text.words, quotes=False):
        free = not meets(seen, word.start, word.end)
        if free and not known.isdisjoint(bases(word.low, "ug")) and not _ambiguous(word):
            yield _as_named(text.words, [word], "person-named-before", written)


def _as_named(words: str, row: list[Word], rule: str, written: frozenset[str]) -> Named:
    start, end = row[0].start, row[-1].end
    rank = _RANK.match(words, end)
    end = rank.end() if rank else end
    return Named(
        "person", start, end, rule, without_case(words[start:end], "ug", given_names("Arab"), written)
    )


def _ambiguous(word: Word) -> bool:
    return any(base in words_of("not_names.json", "ambiguous", "Arab") for base in bases(word.low, "ug"))


def _runs(text: Text, often: frozenset[str]) -> Iterator[tuple[list[Word], str]]:
    """Yield words beside each other that may be one name, with the rule that makes them one or nothing."""
    row: list[Word] = []
    for word in (*words_in(text.words, quotes=False), None):
        if row and (
            word is None or not beside(text.words, row[-1], word) or not _goes_on(text, word, row, often)
        ):
            yield row, _rule(text.words, row)
            row = []
        if word is not None and (row or _begins(text, word)):
            row.append(word)


def _is_free(text: Text, word: Word) -> bool:
    known = _ARABIC.match(word.text) is not None and word.kind == "word" and len(word.low) > 1
    return known and not meets(text.taken, word.start, word.end)


def _begins(text: Text, word: Word) -> bool:
    if not _is_free(text, word) or word.low in _STRANGERS:
        return False
    if word.low in words_of("not_names.json", "chinese_surnames", "Arab"):
        behind = next((one for one in words_in(text.words, quotes=False) if one.start > word.start), None)
        if behind is not None and beside(text.words, word, behind) and _is_syllables(behind):
            return True
    return _is_name(word) or (may_name(word.text, "Arab") and _shown_unknown(text.words, word) != "")


def _shown_unknown(text: str, word: Word) -> str:
    """Return the rule that shows an unknown word to be a name, else nothing."""
    shown = _shown(text, word)
    if shown in _AFTER and _may_be_said_of_kin(word.low):
        return ""
    if shown:
        return shown
    behind = _WORD_BEHIND.match(text, word.end)
    if word.low.endswith("نىڭ") and behind is not None and _OF_SOMEBODY.fullmatch(behind["word"]):
        return "" if _is_ordinary(word.low.removesuffix("نىڭ")) else "person-with-kin"
    named = behind is not None and _SURELY_NAMED.fullmatch(behind["word"]) is not None
    return "person-made-like-name" if named and not _NO_NAME.fullmatch(word.low) else ""


def _is_ordinary(low: str) -> bool:
    """Tell whether a word has the ending of a verb or of a case, or is none that anybody is called."""
    return _NO_NAME.fullmatch(low) is not None or not may_name(low, "Arab")


def _may_be_said_of_kin(low: str) -> bool:
    """Tell whether an unknown word behind "my brother" is what he did or has, and no name."""
    return _NO_NAME.fullmatch(low) is not None or low in words_of("not_names.json", "after_kin", "Arab")


# Whose these are is somebody: "ماڭسارنىڭ ئوغلى".
_OF_SOMEBODY: Final = re.compile(
    r"ئوغلى|قىزى|ئايالى|ئېرى|يولدىشى|خوتۇنى|ئانىسى|دادىسى|ئاتىسى|ئاپىسى|ئاكىسى|ئۇكىسى|ئىنىسى|ئاچىسى|"
    r"سىڭلىسى|ھەدىسى|بالىسى|بالىلىرى|نەۋرىسى|تاغىسى|ھاممىسى|بوۋىسى|مومىسى|كېلىنى|دوستى|قوشنىسى|ئاغىنىسى|جەسىتى|ئادۋوكاتى"
)
_WORD_BEHIND: Final = re.compile(rf"\s(?P<word>[{ARABIC}]+)")


def _goes_on(text: Text, word: Word, row: Sequence[Word], often: frozenset[str]) -> bool:
    if not _is_free(text, word) or _has_case(row[-1]):
        return False
    if word.low in _FATHER:
        return not _shown_as_kin(text.words, word)
    return (
        _is_name(word)
        or _SURNAME.fullmatch(word.low) is not None
        or _is_chinese(row, word)
        or _is_again(text, word, row, often)
        or _is_family_name(text, word, row)
    )


def _is_family_name(text: Text, word: Word, row: Sequence[Word]) -> bool:
    """Tell whether a word behind one name is unknown, has no ending, and something is said of both."""
    alone = len(row) == 1 and (_is_name(row[0]) or _shown(text.words, row[0]) == "person-after-title")
    return not (not alone or _is_ordinary(word.low) or _ambiguous(row[0]) or word.low in _said_beside_names())


@cache
def _said_beside_names() -> frozenset[str]:
    """Return words of offices and bodies, which follow a name as often."""
    keys = ("organization", "facility", "place", "functions", "levels", "neutral")
    listed = frozenset().union(*(words_of("heads.json", "ug", key) for key in keys))
    return listed | words_of("not_names.json", "after_kin", "Arab") | words_of("kin.json", "ug")


def _is_again(text: Text, word: Word, row: Sequence[Word], often: frozenset[str]) -> bool:
    """Tell whether an unknown word behind an unknown name that was introduced stands elsewhere too."""
    introduced = len(row) == 1 and not _is_name(row[0]) and _shown(text.words, row[0]) != ""
    return introduced and may_name(word.text, "Arab") and any(base in often for base in bases(word.low, "ug"))


def _is_chinese(row: Sequence[Word], word: Word) -> bool:
    """Tell whether a Chinese surname stands before a word of one or two Chinese syllables."""
    return row[0].low in words_of("not_names.json", "chinese_surnames", "Arab") and _is_syllables(word)


def _is_syllables(word: Word) -> bool:
    return _SYLLABLES.fullmatch(word.low) is not None and may_name(word.text, "Arab")


_SYLLABLES: Final = re.compile(r"(?:\w{1,3}(?:ڭ|ن|ۋ|ي|ې|ى|ا|ە|ۈ|ۇ|و)){1,2}(?:نىڭ|غا|نى|دىن)?")


def _has_case(word: Word) -> bool:
    """Tell whether a word ends in a case, so that a name ends with it."""
    low = word.low
    return (
        low not in given_names("Arab")
        and re.search(r"(?:نىڭ|نى|غا|قا|گە|كە|دىن|تىن|دا|دە|تا|تە)$", low) is not None
    )


def _shown_as_kin(text: str, word: Word) -> bool:
    """Tell whether "his son" is followed by the son's name and no part of the father's."""
    behind = text[word.end : word.end + _KIN_ONLY_PLACE].split()
    return (
        bool(behind)
        and bool(bases(behind[0], "ug"))
        and any(one in given_names("Arab") for one in bases(behind[0], "ug"))
    )


def _is_name(word: Word) -> bool:
    return any(base in given_names("Arab") for base in bases(word.low, "ug")) or is_made_like_name(
        word.low, "Arab"
    )


def _shown(text: str, word: Word) -> str:
    before, behind = (
        text[max(0, word.start - _KIN_ONLY_PLACE) : word.start],
        text[word.end : word.end + _KIN_ONLY_PLACE],
    )
    for is_behind, rule, shape in _near():
        if shape.match(behind) if is_behind else shape.search(before):
            return rule
    return ""


def _rule(text: str, row: Sequence[Word]) -> str:
    known = any(map(_is_name, row))
    shown = _shown(text, row[0]) or _shown(text, row[-1])
    if shown and not (shown in _AFTER and not known and _may_be_said_of_kin(row[0].low)):
        return shown
    if len(row) > 1 and any(_SURELY_NAMED.fullmatch(word.low) or word.low in _FATHER for word in row[1:]):
        return "person-made-like-name"
    if len(row) > 1:
        return "person-given-name"
    return "" if _ambiguous(row[0]) else "person-given-name"
