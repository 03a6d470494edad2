"""The search for withheld values in everything that is about to go out, whatever form they took.

How it looks: every file (and file name, and file in a gzip or zip) is read in several ways (`views`), each
reading is reduced to plain letters and digits (`canonical`), and there

* a **value** (a name, an address, an account) is looked for with nothing between its letters; it must begin
  at the beginning of a word, and in Latin letters shorter than eight it must end at the end of one (a
  genitive or plural s may follow); elsewhere endings may follow, as they do in Russian or Uyghur.
* a **number** (a telephone, a document) is looked for by its digits, whatever separates them; of a number of
  ten digits or more the last ones are enough, so that it is found with and without a country code.
* a **passage** (a cut) is looked for by any five words in a row, or eight Chinese characters.

What may excuse a hit, and what not: a passage may share up to seven words in a row (twelve Chinese
characters) with `cleared` text, which people have decided to show; a longer shared run is a leak even
there. Values and numbers are never excused, with one exception: those too short to mean anything alone
(under four letters or two Chinese characters, under five digits) and passages shorter than five words
are not looked for when cleared text has them too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from guwah.instruments.redaction.canonical import HAN, places, squeeze, words
from guwah.instruments.redaction.passages import Passages, is_short
from guwah.instruments.redaction.views import BETWEEN, View, members, views, views_of_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SHORTEST_NUMBER = 5
SHORTEST_VALUE = 4
SHORTEST_HAN = 2
FREE_ENDING = 8
LONG_NUMBER = 10  # digits; a country code has at most three of them (ITU-T E.164)
COUNTRY_CODE = 3
TELEPHONE = 7  # digits; from here on a country or area code may stand before them

ALL_HAN = re.compile(rf"[{HAN}]+")
LATIN_END = re.compile(r"[a-z]$")
WORD_ENDS = re.compile(rf"(?:['’]?s)?(?![^\W_{HAN}])", re.IGNORECASE)


class Kind(StrEnum):
    """What a secret is, which decides how it is looked for."""

    VALUE = "value"
    NUMBER = "number"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Secret:
    """Something withheld. `id` is how a leak names it; `text` is never printed."""

    id: str
    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Leak:
    """Where a secret was found.

    Attributes:
        file: name of the file, with `!` before the name of a file packed in it.
        offset: code points from 0 in the reading named by `form`.
        secret_id: which secret; never its words.
        form: how the file had to be read to find it, such as `utf-8, without markup`.
    """

    file: str
    offset: int
    secret_id: str
    form: str


class UnsearchableError(ValueError):
    """A secret has no letter and no digit to look for; `code` is `empty-secret`, `secret_id` its id."""

    code = "empty-secret"

    def __init__(self, secret_id: str) -> None:
        super().__init__(f"secret {secret_id} has nothing to look for")
        self.secret_id = secret_id


def search(files: Mapping[str, bytes], withheld: Iterable[Secret], cleared: Iterable[str] = ()) -> list[Leak]:
    """Look for every form of every withheld thing in every byte that goes out.

    Args:
        files: name (with folders) to bytes, of all that goes out.
        withheld: what must not be found.
        cleared: texts that people decided to show, without what was cut or masked in them.

    Returns:
        One leak for each file, secret and form, in the order of the files; empty when nothing was found.

    Raises:
        UnsearchableError: a secret has nothing to look for.
        NotSearchedError: a file could not be looked into; it has then not passed.
    """
    hunt = _Hunt(withheld, cleared)
    found: dict[tuple[str, str], Leak] = {}
    for name, data in files.items():
        for view in views_of_name(name):
            _note(found, name, view, hunt.in_view(view))
        for member in members(name, data):
            if member.name != name:
                for view in views_of_name(member.name.removeprefix(name)):
                    _note(found, member.name, view, hunt.in_view(view))
            for view in views(member.data):
                _note(found, member.name, view, hunt.in_view(view))
    return list(found.values())


def search_texts(
    texts: Mapping[str, str], withheld: Iterable[Secret], cleared: Iterable[str] = ()
) -> list[Leak]:
    """Look for withheld things in texts as they read, before they are made into files.

    Escapes, markup and encodings are not looked through: what goes out is searched by `search`.

    Args:
        texts: any name to its words.
        withheld: as for `search`.
        cleared: as for `search`.

    Raises:
        UnsearchableError: a secret has nothing to look for.
    """
    hunt = _Hunt(withheld, cleared)
    found: dict[tuple[str, str], Leak] = {}
    for name, text in texts.items():
        view = View("text", text)
        _note(found, name, view, hunt.in_view(view))
    return list(found.values())


def _note(found: dict[tuple[str, str], Leak], file: str, view: View, hits: Iterable[tuple[str, int]]) -> None:
    """Keep the first place of each secret in each file: the plainest reading comes first."""
    for secret_id, offset in hits:
        found.setdefault((file, secret_id), Leak(file, offset, secret_id, view.form))


class _Hunt:
    """The secrets made ready: squeezed once, passages cut into runs of words once."""

    def __init__(self, withheld: Iterable[Secret], cleared: Iterable[str]) -> None:
        cleared = list(cleared)
        self.values: list[tuple[str, str, bool]] = []
        self.numbers: list[tuple[str, str, bool]] = []
        long: list[tuple[str, list[str]]] = []
        squeezed_cleared = [squeeze(each) for each in cleared]
        for secret in withheld:
            if secret.kind is Kind.PASSAGE and not is_short(words(secret.text)):
                long.append((secret.id, words(secret.text)))
            else:
                self._take(secret, squeezed_cleared)
        self.passages = Passages(long, cleared)
        self.has_passages = bool(long)

    def _take(self, secret: Secret, cleared: Sequence[str]) -> None:
        bare = squeeze(secret.text)
        if not bare:
            raise UnsearchableError(secret.id)
        if _is_weak(secret, bare) and any(bare in each for each in cleared):
            return
        if secret.kind is Kind.NUMBER and _digits(bare):
            self._number(secret.id, _digits(bare))
        else:
            self.values.append((secret.id, bare, _needs_end(bare)))

    def _number(self, secret_id: str, digits: str) -> None:
        telling = digits[COUNTRY_CODE:] if len(digits) >= LONG_NUMBER else digits
        self.numbers.append((secret_id, telling, len(telling) < TELEPHONE))

    def in_view(self, view: View) -> Iterator[tuple[str, int]]:
        """Yield the id and the offset of everything found in one reading."""
        found = words(view.text)
        squeezed = "".join(found)
        page = _Page(view.text, in_name=view.form.startswith("file name"))
        for secret_id, bare, needs_end in self.values:
            for at in _everywhere(squeezed, bare):
                if page.is_word(at, len(bare), needs_end=needs_end):
                    yield secret_id, page.place(at)
                    break
        for secret_id, digits, needs_start in self.numbers:
            for at in _everywhere(squeezed, digits):
                if page.is_number(at, len(digits), needs_start=needs_start):
                    yield secret_id, page.place(at)
                    break
        for secret_id, at in self.passages.found_in(found) if self.has_passages else ():
            yield secret_id, page.place(at)


def _everywhere(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _digits(bare: str) -> str:
    return "".join(letter for letter in bare if letter.isdecimal())


def _is_weak(secret: Secret, bare: str) -> bool:
    if secret.kind is Kind.PASSAGE:
        return True  # asked only of short ones
    if secret.kind is Kind.NUMBER:
        return len(_digits(bare)) < SHORTEST_NUMBER
    return len(bare) < (SHORTEST_HAN if ALL_HAN.fullmatch(bare) else SHORTEST_VALUE)


def _needs_end(bare: str) -> bool:
    return len(bare) < FREE_ENDING and LATIN_END.search(bare) is not None


class _Page:
    """One reading's text, with the way back from squeezed letters to it; worked out only when needed."""

    def __init__(self, text: str, *, in_name: bool) -> None:
        self.text = text
        self.in_name = in_name
        self._places: list[int] | None = None

    def place(self, at: int) -> int:
        if self._places is None:
            self._places = places(self.text)
        return self._places[at]

    def is_word(self, at: int, length: int, *, needs_end: bool) -> bool:
        if self.in_name and length >= SHORTEST_VALUE:
            return True  # names of files run words together
        start, last = self.place(at), self.place(at + length - 1)
        if BETWEEN in self.text[start:last]:
            return False
        if start and _joins(self.text[start - 1], self.text[start]):
            return False
        return not needs_end or WORD_ENDS.match(self.text, last + 1) is not None

    def is_number(self, at: int, length: int, *, needs_start: bool) -> bool:
        start, last = self.place(at), self.place(at + length - 1)
        if BETWEEN in self.text[start:last]:
            return False
        if needs_start and start and self.text[start - 1].isdecimal():
            return False
        return not self.text[last + 1 : last + 2].isdecimal()


def _joins(before: str, first: str) -> bool:
    """Return whether a word goes on from one letter to the next; Chinese characters stand alone."""
    return bool(squeeze(before)) and not (ALL_HAN.match(before) or ALL_HAN.match(first))
