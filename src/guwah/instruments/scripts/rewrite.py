"""Rewriting a text letter by letter into another script of its language; losses are told, never hidden."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from guwah.instruments.scripts import chinese, kazakh, uyghur

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_TOKEN = re.compile(r"\S+")
_EDGES = re.compile(r"([^\w']*)(.*?)([^\w']*)", re.DOTALL)


class NoSuchWay(ValueError):
    """There is no table from one of these scripts to the other; `code` is always `no-such-way`."""

    code = "no-such-way"


class Spot(NamedTuple):
    """Code points `start` to `end` of the new text, and why they do not lead back to the old words.

    Codes are those of `Rewritten.losses`; besides, what had to be chosen: `guessed` (the old letters stand
    for several words of the new script; the likelier was taken), `several-readings` (of one character).
    """

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text in another script.

    Attributes:
        text: what could be rewritten; letters outside the table stay as they are.
        losses: codes of what cannot be told from the new text any more: `capitals`; `letters-kept` (letters
            that the language or the table does not have); `letters-as-one` (several letters of the old script
            are one in the new); `signs-dropped` (hard and soft signs); `one-way` (no way leads back).
        spots: where that is, and where something was chosen. Outside spots, and unless it is `one-way`, the
            new text rewritten back is the old one, code point for code point.
    """

    text: str
    losses: tuple[str, ...]
    spots: tuple[Spot, ...] = ()


def _never(_: str) -> bool:
    return False


class _Way(NamedTuple):
    """One direction between two scripts, with the way back, and what the whole text loses."""

    there: Callable[[str], str]
    back: Callable[[str], str]
    told: Callable[[str], Iterable[str]]
    signs: str = ""
    guessed: Callable[[str], bool] = _never


def rewrite(text: str, source: str, target: str) -> Rewritten:
    """Rewrite a text.

    Args:
        text: any text; words in other scripts stay as they are.
        source: language and script, one of those that `ways_from` knows.
        target: the same language in another script.

    Raises:
        NoSuchWay: no table leads from the one to the other.
    """
    if (source, target) in _PINYIN:
        written, doubtful = chinese.pinyin(text)
        lost = ("one-way",) if chinese.HAN.search(text) else ()
        return Rewritten(written, lost, tuple(Spot(*each, "several-readings") for each in doubtful))
    way = _WAYS.get((source, target))
    if way is None:
        raise NoSuchWay(f"no table from {source} to {target}")
    written, spots = _word_by_word(text, way)
    losses = dict.fromkeys((*way.told(text), *(each.code for each in spots if each.code != "guessed")))
    return Rewritten(written, tuple(losses), tuple(spots))


def ways_from(source: str) -> tuple[str, ...]:
    """Return into which scripts a text can be rewritten; none for a language without a table."""
    return tuple(target for known, target in (*_WAYS, *_PINYIN) if known == source)


def _word_by_word(text: str, way: _Way) -> tuple[str, list[Spot]]:
    """Rewrite what stands between white space, each for itself: no table looks beyond it."""
    known: dict[str, tuple[str, str]] = {}
    found, spots, length, at = [], list[Spot](), 0, 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token not in known:
            # A sign that stands alone would vanish with its word.
            there = way.there(token) or token
            known[token] = (there, _why(token, there, way))
        there, code = known[token]
        found += [text[at : match.start()], there]
        start = length + match.start() - at
        length, at = start + len(there), match.end()
        if code:
            spots.append(_within(there, start, code))
    return "".join([*found, text[at:]]), spots


def _why(token: str, there: str, way: _Way) -> str:
    """Return why a word does not lead back, `guessed` where it does but might be another; else nothing."""
    again = way.back(there)
    if again == token:
        return "guessed" if way.guessed(token) else ""
    if again.lower() == token.lower() or kazakh.small(again) == kazakh.small(token):
        return "capitals"
    if any(each in token.lower() for each in way.signs):
        return "signs-dropped"
    return "letters-kept" if there == token else "letters-as-one"


def _within(word: str, start: int, code: str) -> Spot:
    """Return a spot without the signs around its word; of signs alone it is the whole."""
    parts = _EDGES.fullmatch(word)
    first, after = parts.span(2) if parts and parts[2] else (0, len(word))
    return Spot(start + first, start + after, code)


def _of_kazakh(one: str, *, capitals: bool) -> Callable[[str], Iterator[str]]:
    """Tell what Kazakh loses; `one` holds letters that become one, and two signs that vanish at its end."""

    def told(text: str) -> Iterator[str]:
        words = "".join(kazakh.CYRILLIC_WORD.findall(text))
        small = words.lower()
        if capitals and small != words:
            yield "capitals"
        yield from _kept(text, kazakh.CYRILLIC_WORD, "CYRILLIC")
        if any(letter in small for letter in one[:-2]):
            yield "letters-as-one"
        if any(letter in small for letter in one[-2:]):
            yield "signs-dropped"

    return told


def _of_uyghur_latin(text: str) -> Iterator[str]:
    if any(each.lower() != each for each in uyghur.LATIN_WORD.findall(text)):
        yield "capitals"
    if uyghur.foreign(text):
        yield "letters-kept"


def _kept(text: str, words: re.Pattern[str], script: str) -> Iterator[str]:
    """Yield that letters of the script stay as they are, because the language does not have them."""
    rest = words.sub("", text)
    if any(letter.isalpha() and unicodedata.name(letter, "").startswith(script) for letter in rest):
        yield "letters-kept"


def _latin_to_arabic(text: str) -> str:
    return kazakh.to_arabic(kazakh.from_latin(text))


def _arabic_to_latin(text: str) -> str:
    return kazakh.to_latin(kazakh.from_arabic(text))


_PINYIN = (("zh-Hans", "zh-Latn-pinyin"), ("zh-Hant", "zh-Latn-pinyin"))
_WAYS: Mapping[tuple[str, str], _Way] = {
    ("kk-Cyrl", "kk-Latn"): _Way(
        kazakh.to_latin, kazakh.from_latin, _of_kazakh("ийхһэъь", capitals=False), "ъь"
    ),
    ("kk-Cyrl", "kk-Arab"): _Way(
        kazakh.to_arabic, kazakh.from_arabic, _of_kazakh("ийэъь", capitals=True), "ъь"
    ),
    ("kk-Latn", "kk-Cyrl"): _Way(
        kazakh.from_latin, kazakh.to_latin, lambda _: (), guessed=kazakh.guessed_from_latin
    ),
    ("kk-Latn", "kk-Arab"): _Way(
        _latin_to_arabic, _arabic_to_latin, lambda _: (), guessed=kazakh.guessed_from_latin
    ),
    ("kk-Arab", "kk-Cyrl"): _Way(
        kazakh.from_arabic, kazakh.to_arabic, lambda _: (), guessed=kazakh.guessed_from_arabic
    ),
    ("kk-Arab", "kk-Latn"): _Way(
        _arabic_to_latin, _latin_to_arabic, lambda _: (), guessed=kazakh.guessed_from_arabic
    ),
    ("ug-Arab", "ug-Latn"): _Way(
        uyghur.to_latin,
        uyghur.to_arabic,
        lambda text: _kept(text, uyghur.ARABIC_WORD, "ARABIC LETTER"),
    ),
    ("ug-Latn", "ug-Arab"): _Way(uyghur.to_arabic, uyghur.to_latin, _of_uyghur_latin),
}
