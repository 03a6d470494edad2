"""A vault of an earlier version is listed, and what was told in it becomes the first rows of its history."""

from __future__ import annotations

import io
from importlib import import_module

from django.apps import apps

from cast import Cast
from guwah.steps.evidence import flows
from guwah.steps.evidence.models import Handover, Holding, HoldingState, Listed, Source
from guwah.vault.models import Opening


def test_items_copies_and_ways_of_an_earlier_version_are_carried_over(cast: Cast) -> None:
    told = flows.SourceFacts("Paper 17", provenance="in a tin", received="2021?")
    source = flows.name_source(cast.chiara, cast.case, told)
    flows.note_holding(cast.chiara, source, flows.HoldingFacts("The clerk", on_whose_word="Boris"))
    items = [flows.add_file(cast.chiara, cast.case, io.BytesIO(b"%d" % n), "x").item for n in range(3)]
    flows.store().path(items[1].sha256).unlink()
    for item in items[1:]:
        flows.verify_item(cast.chiara, item)
    listed = set(Listed.objects.values_list("item", "case", "kind", "broken", "verified_at"))
    for table in (Listed, HoldingState, Handover):
        table.objects.all().delete()
    Source.objects.update(filed=False)

    import_module("guwah.steps.evidence.migrations.0002_holdings_and_ways").carry_over(apps, None)

    assert set(Listed.objects.values_list("item", "case", "kind", "broken", "verified_at")) == listed
    assert Source.objects.filter(filed=True).count() == 3
    holding, state = Holding.objects.get(), HoldingState.objects.get()
    assert (state.holding, state.state, state.on_whose_word) == (holding, "said_to_exist", "Boris")
    assert (state.noted_at, state.case) == (holding.noted_at, cast.case)
    way = Handover.objects.get()
    assert (way.source, way.words, way.on, way.noted_at) == (source, "in a tin", "2021?", source.added_at)


def test_openings_of_an_earlier_version_get_the_number_of_their_thing(cast: Cast) -> None:
    item = flows.add_file(cast.chiara, cast.case, io.BytesIO(b"x"), "x").item
    flows.verify_item(cast.chiara, item)
    before = list(Opening.objects.order_by("pk").values_list("about", flat=True))
    Opening.objects.update(about=None)

    import_module("guwah.vault.migrations.0003_by_what_it_is_about").number_them(apps, None)

    assert item.pk in before
    assert list(Opening.objects.order_by("pk").values_list("about", flat=True)) == before
