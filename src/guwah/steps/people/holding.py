"""What names stand on held words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.instruments.languages import isolate
from guwah.steps.people.models import Name
from guwah.steps.testimony.editing.holders import Holds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.accounts.models import Member


def holds(member: Member, anchors: Sequence[int]) -> Iterator[Holds]:
    """Yield the living names that come from held words."""
    rows = Name.objects.filter(anchor__in=anchors, withdrawn_at=None).select_related("entity__case")
    for name in rows:
        case = name.entity.case
        if may(member, Permission.PEOPLE_SEE, case):
            told = _("The name %(name)s") % {"name": isolate(name.text)}
            yield Holds(name.anchor_id or 0, told, reverse("entity", args=[case.pk, name.entity_id]))
