"""What is to be read beside the work, asked for when a file comes or by a page; sealing never waits."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final, Literal

from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.outbox.deliver import put
from guwah.outbox.models import Effect
from guwah.steps.evidence.channels import READ
from guwah.vault.rows import insert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Member
    from guwah.steps.evidence.models import Item

_BEGUN: Final = (Effect.State.WAITING, Effect.State.LEASED)


def read_on_arrival(actor: Member, items: Sequence[Item]) -> None:
    """Have items read that just came, inside the transaction that writes them down."""
    rows = [(f"{READ}:{item.pk}", _payload(actor, item, "examine")) for item in items]
    insert(Effect, ("key", "payload"), rows, {"channel": READ, "due_at": timezone.now()})


def ask_for(actor: Member, item: Item, act: Literal["examine", "clean"]) -> None:
    """Have an item examined, or a copy of it made without metadata, as soon as there is a moment.

    Raises:
        NotPermitted: the actor may not add evidence here.
    """
    ask(actor, Permission.EVIDENCE_ADD, item.source.case, target=f"item:{item.pk}")
    put(READ, f"{READ}:{item.pk}:{secrets.token_hex(8)}", _payload(actor, item, act))


def waiting(item: Item) -> bool:
    """Say whether something is still to be read out of an item."""
    return Effect.objects.filter(channel=READ, state__in=_BEGUN, payload__item=item.pk).exists()


def _payload(actor: Member, item: Item, act: str) -> dict[str, Any]:
    return {"item": item.pk, "member": actor.pk, "act": act}
