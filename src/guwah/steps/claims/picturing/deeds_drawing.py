"""Who did what to whom as a picture: three columns of boxes and the lines between them, in whole units.

Those who are said to have acted stand first, then the acts, then those to whom it was done; read from
right to left everything is mirrored. A line carries the numbers of its claims. What a colour says is also a
shape and a sign, so a black-and-white print says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from guwah.instruments.languages import isolate
from guwah.steps.claims.picturing.paper import LINE, WIDTH, centred, lines_of, outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.steps.claims.picturing.deeds import Deed, Party

BOX = 276
"""Width of a box; what is left between the columns is for the lines and their numbers."""
TALLEST = 980
"""No picture is higher, so that each prints on one sheet; the rest goes on in another."""
_PORT = 30  # between two lines that reach the same act
_GAP = 20  # between two boxes
_STUB = 100  # of a line before an act: there its numbers stand
_INSIDE = 14  # between the edge of a box and its words
_EDGE = 2  # so that no stroke is cut off
_ROOM = 10  # signs that fit on a line before an act
_COLUMNS = (_EDGE, (WIDTH - BOX) // 2, WIDTH - BOX - _EDGE)


@dataclass(frozen=True, slots=True)
class Box:
    """Somebody, or an act.

    Attributes:
        outline: path round it, empty for an act, which is a plain box.
        x, y, width, height: where it stands.
        words: its lines, each with the middle and the base line; place: the line that says where, or empty.
        said: what is read aloud.
        url: where it leads, or empty.
        masked: its name is kept back.
    """

    outline: str
    x: int
    y: int
    width: int
    height: int
    words: tuple[tuple[str, int, int], ...]
    said: str
    url: str
    masked: bool = False
    place: tuple[str, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a claim on a line, with those of its conflicts."""

    claim: int
    conflicts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A line between an act and somebody: its path, its head, and the numbers that stand on it.

    Attributes:
        path: the line; head: the arrow at its end.
        x, y: middle and base line of the numbers.
        numbers: of the first claims that say so; more: how many others do.
        conflict: one of its claims is in a conflict.
    """

    path: str
    head: str
    x: int
    y: int
    numbers: tuple[Number, ...]
    more: int
    conflict: bool


@dataclass(frozen=True, slots=True)
class Open:
    """That nobody is said to stand on a side of an act: the middle and base line of these words."""

    side: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, y growing downwards; the y of boxes and lines is inside it."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    ties: tuple[Tie, ...]
    open: tuple[Open, ...]


def layout(deeds: Sequence[Deed], *, rtl: bool = False) -> tuple[Picture, ...]:
    """Draw acts, as many in one picture as a sheet of paper takes; every picture names its own people."""
    pictures: list[Picture] = []
    some: list[Deed] = []
    height = 0
    for deed in deeds:
        more = max(_tall(deed), _sides_tall([*some, deed]) - height) + _GAP
        if some and height + more > TALLEST:
            pictures.append(_Sheet(some, rtl=rtl).picture())
            some, height = [], 0
            more = max(_tall(deed), _sides_tall([deed])) + _GAP
        some.append(deed)
        height += more
    if some:
        pictures.append(_Sheet(some, rtl=rtl).picture())
    return tuple(pictures)


def _tall(deed: Deed) -> int:
    words = len(_title(deed)) + bool(deed.where)
    return max(words * LINE + _INSIDE, _PORT * max(1, len(deed.acted), len(deed.done_to)))


def _title(deed: Deed) -> list[str]:
    return lines_of(deed.title, BOX - 2 * _INSIDE)


def _where(deed: Deed) -> str:
    """Return in which places and facilities an act is said to have been, in one line."""
    return "".join(lines_of(" · ".join(isolate(party.name) for party in deed.where), BOX - 2 * _INSIDE, 1))


def _sides_tall(deeds: Iterable[Deed]) -> int:
    """Return how high the higher of the outer columns becomes."""
    columns: tuple[dict[str, Party], dict[str, Party]] = ({}, {})
    for deed in deeds:
        for column, parties in zip(columns, (deed.acted, deed.done_to), strict=True):
            column.update((party.key, party) for party in parties)
    return max(sum(_party_tall(party) + _GAP for party in column.values()) for column in columns)


def _party_tall(party: Party) -> int:
    return len(lines_of(party.name, BOX - 3 * _INSIDE)) * LINE + _INSIDE


class _Sheet:
    """One picture on its way."""

    def __init__(self, deeds: Sequence[Deed], *, rtl: bool) -> None:
        self._deeds, self._rtl = deeds, rtl
        self._boxes: list[Box] = []
        self._ties: list[Tie] = []
        self._open: list[Open] = []

    def picture(self) -> Picture:
        middle = sum(_tall(deed) + _GAP for deed in self._deeds)
        height = max(middle, _sides_tall(self._deeds)) + _GAP
        tops = list(accumulate((_tall(deed) + _GAP for deed in self._deeds), initial=(height - middle) // 2))
        acts = list(zip(self._deeds, tops, strict=False))
        acted = self._column(0, [(deed.acted, y + _tall(deed) // 2) for deed, y in acts], height)
        done_to = self._column(2, [(deed.done_to, y + _tall(deed) // 2) for deed, y in acts], height)
        for deed, y in acts:
            tall = _tall(deed)
            self._act(deed, y, tall)
            self._tie(deed, deed.acted, acted, y, tall, side="acted")
            self._tie(deed, deed.done_to, done_to, y, tall, side="done-to")
        return Picture(WIDTH, height, tuple(self._boxes), tuple(self._ties), tuple(self._open))

    def _column(
        self, column: int, named: Sequence[tuple[Sequence[Party], int]], height: int
    ) -> dict[str, int]:
        """Put each of a side into its column once, as near to its acts as there is room.

        Args:
            column: which one.
            named: who stands on this side of each act, with the middle of the act.
            height: of the picture.

        Returns:
            The middles by key.
        """
        each = {party.key: party for parties, _ in named for party in parties}
        near = {key: [y for parties, y in named if key in {one.key for one in parties}] for key in each}
        wanted = sorted(each, key=lambda key: sum(near[key]) / len(near[key]))
        tops: dict[str, int] = {}
        free = _GAP
        for key in wanted:
            tops[key] = max(free, round(sum(near[key]) / len(near[key])) - _party_tall(each[key]) // 2)
            free = tops[key] + _party_tall(each[key]) + _GAP
        end = height - _GAP
        for key in reversed(wanted):
            tops[key] = min(tops[key], end - _party_tall(each[key]))
            end = tops[key] - _GAP
            self._box(each[key], column, tops[key], _party_tall(each[key]))
        return {key: top + _party_tall(each[key]) // 2 for key, top in tops.items()}

    def _box(self, party: Party, column: int, y: int, height: int) -> None:
        x = self._left(_COLUMNS[column], BOX)
        words = centred(lines_of(party.name, BOX - 3 * _INSIDE), x + BOX // 2, y, height)
        shape = outline(party.kind, (x, y, BOX, height))
        url = "" if party.number is None else f"?who={party.number}"
        masked = party.number is None
        self._boxes.append(Box(shape, x, y, BOX, height, words, party.name, url, masked))

    def _act(self, deed: Deed, y: int, height: int) -> None:
        x = self._left(_COLUMNS[1], BOX)
        *words, where = centred([*_title(deed), _where(deed)], x + BOX // 2, y, height)
        place = where if deed.where else None
        if place is None:
            words = list(centred(_title(deed), x + BOX // 2, y, height))
        said = f"{deed.title}: {_where(deed)}" if deed.where else deed.title
        self._boxes.append(Box("", x, y, BOX, height, tuple(words), said, f"#{deed.id}", place=place))

    def _tie(
        self,
        deed: Deed,
        parties: Sequence[Party],
        middles: Mapping[str, int],
        y: int,
        tall: int,
        *,
        side: str,
    ) -> None:
        """Draw the lines of one side of an act, those to higher boxes above the others."""
        near, out = (_COLUMNS[1], -1) if side == "acted" else (_COLUMNS[1] + BOX, 1)
        if not parties:
            self._open.append(Open(side, self._x(near + out * _STUB // 2), y + tall // 2 + 5))
        step = tall / max(1, len(parties))
        for place, party in enumerate(sorted(parties, key=lambda one: middles[one.key])):
            port = round(y + step * (place + 0.5))
            far = _COLUMNS[0] + BOX if side == "acted" else _COLUMNS[2]
            bend, middle = near + out * _STUB, middles[party.key]
            path = (
                f"M{self._x(near)} {port}H{self._x(bend)}"
                f"C{self._x((bend + far) // 2)} {port} {self._x((bend + far) // 2)} {middle} "
                f"{self._x(far)} {middle}"
            )
            tip = (near, port) if side == "acted" else (far, middle)
            self._ties.append(
                _labelled(deed, party, path, self._head(*tip), (self._x(near + out * _STUB // 2), port - 5))
            )

    def _head(self, x: int, y: int) -> str:
        back = self._x(x - 9)
        return f"{back},{y - 5} {self._x(x)},{y} {back},{y + 5}"

    def _left(self, x: int, width: int) -> int:
        return WIDTH - x - width if self._rtl else x

    def _x(self, x: int) -> int:
        return WIDTH - x if self._rtl else x


def _labelled(deed: Deed, party: Party, path: str, head: str, at: tuple[int, int]) -> Tie:
    numbers = tuple(Number(claim, deed.conflicts.get(claim, ())) for claim in party.claims)
    lengths = accumulate(len(str(one.claim)) + 2 + 3 * len(one.conflicts) for one in numbers)
    shown = numbers[: max(1, sum(length <= _ROOM for length in lengths))]
    torn = any(one.conflicts for one in numbers)
    return Tie(path, head, *at, shown, len(numbers) - len(shown), torn)
