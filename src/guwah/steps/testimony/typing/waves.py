"""The shape of a recording for the strip above the player, opened from what was derived from it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_safe

from guwah.accounts.guard import case_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import Refused
from guwah.steps.evidence.flows import open_item
from guwah.steps.evidence.reading.plan import WAVEFORM
from guwah.steps.testimony.queries import recordings

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Item

_LARGEST: Final = 8 << 20
_NOTHING: Final[dict[str, Any]] = {"seconds": 0, "peaks": [], "levels": ""}


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def wave(request: HttpRequest, case: Case, item_id: int) -> HttpResponseBase:
    """Answer with the shape of a recording; an empty one where none was drawn, or it is damaged."""
    item = recordings(case).filter(pk=item_id).first()
    if item is None:
        raise Http404
    return JsonResponse(shape_of(member_of(request), item))


def shape_of(member: Member, item: Item) -> dict[str, Any]:
    """Return `{seconds, peaks, levels}` of a recording, see `evidence.reading.sound.shape`.

    Raises:
        NotPermitted: the member may not see evidence here.
    """
    made = item.derived.filter(tool__startswith=f"{WAVEFORM} (").order_by("-pk").first()
    if made is None or made.size > _LARGEST:
        return _NOTHING
    try:
        with open_item(member, made) as reader:
            told = json.loads(reader.read(made.size))
    except (Refused, ValueError, RecursionError):
        # The page of that item says that it is damaged; here one types without the strip.
        return _NOTHING
    return _NOTHING | told if isinstance(told, dict) else _NOTHING
