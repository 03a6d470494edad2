from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from guwah.failures import NotUnderstood, Refused
from guwah.instruments.amounts import UNITS, find
from guwah.steps.claims import flows
from guwah.steps.claims.as_json import claim_json
from guwah.steps.claims.flows import (
    AmountGiven,
    Statement,
    amount_found,
    export_claims,
    import_claims,
    make_claim,
    note_amount,
)
from guwah.steps.claims.flows.importing import BadRows
from guwah.steps.claims.models import Claim
from guwah.steps.claims.picturing import sums, sums_drawing
from guwah.steps.claims.picturing.comparing import Sign, Span, difference
from guwah.steps.claims.picturing.paper import WIDTH
from guwah.steps.claims.picturing.sums import ASSUMED, UNIT_WORDS, Scale, Told, Topic, Wanted, page_of
from guwah.steps.claims.picturing.tables import Amount
from guwah.steps.testimony import flows as testimony
from guwah.vault.append_only import Overwritten
from kept import keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from cast import Cast
    from guwah.accounts.models import Member
    from kept import Kept

    SignIn = Callable[[Member], Client]

SAID = "The inspector said the flour was damp"
NUMBERS = st.decimals(min_value=0, max_value=10**9, places=2)


def amount_claim(cast: Cast, talk: Kept, **facts: object) -> Claim:
    return make_claim(cast.chiara, cast.case, talk.at(SAID), Statement("amount", **facts))  # type: ignore[arg-type] # as given


def told(cast: Cast, talk: Kept, role: str, value: str, **facts: object) -> Claim:
    claim = amount_claim(cast, talk)
    usual = {"measure": "money", "unit": "CNY", "subject": "compensation", "thing": "the garden"}
    note_amount(cast.chiara, claim, AmountGiven(value=value, role=role, **(usual | facts)))  # type: ignore[arg-type] # as given
    return claim


def only(cast: Cast) -> Topic:
    (topic,) = page_of(cast.case, Wanted()).topics
    return topic


spans = st.tuples(NUMBERS, NUMBERS, st.booleans()).map(lambda one: Span(min(one[:2]), max(one[:2]), one[2]))


@given(spans, spans)
def test_a_difference_holds_for_every_pair_of_numbers_in_two_amounts(one: Span, other: Span) -> None:
    found, back = difference(one, other), difference(other, one)
    turned = {Sign.LESS: Sign.MORE, Sign.MORE: Sign.LESS}
    assert back.sign == turned.get(found.sign, found.sign)
    assert (back.least, back.most) == (found.least, found.most)
    for first in (one.low, one.high):
        for second in (other.low, other.high):
            if found.sign in turned:
                assert found.least <= abs(first - second) <= found.most
                assert (first < second) == (found.sign == Sign.LESS)
            if found.sign == Sign.SAME:
                assert first == second
    assert found.approximate == (one.approximate or other.approximate)


def test_ranges_that_touch_may_be_alike_or_not() -> None:
    low, high = Span(Decimal(1), Decimal(5)), Span(Decimal(5), Decimal(9))
    assert difference(low, high).sign == Sign.OPEN
    assert difference(low, low).sign == Sign.OPEN
    assert difference(Span(Decimal(5), Decimal(5)), Span(Decimal(5), Decimal(5))).sign == Sign.SAME


def test_what_was_paid_is_told_to_be_less_than_the_standard_by_so_much(cast: Cast, talk: Kept) -> None:
    paid = told(cast, talk, "paid", "12000")
    standard = told(cast, talk, "standard", "15000")
    (scale,) = only(cast).scales
    assert [one.role for one in scale.told] == ["standard", "paid"]
    assert scale.differences == [
        f"paid (claim {paid.pk}): \u20683,000 CNY\u2069 less than by the standard (claim {standard.pk})"
    ]
    assert only(cast).title == "compensation · \u2068the garden\u2069"


def test_other_currencies_other_times_and_open_units_are_never_held_against_each_other(
    cast: Cast, talk: Kept
) -> None:
    told(cast, talk, "standard", "15000")
    told(cast, talk, "paid", "12000", unit="KZT")
    told(cast, talk, "paid", "100", per="a month")
    told(cast, talk, "paid", "7")
    open_ones = [told(cast, talk, role, "3000", unit="") for role in ("standard", "paid")]
    scales = only(cast).scales
    assert [(scale.unit, len(scale.told), len(scale.differences)) for scale in scales] == [
        ("CNY", 2, 1),
        ("KZT", 1, 0),
        ("CNY", 1, 0),
        ("", 2, 0),
    ]
    assert [one.claim for one in scales[3].told] == [claim.pk for claim in open_ones]
    assert "unit not said" in scales[3].told[0].words
    (picture,) = sums_drawing.layout([only(cast)])
    assert [bool(line.boxes) for line in picture.lines] == [True, True, True, True, False, False]


def test_two_who_tell_another_sum_of_the_same_are_marked_and_nobody_is_chosen(cast: Cast, talk: Kept) -> None:
    one, other = told(cast, talk, "paid", "1500"), told(cast, talk, "paid", "2000")
    told(cast, talk, "paid", "1400", most="1600")
    against = {each.claim: each.against for each in only(cast).scales[0].told}
    assert other.pk in against[one.pk]
    assert against[other.pk][0] == one.pk
    assert len(against[one.pk]) == 1, "a range that holds it says nothing else"


def test_land_is_shown_in_hectares_beside_the_words_with_what_that_takes_for_granted(
    cast: Cast, talk: Kept
) -> None:
    told(cast, talk, "said", "12", measure="area", unit="mu", subject="land")
    told(cast, talk, "said", "2", measure="area", unit="hectare", subject="land", thing="another")
    mu, hectare = (topic.scales[0].told[0] for topic in reversed(page_of(cast.case, Wanted()).topics))
    assert mu.words == "\u206812 mu\u2069"
    assert mu.converted == "= 0.8 hectares"
    assert "a local or older one may differ" in mu.assumed
    assert hectare.converted == ""
    assert {code for code, unit in UNITS.items() if unit.assumes} == set(ASSUMED)
    assert set(UNITS) < set(UNIT_WORDS)


@pytest.mark.parametrize("facts", [{"mode": "feared"}, {"machine": True}])
def test_only_what_is_asserted_and_checked_is_drawn(cast: Cast, talk: Kept, facts: dict[str, object]) -> None:
    claim = amount_claim(cast, talk, **facts)
    note_amount(cast.chiara, claim, AmountGiven("money", "5", unit="CNY"))
    assert page_of(cast.case, Wanted()).topics == ()


def test_a_correction_counts_and_what_was_noted_before_stays(cast: Cast, talk: Kept) -> None:
    claim = told(cast, talk, "paid", "1500")
    note_amount(cast.chiara, claim, AmountGiven("money", "1600", unit="CNY", role="paid"))
    assert [one.value for one in Amount.objects.filter(claim=claim).order_by("pk")] == ["1500", "1600"]
    assert "1,600" in only(cast).scales[0].told[0].words
    with pytest.raises(Overwritten):
        Amount.objects.earliest("pk").save(update_fields=["value"])
    new = flows.replace_claim(cast.chiara, claim, Statement("amount", value="put better"))
    assert only(cast).scales[0].told[0].claim == new.pk
    flows.withdraw_claim(cast.chiara, new, "misheard")
    assert page_of(cast.case, Wanted()).topics == ()
    with pytest.raises(Refused):
        note_amount(cast.chiara, new, AmountGiven("money", "1", unit="CNY"))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"measure": "weight"}, "unknown-measure"),
        ({"role": "owed"}, "unknown-role"),
        ({"subject": "gold"}, "unknown-subject"),
        ({"value": "1,500"}, "bad-number"),
        ({"value": "-3"}, "bad-number"),
        ({"value": "1" * 16}, "bad-number"),
        ({"most": "5"}, "bad-range"),
        ({"value": "5", "most": "5"}, "bad-range"),
        ({"unit": "yuan"}, "unknown-unit"),
        ({"measure": "area", "unit": "CNY"}, "unknown-unit"),
        ({"measure": "share", "unit": "CNY"}, "unknown-unit"),
        ({"thing": "x" * 121}, "too-long"),
    ],
)
def test_an_amount_that_cannot_be_understood_is_refused(
    cast: Cast, talk: Kept, wrong: dict[str, str], code: str
) -> None:
    claim = amount_claim(cast, talk)
    with pytest.raises(NotUnderstood) as refused:
        note_amount(cast.chiara, claim, AmountGiven(**({"measure": "money"} | wrong)))  # type: ignore[arg-type] # texts only
    assert refused.value.code == code
    assert not Amount.objects.exists()


def test_a_file_of_claims_brings_amounts_and_takes_them_out_again(cast: Cast, talk: Kept) -> None:
    amount = {"measure": "money", "value": "1500.5", "unit": "CNY", "role": "paid", "subject": "fine"}
    row = {"id": "a", "kind": "amount", **talk.place(SAID), "amount": amount}
    import_claims(cast.chiara, cast.case, json.dumps({"claims": [row]}))
    assert claim_json(Claim.objects.get(external_id="a"))["amount"] == amount
    for wrong, code in (
        ({"measure": "money", "value": "many"}, "bad-number"),
        ({"value": "5"}, "no-measure"),
        ({"measure": "money", "value": 5.5}, "not-text"),
        ({"measure": "money", "colour": "red"}, "unknown-member"),
    ):
        bad = row | {"id": "b", "amount": wrong}
        with pytest.raises(BadRows) as refused:
            import_claims(cast.chiara, cast.case, json.dumps({"claims": [bad]}))
        assert refused.value.code == code
    assert Claim.objects.count() == 1
    whole = row | {"id": "c", "amount": {"measure": "money", "value": 7}}
    import_claims(cast.chiara, cast.case, json.dumps({"claims": [whole]}))
    assert Amount.objects.get(claim__external_id="c").value == "7"


def test_an_amount_goes_into_a_table_but_not_under_words_that_are_cut(cast: Cast, talk: Kept) -> None:
    told(cast, talk, "paid", "1500", thing="Мен наубайханада он жыл жұмыс істедім")
    (row,) = csv.DictReader(io.StringIO(export_claims(cast.chiara, cast.case, "csv").text))
    assert row["amount"].startswith("measure money; value 1500; unit CNY; subject compensation")
    anchor = talk.at("Мен наубайханада он жыл жұмыс істедім")
    testimony.cut(cast.boris, cast.case, anchor, "where she works", "witness")
    assert export_claims(cast.chiara, cast.case, "csv").cut == 1


def test_what_a_rule_found_becomes_an_amount_of_which_nobody_has_said_what_for() -> None:
    assert amount_found("date", {}) is None
    assert amount_found(
        "money", {"amount": 840, "currency": "CNY", "per": "per mu", "approximate": True}
    ) == (AmountGiven("money", "840", unit="CNY", approximate=True, per="per mu"))
    assert amount_found("area", {"value": 1.5, "unit": None}) == AmountGiven("area", "1.5")
    assert amount_found("share", {"percent": 30, "most": 40}) == AmountGiven("share", "30", "40", "percent")
    assert amount_found("money", {"amount": 1e15, "currency": "CNY"}) is None, "more digits than anybody says"


def test_more_amounts_than_one_picture_can_show_are_cut_and_the_page_says_so(
    cast: Cast, talk: Kept, client_of: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = told(cast, talk, "paid", "1")
    more = [
        Claim(case=cast.case, anchor=first.anchor, kind="amount", by="Saule", made_by=cast.chiara)
        for _ in range(sums.ENTRIES + 5)
    ]
    claims = Claim.objects.bulk_create(more)
    subjects = ("compensation", "land", "wage")
    Amount.objects.bulk_create(
        Amount(
            case=cast.case,
            claim=claim,
            by=cast.chiara,
            measure="money",
            value="5",
            unit="CNY",
            subject=subjects[place % 3],
            thing=("", "the garden", "the river")[place % 2],
        )
        for place, claim in enumerate(claims)
    )
    seen: list[int] = []
    wanted = Wanted()
    while True:
        page = page_of(cast.case, wanted)
        seen += [one.claim for topic in page.topics for scale in topic.scales for one in scale.told]
        if page.next is None:
            break
        wanted = Wanted(after=page.next)
    assert sorted(seen) == sorted({first.pk, *(claim.pk for claim in claims)})
    client, address = client_of(cast.farid), reverse("sums", args=[cast.case.pk])
    with django_assert_max_num_queries(35):
        words = client.get(address).content.decode()
    assert "more amounts than the 60" in words
    narrowed = page_of(cast.case, Wanted(subject="wage"))
    assert {topic.title.partition(" ·")[0] for topic in narrowed.topics} == {"wage"}
    assert page_of(cast.case, Wanted(source=talk.layer.source.number)).topics
    assert not page_of(cast.case, Wanted(source=99)).topics


def test_hearsay_about_others_keeps_its_sum_to_itself(cast: Cast, talk: Kept, client_of: SignIn) -> None:
    claim = amount_claim(cast, talk, knows="told", of_others=True)
    note_amount(cast.chiara, claim, AmountGiven("money", "4321", unit="CNY", subject="ransom"))
    page = client_of(cast.chiara).get(reverse("sums", args=[cast.case.pk])).content.decode()
    assert "another person" in page
    assert "4,321" not in page
    assert SAID not in page
    amount = reverse("claim-amount", args=[cast.case.pk, claim.pk])
    assert client_of(cast.chiara).get(amount).status_code == 200


def test_an_amount_is_put_in_order_on_its_page_which_begins_with_what_a_rule_reads(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    claim = make_claim(cast.chiara, cast.case, talk.at("1 year and 3 days"), Statement("amount"))
    client = client_of(cast.chiara)
    page = reverse("sums", args=[cast.case.pk])
    assert f"Put claim {claim.pk} in order" in client.get(page).content.decode()
    address = reverse("claim-amount", args=[cast.case.pk, claim.pk])
    given = {"measure": "area", "value": "3", "land": "mu", "role": "said", "subject": "land"}
    refused = client.post(address, given | {"value": "three"})
    assert "Write a number in digits" in refused.content.decode()
    shown = client.post(address, given, follow=True).content.decode()
    assert "3 mu" in shown
    assert "Not yet in order" not in shown
    again = client.get(address).content.decode()
    assert '<option value="mu" selected>' in again
    assert "counts" in again
    assert address in client.get(reverse("claim", args=[cast.case.pk, claim.pk])).content.decode()
    assert find("They gave about 840 RMB per mu", "en")[0].per == "per mu"


def test_the_words_of_a_sum_fill_the_form(cast: Cast, client_of: SignIn) -> None:
    kept = keep(cast, "Note", "Saule: They gave about 840 RMB per mu for it.\n\nOrynbek: Yes.\n")
    claim = make_claim(cast.chiara, cast.case, kept.at("about 840 RMB per mu"), Statement("amount"))
    address = reverse("claim-amount", args=[cast.case.pk, claim.pk])
    page = client_of(cast.chiara).get(address).content.decode()
    assert 'value="840"' in page
    assert 'value="CNY"' in page
    assert 'value="per mu"' in page


def test_an_empty_page_of_sums_teaches_what_belongs_there(cast: Cast, talk: Kept, client_of: SignIn) -> None:
    client, address = client_of(cast.farid), reverse("sums", args=[cast.case.pk])
    page = client.get(address).content.decode()
    assert "No sum and no land is told of yet" in page
    assert '<svg class="timeline"' not in page
    assert "No amount is said of this" in client.get(address, {"subject": "wage"}).content.decode()
    assert client.get(address, {"after": "7"}).status_code == 200


def test_numbers_are_written_as_the_page_writes_them(cast: Cast, talk: Kept) -> None:
    told(cast, talk, "paid", "12000.5", most="13000", approximate=True, per="a month")
    amount = Amount.objects.get()
    assert sums.words_of(amount) == "\u2068≈ 12,000.5–13,000 CNY, a month\u2069"
    with translation.override("ru"):
        assert "12\xa0000,5–13\xa0000 CNY" in sums.words_of(amount)


def topic(count: int, unit: str = "CNY") -> Topic:
    scale = Scale(unit, most=Decimal(count + 1))
    for number in range(count):
        span = Span(Decimal(number), Decimal(number + number % 3), approximate=number % 2 == 0)
        scale.told.append(Told(number, "paid", "paid", f"{number} CNY" * 20, "", "", span, {}))
    scale.differences.append("a sentence that goes on " * 20)
    return Topic("sums-1", "compensation · the garden", [scale])


@pytest.mark.parametrize("rtl", [False, True])
def test_bars_stay_on_the_paper_and_begin_at_the_same_line(rtl: bool) -> None:
    pictures = sums_drawing.layout([topic(9), topic(7), topic(12), topic(20)], rtl=rtl)
    assert len(pictures) > 1
    for picture in pictures:
        for line in picture.lines:
            assert line.boxes
            assert all(box.x >= 0 and box.x + box.width <= WIDTH for box in line.boxes)
            edges = [box.x + box.width if rtl else box.x for box in line.boxes]
            begin = WIDTH - sums_drawing.NAMES if rtl else sums_drawing.NAMES
            assert (max(edges) if rtl else min(edges)) == begin
            assert line.y < picture.height
        assert picture.direction == ("rtl" if rtl else "ltr")


def test_a_bar_is_as_long_as_its_amount_and_a_share_is_a_part_of_the_whole() -> None:
    ((line_less, line_most),) = ([*sums_drawing.layout([_two("CNY")])[0].lines],)
    assert sum(box.width for box in line_most.boxes) == sums_drawing.BARS
    assert sum(box.width for box in line_less.boxes) == sums_drawing.BARS // 2
    shares = sums_drawing.layout([_two("percent")])[0].lines
    assert [sum(box.width for box in line.boxes) for line in shares] == [100, 200]


def test_a_thing_of_which_much_is_told_goes_on_on_another_sheet_with_bars_of_the_same_scale() -> None:
    whole = topic(60)
    pictures = sums_drawing.layout([whole])
    assert len(pictures) > 1
    assert all(picture.height <= sums_drawing.TALLEST for picture in pictures)
    assert all([head.words for head in picture.heads] == [whole.title] for picture in pictures)
    lines = [line for picture in pictures for line in picture.lines]
    assert [line.told.claim for line in lines] == list(range(60))
    assert sum(len(picture.notes) for picture in pictures) == 1
    assert sum(box.width for box in lines[30].boxes) == sums_drawing.BARS * 30 // 61


def test_of_many_who_tell_it_differently_some_are_named_and_the_others_counted(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    claims = [told(cast, talk, "paid", str(value)) for value in range(1, 6)]
    told(cast, talk, "standard", "100")
    told(cast, talk, "standard", "100")
    (scale,) = only(cast).scales
    first = next(one for one in scale.told if one.claim == claims[0].pk)
    assert (first.named, first.others) == ([claims[1].pk, claims[2].pk], 2)
    assert len(scale.differences) == 7
    assert scale.differences[-1] == "more comparisons of this kind: 4"
    page = client_of(cast.farid).get(reverse("sums", args=[cast.case.pk])).content.decode()
    assert f"≠{claims[2].pk} +2" in page


def test_a_suggested_sum_brings_its_amount_and_is_drawn_when_somebody_has_checked_it(cast: Cast) -> None:
    kept = keep(cast, "Note", "Saule: They gave about 840 RMB per mu for it.\n\nOrynbek: Yes.\n")
    look = flows.look_through(cast.chiara, kept.layer)
    claim = flows.accept_suggestion(cast.chiara, look.suggested.get(kind="money"), compared=False)
    assert page_of(cast.case, Wanted()).topics == ()
    flows.check_claim(cast.emine, claim)
    (topic_there,) = page_of(cast.case, Wanted()).topics
    assert topic_there.title == "nobody has said what for"
    assert topic_there.scales[0].told[0].words == "\u2068≈ 840 CNY, per mu\u2069"


def _two(unit: str) -> Topic:
    spans_there = [Span(Decimal(25), Decimal(25)), Span(Decimal(50), Decimal(50))]
    rows = [Told(n, "paid", "paid", "", "", "", span, {}) for n, span in enumerate(spans_there)]
    return Topic("sums-1", "x", [Scale(unit, rows, most=Decimal(100 if unit == "percent" else 50))])
