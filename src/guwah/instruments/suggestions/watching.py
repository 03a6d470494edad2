"""How far finders have come in a long text, told by the passages they take up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from guwah.instruments.suggestions.material import Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guwah.instruments.suggestions.material import Material

SECONDS_BETWEEN = 0.5


@dataclass(slots=True)
class Watch:
    """Tells how much of the work is done, as a share from 0 to 1 that never goes back.

    Attributes:
        steps: how many finders there are, each of which reads the whole text.
        now: the time in seconds; whoever watches has a clock.
        tell: told the share, a few times a second at most.
    """

    steps: int
    now: Callable[[], float]
    tell: Callable[[float], None]
    _most: float = field(default=0.0, init=False)
    _told_at: float = field(default=float("-inf"), init=False)

    def over(self, material: Material, step: int) -> Material:
        """Return a material that tells how far it is read, for the finder with this number from 0."""
        return replace(material, passages=_Watched.of(material.passages, self, step))

    def at(self, step: int, share: float) -> None:
        """Note that of finder `step` this share of its passages is done."""
        done, now = (step + share) / self.steps, self.now()
        if done > self._most and now - self._told_at >= SECONDS_BETWEEN:
            self._most, self._told_at = done, now
            self.tell(done)


class _Watched(tuple[Passage, ...]):  # noqa: SLOT001 - a tuple of any length holds no slots
    """Passages that tell when they are taken up one after another; else they are a tuple like any."""

    _watch: Watch
    _step: int

    @classmethod
    def of(cls, passages: tuple[Passage, ...], watch: Watch, step: int) -> _Watched:
        made = cls(passages)
        made._watch, made._step = watch, step
        return made

    def __iter__(self) -> Iterator[Passage]:
        """Yield every passage.

        A finder that only counts who speaks has passed through all of them at once: that is no work done,
        and nothing is told of the first moments.
        """
        begun = self._watch.now()
        for place, passage in enumerate(super().__iter__()):
            if place and self._watch.now() - begun >= SECONDS_BETWEEN:
                self._watch.at(self._step, place / len(self))
            yield passage
