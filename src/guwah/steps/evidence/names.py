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

    Letters of every script and bidirectional controls stay as they came; bytes that are no text are written
    out, `[xFF]`. A name of nothing but dots, blanks or separators becomes `unnamed`.
    """
    whole = given
    if not given.isprintable():
        whole = "".join(_written_out(sign) if "\udc80" <= sign <= "\udcff" else sign for sign in given)
    last = whole.translate(_SEPARATORS).rstrip("/").rpartition("/")[2]
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


def readable(text: str, *, lines: bool = True) -> str:
    """Return text as it came, in which what no table and no page takes is written out.

    Bytes that are no text in the file system's encoding (PEP 383) become `[xFF]`, other halves of surrogate
    pairs and control characters `[U+0007]`. Lines stay lines where there can be any, so not in a name.
    """
    # Nearly every name is printable, which is told at once (`str.isprintable`: no Cc, no Cs).
    if text.isprintable():
        return text
    kept = "\n\t" if lines else ""
    return "".join(sign if sign in kept else _written_out(sign) for sign in text)


def on_one_line(name: str) -> str:
    """Return a name for a terminal: what moves its cursor or turns its neighbours is written out."""
    return shown_name(readable(name, lines=False))


def title_from(name: str) -> str:
    """Return the title a source has before somebody gives it a better one: the name without its ending."""
    stem, dot, _ending = name.rpartition(".")
    return stem if dot and stem.strip(" .") else name


def _written_out(sign: str) -> str:
    kind, code = unicodedata.category(sign), ord(sign)
    if kind == "Cs":
        return f"[x{code - 0xDC00:02X}]" if 0xDC80 <= code <= 0xDCFF else f"[U+{code:04X}]"  # noqa: PLR2004 - PEP 383
    return f"[U+{code:04X}]" if kind == "Cc" else sign


def _breaks(sign: str) -> bool:
    # Cc: control characters; Cs: halves of surrogate pairs (undecodable bytes of a file system);
    # Zl, Zp: line and paragraph separators.
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}
