"""Which files of a delivery are exports that can be read, by what they are and not by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.deliveries import mail, telegram_html, telegram_json, wacz, web, wechat, whatsapp
from guwah.instruments.deliveries.bundle import head_of
from guwah.instruments.deliveries.chat_lines import unread_opening
from guwah.instruments.deliveries.decoding import decode
from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.deliveries.model import Doubt, Notes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from guwah.instruments.deliveries.bundle import Bundle

FORMATS = ("whatsapp", "telegram", "wechat", "mail", "web", "folder")
HEAD = 64 * 1024
"""Bytes by which a file is known."""

_NUMBERS = re.compile(r"(\d+)")
_TEXT_ENDINGS = (".txt", ".json", ".html", ".htm", ".xhtml", ".eml", ".mbox", ".mht", ".mhtml")
_PROGRAMS_OWN = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says of a delivery.

    Attributes:
        format: one of `FORMATS`, empty to have it recognised.
        dates: `dmy`, `mdy` or `ymd`, empty when nobody knows.
        encoding: of its texts, empty when nobody knows.
        until: the day it came; no message is later.
    """

    format: str = ""
    dates: str = ""
    encoding: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """What of a delivery can be read.

    Attributes:
        texts: the files that are exports, in order, by format, in the order of `FORMATS`.
        doubts: what looks like an export and is not read, and how it could be.
    """

    texts: dict[str, tuple[str, ...]]
    doubts: tuple[Doubt, ...] = ()


def recognise(bundle: Bundle, wishes: Wishes) -> Recognised:
    """Find everything in a delivery that can be read.

    Raises:
        NotUnderstood: `not-that-format`, a person named one that is not there.
    """
    names = [entry.name for entry in bundle.entries]
    if wacz.looks_so(frozenset(names)) and wishes.format in ("", "web"):
        return Recognised({"web": (wacz.DESCRIPTION,)})
    if wishes.format == "folder":
        return Recognised({})
    looked = _Looked()
    for name in names:
        if _PROGRAMS_OWN.search(name) is None:
            looked.take(name, *_kind_of(bundle, name, wishes))
    return looked.found(wishes.format)


class _Looked:
    """What every file of a delivery was found to be."""

    def __init__(self) -> None:
        self._kinds: dict[str, list[str]] = {}
        self._doubts: list[Doubt] = []

    def take(self, name: str, kind: str, doubt: Doubt | None) -> None:
        if kind:
            self._kinds.setdefault(kind, []).append(name)
        if doubt is not None:
            self._doubts.append(doubt)

    def found(self, wanted: str) -> Recognised:
        if wanted and wanted not in self._kinds:
            raise NotUnderstood("not-that-format", "No file of this delivery has the form that was named.")
        others = [name for kind, names in self._kinds.items() if wanted not in ("", kind) for name in names]
        if others:
            told = f"Can be read too, but only {wanted} was asked for. Such files: {len(others)}."
            self._doubts.append(Doubt("not-asked-for", told, others[0]))
        texts = {
            kind: _in_order(self._kinds[kind])
            for kind in FORMATS
            if kind in self._kinds and wanted in ("", kind)
        }
        return Recognised(texts, tuple(self._doubts))


def _kind_of(bundle: Bundle, name: str, wishes: Wishes) -> tuple[str, Doubt | None]:
    """Say which format a file is an export of, by its beginning; its name only says whether to look."""
    if not name.lower().endswith(_TEXT_ENDINGS) and len(bundle.entries) > 1:
        return "", None
    try:
        head = head_of(bundle, name, HEAD)
    except NotUnderstood:
        # Damaged: what became of it is told when it is to be kept.
        return "", None
    if web.looks_like_mhtml(head):
        return "web", None
    if mail.looks_so(head):
        return "mail", None
    try:
        text = decode(_whole_lines(head), Notes(name), declared=wishes.encoding).text
    except NotUnderstood:
        # What is no text is something the delivery carries.
        return "", None
    kind = _text_kind(text, wishes.format)
    return kind, None if kind else _unread_chat(text, name)


def _unread_chat(text: str, name: str) -> Doubt | None:
    line = unread_opening(text)
    if line is None:
        return None
    told = (
        "It looks like a chat, but its lines were not understood: from this line on they are kept as they "
        "are. Say --as or --encoding if you know it."
    )
    return Doubt("chat-not-understood", told, name, line)


def _text_kind(text: str, wanted: str) -> str:
    looks: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("telegram", telegram_json.looks_so),
        ("telegram", telegram_html.looks_so),
        ("web", web.looks_like_html),
        ("whatsapp", whatsapp.form),
        ("wechat", wechat.form),
    )
    # What a person named is tried first: two programs may write one form.
    looks = tuple(sorted(looks, key=lambda pair: pair[0] != wanted))
    return next((kind for kind, look in looks if look(text)), "")


def _whole_lines(head: bytes) -> bytes:
    """Drop the last, broken line of a beginning, so that no letter is cut in two."""
    if len(head) < HEAD:
        return head
    # In UTF-16 the line feed has a NUL beside it; both are kept together.
    stop = max(head.rfind(b"\n\x00") + 2 if b"\n\x00" in head else head.rfind(b"\n") + 1, 0)
    return head[:stop] if stop else head[: HEAD - 4]


def _in_order(names: list[str]) -> tuple[str, ...]:
    """Sort `messages.html` before `messages2.html`, and that before `messages10.html`."""

    def place(name: str) -> list[tuple[int, str]]:
        stem = name.rpartition(".")[0]
        return [(int(part[:18]), "") if part.isdecimal() else (-1, part) for part in _NUMBERS.split(stem)]

    return tuple(sorted(names, key=place))
