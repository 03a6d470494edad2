"""Cells of a table that somebody will open in a spreadsheet."""

from __future__ import annotations

# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def defused(cell: str) -> str:
    """Return the words of a cell so that no spreadsheet reckons with them (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
