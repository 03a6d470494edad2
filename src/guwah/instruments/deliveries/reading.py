"""A delivery as a whole: what kind it is, what it says, in which order, and what it carries."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guwah.instruments.deliveries import mail, telegram_html, telegram_json, wacz, web, wechat, whatsapp
from guwah.instruments.deliveries.bundle import MemoryBundle, head_of, read_whole
from guwah.instruments.deliveries.day_order import Bounds
from guwah.instruments.deliveries.decoding import MAX_PAGE, MAX_TEXT, check_number, decode
from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.deliveries.matching import match
from guwah.instruments.deliveries.model import (
    FILE,
    NAMED,
    Attachment,
    DayOrder,
    Delivery,
    Doubt,
    Message,
    Notes,
)
from guwah.instruments.deliveries.names_tell import name_readings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from guwah.instruments.deliveries.bundle import Bundle

FORMATS = ("whatsapp", "telegram", "wechat", "mail", "web", "folder")
_HEAD = 64 * 1024
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
class Understood:
    """A delivery and the bytes that had to be taken out of its texts (what letters carry), by name."""

    delivery: Delivery
    inner: MemoryBundle


def read_delivery(bundle: Bundle, wishes: Wishes) -> Understood:
    """Read a delivery.

    Raises:
        NotUnderstood: with the file, line and offset; nothing of it is guessed.
    """
    if not bundle.entries:
        raise NotUnderstood("empty-delivery", "There is no file in it.")
    kind, texts = recognise(bundle, wishes)
    work = _Work(bundle, wishes, kind)
    _READERS[kind](work, texts)
    return work.understood()


def recognise(bundle: Bundle, wishes: Wishes) -> tuple[str, tuple[str, ...]]:
    """Return the format of a delivery and the files that are the export itself, in order.

    Raises:
        NotUnderstood: `not-that-format`, a person named one that is not there.
    """
    names = [entry.name for entry in bundle.entries]
    if wacz.looks_so(frozenset(names)) and wishes.format in ("", "web"):
        return "web", (wacz.DESCRIPTION,)
    found: dict[str, list[str]] = {}
    for name in names:
        if _PROGRAMS_OWN.search(name) is None:
            kind = _kind_of(bundle, name, wishes)
            if kind:
                found.setdefault(kind, []).append(name)
    if wishes.format == "folder":
        return "folder", ()
    if wishes.format:
        if wishes.format not in found:
            raise NotUnderstood("not-that-format", "No file of this delivery has the form that was named.")
        return wishes.format, _in_order(found[wishes.format])
    kind = next((each for each in FORMATS if each in found), "folder")
    return kind, _in_order(found.get(kind, []))


def _kind_of(bundle: Bundle, name: str, wishes: Wishes) -> str:
    """Say which format a file is an export of, by its beginning; its name only says whether to look."""
    if not name.lower().endswith(_TEXT_ENDINGS) and len(bundle.entries) > 1:
        return ""
    head = head_of(bundle, name, _HEAD)
    if web.looks_like_mhtml(head):
        return "web"
    if mail.looks_so(head):
        return "mail"
    try:
        text = decode(_whole_lines(head), Notes(name), declared=wishes.encoding).text
    except NotUnderstood:
        # What is no text is something the delivery carries.
        return ""
    return _text_kind(text, wishes.format)


def _text_kind(text: str, wanted: str) -> str:
    looks: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("telegram", telegram_json.looks_so),
        ("telegram", telegram_html.looks_so),
        ("web", web.looks_like_html),
        ("whatsapp", whatsapp.form),
        ("wechat", wechat.form),
    )
    return next((kind for kind, look in looks if wanted in ("", kind) and look(text)), "")


def _whole_lines(head: bytes) -> bytes:
    """Drop the last, broken line of a beginning, so that no letter is cut in two."""
    if len(head) < _HEAD:
        return head
    # In UTF-16 the line feed has a NUL beside it; both are kept together.
    stop = max(head.rfind(b"\n\x00") + 2 if b"\n\x00" in head else head.rfind(b"\n") + 1, 0)
    return head[:stop] if stop else head[: _HEAD - 4]


def _in_order(names: list[str]) -> tuple[str, ...]:
    """Sort `messages.html` before `messages2.html`, and that before `messages10.html`."""

    def place(name: str) -> list[tuple[int, str]]:
        stem = name.rpartition(".")[0]
        return [(int(part[:18]), "") if part.isdecimal() else (-1, part) for part in _NUMBERS.split(stem)]

    return tuple(sorted(names, key=place))


class _Work:
    """What is gathered while the texts of a delivery are read one after the other."""

    def __init__(self, bundle: Bundle, wishes: Wishes, kind: str) -> None:
        self.bundle = bundle
        self.wishes = wishes
        self.kind = kind
        self.variant = self.title = ""
        self.messages: list[Message] = []
        self.orders: list[DayOrder] = []
        self.encodings: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.inner: dict[str, bytes] = {}
        self._doubts: list[Doubt] = []

    def text(self, name: str, notes: Notes, limit: int = MAX_TEXT) -> str:
        """Read and decode one text of the delivery."""
        found = decode(
            read_whole(self.bundle, name, limit), notes, declared=self.wishes.encoding, limit=limit
        )
        self.encodings.append((name, found.encoding))
        return found.text

    def bounds(self, since: int) -> Bounds:
        """Return what is known of the time of a chat."""
        return Bounds(since, self.wishes.until, self.wishes.dates)

    def add(
        self, name: str, messages: tuple[Message, ...] | list[Message], notes: Notes, variant: str
    ) -> None:
        """Take the messages of one text, numbered on."""
        if name:
            self.texts.append(name)
        before = len(self.messages)
        check_number(before + len(messages), name)
        self.messages.extend(replace(each, n=before + each.n) for each in messages)
        self._doubts.extend(notes.doubts)
        self.variant = variant if self.variant in ("", variant) else f"{self.variant}, {variant}"

    def understood(self) -> Understood:
        """Tie everything together."""
        inner = MemoryBundle(self.inner)
        files = [entry.name for entry in self.bundle.entries] + [entry.name for entry in inner.entries]
        messages, unnamed = match(self.messages, files, self.texts)
        absent = sum(one.told == NAMED and not one.file for each in messages for one in each.attachments)
        if absent:
            told = f"Named in the messages, and did not come: {absent}."
            self._doubts.append(Doubt("named-not-sent", told))
        if unnamed and self.kind not in ("folder", "web"):
            told = f"Came, and no message names them; they are kept: {len(unnamed)}."
            self._doubts.append(Doubt("sent-not-named", told))
        return Understood(
            Delivery(
                self.kind,
                self.variant,
                self.title,
                messages,
                self.bundle.doubts + tuple(self._doubts),
                tuple(self.orders),
                tuple(self.encodings),
                unnamed,
                tuple(self.texts),
            ),
            inner,
        )


def _whatsapp(work: _Work, texts: tuple[str, ...]) -> None:
    files = [entry.name for entry in work.bundle.entries]
    for name in texts:
        notes = Notes(name)
        text = work.text(name, notes)
        chat = whatsapp.read(text, work.bounds(whatsapp.SINCE), notes, files)
        if not work.wishes.format and "," not in chat.messages[0].time and wechat.form(text) == "beside":
            told = "Tools write chats of WeChat in this form too; deliver it --as wechat if it is one."
            notes.doubt("form-of-two", told)
        work.orders.append(chat.order)
        work.add(name, chat.messages, notes, chat.variant)


def _wechat(work: _Work, texts: tuple[str, ...]) -> None:
    for name in texts:
        notes = Notes(name)
        chat = wechat.read(work.text(name, notes), work.bounds(wechat.SINCE), notes)
        work.orders.append(chat.order)
        work.add(name, chat.messages, notes, chat.variant)


def _telegram(work: _Work, texts: tuple[str, ...]) -> None:
    # An export may hold both forms of the same chat; one is read, the other kept with what was sent.
    pages = [name for name in texts if not _is_json(work.bundle, name)]
    chosen = [name for name in texts if name not in pages] or pages
    for name in chosen:
        notes = Notes(name)
        text = work.text(name, notes, MAX_PAGE if name in pages else MAX_TEXT)
        reader, variant = (telegram_html.read, "html") if name in pages else (telegram_json.read, "json")
        title, messages = reader(text, notes)
        work.title = work.title or title
        work.add(name, messages, notes, variant)


def _is_json(bundle: Bundle, name: str) -> bool:
    return head_of(bundle, name, 64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _mail(work: _Work, texts: tuple[str, ...]) -> None:
    for name in texts:
        notes = Notes(name)
        post = mail.read(read_whole(work.bundle, name), notes)
        keys = {key: f"{name}/{key}" for key in post.files}
        work.inner.update({keys[key]: raw for key, raw in post.files.items()})
        letters = [
            replace(
                each, attachments=tuple(replace(one, file=keys.get(one.file, "")) for one in each.attachments)
            )
            for each in post.messages
        ]
        work.add(
            name, letters, notes, "mbox" if len(letters) > 1 and name.lower().endswith("mbox") else "eml"
        )


def _web(work: _Work, texts: tuple[str, ...]) -> None:
    if texts == (wacz.DESCRIPTION,):
        notes = Notes(wacz.DESCRIPTION)
        work.title, pages = wacz.read(work.bundle, notes)
        work.add("", pages, notes, "wacz")
        return
    for name in texts:
        notes = Notes(name)
        head = head_of(work.bundle, name, _HEAD)
        if web.looks_like_mhtml(head):
            page, variant = web.read_mhtml(read_whole(work.bundle, name), notes), "mhtml"
        else:
            page, variant = web.read_html(work.text(name, notes, MAX_PAGE), notes), "html"
            page = replace(page, attachments=_beside(name, work.bundle))
        work.title = work.title or dict(page.told).get("title", "")
        work.add(name, (page,), notes, variant)


def _beside(name: str, bundle: Bundle) -> tuple[Attachment, ...]:
    names = [entry.name for entry in bundle.entries]
    depth = name.count("/") + 1
    folders = frozenset("/".join(each.split("/")[:depth]) for each in names if each.count("/") >= depth)
    folder = web.companion_folder(name, folders)
    inside = [each for each in names if folder and each.startswith(f"{folder}/")]
    return tuple(Attachment(each, NAMED, "", (), each) for each in inside)


def _folder(work: _Work, texts: tuple[str, ...]) -> None:
    del texts
    entries = sorted(enumerate(work.bundle.entries), key=lambda pair: pair[0])
    messages = [
        Message(
            n,
            FILE,
            "",
            "",
            name_readings(entry.name),
            "",
            (Attachment(entry.name, NAMED, "", (), entry.name),),
            told=(("modified", entry.modified),) if entry.modified else (),
        )
        for n, (_at, entry) in enumerate(entries, start=1)
    ]
    work.add("", messages, Notes(), "files")


_READERS: dict[str, Callable[[_Work, tuple[str, ...]], None]] = {
    "whatsapp": _whatsapp,
    "telegram": _telegram,
    "wechat": _wechat,
    "mail": _mail,
    "web": _web,
    "folder": _folder,
}
