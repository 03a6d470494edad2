"""Regular expressions that are compiled when first used.

Long ones take a tenth of a second each, and every command would pay for all of them at its start.
"""

from __future__ import annotations

import re
from typing import cast


class _Late:
    """Stands for a pattern; what it was asked for once, it answers without asking again."""

    def __init__(self, shape: str, flags: int) -> None:
        self._given = (shape, flags)
        self._made: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        self._made = self._made or re.compile(*self._given)
        answer: object = getattr(self._made, name)
        setattr(self, name, answer)
        return answer


def late(shape: str, flags: int = 0) -> re.Pattern[str]:
    """Return what works as `re.compile(shape, flags)`; a fault in the shape shows at its first use.

    It has the methods and attributes of a pattern, but is no `re.Pattern` for `isinstance` and `re.sub`.
    """
    return cast("re.Pattern[str]", _Late(shape, flags))
