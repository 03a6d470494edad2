"""Numbers as they are written and said, in five languages: digits of every habit, words, both together.

`dates` and `amounts` count with the same words; what a number is a number of, they decide.
"""

from guwah.instruments.numbers.digits import DIGIT, DIGITS
from guwah.instruments.numbers.finding import LANGUAGES, find, read
from guwah.instruments.numbers.numeral import Numeral

__all__ = ["DIGIT", "DIGITS", "LANGUAGES", "Numeral", "find", "read"]
