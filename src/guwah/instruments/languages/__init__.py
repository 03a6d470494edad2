"""Tags, scripts, which language a block is in, and which way it is written."""

from guwah.instruments.languages.detect import KNOWN, language_of
from guwah.instruments.languages.direction import BIDI_CONTROLS, direction, has_bidi_controls, isolate
from guwah.instruments.languages.scripts import script_of, script_of_letter, shares
from guwah.instruments.languages.tags import BadTag, Tag, normalise, parse

__all__ = [
    "BIDI_CONTROLS",
    "KNOWN",
    "BadTag",
    "Tag",
    "direction",
    "has_bidi_controls",
    "isolate",
    "language_of",
    "normalise",
    "parse",
    "script_of",
    "script_of_letter",
    "shares",
]
