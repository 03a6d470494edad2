"""File names as they came: kept for display, never used as a path, never able to mislead a reader."""

from __future__ import annotations

import unicodedata

LONGEST = 255
UNNAMED = "unnamed"
# They reorder what stands around them: the old trick that makes "exe" look like "jpg" (Unicode TR 36, 3.4).
# LRM, RLM and ALM are left alone: names in Arabic script carry them honestly.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SEPARATORS = str.maketrans("\\", "/")


def clean_name(given: str) -> str:
    """Return the last part of a name, without folders and control characters, at most 255 code points.

    Letters of every script and bidirectional controls stay as they came. A name of nothing but dots, blanks
    or separators becomes `unnamed`.
    """
    last = given.translate(_SEPARATORS).rstrip("/").rpartition("/")[2]
    kept = "".join(sign for sign in last if not _breaks(sign)).strip()
    if not kept.strip("."):
        return UNNAMED
    if len(kept) <= LONGEST:
        return kept
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) >= LONGEST:
        return kept[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"


def shown_name(name: str) -> str:
    """Return a name in which every reordering control is written out, like `[U+202E]`."""
    return "".join(f"[U+{ord(sign):04X}]" if sign in _REORDERING else sign for sign in name)


def title_from(name: str) -> str:
    """Return the title a source has before somebody gives it a better one: the name without its ending."""
    stem, dot, _ending = name.rpartition(".")
    return stem if dot and stem.strip(" .") else name


def _breaks(sign: str) -> bool:
    # Cc: control characters; Cs: halves of surrogate pairs (undecodable bytes of a file system);
    # Zl, Zp: line and paragraph separators.
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}
