"""What a record's material names: layers of the case, by the names people use for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from guwah.steps.testimony.models import Layer, Revision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.accounts.models import Case

EVERYTHING = "*"
_KEYED = re.compile(r"(layer|item|source):(\d{1,9})")


def layer_key(layer: Layer | int) -> str:
    """Return the name under which the permission engine knows a layer."""
    return f"layer:{layer if isinstance(layer, int) else layer.pk}"


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


def resolved(case: Case, scope: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record's scope with every material named by layer key, for the permission engine.

    Spans are offsets of one layer's text, so they stay with the first layer a name stands for; a material
    without spans reaches all of them.
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
        named = [] if given == EVERYTHING else layers_named(case, given)
        return [layer_key(layer) for layer in named] or [given]
    if not isinstance(given, dict) or "source" not in given or given["source"] == EVERYTHING:
        return [given]
    layers = layers_named(case, str(given["source"]))
    if not layers:
        return [given]
    bounded = any(given.get(key) is not None for key in ("spans", "start"))
    return [{**given, "source": layer_key(layer)} for layer in (layers[:1] if bounded else layers)]


def newest_revision(case: Case, layer_id: int) -> Revision | None:
    """Return the text of a layer of the case as it stands now."""
    return Revision.objects.filter(layer_id=layer_id, layer__case=case).order_by("-number").first()
