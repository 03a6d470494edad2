"""Finds where somebody asks to cut something out, or answers such a request.

Law 5: the request to cut, its answer and its reason would name what is cut, so they are withheld with it.
Over-finding is right here: a turn too many is masked, and a person may show it again.
"""

from __future__ import annotations

import re
from typing import Final

# Verb of removing and what is removed, near each other, in the order of each language.
_NEAR: Final = r"[^.!?。！？؟\n]{0,60}"
_PATTERNS: Final = (
    rf"\b(?:cut|take|leave|edit|snip|strike)\b{_NEAR}\bout\b",
    rf"\b(?:cut|remove|delete|erase|omit|skip|drop)\b{_NEAR}\b(?:part|parts|passage|bit|piece|section|that|this)\b",
    rf"\bwithout\b{_NEAR}\b(?:part|passage|bit)\b",
    rf"\b(?:do not|don['’]t|never|not to)\b{_NEAR}\b(?:publish|post|print|write|broadcast|air|share)\b",
    rf"\b(?:выреж|вырез|убер|убрать|удали|исключ|не публику|не пиш|не печата)\w*{_NEAR}",
    rf"(?:алып таста|кесіп таста|өшір|жазба[ңй]|жарияламаң){_NEAR}",
    rf"(?:ئېلىۋەت|كېسىۋەت|چىقىرىۋەت|ئۆچۈر|يازماڭ|ئېلان قىلماڭ){_NEAR}",
    rf"(?:删掉|删去|剪掉|去掉|不要发|不要写|别发|别写|不要公开|不要登){_NEAR}",
)
_REQUEST: Final = re.compile("|".join(f"(?:{each})" for each in _PATTERNS), re.IGNORECASE)


def asks_to_cut(text: str) -> bool:
    """Say whether the words of one block read like a request to leave something out, or an answer to one."""
    return _REQUEST.search(text) is not None
