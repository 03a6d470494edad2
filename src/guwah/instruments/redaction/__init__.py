"""Cuts closed over every layer, and the search for leaks in what goes out."""

from guwah.instruments.redaction.cuts import Layer, Link, Stretch, UnknownLayerError, close
from guwah.instruments.redaction.leaks import Kind, Leak, Secret, UnsearchableError, search
from guwah.instruments.redaction.render import Piece, Withheld, apply, public_label
from guwah.instruments.redaction.spans import NOTHING, WHOLE, Spans
from guwah.instruments.redaction.views import NotSearchedError

__all__ = [
    "NOTHING",
    "WHOLE",
    "Kind",
    "Layer",
    "Leak",
    "Link",
    "NotSearchedError",
    "Piece",
    "Secret",
    "Spans",
    "Stretch",
    "UnknownLayerError",
    "UnsearchableError",
    "Withheld",
    "apply",
    "close",
    "public_label",
    "search",
]
