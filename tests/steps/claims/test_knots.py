from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import Cast
from guwah.accounts.models import Case, Member
from guwah.outbox.deliver import deliver_due
from guwah.outbox.models import Effect
from guwah.steps.claims import found, reckoning
from guwah.steps.claims.flows import (
    ReadingGiven,
    Statement,
    add_reading,
    check_claim,
    make_claim,
    name_occurrence,
    reckon,
    reckoned,
    replace_claim,
    withdraw_claim,
)
from guwah.steps.claims.models import Claim, FoundBound, FoundConflict, Knot, Occurrence, Reckoning
from guwah.steps.claims.reckoning import Compiled
from kept import Kept

SignIn = Callable[[Member], Client]


class Town:
    """Occurrences of one case, and what Chiara writes down about them."""

    def __init__(self, cast: Cast, talk: Kept) -> None:
        self.cast, self.case, self.anchor = cast, cast.case, talk.at("5 May 2011")

    def named(self, title: str) -> Occurrence:
        return name_occurrence(self.cast.chiara, self.case, title)

    def said(self, *readings: ReadingGiven, mode: str = "asserted", machine: bool = False) -> Claim:
        statement = Statement(kind="statement", readings=readings, mode=mode, machine=machine)
        return make_claim(self.cast.chiara, self.case, self.anchor, statement)

    def began(
        self, occurrence: Occurrence, edtf: str, *, mode: str = "asserted", machine: bool = False
    ) -> Claim:
        return self.said(ReadingGiven("date", edtf, of=occurrence), mode=mode, machine=machine)

    def before(self, earlier: Occurrence, later: Occurrence) -> Claim:
        return self.said(ReadingGiven("order", "before", of=earlier, to=later, to_point="start"))

    def withdraw(self, claim: Claim) -> None:
        claim.refresh_from_db()
        withdraw_claim(self.cast.chiara, claim, "misheard")

    def conflicts(self) -> dict[int, set[int]]:
        rows = FoundConflict.objects.filter(case=self.case)
        return {row.number: set(row.members.values_list("claim", flat=True)) for row in rows}


@pytest.fixture
def town(cast: Cast, talk: Kept) -> Town:
    return Town(cast, talk)


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The assertions of each knot that the engine is asked about, in turn."""
    asked: list[set[str]] = []
    real = reckoning.answer

    def watched(compiled: Compiled, budget: int) -> dict[str, Any]:
        asked.append(set(compiled.claims.values()))
        return real(compiled, budget)

    monkeypatch.setattr(reckon, "answer", watched)
    return asked


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is small enough to be reckoned inside a flow."""
    monkeypatch.setattr(reckon, "AT_ONCE", 0)


def anew(case: Case) -> dict[str, Any]:
    """Throw everything found away and reckon the case from nothing."""
    Knot.objects.filter(case=case).delete()
    FoundBound.objects.filter(case=case).update(touched=1)
    return reckoned(case)


def test_a_claim_is_reckoned_in_the_flow_that_writes_it(town: Town) -> None:
    mill = town.named("The mill stands")
    first, second = town.began(mill, "2014-03-02"), town.began(mill, "2014-03-09")
    assert town.conflicts() == {1: {first.pk, second.pk}}
    told = found.standing_of(town.case)
    assert (told.waiting, told.conflicts, told.free) == (0, 1, False)
    assert told.as_of is not None
    assert not Effect.objects.exists()


def test_a_change_reckons_only_what_hangs_together_with_it(town: Town, solved: list[set[str]]) -> None:
    mill, ford = town.named("The mill stands"), town.named("The ford is dry")
    stands = town.began(mill, "2014-03-02")
    solved.clear()
    dry, wet = town.began(ford, "2015"), town.began(ford, "2016")
    assert solved == [{dry.external_id}, {dry.external_id, wet.external_id}]
    tie = town.before(mill, ford)
    assert solved[-1] == {stands.external_id, dry.external_id, wet.external_id, tie.external_id}
    assert Knot.objects.filter(case=town.case).count() == 1


def test_what_no_longer_hangs_together_is_taken_apart(town: Town) -> None:
    mill, ford = town.named("The mill stands"), town.named("The ford is dry")
    town.began(mill, "2014-03-02")
    town.began(ford, "2015")
    tie = town.before(mill, ford)
    town.withdraw(tie)
    assert Knot.objects.filter(case=town.case).count() == 2
    knots = set(FoundBound.objects.filter(case=town.case).values_list("knot", flat=True))
    assert len(knots) == 2
    assert not Knot.objects.filter(stale=True).exists()


def test_the_same_readings_are_not_reckoned_twice(town: Town, solved: list[set[str]]) -> None:
    mill = town.named("The mill stands")
    town.began(mill, "2014-03-02")
    town.began(mill, "2014-03-09")
    before = town.conflicts()
    solved.clear()
    feared = town.began(mill, "2017", mode="feared")
    town.withdraw(feared)
    assert solved == []
    assert town.conflicts() == before
    assert found.standing_of(town.case).waiting == 0


def test_a_conflict_keeps_its_number_and_no_number_is_given_twice(town: Town) -> None:
    mill, ford = town.named("The mill stands"), town.named("The ford is dry")
    one, other = town.began(mill, "2014-03-02"), town.began(mill, "2014-03-09")
    town.began(ford, "2015-01-01")
    wet = town.began(ford, "2016-01-01")
    assert set(town.conflicts()) == {1, 2}
    town.withdraw(wet)
    assert town.conflicts() == {1: {one.pk, other.pk}}
    third = town.began(mill, "2014-03-30")
    numbers = town.conflicts()
    assert numbers[1] == {one.pk, other.pk}
    assert sorted(numbers) == [1, 3, 4]
    assert all(third.pk in numbers[number] for number in (3, 4))


def test_a_claim_of_two_knots_is_called_the_same_in_both(town: Town) -> None:
    mill, ford = town.named("The mill stands"), town.named("The ford is dry")
    both = town.said(
        ReadingGiven("duration", "P3D", of=mill, of_point="start", to=mill, to_point="end"),
        ReadingGiven("duration", "P4D", of=ford, of_point="start", to=ford, to_point="end"),
    )
    name = both.external_id
    assert set(reckoned(town.case)["countings"]) == {f"{name}#1", f"{name}#2"}
    alone = town.said(ReadingGiven("duration", "P9D", of=ford, of_point="start", to=ford, to_point="end"))
    assert set(reckoned(town.case)["countings"]) == {f"{name}#1", f"{name}#2", alone.external_id}
    add_reading(town.cast.chiara, alone, ReadingGiven("date", "2015", of=mill))
    assert f"{alone.external_id}#1" in reckoned(town.case)["countings"]
    assert anew(town.case) == reckoned(town.case)


def test_whatever_the_order_of_changes_the_answer_is_that_of_the_whole(town: Town) -> None:
    def ordered(answer: dict[str, Any]) -> dict[str, Any]:
        told = [{**one, "number": 0} for one in answer["conflicts"]]
        return {**answer, "conflicts": told}

    places = [town.named(f"Place {number}") for number in range(5)]
    made: list[Claim] = []
    for step in range(24):
        near, far = places[step % 5], places[(step * 3 + 1) % 5]
        if step % 6 == 5:
            town.withdraw(made.pop(step % len(made)))
        elif step % 6 == 3:
            made.append(town.before(near, far))
        elif step % 6 == 4:
            corrected = Statement(
                kind="statement", readings=(ReadingGiven("date", f"2011-0{step % 9 + 1}", of=far),)
            )
            made[0] = replace_claim(town.cast.chiara, made[0], corrected)
        else:
            made.append(town.began(near, f"2011-0{step % 9 + 1}-11", machine=step % 4 == 0))
            if step % 8 == 0:
                check_claim(town.cast.emine, made[-1])
        assert found.standing_of(town.case).waiting == 0
    walked = reckoned(town.case)
    assert walked["conflicts"]
    assert ordered(anew(town.case)) == ordered(walked)


def test_what_is_large_is_left_to_the_outbox_and_nothing_is_told_as_if_it_were_known(
    town: Town, later: None, client_of: SignIn
) -> None:
    mill = town.named("The mill stands")
    claims = [town.began(mill, "2014-03-02"), town.began(mill, "2014-03-09")]
    client, pages = client_of(town.cast.farid), ("conflicts", "chronology", "case")
    told = found.standing_of(town.case)
    assert (told.waiting, told.occurrences, told.settled, told.conflicts) == (1, 1, 0, 0)
    assert not told.free
    for name in pages:
        page = client.get(reverse(name, args=[town.case.pk])).content.decode()
        assert "Not everything is reckoned yet" in page
        assert "Nothing said here excludes" not in page
    assert "being reckoned again" in client.get(reverse("chronology", args=[town.case.pk])).content.decode()
    one = client.get(reverse("claim", args=[town.case.pk, claims[0].pk])).content.decode()
    assert "Not everything is reckoned yet" in one
    assert not FoundConflict.objects.exists()
    deliver_due(timezone.now() + timedelta(seconds=1))
    assert town.conflicts() == {1: {claim.pk for claim in claims}}
    for name in pages:
        assert (
            "Not everything is reckoned"
            not in client.get(reverse(name, args=[town.case.pk])).content.decode()
        )


def test_a_conflict_that_rests_on_something_changed_is_shown_as_old(
    town: Town, monkeypatch: pytest.MonkeyPatch, client_of: SignIn
) -> None:
    mill = town.named("The mill stands")
    town.began(mill, "2014-03-02")
    wrong = town.began(mill, "2014-03-09")
    address = reverse("conflicts", args=[town.case.pk])
    assert "have changed since" not in client_of(town.cast.farid).get(address).content.decode()
    monkeypatch.setattr(reckon, "AT_ONCE", 0)
    town.withdraw(wrong)
    page = client_of(town.cast.farid).get(address).content.decode()
    assert "Claims that it rests on have changed since." in page
    client_of(town.cast.farid).post(reverse("reckon", args=[town.case.pk]), {"back": "conflicts"})
    assert "Nothing said here excludes" in client_of(town.cast.farid).get(address).content.decode()


def test_whoever_sees_claims_may_have_the_reckoning_go_on(town: Town, later: None, client_of: SignIn) -> None:
    town.named("The mill stands")
    address = reverse("reckon", args=[town.case.pk])
    for back, there in (("chronology", "chronology"), ("https://elsewhere.invalid/", "conflicts")):
        answer = client_of(town.cast.farid).post(address, {"back": back})
        assert answer["Location"] == reverse(there, args=[town.case.pk])
    assert found.standing_of(town.case).waiting == 0
    assert client_of(town.cast.farid).get(address).status_code == 405
    assert client_of(town.cast.hanna).post(address).status_code == 404


@pytest.mark.parametrize(("limit", "value"), [("MOST_STATEMENTS", 1), ("QUICK", 1)])
def test_what_would_take_long_inside_a_flow_is_left_to_a_turn(
    town: Town, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(reckon, limit, value)
    mill = town.named("The mill stands")
    town.began(mill, "2014-03-02")
    town.began(mill, "2014-03-09")
    assert found.standing_of(town.case).waiting == 1
    assert Effect.objects.filter(channel="reckon", state=Effect.State.WAITING).exists()


def test_one_turn_takes_a_while_and_leaves_the_rest_to_the_next(
    town: Town, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reckon, "_BATCH", 1)
    monkeypatch.setattr(reckon, "TURN_SECONDS", -1.0)
    for number in range(3):
        town.named(f"Place {number}")
    Effect.objects.exclude(key__endswith=":3:0").delete()
    left = []
    for turn in range(3):
        deliver_due(timezone.now() + timedelta(minutes=turn + 1))
        left.append(found.standing_of(town.case).waiting)
    assert left == [2, 1, 0]
    assert [effect.key.rpartition(":")[2] for effect in Effect.objects.order_by("pk")] == ["0", "1", "2"]
    assert set(Effect.objects.values_list("state", flat=True)) == {Effect.State.DONE}


def test_an_answer_reckoned_from_older_claims_is_never_kept(
    town: Town, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    mill = town.named("The mill stands")
    town.began(mill, "2014-03")
    real, late = reckoning.answer, ["2014-03-09"]

    def while_somebody_writes(compiled: Compiled, budget: int) -> dict[str, Any]:
        if late:
            town.began(mill, late.pop())
        return real(compiled, budget)

    monkeypatch.setattr(reckon, "answer", while_somebody_writes)
    bounds = reckoned(town.case)["bounds"]
    assert bounds[mill.external_id]["start"] == ["2014-03-09", "2014-03-09"]
    assert found.standing_of(town.case).waiting == 0


def test_every_occurrence_stands_in_the_chronology_even_with_nothing_said_of_it(town: Town) -> None:
    mill = town.named("The mill stands")
    assert reckoned(town.case)["bounds"] == {mill.external_id: {"start": [None, None], "end": [None, None]}}
    named = Statement(kind="occurrence", new_occurrence="The ford is dry")
    only = make_claim(town.cast.chiara, town.case, town.anchor, named)
    assert only.occurrence is not None
    assert only.occurrence.external_id in reckoned(town.case)["bounds"]


def test_a_vault_from_before_knots_has_everything_reckoned_again(town: Town) -> None:
    mill = town.named("The mill stands")
    claims = {town.began(mill, "2014-03-02").pk, town.began(mill, "2014-03-09").pk}
    Knot.objects.all().delete()
    FoundBound.objects.all().delete()
    import_module("guwah.steps.claims.migrations.0002_knots").reckon_everything_again(apps, None)
    assert found.standing_of(town.case).waiting == 1
    assert Reckoning.objects.get(case=town.case).as_of is None
    deliver_due(timezone.now() + timedelta(seconds=1))
    assert town.conflicts() == {1: claims}


def test_the_larger_conflict_stands_behind_the_smaller(town: Town) -> None:
    mill, ford, weir = (town.named(title) for title in ("The mill", "The ford", "The weir"))
    town.before(mill, ford)
    town.before(ford, weir)
    town.began(mill, "2015-01-01")
    town.began(weir, "2014-01-01")
    town.began(weir, "2016-01-01")
    sizes = [len(members) for members in town.conflicts().values()]
    assert sizes == sorted(sizes)
    assert min(sizes) < max(sizes)
