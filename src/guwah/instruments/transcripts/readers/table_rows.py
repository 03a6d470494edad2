"""The rows of a table in text: quoted or bare cells, named columns or columns known by what is in them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from guwah.instruments.transcripts.columns import DELIMITERS, HEADER_WITHIN, MARKDOWN_RULE, Header, named
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.readers.clocks import clock_of

_LONGEST_LABEL = 60
_SPOKEN = (1, 2)  # columns beside the times: the words, or a speaker and the words
_EXCEL_SIGN = "sep="
# "|---|:---:|" below the names of a table in Markdown.
_RULE = re.compile(r"\s*:?-{3,}:?\s*")
_INSTEAD = "If this is a text with speakers' labels, choose that format."


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` is the line of the file it begins on, from 1."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of turns.

    Attributes:
        header: Its columns.
        rows: Without the header and empty rows.
        above: Lines above the header that hold something; of a table in Markdown also those below it.
        named: Whether the file itself names the columns.
    """

    header: Header
    rows: tuple[Row, ...]
    above: tuple[int, ...]
    named: bool


def table_of(text: str) -> Table:
    """Read a text as a table of turns.

    Args:
        text: The decoded file.

    Raises:
        NotUnderstood: `not-a-table` where quotes or cells do not fit, with the line; `no-columns` where
            nothing says which column holds the words.
    """
    found = _named_table(text) or _bare_table(text)
    if found is None:
        raise NotUnderstood(
            "no-columns",
            "The first line does not name a column of words, such as Speaker, Start, Text, and the rows do "
            f"not show which it is. Put such a line above the rows. {_INSTEAD}",
            line=1,
            column=1,
            offset=0,
        )
    return found


def _named_table(text: str) -> Table | None:
    lines = text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]
    for n, line in enumerate(lines):
        for sign in DELIMITERS:
            header = named(line.strip("\ufeff\r"), sign)
            if header is not None:
                rows = _rows(text, header.delimiter, len(header.names))
                beside = {row.line for row in rows if header.delimiter == "|" and len(row.cells) == 1}
                left = (
                    row.line for row in rows if (row.line <= n and not _is_sign(row)) or row.line in beside
                )
                inside = tuple(row for row in rows if row.line > n + 1 and row.line not in beside)
                return Table(header, inside, tuple(left), named=True)
    return None


def _is_sign(row: Row) -> bool:
    """Tell whether a row is the first line by which Excel says what parts its cells."""
    return row.line == 1 and row.cells[0].casefold().startswith(_EXCEL_SIGN)


def _rows(text: str, delimiter: str, columns: int) -> tuple[Row, ...]:
    """Return the rows that have something in them; quotes are signs of the table where all of them fit."""
    refused: NotUnderstood | None = None
    rows: tuple[Row, ...] = ()
    try:
        rows = tuple(_parsed(text, delimiter))
    except NotUnderstood as open_quote:
        refused = open_quote
    if delimiter == "\t" and not (rows and all(len(row.cells) <= columns for row in rows)):
        # Cells parted by tabs are often not quoted at all, and a quote then begins what somebody says.
        bare = tuple(_parsed(text, delimiter, quoted=False))
        if all(len(row.cells) <= columns for row in bare):
            return bare
    if delimiter == "|" and any(map(MARKDOWN_RULE.fullmatch, text.splitlines())):
        # Markdown knows no quotes: one is what somebody quotes.
        return tuple(_parsed(text, delimiter, quoted=False))
    if refused is not None:
        raise refused
    return rows


def _parsed(text: str, delimiter: str, *, quoted: bool = True) -> Iterator[Row]:
    """Yield the rows with something in them (RFC 4180, with any sign between the cells)."""
    lines = io.StringIO(text, newline="")
    sign = '"' if quoted else None
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        quotechar=sign,
        quoting=0 if quoted else csv.QUOTE_NONE,
        # In Markdown a bar that is a word of somebody has a stroke before it.
        escapechar="\\" if delimiter == "|" else None,
        strict=True,
    )
    before = 0
    try:
        for cells in reader:
            filled = [cell for cell in cells if cell.strip("\ufeff \t")]
            if filled and not all(map(_RULE.fullmatch, filled)):
                yield Row(tuple(cells), before + 1)
            before = reader.line_num
    except csv.Error as broken:
        message = "The quotes of this row do not fit, or a cell is longer than anybody speaks."
        raise NotUnderstood("not-a-table", f"{message} {_INSTEAD}", line=before + 1) from broken


def _bare_table(text: str) -> Table | None:
    """Read a table that names no columns, where what stands in them leaves no doubt."""
    for delimiter in DELIMITERS:
        try:
            rows = tuple(_parsed(text, delimiter))
        except NotUnderstood:
            # With another sign between the cells the quotes may fit.
            continue
        widths = {len(row.cells) for row in rows}
        places = _places(rows) if len(widths) == 1 and max(widths) > 1 else None
        if places:
            return Table(Header(delimiter, (), MappingProxyType(places)), rows, (), named=False)
    return None


def _places(rows: Sequence[Row]) -> dict[str, int] | None:
    """Return what each column holds: times by their form, a speaker by recurring, words by their length."""
    columns = [[row.cells[n].strip() for row in rows] for n in range(len(rows[0].cells))]
    times = [n for n, cells in enumerate(columns) if all(clock_of(cell) is not None for cell in cells)]
    others = [n for n in range(len(columns)) if n not in times]
    if times not in ([], [0], [0, 1]) or len(others) not in _SPOKEN or (not times and len(others) == 1):
        return None
    places = dict(zip(("start", "end"), times, strict=False))
    words = others[-1]
    if len(others) > 1:
        if not _are_labels(columns[others[0]], columns[words]):
            return None
        places["speaker"] = others[0]
    return {**places, "words": words}


def _are_labels(cells: Sequence[str], words: Sequence[str]) -> bool:
    said = Counter(filter(None, cells))
    recurring = len(said) > 1 and max(said.values()) > 1 and 2 * len(said) <= len(cells)
    return recurring and max(map(len, said)) <= _LONGEST_LABEL and sum(map(len, words)) > sum(map(len, cells))
