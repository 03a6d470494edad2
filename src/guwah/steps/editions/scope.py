"""What could go out: the checked texts of a case, each block with the words it may show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.permissions.model import Material, Use
from guwah.steps.testimony.layers.reviewing import unchecked_drafts
from guwah.steps.testimony.layers.versions import Part, every_part_of, versions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Case

__all__ = ["ACTION", "MEDIUM", "Part", "every_part_of", "parts_of", "use_of", "versions"]

# What an edition of words does with them (vocabulary consent_actions).
ACTION = "publish_text"
MEDIUM = "text"


def parts_of(case: Case) -> list[Part]:
    """Return every layer of a case that a person has made or checked; machine drafts never go out (law 6).

    A draft that a named person has checked is none, until it or the text it was held against is edited.
    """
    drafts = unchecked_drafts(case)
    return [part for part in every_part_of(case) if part.layer.pk not in drafts]


def use_of(part: Part, audience: str, identity: Sequence[str], derived: Sequence[Part]) -> Use:
    """Return the use that an edition makes of one layer.

    A translation asks for its original as well, and for what that was made from: it inherits what was said
    about them.
    """
    return Use(
        action=ACTION,
        audience=audience,
        material=Material(part.key, part.spans),
        identity=tuple(identity),
        medium=MEDIUM,
        language=part.layer.language or None,
        derived_from=tuple(Material(each.key, each.spans) for each in derived),
    )
