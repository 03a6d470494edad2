from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from guwah.steps.claims import queries, timeline
from guwah.steps.claims.flows import OWN, ReadingGiven, Statement, make_claim, name_occurrence, reckoned
from guwah.steps.claims.models import Claim, ConflictNote, FoundConflict, Status
from kept import disagree

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from cast import Cast
    from guwah.accounts.models import Member
    from kept import Kept

    SignIn = Callable[[Member], Client]


def test_the_chronology_is_a_picture_and_the_same_as_a_table(
    cast: Cast,
    talk: Kept,
    client_of: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    disagree(cast, talk)
    later = name_occurrence(cast.chiara, cast.case, "Something undated")
    client, address = client_of(cast.farid), reverse("chronology", args=[cast.case.pk])
    reckoned(cast.case)
    with django_assert_max_num_queries(27):
        page = client.get(address).content.decode()
    picture, table = page.split("<table>")
    claim = Claim.objects.get(external_id="b")
    assert " ≠1" in picture
    assert f'href="{reverse("claim", args=[cast.case.pk, claim.pk])}" class="is-conflict"' in picture
    assert "style=" not in page
    assert "<script" not in picture.split("<svg", 1)[1].split("</svg>")[0]
    assert "The bakery stands closed" in table
    assert "on 7 May 2012" in table
    assert f'id="occurrence-{later.pk}"' in table
    assert "said differently: see the conflicts" in table


def test_the_chronology_has_a_row_for_each_who_says_something_where_that_is_asked_for(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    disagree(cast, talk)
    reckoned(cast.case)
    shown = timeline.page_of(cast.case, 1, by_source=True)
    assert shown.picture is not None
    rows = {row.label: [mark.statement.words for mark in row.marks] for row in shown.picture.rows}
    numbers = [Claim.objects.get(external_id=each).pk for each in "abc"]
    assert rows == {
        "\u2068Saule\u2069": [f"{number} \u2068The bakery stands closed\u2069" for number in numbers]
    }
    assert {row.id for row in shown.picture.rows} == {f"occurrence-{shown.rows[0].occurrence.pk}"}
    page = client_of(cast.farid).get(reverse("chronology", args=[cast.case.pk]), {"by": "source"})
    assert "Saule" in page.content.decode().split('<svg class="timeline"', 1)[1].split("</svg>")[0]


@pytest.mark.parametrize("how", ["feared", "hypothetical", "asked", "corrected", "machine", "masked"])
def test_only_what_is_told_as_a_fact_by_somebody_who_may_be_named_is_drawn(
    cast: Cast, talk: Kept, client_of: SignIn, how: str
) -> None:
    occurrence = name_occurrence(cast.chiara, cast.case, "They come again")
    made = Statement(
        "occurrence",
        mode="asserted" if how in {"machine", "masked"} else how,
        knows="told" if how == "masked" else "saw",
        machine=how == "machine",
        of_others=how == "masked",
        occurrence=occurrence,
        readings=(ReadingGiven("date", "2011-05-05", of=OWN),),
    )
    make_claim(cast.chiara, cast.case, talk.at("on 5 May 2011"), made)
    reckoned(cast.case)
    for by_source in (False, True):
        shown = timeline.page_of(cast.case, 1, by_source=by_source)
        marks = [mark for row in (shown.picture.rows if shown.picture else ()) for mark in row.marks]
        assert marks == []
    page = client_of(cast.farid).get(reverse("chronology", args=[cast.case.pk])).content.decode()
    told = how not in {"machine", "masked"}
    assert ("told by nobody as a fact" in page) is told
    if how == "masked":
        assert "May 2011" not in page


def test_an_empty_case_has_an_empty_chronology_and_no_conflict(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.farid)
    assert "Nothing is dated yet" in client.get(reverse("chronology", args=[cast.case.pk])).content.decode()
    page = client.get(reverse("conflicts", args=[cast.case.pk])).content.decode()
    assert "Nothing said here excludes" in page


def test_conflicts_stand_side_by_side_with_what_would_settle_them(
    cast: Cast,
    talk: Kept,
    client_of: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    disagree(cast, talk)
    client, address = client_of(cast.emine), reverse("conflicts", args=[cast.case.pk])
    reckoned(cast.case)
    # The shell's own among them: whether this vault is an invented one.
    with django_assert_max_num_queries(33):
        page = client.get(address).content.decode()
    assert "on 7 May 2012" in page
    assert "on 9 June 2012" in page
    assert "Between the witness and somebody who reports" in page
    assert "What would settle it:" in page
    assert "It fits no way of counting" in page or "when the first and the last day both count" in page
    found = reckoned(cast.case)["conflicts"][0]
    readings = "-".join(str(one) for one in found["readings"])
    explain = reverse("conflict-explain", args=[cast.case.pk])
    refused = client.post(
        explain, {"readings": readings, "state": "explained-by-editor", "words": ""}, follow=True
    )
    assert "needs words" in refused.content.decode()
    client.post(explain, {"readings": readings, "state": "asked", "words": "In the next call"})
    hers = str(Claim.objects.get(external_id="c").pk)
    client.post(explain, {"readings": readings, "state": "explained-by-witness", "claim": hers})
    assert list(ConflictNote.objects.values_list("state", flat=True)) == ["asked", "explained-by-witness"]
    page = client.get(address).content.decode()
    assert "In the next call" in page
    assert "explained by the witness" in page
    wrong = client.post(explain, {"readings": "1-x", "state": "asked"}, follow=True)
    assert "in no conflict" in wrong.content.decode()
    assert "Nothing was changed" in client.post(explain, {"state": "?"}, follow=True).content.decode()


@pytest.mark.parametrize("kept_before", [False, True])
def test_why_a_conflict_is_one_is_said_in_the_language_of_the_page(
    cast: Cast,
    talk: Kept,
    client_of: SignIn,
    kept_before: bool,
) -> None:
    disagree(cast, talk)
    reckoned(cast.case)
    if kept_before:  # by a version that kept no reasons
        for row in FoundConflict.objects.all():
            FoundConflict.objects.filter(pk=row.pk).update(
                found={name: value for name, value in row.found.items() if name != "because"}
            )
    client, address = client_of(cast.emine), reverse("conflicts", args=[cast.case.pk])
    page = client.get(address, headers={"accept-language": "ru"}).content.decode()
    (told, *_) = re.findall(r'class="conflict-why"><strong>.*?</strong> <bdi>(.*?)</bdi></p>', page)
    claim = Claim.objects.get(external_id="b")
    assert told.startswith(f"Утверждение {claim.pk}: конец «\u2068The bakery stands closed\u2069»")
    assert "\u20687 мая 2012 года\u2069" in told
    assert re.findall(r"[A-Za-z]+", told.replace("The bakery stands closed", "")) == []
    english = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "hese cannot all be true" not in english
    assert "Why they cannot all be true:" in english


def test_a_duration_that_fits_one_way_of_counting_is_told_and_is_no_conflict(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    disagree(cast, talk)
    wrong = Claim.objects.get(external_id="c")
    client = client_of(cast.boris)
    client.post(reverse("claim-withdraw", args=[cast.case.pk, wrong.pk]), {"because": "taken back by her"})
    page = client.get(reverse("conflicts", args=[cast.case.pk])).content.decode()
    assert "Nothing said here excludes" in page
    assert "when the first and the last day both count" in page


def test_a_status_is_noted_as_of_a_day_and_the_newest_is_current(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    claim = make_claim(cast.chiara, cast.case, talk.at("The inspector"), Statement(kind="status"))
    client = client_of(cast.chiara)
    address = reverse("status", args=[cast.case.pk]) + f"?claim={claim.pk}"
    for code, day in (("free", "2012-05"), ("free_restricted", "2011")):
        client.post(address, {"status": f"liberty:{code}", "as_of": day})
    assert [one.claim for one in Status.objects.all()] == [claim, claim]
    assert [one.code for one in queries.current_statuses(cast.case)] == ["free"]
    assert "not a date" in client.post(address, {"status": "liberty:free", "as_of": "May"}).content.decode()
    assert "At liberty" in client.get(reverse("chronology", args=[cast.case.pk])).content.decode()
    assert "At liberty with restrictions" in client.get(address).content.decode()


def test_the_reader_shows_claims_in_its_margin_and_offers_to_make_one(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    disagree(cast, talk)
    reckoned(cast.case)
    claim = Claim.objects.get(external_id="a")
    client = client_of(cast.chiara)
    page = client.get(reverse("reader", args=[cast.case.pk, talk.layer.pk])).content.decode()
    assert f'href="{reverse("claim", args=[cast.case.pk, claim.pk])}"' in page
    assert "is-conflict" in page
    assert 'data-action="claim"' in page
    assert 'data-action="person"' in page


def test_the_picture_has_bars_from_start_to_end_and_ties_between_what_conflicts(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    disagree(cast, talk)
    claim = Claim.objects.get(external_id="c")
    client, address = client_of(cast.boris), reverse("chronology", args=[cast.case.pk])

    def picture() -> str:
        return client.get(address).content.decode().split('<svg class="timeline"', 1)[1].split("</svg>")[0]

    torn = picture()
    assert torn.count('class="link-conflict"') == 2
    assert torn.count("<circle") == 4
    assert torn.count('class="bar"') == 1, "it certainly lasted until the earlier end"
    assert torn.count('class="bar-uncertain"') == 1, "and perhaps until the later one"
    client.post(reverse("claim-withdraw", args=[cast.case.pk, claim.pk]), {"because": "misheard"})
    whole = picture()
    assert "link-conflict" not in whole
    assert (whole.count('class="bar"'), whole.count('class="bar-uncertain"')) == (1, 0)


def test_the_status_stands_once_on_the_chronology(cast: Cast, talk: Kept, client_of: SignIn) -> None:
    client = client_of(cast.chiara)
    client.post(reverse("status", args=[cast.case.pk]), {"status": "liberty:free", "as_of": "2012-05"})
    page = client.get(reverse("chronology", args=[cast.case.pk])).content.decode()
    assert page.count("At liberty") == 1


def test_a_sentence_of_the_page_is_not_turned_round_by_a_title_in_another_script(
    cast: Cast, talk: Kept, client_of: Callable[[Member], Client]
) -> None:
    """A `bdi` would take its direction from the title: isolates inside it do not count (HTML, `dir=auto`)."""
    disagree(cast, talk)
    page = client_of(cast.chiara).get(reverse("conflicts", args=[cast.case.pk])).content.decode()
    assert '<p class="conflict-value">' in page
    assert '<p class="conflict-value"><bdi>' not in page
