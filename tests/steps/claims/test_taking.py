"""Names and terms are taken over from suggestions: verbatim, merging nothing, and taken back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Case
from guwah.failures import NotUnderstood, Refused
from guwah.steps.claims import flows
from guwah.steps.claims.flows import NameTaken, take_known_term, take_name, take_term
from guwah.steps.claims.suggesting import queries
from guwah.steps.claims.suggesting.tables import Answer, Look, Suggested
from guwah.steps.people import flows as people
from guwah.steps.people import queries as people_read
from guwah.steps.people.flows import NameGiven
from guwah.steps.people.models import Entity, Name
from guwah.steps.testimony import flows as testimony
from guwah.steps.testimony.flows import glossing
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.glossary import queries as glossary
from guwah.steps.testimony.queries import newest
from kept import keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from kept import Kept

    SignIn = Callable[[Member], Client]

TALK = """Orynbek: Who baked there?

Saule: Aigerim Bekova baked there, and so did بۇۋى and Aigerim Bekova's brother. We ate nan (bread).

Saule: Aigerim Bekova left for the mill.
"""


@pytest.fixture
def told(cast: Cast) -> Kept:
    return keep(cast, "About bakers", TALK)


@pytest.fixture
def seen(told: Kept) -> Look:
    """Looked through, with just these suggestions: what finders see changes, what is tested here does not."""
    look = flows.look_through(told.member, told.layer)
    look.suggested.all().delete()
    for kind, words in (("person", "Aigerim Bekova"), ("person", "بۇۋى"), ("facility", "the mill")):
        start = -1
        while (start := TALK.find(words, start + 1)) >= 0:
            here = {"start": start, "end": start + len(words)}
            Suggested.objects.create(look=look, kind=kind, rule="r", value={"name": words}, **here)
    start = TALK.index("nan (bread)")
    value = {"term": "nan", "script": "Latn"}
    Suggested.objects.create(look=look, kind="gloss", start=start, end=start + 11, rule="r", value=value)
    return look


def elsewhere(cast: Cast) -> Case:
    return Case.objects.create(title="Another licence", opened_by=cast.aygul, invented=True)


def ones(look: Look, words: str) -> list[Suggested]:
    found = [one for one in look.suggested.all() if TALK[one.start : one.end] == words]
    return queries.chosen(look, [one.pk for one in found])


def states(look: Look, words: str) -> list[str]:
    shown = queries.shown(look, queries.Wanted(state=""))
    return [row.state for row in shown.rows if TALK[row.one.start : row.one.end] == words]


def test_a_name_is_kept_as_it_stands_in_its_script_with_its_words(cast: Cast, seen: Look) -> None:
    name = take_name(cast.chiara, ones(seen, "بۇۋى")[0], NameTaken(language="ug", kind="alias"))
    assert (name.text, name.language, name.kind, name.entity.kind) == ("بۇۋى", "ug", "alias", "person")
    assert name.anchor is not None
    assert name.anchor.quote == "بۇۋى"
    assert people_read.names_shown([name])[0]["script"] == "Arab"
    answer = Answer.objects.get()
    assert (answer.outcome, answer.name) == ("accepted", name)
    assert [hit.entity for hit in people_read.find("بۇۋى", [cast.case])] == [name.entity]


def test_a_facility_is_kept_as_one_with_what_it_is(cast: Cast, seen: Look) -> None:
    name = take_name(cast.chiara, ones(seen, "the mill")[0], NameTaken(what="prison"))
    assert (name.entity.kind, name.entity.what) == ("facility", "prison")


def test_two_of_one_name_are_two_until_a_person_says_otherwise(cast: Cast, seen: Look) -> None:
    first, second, third = ones(seen, "Aigerim Bekova")
    one = take_name(cast.chiara, first, NameTaken()).entity
    other = take_name(cast.chiara, second, NameTaken()).entity
    assert one != other
    joined = take_name(cast.chiara, third, NameTaken(entity=one))
    assert joined == one.names.get()
    assert Entity.objects.count() == 2


def test_another_spelling_joins_whom_a_person_chose(cast: Cast, seen: Look) -> None:
    known = people.add_entity(cast.chiara, cast.case, "person", [NameGiven("Бөбе", "kk")])
    name = take_name(cast.chiara, ones(seen, "بۇۋى")[0], NameTaken(entity=known))
    assert name.entity == known
    assert [each.text for each in known.names.all()] == ["Бөбе", "بۇۋى"]


def test_the_same_words_elsewhere_are_answered_together_only_where_asked(cast: Cast, seen: Look) -> None:
    first, *others = ones(seen, "Aigerim Bekova")
    assert queries.same_words(first) == others
    # A long text is held once, however often a name stands in it.
    assert {id(each.look) for each in queries.same_words(first)} == {id(first.look)}
    name = take_name(cast.chiara, first, NameTaken(also=others))
    assert states(seen, "Aigerim Bekova") == ["accepted"] * 3
    assert name.entity.names.count() == 1
    assert queries.same_words(first) == []
    with pytest.raises(NotUnderstood) as refused:
        take_name(cast.chiara, ones(seen, "بۇۋى")[0], NameTaken(also=others))
    assert refused.value.code == "other-words"


def test_taken_back_the_new_record_is_listed_no_more_and_its_history_stays(cast: Cast, seen: Look) -> None:
    one = ones(seen, "بۇۋى")[0]
    entity = take_name(cast.chiara, one, NameTaken()).entity
    assert people_read.listed(cast.case) == [entity]
    assert flows.reopen_suggestions(cast.chiara, [one]) == flows.Answered(1, 0)
    assert states(seen, "بۇۋى") == ["open"]
    assert people_read.listed(cast.case) == []
    assert people_read.find("بۇۋى", [cast.case]) == []
    assert people_read.display_names([entity.pk]) == {}
    assert entity.names.get().withdrawn_at is not None
    people.add_name(cast.chiara, entity, NameGiven("Бөбе"))
    assert people_read.listed(cast.case) == [entity]


def test_taken_back_a_name_that_joined_goes_and_the_person_stays(cast: Cast, seen: Look) -> None:
    known = people.add_entity(cast.chiara, cast.case, "person", [NameGiven("Бөбе", "kk")])
    one = ones(seen, "بۇۋى")[0]
    take_name(cast.chiara, one, NameTaken(entity=known))
    flows.reopen_suggestions(cast.chiara, [one])
    assert people_read.display_names([known.pk]) == {known.pk: "Бөбе"}


def test_a_name_that_was_there_before_stays_when_the_answer_is_taken_back(cast: Cast, seen: Look) -> None:
    known = people.add_entity(cast.chiara, cast.case, "person", [NameGiven("بۇۋى", "ug")])
    one = ones(seen, "بۇۋى")[0]
    take_name(cast.chiara, one, NameTaken(entity=known))
    flows.reopen_suggestions(cast.chiara, [one])
    assert Name.objects.get().withdrawn_at is None


def test_a_name_stays_as_long_as_another_answer_rests_on_it(cast: Cast, seen: Look) -> None:
    first, second, third = ones(seen, "Aigerim Bekova")
    name = take_name(cast.chiara, first, NameTaken(also=[second, third]))
    flows.reopen_suggestions(cast.chiara, [first, second])
    name.refresh_from_db()
    assert name.withdrawn_at is None
    flows.reopen_suggestions(cast.chiara, [third])
    name.refresh_from_db()
    assert name.withdrawn_at is not None
    assert states(seen, "Aigerim Bekova") == ["open"] * 3


def test_what_others_built_on_hinders_the_way_back_and_says_so(cast: Cast, told: Kept, seen: Look) -> None:
    one = ones(seen, "بۇۋى")[0]
    entity = take_name(cast.chiara, one, NameTaken()).entity
    stated = flows.Statement(kind="statement", value="baked")
    claim = flows.make_claim(cast.chiara, cast.case, told.at("baked there, and"), stated)
    flows.attach(cast.chiara, claim, flows.Attached(entity, "other"))
    answered = flows.reopen_suggestions(cast.chiara, [one])
    assert (answered.done, answered.left) == (0, 1)
    assert "stands on this record" in answered.why
    assert states(seen, "بۇۋى") == ["accepted"]
    assert people_read.listed(cast.case) == [entity]


def test_a_rejected_one_that_is_opened_again_withdraws_nothing(cast: Cast, seen: Look) -> None:
    one = ones(seen, "بۇۋى")[0]
    flows.reject_suggestions(cast.chiara, [one])
    assert flows.reopen_suggestions(cast.chiara, [one, ones(seen, "the mill")[0]]) == flows.Answered(2, 0)


def test_the_record_has_to_be_of_this_case_and_kind(cast: Cast, seen: Look) -> None:
    body = people.add_entity(cast.chiara, cast.case, "body", [NameGiven("بۇۋى")])
    far = people.add_entity(cast.aygul, elsewhere(cast), "person", [NameGiven("بۇۋى")])
    for entity, code in ((body, "another-kind"), (far, "not-of-this-case")):
        with pytest.raises(NotUnderstood) as refused:
            take_name(cast.chiara, ones(seen, "بۇۋى")[0], NameTaken(entity=entity))
        assert refused.value.code == code
    with pytest.raises(NotUnderstood):
        take_name(cast.chiara, ones(seen, "nan (bread)")[0], NameTaken())
    assert not Answer.objects.exists()


def test_an_answer_stays_with_its_name_when_the_text_is_edited(cast: Cast, told: Kept, seen: Look) -> None:
    one = ones(seen, "بۇۋى")[0]
    name = take_name(cast.chiara, one, NameTaken())
    revision = newest(told.layer)
    block = revision.blocks.order_by("start").first()
    assert block is not None
    words = revision.text[block.start : block.end].replace("Who baked", "Tell me, who baked")
    testimony.revise(cast.chiara, told.layer, revision.number, [Wish("fix", block.uid, words)])
    again = flows.look_through(cast.chiara, told.layer)
    start = again.revision.text.index("بۇۋى")
    moved = Suggested.objects.create(look=again, kind="person", start=start, end=start + 4, rule="r")
    answer = queries.answer_to(moved)
    assert answer is not None
    assert answer.name == name
    flows.reopen_suggestions(cast.chiara, [moved])
    name.refresh_from_db()
    assert name.withdrawn_at is not None


def test_a_term_is_in_the_glossary_and_leaves_it_again(cast: Cast, seen: Look) -> None:
    one = ones(seen, "nan (bread)")[0]
    term = take_term(cast.chiara, one, glossing.Said("nan", "kk-Latn", "bread"))
    assert term.anchor is not None
    assert term.anchor.quote == "nan (bread)"
    assert [row.written for row in glossary.entries(cast.chiara, cast.case)] == ["nan"]
    assert states(seen, "nan (bread)") == ["accepted"]
    flows.reopen_suggestions(cast.chiara, [one])
    assert glossary.entries(cast.chiara, cast.case) == []
    assert states(seen, "nan (bread)") == ["open"]


def test_a_term_of_which_more_was_said_since_stays_until_it_is_taken_out_itself(
    cast: Cast, seen: Look
) -> None:
    one = ones(seen, "nan (bread)")[0]
    term = take_term(cast.chiara, one, glossing.Said("nan", "kk-Latn", "bread"))
    glossing.change_term(cast.chiara, term, 1, glossing.Said("nan", "kk-Latn", "a flat bread"))
    assert "more of this term" in flows.reopen_suggestions(cast.chiara, [one]).why
    glossing.drop_term(cast.chiara, term, 2)
    assert flows.reopen_suggestions(cast.chiara, [one]) == flows.Answered(1, 0)


def test_a_term_that_was_there_is_answered_by_it_and_stays(cast: Cast, seen: Look) -> None:
    one = ones(seen, "nan (bread)")[0]
    known = glossing.keep_term(cast.chiara, cast.case, glossing.Said("Nan")).term
    with pytest.raises(Refused):
        take_term(cast.chiara, one, glossing.Said("nan"))
    take_known_term(cast.chiara, one, known)
    flows.reopen_suggestions(cast.chiara, [one])
    assert [row.written for row in glossary.entries(cast.chiara, cast.case)] == ["Nan"]
    far = glossing.keep_term(cast.aygul, elsewhere(cast), glossing.Said("nan")).term
    with pytest.raises(NotUnderstood):
        take_known_term(cast.chiara, one, far)
    with pytest.raises(NotUnderstood):
        take_known_term(cast.chiara, ones(seen, "the mill")[0], known)


def test_who_may_not_edit_people_takes_nobody_over(cast: Cast, seen: Look) -> None:
    for member in (cast.farid, cast.daniyar):
        with pytest.raises(NotPermitted):
            take_name(member, ones(seen, "بۇۋى")[0], NameTaken())
    with pytest.raises(NotPermitted):
        take_term(cast.farid, ones(seen, "nan (bread)")[0], glossing.Said("nan"))
    assert not Entity.objects.exists()
    assert not Answer.objects.exists()


def page_of(cast: Cast, told: Kept) -> str:
    return reverse("suggestions", args=[cast.case.pk, told.layer.pk])


def test_by_click_a_name_goes_into_people_and_nobody_is_chosen_beforehand(
    cast: Cast, told: Kept, seen: Look, client_of: SignIn
) -> None:
    client, page = client_of(cast.chiara), page_of(cast, told)
    first, second, _third = ones(seen, "Aigerim Bekova")
    listing = client.get(page).content.decode()
    assert "Into People" in listing
    assert "Into the glossary" in listing
    form = client.post(page + "answer/", {"do": f"change:{first.pk}"}).headers["Location"]
    assert form == reverse("suggestion-name", args=[cast.case.pk, first.pk])
    shown = client.get(form).content.decode()
    assert "2 other places" in shown
    assert 'value="new"' in shown
    assert " checked" in shown
    sent = {"who": "new", "name_kind": "as-said", "language": "en"}
    assert client.post(form, sent).headers["Location"] == page
    entity = Entity.objects.get()
    assert f"Person {entity.pk}" in client.get(page + "?state=accepted").content.decode()

    form = reverse("suggestion-name", args=[cast.case.pk, second.pk])
    shown = client.get(form).content.decode()
    assert f'value="{entity.pk}"' in shown
    assert " checked" not in shown.split("Whose name is it?")[1].split("</fieldset>")[0]
    unsaid = client.post(form, {"name_kind": "as-said"})
    assert unsaid.status_code == 200
    assert Entity.objects.count() == 1
    client.post(form, {**sent, "who": str(entity.pk), "also": "on"})
    assert states(seen, "Aigerim Bekova") == ["accepted"] * 3
    assert Entity.objects.count() == 1
    by_another = client.get(f"{form}?find=Nobody").content.decode()
    assert f'value="{entity.pk}"' not in by_another


def test_by_click_a_term_goes_into_the_glossary_filled_in(
    cast: Cast, told: Kept, seen: Look, client_of: SignIn
) -> None:
    client, page, one = client_of(cast.chiara), page_of(cast, told), ones(seen, "nan (bread)")[0]
    form = client.post(page + "answer/", {"do": f"change:{one.pk}"}).headers["Location"]
    shown = client.get(form).content.decode()
    assert 'value="nan"' in shown
    assert client.post(form, {"written": "nan", "meaning": "bread"}).headers["Location"] == page
    assert "in the glossary" in client.get(page + "?state=accepted").content.decode()
    client.post(page + "answer/?state=accepted", {"do": f"reopen:{one.pk}"})
    term = glossing.keep_term(cast.chiara, cast.case, glossing.Said("NAN")).term
    assert "It is this one" in client.get(form).content.decode()
    assert client.post(form, {"known": term.pk}).headers["Location"] == page
    assert Answer.objects.latest("pk").term == term


def test_a_text_that_has_changed_is_looked_through_first(
    cast: Cast, told: Kept, seen: Look, client_of: SignIn
) -> None:
    revision = newest(told.layer)
    block = revision.blocks.order_by("start").first()
    assert block is not None
    testimony.revise(cast.chiara, told.layer, revision.number, [Wish("fix", block.uid, "Who baked bread?")])
    form = reverse("suggestion-name", args=[cast.case.pk, ones(seen, "بۇۋى")[0].pk])
    told_so = client_of(cast.chiara).post(form, {"who": "new", "name_kind": "as-said"}).content.decode()
    assert "Look again first" in told_so
    assert not Entity.objects.exists()


def test_only_names_and_terms_have_such_a_page(cast: Cast, seen: Look, client_of: SignIn) -> None:
    client = client_of(cast.chiara)
    name, gloss = ones(seen, "بۇۋى")[0], ones(seen, "nan (bread)")[0]
    assert client.get(reverse("suggestion-name", args=[cast.case.pk, gloss.pk])).status_code == 404
    assert client.get(reverse("suggestion-term", args=[cast.case.pk, name.pk])).status_code == 404
