"""What a page tells of its typing: which fields, which words; and the one form in which that is kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from guwah.failures import NotUnderstood

# A transcription tells every turn typed since a lock in one page.
MOST_FIELDS: Final = 256
LONGEST_PLACE: Final = 500
LONGEST_NAME: Final = 200
_MOST_NUMBER: Final = 1 << 53


@dataclass(frozen=True, slots=True)
class Typed:
    """One field that somebody typed in.

    Attributes:
        form: which form of the page.
        name: which field of the form.
        label: what the page calls the field.
        text: everything that stands in it.
    """

    form: str
    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class TypedPage:
    """What stands in the fields of one open page.

    Attributes:
        page: 32 hex digits, the same as long as the page is open.
        place: address of the page below this server, with its query.
        number: grows with every telling; of two tellings of one page the larger is the later.
        fields: those that were typed in.
    """

    page: str
    place: str
    number: int
    fields: tuple[Typed, ...]


def read_page(page: str, raw: bytes) -> TypedPage:
    """Read what a page told.

    Args:
        page: its name, from somewhere that can be trusted more than this.
        raw: JSON `{place, number, fields: [{form, name, label, text}]}`.

    Raises:
        NotUnderstood: `bad-typing`.
    """
    try:
        told: Any = json.loads(raw)
        read = TypedPage(
            page,
            _address(told["place"]),
            _number(told["number"]),
            tuple(
                Typed(_short(each["form"]), _short(each["name"]), _label(each["label"]), _text(each["text"]))
                for each in told["fields"]
            ),
        )
    except (KeyError, TypeError, ValueError, RecursionError) as strange:
        raise _strange() from strange
    if len(read.fields) > MOST_FIELDS:
        raise _strange()
    return read


def sealed_words(page: TypedPage, actor: str, at: datetime) -> bytes:
    """Return what is sealed after a lock: the page, whose typing it is (their log name), and when."""
    content = {
        "actor": actor,
        "at": at.isoformat(),
        "place": page.place,
        "number": page.number,
        "fields": [asdict(each) for each in page.fields],
    }
    return json.dumps(content, ensure_ascii=False).encode()


def unsealed_words(page: str, raw: bytes) -> tuple[TypedPage, str, datetime]:
    """Read what `sealed_words` made: the page, the log name, the time.

    Raises:
        NotUnderstood: `bad-typing`.
    """
    read = read_page(page, raw)
    try:
        beside = json.loads(raw)
        actor, at = str(beside["actor"]), datetime.fromisoformat(beside["at"])
    except (KeyError, TypeError, ValueError) as strange:
        raise _strange() from strange
    if at.tzinfo is None:
        raise _strange()
    return read, actor, at


def _strange() -> NotUnderstood:
    return NotUnderstood("bad-typing", "This is nothing that a page tells of its typing.")


def _address(value: object) -> str:
    # A link is made of it: it must not lead to another host or be a script.
    if not isinstance(value, str) or not value.startswith("/") or value[1:2] in {"/", "\\"}:
        raise ValueError("not a place here")
    if len(value) > LONGEST_PLACE:
        raise ValueError("too long")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < _MOST_NUMBER:
        raise ValueError("not a number of a telling")
    return value


def _short(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_NAME:
        raise ValueError("not a name")
    return value


def _label(value: object) -> str:
    return _text(value)[:LONGEST_NAME]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    # A lone half of a pair is no text that the database takes.
    return value.encode("utf-8", "replace").decode()
