"""Claims on a machine's words stand only while a person answers for the words, or for the claim (law 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from guwah.failures import NotUnderstood
from guwah.steps.claims.as_json import claim_json
from guwah.steps.claims.flows import (
    ReadingGiven,
    Statement,
    check_claim,
    make_claim,
    name_occurrence,
)
from guwah.steps.claims.flows.status import StatusGiven, note_status, status_codes
from guwah.steps.claims.models import Claim, FoundConflict
from guwah.steps.claims.queries import Wanted, listed
from guwah.steps.people.models import Entity
from guwah.steps.testimony import flows
from guwah.steps.testimony.flows.checking import uncheck
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.models import Anchor
from kept import Kept, keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.models import Layer

KAZAKH = "Conversation with Alma\nБорис: Қазан қайда?\nАлма: Өмір бойы осында.\nБорис: Иә.\nАлма: Жақсы.\n"


@pytest.fixture
def draft(cast: Cast) -> Layer:
    """A machine's other script of a talk."""
    talk = keep(cast, "Third call", KAZAKH).layer
    talk.language = "kk"
    talk.save(update_fields=["language"])
    return flows.in_other_script(cast.daniyar, talk, "kk-Latn").imported.layer


@pytest.fixture
def pair(cast: Cast, talk: Kept, draft: Layer) -> tuple[Claim, Claim]:
    """A claim of a person's words, and one of a checked draft's that says another day."""
    flows.check(cast.daniyar, draft, 1, "text", original=1)
    closing = name_occurrence(cast.chiara, cast.case, "The closing")
    anchor = flows.anchor_by_quote(cast.chiara, draft.revisions.get(), "osynda")

    def said(day: str) -> Statement:
        return Statement(kind="statement", readings=(ReadingGiven("date", day, of=closing),))

    first = make_claim(cast.chiara, cast.case, talk.at("5 May 2011"), said("2011-05-05"))
    return first, make_claim(cast.chiara, cast.case, anchor, said("2011-05-09"))


def _conflicts(cast: Cast) -> int:
    return FoundConflict.objects.filter(case=cast.case).count()


def _fresh(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)


def _edit(cast: Cast, layer: Layer) -> None:
    now = layer.revisions.latest("number")
    block = now.blocks.order_by("start")[0]
    flows.revise(cast.daniyar, layer, now.number, [Wish("fix", block.uid, "Qazan qayda tur?")])


def test_an_edited_draft_takes_its_claims_out_until_it_is_checked_again(
    cast: Cast, draft: Layer, pair: tuple[Claim, Claim]
) -> None:
    _, drafted = pair
    assert not drafted.unfounded
    assert _conflicts(cast) == 1
    _edit(cast, draft)
    assert _fresh(drafted).unfounded
    assert _conflicts(cast) == 0
    assert listed(cast.case, Wanted(unchecked=True)) == [drafted]
    assert claim_json(_fresh(drafted))["machine"] is True
    flows.check(cast.daniyar, draft, 2, "text", original=1)
    assert not _fresh(drafted).unfounded
    assert _conflicts(cast) == 1


def test_a_check_taken_back_takes_them_out_too_but_for_those_a_person_checked(
    cast: Cast, draft: Layer, pair: tuple[Claim, Claim]
) -> None:
    first, drafted = pair
    review = flows.check(cast.daniyar, draft, 1, "text", original=1)
    uncheck(cast.daniyar, cast.case, review)
    # The earlier check of the same words stands.
    assert not _fresh(drafted).unfounded
    uncheck(cast.daniyar, cast.case, draft.revisions.get().reviews.get(withdrawn_at=None))
    assert (_fresh(first).unfounded, _fresh(drafted).unfounded, _conflicts(cast)) == (False, True, 0)
    check_claim(cast.emine, _fresh(drafted))
    assert not _fresh(drafted).unfounded
    assert _conflicts(cast) == 1


def test_an_edit_of_what_it_was_checked_against_takes_them_out(
    cast: Cast, draft: Layer, pair: tuple[Claim, Claim]
) -> None:
    original = draft.translated_from
    assert original is not None
    _edit(cast, original)
    assert _fresh(pair[1]).unfounded
    assert _conflicts(cast) == 0


def test_no_status_rests_on_such_a_claim(cast: Cast, draft: Layer, pair: tuple[Claim, Claim]) -> None:
    _edit(cast, draft)
    alma = Entity.objects.create(case=cast.case, kind="person", added_by=cast.chiara)
    given = StatusGiven("liberty", status_codes("liberty")[0], "2011-05-09", alma, _fresh(pair[1]))
    with pytest.raises(NotUnderstood) as refused:
        note_status(cast.chiara, cast.case, given)
    assert refused.value.code == "unchecked"


def test_a_status_noted_before_says_that_what_it_rests_on_is_unchecked(
    cast: Cast, draft: Layer, pair: tuple[Claim, Claim], client_of: Callable[[Member], Client]
) -> None:
    alma = Entity.objects.create(case=cast.case, kind="person", added_by=cast.chiara)
    given = StatusGiven("liberty", status_codes("liberty")[0], "2011-05-09", alma, pair[1])
    note_status(cast.chiara, cast.case, given)
    pages = [f"/cases/{cast.case.pk}/", reverse("status", args=[cast.case.pk])]
    badge = "Machine-made, not checked"
    before = [client_of(cast.chiara).get(page).content.decode().count(badge) for page in pages]
    _edit(cast, draft)
    after = [client_of(cast.chiara).get(page).content.decode().count(badge) for page in pages]
    assert [now > then for then, now in zip(before, after, strict=True)] == [True, True]


def _rewrite(cast: Cast, draft: Layer) -> None:
    """Correct the turn of which the drafted claim speaks, and check the text as it is then."""
    now = draft.revisions.latest("number")
    (block,) = [each for each in now.blocks.all() if "osynda" in now.text[each.start : each.end]]
    flows.revise(cast.daniyar, draft, now.number, [Wish("fix", block.uid, "Ómir boıy sonda joq edi.")])
    flows.check(cast.daniyar, draft, now.number + 1, "text", original=1)


def test_whoever_checks_the_corrected_text_does_not_answer_for_the_words_before(
    cast: Cast, draft: Layer, pair: tuple[Claim, Claim]
) -> None:
    _rewrite(cast, draft)
    assert _fresh(pair[1]).unfounded
    assert _conflicts(cast) == 0
    flows.undo(cast.daniyar, draft, 2)
    flows.check(cast.daniyar, draft, 3, "text", original=1)
    assert not _fresh(pair[1]).unfounded
    assert _conflicts(cast) == 1


def test_a_claim_on_words_that_were_corrected_before_the_check_is_a_machine_s(
    cast: Cast, draft: Layer
) -> None:
    held = flows.anchor_by_quote(cast.chiara, draft.revisions.get(), "osynda")
    _rewrite(cast, draft)
    said = Statement(kind="statement", value="said")
    assert make_claim(cast.chiara, cast.case, Anchor.objects.get(pk=held.pk), said).unfounded
