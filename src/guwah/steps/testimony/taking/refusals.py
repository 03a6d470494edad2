"""Why a file was not understood, in the language of the page; the reader's own words stand behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

_NOT_ITS_FORMAT = _("This file does not keep to the rules of its format.")
_BOMB = _("This file is built so that it would unfold without end; it is not opened.")
# By the codes of the readers' refusals.
REFUSALS: Final[Mapping[str, _StrPromise]] = {
    "bad-encoding": _("The file does not say how its letters are written, and that is not guessed."),
    "too-large": _("This file is too large for a text."),
    "docx-bomb": _BOMB,
    "xml-bomb": _BOMB,
    "unread-format": _("This format is known and cannot be read here."),
    "binary-file": _("This file is no text."),
    "not-a-turn": _("The lines of this file are turns, and one of them is none."),
    "empty-file": _("There are no words in this file."),
} | dict.fromkeys(
    (
        "not-tei",
        "not-trs",
        "not-akoma-ntoso",
        "not-elan",
        "not-ohms",
        "not-srt",
        "not-json",
        "not-a-table",
        "bad-textgrid",
        "bad-chat",
        "unknown-json",
    ),
    _NOT_ITS_FORMAT,
)
