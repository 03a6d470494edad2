"""Runs of words with capitals that may name a person, and what each of them shows by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from guwah.instruments.names.letters import HAN_SURNAMES
from guwah.instruments.suggestions.named.contexts import Context, context_of
from guwah.instruments.suggestions.named.endings import bases
from guwah.instruments.suggestions.named.given import is_ambiguous, is_given
from guwah.instruments.suggestions.named.lists import ordinary, words_of
from guwah.instruments.suggestions.named.stretches import meets
from guwah.instruments.suggestions.named.words import Word, beside, words_in, writing_of
from guwah.instruments.suggestions.personal.likeness import data as personal_data
from guwah.instruments.suggestions.personal.likeness import is_made_like_name, may_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FATHER: Final = re.compile(
    r"(?:uly|ulı|uulu|oghli|oghly|ogli|oğlu|qyzy|kyzy|qizi|kizi|улы|ұлы|қызы|кызы|оглы|углы)(?:\w{0,4})"
)
_PATRONYMIC: Final = re.compile(r"\w{2,}(?:ович|евич|овн|евн|иничн|ұлы|улы|қызы|кызы|uly|qyzy|kyzy)\w{0,3}")
_PARTICLE: Final = frozenset(("bin", "ibn", "van", "von", "de", "der", "al", "el"))
_INITIAL: Final = re.compile(r"\w\.")
# Any syllable of Mandarin in Latin letters, roughly: a given name has one or two.
_SYLLABLE: Final = (
    "(?:[bpmf]|[dtnl]|[gkh]|[jqx]|zh|ch|sh|[rzcsyw])?(?:iang|iong|uang|ang|eng|ong|ian|iao|uai|uan|ing|ai|ei|ao|ou|an|en|in|un|ia|ie|"
    "iu|ua|uo|ui|ue|üe|[aoeiuü]|er)"
)
_MANDARIN: Final = re.compile(rf"{_SYLLABLE}(?:['’-]?{_SYLLABLE})?")
_MORE_SURNAMES: Final = frozenset(
    ("ou", "ouyang", "lv", "lyu", "hsu", "chang", "wong", "qiu", "fang", "shi", "dai", "cui", "jiang")
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words with capitals beside each other.

    Attributes:
        passage: number of the passage they stand in.
        words: the words.
        language: en, ru or kk: how they are written.
        context: what stands beside them.
        rule: the rule that makes them a person's name by themselves, else empty.
    """

    passage: int
    words: tuple[Word, ...]
    language: str
    context: Context
    rule: str

    @property
    def start(self) -> int:
        """First code point in the passage."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.words[-1].end


@cache
def surnames() -> frozenset[str]:
    """Return Chinese surnames in Latin letters, small."""
    return frozenset(HAN_SURNAMES.values()) | _MORE_SURNAMES


@cache
def _nobody(script: str) -> frozenset[str]:
    listed = personal_data("not_persons.json")
    language = {"Latn": "en", "Cyrl": "ru"}[script]
    rows = ("peoples", "plural_peoples", "organisations", "bodies")
    words = [word for row in rows for word in listed[row].get(language, ())]
    return words_of("not_names.json", "not_person_words", script) | frozenset(
        word.casefold() for word in words
    )


def runs_in(
    text: str, passage: int, language: str, taken: Sequence[tuple[int, int]], small: frozenset[str]
) -> Iterator[Run]:
    """Yield the runs of a passage.

    Args:
        text: the passage.
        passage: its number.
        language: its language.
        taken: what is a place, a body or a facility already.
        small: every word that the text has in small letters somewhere.
    """
    row: list[Word] = []
    for word in words_in(text, quotes=False):
        if row and not (beside(text, row[-1], word) or _closes(text, row[-1], word)):
            yield from _run(text, passage, row, language)
            row = []
        if _may_belong(text, word, row, language, taken, small):
            row.append(word)
        elif row:
            yield from _run(text, passage, row, language)
            row = []
    yield from _run(text, passage, row, language)


def _closes(text: str, left: Word, right: Word) -> bool:
    """Tell whether initials are written without a space: "И.П. Сидоров"."""
    return _INITIAL.fullmatch(left.text) is not None and left.end == right.start and bool(text)


def _may_belong(
    text: str,
    word: Word,
    row: Sequence[Word],
    language: str,
    taken: Sequence[tuple[int, int]],
    small: frozenset[str],
) -> bool:
    if word.kind != "word" or meets(taken, word.start, word.end):
        return False
    if row and (word.low in _PARTICLE or _FATHER.fullmatch(word.low)):
        return True
    if not word.capital:
        return False
    if _INITIAL.fullmatch(word.text):
        return bool(row) or not word.opens or re.match(r"\s?\w+\.?\s?[A-ZА-ЯЁ]", text[word.end :]) is not None
    written = writing_of(word.text, language)
    script = "Latn" if written == "en" else "Cyrl"
    # "ЖШС-ге" is an abbreviation with a case.
    if len(word.text) > 1 and (word.text.isupper() or _ABBREVIATION.match(word.text)):
        return False
    if _is_nobody(word, written, script) and not _is_titled(text, word, written):
        return False
    return not word.opens or _opens_as_name(word, written, script, small)


_ABBREVIATION: Final = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]{2,}-[a-zа-яёәғқңөұүһі]")


def _is_titled(text: str, word: Word, written: str) -> bool:
    """Tell whether a title stands before a word that is an ordinary one elsewhere: "Auntie Sun"."""
    script = "Latn" if written == "en" else "Cyrl"
    lists = (
        words_of("not_names.json", "things", script),
        words_of("not_names.json", "not_person_words", script),
    )
    return (
        any(word.low in listed for listed in lists)
        and _TITLED.search(text[max(0, word.start - _TITLE) : word.start]) is not None
    )


@cache
def _titles() -> frozenset[str]:
    return frozenset(title.casefold() for title in personal_data("not_persons.json")["titles"]["ru"])


_TITLE: Final = 10
_TITLED: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Auntie|Aunt|Uncle|Officer|Teacher|Director|Sister|Brother|Father|Mother|Captain|Sergeant|Inspector)\.?\s$"
)


def _is_nobody(word: Word, written: str, script: str) -> bool:
    forms = bases(word.low, written)
    nobody = _nobody(script)
    things = words_of("not_names.json", "things", script)
    if not word.opens and word.text[0].isupper() and word.low in words_of("not_names.json", "months", script):
        return False
    if len(word.low) == 1 or any(form in nobody or form in things for form in (*forms, word.low)):
        return True
    if written == "ru" and any(form in _titles() for form in forms):
        return True
    if "-" in word.low and word.low.split("-")[0] in things:
        return True
    return word.low in ordinary("en" if written == "en" else written) or word.low in ordinary("ru")


def _opens_as_name(word: Word, written: str, script: str, small: frozenset[str]) -> bool:
    if is_given(word.text, written):
        return True
    if word.low in small or (script == "Cyrl" and any(form in small for form in bases(word.low, written))):
        return False
    return may_name(word.text, written)


def _run(text: str, passage: int, row: list[Word], language: str) -> Iterator[Run]:
    words = list(row)
    while words and (words[-1].low in _PARTICLE):
        words.pop()
    while words and _INITIAL.fullmatch(words[0].text) and all(_INITIAL.fullmatch(one.text) for one in words):
        words.pop()
    if words:
        written = writing_of(words[0].text, language)
        context = context_of(text, words[0].start, words[-1].end, written)
        yield Run(passage, tuple(words), written, context, _rule(words, written, context))


def _rule(words: Sequence[Word], written: str, context: Context) -> str:
    """Return the rule that makes a run a person's name whatever stands beside it, else empty."""
    script = "Latn" if written == "en" else "Cyrl"
    if context.rule:
        return context.rule
    plain = [word for word in words if not _INITIAL.fullmatch(word.text)]
    if len(plain) < len(words):
        return "person-initials"
    if len(words) > 1 and any(
        _PATRONYMIC.fullmatch(word.low) or _FATHER.fullmatch(word.low) for word in words[1:]
    ):
        return "person-patronymic"
    if len(words) > 1 and any(is_given(word.text, written) for word in words):
        return "person-given-name"
    if len(words) > 1 and written == "en" and _is_mandarin(words):
        return "person-chinese-name"
    single = words[0]
    if len(words) == 1 and is_given(single.text, written):
        sure = not (is_ambiguous(single.low, script) and single.opens)
        return "person-given-name" if sure and not context.kind else ""
    if single.opens and written == "kk" and _NOT_DOING.search(single.low):
        return ""
    return "person-made-like-name" if is_made_like_name(single.low, written) and not context.kind else ""


# "Without complaining" ends like the names in -бай.
_NOT_DOING: Final = re.compile(r"(?:[лдт][ае][нс]|[ыі][лнс])(?:[бп]ай|[бпм]ей)$")


def _is_mandarin(words: Sequence[Word]) -> bool:
    low = [word.low for word in words]
    return low[0] in surnames() and all(_MANDARIN.fullmatch(word) for word in low[1:])


def is_person_s(words: str) -> bool:
    """Tell whether words with capitals hold a usual given name or are a Chinese name in Latin letters."""
    listed = words_in(words, quotes=False)
    if not listed or not all(word.capital for word in listed):
        return False
    written = writing_of(listed[0].text, "ru")
    given = any(is_given(word.text, written) for word in listed)
    return given or (written == "en" and len(listed) > 1 and _is_mandarin(listed))
