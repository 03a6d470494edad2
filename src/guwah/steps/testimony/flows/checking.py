"""A named person checks a text against what it was made from, or takes that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused, WrongUse
from guwah.steps.testimony.layers.reviewing import is_unchecked
from guwah.steps.testimony.layers.tables import TextReview
from guwah.steps.testimony.layers.vouching import told
from guwah.steps.testimony.models import Layer, Revision
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member

Against = TextReview.Against


def offered(layer: Layer) -> list[str]:
    """Return what a text can be checked against: what it was heard, made or read from, as far as is known.

    A machine's own file is no original of its words.
    """
    found = []
    if layer.recording_id is not None:
        found.append(Against.RECORDING.value)
    if layer.translated_from_id is not None:
        found.append(Against.TEXT.value)
    if layer.kind != Layer.Kind.MACHINE:
        found.append(Against.FILE.value)
    return found


def check(
    actor: Member, layer: Layer, base: int, against: str, note: str = "", *, original: int | None = None
) -> TextReview:
    """Say that somebody has held a whole text against its original, and answers for its words.

    A machine draft may go out from then on, where consent allows it; until it, or the text it was held
    against, is edited.

    Args:
        actor: who has checked.
        layer: which text.
        base: number of the revision that was before the eyes.
        against: one of `offered`.
        note: what the reader of the case should know of it, may be empty.
        original: with `text`, number of the revision of the text it was made from that was before the eyes.

    Raises:
        NotPermitted: the actor checks no texts here.
        WrongUse: `nothing-to-check-against`: no such original is known of this text.
        Refused: `edited-meanwhile`: another revision of it, or of its original, is the newest by now;
            `original-unchecked`: the text it was made from is a machine's, and nobody has checked that.
    """
    case = layer.case
    ask(actor, Permission.TESTIMONY_CHECK, case, target=f"layer:{layer.pk}")
    if against not in offered(layer):
        raise WrongUse(
            "nothing-to-check-against",
            "No such original of this text is known. Say first which recording or text it was made from.",
        )
    with transaction.atomic(), told(case):
        revision = Revision.objects.filter(layer=layer).latest("number")
        if revision.number != base:
            raise _edited()
        made = TextReview.objects.create(
            revision=revision,
            against=against,
            compared=_compared(layer, original) if against == Against.TEXT else None,
            note=note.strip(),
            made_by=actor,
        )
        checked = {"id": made.pk, "layer": layer.pk, "revision": base, "against": against, "note": made.note}
        record(Act.TEXT_CHECKED, actor.actor, things=[Thing("review", checked)], case=case.pk)
    return made


def _edited() -> Refused:
    return Refused("edited-meanwhile", "The text was changed since this page was loaded. Look at it again.")


def _compared(layer: Layer, shown: int | None) -> Revision:
    original = layer.translated_from
    if original is None:  # pragma: no cover -- `offered` has asked
        raise WrongUse("nothing-to-check-against", "This text is not said to come from another.")
    if is_unchecked(original):
        raise Refused(
            "original-unchecked",
            "The text this one was made from was written by a machine, and nobody has checked that. "
            "Check it first.",
        )
    found = Revision.objects.filter(layer=original).latest("number")
    if found.number != shown:
        raise _edited()
    return found


def uncheck(actor: Member, case: Case, review: TextReview) -> TextReview:
    """Take back that a text was checked; a machine draft goes out in nothing from then on.

    Raises:
        NotPermitted: the actor checks no texts here.
        WrongUse: `not-in-case`.
    """
    ask(actor, Permission.TESTIMONY_CHECK, case, target=f"review:{review.pk}")
    with transaction.atomic(), told(case):
        fresh = TextReview.objects.select_for_update().select_related("revision__layer").get(pk=review.pk)
        if fresh.revision.layer.case_id != case.pk:
            raise WrongUse("not-in-case", "These texts belong to another case.")
        if fresh.withdrawn_at is None:
            fresh.withdrawn_by, fresh.withdrawn_at = actor, timezone.now()
            fresh.save(update_fields=["withdrawn_by", "withdrawn_at"])
            taken = {"id": fresh.pk, "layer": fresh.revision.layer_id}
            record(Act.CHECK_WITHDRAWN, actor.actor, things=[Thing("review", taken)], case=case.pk)
    return fresh
