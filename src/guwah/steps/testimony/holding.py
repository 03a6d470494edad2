"""What testimony itself has on held words: cuts and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from guwah.steps.testimony.editing.holders import Holds
from guwah.steps.testimony.models import Cut, Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.accounts.models import Member


def holds(member: Member, anchors: Sequence[int]) -> Iterator[Holds]:
    """Yield the live cuts, which are guarded, and the notes on held words."""
    del member  # whoever reads the text sees both in its margin
    for cut in Cut.objects.filter(anchor__in=anchors, lifted_at=None):
        told = _("Cut: by wish of %(whom)s") % {"whom": cut.wish}
        url = reverse("stretch", args=[cut.case_id, cut.anchor_id])
        yield Holds(cut.anchor_id, f"{told} · {cut.reason}", url, guarded=True)
    for note in Note.objects.filter(anchor__in=anchors).select_related("made_by"):
        told = _("Note of %(whom)s") % {"whom": note.made_by}
        yield Holds(note.anchor_id, f"{told}: {note.words}")
