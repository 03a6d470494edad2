"""What a flow said in English, told in the language of the page, also where it holds numbers."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext

_SENTENCES: Final = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_NUMBER: Final = re.compile(r"[0-9]+")


def told_pieces(english: str) -> list[str]:
    """Return a text in the active language: whole where a catalogue knows it, else sentence by sentence.

    A sentence with numbers is known with `{}` in the place of each (`gettext_noop` names it where it is
    made). What no catalogue knows stays English.
    """
    whole = _known(english)
    if whole is not None:
        return [whole]
    return [_known(each) or each for each in _SENTENCES.split(english)]


def told_words(english: str) -> str:
    """Return a text in the active language, as plain text; see `told_pieces`."""
    return " ".join(told_pieces(english))


def _known(english: str) -> str | None:
    words = gettext(english) if english else english
    if words != english:
        return words
    template = _NUMBER.sub("{}", english)
    known = gettext(template) if template != english else template
    return known.format(*_NUMBER.findall(english)) if known != template else None
