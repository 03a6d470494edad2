"""The recording of a layer: which sealed sound the words were taken from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused, WrongUse
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.steps.evidence.models import Item
    from guwah.steps.testimony.models import Layer

_SOUNDS = frozenset({"audio", "video"})


def attach_recording(actor: Member, layer: Layer, item: Item) -> Layer:
    """Say which sealed recording a layer was transcribed from.

    Raises:
        NotPermitted: the actor does not import here.
        WrongUse: the item is of another case, or no sound.
        Refused: another recording was named before.
    """
    case = layer.case
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"layer:{layer.pk}")
    if item.source.case_id != case.pk:
        raise WrongUse("not-in-case", "This item belongs to another case.")
    if item.kind not in _SOUNDS:
        raise WrongUse("not-a-recording", "This item is neither a sound nor a film.")
    if layer.recording_id == item.pk:
        return layer
    if layer.recording_id is not None:
        raise Refused("has-recording", "This text has a recording already. Nothing was changed.")
    with transaction.atomic():
        layer.recording = item
        layer.save(update_fields=["recording"])
        told_of = {"layer": layer.pk, "recording": item.pk}
        record(Act.TRANSCRIBED, actor.actor, things=[Thing("layer", told_of)], case=case.pk)
    return layer
