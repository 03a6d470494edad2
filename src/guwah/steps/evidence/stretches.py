"""Long lists page by page from a known row: the hundred-thousandth page is as quick as the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db.models import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

Row = TypeVar("Row", bound=Model)
MOST = 50
_LARGEST = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: behind the row `after`, or so that it ends in front of the row `before`."""

    after: int | None = None
    before: int | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Cursor:
        """Read `after` and `before` from the address of a page; what is no number of a row is left out."""
        return cls(_number(query.get("after", "")), _number(query.get("before", "")))


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Row]):
    """One page of rows; `before` and `after` are the keys to go on from, None at the ends."""

    rows: tuple[Row, ...]
    before: int | None
    after: int | None

    @property
    def has_other_pages(self) -> bool:
        """Say whether there is anything besides these rows."""
        return self.before is not None or self.after is not None


def take(rows: QuerySet[Row], key: str, cursor: Cursor, most: int = MOST) -> Stretch[Row]:
    """Return one page of rows in the order of a unique column of theirs.

    Args:
        rows: the rows, in any order.
        key: the column.
        cursor: where the page begins.
        most: how many rows a page has.
    """
    if cursor.before is not None:
        backwards = rows.filter(**{f"{key}__lt": cursor.before}).order_by(f"-{key}")[: most + 1]
        found = list(backwards)
        more, page = len(found) > most, found[:most][::-1]
        return Stretch(tuple(page), _key(page[0], key) if more else None, cursor.before - 1)
    behind = rows if cursor.after is None else rows.filter(**{f"{key}__gt": cursor.after})
    found = list(behind.order_by(key)[: most + 1])
    more, page = len(found) > most, found[:most]
    earlier = None if cursor.after is None else cursor.after + 1
    return Stretch(tuple(page), earlier, _key(page[-1], key) if more else None)


def _key(row: Model, key: str) -> int:
    value: int = getattr(row, key)
    return value


def _number(text: str) -> int | None:
    # No row has a larger number than SQLite and PostgreSQL can hold.
    if not (text.isascii() and text.isdecimal()):
        return None
    return min(int(text[:19]), _LARGEST)
