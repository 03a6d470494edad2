"""What finders see in each turn, remembered: the same words are not searched again for every page."""

from __future__ import annotations

from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from guwah.instruments.redaction.finders import Finding, personal
from guwah.instruments.redaction.requests import asks_to_cut
from guwah.steps.people.models import Entity, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guwah.accounts.models import Case
    from guwah.steps.editions.scope import Part
    from guwah.steps.testimony.models import Block

# Turns remembered at once; a turn of ten findings takes about 2 kB.
_MOST = 20_000
_Answer = TypeVar("_Answer")


def not_persons(case: Case) -> tuple[str, ...]:
    """Return the recorded names of places, bodies and facilities, which finders need not take for people."""
    rows = Name.objects.filter(entity__case=case, withdrawn_at=None).exclude(entity__kind=Entity.Kind.PERSON)
    return tuple(rows.order_by("text").values_list("text", flat=True).distinct())


def findings(part: Part, elsewhere: tuple[str, ...]) -> Iterator[tuple[int, int, Finding]]:
    """Yield what finders see in a layer, with its first code point in the layer's text and one past its last.

    Args:
        part: the layer; each turn or paragraph is looked at alone.
        elsewhere: names that are no persons', see `not_persons`.
    """
    for block in part.blocks:
        for each in _found(part.revision.text[block.start : block.end], elsewhere):
            yield block.start + each.start, block.start + each.end, each


def asks(part: Part, block: Block) -> bool:
    """Say whether a turn reads like a request to cut, or an answer to one."""
    words = part.revision.text[block.start : block.end]
    return _asking.of(_digest(words), lambda: asks_to_cut(words))


class _Remembered(Generic[_Answer]):
    """Answers by digest; when there are too many, all are forgotten. No word is kept beyond the call."""

    def __init__(self) -> None:
        self._answers: dict[bytes, _Answer] = {}
        self._lock = Lock()

    def of(self, key: bytes, answer: Callable[[], _Answer]) -> _Answer:
        known = self._answers.get(key)
        if known is not None:
            return known
        found = answer()
        with self._lock:
            if len(self._answers) >= _MOST:
                self._answers.clear()
            self._answers[key] = found
        return found


_finding = _Remembered[tuple[Finding, ...]]()
_asking = _Remembered[bool]()


def _found(words: str, elsewhere: tuple[str, ...]) -> tuple[Finding, ...]:
    return _finding.of(_digest(words, *elsewhere), lambda: personal(words, not_persons=elsewhere))


def _digest(*words: str) -> bytes:
    digest = blake2b(digest_size=16)
    for each in words:
        digest.update(each.encode("utf-8", "surrogatepass") + b"\x00")
    return digest.digest()
