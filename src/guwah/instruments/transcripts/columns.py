"""Finds the first line of a table of turns: which column holds the words, which the speaker and the times."""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from guwah.instruments.transcripts.conventions import DEFAULT

DELIMITERS = ("\t", ";", ",", "|")
HEADER_WITHIN = 15
"""Lines: a title, a date, who spoke may stand above the names of the columns."""

MARKDOWN_RULE = re.compile(r"\s*\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?")
"""What stands below the names of the columns in Markdown: "|---|:---:|"."""

_MOST_COLUMNS = 200
_LONGEST_HEADER = 20_000


@dataclass(frozen=True, slots=True)
class Header:
    """The columns a table's first line names.

    Attributes:
        delimiter: What stands between two cells.
        names: The cells as they stand.
        places: What a column holds, to its index from 0: `words` and any of `speaker`, `start`, `end`,
            `time`, `duration`, `note`, `session`, `number`, `language`, `translation`.
    """

    delimiter: str
    names: tuple[str, ...]
    places: Mapping[str, int]


@lru_cache(maxsize=1)
def _meanings() -> Mapping[str, str]:
    path = files(__package__) / "data" / "columns.json"
    loaded: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType({fold(word): kind for kind, words in loaded.items() for word in words})


def fold(name: str) -> str:
    """Return the name of a column for comparison: small letters, words parted by one space."""
    return " ".join(name.strip("\ufeff\u200e\u200f*:# \t").casefold().replace("_", " ").split())


def meaning_of(name: str) -> str | None:
    """Return what a column or tier of this name holds, one of the kinds of `Header.places`, or None."""
    return _meanings().get(fold(name))


def header_of(head: str) -> Header | None:
    """Read the first line that has something in it as the names of columns.

    Args:
        head: The text, or its beginning.

    Returns:
        The columns, or None when the line does not name a column of words and another one beside it. A table
        in Markdown may have lines above it and below, fewer than it has rows.
    """
    lines = head.lstrip("\ufeff \r\n").split("\n", 2)
    # Excel's own first line says what parts the cells of the lines after it.
    line = lines[lines[0].casefold().startswith("sep=") and len(lines) > 1].rstrip("\r")
    if len(line) > _LONGEST_HEADER:
        return None
    found = next((found for sign in DELIMITERS if (found := named(line, sign)) is not None), None)
    return found or _in_markdown(head)


def _in_markdown(head: str) -> Header | None:
    """Return the columns of the table that most lines of a text in Markdown are."""
    lines = [line for line in head.splitlines() if line.strip()]
    if 2 * sum(line.lstrip().startswith("|") for line in lines) <= len(lines):
        return None
    ruled = next(
        (n for n in range(1, min(len(lines), HEADER_WITHIN)) if MARKDOWN_RULE.fullmatch(lines[n])), 0
    )
    return named(lines[ruled - 1], "|") if ruled and len(lines[ruled - 1]) <= _LONGEST_HEADER else None


def _by_language(cells: Sequence[str], places: dict[str, int]) -> None:
    """Take the first column that a language is the name of for the words, and the next for a translation."""
    names = [n for n, cell in enumerate(cells) if fold(cell) in _tongues()]
    free = [kind for kind in ("words", "translation") if kind not in places]
    places.update(zip(free, names, strict=False))


@lru_cache(maxsize=1)
def _tongues() -> frozenset[str]:
    return frozenset(fold(name) for one in DEFAULT.languages for name in one.names)


def called_by_language(header: Header) -> bool:
    """Tell whether the column of words has the name of a language."""
    at = header.places["words"]
    return at < len(header.names) and fold(header.names[at]) in _tongues()


def named(line: str, delimiter: str) -> Header | None:
    """Read a line as the names of columns, with one sign between them; None when it does not name them."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return None
    places: dict[str, int] = {}
    for index, cell in enumerate(cells[:_MOST_COLUMNS]):
        kind = _meanings().get(fold(cell))
        if kind:
            places.setdefault(kind, index)
    if "speaker" in places:
        _by_language(cells[:_MOST_COLUMNS], places)
    if "words" not in places or not places.keys() & {"speaker", "start", "time", "number", "end"}:
        return None
    return Header(delimiter, tuple(cells), MappingProxyType(places))
