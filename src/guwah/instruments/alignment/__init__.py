"""Two texts that say the same, side by side: which turns, and which sentences, answer to which."""

from guwah.instruments.alignment.groups import Group, NotInOrder, align, align_between, doubts_of
from guwah.instruments.alignment.segments import Answering, Said, Segment, answering, segments, sentences
from guwah.instruments.alignment.signs import Unit

__all__ = [
    "Answering",
    "Group",
    "NotInOrder",
    "Said",
    "Segment",
    "Unit",
    "align",
    "align_between",
    "answering",
    "doubts_of",
    "segments",
    "sentences",
]
