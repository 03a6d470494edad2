"""Partner groups as witnesses of each other's logs, by file: what one has seen cannot be rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.instruments.proofs.checkpoints import Checkpoint, open_checkpoint
from guwah.instruments.proofs.cosignatures import Cosigner, PartnerCard, cosignatures
from guwah.instruments.proofs.errors import Mismatch, ProofFault
from guwah.instruments.proofs.merkle import consistency_proof
from guwah.instruments.proofs.notes import read_note
from guwah.instruments.proofs.submissions import Submission
from guwah.vault import logfiles
from guwah.vault.custody import Act, Thing, record
from guwah.vault.exchange import identity, post_quantum
from guwah.vault.keyring import KEYRING
from guwah.vault.keys import derive
from guwah.vault.models import Cosignature, CosigningRefusal, Partner, SeenHead, ShownHead
from guwah.vault.stamps import write_anchors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.vault.keys import Keys

_MOST_SIZES = 300
_LONGEST_NAME = 63
# Refusals that are evidence against the log that was handed in.
_EVIDENCE = {
    "rolled-back": "This log has shown a larger tree before: entries were taken out of it, or an old copy was"
    " put back. It was not cosigned, and what was handed in is kept. Speak with your partner over another"
    " channel.",
    "forked": "This log tells another history than the one seen before. It was not cosigned, and what was"
    " handed in is kept. Speak with your partner over another channel.",
    "forgotten": "This log does not know any more that it has shown us a larger tree: an older copy of the"
    " vault was put back. It was not cosigned, and what was handed in is kept. Speak with your"
    " partner over another channel.",
    "key-changed": "WARNING: this checkpoint bears the name of a partner's log, but another key signed it."
    " Somebody may be pretending to be your partner. It was not cosigned. Ask for the six words of their card"
    " over another channel.",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """Which partners signed which of our checkpoints."""

    size: int
    names: tuple[str, ...]
    unknown: int


def cosigner(keys: Keys) -> Cosigner:
    """Return the key that cosigns partners' checkpoints: of its own, and the same after a key rotation."""
    return Cosigner(f"guwah/{keys.vault_id}/cosigner", derive(keys.log_signing, "cosigning"))


def own_card() -> PartnerCard:
    """Return the card by which partners come to know this vault's log."""
    keys = KEYRING.current()
    return PartnerCard(
        logfiles.signer(keys).key,
        cosigner(keys).key,
        str(identity(keys).recipient),
        str(post_quantum(keys).recipient),
    )


def partners() -> list[Partner]:
    """Return each partner with the keys introduced last."""
    newest = {partner.name: partner for partner in Partner.objects.order_by("pk")}
    return list(newest.values())


def add_partner(actor: str, name: str, card: bytes, words: str, *, replace: bool = False) -> Partner:
    """Keep a partner's keys when the six words that were read aloud are those of the card.

    Raises:
        NotUnderstood: the file is no card.
        Refused: `wrong-words`; `key-changed` when this partner is known by other keys and `replace` is off.
        WrongUse: `bad-partner-name`.
    """
    parsed = _card(card)
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise WrongUse("bad-partner-name", "A partner's name has 1 to 63 characters.")
    if words.strip().lower() != parsed.words:
        raise Refused(
            "wrong-words",
            "These are not the words of this card. Nothing was kept: read the words to each other again, over"
            " another channel than the one the card came by.",
        )
    known = [each for each in partners() if name == each.name or parsed.log.name == each.origin]
    same = next((each for each in known if bytes(each.card) == card), None)
    if same is not None:
        return same
    if known and not replace:
        raise Refused(
            "key-changed",
            "WARNING: you know this partner by other keys. Somebody may be pretending to be them. Ask them"
            " over another channel why their keys changed; only then add the card again with --replace.",
        )
    with transaction.atomic():
        partner = Partner.objects.create(name=name, card=card, origin=parsed.log.name)
        act = Act.PARTNER_KEY_CHANGED if known else Act.PARTNER_ADDED
        record(act, actor, things=[Thing("partner", {"name": name, "card": card.decode()})])
    return partner


def _card(data: bytes) -> PartnerCard:
    try:
        return PartnerCard.parse(data)
    except ProofFault as fault:
        raise NotUnderstood(fault.code, fault.message) from fault


def submission(actor: str) -> bytes:
    """Return our checkpoint with proofs from every size it was given out at, and record that it was shown.

    Raises:
        NotUnderstood: `log-empty`.
    """
    checkpoint, note = logfiles.current()
    subtree = logfiles.tree(checkpoint.size).subtree
    sizes = ShownHead.objects.filter(size__lte=checkpoint.size).order_by("-size")
    shown = set(sizes.values_list("size", flat=True).distinct()[:_MOST_SIZES])
    proofs = {size: consistency_proof(size, checkpoint.size, subtree) for size in shown}
    with transaction.atomic():
        ShownHead.objects.create(size=checkpoint.size)
        record(Act.CHECKPOINT_SHOWN, actor, things=[Thing("head", {"size": checkpoint.size})])
    return Submission(note, proofs).data


def cosign(actor: str, data: bytes) -> tuple[Partner, bytes]:
    """Check a partner's checkpoint against the largest one seen of that log, and sign it.

    Returns the partner and the cosigned checkpoint to be sent back.

    Raises:
        NotUnderstood: the file is not such a checkpoint.
        Refused: `unknown-log`, `no-consistency-proof`, `bad-signature`; `rolled-back`, `forked`,
            `forgotten` and `key-changed` are recorded with the note as evidence.
    """
    try:
        handed = Submission.parse(data)
        origin = read_note(handed.note)[0].partition("\n")[0]
    except ProofFault as fault:
        raise NotUnderstood(fault.code, fault.message) from fault
    partner = next((each for each in partners() if each.origin == origin), None)
    if partner is None:
        raise Refused("unknown-log", "This log is of no partner you know. Exchange cards first.")
    card = PartnerCard.parse(bytes(partner.card))
    before = SeenHead.objects.filter(origin=origin).order_by("-size", "-pk").first()
    seen = Checkpoint.parse(read_note(bytes(before.note))[0]) if before else None
    try:
        checkpoint = handed.judge(card.log, seen)
    except ProofFault as fault:
        raise _refused(actor, partner, handed.note, fault) from fault
    now = timezone.now()
    line = cosigner(KEYRING.current()).cosign(checkpoint, int(now.timestamp()))
    with transaction.atomic():
        SeenHead.objects.create(partner=partner, origin=origin, size=checkpoint.size, note=handed.note)
        head = {"partner": partner.name, "size": checkpoint.size, "root": checkpoint.root.hex()}
        record(Act.COSIGNED, actor, things=[Thing("head", head)])
    return partner, handed.note + line.encode()


def _refused(actor: str, partner: Partner, note: bytes, fault: ProofFault) -> Refused | NotUnderstood:
    code = "key-changed" if fault.code == "not-signed" else fault.code
    if code in _EVIDENCE:
        with transaction.atomic():
            CosigningRefusal.objects.create(partner=partner, code=code, note=note)
            what = {"partner": partner.name, "code": code}
            record(Act.COSIGNING_REFUSED, actor, things=[Thing("refusal", what)])
        return Refused(code, _EVIDENCE[code])
    if isinstance(fault, Mismatch):
        return Refused(code, fault.message)
    return NotUnderstood(code, fault.message)


def take(actor: str, data: bytes) -> Taken:
    """Keep partners' cosignatures under one of our own checkpoints.

    Raises:
        NotUnderstood: the file is no signed checkpoint.
        Refused: it is not one of ours, or no known partner signed it.
    """
    known = {PartnerCard.parse(bytes(each.card)).cosigner: each for each in partners()}
    try:
        note = Submission.parse(data).note
        found = cosignatures(note, known)
        checkpoint = open_checkpoint(note, logfiles.signer(KEYRING.current()).key)
        text, lines = read_note(note)
    except Mismatch as fault:
        raise Refused(fault.code, fault.message) from fault
    except ProofFault as fault:
        raise NotUnderstood(fault.code, fault.message) from fault
    newest, _ = logfiles.current()
    if not 0 < checkpoint.size <= newest.size or _root_at(newest.size, checkpoint.size) != checkpoint.root:
        raise Refused("not-our-history", "This checkpoint is not one of the log as it is now.")
    if not found:
        raise Refused("no-cosignature", "No partner you know has signed this checkpoint.")
    own = logfiles.signer(KEYRING.current())
    ours = f"{text}\n{own.signature_line(text)}".encode()
    names: Sequence[str] = [known[each.key].name for each in found]
    with transaction.atomic():
        for each in found:
            Cosignature.objects.create(
                partner=known[each.key],
                size=checkpoint.size,
                note=ours,
                line=each.line,
                time=datetime.fromtimestamp(each.time, UTC),
            )
        what = {"size": checkpoint.size, "partners": list(names)}
        record(Act.COSIGNATURE_TAKEN, actor, things=[Thing("cosignatures", what)])
    write_anchors(checkpoint.size)
    return Taken(checkpoint.size, tuple(names), len(lines) - len(found) - 1)


def _root_at(newest: int, size: int) -> bytes:
    return logfiles.tree(newest).subtree(0, size)
