"""Who has checked a translated string: read from the catalogues themselves (law 11).

A catalogue entry carries its state in a translator's comment::

    # review: none
    # review: one:HANDLE DIGEST
    # review: two:HANDLE,HANDLE DIGEST

A handle is a name the group knows a speaker by and nobody else does. The digest binds the state to the
very words that were checked: a translation changed afterwards is unchecked again.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language, ngettext, to_locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SOURCE_LANGUAGE = "en"
_ENOUGH = 2
_STATE = re.compile(r"review: (?:one|two):(?P<by>[\w.,-]+) (?P<digest>[0-9a-f]{16})")
_ESCAPE = re.compile(r"\\(.)")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r"}
_LINE = re.compile(r'(?P<key>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*(?P<text>".*")\s*')


@dataclass(frozen=True, slots=True)
class Review:
    """Who confirmed a translation; two different speakers are enough."""

    by: tuple[str, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether two speakers have confirmed these words."""
        return len(self.by) >= _ENOUGH


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of a language is checked: all strings, those one speaker confirmed, those two did."""

    strings: int
    by_one: int
    by_two: int


@dataclass(slots=True)
class _Entry:
    comment: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    def review(self) -> Review:
        """Return who confirmed the words as they stand now."""
        words = [text for key, text in sorted(self.texts.items()) if key.startswith("msgstr")]
        return stated(self.comment, self.texts["msgid"], words)


def stated(comment: str, english: str, words: Iterable[str]) -> Review:
    """Return who confirmed these very words, by the comment of their entry (without its `# `)."""
    found = _STATE.fullmatch(comment.strip())
    if found is None or found["digest"] != digest(english, words):
        return Review()
    return Review(tuple(sorted(set(found["by"].split(",")))))


def digest(english: str, words: Iterable[str]) -> str:
    """Return what binds a review to the English and to every form of the translation: 16 hex digits."""
    joined = "\0".join([english, *words])
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def catalogue_of(language: str) -> Path:
    """Return where the catalogue of a language (Django's code) lies."""
    return settings.LOCALE_PATHS[0] / to_locale(language) / "LC_MESSAGES" / "django.po"


def read_catalogue(text: str) -> Mapping[tuple[str, str], Review]:
    """Return (context, English) -> review of a catalogue as `front/extract.py` writes it."""
    found: dict[tuple[str, str], Review] = {}
    for paragraph in text.split("\n\n"):
        entry, key = _Entry(), ""
        for line in paragraph.splitlines():
            if line.startswith("# review:"):
                entry.comment = line.removeprefix("# ")
            elif part := _LINE.fullmatch(line):
                key = part["key"] or key
                entry.texts[key] = entry.texts.get(key, "") + _unquoted(part["text"])
        if entry.texts.get("msgid"):
            found[entry.texts.get("msgctxt", ""), entry.texts["msgid"]] = entry.review()
    return found


def _unquoted(quoted: str) -> str:
    """Return what stands between quotation marks, as gettext writes it.

    Not by `ast`: CPython 3.11 fails there with "AST constructor recursion depth mismatch" when other threads
    parse too, and this is read while a page is asked for.
    """
    return _ESCAPE.sub(lambda found: _SIGNS.get(found[1], found[1]), quoted[1:-1])


@cache
def _reviews(language: str) -> Mapping[tuple[str, str], Review]:
    path = catalogue_of(language)
    return read_catalogue(path.read_text(encoding="utf-8")) if path.is_file() else {}


def review_state(language: str, msgid: str, context: str = "") -> Review:
    """Return who confirmed the translation of an English string; of an unknown string nobody did."""
    return _reviews(language).get((context, msgid), Review())


def tally(language: str) -> Tally:
    """Count the strings of a language and how many are checked."""
    reviews = _reviews(language).values()
    return Tally(
        strings=len(reviews),
        by_one=sum(len(review.by) == 1 for review in reviews),
        by_two=sum(review.confirmed for review in reviews),
    )


def checked_line() -> str:
    """Return the sentence of the settings page about the language chosen; empty for English."""
    language = get_language() or SOURCE_LANGUAGE
    if language == SOURCE_LANGUAGE:
        return ""
    counted = tally(language)
    return ngettext(
        "Of the %(strings)s words and sentences of this language, %(checked)s is confirmed by two speakers.",
        "Of the %(strings)s words and sentences of this language, %(checked)s are confirmed by two speakers.",
        counted.by_two,
    ) % {"strings": counted.strings, "checked": counted.by_two}
