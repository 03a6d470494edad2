"""What others say of this log since an entry: stamps and cosignatures that go out with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.proofs.anchors import Anchor, Stamped
from guwah.instruments.proofs.checkpoints import LoggedProof
from guwah.instruments.proofs.cosignatures import PartnerCard, cosignatures
from guwah.instruments.proofs.errors import ProofFault
from guwah.instruments.proofs.merkle import inclusion_proof
from guwah.vault import logfiles
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Cosignature, LogEntry, Stamp
from guwah.vault.stamps import check

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.instruments.proofs.cosignatures import CosignerKey
    from guwah.instruments.proofs.merkle import Subtrees


def anchors_over(index: int) -> tuple[Anchor, ...]:
    """Return the anchors of the log that cover an entry, by size of their checkpoint.

    Of each authority go out the first stamp, which dates the entry best, and the newest, whose certificates
    last longest; of each partner the first signature. Nothing names a partner but the name of its key. What
    does not hold any more stays at home: the log's own check tells of it.
    """
    stamps = Stamp.objects.filter(state=Stamp.State.DONE, size__gt=index).select_related("authority")
    signed = Cosignature.objects.filter(size__gt=index).select_related("partner").order_by("size", "pk")
    chosen = {stamp.pk: stamp for stamp in _first_and_last(stamps.order_by("size", "pk"))}
    first = {bytes(each.partner.card): each for each in reversed(signed)}
    notes = {bytes(each.note): each.size for each in chosen.values()}
    notes |= {bytes(each.note): each.size for each in first.values()}
    if not notes:
        return ()
    checkpoint, _ = logfiles.current()
    subtree = logfiles.tree(checkpoint.size).subtree
    found = [
        _anchor(index, (note, notes[note]), chosen.values(), first.values(), subtree)
        for note in sorted(notes, key=lambda note: notes[note])
    ]
    return tuple(each for each in found if each is not None)


def _first_and_last(stamps: Iterable[Stamp]) -> Iterable[Stamp]:
    by_authority: dict[int, list[Stamp]] = {}
    for stamp in stamps:
        by_authority.setdefault(stamp.authority_id, []).append(stamp)
    return [stamp for each in by_authority.values() for stamp in (each[0], each[-1])]


def _anchor(
    index: int,
    noted: tuple[bytes, int],
    stamps: Iterable[Stamp],
    signed: Iterable[Cosignature],
    subtree: Subtrees,
) -> Anchor | None:
    note, size = noted
    try:
        proof = LoggedProof(index, inclusion_proof(index, size, subtree), note)
        entry = bytes(LogEntry.objects.get(index=index).entry)
        proof.verify(entry, logfiles.signer(KEYRING.current()).key)
    except (OSError, ProofFault):
        # A checkpoint of another history: a vault that was put back knows such; `log verify` tells of it.
        return None
    held = tuple(
        Stamped(bytes(each.token or b""), each.authority.roots) for each in stamps if _holds(each, note)
    )
    lines = [found for each in signed if bytes(each.note) == note and (found := _line(each))]
    if not held and not lines:
        return None
    keys = tuple(dict.fromkeys(key for _, key in lines))
    return Anchor(proof, held, tuple(line for line, _ in lines), keys)


def _holds(stamp: Stamp, note: bytes) -> bool:
    if bytes(stamp.note) != note:
        return False
    try:
        check(bytes(stamp.token or b""), note, stamp.authority.roots, None)
    except ProofFault:
        return False
    return True


def _line(signed: Cosignature) -> tuple[str, CosignerKey] | None:
    key = PartnerCard.parse(bytes(signed.partner.card)).cosigner
    try:
        found = cosignatures(bytes(signed.note) + signed.line.encode(), [key])
    except ProofFault:
        return None
    return (signed.line, key) if found else None
