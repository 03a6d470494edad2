"""Where somebody looks: in which case, text or session, whose words, in which language, of which days."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from guwah.steps.testimony.models import Session

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Within:
    """What narrows a search; what is empty narrows nothing.

    Attributes:
        case: number of a case.
        layer: number of a text.
        session: number of a session's row.
        speaker: a name in any script, or part of one.
        language: a language tag; `kk` also takes `kk-Arab`.
        since: EDTF; sessions held on its first day or later.
        until: EDTF; sessions held on its last day or earlier.
    """

    case: int | None = None
    layer: int | None = None
    session: int | None = None
    speaker: str = ""
    language: str = ""
    since: str = ""
    until: str = ""

    def kept(self) -> dict[str, Any]:
        """Return what is set, as it is kept beside a question."""
        return {name: value for name, value in asdict(self).items() if value}


def within(kept: Mapping[str, Any]) -> Within:
    """Return what was kept; names that are not known here are passed over."""
    known = {each.name for each in fields(Within)}
    return Within(**{name: value for name, value in kept.items() if name in known})


def session_numbered(layer: int, number: int) -> int:
    """Return the row of a session of the newest revision of a text, or 0, which no session has.

    Args:
        layer: number of the text.
        number: of the session in it, from 1.
    """
    found = Session.objects.filter(revision__layer=layer, n=number).order_by("-revision__number").first()
    return found.pk if found is not None else 0
