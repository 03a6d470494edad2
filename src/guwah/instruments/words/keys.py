"""The keys under which the words of a text are kept and looked for.

Three of them, side by side: the word as written (folded), how it sounds whatever its script, and, of Kazakh
and Uyghur, what it is without its endings. Keys are derived, rebuilt at will, and never shown (`VERSION`
says by which rules they were made).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from guwah.instruments.redaction.spans import NOTHING
from guwah.instruments.words.folding import plain
from guwah.instruments.words.sounds import sound
from guwah.instruments.words.splitting import runs, split, widened
from guwah.instruments.words.stems import LANGUAGES, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.instruments.redaction.spans import Spans
    from guwah.instruments.words.splitting import Word

VERSION: Final = 2
"""Goes up with every change of rules: keys made by other rules are made anew."""

GAP: Final = "█"
"""Stands where words are withheld: nobody can look for it, and no phrase reaches across it."""

# In these languages only names cross scripts, and names have capitals; of others every word does.
_NAMES_ONLY: Final = frozenset({"en", "ru"})
_STEM_MARKS: Final = {"kk": "1", "ug": "2"}
_LONE: Final = "3"


class Unit(NamedTuple):
    """One place of a text that can be found.

    Attributes:
        start: first code point of the text, from 0.
        end: one past the last.
        plain: the word, folded; of Chinese two characters, or the last one of a row.
        sound: how it sounds, or empty.
        stems: marked stems, see `marked`; of Chinese the first character alone, see `lone`.
        han: whether it is Chinese.
    """

    start: int
    end: int
    plain: str
    sound: str = ""
    stems: tuple[str, ...] = ()
    han: bool = False


def units(text: str, language: str = "", holes: Spans = NOTHING) -> Iterator[Unit]:
    """Yield what can be found in a text, in its order.

    Args:
        text: the words of a block.
        language: its language tag, or empty where nobody knows.
        holes: withheld stretches, code points of `text`; no part of a word they touch is yielded.
    """
    words = list(split(text))
    primary = language.partition("-")[0].lower()
    if not holes:
        yield from _row(words, primary)
        return
    at = 0
    for start, end in widened(text, holes):
        yield from _row([each for each in words if at <= each.start < start], primary)
        yield Unit(start, start, GAP)
        at = end
    yield from _row([each for each in words if each.start >= at], primary)


class Kept(NamedTuple):
    """The keys of a text as an index keeps them: each kind in the order of the words, between spaces."""

    plain: str
    sound: str
    stem: str


def kept(text: str, language: str = "", holes: Spans = NOTHING) -> Kept:
    """Return the keys of all `units` of a text.

    Args:
        text: the words of a block.
        language: its language tag, or empty where nobody knows.
        holes: withheld stretches, code points of `text`.
    """
    if holes:
        found = [_joined(each) for each in units(text, language, holes)]
    else:
        primary, found = language.partition("-")[0].lower(), []
        for characters, word in runs(text):
            if word:
                found.append(_of_word(word, primary))
            else:
                pairs = [characters[at : at + 2] for at in range(len(characters))]
                found += map(_of_pair, pairs)
    plains, heard, stems = zip(*found, strict=True) if found else ((), (), ())
    return Kept(*(" ".join(filter(None, each)) for each in (plains, heard, stems)))


def _joined(unit: Unit) -> Kept:
    return Kept(unit.plain, unit.sound, " ".join(unit.stems))


# A text has few words many times over, in few languages, and as few pairs of characters.
@lru_cache(maxsize=1 << 17)
def _of_word(word: str, language: str) -> Kept:
    form, heard, bare = _keys(word, language)
    return Kept(form, heard, " ".join(bare)) if form else Kept("", "", "")


@lru_cache(maxsize=1 << 17)
def _of_pair(characters: str) -> Kept:
    return Kept(plain(characters), sound(characters[0]), lone(plain(characters[0])))


def _row(words: Sequence[Word], language: str) -> Iterator[Unit]:
    """Yield the keys of words none of which is withheld."""
    for word, after in zip_longest(words, words[1:]):
        if word.is_han:
            yield _pair(word, after)
        else:
            form, heard, bare = _keys(word.written, language)
            if form:
                yield Unit(word.start, word.end, form, heard, bare)


@lru_cache(maxsize=1 << 17)
def _keys(written: str, language: str) -> tuple[str, str, tuple[str, ...]]:
    if language in _NAMES_ONLY and not written[0].isupper():
        return plain(written), "", ()
    heard = sound(written)
    return plain(written), heard, _stems(heard, language)


def _stems(heard: str, language: str) -> tuple[str, ...]:
    known = (language,) if language else LANGUAGES
    return tuple(marked(stem(heard, each), each) for each in known if heard and each in _STEM_MARKS)


def marked(stem: str, language: str) -> str:
    """Return a stem with a digit before it, so that stems of two languages are never one."""
    return _STEM_MARKS[language] + stem


def lone(character: str) -> str:
    """Return the key of one Chinese character alone, whatever follows it; kept among the stems."""
    return _LONE + character


def _pair(word: Word, after: Word | None) -> Unit:
    """Return a Chinese character with its neighbour: any two that stand together are found."""
    pair = after is not None and after.is_han and after.start == word.end
    end, written = (after.end, word.written + after.written) if after and pair else (word.end, word.written)
    form, heard, alone = _of_pair(written)
    return Unit(word.start, end, form, heard, (alone,), han=True)
