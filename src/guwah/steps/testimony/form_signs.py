"""Signs that only say how words look in the file: "**bold**", "__bold__", "# Title".

They stand in the text character by character, for a copy is to be the file again; they are nobody's words,
and a page shows them as signs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNS: Final = re.compile(
    r"^[ \t]*(?P<title>#{1,6}[ \t]+)(?=\S)"
    r"|(?<![*\w])(?P<star>\*\*)(?=[^\s*])(?=[^*\n]*[^\s*](?P<stars>\*\*)(?![*\w]))"
    r"|(?<![_\w])(?P<line>__)(?=[^\s_])(?=[^_\n]*[^\s_](?P<lines>__)(?![_\w]))",
    re.MULTILINE,
)


def form_signs(words: str, start: int) -> Iterator[dict[str, Any]]:
    """Yield the signs of form in the words of a block, as `guwah.web.runs.Range` has them.

    Args:
        words: as they stand in the text.
        start: code point of the text at which they begin.
    """
    if "**" not in words and "__" not in words and "#" not in words:
        return
    for found in _SIGNS.finditer(words):
        for group in ("title", "star", "stars", "line", "lines"):
            if found[group]:
                yield {"start": start + found.start(group), "end": start + found.end(group), "kind": "form"}
