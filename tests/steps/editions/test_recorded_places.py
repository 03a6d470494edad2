"""Names of places, bodies and facilities that a case has recorded are no people's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.steps.people.flows import NameGiven, add_entity
from oven import oven

if TYPE_CHECKING:
    from cast import Cast
    from oven import Oven

TEXT = "Rahat: Where?\n\nZeynep: We baked in Karaburan at 12 Karaburan Street with Kamal Bekov.\n"


def _shown(world: Oven) -> str:
    prepared = world.prepare()
    (part,) = prepared.parts
    left = part.spans - prepared.withheld.of(part)
    return "|".join(part.revision.text[start:end] for start, end in left)


@pytest.mark.parametrize("kind", ["place", "body", "facility"])
def test_a_recorded_place_is_not_masked_as_a_name(cast: Cast, kind: str) -> None:
    world = oven(cast, TEXT.replace(" at 12 Karaburan Street", ""), russian=None)
    world.grant(conditions=None, state="given")
    assert "Karaburan" not in _shown(world)
    add_entity(cast.chiara, cast.case, kind, [NameGiven("Karaburan", "en")])
    assert "Karaburan" in _shown(world)
    assert "Bekov" not in _shown(world)


def test_a_recorded_person_and_an_address_stay_masked(cast: Cast) -> None:
    world = oven(cast, TEXT, russian=None)
    world.grant(conditions=None, state="given")
    add_entity(cast.chiara, cast.case, "place", [NameGiven("Kamal", "en")])
    add_entity(cast.chiara, cast.case, "place", [NameGiven("Karaburan", "en")])
    add_entity(cast.chiara, cast.case, "person", [NameGiven("Kamal Bekov", "en")])
    assert "Kamal" not in _shown(world)
    assert "Karaburan Street" not in _shown(world)
