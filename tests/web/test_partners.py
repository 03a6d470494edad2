"""The page of partner groups: cards, checkpoints and signatures by file, and warnings nobody overlooks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from guwah.accounts import warnings
from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Member
from guwah.failures import NotUnderstood, WrongUse
from guwah.instruments.proofs import merkle
from guwah.instruments.proofs.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from guwah.instruments.proofs.cosignatures import Cosigner, PartnerCard, cosignatures
from guwah.instruments.proofs.notes import NoteSigner
from guwah.instruments.proofs.submissions import Submission
from guwah.vault import witnesses
from guwah.vault.custody import Act
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Cosignature, CosigningRefusal, LogEntry

SignIn = Callable[[Member], Client]
WHERE = "/log/partners/"
LOG = NoteSigner("guwah/mill", bytes(range(32)))
PARTNER = Cosigner("guwah/mill/cosigner", bytes(range(32, 64)))
CARD = PartnerCard(LOG.key, PARTNER.key)
LEAVES = [merkle.leaf_hash(bytes([n])) for n in range(30)]
LOUD = "The log of a partner contradicts itself"


def theirs(size: int, *old: int) -> bytes:
    note = sign_checkpoint(Checkpoint(LOG.name, size, merkle.root(LEAVES[:size])), LOG)
    subtree = merkle.in_memory(LEAVES)
    return Submission(note, {each: merkle.consistency_proof(each, size, subtree) for each in old}).data


def file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("file.txt", data)


def add(client: Client, **more: object) -> str:
    form = {"name": "The mill", "words": CARD.words, "card": file(CARD.data)} | more
    return client.post(f"{WHERE}add/", form, follow=True).content.decode()


def test_a_partner_is_known_by_card_and_words(committed_cast: Cast, client_of: SignIn) -> None:
    client = client_of(committed_cast.boris)
    assert witnesses.own_card().words in client.get(WHERE).content.decode()
    assert PartnerCard.parse(client.get(f"{WHERE}card/").content) == witnesses.own_card()
    assert "These are not the words of this card" in add(client, words="babab " * 6)
    assert "No file was chosen" in client.post(f"{WHERE}add/", {"name": "x"}, follow=True).content.decode()

    page = add(client, words=f"  {CARD.words.replace('-', ' ').upper()} ")

    assert "known by these keys from now on" in page
    assert CARD.words in page
    changed = PartnerCard(NoteSigner(LOG.name, bytes(32)).key, PARTNER.key)
    again = {"card": file(changed.data), "words": changed.words}
    assert "WARNING: you know this partner by other keys" in add(client, **again)
    again["card"] = file(changed.data)
    assert "known by these keys from now on" in add(client, **again, replace="yes")


def test_two_groups_sign_each_others_logs(committed_cast: Cast, client_of: SignIn) -> None:
    client = client_of(committed_cast.boris)
    add(client)

    # Theirs by us.
    signed = client.post(f"{WHERE}cosign/", {"checkpoint": file(theirs(9))})
    assert "attachment" in signed["Content-Disposition"]
    ours = witnesses.cosigner(KEYRING.current()).key
    assert [each.key for each in cosignatures(signed.content, [ours])] == [ours]

    # Ours by them.
    given = client.post(f"{WHERE}checkpoint/").content
    note = Submission.parse(given).note
    line = PARTNER.cosign(open_checkpoint(note, witnesses.own_card().log), 1_900_000_000)
    page = client.post(f"{WHERE}take/", {"cosigned": file(note + line.encode())}, follow=True)
    assert "The mill signed our log at" in page.content.decode()
    assert Cosignature.objects.count() == 1
    table = client.get(WHERE).content.decode()
    assert "9 entries" in table
    assert "not yet" not in table
    assert LOUD not in table


def test_what_cannot_be_read_or_is_of_nobody_is_said(committed_cast: Cast, client_of: SignIn) -> None:
    client = client_of(committed_cast.boris)

    nobody = client.post(f"{WHERE}cosign/", {"checkpoint": file(theirs(3))}, follow=True).content.decode()
    strange = client.post(f"{WHERE}take/", {"cosigned": file(b"a letter")}, follow=True).content.decode()
    empty = client.post(f"{WHERE}checkpoint/", follow=True).content.decode()

    assert "of no partner you know" in nobody
    assert "notice hue-refused" in strange
    assert "Nothing has been logged yet" in empty


def contradicted(client: Client) -> CosigningRefusal:
    add(client)
    client.post(f"{WHERE}cosign/", {"checkpoint": file(theirs(9))})
    client.post(f"{WHERE}cosign/", {"checkpoint": file(theirs(3))})
    return CosigningRefusal.objects.get()


def test_a_log_that_contradicts_itself_is_on_every_page_until_somebody_answers(
    committed_cast: Cast, client_of: SignIn
) -> None:
    client = client_of(committed_cast.boris)
    refusal = contradicted(client)

    for where in ("/", "/cases/", "/settings/", f"/cases/{committed_cast.case.pk}/"):
        assert LOUD in client.get(where).content.decode()
    assert LOUD in client_of(committed_cast.chiara).get("/").content.decode()
    assert LOUD not in client_of(committed_cast.farid).get("/").content.decode()
    client = client_of(committed_cast.boris)
    page = client.get(WHERE).content.decode()
    assert "entries were taken out of it" in page
    empty = client.post(f"{WHERE}answer/", {"refusal": refusal.pk, "words": " "}, follow=True)
    assert "Write down what you did" in empty.content.decode()
    assert LOUD in client.get("/").content.decode()

    client.post(f"{WHERE}answer/", {"refusal": refusal.pk, "words": "Called them: an old stick."})

    assert LOUD not in client.get("/").content.decode()
    page = client.get(WHERE).content.decode()
    assert "Called them: an old stick." in page
    assert "entries were taken out of it" in page
    assert LogEntry.objects.filter(act=Act.REFUSAL_ANSWERED).count() == 1


def test_two_contradictions_are_counted(committed_cast: Cast, client_of: SignIn) -> None:
    client = client_of(committed_cast.boris)
    contradicted(client)
    client.post(f"{WHERE}cosign/", {"checkpoint": file(theirs(4))})

    assert "Logs of partners contradict themselves, 2 times" in client.get("/").content.decode()


def test_an_answer_is_given_once_and_by_who_may(committed_cast: Cast, client_of: SignIn) -> None:
    refusal = contradicted(client_of(committed_cast.boris))
    with pytest.raises(NotPermitted):
        warnings.answer(committed_cast.chiara, refusal.pk, "called")
    for number, words, problem in (
        (0, "called", NotUnderstood),
        (refusal.pk, " \n", WrongUse),
        (refusal.pk, "x" * 2001, WrongUse),
    ):
        with pytest.raises(problem):
            warnings.answer(committed_cast.boris, number, words)
    warnings.answer(committed_cast.boris, refusal.pk, "called")
    with pytest.raises(WrongUse):
        warnings.answer(committed_cast.boris, refusal.pk, "called twice")

    assert warnings.unanswered() == []
    assert warnings.answers()[refusal.pk].words == "called"
