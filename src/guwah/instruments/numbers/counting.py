"""Adding up the words of one number: what may follow what, and when the next number has begun."""

from __future__ import annotations

from decimal import Decimal

_NO_LIMIT = Decimal("Infinity")
_TEN, _HUNDRED, _THOUSAND = Decimal(10), Decimal(100), Decimal(1000)
HALF = Decimal("0.5")


class Count:
    """One number while its words come in; each method says whether the word still belonged to it.

    Attributes:
        room: the next word is to stand for less than this ("twenty" leaves ten for "five").
        block: what stands before the next thousand or million, or None.
        scale: the last thousand or million said.
        said: what that was multiplied with.
        few: how often the last hundred or dozen was said, and that word.
    """

    def __init__(self, *, ten_takes_ones: bool) -> None:
        self._ten_takes_ones = ten_takes_ones
        self.room = self.scale = _NO_LIMIT
        self.block: Decimal | None = None
        self.said: Decimal | None = None
        self.few: tuple[Decimal, Decimal] | None = None
        self._total = Decimal(0)

    @property
    def value(self) -> Decimal:
        """The number as far as it was said."""
        return self._total + (self.block or 0)

    @property
    def scaled(self) -> bool:
        """Whether a thousand or more was said."""
        return self.scale != _NO_LIMIT

    def add(self, number: Decimal) -> bool:
        """Take a word that is added, like "twenty"."""
        if number >= self.room or (number == 0 and self.room != _NO_LIMIT):
            return False
        self.block = (self.block or Decimal(0)) + number
        self.room = self._left(number)
        return True

    def _left(self, number: Decimal) -> Decimal:
        if number < _TEN or number % _TEN or (number == _TEN and not self._ten_takes_ones):
            return Decimal(0)
        return _HUNDRED if number % _HUNDRED == 0 else _TEN

    def digits(self, number: Decimal) -> bool:
        """Take a number in digits; only a hundred, a thousand or more may multiply it."""
        if self.block is not None or number >= self.room:
            return False
        self.block, self.room = number, Decimal(0)
        return True

    def times(self, number: Decimal) -> bool:
        """Take a word that multiplies, like "hundred" or "million"; alone it counts once."""
        return self._few(number) if number < _THOUSAND else self._many(number)

    def _few(self, number: Decimal) -> bool:
        count = Decimal(1) if self.block is None else self.block
        if not 0 < count < number or count * number >= self.scale:
            return False
        self.few = (count, number)
        self.block, self.room = count * number, number if number == _HUNDRED else Decimal(0)
        return True

    def _many(self, number: Decimal) -> bool:
        if number >= self.scale or (self.block is None and self.scaled) or self.block == 0:
            return False
        self.said = Decimal(1) if self.block is None else self.block
        self._total += self.said * number
        self.block, self.room, self.scale = None, number, number
        return True

    def and_half(self) -> bool:
        """Take "and a half": of one, or of the million said just before."""
        if self.block is not None and self.block == int(self.block) and self.room < _HUNDRED:
            self.block += HALF
        elif self.block is None and self.scaled:
            self._total += self.scale / 2
        else:
            return False
        self.room = Decimal(0)
        return True
