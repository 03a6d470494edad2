"""What stands on held words, told by every step; testimony imports none of the later ones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from guwah.accounts.models import Member


@dataclass(frozen=True, slots=True)
class Holds:
    """Something that stands on held words.

    Attributes:
        anchor: number of the anchor.
        words: what it is, in the reader's language.
        url: where it is shown, may be empty.
        guarded: it withholds these words, or lets something go out: whoever says what became of them must be
            allowed to record consent.
    """

    anchor: int
    words: str
    url: str = ""
    guarded: bool = False


_holders: list[Callable[[Member, Sequence[int]], Iterable[Holds]]] = []


def register(holder: Callable[[Member, Sequence[int]], Iterable[Holds]]) -> None:
    """Let a step tell what stands on held words; called once, from its `AppConfig.ready`.

    The holder is given numbers of anchors, and asks itself what the member may see: what it may not be told
    of is still told to be guarded, with empty words.
    """
    if holder not in _holders:
        _holders.append(holder)


def on(member: Member, anchors: Sequence[int]) -> dict[int, list[Holds]]:
    """Return what stands on held words, by the number of the anchor."""
    found: dict[int, list[Holds]] = defaultdict(list)
    for holder in _holders:
        for each in holder(member, anchors):
            found[each.anchor].append(each)
    return dict(found)
