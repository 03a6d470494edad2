"""`result.json` of Telegram Desktop: one chat, or a whole account with its list of chats.

The form is that of the program's own exporter (Telegram/SourceFiles/export/output/export_output_json.cpp).
`date` is the clock of the computer that exported, without zone; `date_unixtime`, of later versions, is the
moment itself.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from guwah.instruments.deliveries.decoding import check_number
from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.deliveries.json_steps import JsonText
from guwah.instruments.deliveries.model import EVENT, LEFT_OUT, MESSAGE, NAMED, Attachment, Message, Reading

if TYPE_CHECKING:
    from guwah.instruments.deliveries.model import Notes

_DATE = re.compile(r"(\d{4}-[01]\d-[0-3]\d)T([0-2]\d:[0-5]\d:[0-5]\d)", re.ASCII)
_UNIX = re.compile(r"\d{1,10}", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_THINGS = ("photo", "file", "thumbnail", "contact_vcard")
_CLAIMS = (
    "media_type", "mime_type", "file_name", "file_size", "photo_file_size", "duration_seconds",
    "width", "height", "performer", "title", "sticker_emoji",
)  # fmt: skip
_ELSEWHERE = frozenset({"id", "type", "date", "from", "actor", "text", *_THINGS, *_CLAIMS})
_CHATS = ("chats", "left_chats")


def looks_so(text: str) -> bool:
    """Say whether a text begins like such an export."""
    head = text[:20_000]
    return head.lstrip("\ufeff \t\r\n").startswith("{") and (
        re.search(r'"messages"\s*:\s*\[', head) is not None
        or (re.search(r'"chats"\s*:\s*\{', head) is not None and '"list"' in head)
    )


def read(text: str, notes: Notes) -> tuple[str, tuple[Message, ...]]:
    """Read the export: the name of the chat (empty for a whole account), and its messages in order.

    Raises:
        NotUnderstood: `no-messages`, or as `JsonText`, with line and offset.
    """
    reader = _Export(text, notes)
    reader.json.whole(reader.top)
    if not reader.found:
        raise NotUnderstood("no-messages", "This JSON holds no messages of Telegram.", name=notes.file)
    return reader.name, tuple(reader.messages)


class _Export:
    def __init__(self, text: str, notes: Notes) -> None:
        self.json = JsonText(text, notes.file)
        self.messages: list[Message] = []
        self.name = ""
        self.found = False
        self._notes = notes
        self._chat: list[Message] = []

    def top(self, at: int) -> int:
        steps = dict.fromkeys(_CHATS, self._chats)
        others, end = self.json.fields(at, {"messages": self._messages, **steps})
        self.name = _word(others.get("name"))
        self._close(())
        return end

    def _chats(self, at: int) -> int:
        return self.json.fields(at, {"list": lambda start: self.json.items(start, self._one_chat)})[1]

    def _one_chat(self, at: int) -> int:
        others, end = self.json.fields(at, {"messages": self._messages})
        self._close((("chat", _word(others.get("name"))), ("chat_id", _word(others.get("id")))))
        return end

    def _messages(self, at: int) -> int:
        self.found = True
        return self.json.items(at, self._message)

    def _close(self, told: tuple[tuple[str, str], ...]) -> None:
        """End a chat: in a whole account each message says which chat it is from."""
        for each in self._chat:
            fields = {name: getattr(each, name) for name in each.__slots__}
            self.messages.append(Message(**{**fields, "n": len(self.messages) + 1, "told": told + each.told}))
        self._chat = []

    def _message(self, at: int) -> int:
        value, end = self.json.value(at)
        line = self.json.line(at)
        if not isinstance(value, dict):
            raise self.json.wrong("bad-json", "a message is no object", at)
        kind = value.get("type")
        if kind not in ("message", "service"):
            self._notes.doubt("kind-unknown", "An entry of a kind not known here is kept as an event.", line)
        date = _word(value.get("date"))
        check_number(len(self.messages) + len(self._chat) + 1, self._notes.file)
        self._chat.append(
            Message(
                0,
                MESSAGE if kind == "message" else EVENT,
                _word(value.get("from") if kind == "message" else value.get("actor")),
                date,
                _readings(date, _word(value.get("date_unixtime")), self._notes, line),
                _words(value.get("text")),
                tuple(_attachments(value)),
                self._notes.file,
                line,
                at,
                end,
                -1,
                _told(value),
            )
        )
        return end


def _readings(date: str, unix: str, notes: Notes, line: int) -> tuple[Reading, ...]:
    readings = []
    found = _DATE.fullmatch(date)
    if found is not None and _is_moment(date):
        readings.append(Reading(date, found[2], "", of="date"))
    else:
        notes.doubt("no-such-day", "A time that no calendar has is kept as written, without reading.", line)
    if _UNIX.fullmatch(unix):
        moment = _EPOCH + timedelta(seconds=int(unix))
        readings.append(
            Reading(f"{moment:%Y-%m-%dT%H:%M:%S}Z", f"{moment:%H:%M:%S}", "Z", of="date_unixtime")
        )
    return tuple(readings)


def _is_moment(date: str) -> bool:
    try:
        datetime.fromisoformat(date)
    except ValueError:
        return False
    return True


def _word(value: Any) -> str:  # noqa: ANN401 - a value of any JSON
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _words(text: Any) -> str:  # noqa: ANN401 - a text or a list of pieces
    pieces = text if isinstance(text, list) else [text]
    return "".join(_word(piece.get("text") if isinstance(piece, dict) else piece) for piece in pieces)


def _attachments(value: dict[str, Any]) -> list[Attachment]:
    claims = tuple((name, _word(value[name])) for name in _CLAIMS if name in value)
    found = []
    for name in _THINGS:
        path = value.get(name)
        if isinstance(path, str) and path:
            # "(File not included. Change data exporting settings to download.)" and its like.
            told = LEFT_OUT if path.startswith("(") else NAMED
            own = (("as", "thumbnail"),) if name == "thumbnail" else claims
            found.append(Attachment(path if told == NAMED else "", told, path, own))
    return found


def _told(value: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return every field that stands nowhere else, in order; a text of pieces with its pieces."""
    elsewhere = _ELSEWHERE if any(value.get(thing) for thing in _THINGS) else _ELSEWHERE - set(_CLAIMS)
    told = [
        (name, _word(field)) for name, field in value.items() if name not in elsewhere or _is_odd(name, field)
    ]
    return (("id", _word(value.get("id"))), *told)


def _is_odd(name: str, field: Any) -> bool:  # noqa: ANN401 - a value of any JSON
    """Say whether a field that is told elsewhere holds more than is told there."""
    if name == "text":
        return isinstance(field, list)
    return name in _THINGS and not isinstance(field, str)
