"""What testimony itself says in the margin: what is cut, and the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from guwah.steps.testimony.margin import Remark
from guwah.steps.testimony.models import Cut, Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.steps.testimony.margin import View


def cuts(view: View) -> Iterator[Remark]:
    """Return the live cuts that touch a view."""
    rows = Cut.objects.filter(
        lifted_at=None,
        anchor__revision=view.revision,
        anchor__start__lt=view.end,
        anchor__end__gt=view.start,
    ).select_related("anchor")
    for each in rows:
        yield Remark(
            start=each.anchor.start,
            end=each.anchor.end,
            kind="cut",
            hue="withheld",
            title=_("Cut: by wish of %(whom)s") % {"whom": each.by_wish_of},
            words=each.reason,
            url=_stretch(view, each.anchor_id),
        )


def notes(view: View) -> Iterator[Remark]:
    """Return the notes that touch a view."""
    rows = Note.objects.filter(
        anchor__revision=view.revision, anchor__start__lt=view.end, anchor__end__gt=view.start
    ).select_related("anchor", "made_by")
    for each in rows:
        yield Remark(
            start=each.anchor.start,
            end=each.anchor.end,
            kind="",
            hue="sealed",
            title=_("Note of %(whom)s") % {"whom": each.made_by},
            words=each.words,
            url=_stretch(view, each.anchor_id),
        )


def _stretch(view: View, anchor_id: int) -> str:
    return reverse("stretch", args=[view.case.pk, anchor_id])
