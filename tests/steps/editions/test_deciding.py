"""Deciding on masked words while an edition is prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import AuditEntry
from guwah.failures import NotUnderstood
from guwah.steps.editions.explaining import masked
from guwah.steps.editions.flows.building import prepare
from guwah.steps.editions.flows.deciding import decide_masked

if TYPE_CHECKING:
    from oven import Oven


def places(world: Oven) -> dict[str, list[str]]:
    """Return where each masked value stands now, as `layer:start:end`."""
    prepared = prepare(world.cast.boris, world.cast.case, "public")
    found: dict[str, list[str]] = {}
    for each in masked(world.cast.case, prepared, prepared.parts):
        found.setdefault(each.value, []).append(each.place)
    return found


def test_one_place_is_decided_or_each_where_the_words_stand(bakery: Oven) -> None:
    cast = bakery.cast
    bakery.ready()
    before = places(bakery)
    value, many = next((value, held) for value, held in before.items() if len(held) > 1)

    assert decide_masked(cast.boris, cast.case, "public", many[:1], show=True, everywhere=False) == 1
    assert len(places(bakery)[value]) == len(many) - 1

    left = places(bakery)[value]
    assert decide_masked(cast.boris, cast.case, "public", left[:1], show=True, everywhere=True) == len(left)
    assert value not in places(bakery)


def test_what_is_masked_no_more_changes_nothing(bakery: Oven) -> None:
    bakery.ready()
    before = places(bakery)
    (one, *_rest) = next(iter(before.values()))

    for wrong in ([], ["1:0:1"], [one, "1:0:1"]):
        with pytest.raises(NotUnderstood) as refused:
            decide_masked(bakery.cast.boris, bakery.cast.case, "public", wrong, show=True, everywhere=False)
        assert refused.value.code == "not-masked"
    assert places(bakery) == before


def test_who_records_no_consent_is_asked_for_that_first(bakery: Oven) -> None:
    for name in ("emine", "farid", "gulya", "daniyar"):
        with pytest.raises(NotPermitted):
            decide_masked(
                bakery.cast.members[name], bakery.cast.case, "public", ["1:0:1"], show=True, everywhere=False
            )
        last = AuditEntry.objects.first()
        assert last is not None
        assert (last.permission, last.target, last.allowed) == ("consent:record", "audience:public", False)
