"""Which file of a delivery is which thing a message names; what is absent, what nobody names."""

from __future__ import annotations

import posixpath
import unicodedata
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from guwah.instruments.deliveries.model import NAMED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guwah.instruments.deliveries.model import Attachment, Message

# What operating systems put beside files; they are kept like everything else.
_KEY_MARKS = str.maketrans("", "", "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def match(
    messages: Sequence[Message], names: Iterable[str], texts: Iterable[str]
) -> tuple[tuple[Message, ...], tuple[str, ...]]:
    """Tie named attachments to files.

    A name is looked for beside the text that names it, then, where only one file has it, anywhere. Composed
    and decomposed letters are the same name.

    Args:
        messages: in order.
        names: every file of the delivery, in order.
        texts: the files that are the export itself; one that another names is tied to that name too.

    Returns:
        The messages with what was found, and the files that no message names.
    """
    index = _Index(list(names))
    tied = tuple(
        replace(each, attachments=tuple(index.tie(one, each.file) for one in each.attachments))
        if each.attachments
        else each
        for each in messages
    )
    own = frozenset(texts)
    return tied, tuple(name for name in index.names if name not in index.used and name not in own)


class _Index:
    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.used: set[str] = set()
        self._by_path = {_key(name): name for name in names}
        self._by_last: dict[str, list[str]] = defaultdict(list)
        for name in names:
            self._by_last[_key(posixpath.basename(name))].append(name)

    def tie(self, one: Attachment, text: str) -> Attachment:
        """Return the attachment with its file, when there is one."""
        if one.file:
            self.used.add(one.file)
            return one
        if one.told != NAMED or not one.name:
            return one
        found = self._find(one.name, posixpath.dirname(text))
        if found == text:
            # A text does not carry itself.
            return one
        if found:
            self.used.add(found)
        return replace(one, file=found)

    def _find(self, name: str, folder: str) -> str:
        for each in dict.fromkeys((name, unquote(name))):
            beside = posixpath.normpath(posixpath.join(folder, each))
            found = self._by_path.get(_key(beside))
            if found is not None:
                return found
            alike = self._by_last.get(_key(posixpath.basename(each)), [])
            if len(alike) == 1:
                return alike[0]
        return ""


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name.translate(_KEY_MARKS))
