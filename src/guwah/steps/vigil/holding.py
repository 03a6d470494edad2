"""What promises to keep watch stand on held words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.steps.testimony.editing.holders import Holds
from guwah.steps.vigil.models import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.accounts.models import Member


def holds(member: Member, anchors: Sequence[int]) -> Iterator[Holds]:
    """Yield the watches that were promised in held words."""
    for watch in Watch.objects.filter(anchor__in=anchors).select_related("case"):
        if may(member, Permission.WATCH_SEE, watch.case):
            yield Holds(watch.anchor_id or 0, _("A promise to keep watch"))
