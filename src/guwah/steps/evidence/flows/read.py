"""Opening a sealed file: bytes are decrypted as they are read, and the opening is in the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused
from guwah.steps.evidence.flows.store import store
from guwah.vault.blobs import BlobBroken, BlobMissing

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.steps.evidence.models import Item
    from guwah.vault.age import AgeReader


def open_item(actor: Member, item: Item) -> AgeReader:
    """Return a reader over the bytes of an item that can seek; the caller closes it.

    Raises:
        NotPermitted: the actor may not see evidence in this case.
        Refused: `blob-missing` or `blob-broken`, the sealed file is not what was sealed.
    """
    ask(actor, Permission.EVIDENCE_SEE, item.source.case, target=f"item:{item.pk}")
    try:
        return store().open(item.sha256)
    except (BlobMissing, BlobBroken) as wrong:
        raise Refused(
            wrong.code,
            "The sealed file of this item is missing or damaged. The log still says what it was; "
            "restore the blobs folder from a backup.",
        ) from wrong
