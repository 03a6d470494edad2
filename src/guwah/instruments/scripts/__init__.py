"""The same words in another script of their language, with what that loses."""

from guwah.instruments.scripts.rewrite import NoSuchWay, Rewritten, Spot, rewrite, ways_from

__all__ = ["NoSuchWay", "Rewritten", "Spot", "rewrite", "ways_from"]
