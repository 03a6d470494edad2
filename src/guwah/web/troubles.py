"""What stopped a page and is no fault of the program: a full or damaged disk, somebody else who writes."""

from __future__ import annotations

import errno
from http import HTTPStatus
from typing import Final, Literal

from django.db import DatabaseError

from guwah.vault.wholeness import means_damage

Trouble = Literal["damaged", "full", "read-only", "busy"]

STATUS: Final[dict[Trouble, HTTPStatus]] = {
    "damaged": HTTPStatus.INTERNAL_SERVER_ERROR,
    "full": HTTPStatus.INSUFFICIENT_STORAGE,
    "read-only": HTTPStatus.INSUFFICIENT_STORAGE,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
}
_BY_NUMBER: Final[dict[int, Trouble]] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read-only",
}
# SQLite's own sentences (sqlite3_errstr): the wrapper carries no number.
_BY_SENTENCE: Final[dict[str, Trouble]] = {
    "database or disk is full": "full",
    "readonly database": "read-only",
    "is locked": "busy",
}


def trouble_of(wrong: BaseException | None) -> Trouble | None:
    """Return what an exception says of disk or database; None when it is the program's own fault."""
    if isinstance(wrong, OSError):
        return _BY_NUMBER.get(wrong.errno or 0)
    if not isinstance(wrong, DatabaseError):
        return None
    if means_damage(wrong):
        return "damaged"
    return next((trouble for words, trouble in _BY_SENTENCE.items() if words in str(wrong)), None)
