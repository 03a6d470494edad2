"""The tiers and annotations of an ELAN file (EAF 2.7 to 3.0), before it is known what each tier holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from guwah.instruments.transcripts.readers.xml_tree import line_of, named, words_in

_MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation.

    Attributes:
        id: Its id.
        words: What it says.
        order: Where it begins among the points of time of the file, from 0; -1 where it refers to another.
        since: The last seconds said up to there.
        time: Start and end in seconds, or None where the file says no start.
        refers: The id of the annotation it is said of, or empty.
        line: The line of the file it begins on.
    """

    id: str
    words: str
    order: int
    since: float
    time: tuple[float, float | None] | None
    refers: str
    line: int


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier.

    Attributes:
        id: Its name.
        participant: Whom the file names as its speaker, or empty.
        parent: The name of the tier it is said of, or empty.
        annotations: Those with words in them, in the order of the file.
    """

    id: str
    participant: str
    parent: str
    annotations: tuple[Annotation, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Clock:
    """The points of time: their order, and their seconds where the file says them."""

    orders: Mapping[str, int]
    since: Mapping[str, float]
    seconds: Mapping[str, float]

    def time(self, start: str, end: str) -> tuple[float, float | None] | None:
        begun = self.seconds.get(start)
        return None if begun is None else (begun, self.seconds.get(end))


def tiers_of(root: etree._Element) -> list[Tier]:
    """Return the tiers of a document in the order of the file."""
    clock = _clock(root)
    return [_tier(one, clock) for one in named(root, "TIER")]


def _clock(root: etree._Element) -> _Clock:
    orders: dict[str, int] = {}
    since: dict[str, float] = {}
    seconds: dict[str, float] = {}
    reached = 0.0
    for order in named(root, "TIME_ORDER"):
        for slot in named(order, "TIME_SLOT"):
            name, value = slot.get("TIME_SLOT_ID", ""), slot.get("TIME_VALUE", "")
            if value.isdecimal():
                reached = seconds[name] = int(value) / _MILLISECONDS
            orders[name], since[name] = len(orders), reached
    return _Clock(orders, since, seconds)


def _tier(tier: etree._Element, clock: _Clock) -> Tier:
    found = []
    for holder in named(tier, "ANNOTATION"):
        for one in (*named(holder, "ALIGNABLE_ANNOTATION"), *named(holder, "REF_ANNOTATION")):
            words = words_in(one, "ANNOTATION_VALUE")
            if words:
                start, end = one.get("TIME_SLOT_REF1", ""), one.get("TIME_SLOT_REF2", "")
                found.append(
                    Annotation(
                        one.get("ANNOTATION_ID", ""),
                        words,
                        clock.orders.get(start, -1),
                        clock.since.get(start, 0.0),
                        clock.time(start, end),
                        one.get("ANNOTATION_REF", ""),
                        line_of(one),
                    )
                )
    participant = " ".join((tier.get("PARTICIPANT") or "").split())
    return Tier(tier.get("TIER_ID") or "", participant, tier.get("PARENT_REF") or "", tuple(found))
