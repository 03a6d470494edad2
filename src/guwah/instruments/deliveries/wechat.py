"""Texts of WeChat chats as they reach us: sent by mail from the phone, or written by tools of others.

WeChat has no export of its own but "send by mail"; there are several forms of tools. Forms known here:

`mail`    a line of dashes with the day, then `name  clock`, a blank line, the words;
`above`   `2021-03-04 10:11:12 name` above the words, or the name before the time;
`beside`  `name (2021-03-04 10:11:12): words` or `[2021-03-04 10:11:12] name: words`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.deliveries.chat_lines import (
    DATE,
    STAMP,
    STAMP_THEN_NAME,
    Opening,
    numbers_of,
    opening,
    shape,
    when,
)
from guwah.instruments.deliveries.clocks import CLOCK
from guwah.instruments.deliveries.decoding import check_number, check_signs, lines
from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.deliveries.model import LEFT_OUT, MESSAGE, NAMED, SYSTEM, Attachment, Message
from guwah.instruments.deliveries.words import WECHAT_THINGS
from guwah.instruments.late_pattern import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.deliveries.day_order import Bounds
    from guwah.instruments.deliveries.model import DayOrder, Notes

SINCE = 2011
"""The year WeChat began."""

_END = r"[ \t\u3000]*(?=\r?(?:\n|\Z))"
_DAY_LINE = late(rf"[ \t]*[-—─–_=]{{3,}}[ \t]*(?P<day>{DATE})[ \t]*[-—─–_=]{{3,}}{_END}")
_NAME_CLOCK = late(rf"(?P<sender>[^\r\n]{{1,60}}?)[ \t\u3000]{{1,4}}(?P<time>{CLOCK}){_END}")
_FORMS = {
    "beside": (
        late(rf"\[(?P<time>{STAMP})\][ \t]?(?P<sender>[^\r\n:：]{{1,60}})[:：][ \t]?"),
        late(rf"(?P<sender>[^\r\n()（）]{{1,60}}?)[ \t]?[(（](?P<time>{STAMP})[)）][ \t]?[:：]?[ \t]?"),
    ),
    "above": (
        late(rf"(?P<time>{STAMP_THEN_NAME})[ \t\u3000]+(?P<sender>[^\r\n]{{1,60}}?){_END}"),
        late(rf"(?P<sender>[^\r\n]{{1,60}}?)[ \t\u3000]+(?P<time>{STAMP}){_END}"),
    ),
}
_LOOKED_AT = 60  # lines at the beginning in which the first opening must stand
_LONGEST_OPENING = 300
_THING = late(
    r"\[(?P<what>[^\[\]:：\n]{1,12})(?:[:：]\s?(?P<name>[^\[\]\n()（）]{1,200}?)\s?(?:[(（][^()（）\n]{1,60}[)）])?)?\]"
)
_BLANK = late(r"[ \t]*(?:\r?\n)*")
_PROGRAM = frozenset({"系统消息", "系统", "微信团队", "system"})


@dataclass(frozen=True, slots=True)
class Chat:
    """One text of a chat: its form, its messages, the order of its dates."""

    variant: str
    messages: tuple[Message, ...]
    order: DayOrder


@dataclass(frozen=True, slots=True)
class _Opened:
    at: Opening
    sender: str


def form(text: str) -> str:
    """Return `mail`, `beside` or `above` for a text that begins in such a form, else an empty string."""
    head = text.split("\n", _LOOKED_AT)[:_LOOKED_AT]
    if any(_DAY_LINE.match(line[:_LONGEST_OPENING]) for line in head):
        return "mail"
    for name, patterns in _FORMS.items():
        if any(pattern.match(line[:_LONGEST_OPENING]) for line in head for pattern in patterns):
            return name
    return ""


def read(text: str, bounds: Bounds, notes: Notes) -> Chat:
    """Read one chat text.

    Raises:
        NotUnderstood: `no-messages`, or `line-too-long` with its place.
    """
    variant = form(text)
    check_signs(text, "[", notes.file)
    opened: list[_Opened] = []
    for each in _mailed(text, notes) if variant == "mail" else _opened(text, variant, notes):
        opened.append(each)
        check_number(len(opened), notes.file)
    if not opened:
        raise NotUnderstood("no-messages", "No line begins as a message of WeChat does.", name=notes.file)
    order, readings = when([each.at for each in opened], bounds, notes)
    cuts = sorted([each.at.start for each in opened] + (_day_lines(text) if variant == "mail" else []))
    ends = [_next(cuts, each.at.start, len(text)) for each in opened]
    messages = []
    for n, (each, end, times) in enumerate(zip(opened, ends, readings, strict=True), start=1):
        at, stop = _words(text, each.at.rest, end)
        words = text[at:stop]
        kind = SYSTEM if each.sender.strip().lower() in _PROGRAM else MESSAGE
        messages.append(
            Message(
                n,
                kind,
                each.sender,
                each.at.time,
                times,
                words,
                tuple(_attachments(words)),
                notes.file,
                each.at.line,
                each.at.start,
                end,
                at,
            )
        )
    return Chat(variant, tuple(messages), order)


def _next(cuts: list[int], at: int, otherwise: int) -> int:
    place = bisect_right(cuts, at)
    return cuts[place] if place < len(cuts) else otherwise


def _opened(text: str, variant: str, notes: Notes) -> Iterator[_Opened]:
    pattern: re.Pattern[str] | None = None
    expected = ""
    for number, start, line in lines(text, notes.file):
        head = line[:_LONGEST_OPENING]
        tried = (pattern,) if pattern else _FORMS.get(variant, ())
        found = next((hit for each in tried if (hit := each.match(head))), None)
        if found is None:
            if pattern is None and line.strip("\ufeff \r\n"):
                notes.doubt(
                    "before-first", "Words stand before the first message; they are in no message.", number
                )
            continue
        if pattern is None:
            pattern, expected = found.re, shape(found)
        if shape(found) == expected:
            yield _Opened(opening(found, (number, start)), found["sender"])


def _mailed(text: str, notes: Notes) -> Iterator[_Opened]:
    day: re.Match[str] | None = None
    after_blank = True
    for number, start, line in lines(text, notes.file):
        head = line[:_LONGEST_OPENING]
        found = _DAY_LINE.match(head)
        named = _NAME_CLOCK.match(head) if after_blank and found is None else None
        if found is not None:
            day = found
        elif day is not None and named is not None:
            yield _Opened(_of_day(day, named, number, start), named["sender"])
        elif day is None and line.strip("\ufeff \r\n"):
            notes.doubt(
                "before-first", "Words stand before the first message; they are in no message.", number
            )
        after_blank = not line.strip() or found is not None


def _of_day(day: re.Match[str], named: re.Match[str], line: int, start: int) -> Opening:
    """Join a day and the clock below it; the time as written is both, as they stand."""
    half = named["before"] or named["after"] or ""
    time = f"{day['day']} {named['time']}"
    return Opening(line, start, start + named.end(), time, numbers_of(day, line), named["hms"], half)


def _day_lines(text: str) -> list[int]:
    """Return where the lines with a day begin: they end the message above them."""
    return [found.start() for found in re.finditer(rf"(?m)^{_DAY_LINE.pattern}", text)]


def _words(text: str, at: int, end: int) -> tuple[int, int]:
    """Return where the words of a message begin and end: blank lines around them are the form's own."""
    found = _BLANK.match(text, at, end)
    start = at if found is None else found.end()
    stop = end
    while stop > start and text[stop - 1] in "\r\n":
        stop -= 1
    return start, stop


def _attachments(words: str) -> Iterator[Attachment]:
    for found in _THING.finditer(words):
        name = found["name"] or ""
        if found["what"].strip().lower() in WECHAT_THINGS:
            told = NAMED if re.search(r"\.\w{1,8}$", name) else LEFT_OUT
            yield Attachment(name if told == NAMED else "", told, found[0], (("what", found["what"]),))
