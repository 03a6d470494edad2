"""JSON that somebody hands in, read strictly: what is wrong with it is told with its place in the text."""

from guwah.instruments.placed_json.errors import NotUnderstoodError
from guwah.instruments.placed_json.faults import LONGEST_NUMBER
from guwah.instruments.placed_json.node import Node
from guwah.instruments.placed_json.places import Place, place_at, place_of, pointer_to
from guwah.instruments.placed_json.reading import LIMIT, decode, parse, with_place

__all__ = [
    "LIMIT",
    "LONGEST_NUMBER",
    "Node",
    "NotUnderstoodError",
    "Place",
    "decode",
    "parse",
    "place_at",
    "place_of",
    "pointer_to",
    "with_place",
]
