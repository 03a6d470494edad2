"""Sums, areas, shares and counts as said, with their unit or with the unit left open."""

from guwah.instruments.amounts.conversion import UNITS, Conversion, NoConversion, convert
from guwah.instruments.amounts.finding import LANGUAGES, find
from guwah.instruments.amounts.model import Amount

__all__ = ["LANGUAGES", "UNITS", "Amount", "Conversion", "NoConversion", "convert", "find"]
