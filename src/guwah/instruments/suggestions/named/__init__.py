"""People, bodies, facilities and places named in a text, for a person to accept or reject."""

from guwah.instruments.suggestions.named.finder import NAMED, find

__all__ = ["NAMED", "find"]
