"""What a record's material names: layers and items of the case, by the names people use for them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from guwah.instruments.permissions.model import Kind
from guwah.instruments.redaction.spans import WHOLE, Spans
from guwah.instruments.transcripts.following import follow, kept
from guwah.steps.evidence.models import Item, Source
from guwah.steps.testimony.editing.carrying import edits_since
from guwah.steps.testimony.models import Layer, Revision

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from guwah.accounts.models import Case
    from guwah.instruments.permissions.model import Material, Record

EVERYTHING = "*"
_KEYED = re.compile(r"(layer|item|source):(\d{1,9})")


def layer_key(layer: Layer | int) -> str:
    """Return the name under which the permission engine knows a layer."""
    return f"layer:{layer if isinstance(layer, int) else layer.pk}"


def item_key(item: Item | int) -> str:
    """Return the name under which the permission engine knows the sealed bytes of an item."""
    return f"item:{item if isinstance(item, int) else item.pk}"


def items_named(case: Case, name: str) -> list[Item]:
    """Return the items a name stands for: as `layers_named`, but a layer is no file."""
    items = Item.objects.filter(source__case=case).order_by("pk")
    keyed = _KEYED.fullmatch(name)
    if keyed:
        kind, number = keyed[1], int(keyed[2])
        wanted = {"item": {"pk": number}, "source": {"source__number": number}}
        return list(items.filter(**wanted[kind])) if kind in wanted else []
    if name.isdecimal() and len(name) <= len("999999999"):
        return [] if layers_named(case, f"layer:{name}") else items_named(case, f"item:{name}")
    return list(items.filter(source__title=name) | items.filter(filename=name))


def layers_named(case: Case, name: str) -> list[Layer]:
    """Return the layers a name stands for, newest last; none when it names nothing of the case.

    `*` is everything; `layer:3`, `item:3` and `source:3` say what they mean; a bare number is a layer, or
    else an item; anything else is the title of a source or the file name of one of its items. A source or
    an item stands for all its layers, translations made later included.
    """
    layers = Layer.objects.filter(case=case).order_by("pk")
    if name == EVERYTHING:
        return list(layers)
    keyed = _KEYED.fullmatch(name)
    if keyed:
        kind, number = keyed[1], int(keyed[2])
        found = {
            "layer": layers.filter(pk=number),
            "item": layers.filter(source__items=number),
            "source": layers.filter(source__number=number),
        }[kind]
        return list(found.distinct())
    if name.isdecimal() and len(name) <= len("999999999"):
        return layers_named(case, f"layer:{name}") or layers_named(case, f"item:{name}")
    by_title = layers.filter(source__title=name) | layers.filter(source__items__filename=name)
    return list(by_title.distinct())


def names_something(case: Case, name: str) -> bool:
    """Say whether a name stands for a text, a file or a source of the case, also one without bytes yet."""
    keyed = _KEYED.fullmatch(name)
    if keyed and keyed[1] == "source":
        return Source.objects.filter(case=case, number=int(keyed[2])).exists()
    return bool(layers_named(case, name) or items_named(case, name))


def resolved(case: Case, scope: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record's scope with every material named by layer and item key, for the permission engine.

    Spans are offsets of one layer's text, so they stay with the first layer a name stands for; a material
    without spans reaches all of them. An item is reached as far as its source: with spans only in part, so
    that a grant of some words is none of the file, and a "no" to some words is one to the file.
    """
    answer = dict(scope)
    for field in ("material", "except"):
        if field in answer:
            answer[field] = [part for given in _listed(answer[field]) for part in _parts(case, given)]
    return answer


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - JSON as it was kept
    return value if isinstance(value, list) else [] if value is None else [value]


def _parts(case: Case, given: Any) -> list[Any]:  # noqa: ANN401 - JSON as it was kept
    if isinstance(given, str):
        return _keys(case, given, bounded=False) or [given] if given != EVERYTHING else [given]
    if not isinstance(given, dict) or "source" not in given or given["source"] == EVERYTHING:
        return [given]
    bounded = any(given.get(key) is not None for key in ("spans", "start"))
    named = _keys(case, str(given["source"]), bounded=bounded)
    return [{**given, "source": key} for key in named] or [given]


def _keys(case: Case, name: str, *, bounded: bool) -> list[str]:
    layers = layers_named(case, name)
    reached = layers[:1] if bounded else layers
    return [*map(layer_key, reached), *map(item_key, items_named(case, name))]


def where_now(record: Record, moment: datetime) -> Record:
    """Return a record with its stretches where they stand now: it names them by places in an earlier text.

    What allows shrinks to the very words it was said of; what forbids or leaves out grows over all that was
    put in their place. So nothing that was typed later is ever allowed by an earlier word.

    Args:
        record: the record, its materials named by layer key.
        moment: when it was taken down.
    """
    allows = record.kind is Kind.GRANT
    material = record.material
    return replace(
        record,
        material=material and tuple(_moved(each, moment, narrow=allows) for each in material),
        exceptions=tuple(_moved(each, moment, narrow=not allows) for each in record.exceptions),
    )


def _moved(part: Material, moment: datetime, *, narrow: bool) -> Material:
    keyed = _KEYED.fullmatch(part.source)
    if part.spans == WHOLE or keyed is None or keyed[1] != "layer":
        return part
    edits = edits_since(int(keyed[2]), moment)
    if narrow:
        pairs = [pair for start, end in part.spans for pair in kept(start, end, edits)]
    else:
        followed = (follow(start, end, edits) for start, end in part.spans)
        pairs = [(each.start, each.end) for each in followed]
    return replace(part, spans=Spans.of(pairs))


def newest_revision(case: Case, layer_id: int) -> Revision | None:
    """Return the text of a layer of the case as it stands now."""
    return Revision.objects.filter(layer_id=layer_id, layer__case=case).order_by("-number").first()
