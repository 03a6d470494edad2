"""Words as somebody looks for them: with other endings, in another script, two characters of Chinese."""

from guwah.instruments.words.asking import Question, Term, Way, ask
from guwah.instruments.words.finding import found
from guwah.instruments.words.folding import folded, plain
from guwah.instruments.words.keys import GAP, VERSION, Kept, Unit, kept, units

__all__ = [
    "GAP",
    "VERSION",
    "Kept",
    "Question",
    "Term",
    "Unit",
    "Way",
    "ask",
    "folded",
    "found",
    "kept",
    "plain",
    "units",
]
