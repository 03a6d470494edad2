"""The list by which pages find items says what the items and their outcomes say, whoever writes them."""

from __future__ import annotations

import io
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from guwah.steps.evidence import flows
from guwah.steps.evidence.models import Item, Listed, Outcome, Source

_NUMBERS = count()


def _item(cast: Cast) -> Item:
    data = f"page {next(_NUMBERS)}".encode()
    return flows.add_file(cast.chiara, cast.case, io.BytesIO(data), "x.txt").item


def _listed(item: Item) -> tuple[str, bool]:
    row = Listed.objects.get(item=item)
    return row.broken, row.verified_at is not None


def test_an_item_is_listed_and_its_source_has_a_file(cast: Cast) -> None:
    named = flows.name_source(cast.chiara, cast.case, flows.SourceFacts("Paper 17"))
    item = _item(cast)

    row = Listed.objects.get()
    assert (row.item, row.case, row.kind, row.broken, row.verified_at) == (item, cast.case, "text", "", None)
    assert dict(Source.objects.values_list("pk", "filed")) == {named.pk: False, item.source_id: True}


def test_items_written_at_once_are_listed_too(cast: Cast) -> None:
    source = flows.name_source(cast.chiara, cast.case, flows.SourceFacts("A folder"))
    first = _item(cast)
    many = [
        Item(
            source=source,
            sha256=f"{number:064x}",
            size=1,
            filename="x",
            kind="audio",
            media_type="audio/ogg",
            sealed_by=cast.chiara,
            sealed_at=first.sealed_at,
            log_index=first.log_index + number,
        )
        for number in (1, 2)
    ]

    Item.objects.bulk_create(many)

    assert Listed.objects.filter(kind="audio", case=cast.case).count() == 2
    source.refresh_from_db()
    assert source.filed


_LOOKS = st.sampled_from(
    [
        ("verify", "done", ""),
        ("verify", "failed", "blob-broken"),
        ("scrub", "failed", ""),
        ("scrub", "done", ""),
        ("identify", "failed", "x"),
        ("verify", "not-tried", ""),
    ]
)


@pytest.mark.parametrize("at_once", [True, False])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(looks=st.lists(_LOOKS, max_size=6))
def test_the_list_follows_the_newest_look(
    cast: Cast, looks: list[tuple[str, str, str]], *, at_once: bool
) -> None:
    item = _item(cast)
    rows = [Outcome(item=item, step=step, result=result, code=code) for step, result, code in looks]

    if at_once:
        Outcome.objects.bulk_create(rows)
    else:
        for row in rows:
            row.save()

    broken, seen = "", False
    for step, result, code in looks:
        if result == "failed" and step in {"verify", "scrub"}:
            broken = code or "failed"
        if (step, result) == ("verify", "done"):
            broken, seen = "", True
    assert _listed(item) == (broken, seen)
