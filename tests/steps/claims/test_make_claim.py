from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Case
from guwah.failures import NotUnderstood, Refused
from guwah.steps.claims.flows import (
    Attached,
    ReadingGiven,
    Statement,
    add_reading,
    attach,
    check_claim,
    make_claim,
    name_occurrence,
    reckoned,
    replace_claim,
    withdraw_claim,
)
from guwah.steps.claims.flows.statements import check_day
from guwah.steps.claims.models import Claim
from guwah.steps.people.flows import NameGiven, add_entity
from guwah.vault.append_only import Overwritten
from guwah.vault.models import LogEntry
from kept import TALK, Kept, keep

if TYPE_CHECKING:
    from cast import Cast


def test_a_claim_is_tied_to_words_and_said_by_the_speaker_of_the_turn(cast: Cast, talk: Kept) -> None:
    closing = name_occurrence(cast.chiara, cast.case, "The bakery is closed")
    claim = make_claim(
        cast.chiara,
        cast.case,
        talk.at("on 5 May 2011"),
        Statement(
            kind="occurrence",
            knows="saw",
            occurrence=closing,
            readings=(ReadingGiven("date", "2011-05-05", of=closing),),
        ),
    )
    assert claim.by == "Saule"
    assert claim.participant is not None
    assert claim.anchor.quote == "on 5 May 2011"
    assert not claim.machine
    assert [reading.value for reading in claim.readings.all()] == ["2011-05-05"]
    assert LogEntry.objects.filter(act="claimed", case=cast.case.pk).count() == 1


def test_a_named_speaker_is_recognised_and_another_claimant_is_kept_as_written(
    cast: Cast, talk: Kept
) -> None:
    words = talk.at("the flour was damp")
    own = make_claim(cast.chiara, cast.case, words, Statement(kind="statement", by="saule"))
    group = make_claim(cast.chiara, cast.case, words, Statement(kind="reported", by="The inspector"))
    assert own.participant is not None
    assert group.participant is None
    assert group.by == "The inspector"


def test_what_an_article_says_is_said_by_the_article(cast: Cast, article: Kept) -> None:
    claim = make_claim(cast.chiara, cast.case, article.at("summer of 2011"), Statement(kind="statement"))
    assert claim.by == "Tasaryk Weekly"


def test_words_outside_speech_need_a_claimant(cast: Cast, talk: Kept) -> None:
    heading = talk.at("Conversation 1")
    with pytest.raises(NotUnderstood) as refusal:
        make_claim(cast.chiara, cast.case, heading, Statement(kind="statement"))
    assert refusal.value.code == "no-claimant"
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (Statement(kind="rumour"), "unknown-kind"),
        (Statement(kind="statement", knows="guesses"), "unknown-knows"),
        (Statement(kind="statement", mode="shouted"), "unknown-mode"),
        (Statement(kind="occurrence"), "no-occurrence"),
        (Statement(kind="attribute", code="Has Spaces"), "bad-code"),
        (Statement(kind="statement", readings=(ReadingGiven("colour", "red"),)), "unknown-form"),
        (Statement(kind="statement", readings=(ReadingGiven("date", "5 May"),)), "not-edtf"),
        (Statement(kind="statement", readings=(ReadingGiven("date", "2011-02-30"),)), "no-such-day"),
        (Statement(kind="statement", readings=(ReadingGiven("date", "2011" * 40),)), "too-long"),
        (Statement(kind="statement", readings=(ReadingGiven("age", "-4"),)), "bad-age"),
        (Statement(kind="statement", readings=(ReadingGiven("age", "٤٧"),)), "bad-age"),
        (Statement(kind="statement", readings=(ReadingGiven("order", "before"),)), "two-points"),
        (
            Statement(kind="statement", readings=(ReadingGiven("date", "2011", basis="rumour"),)),
            "unknown-basis",
        ),
    ],
)
def test_what_cannot_be_understood_is_told_and_nothing_is_kept(
    cast: Cast, talk: Kept, statement: Statement, code: str
) -> None:
    with pytest.raises(NotUnderstood) as refusal, transaction.atomic():
        make_claim(cast.chiara, cast.case, talk.at("5 May 2011"), statement)
    assert refusal.value.code == code
    assert not Claim.objects.exists()


def test_a_duration_is_checked_by_the_instrument_and_needs_two_points(cast: Cast, talk: Kept) -> None:
    closed = name_occurrence(cast.chiara, cast.case, "Closed")
    words = talk.at("1 year and 3 days")
    for reading, code in (
        (ReadingGiven("duration", "1 year"), "bad-duration"),
        (ReadingGiven("duration", "P1Y3D", of=closed), "two-points"),
        (ReadingGiven("date", "2011", of=closed, to=closed, to_point="end"), "two-points"),
        (ReadingGiven("date", "2011", of=closed, of_point="middle"), "bad-point"),
        (ReadingGiven("order", "after", of=closed, to=closed, to_point="end"), "bad-order"),
        (ReadingGiven("age", "2000", of=closed, to=closed, to_point="end"), "bad-age"),
    ):
        with pytest.raises(NotUnderstood) as refusal, transaction.atomic():
            make_claim(cast.chiara, cast.case, words, Statement(kind="statement", readings=(reading,)))
        assert refusal.value.code == code


def test_words_of_a_machine_draft_make_a_machine_claim(cast: Cast) -> None:
    draft = keep(cast, "Draft", TALK, kind="machine")
    claim = make_claim(cast.chiara, cast.case, draft.at("5 May 2011"), Statement(kind="statement"))
    assert claim.machine


def test_an_unchecked_machine_claim_is_the_basis_of_nothing(cast: Cast, talk: Kept) -> None:
    closing = name_occurrence(cast.chiara, cast.case, "Closing")

    def said(quote: str, edtf: str, *, machine: bool) -> Claim:
        readings = (ReadingGiven("date", edtf, of=closing),)
        statement = Statement(kind="occurrence", occurrence=closing, readings=readings, machine=machine)
        return make_claim(cast.chiara, cast.case, talk.at(quote), statement)

    said("5 May 2011", "2011-05-05", machine=False)
    found = said("6 May 2011", "2011-05-06", machine=True)
    assert reckoned(cast.case)["conflicts"] == []
    check_claim(cast.emine, found)
    assert len(reckoned(cast.case)["conflicts"]) == 1
    with pytest.raises(Refused):
        check_claim(cast.emine, found)


def test_only_what_is_asserted_enters_the_chronology(cast: Cast, talk: Kept) -> None:
    closing = name_occurrence(cast.chiara, cast.case, "Closing")
    for edtf, mode in (("2011-05-05", "asserted"), ("2011-05-06", "corrected"), ("2014", "feared")):
        readings = (ReadingGiven("date", edtf, of=closing),)
        statement = Statement(kind="occurrence", mode=mode, occurrence=closing, readings=readings)
        make_claim(cast.chiara, cast.case, talk.at("5 May 2011"), statement)
    assert reckoned(cast.case)["consistent"]


def test_a_claim_is_never_overwritten(cast: Cast, talk: Kept) -> None:
    claim = make_claim(cast.chiara, cast.case, talk.at("5 May 2011"), Statement(kind="statement"))
    claim.by = "Somebody else"
    with pytest.raises(Overwritten):
        claim.save()
    with pytest.raises(Overwritten):
        claim.delete()


def test_a_correction_replaces_and_a_withdrawal_keeps(cast: Cast, talk: Kept) -> None:
    first = make_claim(cast.chiara, cast.case, talk.at("5 May 2011"), Statement(kind="statement", value="a"))
    second = replace_claim(
        cast.chiara, first, Statement(kind="statement", value="b"), talk.at("on 5 May 2011")
    )
    first.refresh_from_db()
    assert first.replaced_by == second
    with pytest.raises(Refused):
        replace_claim(cast.chiara, first, Statement(kind="statement"))
    with pytest.raises(NotUnderstood):
        withdraw_claim(cast.chiara, second, "  ")
    withdraw_claim(cast.chiara, second, "misheard")
    second.refresh_from_db()
    assert second.withdrawn_because == "misheard"
    for again in (
        lambda: withdraw_claim(cast.chiara, second, "twice"),
        lambda: check_claim(cast.emine, second),
        lambda: add_reading(cast.chiara, second, ReadingGiven("date", "2011")),
    ):
        with pytest.raises(Refused):
            again()
    assert Claim.objects.count() == 2


def test_another_reading_is_added_beside_the_first(cast: Cast, talk: Kept) -> None:
    opening = name_occurrence(cast.chiara, cast.case, "Opened again")
    statement = Statement(
        kind="occurrence", occurrence=opening, readings=(ReadingGiven("date", "2012-05-07", of=opening),)
    )
    claim = make_claim(cast.chiara, cast.case, talk.at("7 May 2012"), statement)
    add_reading(cast.chiara, claim, ReadingGiven("date", "2012-06-09", of=opening, basis="context"))
    found = reckoned(cast.case)
    assert found["consistent"]
    low, high = found["bounds"][opening.external_id]["start"]
    assert (low, high) == ("2012-05-07", "2012-06-09")


def test_people_are_attached_once_in_a_role(cast: Cast, talk: Kept) -> None:
    inspector = add_entity(cast.chiara, cast.case, "person", [NameGiven("Инспектор")])
    claim = make_claim(
        cast.chiara,
        cast.case,
        talk.at("The inspector"),
        Statement(kind="statement", entities=(Attached(inspector, "official_named"),)),
    )
    with pytest.raises(Refused):
        attach(cast.chiara, claim, Attached(inspector, "official_named"))
    before = LogEntry.objects.filter(act="claim-changed", case=cast.case.pk).count()
    attach(cast.chiara, claim, Attached(inspector, "alleged_perpetrator"))
    assert claim.entities.count() == 2
    assert LogEntry.objects.filter(act="claim-changed", case=cast.case.pk).count() == before + 1


def test_nothing_of_another_case_is_put_together(cast: Cast, talk: Kept) -> None:
    other = Case.objects.create(title="Another", opened_by=cast.aygul)
    foreign = name_occurrence(cast.aygul, other, "Elsewhere")
    stranger = add_entity(cast.aygul, other, "place", [NameGiven("Там")])
    words = talk.at("5 May 2011")
    for statement in (
        Statement(kind="occurrence", occurrence=foreign),
        Statement(kind="statement", readings=(ReadingGiven("date", "2011", of=foreign),)),
        Statement(kind="statement", entities=(Attached(stranger),)),
    ):
        with pytest.raises(NotUnderstood) as refusal, transaction.atomic():
            make_claim(cast.chiara, cast.case, words, statement)
        assert refusal.value.code == "not-of-this-case"
    own = make_claim(cast.chiara, cast.case, words, Statement(kind="statement"))
    with pytest.raises(NotUnderstood):
        attach(cast.chiara, own, Attached(stranger))


@pytest.mark.parametrize("who", ["farid", "daniyar", "gulya", "hanna"])
def test_not_everybody_may_make_claims(cast: Cast, talk: Kept, who: str) -> None:
    member = cast.members[who]
    words = talk.at("5 May 2011")
    with pytest.raises(NotPermitted):
        make_claim(member, cast.case, words, Statement(kind="statement"))
    claim = make_claim(cast.chiara, cast.case, words, Statement(kind="statement"))
    for flow in (
        lambda: replace_claim(member, claim, Statement(kind="statement")),
        lambda: withdraw_claim(member, claim, "because"),
        lambda: check_claim(member, claim),
        lambda: name_occurrence(member, cast.case, "Something"),
    ):
        with pytest.raises(NotPermitted):
            flow()


def test_an_occurrence_needs_a_name_of_its_length(cast: Cast) -> None:
    for title, code in (("  ", "no-title"), ("x" * 201, "title-too-long")):
        with pytest.raises(NotUnderstood) as refusal:
            name_occurrence(cast.chiara, cast.case, title)
        assert refusal.value.code == code


@pytest.mark.parametrize(
    "edtf",
    [
        "Y-170000002",
        "Y170000002",
        "-0500",
        "-0500/2000",
        "1990/Y170000002",
        "0999-12-31",
        "3000-01-01",
        "../0400",
    ],
)
def test_a_year_nobody_can_have_lived_is_refused(edtf: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        check_day(edtf)
    assert refused.value.code == "no-such-year"


@pytest.mark.parametrize(
    "edtf", ["1000-01-01", "2999-12-31", "1XXX", "XXXX-12-25", "1990/..", "../2011", "[1990,2000]"]
)
def test_a_year_somebody_can_have_lived_or_left_open_passes(edtf: str) -> None:
    check_day(edtf)


def test_a_date_read_in_a_claim_lies_in_such_a_year_too(cast: Cast, talk: Kept) -> None:
    reading = ReadingGiven("date", "Y-170000002")
    with pytest.raises(NotUnderstood) as refused:
        make_claim(
            cast.chiara, cast.case, talk.at("on 5 May 2011"), Statement("statement", readings=[reading])
        )
    assert refused.value.code == "no-such-year"


@pytest.mark.parametrize("sign", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_no_title_turns_words_around(cast: Cast, sign: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        name_occurrence(cast.chiara, cast.case, f"taken {sign}away")
    assert refused.value.code == "turned-around"
    assert name_occurrence(cast.chiara, cast.case, "قولغا ئېلىندى\u200f!").pk
