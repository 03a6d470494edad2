"""Others who vouch for a test's vault: an authority made with `openssl ts`, and a partner who cosigns."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.utils import timezone

from authority import make_authority
from guwah.instruments.proofs.cosignatures import Cosigner, PartnerCard
from guwah.instruments.proofs.notes import NoteSigner
from guwah.instruments.proofs.timestamps import Token, Trust, request
from guwah.outbox.stamping import schedule_day
from guwah.vault import logfiles, witnesses
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Authority as AuthorityRow
from guwah.vault.models import Stamp
from guwah.vault.stamps import write_anchors

if TYPE_CHECKING:
    from pathlib import Path

    from authority import Authority

ACTOR = "a" * 16
# Neither may ever go out: they are what the group calls them.
PARTNER_NAME, AUTHORITY_NAME = "The mill behind the hill", "Our clock in Tasaryk"
PARTNER = Cosigner("guwah/mill/cosigner", bytes(range(32, 64)))
CARD = PartnerCard(NoteSigner("guwah/mill", bytes(range(32))).key, PARTNER.key)
SIGNED_AT = 1_700_000_000


def stamp(folder: Path, name: str = AUTHORITY_NAME) -> Authority:
    """Have a new authority stamp the log as it is now."""
    authority = make_authority(folder)
    checkpoint, note = logfiles.current()
    token = Token.parse(authority.reply(request(hashlib.sha256(note).digest(), 7)))
    row = AuthorityRow.objects.create(
        name=name, url="http://127.0.0.1/", roots=Trust.parse(authority.root.pem).pem
    )
    Stamp.objects.create(
        authority=row,
        day=schedule_day(timezone.now(), KEYRING.current().vault_id),
        size=checkpoint.size,
        note=note,
        nonce="7",
        state=Stamp.State.DONE,
        token=token.data,
        time=token.info.time,
    )
    write_anchors(checkpoint.size)
    return authority


def cosign(actor: str = ACTOR) -> int:
    """Have a partner sign the log as it is now, and return the size they signed."""
    witnesses.add_partner(actor, PARTNER_NAME, CARD.data, CARD.words)
    checkpoint, note = logfiles.current()
    witnesses.take(actor, note + PARTNER.cosign(checkpoint, SIGNED_AT).encode())
    return checkpoint.size
