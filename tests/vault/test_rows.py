"""Rows written straight are those that Django would have written."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Concat
from django.utils import timezone

from cast import Cast
from guwah.outbox.models import Effect
from guwah.steps.evidence.models import Item, Source
from guwah.vault.rows import copied, insert, unwritten, written


def source(cast: Cast, number: int) -> Source:
    return Source(case=cast.case, number=number, title=f"Source {number}", added_by=cast.aygul)


def stored(model: type[models.Model]) -> list[dict[str, object]]:
    return [*model._default_manager.order_by("pk").values()]


def test_rows_are_numbered_after_the_highest_number_ever_given(cast: Cast) -> None:
    with transaction.atomic():
        first = written([source(cast, 1), source(cast, 2)])
        by_django = source(cast, 3)
        by_django.save()
        by_django.delete()
        second = written([source(cast, 4)])

    assert [each.pk for each in first] == [first[0].pk, first[0].pk + 1]
    assert second[0].pk == first[0].pk + 3
    assert [*Source.objects.filter(case=cast.case).order_by("pk")] == [*first, *second]


def test_what_is_written_is_what_django_writes(cast: Cast) -> None:
    with transaction.atomic():
        (straight,) = written([source(cast, 1)])
        plain = source(cast, 2)
        plain.save()

    rows = stored(Source)
    same = {"case_id", "added_by_id", "filed"}
    assert {name: rows[0][name] for name in same} == {name: rows[1][name] for name in same}
    assert set(rows[0]) == set(rows[1])
    straight.refresh_from_db()
    assert straight.title == "Source 1"
    assert not straight._state.adding


def test_moments_of_writing_are_filled_in_and_given_ones_kept(cast: Cast) -> None:
    begun = timezone.now()
    with transaction.atomic():
        made = written([Effect(channel="a", key=f"{n}", payload={"n": n}, due_at=begun) for n in range(3)])

    rows = [*Effect.objects.filter(channel="a").order_by("pk")]
    assert [row.payload for row in rows] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert {row.due_at for row in rows} == {begun}
    assert all(row.created_at >= begun for row in rows)
    assert [row.pk for row in rows] == [each.pk for each in made]
    assert {(row.done_at, row.leased_until, row.state) for row in rows} == {(None, None, "waiting")}


def test_all_are_written_or_none_also_outside_a_transaction(committed_cast: Cast) -> None:
    now = timezone.now()
    (made,) = written([Effect(channel="a", key="1", due_at=now)])
    with pytest.raises(IntegrityError):
        written([Effect(channel="a", key="2", due_at=now), Effect(channel="a", key="1", due_at=now)])

    assert [*Effect.objects.filter(channel="a")] == [made]


def test_no_rows_are_no_rows(cast: Cast) -> None:
    with transaction.atomic():
        assert written(list[Item]()) == []


def test_rules_of_the_table_hold(cast: Cast) -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Effect, ("key",), [("twice",), ("twice",)], {"channel": "a", "due_at": now})

    assert not Effect.objects.filter(channel="a").exists()


def test_json_is_written_as_the_field_writes_it(cast: Cast) -> None:
    values = [{"n": 1, "ü": ["\u202e", None]}, [], "text", 0, None]
    with transaction.atomic():
        rows = [(str(n), value) for n, value in enumerate(values[:-1])]
        insert(Effect, ("key", "payload"), rows, {"channel": "a", "due_at": timezone.now()})

    assert [*Effect.objects.filter(channel="a").order_by("pk").values_list("payload", flat=True)] == values[
        :-1
    ]


def test_new_objects_are_what_the_constructor_makes(cast: Cast) -> None:
    rows = [(7, "A box"), (8, "A drawer")]
    same = {"case": cast.case, "added_by": cast.aygul}
    made = unwritten(Source, ("number", "title"), rows, same)
    plain = [Source(number=number, title=title, **same) for number, title in rows]

    for ours, theirs in zip(made, plain, strict=True):
        ours_state, their_state = ours._state, theirs._state
        assert vars(ours) | {"_state": None} == vars(theirs) | {"_state": None}
        assert ours_state.fields_cache == their_state.fields_cache
        assert (ours_state.adding, ours_state.db) == (their_state.adding, their_state.db)
    made[0].case = None  # type: ignore[assignment] # only to see that the other keeps its own
    assert (made[1].case, made[1].added_by) == (cast.case, cast.aygul)


def test_copies_are_the_rows_they_were_made_from_save_what_differs(cast: Cast) -> None:
    begun = timezone.now()
    with transaction.atomic():
        given = [Effect(channel="a", key=f"{n}", payload={"n": n}, due_at=begun) for n in range(3)]
        made = written(given)
        rows = Effect.objects.filter(channel="a", pk__gt=made[0].pk).order_by("-pk")
        shift = Concat("key", models.Value("-"), "channel")
        assert copied(Effect, rows, {"channel": "b", "key": shift}) == 2

    differ = {"id", "channel", "key"}
    before, after = ([row for row in stored(Effect) if row["channel"] == name] for name in "ab")
    assert [row["key"] for row in after] == ["2-a", "1-a"]
    assert [{name: row[name] for name in row if name not in differ} for row in after] == [
        {name: row[name] for name in row if name not in differ} for row in (before[2], before[1])
    ]
