"""To withdraw, check and attach asks for permission and stands in the log, saying about what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.steps.claims.flows import Attached, attach, check_claim, withdraw_claim
from guwah.steps.claims.models import Claim, ClaimEntity
from guwah.steps.people.flows import NameGiven, add_entity
from guwah.vault.models import LogEntry, Opening
from kept import disagree

if TYPE_CHECKING:
    from cast import Cast
    from kept import Kept


def test_a_withdrawal_and_a_check_are_logged_with_what_was_said(cast: Cast, talk: Kept) -> None:
    disagree(cast, talk)
    before = LogEntry.objects.count()

    withdraw_claim(cast.chiara, Claim.objects.get(external_id="a"), " of another bakery ")
    check_claim(cast.emine, Claim.objects.get(external_id="b"))

    entries = LogEntry.objects.filter(index__gte=before)
    assert [(each.act, each.actor) for each in entries] == [
        ("claim-changed", cast.chiara.actor),
        ("claim-changed", cast.emine.actor),
    ]
    told = Opening.objects.filter(entry__in=entries).order_by("entry_id")
    assert [each.value for each in told] == [
        {"withdrawn": "a", "because": "of another bakery"},
        {"checked": "b"},
    ]


@pytest.mark.parametrize("who", ["farid", "gulya", "hanna"])
def test_who_may_not_make_claims_attaches_nobody_to_one(cast: Cast, talk: Kept, who: str) -> None:
    disagree(cast, talk)
    claim = Claim.objects.get(external_id="a")
    alma = add_entity(cast.chiara, cast.case, "person", [NameGiven("Alma")])
    before = LogEntry.objects.count()

    with pytest.raises(NotPermitted):
        attach(cast.members[who], claim, Attached(alma, ""))

    assert (ClaimEntity.objects.count(), LogEntry.objects.count()) == (0, before)
