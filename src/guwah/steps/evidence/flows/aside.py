"""One turn of reading beside the work, as the outbox asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Member
from guwah.failures import Refused
from guwah.outbox.failing import NotDelivered
from guwah.steps.evidence.flows.examine import examine
from guwah.steps.evidence.flows.strip import clean_copy
from guwah.steps.evidence.models import Item

if TYPE_CHECKING:
    from collections.abc import Mapping

_ACTS: Final = {"examine": examine, "clean": clean_copy}


def take_turn(key: str, payload: Mapping[str, Any]) -> None:
    """Examine one item or make a copy of it; doing it twice makes nothing twice.

    Raises:
        NotDelivered: the member left the case, or the sealed file cannot be opened; the outbox keeps why.
    """
    del key
    item = Item.objects.select_related("source__case").get(pk=payload["item"])
    actor = Member.objects.get(pk=payload["member"])
    try:
        _ACTS[payload["act"]](actor, item)
    except NotPermitted as refusal:
        raise NotDelivered(refusal.code, permanent=True) from refusal
    except Refused as refusal:
        raise NotDelivered(refusal.code) from refusal
