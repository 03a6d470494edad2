from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from cast import Cast
from guwah.failures import NotUnderstood, Problem, WrongUse
from guwah.instruments.proofs import merkle
from guwah.instruments.proofs.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from guwah.instruments.proofs.cosignatures import Cosigner, PartnerCard, cosignatures
from guwah.instruments.proofs.notes import NoteSigner
from guwah.instruments.proofs.submissions import Submission
from guwah.vault import logfiles, witnesses
from guwah.vault.custody import Act, Thing, record
from guwah.vault.exchange import identity
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Cosignature, CosigningRefusal, LogEntry, Opening, SeenHead
from guwah.vault.standing import check_standing

ACTOR = "a" * 16
LOG = NoteSigner("guwah/mill", bytes(range(32)))
PARTNER = Cosigner("guwah/mill/cosigner", bytes(range(32, 64)))
CARD = PartnerCard(LOG.key, PARTNER.key)
LEAVES = [merkle.leaf_hash(bytes([n])) for n in range(30)]
OTHER = [merkle.leaf_hash(bytes([n, 1])) for n in range(30)]


def log_many(count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            record(Act.SEALED, ACTOR, things=[Thing("item", {"id": number})])


def theirs(size: int, *old: int, leaves: list[bytes] = LEAVES, signer: NoteSigner = LOG) -> bytes:
    subtree = merkle.in_memory(leaves)
    note = sign_checkpoint(Checkpoint(LOG.name, size, merkle.root(leaves[:size])), signer)
    return Submission(note, {each: merkle.consistency_proof(each, size, subtree) for each in old}).data


def introduce() -> None:
    witnesses.add_partner(ACTOR, "The mill", CARD.data, CARD.words)


def refusal(step: Callable[[], object]) -> str:
    with pytest.raises(Problem) as caught:
        step()
    return caught.value.code


def acts() -> list[str]:
    return list(LogEntry.objects.order_by("index").values_list("act", flat=True))


def test_a_card_is_taken_only_with_its_words(committed_cast: Cast) -> None:
    def add(card: bytes = CARD.data, words: str = CARD.words, name: str = "The mill") -> object:
        return witnesses.add_partner(ACTOR, name, card, words)

    assert refusal(lambda: add(words="babab-" * 5 + "babab")) == "wrong-words"
    assert refusal(lambda: add(card=b"no card")) == "bad-card"
    for name in ("", " ", "x" * 64):
        with pytest.raises(WrongUse):
            add(name=name)
    assert acts() == []
    add(words=f" {CARD.words.upper()}\n")
    add()
    assert acts() == [Act.PARTNER_ADDED]
    assert [each.name for each in witnesses.partners()] == ["The mill"]


def test_changed_keys_are_a_loud_warning(committed_cast: Cast) -> None:
    introduce()
    changed = PartnerCard(NoteSigner(LOG.name, bytes(32)).key, PARTNER.key)
    elsewhere = PartnerCard(NoteSigner("guwah/else", bytes(32)).key, PARTNER.key)
    for name, card in [("The mill", changed), ("Another name", changed), ("The mill", elsewhere)]:
        with pytest.raises(Problem, match="WARNING"):
            witnesses.add_partner(ACTOR, name, card.data, card.words)

    witnesses.add_partner(ACTOR, "The mill", changed.data, changed.words, replace=True)

    assert acts() == [Act.PARTNER_ADDED, Act.PARTNER_KEY_CHANGED]
    assert [bytes(each.card) for each in witnesses.partners()] == [changed.data]


def test_a_growing_log_is_cosigned_each_time(committed_cast: Cast) -> None:
    introduce()
    for data in (theirs(3), theirs(3), theirs(9, 3), theirs(20, 3, 9)):
        partner, signed = witnesses.cosign(ACTOR, data)
        ours = witnesses.cosigner(KEYRING.current()).key
        assert partner.name == "The mill"
        assert open_checkpoint(signed, LOG.key).size == int(signed.split(b"\n")[1])
        assert [each.key for each in cosignatures(signed, [ours])] == [ours]
    assert list(SeenHead.objects.values_list("size", flat=True)) == [3, 3, 9, 20]
    assert acts()[1:] == [Act.COSIGNED] * 4


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: theirs(8), "rolled-back"),
        (lambda: theirs(9, leaves=OTHER), "forked"),
        (lambda: theirs(12, 9, leaves=OTHER), "forked"),
        (lambda: theirs(12, 3), "forgotten"),
        (lambda: theirs(12, 9, signer=NoteSigner(LOG.name, bytes(32))), "key-changed"),
    ],
)
def test_what_speaks_against_a_partner_is_refused_and_kept(
    committed_cast: Cast, data: Callable[[], bytes], code: str
) -> None:
    introduce()
    witnesses.cosign(ACTOR, theirs(9))
    handed = data()

    assert refusal(lambda: witnesses.cosign(ACTOR, handed)) == code

    kept = CosigningRefusal.objects.get()
    assert (kept.code, bytes(kept.note)) == (code, Submission.parse(handed).note)
    assert acts()[-1] == Act.COSIGNING_REFUSED
    told = Opening.objects.get(entry__act=Act.COSIGNING_REFUSED).value
    assert told == {"partner": "The mill", "code": code}
    assert SeenHead.objects.count() == 1


def test_what_cannot_be_judged_is_refused_without_blame(committed_cast: Cast) -> None:
    assert refusal(lambda: witnesses.cosign(ACTOR, theirs(3))) == "unknown-log"
    introduce()
    witnesses.cosign(ACTOR, theirs(9))
    broken = theirs(9).replace(b"guwah/mill\n9\n", b"guwah/mill\n8\n")

    assert refusal(lambda: witnesses.cosign(ACTOR, theirs(12, 10))) == "no-consistency-proof"
    assert refusal(lambda: witnesses.cosign(ACTOR, broken)) == "bad-signature"
    for data in (b"\xff", b"old x\n\n", LOG.sign("guwah/mill\nnothing\n")):
        with pytest.raises(NotUnderstood):
            witnesses.cosign(ACTOR, data)
    assert CosigningRefusal.objects.count() == 0


def test_our_checkpoints_reach_back_to_every_one_given_out(committed_cast: Cast) -> None:
    log_many(5)
    key = logfiles.signer(KEYRING.current()).key
    first = Submission.parse(witnesses.submission(ACTOR)).judge(key, None)
    log_many(300)
    second = Submission.parse(witnesses.submission(ACTOR)).judge(key, first)
    log_many(7)
    third = Submission.parse(witnesses.submission(ACTOR))

    assert third.judge(key, first) == third.judge(key, second)
    assert [first.size, second.size] == [5, 306]


def test_a_partners_signature_is_kept_and_told(committed_cast: Cast) -> None:
    introduce()
    log_many(4)
    assert check_standing().unverified == ("no-stamp", "no-cosignature")
    note = Submission.parse(witnesses.submission(ACTOR)).note
    head = open_checkpoint(note, logfiles.signer(KEYRING.current()).key)
    stranger = Cosigner("guwah/stranger", bytes(32)).cosign(head, 5)
    signed = note + PARTNER.cosign(head, 1_700_000_000).encode() + stranger.encode()

    taken = witnesses.take(ACTOR, signed)

    assert (taken.size, taken.names, taken.unknown) == (5, ("The mill",), 1)
    assert acts()[-1] == Act.COSIGNATURE_TAKEN
    folder = KEYRING.current().folder / "log" / "anchors" / "5"
    assert (folder / "checkpoint").read_bytes() == note
    assert (folder / "cosigned").read_bytes() == note + PARTNER.cosign(head, 1_700_000_000).encode()
    assert (folder / "cosigners").read_text() == f"{PARTNER.key.vkey}\n"
    standing = check_standing()
    assert [(each.partner, each.size) for each in standing.witnessed] == [("The mill", 5)]
    assert standing.witnessed[0].time.year == 2023
    assert (standing.partners, standing.faults, standing.unverified) == (1, (), ("no-stamp",))


def test_only_signatures_of_known_partners_under_our_own_log_are_taken(committed_cast: Cast) -> None:
    introduce()
    log_many(4)
    _, note = logfiles.current()
    own = logfiles.signer(KEYRING.current())
    other = sign_checkpoint(Checkpoint(own.name, 2, bytes(32)), own)
    ahead = sign_checkpoint(Checkpoint(own.name, 900, bytes(32)), own)
    empty = sign_checkpoint(Checkpoint(own.name, 0, merkle.EMPTY_ROOT), own)

    def with_signature(signed: bytes) -> bytes:
        head = Checkpoint.parse(signed.decode().partition("\n\n")[0] + "\n")
        return signed + PARTNER.cosign(head, 7).encode()

    assert refusal(lambda: witnesses.take(ACTOR, note)) == "no-cosignature"
    for wrong in (other, ahead, empty):
        assert refusal(lambda wrong=wrong: witnesses.take(ACTOR, with_signature(wrong))) == "not-our-history"  # type: ignore[misc]
    assert refusal(lambda: witnesses.take(ACTOR, theirs(3))) == "not-signed"
    assert refusal(lambda: witnesses.take(ACTOR, b"nothing")) == "bad-note"
    assert Cosignature.objects.count() == 0


def test_a_kept_signature_that_was_changed_or_is_of_another_history_is_told(committed_cast: Cast) -> None:
    introduce()
    log_many(4)
    head, note = logfiles.current()
    witnesses.take(ACTOR, note + PARTNER.cosign(head, 7).encode())
    line = PARTNER.cosign(head, 8)
    Cosignature.objects.update(line=line[:-6] + ("A" if line[-6] != "A" else "B") + line[-5:])
    assert check_standing().faults == ("cosignature-broken",)

    own = logfiles.signer(KEYRING.current())
    for size, root in ((4, bytes(32)), (900, bytes(32))):
        other = Checkpoint(own.name, size, root)
        Cosignature.objects.update(note=sign_checkpoint(other, own), line=PARTNER.cosign(other, 7))
        assert check_standing().faults == ("anchor-differs",)


def test_the_card_shows_both_public_keys_and_no_private_one(committed_cast: Cast) -> None:
    keys = KEYRING.current()
    card = witnesses.own_card()
    assert card.log.name == f"guwah/{keys.vault_id}"
    assert card.cosigner == witnesses.cosigner(keys).key
    assert card.cosigner.public != card.log.public
    assert keys.log_signing.hex() not in card.data.hex()
    assert card.recipient == str(identity(keys).recipient)
    assert identity(keys).secret not in {keys.log_signing, witnesses.cosigner(keys).seed}
