"""Saying that one text is a translation, or another script, of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused, WrongUse
from guwah.steps.testimony import search
from guwah.steps.testimony.layers.vouching import told
from guwah.steps.testimony.models import Layer
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Member

_DERIVED = {Layer.Kind.TRANSLATION, Layer.Kind.SCRIPT}


def relate(actor: Member, layer: Layer, original: Layer, kind: str = Layer.Kind.TRANSLATION) -> Layer:
    """Record that a layer says the same as another: cuts and permissions reach both from then on.

    A machine draft stays one, whatever it is related to: only a person's reading makes it something else.

    Raises:
        NotPermitted: the actor does not import here.
        WrongUse: another case, itself, a circle, or no kind of derived text.
        Refused: `related-already`.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, layer.case, target=f"layer:{layer.pk}")
    if kind not in _DERIVED:
        raise WrongUse(
            "unknown-layer-kind", "A text is a translation of another, or the same in another script."
        )
    if layer.pk == original.pk:
        raise WrongUse("not-related", "A text does not come from itself: name two different texts.")
    if layer.case_id != original.case_id:
        raise WrongUse("not-related", "These two texts stand in different cases.")
    if _comes_from(original, layer):
        raise WrongUse(
            "not-related", "The second text comes from the first one already: name them the other way round."
        )
    if layer.translated_from_id not in {None, original.pk}:
        raise Refused(
            "related-already", "This text is said to come from a third one already. Nothing was changed."
        )
    with transaction.atomic(), told(layer.case):
        layer.translated_from = original
        if layer.kind != Layer.Kind.MACHINE:
            layer.kind = kind
        layer.save(update_fields=["translated_from", "kind"])
        related = {"layer": layer.pk, "from": original.pk, "kind": str(layer.kind)}
        record(Act.TRANSCRIBED, actor.actor, things=[Thing("relation", related)], case=layer.case_id)
        search.versions_changed(layer)
    return layer


def _comes_from(text: Layer, source: Layer) -> bool:
    """Say whether a layer is another one, or made from it over any number of steps."""
    step: Layer | None = text
    while step is not None and step.pk != source.pk:
        step = step.translated_from
    return step is not None
