from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from guwah.instruments.vocabularies import codes
from guwah.steps.claims import flows
from guwah.steps.claims.flows import Attached, Statement, make_claim, name_occurrence, reckoned
from guwah.steps.claims.models import Claim, ClaimEntity
from guwah.steps.claims.picturing import deeds, deeds_drawing
from guwah.steps.claims.picturing.deeds import Deed, Party, Wanted, page_of
from guwah.steps.claims.picturing.paper import WIDTH, lines_of, outline, width_of
from guwah.steps.claims.picturing.sides import ACTED, DONE_TO, Side, is_grave, side_of
from guwah.steps.people import flows as people
from guwah.steps.people.flows import NameGiven
from guwah.steps.testimony.models import Participant
from kept import disagree

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.people.models import Entity
    from kept import Kept

    SignIn = Callable[[Member], Client]

SAID = "The inspector said the flour was damp"


def someone(cast: Cast, name: str, kind: str = "person") -> Entity:
    return people.add_entity(cast.chiara, cast.case, kind, [NameGiven(name)])


def said(cast: Cast, talk: Kept, *named: Attached, title: str = "Flour thrown away", **more: object) -> Claim:
    facts = {"knows": "saw", "code": "compensation_withheld", **more}
    statement = Statement("occurrence", new_occurrence=title, entities=named, **facts)  # type: ignore[arg-type] # as given
    return make_claim(cast.chiara, cast.case, talk.at(SAID), statement)


def names(parties: list[Party]) -> list[str]:
    return [party.name for party in parties]


def test_only_who_is_said_to_have_done_it_stands_on_the_side_of_those_who_acted() -> None:
    sides = {role: side_of("person", role) for role in (*codes("person_roles"), "")}
    assert [role for role, side in sides.items() if side == Side.ACTED] == ["alleged_perpetrator"]
    assert {role for role, side in sides.items() if side == Side.DONE_TO} == set(DONE_TO)
    assert sides["helper_official"] == sides["official_named"] == sides[""] == Side.BESIDE
    assert side_of("facility", "") == side_of("place", "third_party") == Side.WHERE
    assert side_of("facility", ACTED[0]) == Side.ACTED


def test_acts_against_the_body_and_lives_that_were_lost_are_for_a_trained_reader_first() -> None:
    assert is_grave("sexual_violence")
    assert is_grave("killing")
    assert not is_grave("arbitrary_detention")
    assert not is_grave("no such code")


def test_an_act_names_everybody_with_the_claim_that_says_so(cast: Cast, talk: Kept) -> None:
    inspector, office = someone(cast, "Nurlan"), someone(cast, "Trade office", "body")
    saule, market = someone(cast, "Saule"), someone(cast, "Tasaryk market", "place")
    claim = said(
        cast,
        talk,
        Attached(inspector, "alleged_perpetrator"),
        Attached(office, "alleged_perpetrator"),
        Attached(saule, "victim"),
        Attached(market),
        Attached(someone(cast, "Bota"), "official_named"),
    )
    (deed,) = page_of(cast.case, Wanted()).rows
    assert names(deed.acted) == ["Nurlan", "Trade office"]
    assert names(deed.done_to) == ["Saule"]
    assert names(deed.where) == ["Tasaryk market"]
    assert [(party.name, party.role) for party in deed.beside] == [
        ("Bota", "Official named without accusation")
    ]
    assert {number for side in deed.parties.values() for party in side for number in party.claims} == {
        claim.pk
    }
    assert deed.acts == ["Compensation not paid or cut"]
    assert [row["quote"] for row in deed.claims] == [SAID]


@pytest.mark.parametrize("mode", ["feared", "hypothetical", "asked", "corrected"])
def test_what_nobody_asserts_is_not_drawn_as_done(cast: Cast, talk: Kept, mode: str) -> None:
    said(cast, talk, Attached(someone(cast, "Nurlan"), "alleged_perpetrator"), mode=mode)
    assert page_of(cast.case, Wanted()).rows == ()


def test_a_machines_claim_is_drawn_only_when_somebody_has_checked_it(cast: Cast, talk: Kept) -> None:
    claim = said(cast, talk, Attached(someone(cast, "Nurlan"), "alleged_perpetrator"), machine=True)
    assert page_of(cast.case, Wanted()).rows == ()
    flows.check_claim(cast.emine, claim)
    assert names(page_of(cast.case, Wanted()).rows[0].acted) == ["Nurlan"]
    flows.withdraw_claim(cast.chiara, claim, "misheard")
    assert page_of(cast.case, Wanted()).rows == ()


def test_hearsay_about_others_is_masked_and_what_was_seen_is_not(cast: Cast, talk: Kept) -> None:
    marat, nurlan = someone(cast, "Marat"), someone(cast, "Nurlan")
    named = (Attached(marat, "victim"), Attached(nurlan, "alleged_perpetrator"))
    said(cast, talk, *named, knows="told", title="Marat was beaten")
    page = page_of(cast.case, Wanted())
    (deed,) = page.rows
    assert page.masked
    assert deed.title == "An act told of another person"
    assert names(deed.done_to) == ["another person (1)"]
    assert deed.done_to[0].number is None
    assert names(deed.acted) == ["Nurlan"]
    assert SAID not in str(deed.claims)
    assert "Marat" not in str(deed)
    assert not any("Marat" in str(group) for group in deeds.choices(cast.case).values())
    assert page_of(cast.case, Wanted(who=marat.pk)).rows == ()

    said(cast, talk, Attached(marat, "victim"), title="Marat stood outside")
    titles = {deed.title: names(deed.done_to) for deed in page_of(cast.case, Wanted()).rows}
    assert titles["Marat stood outside"] == ["Marat"]


def test_whoever_speaks_to_us_is_not_masked(cast: Cast, talk: Kept) -> None:
    saule = someone(cast, "Saule")
    speaker = Participant.objects.get(session__revision=talk.revision, label__startswith="Saule")
    people.identify(cast.chiara, saule, speaker, "testifier_self")
    said(cast, talk, Attached(saule, "victim"), knows="told")
    page = page_of(cast.case, Wanted())
    assert not page.masked
    assert names(page.rows[0].done_to) == ["Saule"]


def test_a_grave_act_is_told_without_its_name_and_without_words(cast: Cast, talk: Kept) -> None:
    named = Attached(someone(cast, "Saule"), "victim")
    said(cast, talk, named, title="The words for it", code="sexual_violence")
    (deed,) = page_of(cast.case, Wanted()).rows
    assert deed.title == "An act that a trained reader sees first"
    assert deed.acts == []
    assert "The words for it" not in str(deed)
    assert SAID not in str(deed)


def test_it_is_narrowed_by_who_by_act_and_by_source(cast: Cast, talk: Kept, article: Kept) -> None:
    nurlan, saule = someone(cast, "Nurlan"), someone(cast, "Saule")
    said(cast, talk, Attached(nurlan, "alleged_perpetrator"), Attached(saule, "victim"), title="First")
    said(cast, talk, Attached(saule, "victim"), title="Second", code="documents_taken")
    told = Statement("occurrence", new_occurrence="Third", code="documents_taken", knows="told")
    make_claim(cast.chiara, cast.case, article.at("closed in the summer of 2011"), told)

    def titles(wanted: Wanted) -> list[str]:
        return [deed.title for deed in page_of(cast.case, wanted).rows]

    assert titles(Wanted()) == ["First", "Second", "Third"]
    assert titles(Wanted(who=nurlan.pk)) == ["First"]
    assert titles(Wanted(who=saule.pk)) == ["First", "Second"]
    assert titles(Wanted(act="documents_taken")) == ["Second", "Third"]
    assert titles(Wanted(who=saule.pk, act="documents_taken")) == ["Second"]
    assert titles(Wanted(source=article.layer.source.number)) == ["Third"]
    assert titles(Wanted(source=99)) == []
    assert dict(deeds.choices(cast.case)["Person"]) == {nurlan.pk: "Nurlan", saule.pk: "Saule"}
    assert [code for code, _ in deeds.acts(cast.case)] == ["compensation_withheld", "documents_taken"]


def test_more_than_one_picture_can_show_is_cut_and_the_page_says_so(
    cast: Cast, talk: Kept, client_of: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = said(cast, talk, Attached(someone(cast, "Nurlan"), "alleged_perpetrator"))
    copies = [
        Claim(
            case=cast.case,
            anchor=first.anchor,
            kind="occurrence",
            by="Saule",
            occurrence=first.occurrence,
            code="documents_taken",
            knows="saw",
            made_by=cast.chiara,
        )
        for _ in range(deeds.ENTRIES)
    ]
    Claim.objects.bulk_create(copies)
    page = page_of(cast.case, Wanted())
    assert sum(len(deed.claims) for deed in page.rows) == deeds.ENTRIES
    assert page.next is not None
    client, address = client_of(cast.farid), reverse("deeds", args=[cast.case.pk])
    with django_assert_max_num_queries(35):
        words = client.get(address).content.decode()
    assert "more claims about acts than the 60" in words
    assert f"?after={page.next}" in words
    rest = page_of(cast.case, Wanted(after=page.next))
    assert sum(len(deed.claims) for deed in rest.rows) == 1
    assert rest.next is None
    assert "more claims about acts" in client.get(address, {"after": page.next}).content.decode()


def test_a_claim_in_a_conflict_is_drawn_with_a_sign_and_says_it(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    disagree(cast, talk)
    reckoned(cast.case)
    claim = Claim.objects.get(external_id="b")
    flows.attach(cast.chiara, claim, Attached(someone(cast, "Saule"), "victim"))
    page = client_of(cast.farid).get(reverse("deeds", args=[cast.case.pk])).content.decode()
    picture, table = page.split("<table>")
    assert 'class="link-conflict"' in picture
    assert f"{claim.pk} ≠1" in picture
    assert f'aria-label="{claim.pk} ≠1, claim, in a conflict"' in picture
    assert "in a conflict" in table
    assert "style=" not in page


def test_an_empty_picture_teaches_what_makes_one(cast: Cast, talk: Kept, client_of: SignIn) -> None:
    client, address = client_of(cast.farid), reverse("deeds", args=[cast.case.pk])
    page = client.get(address).content.decode()
    assert "Nobody is said to have done anything yet" in page
    assert "attach who it speaks of" in page
    assert '<svg class="timeline"' not in page
    assert "No act is said of this" in client.get(address, {"act": "killing"}).content.decode()
    assert client.get(address, {"who": "x", "source": "9" * 30}).status_code == 200


def test_a_claim_that_names_nobody_and_no_kind_of_act_is_no_deed(cast: Cast, talk: Kept) -> None:
    happened = name_occurrence(cast.chiara, cast.case, "It rained")
    make_claim(cast.chiara, cast.case, talk.at(SAID), Statement("occurrence", occurrence=happened))
    claim = said(cast, talk, code="")
    ClaimEntity.objects.create(claim=claim, entity=someone(cast, "Bota"), role="relative", by=cast.chiara)
    assert page_of(cast.case, Wanted()).rows == ()


def many(count: int) -> list[Deed]:
    acts = []
    for number in range(count):
        deed = Deed(f"act-{number}", f"An act with a rather long name that needs two lines, {number}", "")
        for side, people_there in ((Side.ACTED, 1 + number % 3), (Side.DONE_TO, 1 + number % 2)):
            for one in range(people_there):
                kind = ("person", "body", "facility")[(number + one) % 3]
                who = Party(f"entity-{number % 7}-{one}", f"Somebody {number % 7} {one}", kind, 1)
                who.claims = [number * 10 + one, number * 10 + 5]
                deed.parties[side].append(who)
        acts.append(deed)
    return acts


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("count", [1, 7, 60])
def test_boxes_stay_on_the_paper_and_on_no_other_box(count: int, rtl: bool) -> None:
    acts = many(count)
    pictures = deeds_drawing.layout(acts, rtl=rtl)
    drawn = [box.said for picture in pictures for box in picture.boxes if not box.outline]
    assert drawn == [deed.title for deed in acts]
    for picture in pictures:
        assert picture.height <= deeds_drawing.TALLEST + 40
        columns: dict[int, int] = {}
        for box in sorted(picture.boxes, key=lambda one: one.y):
            assert box.x > 0
            assert box.x + box.width < WIDTH
            assert box.y > columns.get(box.x, 0)
            columns[box.x] = box.y + box.height
            assert columns[box.x] < picture.height
        assert len(columns) == 3


def test_the_picture_of_a_page_read_from_right_to_left_is_mirrored() -> None:
    ((left,), (right,)) = (deeds_drawing.layout(many(1), rtl=rtl) for rtl in (False, True))
    assert [box.x + box.width for box in left.boxes] == [WIDTH - box.x for box in right.boxes]
    assert [WIDTH - tie.x for tie in left.ties] == [tie.x for tie in right.ties]


def test_who_is_not_said_is_told_in_words_and_not_left_out() -> None:
    (picture,) = deeds_drawing.layout([Deed("act-1", "The licence is taken", "")])
    assert [one.side for one in picture.open] == ["acted", "done-to"]


def test_a_line_shows_as_many_numbers_as_it_has_room_for_and_counts_the_others() -> None:
    deed = Deed("act-1", "x", "", conflicts={1234: (5, 6)})
    who = Party("entity-1", "Somebody", "person", 1, claims=[1234, 1235, 1236])
    deed.parties[Side.ACTED].append(who)
    tie = deeds_drawing.layout([deed])[0].ties[0]
    assert [one.claim for one in tie.numbers] == [1234]
    assert tie.more == 2
    assert tie.conflict


def test_words_are_broken_where_they_may_be_and_cut_with_a_sign() -> None:
    assert lines_of("one two three", 8 * 8) == ["one two", "three"]
    assert lines_of("one two three four", 8 * 8) == ["one two", "three…"]
    assert lines_of("教育局说没有收到", 15 * 5) == ["教育局说没", "有收到"]
    assert lines_of("", 80) == []
    assert all(width_of(line) <= 120 for line in lines_of("a" * 200, 120))


def test_each_kind_has_a_shape_of_its_own() -> None:
    shapes = {kind: outline(kind, (0, 20, 100, 40)) for kind in ("person", "body", "facility")}
    assert len(set(shapes.values())) == 3
    assert outline("place", (0, 20, 100, 40)) == shapes["facility"]
