"""What somebody heard about other people reads "another person", everywhere, until somebody who may asks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from guwah.accounts.models import AuditEntry, Case
from guwah.accounts.permissions import HOLDS, Permission, Role
from guwah.failures import NotUnderstood
from guwah.steps.claims import asking, hearsay, knowing, queries, showing, timeline
from guwah.steps.claims.as_json import claim_json
from guwah.steps.claims.conflicts_json import conflicts_json, hidden
from guwah.steps.claims.flows import (
    OWN,
    Attached,
    ReadingGiven,
    Statement,
    attach,
    export_claims,
    import_claims,
    import_rows,
    make_claim,
    name_occurrence,
    reckoned,
    say_not_party,
    say_party,
)
from guwah.steps.claims.models import Claim, Occurrence
from guwah.steps.people import flows as people
from guwah.steps.people.flows import NameGiven
from guwah.steps.people.models import Entity
from guwah.steps.testimony.models import Participant
from kept import disagree, keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from kept import Kept

    SignIn = Callable[[Member], Client]

HEARD = """Conversation 1

Orynbek: What do you hear of the others?

Saule: They say that Yerkin from the mill was taken in June 2011.
"""
WORDS = "Yerkin from the mill was taken in June 2011"


@pytest.fixture
def heard(cast: Cast) -> Kept:
    return keep(cast, "Second call", HEARD)


def yerkin(cast: Cast) -> Entity:
    return people.add_entity(cast.chiara, cast.case, "person", [NameGiven("Yerkin")])


def told(cast: Cast, heard: Kept, **changes: object) -> Claim:
    given: dict[str, object] = {
        "kind": "occurrence",
        "knows": "told",
        "new_occurrence": "Yerkin is taken",
        "entities": [Attached(yerkin(cast), "victim")],
    }
    return make_claim(cast.chiara, cast.case, heard.at(WORDS), Statement(**{**given, **changes}))  # type: ignore[arg-type] # of several types


@pytest.mark.parametrize(
    ("changes", "masked"),
    [
        ({}, True),
        ({"knows": "infers"}, True),
        # Nobody has said how she knows: the narrower way is taken.
        ({"knows": "unknown"}, True),
        ({"knows": "saw"}, False),
        ({"entities": []}, False),
        ({"entities": [], "of_others": True}, True),
        ({"entities": [], "of_others": True, "knows": "saw"}, False),
    ],
)
def test_what_is_heard_of_others_is_masked_and_what_is_seen_is_not(
    cast: Cast, heard: Kept, changes: dict[str, object], masked: bool
) -> None:
    claim = told(cast, heard, **changes)

    assert hearsay.masked(cast.case).filter(pk=claim.pk).exists() is masked
    drawn = hearsay.veil(cast.case, [claim.pk], [claim.occurrence_id or 0])
    assert (claim.pk in drawn.claims, claim.occurrence_id in drawn.occurrences) == (masked, masked)


@pytest.mark.parametrize("role", sorted(hearsay.ANSWERABLE))
def test_who_answers_for_an_act_is_named_with_what_is_told_of_it(cast: Cast, heard: Kept, role: str) -> None:
    claim = told(cast, heard, entities=[Attached(yerkin(cast), role)])
    assert not hearsay.masked(cast.case).filter(pk=claim.pk).exists()


def test_a_body_is_nobody(cast: Cast, heard: Kept) -> None:
    mill = people.add_entity(cast.chiara, cast.case, "body", [NameGiven("The mill")])
    claim = told(cast, heard, entities=[Attached(mill)])
    assert not hearsay.masked(cast.case).filter(pk=claim.pk).exists()


def test_who_speaks_in_the_case_is_a_party_while_that_judgement_stands(cast: Cast, heard: Kept) -> None:
    claim = told(cast, heard)
    person = Entity.objects.get()
    speaker = Participant.objects.get(session__revision=heard.revision, label="Saule")
    judged = people.identify(cast.chiara, person, speaker, "testifier_self")
    assert not hearsay.masked(cast.case).exists()

    people.withdraw_identification(cast.chiara, judged)
    assert list(hearsay.masked(cast.case)) == [claim]


def test_whom_a_member_says_the_case_is_about_is_a_party_until_it_is_taken_back(
    cast: Cast, heard: Kept
) -> None:
    claim, person = told(cast, heard), Entity.objects.get()
    first = say_party(cast.chiara, cast.case, person)
    assert say_party(cast.chiara, cast.case, person) == first
    assert not hearsay.masked(cast.case).exists()

    say_not_party(cast.chiara, cast.case, person)
    assert list(hearsay.masked(cast.case)) == [claim]
    with pytest.raises(NotUnderstood, match="Nobody has said"):
        say_not_party(cast.chiara, cast.case, person)


def test_only_a_person_of_the_case_becomes_a_party(cast: Cast) -> None:
    mill = people.add_entity(cast.chiara, cast.case, "body", [NameGiven("The mill")])
    other = Case.objects.create(title="The well", opened_by=cast.aygul, invented=True)
    stranger = people.add_entity(cast.aygul, other, "person", [NameGiven("Aidos")])
    for entity, code in ((mill, "no-person"), (stranger, "not-of-this-case")):
        with pytest.raises(NotUnderstood) as refused:
            say_party(cast.chiara, cast.case, entity)
        assert refused.value.code == code


def test_an_occurrence_is_masked_until_one_open_claim_speaks_of_it(cast: Cast, heard: Kept) -> None:
    claim = told(cast, heard)
    assert hearsay.masked_titles(cast.case) == {claim.occurrence.external_id if claim.occurrence else ""}
    seen = Statement("statement", knows="saw", occurrence=claim.occurrence)
    make_claim(cast.chiara, cast.case, heard.at("in June 2011"), seen)
    assert hearsay.masked_titles(cast.case) == frozenset()
    # What nobody speaks of yet is nobody's secret.
    empty = name_occurrence(cast.chiara, cast.case, "The mill burns")
    assert hearsay.veil(cast.case, occurrences=[empty.pk]).occurrences == frozenset()


def test_no_list_picture_margin_or_page_of_the_case_names_who_was_only_heard_of(
    cast: Cast, heard: Kept, client_of: SignIn
) -> None:
    claim = told(cast, heard, readings=())
    client, case = client_of(cast.chiara), cast.case.pk
    for page in (
        reverse("claims", args=[case]),
        reverse("claims", args=[case]) + f"?occurrence={claim.occurrence_id}",
        reverse("claim", args=[case, claim.pk]),
        reverse("chronology", args=[case]),
        reverse("conflicts", args=[case]),
        f"/cases/{case}/",
    ):
        text = client.get(page).content.decode()
        assert "Yerkin" not in text, page
        assert "another person" in text or page.endswith(("conflicts/", "chronology/")), page
    reader = client.get(reverse("reader", args=[case, heard.layer.pk])).content.decode()
    assert "Yerkin is taken" not in reader
    assert "another person" in reader


def test_under_the_name_of_who_was_only_heard_of_nothing_is_listed(
    cast: Cast, heard: Kept, client_of: SignIn
) -> None:
    told(cast, heard)
    person = Entity.objects.get()
    page = client_of(cast.farid).get(reverse("claims", args=[cast.case.pk]) + f"?entity={person.pk}")
    text = page.content.decode()
    assert "is not listed under the name" in text
    assert 'class="claim"' not in text


def test_the_words_are_shown_to_who_may_see_them_and_the_trail_tells(
    cast: Cast, heard: Kept, client_of: SignIn
) -> None:
    claim = told(cast, heard)
    where, shown = (reverse(name, args=[cast.case.pk, claim.pk]) for name in ("claim", "claim-shown"))
    assert shown in client_of(cast.emine).get(where).content.decode()
    assert WORDS in client_of(cast.emine).post(shown).content.decode()
    entries = AuditEntry.objects.filter(permission="hearsay:see", target=f"claim:{claim.pk}")
    assert [(entry.member, entry.allowed) for entry in entries] == [(cast.emine, True)]

    assert shown not in client_of(cast.farid).get(where).content.decode()
    assert client_of(cast.farid).post(shown).status_code == 403
    assert client_of(cast.chiara).get(shown).status_code == 405


def test_to_correct_a_masked_claim_is_to_see_it(cast: Cast, heard: Kept, client_of: SignIn) -> None:
    claim = told(cast, heard)
    page = client_of(cast.chiara).get(reverse("claim-replace", args=[cast.case.pk, claim.pk]))
    assert page.status_code == 200
    assert AuditEntry.objects.filter(permission="hearsay:see", target=f"claim:{claim.pk}").exists()


def pages_that_offer_occurrences(cast: Cast, claim: Claim) -> list[str]:
    case = cast.case.pk
    return [
        reverse("claim", args=[case, claim.pk]),
        reverse("claim-replace", args=[case, claim.pk]),
        f"{reverse('claim-new', args=[case])}?anchor={claim.anchor.pk}",
    ]


def test_no_choice_on_a_page_names_what_is_masked(cast: Cast, heard: Kept, client_of: SignIn) -> None:
    told(cast, heard)
    plain = told(cast, heard, knows="saw", new_occurrence="Saule is asked")
    client = client_of(cast.chiara)
    for page in pages_that_offer_occurrences(cast, plain):
        text = client.get(page).content.decode()
        assert "Saule is asked" in text
        assert "Yerkin is taken" not in text


def test_a_reading_that_speaks_of_something_masked_keeps_it_without_its_title(
    cast: Cast, heard: Kept, client_of: SignIn
) -> None:
    closed = told(cast, heard).occurrence
    assert closed is not None
    order = ReadingGiven("order", "before", of=OWN, to=closed, to_point="start")
    plain = told(cast, heard, knows="saw", new_occurrence="Saule is asked", readings=[order])
    page = client_of(cast.chiara).get(reverse("claim-replace", args=[cast.case.pk, plain.pk]))
    text = page.content.decode()
    assert f'<option value="{closed.pk}" selected>' in text
    assert "Yerkin is taken" not in text
    assert queries.occurrences(cast.case, opened=[closed.pk])[-1].title == "Yerkin is taken"
    assert Occurrence.objects.get(pk=closed.pk).title == "Yerkin is taken"


def test_whoever_asked_to_see_a_masked_claim_may_choose_what_it_speaks_of(
    cast: Cast, heard: Kept, client_of: SignIn
) -> None:
    claim = told(cast, heard)
    client = client_of(cast.chiara)
    shown = client.post(reverse("claim-shown", args=[cast.case.pk, claim.pk]))
    assert "Yerkin is taken" in shown.content.decode()
    replace = reverse("claim-replace", args=[cast.case.pk, claim.pk])
    form = client.get(replace).context["draft"].form
    assert "Yerkin is taken" in str(form["occurrence"])
    sent = {
        "kind": "occurrence", "occurrence": str(claim.occurrence_id), "by": "Saule", "knows": "told",
        "mode": "asserted", "readings-TOTAL_FORMS": "0", "readings-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert client.post(replace, sent).status_code == 302
    claim.refresh_from_db()
    assert claim.replaced_by is not None
    assert claim.replaced_by.occurrence_id == claim.occurrence_id
    assert list(Occurrence.objects.values_list("title", flat=True)) == ["Yerkin is taken"]


def test_who_may_not_see_a_masked_claim_cannot_open_the_page_that_corrects_it(
    cast: Cast, heard: Kept, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = told(cast, heard, said_on="2011-06-30", told_by="a neighbour")
    without = HOLDS[Role.DOCUMENTER] - {Permission.HEARSAY_SEE}
    monkeypatch.setitem(HOLDS, Role.DOCUMENTER, without)
    client = client_of(cast.chiara)
    replace = reverse("claim-replace", args=[cast.case.pk, claim.pk])
    refused = [client.get(replace), client.head(replace), client.post(replace, {"more": "1"})]
    assert [page.status_code for page in refused] == [403, 403, 403]
    assert not any(b"2011-06-30" in page.content or b"a neighbour" in page.content for page in refused)
    asked = AuditEntry.objects.filter(permission="hearsay:see", target=f"claim:{claim.pk}")
    assert [entry.allowed for entry in asked] == [False, False, False]


def test_noting_a_status_tells_no_day_of_a_masked_claim(cast: Cast, heard: Kept, client_of: SignIn) -> None:
    masked = told(cast, heard, said_on="2011-06-30")
    plain = told(cast, heard, knows="saw", said_on="2011-06-30", new_occurrence="Saule is asked")
    status = reverse("status", args=[cast.case.pk])
    texts = [
        client_of(cast.chiara).get(f"{status}?claim={claim.pk}").content.decode() for claim in (masked, plain)
    ]
    assert ["2011-06-30" in text for text in texts] == [False, True]


def test_a_conflict_tells_what_is_open_and_masks_the_rest(cast: Cast, talk: Kept, heard: Kept) -> None:
    disagree(cast, talk)
    claim = Claim.objects.get(external_id="b")
    attach(cast.chiara, claim, Attached(yerkin(cast), "victim"))
    reckoned(cast.case)
    shown = queries.conflicts_shown(cast.case, queries.found_conflicts(cast.case))
    rows = [row for row in showing.conflict_rows(shown) if any(each["masked"] for each in row["members"])]
    assert rows
    for row in rows:
        assert "masked" in row["why"]
        assert {each["quote"] for each in row["members"] if each["masked"]} == {""}
        assert {each["value"] for each in row["members"] if each["masked"]} == {"another person"}


def test_what_is_known_asked_and_drawn_says_another_person(cast: Cast, heard: Kept) -> None:
    told(cast, heard)
    import_claims(
        cast.chiara,
        cast.case,
        json.dumps(
            {
                "claims": [
                    {
                        "id": name,
                        "kind": "occurrence",
                        **heard.place(WORDS),
                        "knows": "told",
                        "of_others": True,
                        "occurrence": {"id": "o", "title": "Yerkin is taken"},
                        "readings": [day],
                    }
                    for name, day in (("x", "2011-06-02"), ("y", "2011-06-09"))
                ]
            }
        ),
    )
    reckoned(cast.case)
    known = knowing.known(cast.case)
    told_of = [row.occurrence.title for part in (known.torn, known.open) for row in part.rows]
    assert told_of == ["another person", "another person"]
    assert [
        ("Yerkin" in ask.words, "another person" in ask.words) for ask in asking.next_questions(cast.case)
    ] == [(False, True)]
    rows = timeline.page_of(cast.case, 1).rows
    assert {row.occurrence.title for row in rows} == {"another person"}


@pytest.mark.parametrize("to", ["json", "annotations", "ftm", "csv"])
def test_a_file_says_nothing_of_what_was_heard_but_that_it_is_masked(
    cast: Cast, heard: Kept, to: str
) -> None:
    row = {
        "id": "yerkin-taken",
        "kind": "occurrence",
        **heard.place(WORDS),
        "by": "Rahile next door",
        "knows": "told",
        "told_by": "Gulbahar",
        "of_others": True,
        "code": "torture",
        "occurrence": "yerkin-in-june",
        "readings": ["2011-06-02"],
    }
    seen = {
        "id": "c2",
        "kind": "statement",
        **heard.place("They say"),
        "knows": "saw",
        "readings": [{"from": ["yerkin-in-june", "start"], "to": ["call", "start"], "duration": "P1Y"}],
    }
    import_claims(cast.chiara, cast.case, json.dumps({"claims": [row, seen]}))
    claim = Claim.objects.get(external_id="yerkin-taken")
    attach(cast.chiara, claim, Attached(yerkin(cast), "victim"))
    text = export_claims(cast.chiara, cast.case, to).text
    said = (
        "erkin",
        "2011-06",
        "orture",
        "Rahile",
        "Gulbahar",
        "june",
        f"guwah-entity-{Entity.objects.get().pk}",
    )
    assert [each for each in said if each in text] == []
    # A model of facts has no place even for the mask.
    assert ("another person" in text, f"masked-{claim.pk}" in text) == ((to != "ftm"),) * 2
    if to == "json":
        again = import_rows(cast.chiara, cast.case, text, good_only=False)
        assert (len(again.claims), again.made) == (2, ())


def test_conflicts_as_json_say_nothing_of_what_was_heard(cast: Cast, heard: Kept) -> None:
    place = heard.place(WORDS)
    counted = {"from": ["yerkin-taken", "start"], "to": ["yerkin-taken", "end"], "duration": "P1D"}
    rows = [
        {
            "id": f"yerkin-{day}",
            "kind": "occurrence",
            **place,
            "knows": "told",
            "of_others": True,
            "by": "Rahile",
            "occurrence": "yerkin-taken",
            "readings": [f"2011-06-{day}", counted],
        }
        for day in ("02", "09")
    ]
    import_claims(cast.chiara, cast.case, json.dumps({"claims": rows}))
    answer = reckoned(cast.case)
    assert answer["bounds"]
    assert answer["countings"]
    shown = queries.conflicts_shown(cast.case, answer["conflicts"])
    told_of = conflicts_json(answer, shown, hidden(cast.case))
    text = json.dumps(told_of)
    assert [each for each in ("erkin", "2011-06", "Rahile") if each in text] == []
    assert (told_of["bounds"], told_of["countings"]) == ({}, {})
    assert (told_of["left_out"]["bounds"], told_of["left_out"]["countings"]) == (1, 2)
    (conflict,) = told_of["conflicts"]
    assert [words["quote"] for words in conflict["words"]] == ["another person"] * 2
    assert (conflict["words"][0]["start"], conflict["words"][0]["end"]) == (None, None)


def test_a_file_of_claims_masks_them_comes_back_and_cannot_become_another_case(
    cast: Cast, heard: Kept
) -> None:
    claim = told(cast, heard)
    [row] = queries.exported(cast.case)
    hearsay.draw(cast.case, [row])
    told_of = claim_json(row)
    assert told_of["masked"] is True
    assert "Yerkin" not in json.dumps(told_of)

    file = json.dumps({"claims": [told_of]})
    assert import_claims(cast.chiara, cast.case, file) == [claim]
    told_of["id"] = "elsewhere"
    taken = import_rows(cast.chiara, cast.case, json.dumps({"claims": [told_of]}), good_only=True)
    assert [row.code for row in taken.left] == ["masked"]
    assert Claim.objects.count() == 1
    assert Case.objects.count() == 1


def test_nothing_is_begun_because_of_what_was_heard(cast: Cast, heard: Kept) -> None:
    told(cast, heard)
    assert Case.objects.count() == 1
    assert not cast.case.statuses.exists()
    assert not cast.case.watches.exists()


def test_drawing_changes_no_row_and_asks_little(
    cast: Cast, heard: Kept, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _time in range(12):
        told(cast, heard)
    rows = queries.exported(cast.case)
    with django_assert_max_num_queries(3):  # type: ignore[attr-defined] # a context manager
        drawn = hearsay.draw(cast.case, rows)
    assert len(drawn.claims) == 12
    assert {row.occurrence.title for row in rows if row.occurrence} == {"another person"}
    assert set(Claim.objects.values_list("occurrence__title", flat=True)) == {"Yerkin is taken"}
    row = rows[0]
    person = row.entities.all()[0].entity_id
    assert drawn.name(row.pk, person, "Yerkin") == "another person"
    assert drawn.name(row.pk, person + 1000, "Saule") == "Saule"


def test_from_the_claim_one_says_whom_the_case_is_about(cast: Cast, heard: Kept, client_of: SignIn) -> None:
    claim, client = told(cast, heard), client_of(cast.chiara)
    person = Entity.objects.get()
    where = reverse("party", args=[cast.case.pk, person.pk])
    assert where in client.post(reverse("claim-shown", args=[cast.case.pk, claim.pk])).content.decode()
    page = client.post(where, {"about": "yes", "claim": str(claim.pk)}, follow=True).content.decode()
    assert WORDS in page
    assert where not in page
    client_of(cast.chiara).post(where, {"about": "no"})
    assert hearsay.masked(cast.case).exists()
    assert client_of(cast.farid).post(where, {"about": "yes"}).status_code == 403
