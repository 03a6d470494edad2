"""Whoever looks whether words still say it is told what stands on them, as far as they may see that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.steps.claims.flows import Explanation, explain_conflict, reckoned, withdraw_claim
from guwah.steps.claims.models import Claim
from guwah.steps.people.flows import NameGiven, add_entity, withdraw_name
from guwah.steps.testimony.editing import holders
from kept import disagree

if TYPE_CHECKING:
    from cast import Cast
    from guwah.accounts.models import Member
    from kept import Kept


def told(member: Member, anchor: int) -> list[str]:
    return [each.words for each in holders.on(member, [anchor]).get(anchor, [])]


def test_a_claim_that_stands_is_told_and_a_withdrawn_one_is_not(cast: Cast, talk: Kept) -> None:
    disagree(cast, talk)
    claim = Claim.objects.get(external_id="b")
    anchor = claim.anchor_id

    (words,) = told(cast.farid, anchor)
    assert words.startswith(f"Claim {claim.pk}: ")
    assert told(cast.hanna, anchor) == []

    withdraw_claim(cast.chiara, claim, "said of another bakery")
    assert told(cast.farid, anchor) == []


def test_what_was_said_of_a_contradiction_stands_on_its_words(cast: Cast, talk: Kept) -> None:
    disagree(cast, talk)
    hers = talk.at("No, I think it was on 9 June 2012.")
    readings = reckoned(cast.case)["conflicts"][0]["readings"]
    assert told(cast.emine, hers.pk) == []

    explain_conflict(cast.emine, cast.case, readings, Explanation("explained-by-witness", "", hers))

    assert told(cast.emine, hers.pk) == ["What was said of a contradiction"]
    assert told(cast.hanna, hers.pk) == []


def test_a_name_stands_on_the_words_it_comes_from_until_it_is_withdrawn(cast: Cast, talk: Kept) -> None:
    at, elsewhere = talk.at("The inspector"), talk.at("the flour was damp")
    names = [NameGiven("The inspector", anchor=at), NameGiven("Orynbek")]
    person = add_entity(cast.chiara, cast.case, "person", names)

    assert told(cast.farid, at.pk) == ["The name \u2068The inspector\u2069"]
    assert told(cast.farid, elsewhere.pk) == []
    assert told(cast.hanna, at.pk) == []

    withdraw_name(cast.chiara, person.names.get(anchor=at))
    assert told(cast.farid, at.pk) == []
