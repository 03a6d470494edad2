"""Which way a language is written, and keeping its run of text from disturbing its neighbours."""

import re

from guwah.instruments.languages.tags import parse

_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
_RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "syr", "ug", "ur", "yi"})
_CONTROL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks, embeddings, overrides and isolates of the Unicode bidirectional algorithm (UAX 9, 2)."""

FSI, PDI = "\u2068", "\u2069"


def direction(tag: str) -> str:
    """Return `rtl` or `ltr` for a language tag; a script in the tag decides, else the language.

    Raises:
        BadTag: The tag is not well-formed.
    """
    parts = parse(tag)
    if parts.script is not None:
        return "rtl" if parts.script in _RTL_SCRIPTS else "ltr"
    return "rtl" if parts.language.partition("-")[0] in _RTL_LANGUAGES else "ltr"


def isolate(text: str) -> str:
    """Wrap a run in FSI and PDI so that it cannot reorder what stands around it (UAX 9, 2.4.3).

    Isolates left open inside are closed first, and closers without an opener are dropped, so that
    the wrapping cannot be broken from within; for display only, never for stored words.
    """
    depth = 0
    kept: list[str] = []
    for character in text:
        if character == PDI:
            if depth == 0:
                continue
            depth -= 1
        elif "\u2066" <= character <= FSI:
            depth += 1
        kept.append(character)
    return FSI + "".join(kept) + PDI * depth + PDI


def has_bidi_controls(text: str) -> bool:
    """Tell whether a character is in the text that can change the order others are shown in."""
    return _CONTROL.search(text) is not None
