"""What was read out of an item, as its page shows it: from the file itself, and nothing of it believed."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.urls import reverse

from guwah.failures import Refused
from guwah.steps.evidence import flows
from guwah.steps.evidence.reading import plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Item

MOST_ROWS: Final = 300
MOST_WORDS: Final = 20_000
_LONGEST_VALUE: Final = 500
_LARGEST_JSON: Final = 1 << 20
_DEEPEST: Final = 12
_PARTS: Final = (plan.METADATA, plan.TEXT, plan.THUMBNAIL, plan.PAGES, plan.WAVEFORM, plan.CLEAN)


@dataclass(frozen=True, slots=True)
class Made:
    """One item that was made from another: what it is, and where it is to be seen and fetched."""

    item: Item
    number: int
    url: str
    file_url: str


@dataclass(frozen=True, slots=True)
class ReadShown:
    """What was read out of one item.

    Attributes:
        thumbnail: a small picture of it.
        pages: pictures of its pages, in order.
        rows: what the file says of itself, as (place, value).
        more_rows: whether it says more than is shown.
        metadata: the whole of it.
        words: the beginning of its words.
        more_words: whether there are more.
        text: all of them.
        shape: path of its sound for an SVG of 1200 by 200, empty when there is none.
        copies: copies without metadata, newest last.
        waiting: something is still being read.
        cleanable: such a copy can be made.
    """

    thumbnail: Made | None
    pages: tuple[Made, ...]
    rows: tuple[tuple[str, str], ...]
    more_rows: bool
    metadata: Made | None
    words: str
    more_words: bool
    text: Made | None
    shape: str
    copies: tuple[Made, ...]
    waiting: bool
    cleanable: bool

    @property
    def anything(self) -> bool:
        """Say whether there is anything to show."""
        return any((self.thumbnail, self.pages, self.metadata, self.text, self.shape, self.copies))


def read_of(member: Member, case: Case, item: Item) -> ReadShown:
    """Return what was read out of an item; what belongs to it is opened in the name of the member."""
    made = _made(case, item)
    metadata, text = _last(made[plan.METADATA]), _last(made[plan.TEXT])
    rows = list(_rows(_json(member, metadata)))
    words = _words(member, text)
    return ReadShown(
        thumbnail=_last(made[plan.THUMBNAIL]),
        pages=tuple(sorted(made[plan.PAGES], key=lambda page: page.item.filename)),
        rows=tuple(rows[:MOST_ROWS]),
        more_rows=len(rows) > MOST_ROWS,
        metadata=metadata,
        words=words[:MOST_WORDS],
        more_words=len(words) > MOST_WORDS,
        text=text,
        shape=_shape(_json(member, _last(made[plan.WAVEFORM]))),
        copies=tuple(made[plan.CLEAN]),
        waiting=flows.waiting(item),
        cleanable=flows.cleanable(item),
    )


def _made(case: Case, item: Item) -> dict[str, list[Made]]:
    found: dict[str, list[Made]] = {part: [] for part in _PARTS}
    ours = Q(*(Q(tool__startswith=f"{part} (") for part in _PARTS), _connector=Q.OR)
    for each in item.derived.filter(ours).order_by("pk"):
        row = found[each.tool.partition(" (")[0]]
        urls = (reverse(f"evidence-{page}", args=[case.pk, each.pk]) for page in ("item", "file"))
        row.append(Made(each, len(row) + 1, *urls))
    return found


def _last(made: list[Made]) -> Made | None:
    return made[-1] if made else None


def _bytes(member: Member, made: Made | None, most: int) -> bytes:
    if made is None:
        return b""
    try:
        with flows.open_item(member, made.item) as reader:
            return reader.read(min(most, made.item.size))
    except Refused:
        # The page of that very item says that it is damaged; this one does without.
        return b""


def _json(member: Member, made: Made | None) -> Any:  # noqa: ANN401 - whatever a file says of itself
    if made is None or made.item.size > _LARGEST_JSON:
        return None
    try:
        return json.loads(_bytes(member, made, _LARGEST_JSON) or b"null")
    except (ValueError, RecursionError):
        return None


def _rows(value: object, place: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Give every single value of a JSON document with the place it stands at."""
    if isinstance(value, dict | list) and depth < _DEEPEST:
        pairs = value.items() if isinstance(value, dict) else enumerate(value, 1)
        for key, each in pairs:
            yield from _rows(each, f"{place} · {_plain(str(key))}" if place else _plain(str(key)), depth + 1)
    elif value not in (None, "", {}, []):
        yield place, _plain(str(value))


def _plain(text: str) -> str:
    """Return text a page can carry: no halves of letters, no control characters, not without end."""
    kept = "".join(sign for sign in text[:_LONGEST_VALUE] if unicodedata.category(sign) not in {"Cc", "Cs"})
    return f"{kept}…" if len(text) > _LONGEST_VALUE else kept


def _words(member: Member, made: Made | None) -> str:
    # A letter takes up to four bytes; one more shows that there are more.
    text = _bytes(member, made, 4 * (MOST_WORDS + 1)).decode("utf-8", "ignore")
    return text.replace("\f", "\n\n").replace("\x00", "")


def _shape(told: object) -> str:
    """Return the SVG path around the swings of a sound; our own file, and yet read with care."""
    peaks = told.get("peaks") if isinstance(told, dict) else None
    if not isinstance(peaks, list) or not peaks:
        return ""
    pairs = [pair for pair in peaks if isinstance(pair, list) and [type(each) for each in pair] == [int, int]]
    wide = 1200 / max(1, len(pairs))
    upper = [f"{index * wide:.1f},{100 - high}" for index, (_low, high) in enumerate(pairs)]
    lower = [f"{index * wide:.1f},{100 - low}" for index, (low, _high) in enumerate(pairs)]
    return f"M{' '.join([*upper, *reversed(lower)])}Z" if pairs else ""
