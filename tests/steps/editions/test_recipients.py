from __future__ import annotations

from dataclasses import replace

import pytest

import vouched
from cast import Cast
from guwah.failures import WrongUse
from guwah.steps.editions.recipients import recipients_of
from guwah.vault.age import Identity
from guwah.vault.age_hybrid import HybridIdentity
from guwah.vault.models import Partner

OLDER = str(Identity(b"\x07" * 32).recipient)
NEWER = str(HybridIdentity(b"\x07" * 32).recipient)
CARD = replace(vouched.CARD, recipient=str(Identity(b"\x08" * 32).recipient))
BOTH = replace(CARD, post_quantum=str(HybridIdentity(b"\x08" * 32).recipient))


@pytest.fixture
def partners(cast: Cast) -> None:
    for name, card in (("Bare", vouched.CARD), ("Older", CARD), ("Both", BOTH)):
        Partner.objects.create(name=name, card=card.data, origin=f"guwah/{name}")


def keys(*said: str) -> list[tuple[str, str]]:
    return [(each.name, str(each.key)) for each in recipients_of(said)]


def test_post_quantum_keys_are_taken_where_everybody_has_one(partners: None) -> None:
    assert keys("Both") == [("Both", BOTH.post_quantum)]
    assert keys(f"The court={NEWER}", "Both") == [("The court", NEWER), ("Both", BOTH.post_quantum)]
    assert keys("Both", "Older") == [("Both", CARD.recipient), ("Older", CARD.recipient)]
    assert keys("Both", f"The court={OLDER}") == [("Both", CARD.recipient), ("The court", OLDER)]


def test_a_key_alone_is_its_own_name(partners: None) -> None:
    assert keys(OLDER) == [(OLDER, OLDER)]
    assert keys(NEWER) == [(NEWER, NEWER)]
    assert keys(f" The court = {OLDER} ") == [("The court", OLDER)]


@pytest.mark.parametrize("said", [(OLDER, NEWER), (f"The court={NEWER}", "Older"), ("Both", OLDER, NEWER)])
def test_kinds_of_keys_that_only_some_have_are_not_mixed(partners: None, said: tuple[str, ...]) -> None:
    with pytest.raises(WrongUse) as refused:
        recipients_of(said)
    assert refused.value.code == "mixed-recipients"


@pytest.mark.parametrize(
    "said", ["Nobody", "Bare", "", "X=age1", "X=", f"{NEWER}q", "age1pq1", OLDER.upper()]
)
def test_what_is_no_recipient_is_refused(partners: None, said: str) -> None:
    with pytest.raises(WrongUse) as refused:
        recipients_of([said])
    assert refused.value.code == "bad-recipient"


def test_a_damaged_key_on_a_card_is_said(partners: None) -> None:
    letter = "q" if BOTH.post_quantum[-1] != "q" else "p"
    damaged = replace(BOTH, post_quantum=BOTH.post_quantum[:-1] + letter)
    Partner.objects.create(name="Damaged", card=damaged.data, origin="guwah/damaged")
    with pytest.raises(WrongUse, match="damaged"):
        recipients_of(["Damaged"])


def test_nobody_is_nobody() -> None:
    assert recipients_of([]) == ()
