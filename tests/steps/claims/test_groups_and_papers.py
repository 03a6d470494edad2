"""Many who claim are one voice; a paper known by its number is asked for, and nothing said of it is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Case, CaseMembership
from guwah.failures import Problem
from guwah.instruments import suggestions, transcripts
from guwah.steps.claims import knowing, queries, showing
from guwah.steps.claims.as_json import claim_json, group_json, paper_json
from guwah.steps.claims.comparing import queries as comparing
from guwah.steps.claims.flows import (
    GroupGiven,
    PaperGiven,
    Statement,
    import_claims,
    import_rows,
    join_group,
    leave_group,
    make_claim,
    mention_paper,
    name_group,
    name_paper,
    paper_came,
    paper_is_not,
    replace_claim,
    tell_group,
    tell_paper,
)
from guwah.steps.claims.models import Claim
from guwah.steps.claims.parties import Between
from guwah.steps.claims.tables import ClaimantGroup, GroupTold, Paper, PaperTold
from guwah.steps.evidence import flows as evidence
from guwah.steps.people.flows import NameGiven, add_entity
from guwah.vault.append_only import Overwritten
from kept import keep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.evidence.models import Item
    from kept import Kept

    SignIn = Callable[[Member], Client]

MILL = GroupGiven("The households by the mill", "32 households", 32, "Tasaryk", "Saule")
DECREE = PaperGiven("№ 11/0506", "official_document", "the district", "the sixth of May, they said")


def other_case(cast: Cast) -> Case:
    case = Case.objects.create(title="The well", opened_by=cast.aygul, invented=True)
    CaseMembership.objects.create(case=case, member=cast.chiara, role="documenter")
    return case


@pytest.fixture
def item(cast: Cast, tmp_path: Path) -> Item:
    file = tmp_path / "decree.txt"
    file.write_text("An invented decree.")
    return evidence.add_file(cast.chiara, cast.case, file, "decree.txt", source_title="The decree").item


def test_a_group_claims_in_its_name_with_how_many_as_it_was_said(cast: Cast, talk: Kept) -> None:
    group = name_group(cast.chiara, cast.case, MILL)
    stated = Statement("statement", knows="saw", group=group)
    claim = make_claim(cast.chiara, cast.case, talk.at("the flour was damp"), stated)

    assert (claim.by, claim.participant, claim.group) == ("The households by the mill", None, group)
    words = showing.claim_row(queries.one(cast.case, claim.pk) or claim)["claimant"]
    assert "32 households" in words
    named = make_claim(
        cast.chiara, cast.case, talk.at("the flour"), Statement("statement", by="all of us", group=group)
    )
    assert named.by == "all of us"


def test_thirty_two_households_are_one_voice_and_a_witness(cast: Cast, talk: Kept, article: Kept) -> None:
    group = name_group(cast.chiara, cast.case, MILL, "mill")
    summer = article.place("in the summer of 2011")
    rows = [
        {"id": "a", **summer, "group": "mill"},
        {"id": "b", **article.place("was closed in the summer"), "group": "mill"},
    ]
    given = {"kind": "occurrence", "knows": "saw", "occurrence": {"id": "o", "title": "Closed"}}
    closed = [
        {**given, **row, "readings": [day]} for row, day in zip(rows, ("2011-06", "2011-07"), strict=True)
    ]
    import_claims(cast.chiara, cast.case, json.dumps({"claims": closed}))
    [subject] = comparing.table(cast.case, 1).subjects
    [voice] = subject.lines[0].voices
    assert (voice.key, voice.independent) == (f"group {group.pk}", True)
    kinds = comparing.contradictions(cast.case)
    assert len(kinds[Between.WITNESS_HERSELF]) == 1


def test_what_is_said_of_a_group_is_added_to(cast: Cast, talk: Kept) -> None:
    group = name_group(cast.chiara, cast.case, MILL)
    tell_group(
        cast.chiara, group, replace(MILL, how_many="more than thirty", number=None, anchor=talk.at("damp"))
    )
    told = list(GroupTold.objects.filter(group=group))
    assert [one.how_many for one in told] == ["32 households", "more than thirty"]
    assert group_json(group) == {
        "name": MILL.name,
        "how_many": "more than thirty",
        "place": "Tasaryk",
        "speaker": "Saule",
    }
    told[0].how_many = "33"
    with pytest.raises(Overwritten):
        told[0].save()


def test_what_is_no_group_is_not_kept(cast: Cast) -> None:
    elsewhere = keep(replace(cast, case=other_case(cast)), "Another call", "Words of another case.\n")
    for given, code in (
        (replace(MILL, name=" "), "no-name"),
        (replace(MILL, how_many="x" * 121), "too-long"),
        (replace(MILL, number=0), "bad-number"),
        (replace(MILL, number=10**9), "bad-number"),
        (replace(MILL, anchor=elsewhere.at("Words")), "not-of-this-case"),
    ):
        with pytest.raises(Problem) as refused:
            name_group(cast.chiara, cast.case, given)
        assert refused.value.code == code
    assert not ClaimantGroup.objects.exists()
    with pytest.raises(NotPermitted):
        name_group(cast.farid, cast.case, MILL)


def test_nobody_has_to_be_named_for_a_group_and_somebody_can(cast: Cast) -> None:
    group = name_group(cast.chiara, cast.case, MILL)
    saule = add_entity(cast.chiara, cast.case, "person", [NameGiven("Saule")])
    mill = add_entity(cast.chiara, cast.case, "place", [NameGiven("The mill")])
    stranger = add_entity(cast.aygul, other_case(cast), "person", [NameGiven("Aidos")])
    join_group(cast.chiara, group, saule)
    for person, code in ((saule, "already-in-group"), (mill, "no-person"), (stranger, "not-of-this-case")):
        with pytest.raises(Problem) as refused:
            join_group(cast.chiara, group, person)
        assert refused.value.code == code
    leave_group(cast.chiara, group, saule.pk)
    with pytest.raises(Problem, match="not in the group"):
        leave_group(cast.chiara, group, saule.pk)
    assert group.members.count() == 1


def test_a_group_of_another_case_claims_nothing_here(cast: Cast, talk: Kept) -> None:
    group = name_group(cast.aygul, other_case(cast), MILL)
    with pytest.raises(Problem) as refused:
        make_claim(cast.chiara, cast.case, talk.at("damp"), Statement("statement", group=group))
    assert refused.value.code == "not-of-this-case"


def a_file(talk: Kept, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - members of a file
    claim = {
        "id": "c",
        "kind": "statement",
        **talk.place("the flour was damp"),
        "group": "mill",
        "papers": ["decree"],
    }
    groups = {"mill": {"name": MILL.name, "how_many": MILL.how_many, "number": 32}}
    papers = {"decree": {"number": DECREE.number, "date_said": DECREE.date_said}}
    return {"claims": [{**claim, **changes}], "groups": groups, "papers": papers}


def test_a_file_brings_groups_and_papers_and_gives_them_back(cast: Cast, talk: Kept) -> None:
    file = a_file(talk)
    [claim] = import_claims(cast.chiara, cast.case, json.dumps(file))
    import_claims(cast.chiara, cast.case, json.dumps(file))
    assert (ClaimantGroup.objects.count(), Paper.objects.count()) == (1, 1)
    told = claim_json(Claim.objects.get(pk=claim.pk))
    assert (told["group"], told["papers"]) == ("mill", ["decree"])
    assert group_json(ClaimantGroup.objects.get()) == file["groups"]["mill"]
    assert paper_json(Paper.objects.get()) == file["papers"]["decree"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"group": "strangers"}, "no-such-group"),
        ({"papers": ["none"]}, "no-such-paper"),
        ({"papers": [""]}, "bad-id"),
        ({"papers": "decree"}, "not-a-list"),
    ],
)
def test_a_row_that_names_what_nobody_tells_of_leaves_nothing_behind(
    cast: Cast, talk: Kept, changes: dict[str, Any], code: str
) -> None:
    taken = import_rows(cast.chiara, cast.case, json.dumps(a_file(talk, **changes)), good_only=True)
    assert [row.code for row in taken.left] == [code]
    assert not Claim.objects.exists()
    assert not ClaimantGroup.objects.exists()
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("which", "told", "code"),
    [
        ("groups", {"mill": {"size": 32}}, "unknown-member"),
        ("groups", {"mill": {"number": "32"}}, "bad-place"),
        ("groups", {"mill": []}, "not-an-object"),
        ("papers", {"decree": {"number": 11}}, "not-text"),
    ],
)
def test_groups_and_papers_of_a_file_are_read_strictly(
    cast: Cast, talk: Kept, which: str, told: object, code: str
) -> None:
    with pytest.raises(Problem) as refused:
        import_claims(cast.chiara, cast.case, json.dumps({**a_file(talk), which: told}))
    assert refused.value.code == code


def test_a_number_of_a_paper_is_no_date(cast: Cast) -> None:
    paper = name_paper(cast.chiara, cast.case, DECREE)
    assert paper.told.get().number == "№ 11/0506"
    for text in ("They took it by the paper № 11/0506.", "Забрали по бумаге № 11/0506, которой нет."):
        material = suggestions.material_of(transcripts.read(text.encode(), "paper.txt"))
        assert suggestions.suggest(material, ["date"]) == []


def test_a_paper_is_asked_for_until_it_comes_and_stays_as_it_was_said(
    cast: Cast, talk: Kept, item: Item
) -> None:
    claim = make_claim(cast.chiara, cast.case, talk.at("the flour was damp"), Statement("statement"))
    paper = name_paper(cast.chiara, cast.case, DECREE, claim)
    assert [told.number for told in knowing.known(cast.case).papers] == [DECREE.number]

    paper_came(cast.chiara, paper, item)
    assert knowing.known(cast.case).papers == ()
    assert [told.number for told in PaperTold.objects.filter(paper=paper)] == [DECREE.number]
    with pytest.raises(Problem, match="linked to the paper already"):
        paper_came(cast.chiara, paper, item)

    paper_is_not(cast.chiara, paper, item.pk)
    assert [told.number for told in knowing.known(cast.case).papers] == [DECREE.number]
    with pytest.raises(Problem, match="not linked"):
        paper_is_not(cast.chiara, paper, item.pk)
    assert paper.came.count() == 1


def test_what_is_said_of_a_paper_is_added_to_and_its_words_move_with_a_correction(
    cast: Cast, talk: Kept
) -> None:
    claim = make_claim(cast.chiara, cast.case, talk.at("the flour was damp"), Statement("statement"))
    paper = name_paper(cast.chiara, cast.case, DECREE)
    mention_paper(cast.chiara, paper, claim)
    with pytest.raises(Problem, match="already"):
        mention_paper(cast.chiara, paper, claim)
    corrected = replace_claim(cast.chiara, claim, Statement("statement", value="damp"))
    assert [mention.claim for mention in paper.mentions.all()] == [claim, corrected]

    tell_paper(cast.chiara, paper, replace(DECREE, issuer="the town"))
    assert [told.issuer for told in paper.told.all()] == ["the district", "the town"]


def test_what_is_no_paper_is_not_kept(cast: Cast, talk: Kept, item: Item) -> None:
    for given, code in (
        (replace(DECREE, number=" "), "no-number"),
        (replace(DECREE, kind="scroll"), "unknown-source-kind"),
        (replace(DECREE, issuer="x" * 201), "too-long"),
    ):
        with pytest.raises(Problem) as refused:
            name_paper(cast.chiara, cast.case, given)
        assert refused.value.code == code
    claim = make_claim(cast.chiara, cast.case, talk.at("the flour was damp"), Statement("statement"))
    elsewhere = name_paper(cast.aygul, other_case(cast), DECREE)
    for link in (
        lambda: mention_paper(cast.aygul, elsewhere, claim),
        lambda: paper_came(cast.aygul, elsewhere, item),
    ):
        with pytest.raises(Problem) as refused:
            link()
        assert refused.value.code == "not-of-this-case"
    with pytest.raises(NotPermitted):
        name_paper(cast.farid, cast.case, DECREE)


def test_groups_are_written_down_on_their_pages(cast: Cast, talk: Kept, client_of: SignIn) -> None:
    client, where = client_of(cast.chiara), reverse("groups", args=[cast.case.pk])
    assert "No group claims anything here yet" in client.get(where).content.decode()
    claim = make_claim(cast.chiara, cast.case, talk.at("the flour was damp"), Statement("statement"))
    form = {"name": MILL.name, "how_many": MILL.how_many, "number": "32", "claim": str(claim.pk)}
    bad = client.post(where, {**form, "claim": "999"}).content.decode()
    assert "This case has no such claim" in bad
    page = client.post(where, form, follow=True).content.decode()
    assert "32 households" in page
    group = ClaimantGroup.objects.get()
    assert group.told.get().anchor == claim.anchor
    one = reverse("group", args=[cast.case.pk, group.pk])
    client.post(one, {"name": MILL.name, "how_many": "thirty or so"})
    assert list(group.told.values_list("anchor", flat=True)) == [claim.anchor_id] * 2
    saule = add_entity(cast.chiara, cast.case, "person", [NameGiven("Saule")])
    members = reverse("group-member", args=[cast.case.pk, group.pk])
    assert "one voice" in client.post(members, {"person": saule.pk}, follow=True).content.decode()
    client.post(members, {"person": saule.pk, "leave": "1"})
    assert not group.members.filter(withdrawn_at=None).exists()
    page = client.get(one).content.decode()
    assert "thirty or so" in page
    assert "32 households" in page
    assert MILL.name in client.get(where).content.decode()
    draft = client.get(reverse("claim-new", args=[cast.case.pk]) + f"?anchor={claim.anchor_id}")
    assert MILL.name in draft.content.decode()


def test_papers_are_written_down_on_their_pages_and_asked_for_on_the_case(
    cast: Cast, talk: Kept, item: Item, client_of: SignIn
) -> None:
    client, where = client_of(cast.chiara), reverse("papers", args=[cast.case.pk])
    assert "No paper is known only by its number yet" in client.get(where).content.decode()
    claim = make_claim(cast.chiara, cast.case, talk.at("the flour was damp"), Statement("statement"))
    assert f'value="{claim.pk}"' in client.get(where + f"?claim={claim.pk}").content.decode()
    form = {"number": DECREE.number, "issuer": "the district", "claim": str(claim.pk)}
    page = client.post(where, form, follow=True).content.decode()
    assert "the flour was damp" in page
    paper = Paper.objects.get()
    one = reverse("paper", args=[cast.case.pk, paper.pk])
    assert "ask for a copy" in client.get(f"/cases/{cast.case.pk}/").content.decode()
    assert DECREE.number in client.get(reverse("claim", args=[cast.case.pk, claim.pk])).content.decode()
    client.post(one, {"number": DECREE.number, "issuer": "the town"})
    assert "the district" in client.get(one).content.decode()
    came = reverse("paper-came", args=[cast.case.pk, paper.pk])
    assert "The decree" in client.post(came, {"item": item.pk}, follow=True).content.decode()
    assert "ask for a copy" not in client.get(where).content.decode()
    client.post(came, {"item": item.pk, "not": "1"})
    mention = reverse("paper-mention", args=[cast.case.pk, paper.pk])
    assert "no such claim" in client.post(mention, {"claim": "999"}, follow=True).content.decode()
    other = make_claim(cast.chiara, cast.case, talk.at("5 May 2011"), Statement("statement"))
    assert "5 May 2011" in client.post(mention, {"claim": other.pk}, follow=True).content.decode()
    assert "form" not in client_of(cast.farid).get(one).content.decode().split("<dl")[1].split("</dl>")[0]
