"""Sums and land as a picture: under each thing a bar for every amount told of it, in whole units.

Bars are as long as their amounts only beside bars of the same unit: each set has a line of its own to begin
from. What is not certain is hatched; an amount without a number or a unit has no bar at all, only words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.chronology.axis import Paper
from guwah.instruments.chronology.strokes import BAR, hatching
from guwah.steps.claims.picturing.paper import WIDTH, lines_of
from guwah.steps.claims.picturing.sums import Scale, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from guwah.steps.claims.picturing.sums import Told

TALLEST = 980
"""No picture is higher, so that each prints on one sheet; the rest goes on in another."""
LANE, HEAD, GAP = 28, 34, 14
"""Height of an amount, of the name of a thing, space between two sets."""
NAMES, BARS = 230, 400
"""Width of what stands before the bars, and of the longest bar."""
_BESIDE = 10
_LANES = (TALLEST - HEAD - 3 * GAP) // LANE
_LEAST = 3  # the shortest bar one can still see
_ABOUT = 24  # of the end of a bar that is only about right


@dataclass(frozen=True, slots=True)
class Box:
    """Part of a bar: left edge, top, width; `hatch` is the path of its strokes, empty where it is certain."""

    x: int
    y: int
    width: int
    hatch: str


@dataclass(frozen=True, slots=True)
class Line:
    """One amount: where it leads, its name, its bar, and how much in words.

    Attributes:
        told: the amount.
        label_x: where its name stands; y: base line of all its words.
        boxes: parts of its bar, none where it has none.
        words: how much, as far as there is room; text_x: where that stands.
    """

    told: Told
    label_x: int
    y: int
    boxes: tuple[Box, ...]
    words: str
    text_x: int


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a picture: a name or a difference, with their place."""

    words: str
    x: int
    y: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, y growing downwards; all words begin at their places and run in its direction."""

    width: int
    height: int
    direction: str
    heads: tuple[Text, ...]
    lines: tuple[Line, ...]
    notes: tuple[Text, ...]
    axes: tuple[tuple[int, int, int], ...]


def layout(topics: Sequence[Topic], *, rtl: bool = False) -> tuple[Picture, ...]:
    """Draw topics, as many in one picture as a sheet of paper takes."""
    pictures: list[Picture] = []
    some: list[Topic] = []
    height = 0
    for topic in (part for whole in topics for part in _parted(whole)):
        more = _tall(topic)
        if some and height + more > TALLEST:
            pictures.append(_Sheet(rtl=rtl).picture(some))
            some, height = [], 0
        some.append(topic)
        height += more
    if some:
        pictures.append(_Sheet(rtl=rtl).picture(some))
    return tuple(pictures)


def _parted(topic: Topic) -> Iterator[Topic]:
    """Yield a topic in parts that fit a sheet; bars of one set stay as long as they were."""
    part, free = Topic(topic.id, topic.title), _LANES
    for scale in topic.scales:
        rest: list[tuple[Told | None, str]] = [(one, "") for one in scale.told]
        rest += [(None, words) for words in scale.differences]
        while rest:
            if free < 1:
                yield part
                part, free = Topic(topic.id, topic.title), _LANES
            here, rest = rest[:free], rest[free:]
            told = [one for one, _ in here if one is not None]
            part.scales.append(Scale(scale.unit, told, [words for _, words in here if words], scale.most))
            free -= len(here) + 1
    yield part


def _tall(topic: Topic) -> int:
    lanes = sum(LANE * (len(scale.told) + len(scale.differences)) + GAP for scale in topic.scales)
    return HEAD + lanes + GAP


class _Sheet:
    """One picture on its way."""

    def __init__(self, *, rtl: bool) -> None:
        self._paper = Paper(WIDTH, rtl)
        self._heads: list[Text] = []
        self._lines: list[Line] = []
        self._notes: list[Text] = []
        self._axes: list[tuple[int, int, int]] = []

    def picture(self, topics: Sequence[Topic]) -> Picture:
        y = GAP
        for topic in topics:
            name = "".join(lines_of(topic.title, WIDTH - 40, 1))
            self._heads.append(Text(name, self._paper.x(4), y + 20, f"#{topic.id}"))
            y += HEAD
            for scale in topic.scales:
                y = self._scale(scale, y)
            y += GAP
        direction = "rtl" if self._paper.mirrored else "ltr"
        drawn = (tuple(self._heads), tuple(self._lines), tuple(self._notes), tuple(self._axes))
        return Picture(WIDTH, y, direction, *drawn)

    def _scale(self, scale: Scale, y: int) -> int:
        if scale.most and scale.told:
            self._axes.append((self._paper.x(NAMES), y - 4, y + LANE * len(scale.told) - 4))
        for one in scale.told:
            self._line(one, y, scale.most)
            y += LANE
        for words in scale.differences:
            fitting = "".join(lines_of(words, WIDTH - NAMES - 20, 1))
            self._notes.append(Text(fitting, self._paper.x(NAMES + _BESIDE), y + BAR + 2))
            y += LANE
        return y + GAP

    def _line(self, one: Told, y: int, most: Decimal) -> None:
        boxes: list[tuple[int, int, bool]] = []
        if one.span is not None and most:
            low, high = (max(_LEAST, int(BARS * end / most)) for end in (one.span.low, one.span.high))
            sure = max(_LEAST, low - _ABOUT) if one.span.approximate else low
            boxes.append((NAMES, sure, False))
            if high > sure:
                boxes.append((NAMES + sure, high - sure, True))
        end = max((x + width for x, width, _ in boxes), default=NAMES)
        said = f"{one.words} {one.converted}" if one.converted else one.words
        words = "".join(lines_of(said, WIDTH - end - 2 * _BESIDE, 1))
        drawn = tuple(self._box(x, y, width, hatched=hatched) for x, width, hatched in boxes)
        place = self._paper.x(end + _BESIDE)
        self._lines.append(Line(one, self._paper.x(4), y + BAR - 1, drawn, words, place))

    def _box(self, x: int, y: int, width: int, *, hatched: bool) -> Box:
        hatch = hatching(self._paper, x, y, width) if hatched else ""
        return Box(self._paper.box(x, width), y, width, hatch)
