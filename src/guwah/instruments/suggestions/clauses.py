"""Sentences and clauses of a passage: where a thing is said, and how far a "not" or an "if" reaches."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.late_pattern import late
from guwah.instruments.suggestions.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.material import Material, Passage

_ABBREVIATED = late(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|no|st|vs|prof|approx|apt|[a-hj-z]|г|гг|ул|им|д|кв|обл|т\.д|т\.е|т\.к|тыс|др)$"
)
_LONGEST_ABBREVIATION = 8
# A quotation mark that closes after a question mark ends what was asked, not what is told.
_END = re.compile(r"(?:[。！？]+|[.!?…؟۔]+(?=[\s\"')\]]|$))[\"')\]]*(?P<goes_on>\s*[,，])?|\n\s*\n\s*")
_ASKED = re.compile(r"[?？؟][\"')\]\s!.…]*$")
_ASKED_WITHOUT_SIGN = {
    "zh": re.compile(
        r"(?:吗|呢|是不是|对不对)[。.!！]*$"
        r"|[你您][^，。；：]{0,20}(?:几(?:次|回|天|个月|年|下|个人)|多少(?:次|天|下|钱|人)?|多久|多长时间)了?[。.]?$"
    ),
    "ru": re.compile(r"^\W*\w+(?: \w+)? ли\b[^,]*[.]?$"),
    "kk": re.compile(r" (?:ма|ме|ба|бе|па|пе)[.!]*$"),
}
_BREAK = re.compile(r"[,;:،؛，；：()\[\]\"]|、(?=[他她我])| [–—-]+ |[–—]+|\.\.\.|…")
_ASKER_SHARE = 0.34
_ASKER_ROLES = frozenset({"interviewer", "host", "documenter"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage.

    Attributes:
        start: its first code point in the material's text.
        words: its words as patterns see them, one code point for one.
        passage: where it stands.
        asked: whether it is a question.
    """

    start: int
    words: str
    passage: Passage
    asked: bool

    @property
    def language(self) -> str:
        """The language of its passage."""
        return self.passage.language

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch between signs that break a sentence, around a stretch of it."""
        first, last = 0, len(self.words)
        for sign in _BREAK.finditer(self.words):
            if sign.end() <= start:
                first = sign.end()
            elif sign.start() >= end:
                last = sign.start()
                break
        return _without_space(self.words, first, last)

    def clauses(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches between signs that break a sentence, in order, without empty ones."""
        first = 0
        for sign in _BREAK.finditer(self.words):
            yield from self._stretch(first, sign.start())
            first = sign.end()
        yield from self._stretch(first, len(self.words))

    def _stretch(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        start, end = _without_space(self.words, first, last)
        if end > start:
            yield start, end

    def in_text(self, start: int, end: int) -> tuple[int, int]:
        """Return a stretch of the sentence as places in the material's text, without space around it."""
        first, last = _without_space(self.words, start, end)
        return self.start + first, self.start + last


def sentences(passage: Passage) -> Iterator[Sentence]:
    """Yield the sentences of a passage; a hard line break ends none, an empty line does."""
    words = plain(passage.words)
    begun = 0
    for end in (*_ends(passage.words, words), len(words)):
        first, last = _without_space(words, begun, end)
        if last > first:
            said = words[first:last]
            yield Sentence(passage.start + first, said, passage, _is_asked(said, passage.language))
        begun = end


def askers(material: Material) -> frozenset[tuple[int | None, str]]:
    """Return who asks in which session: by role where the text says it, else who asks far more than tells."""
    said: Counter[tuple[int | None, str]] = Counter()
    asked: Counter[tuple[int | None, str]] = Counter()
    for passage in material.passages:
        if passage.speaker:
            said[passage.session, passage.speaker] += 1
            asked[passage.session, passage.speaker] += bool(_ASKED.search(passage.words.rstrip()[-6:]))
    by_role = {one.speaker for one in material.participants if one.role in _ASKER_ROLES}
    most = {session: max(asked[who] for who in said if who[0] == session) for session, _ in said}
    return frozenset(
        who
        for who, turns in said.items()
        if who[1] in by_role or (asked[who] == most[who[0]] and asked[who] >= turns * _ASKER_SHARE)
    )


def _ends(raw: str, words: str) -> Iterator[int]:
    # The raw words still have the line breaks that `plain` makes into spaces.
    for end in _END.finditer(raw.translate(_CLOSING)):
        before = words[max(0, end.start() - _LONGEST_ABBREVIATION) : end.start()]
        if end["goes_on"] is None and not (raw[end.start()] == "." and _ABBREVIATED.search(before)):
            yield end.end()


_CLOSING = str.maketrans(dict.fromkeys("“”«»「」『』", '"') | dict.fromkeys("‘’", "'"))


def _is_asked(words: str, language: str) -> bool:
    unmarked = _ASKED_WITHOUT_SIGN.get(language)
    return bool(_ASKED.search(words) or (unmarked and unmarked.search(words)))


def _without_space(words: str, start: int, end: int) -> tuple[int, int]:
    part = words[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
