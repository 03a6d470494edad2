"""Reads CHAT: each main line is a turn, dependent tiers in plain words stand beside it, codes stay signs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from guwah.instruments.transcripts.assemble import bidi_warnings
from guwah.instruments.transcripts.conventions import Conventions, Token
from guwah.instruments.transcripts.decode import decode
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.lines import LineNumbers
from guwah.instruments.transcripts.model import Origin, Participant, Transcript, Warning_
from guwah.instruments.transcripts.readers.chat_file import (
    BULLET,
    Entry,
    entries_of,
    timed,
    without_bullets,
)
from guwah.instruments.transcripts.readers.cues import Source, by_runs
from guwah.instruments.transcripts.readers.webvtt_runs import Cue, Run
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.word_times import Said

# CHAT's codes in the words (manual, chapters 8 to 12), as far as they are signs of kinds this house has.
_SIGNS = (
    (r"(?<!\S)(?:xxx|yyy|www)(?!\S)", "unheard"),
    (r"&=[^\s\[\]<>]+", "vocal"),
    (r"\[\?\]", "uncertain"),
    (r"\[::? [^\]\r\n]{0,200}\]", "correction"),
    (r"\[(?:[%=!*^+\"#/<>-]|x )[^\]\r\n]{0,200}\]", "note"),
    (r"\((?:\.{1,3}|\d{1,3}(?::\d{1,2})?(?:\.\d{0,3})?)\)", "note"),
)
_ANALYSIS = frozenset(
    [
        "mor",
        "gra",
        "wor",
        "pho",
        "mod",
        "tok",
        "trn",
        "grt",
        "xmor",
        "umor",
        "ugra",
        "xphon",
        "xmod",
        "phoint",
        "phoaln",
        "xphosyl",
        "xmodsyl",
        "cod",
        "def",
        "err",
        "spa",
        "tim",
        "snd",
        "mov",
        "lan",
        "syn",
        "cog",
        "seg",
        "modsyl",
        "phosyl",
        "phoalign",
    ]
)
_TOLD_BETWEEN = frozenset(
    {"comment", "situation", "activities", "bg", "eg", "g", "new episode", "time duration", "blank", "page"}
)
_ROLES = {"investigator": "interviewer", "interviewer": "interviewer", "translator": "interpreter"}
_LANGUAGES = {"eng": "en", "rus": "ru", "zho": "zh", "cmn": "zh", "kaz": "kk", "uig": "ug", "uzb": "uz"}
_LANGUAGES |= {"kir": "ky", "tur": "tr", "tgk": "tg", "mon": "mn", "tat": "tt", "fra": "fr", "deu": "de"}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read a CHAT file.

    Each main line is a turn, as each line with a label is in other transcripts; its bullets are the times
    of its segments. Comments, translations and other tiers in plain words are notes beside the turn.

    Args:
        raw: The whole file.
        conventions: Signs and words; the codes of CHAT are added to them.

    Raises:
        NotUnderstood: `bad-chat` with the line, `empty-file`, or what `decode` refuses.
    """
    decoded = decode(raw, controls=BULLET)
    file = _File(list(entries_of(decoded.text)))
    runs = file.runs()
    if not any(not run.note for run in runs):
        stray = next((one.line for one in file.entries if not one.sign), None)
        message = "No main line of the file has words in it: such a line is written *ABC:, a tab, words."
        raise NotUnderstood("bad-chat" if stray else "empty-file", message, line=stray)
    numbers = LineNumbers(decoded.text)
    source = Source(
        origin=Origin("chat", decoded.encoding, decoded.bom, raw),
        conventions=_with_codes(conventions),
        warnings=(*decoded.warnings, *file.warnings(), *bidi_warnings(decoded.text, numbers)),
        people=file.people,
        languages=file.languages,
    )
    return by_runs(runs, source)


@lru_cache(maxsize=8)
def _with_codes(conventions: Conventions) -> Conventions:
    codes = tuple(Token(pattern, kind) for pattern, kind in _SIGNS)
    return replace(conventions, tokens=(*codes, *conventions.tokens))


class _File:
    """The entries, taken for what they are."""

    def __init__(self, entries: list[Entry]) -> None:
        self.people: dict[str, Participant] = {}
        self.languages: tuple[str, ...] = ()
        self.entries = entries
        self._told: list[Warning_] = []
        self._headers = 0
        self._analysis = 0
        for entry in entries:
            if entry.sign == "@" and entry.code.casefold() == "participants":
                self.people.update(_participants(entry.words))
            elif entry.sign == "@" and entry.code.casefold() == "languages":
                self.languages = tuple(_languages(entry.words))

    def runs(self) -> list[Run]:
        """Return turns and the notes between them."""
        runs: list[Run] = []
        for entry in self.entries:
            if entry.sign == "*":
                self._turn(entry, runs)
            elif entry.sign == "%":
                self._tier(entry, runs)
            elif not entry.sign or (entry.code.casefold() in _TOLD_BETWEEN and entry.words):
                self._between(entry, runs)
            else:
                self._headers += entry.code.casefold() not in {
                    "utf8",
                    "begin",
                    "end",
                    "participants",
                    "languages",
                }
        return runs

    def _between(self, entry: Entry, runs: list[Run]) -> None:
        words = without_bullets(entry.words)
        if words:
            runs.append(Run((Cue(None, (words,), None, entry.line),), note=True))
        if not entry.sign:
            self._told.append(doubt("not-chat", entry.line))

    def _turn(self, entry: Entry, runs: list[Run]) -> None:
        cues = [Cue(entry.code, (words,), time, entry.line) for words, time in timed(entry.words) if words]
        if not cues:
            self._told.append(doubt("empty-turn:line", entry.line))
            return
        if entry.code not in self.people:
            self.people[entry.code] = Participant(entry.code)
            self._told.append(doubt("unlisted-speaker", entry.line))
        runs.append(Run(tuple(cues)))

    def _tier(self, entry: Entry, runs: list[Run]) -> None:
        words = without_bullets(entry.words)
        if entry.code.casefold() == "wor" and runs and not runs[-1].note and BULLET in entry.words:
            said = tuple(_one_by_one(entry.words))
            runs[-1] = replace(runs[-1], cues=tuple(replace(cue, said=said) for cue in runs[-1].cues))
        elif entry.code.casefold().removeprefix("x") in _ANALYSIS or not words:
            self._analysis += 1
        elif not runs or runs[-1].note:
            self._told.append(doubt("not-a-turn", entry.line))
        else:
            last = runs[-1].cues[-1]
            note: Mapping[str, str] = {"words": words, "what": f"%{entry.code}"}
            beside = replace(last, beside=(*last.beside, note))
            runs[-1] = replace(runs[-1], cues=(*runs[-1].cues[:-1], beside))

    def warnings(self) -> Iterator[Warning_]:
        """Yield what a person should look at; call it after `runs`."""
        codes = {entry.code.casefold() for entry in self.entries if entry.sign == "@"}
        if "end" not in codes:
            last = self.entries[-1].line
            yield doubt("no-end", last)
        if self._headers:
            yield doubt("headers-left-out", 1, n=self._headers)
        if self._analysis:
            yield doubt("tiers-left-out:analysis", n=self._analysis)
        yield from self._told


def _one_by_one(words: str) -> Iterator[Said]:
    """Yield the words of a tier of times: a bullet is of the one word before it."""
    for stretch, time in timed(words):
        *before, last = stretch.split() or [""]
        yield from (Said(one, None) for one in before)
        yield Said(last, *(time or (None, None)))


def _participants(words: str) -> Iterator[tuple[str, Participant]]:
    """Read `ANN Ann_Poe Investigator, BEN Witness`: a code, a name if there is one, a role."""
    for one in words.split(","):
        parts = one.split()
        if parts:
            role = parts[-1].replace("_", " ").casefold() if len(parts) > 1 else ""
            name = " ".join(parts[1:-1]).replace("_", " ") or None
            yield parts[0], Participant(parts[0], name, _ROLES.get(role))


def _languages(words: str) -> Iterator[str]:
    for one in re.split(r"[,\s]+", words):
        if _TAG.fullmatch(one):
            yield _LANGUAGES.get(one.casefold(), one.casefold())
