"""What those who fill the sample case hand to one another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guwah.steps.testimony import flows as testimony

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Anchor, Revision


@dataclass(slots=True)
class Sample:
    """The case while it is being filled."""

    actor: Member
    case: Case
    texts: dict[str, Revision] = field(default_factory=dict)

    def words(self, text: str, quote: str) -> Anchor:
        """Hold the one place where a quotation stands."""
        return testimony.anchor_by_quote(self.actor, self.texts[text], quote)
