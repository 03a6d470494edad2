"""Chat exports of WhatsApp: the text files of iOS and Android, in the forms of many languages.

The form is not documented by its maker. An opening is `[date, clock] sender: words` (iOS) or
`date, clock - sender: words` (Android) or, of old, `date, clock: sender: words`; whatever follows up to the
next opening of the same form belongs to the message.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.deliveries.chat_lines import STAMP, Opening, opening, shape, when
from guwah.instruments.deliveries.clocks import MARKS
from guwah.instruments.deliveries.decoding import check_number, check_signs, lines
from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.deliveries.model import EVENT, LEFT_OUT, MESSAGE, NAMED, SYSTEM, Attachment, Message
from guwah.instruments.deliveries.names_tell import made_on
from guwah.instruments.deliveries.words import ATTACHED, FILE_ATTACHED
from guwah.instruments.deliveries.words import LEFT_OUT as LEFT_OUT_WORDS
from guwah.instruments.late_pattern import late

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from guwah.instruments.deliveries.day_order import Bounds
    from guwah.instruments.deliveries.model import DayOrder, Notes

SINCE = 2009
"""The year WhatsApp began."""

_FORMS = {
    "ios": late(rf"[{MARKS}]*\[[{MARKS}]*(?P<time>{STAMP})[{MARKS}]*\][ \u00a0]"),
    "android": late(rf"[{MARKS}]*(?P<time>{STAMP})[{MARKS}]* [-–] "),
    "old": late(rf"[{MARKS}]*(?P<time>{STAMP})[{MARKS}]*: "),
}
_LOOKED_AT = 50  # lines at the beginning in which the first opening must stand
_LONGEST_OPENING = 400  # characters of a line in which its opening must stand
_LONGEST_SENDER = 100
_SENDER = late(r"(?P<sender>[^\n]*?[^\s:][^\n]*?):(?: |(?=\r?(?:\n|\Z)))")
_IN_WORDS = late('["“”„«»]')
_FILE_NAME = late(r"(?P<name>[^<>\n]*\.\w{1,8})")
_BRACKETED = late(rf"[{MARKS}]*<(?P<word>[^:：<>\n]{{2,40}})\s?[:：]\s*(?P<name>[^<>\n]+)>")
_IN_PARENTHESES = late(
    rf"[{MARKS}]*(?P<name>[^\n]+\.\w{{1,8}})\s\((?P<word>[^()\n]+)\)[{MARKS}]*(?=\n|\r|\Z)"
)
_NAMED_BY_PHONE = late(r"(?:IMG|VID|AUD|PTT|DOC|STK|GIF)-\d{8}-WA\d{4}", re.ASCII)
_DAY_IN_NAME = late(
    r"(?:(?:IMG|VID|AUD|PTT|STK|GIF)-(?=\d{8}-WA\d{4})|\d{8}-[A-Z]{3,12}-(?=\d{4}-))(?P<day>\d{8}|\d{4}-\d\d-\d\d)",
    re.ASCII,
)
# Kazakh phones open with one sign and close with the other.
_WHOLE_IN_BRACKETS = late(rf"[{MARKS}]*[<‹«][^<>‹›«»\n]{{3,60}}[>›»][{MARKS}]*")
_PLAIN_BRACKETS = str.maketrans("‹«›»", "<<>>")
_MARKED = "\u200e"


@dataclass(frozen=True, slots=True)
class Chat:
    """One text of a chat: its form, its messages, the order of its dates."""

    variant: str
    messages: tuple[Message, ...]
    order: DayOrder


def form(text: str) -> str:
    """Return `ios`, `android` or `old` for a text whose beginning has such an opening, else nothing."""
    for line in text.split("\n", _LOOKED_AT)[:_LOOKED_AT]:
        for name, pattern in _FORMS.items():
            if pattern.match(line[:_LONGEST_OPENING]):
                return name
    return ""


def read(text: str, bounds: Bounds, notes: Notes, files: Collection[str] = ()) -> Chat:
    """Read one chat text.

    Args:
        text: the decoded file.
        bounds: what is known of its time; its first year is raised to 2009 by the caller.
        notes: takes the doubts; its `file` is the name in places.
        files: names of the files that came with it, by which unknown words for "attached" are recognised.

    Raises:
        NotUnderstood: `no-messages`, or `line-too-long` with its place.
    """
    variant = form(text)
    if not variant:
        told = "No line begins as a message of WhatsApp does."
        raise NotUnderstood("no-messages", told, name=notes.file)
    check_signs(text, "<", notes.file)
    openings = list(_openings(text, variant, notes))
    _doubt_pasted(text, openings, notes)
    ends = [each.start for each in openings[1:]] + [len(text)]
    order, readings = when(openings, bounds, notes, _days_in_names(text, openings, ends))
    names = {name.rpartition("/")[2] for name in files}
    messages = []
    senders = _Senders(text, openings, ends)
    for n, (each, end, times) in enumerate(zip(openings, ends, readings, strict=True), start=1):
        sender, at = senders.of(each, notes)
        words = text[at:end].removesuffix("\n").removesuffix("\r")
        attachments = tuple(_attachments(words, names, each, notes))
        messages.append(
            Message(
                n,
                _kind(sender, words, attachments),
                sender or "",
                each.time,
                times,
                words,
                attachments,
                notes.file,
                each.line,
                each.start,
                end,
                at,
            )
        )
    return Chat(variant, tuple(messages), order)


def _openings(text: str, variant: str, notes: Notes) -> Iterator[Opening]:
    pattern, expected, ended = _FORMS[variant], None, ""
    count = 0
    for number, start, line in lines(text, notes.file):
        found = pattern.match(line[:_LONGEST_OPENING])
        bare = ended == "\n"
        ended = line[-2:] if line.endswith("\r\n") else line[-1:]
        if found is None:
            if expected is None and line.strip("\ufeff \r\n"):
                notes.doubt(
                    "before-first", "Words stand before the first message; they are in no message.", number
                )
            continue
        if expected is None:
            expected = shape(found)
        if shape(found) == expected:
            count += 1
            check_number(count, notes.file)
            yield opening(found, (number, start), bare=bare)


def _doubt_pasted(text: str, openings: list[Opening], notes: Notes) -> None:
    """Where messages end with CR LF, an opening behind a bare LF may be one that somebody pasted."""
    if "\r\n" in text:
        for each in openings:
            if each.bare:
                told = "This line opens a message, but its end is unlike the others': perhaps pasted in."
                notes.doubt("maybe-pasted", told, each.line)


def _days_in_names(text: str, openings: list[Opening], ends: list[int]) -> dict[int, date]:
    """Return the days in names that the phone itself made, by the line of their message."""
    days = {}
    for each, end in zip(openings, ends, strict=True):
        found = _DAY_IN_NAME.search(text, each.rest, min(end, each.rest + _LONGEST_OPENING))
        day = None if found is None else made_on(found["day"].replace("-", ""))
        if day is not None:
            days[each.line] = day
    return days


class _Senders:
    """Who writes each message, as written; words of the program have a colon too, inside quotes or far on."""

    def __init__(self, text: str, openings: list[Opening], ends: list[int]) -> None:
        self._found = {
            each.start: _SENDER.match(text, each.rest, end) for each, end in zip(openings, ends, strict=True)
        }
        odd = (found["sender"] for found in self._found.values() if found is not None)
        self._times = Counter(sender for sender in odd if _is_odd(sender))

    def of(self, each: Opening, notes: Notes) -> tuple[str | None, int]:
        """Return the sender and where the words begin; None for a line the program wrote."""
        found = self._found[each.start]
        if found is None:
            return None, each.rest
        sender = found["sender"]
        if _is_odd(sender):
            # A colon inside quotes is of what they quote, unless the same stands there again and again.
            told = "What stands before the colon does not look like a name; perhaps the program wrote it."
            notes.doubt("sender-unsure", told, each.line)
            if len(_IN_WORDS.findall(sender)) % 2 and self._times[sender] == 1:
                return None, each.rest
        return sender, found.end()


def _is_odd(sender: str) -> bool:
    return len(sender) > _LONGEST_SENDER or _IN_WORDS.search(sender) is not None


def _kind(sender: str | None, words: str, attachments: tuple[Attachment, ...]) -> str:
    if sender is None:
        return SYSTEM
    # iOS puts the group's or the person's name before what the program says, and a mark before the words.
    return EVENT if words.startswith(_MARKED) and not attachments else MESSAGE


def _attachments(words: str, names: set[str], each: Opening, notes: Notes) -> Iterator[Attachment]:
    found = False
    for bracketed in _BRACKETED.finditer(words):
        if _is_file(bracketed, ATTACHED, names, marked=_MARKED in bracketed[0]):
            found = True
            yield Attachment(_bare(bracketed["name"]), NAMED, bracketed[0])
    first = _IN_PARENTHESES.match(words)
    if first is not None and _is_file(first, FILE_ATTACHED, names, marked=words.startswith(_MARKED)):
        found = True
        yield Attachment(_bare(first["name"]), NAMED, first[0])
    if not found:
        yield from _left_out(words, each, notes)


def _left_out(words: str, each: Opening, notes: Notes) -> Iterator[Attachment]:
    plain = re.sub(f"[{MARKS}]", "", words).strip().lower().translate(_PLAIN_BRACKETS)
    if plain in LEFT_OUT_WORDS:
        yield Attachment("", LEFT_OUT, words)
    elif _WHOLE_IN_BRACKETS.fullmatch(words):
        told = "Words in angle brackets alone may say that something was left out; they are not known here."
        notes.doubt("maybe-left-out", told, each.line)


def _is_file(found: re.Match[str], known: frozenset[str], names: set[str], *, marked: bool) -> bool:
    name = _bare(found["name"])
    if name in names:
        return True
    if not _FILE_NAME.fullmatch(name):
        return False
    return marked or found["word"].strip().lower() in known or _NAMED_BY_PHONE.match(name) is not None


def _bare(name: str) -> str:
    return name.strip().strip("\u200e\u200f")
