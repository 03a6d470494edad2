"""A delivery as a whole: what kind it is, what it says, in which order, and what it carries."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
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
from guwah.instruments.deliveries.recognising import FORMATS, HEAD, Wishes, recognise

if TYPE_CHECKING:
    from guwah.instruments.deliveries.bundle import Bundle, Entry

_NESTED = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".xz", ".bz2", ".zst", ".wacz", ".warc")
_LETTERS = (".msg", ".pst", ".ost", ".olm", ".emlx", "winmail.dat")
_NAMED = 20  # archives that are named one by one

__all__ = ["FORMATS", "Understood", "Wishes", "read_delivery"]


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
    found = recognise(bundle, wishes)
    work = _Work(bundle, wishes, next(iter(found.texts), "folder"), found.doubts)
    for kind, texts in found.texts.items():
        for name in _first_forms(work, texts) if kind == "telegram" else texts:
            work.read(_READERS[kind], name)
    return work.understood()


class _Work:
    """What is gathered while the texts of a delivery are read one after the other."""

    def __init__(self, bundle: Bundle, wishes: Wishes, kind: str, doubts: tuple[Doubt, ...]) -> None:
        self.bundle = bundle
        self.wishes = wishes
        self.kind = kind
        self.variant = self.title = ""
        self.messages: list[Message] = []
        self.orders: list[DayOrder] = []
        self.encodings: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.inner: dict[str, bytes] = {}
        self.doubts = list(doubts)
        self._unread: list[NotUnderstood] = []

    def read(self, reader: _Reader, name: str) -> None:
        """Read one text; one that cannot be read does not stop the others.

        Raises:
            NotUnderstood: `too-many-messages`.
        """
        before = len(self.orders), len(self.encodings)
        try:
            reader(self, name)
        except NotUnderstood as wrong:
            if wrong.code == "too-many-messages":
                raise
            del self.orders[before[0] :], self.encodings[before[1] :]
            wrong.name = wrong.name or name
            self._unread.append(wrong)

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
        self.doubts.extend(notes.doubts)
        self.variant = variant if self.variant in ("", variant) else f"{self.variant}, {variant}"

    def understood(self) -> Understood:
        """Tie everything together.

        Raises:
            NotUnderstood: nothing of it could be read.
        """
        self._doubt_unread()
        inner = MemoryBundle(self.inner)
        files = [entry.name for entry in self.bundle.entries] + [entry.name for entry in inner.entries]
        messages, unnamed = match(self.messages, files, self.texts)
        if self.variant != "wacz":
            messages += self._files(frozenset(unnamed), len(messages))
        if self.kind == "folder":
            unnamed = ()
        self._doubt_match(messages, unnamed)
        lost = tuple((each.name, "empty") for each in self._kept(inner) if not each.size)
        self._doubt_files([each.name for each in self._kept(inner)], lost)
        return Understood(
            Delivery(
                self.kind,
                self.variant or "files",
                self.title,
                messages,
                self.bundle.doubts + tuple(self.doubts),
                tuple(self.orders),
                tuple(self.encodings),
                unnamed,
                tuple(self.texts),
                (),
                lost,
            ),
            inner,
        )

    def _doubt_unread(self) -> None:
        """Name the texts that could not be read; where nothing else was, say why and stop."""
        if self._unread and not self.texts:
            raise self._unread[0]
        for wrong in self._unread:
            told = f"Could not be read, and is kept as it is: {wrong.message}"
            self.doubts.append(Doubt("not-read", told, wrong.name, wrong.line))

    def _doubt_match(self, messages: tuple[Message, ...], unnamed: tuple[str, ...]) -> None:
        """Say what is named and did not come, and what came and is not named."""
        absent = sum(one.told == NAMED and not one.file for each in messages for one in each.attachments)
        if absent:
            told = f"Named in the messages, and did not come: {absent}."
            self.doubts.append(Doubt("named-not-sent", told))
        if unnamed and self.kind != "web":
            told = f"Came, and no message names them; they are kept: {len(unnamed)}."
            self.doubts.append(Doubt("sent-not-named", told))

    def _doubt_files(self, names: list[str], lost: tuple[tuple[str, str], ...]) -> None:
        """Name what is kept and not looked into, and what is not there to keep."""
        nested = [name for name in names if name.lower().endswith(_NESTED)]
        for name in nested[:_NAMED]:
            told = "An archive lies inside; it is kept as it is and not opened. Deliver it by itself too."
            self.doubts.append(Doubt("nested-archive", told, name))
        if len(nested) > _NAMED:
            told = f"More archives lie inside, kept and not opened: {len(nested) - _NAMED}."
            self.doubts.append(Doubt("nested-archive", told, nested[_NAMED]))
        letters = [name for name in names if name.lower().endswith(_LETTERS)]
        if letters:
            told = f"May hold letters in a form that is not read here; kept as they are: {len(letters)}."
            self.doubts.append(Doubt("letters-not-read", told, letters[0]))
        if lost:
            told = f"Came empty: there is nothing to seal. Such files: {len(lost)}."
            self.doubts.append(Doubt("empty-files", told, lost[0][0]))

    def _files(self, names: frozenset[str], before: int) -> tuple[Message, ...]:
        """Return an entry for each file that no message names: its name and its time tell something too."""
        check_number(before + len(names), "")
        entries = (entry for entry in self.bundle.entries if entry.name in names)
        return tuple(
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
            for n, entry in enumerate(entries, start=before + 1)
        )

    def _kept(self, inner: MemoryBundle) -> tuple[Entry, ...]:
        """Return the files that are to be kept one by one: those of a web archive mean nothing alone."""
        return inner.entries if self.variant == "wacz" else self.bundle.entries + inner.entries


_Reader = Callable[[_Work, str], None]


def _first_forms(work: _Work, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out pages of a chat that came as JSON too: beside it, or above it, where a whole account lies."""
    pages = [name for name in texts if not _is_json(work.bundle, name)]
    folders = {posixpath.dirname(name) for name in texts if name not in pages}
    second = [page for page in pages if folders.intersection(_above(page))]
    if second:
        told = f"Came in two forms; the JSON is read, these pages are kept as files: {len(second)}."
        work.doubts.append(Doubt("two-forms", told, second[0]))
    return tuple(name for name in texts if name not in second)


def _above(name: str) -> set[str]:
    """Return the folder of a file and every folder above it; the outermost is empty."""
    parts = name.split("/")[:-1]
    return {"/".join(parts[:depth]) for depth in range(len(parts) + 1)}


def _whatsapp(work: _Work, name: str) -> None:
    files = [entry.name for entry in work.bundle.entries]
    notes = Notes(name)
    text = work.text(name, notes)
    chat = whatsapp.read(text, work.bounds(whatsapp.SINCE), notes, files)
    if not work.wishes.format and "," not in chat.messages[0].time and wechat.form(text) == "beside":
        told = "Tools write chats of WeChat in this form too; deliver it --as wechat if it is one."
        notes.doubt("form-of-two", told)
    work.orders.append(chat.order)
    work.add(name, chat.messages, notes, chat.variant)


def _wechat(work: _Work, name: str) -> None:
    notes = Notes(name)
    chat = wechat.read(work.text(name, notes), work.bounds(wechat.SINCE), notes)
    work.orders.append(chat.order)
    work.add(name, chat.messages, notes, chat.variant)


def _telegram(work: _Work, name: str) -> None:
    notes, page = Notes(name), not _is_json(work.bundle, name)
    text = work.text(name, notes, MAX_PAGE if page else MAX_TEXT)
    reader, variant = (telegram_html.read, "html") if page else (telegram_json.read, "json")
    title, messages = reader(text, notes)
    work.title = work.title or title
    work.add(name, messages, notes, variant)


def _is_json(bundle: Bundle, name: str) -> bool:
    return head_of(bundle, name, 64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _mail(work: _Work, name: str) -> None:
    notes = Notes(name)
    post = mail.read(read_whole(work.bundle, name), notes)
    keys = {key: f"{name}/{key}" for key in post.files}
    letters = [
        replace(
            each, attachments=tuple(replace(one, file=keys.get(one.file, "")) for one in each.attachments)
        )
        for each in post.messages
    ]
    work.add(name, letters, notes, "mbox" if len(letters) > 1 and name.lower().endswith("mbox") else "eml")
    work.inner.update({keys[key]: raw for key, raw in post.files.items()})


def _web(work: _Work, name: str) -> None:
    notes = Notes(name)
    if name == wacz.DESCRIPTION:
        work.title, pages = wacz.read(work.bundle, notes)
        work.add("", pages, notes, "wacz")
        return
    if web.looks_like_mhtml(head_of(work.bundle, name, HEAD)):
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


_READERS: dict[str, _Reader] = {
    "whatsapp": _whatsapp,
    "telegram": _telegram,
    "wechat": _wechat,
    "mail": _mail,
    "web": _web,
}
