"""Everything that stands in the way of an edition, in one list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guwah.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that is missing.

    Attributes:
        code: stable, kebab-case.
        text: one plain sentence.
        record: id of the consent record it comes from, or none.
        spans: the passages concerned, as layer, start, end.
    """

    code: str
    text: str
    record: str | None = None
    spans: tuple[tuple[int, int, int], ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return the shape of DESIGN §15, `edition build`."""
        spans = [{"layer": layer, "start": start, "end": end} for layer, start, end in self.spans]
        return {"code": self.code, "record": self.record, "spans": spans, "text": self.text}


class EditionRefused(Refused):
    """The edition was not built; `refusals` says everything that is missing."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        first = refusals[0]
        super().__init__("edition-refused", f"The edition was not built. {first.text}")
        self.refusals = tuple(dict.fromkeys(refusals))
