"""What others say of this log: time stamps that hold, and partners who signed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.proofs.checkpoints import open_checkpoint
from guwah.instruments.proofs.cosignatures import PartnerCard, cosignatures
from guwah.instruments.proofs.errors import ProofFault
from guwah.vault import logfiles, seen, witnesses
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Cosignature, Stamp
from guwah.vault.stamps import check

if TYPE_CHECKING:
    from datetime import datetime

# More stamps than these say nothing new: the oldest shows since when, the newest covers everything.
_MOST_CHECKED = 12


@dataclass(frozen=True, slots=True)
class ExistedBy:
    """Every entry below `size` existed by `time`, says an authority whose token was checked again now."""

    size: int
    time: datetime
    authority: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The largest of our checkpoints a partner signed."""

    partner: str
    size: int
    time: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Stamps and cosignatures that hold; `faults` are codes, `unverified` what could not be shown.

    Faults: `stamp-broken`, `cosignature-broken`, `anchor-differs` (a stamped or signed checkpoint is not one
    of this log any more), `seen-broken` (what this machine remembered of the log was changed).
    """

    existed_by: tuple[ExistedBy, ...]
    witnessed: tuple[Witnessed, ...]
    partners: int
    faults: tuple[str, ...]
    unverified: tuple[str, ...]


def check_standing() -> Standing:
    """Check tokens and cosignatures again, and that each is over this very log."""
    faults: list[str] = []
    stamps = Stamp.objects.filter(state=Stamp.State.DONE).select_related("authority").order_by("pk")
    chosen = [*stamps[:1], *reversed(stamps.order_by("-pk")[: _MOST_CHECKED - 1])]
    existed = [_existed(stamp, faults) for stamp in {stamp.pk: stamp for stamp in chosen}.values()]
    known = witnesses.partners()
    witnessed = [_witnessed(name, faults) for name in [partner.name for partner in known]]
    faults += ["seen-broken"] if seen.broken() else []
    unverified = [] if seen.kept() else ["seen-not-kept"]
    unverified += [] if stamps else ["no-stamp"]
    unverified += [] if any(witnessed) else ["no-cosignature"]
    return Standing(
        tuple(each for each in existed if each),
        tuple(each for each in witnessed if each),
        len(known),
        tuple(dict.fromkeys(faults)),
        tuple(unverified),
    )


def _existed(stamp: Stamp, faults: list[str]) -> ExistedBy | None:
    note = bytes(stamp.note)
    try:
        checked = check(bytes(stamp.token or b""), note, stamp.authority.roots, None)
    except ProofFault:
        faults.append("stamp-broken")
        return None
    if not _is_ours(note):
        faults.append("anchor-differs")
        return None
    return ExistedBy(stamp.size, checked.time, stamp.authority.name, checked.by)


def _witnessed(partner: str, faults: list[str]) -> Witnessed | None:
    newest = Cosignature.objects.filter(partner__name=partner).order_by("-size", "-pk").first()
    if newest is None:
        return None
    key = PartnerCard.parse(bytes(newest.partner.card)).cosigner
    note = bytes(newest.note)
    try:
        holds = bool(cosignatures(note + newest.line.encode(), [key]))
    except ProofFault:
        holds = False
    if not holds:
        faults.append("cosignature-broken")
        return None
    if not _is_ours(note):
        faults.append("anchor-differs")
        return None
    return Witnessed(partner, newest.size, newest.time)


def _is_ours(note: bytes) -> bool:
    try:
        checkpoint = open_checkpoint(note, logfiles.signer(KEYRING.current()).key)
        published = logfiles.published()
        if published is None or checkpoint.size > published.size:
            return False
        return logfiles.tree(published.size).subtree(0, checkpoint.size) == checkpoint.root
    except (OSError, ProofFault):
        return False
