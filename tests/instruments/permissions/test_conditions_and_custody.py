"""Conditions, the quality of the consent, withdrawals, and a person who is not free."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from guwah.instruments import permissions
from guwah.instruments.permissions import Condition, Custody, Situation, Verdict, effects_of_withdrawal

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.instruments.permissions import Decision

    Ask = Callable[..., Decision]


def told(decision: Decision) -> tuple[str, list[tuple[str, str | None]]]:
    return decision.decision.value, [(each.code, each.record) for each in decision.reasons]


def with_condition(ask: Ask, condition: dict[str, Any], **changes: Any) -> tuple[str, list[str]]:  # noqa: ANN401 - JSON
    grant = {**changes.pop("grant", {}), "conditions": [condition], "state": "given_conditional"}
    answer = ask(grant=grant, **changes)
    assert all(each.record == "g1" or each.code.startswith("third-party") for each in answer.reasons)
    return answer.decision.value, [each.code for each in answer.reasons]


ALLOWED = ("allow", ["granted"])
UNMET = ("deny", ["condition-unmet"])
JUDGE = ("ask", ["condition-to-judge"])


def test_post_it_but_cut_that_part_first(ask: Ask) -> None:
    cut_first = {"code": "redact_first", "params": {"category": "health"}}
    refused = ask(grant={"conditions": [{**cut_first, "met": False}]})
    assert told(refused) == ("deny", [("condition-unmet", "g1")])
    assert refused.reasons[0].text == "The condition “Cut named parts first” of record g1 is not met."
    assert with_condition(ask, cut_first) == UNMET
    assert with_condition(ask, {**cut_first, "met": None}) == UNMET
    assert with_condition(ask, {**cut_first, "met": True}) == ALLOWED


@pytest.mark.parametrize("code", ["redact_first", "review_before", "only_if_event"])
def test_what_no_machine_can_see_is_met_only_when_somebody_marked_it(ask: Ask, code: str) -> None:
    assert with_condition(ask, {"code": code}) == UNMET
    assert with_condition(ask, {"code": code, "met": False}) == UNMET
    assert with_condition(ask, {"code": code, "met": True}) == ALLOWED


@pytest.mark.parametrize("code", ["no_derivatives", "credit", "non_commercial", "in_person_only"])
def test_what_only_people_can_judge_is_asked(ask: Ask, code: str) -> None:
    assert with_condition(ask, {"code": code}) == JUDGE
    assert with_condition(ask, {"code": code, "met": False}) == UNMET
    assert with_condition(ask, {"code": code, "met": True}) == ALLOWED


def test_a_duty_after_the_use_is_taken_on_before_it(ask: Ask) -> None:
    assert with_condition(ask, {"code": "notify"}) == JUDGE
    assert with_condition(ask, {"code": "notify", "met": False}) == JUDGE
    assert with_condition(ask, {"code": "notify", "met": True}) == ALLOWED


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"code": "not_before", "params": {"date": "2024-05-02"}}, True),
        ({"code": "not_before", "params": {"date": "2024-05-03"}}, False),
        ({"code": "not_after", "params": {"date": "2024-05-02"}}, True),
        ({"code": "not_after", "params": {"date": "2024-05-02T09:59:00Z"}}, False),
        ({"code": "only_recipient", "params": {"recipients": ["Radio Kerben"]}}, True),
        ({"code": "only_recipient", "params": {"recipient": "The Kerben Gazette"}}, False),
        ({"code": "languages", "params": {"languages": ["en"]}}, True),
        ({"code": "languages", "params": {"languages": ["ru"]}}, False),
        ({"code": "media", "params": {"media": ["text", "photo"]}}, True),
        ({"code": "media", "params": {"media": ["photo"]}}, False),
        ({"code": "identity", "params": {"identity": ["real_name"]}}, True),
        ({"code": "identity", "params": {"identity": ["pseudonym"]}}, False),
        ({"code": "no_external_machine"}, True),
        ({"code": "never_state"}, True),
    ],
)
def test_what_a_machine_can_see_it_sees_for_itself(ask: Ask, condition: dict[str, Any], holds: bool) -> None:
    use = {"recipient": "Radio Kerben"}
    assert with_condition(ask, condition, use=use) == (ALLOWED if holds else UNMET)
    assert with_condition(ask, {**condition, "met": True}, use=use) == (ALLOWED if holds else UNMET)
    assert with_condition(ask, {**condition, "met": False}, use=use) == UNMET


@pytest.mark.parametrize(
    "condition",
    [
        {"code": "not_before"},
        {"code": "not_before", "params": {"date": "after the harvest"}},
        {"code": "not_after", "params": {"from": "2024-01-01", "to": "2025-01-01"}},
        {"code": "only_recipient", "params": {"count": 1}},
        {"code": "languages"},
        {"code": "media", "params": {}},
        {"code": "identity"},
        {"code": "identity", "params": {"place": "place_region"}},
        {"code": "third_party_cleared"},
    ],
)
def test_half_understood_parameters_leave_it_to_a_person(ask: Ask, condition: dict[str, Any]) -> None:
    assert with_condition(ask, condition) == UNMET
    assert with_condition(ask, {**condition, "met": True}) == ALLOWED


@pytest.mark.parametrize(
    ("condition", "now", "holds"),
    [
        ({"code": "not_before", "params": {"at": "2024-05-02T10:00:00Z"}}, "2024-05-02T10:00:00Z", True),
        (
            {"code": "not_before", "params": {"at": "2024-05-02T10:00:00Z"}},
            "2024-05-02T09:59:59.999999Z",
            False,
        ),
        ({"code": "not_after", "params": {"at": "2024-05-02T10:00:00Z"}}, "2024-05-02T10:00:00Z", True),
        (
            {"code": "not_after", "params": {"at": "2024-05-02T10:00:00Z"}},
            "2024-05-02T10:00:00.000001Z",
            False,
        ),
        ({"code": "not_after", "params": {"at": "2024-05-02"}}, "2024-05-02T23:59:59.999999Z", True),
        ({"code": "not_after", "params": {"at": "2024-05-02"}}, "2024-05-03", False),
        ({"code": "not_before", "params": {"at": ["2024-05-02"], "of": 7}}, "2024-05-02", True),
    ],
)
def test_a_condition_of_time_holds_at_its_very_edge(
    ask: Ask, condition: dict[str, Any], now: str, holds: bool
) -> None:
    assert with_condition(ask, condition, now=now) == (ALLOWED if holds else UNMET)


def test_a_condition_on_the_form_fails_with_any_form_that_fails_and_is_open_with_any_left_open(
    ask: Ask,
) -> None:
    grant = {"identity": "*"}
    limits = {"code": "identity", "params": {"identity": ["initials", "place_region"]}}

    def answer(*stated: str, met: bool | None = None) -> tuple[str, list[str]]:
        return with_condition(ask, {**limits, "met": met}, grant=grant, use={"identity": list(stated)})

    assert answer("initials", "place_region") == ALLOWED
    assert answer("anonymous") == ALLOWED
    assert answer("initials", "place_exact", met=True) == UNMET
    assert answer("initials", "date_year") == UNMET
    assert answer("initials", "date_year", met=True) == ALLOWED
    assert answer("real_name", "date_year", met=True) == UNMET


def test_identity_conditions_need_the_use_to_say_how_she_appears(ask: Ask) -> None:
    condition = {"code": "identity", "params": {"identity": ["real_name"]}}
    assert with_condition(ask, condition, grant={"identity": "*"}, use={"identity": None}) == UNMET


def test_third_parties_cleared_is_seen_where_they_are_listed(ask: Ask) -> None:
    condition = {"code": "third_party_cleared", "met": None}
    cleared = [{"span": [1, 2], "decision": "masked"}]
    assert with_condition(ask, condition, third_parties=cleared) == ALLOWED
    answer = with_condition(ask, {**condition, "met": True}, third_parties=[{"span": [1, 2]}])
    assert answer == ("deny", ["third-party-undecided", "condition-unmet"])


def test_never_the_state_asks_before_publishing_and_stops_a_letter_to_it(ask: Ask) -> None:
    never = {"code": "never_state"}
    untold = {"grant": {"quality": {"audience_explained": None}}}
    assert with_condition(ask, never, **untold) == ("ask", ["state-reads-what-is-public"])
    assert with_condition(ask, {**never, "met": True}, **untold) == ALLOWED
    letter = {"actions": ["un_to_state"], "audiences": ["un_mechanism"]}
    use = {"action": "un_to_state", "audience": "un_mechanism"}
    assert with_condition(ask, never, grant=letter, use=use) == UNMET
    assert ask(grant=letter, use=use).decision is Verdict.ALLOW


def test_never_the_state_is_kept_where_everyone_cannot_read_or_she_was_told(ask: Ask) -> None:
    never = {"code": "never_state"}
    told_her = {"quality": {"audience_explained": True}}
    assert with_condition(ask, never, grant=told_her) == ALLOWED
    untold = {"quality": {"audience_explained": None}}
    inside = {"action": "share_named", "audience": "court"}
    assert with_condition(ask, never, grant={**untold, "actions": ["share_named"]}, use=inside) == ALLOWED
    assert with_condition(ask, {**never, "met": False}, grant=told_her) == UNMET


def test_no_outside_machine(ask: Ask) -> None:
    grant = {"actions": ["machine_process_external"], "audiences": ["case_team"]}
    use = {"action": "machine_process_external", "audience": "case_team"}
    assert ask(grant=grant, use=use).decision is Verdict.ALLOW
    assert with_condition(ask, {"code": "no_external_machine"}, grant=grant, use=use) == UNMET


UN_ACTIONS = ["un_confidential", "un_to_state", "un_public_report"]


@pytest.mark.parametrize("granted", UN_ACTIONS)
@pytest.mark.parametrize("asked", UN_ACTIONS)
def test_the_un_is_three_separate_consents(ask: Ask, granted: str, asked: str) -> None:
    answer = ask(
        grant={"actions": [granted], "audiences": ["un_mechanism"]},
        use={"action": asked, "audience": "un_mechanism"},
    )
    assert (answer.decision is Verdict.ALLOW) == (granted == asked)


def test_a_public_report_of_the_un_is_a_publication_and_reaches_everyone(ask: Ask) -> None:
    report = {"actions": ["un_public_report"], "audiences": ["un_mechanism"]}
    use = {"action": "un_public_report", "audience": "un_mechanism"}
    hurried = ask(grant={**report, "quality": {"free_of_pressure": False}}, use=use)
    assert told(hurried) == ("deny", [("quality", "g1")])
    assert ask(grant=report, use=use, add=[{"kind": "prohibition", "audiences": ["public"]}]).decision is (
        Verdict.DENY
    )


@pytest.mark.parametrize("flag", ["documenter_identified", "audience_explained", "free_of_pressure"])
def test_publication_needs_these_not_to_be_false(ask: Ask, flag: str) -> None:
    assert told(ask(grant={"quality": {flag: False}})) == ("deny", [("quality", "g1")])
    assert ask(grant={"quality": {flag: None}}).decision is Verdict.ALLOW
    assert ask(grant={"quality": {flag: "unknown"}}).decision is Verdict.ALLOW
    inside = {"action": "analyse", "audience": "case_team"}
    grant = {"quality": {flag: False}, "actions": ["analyse"]}
    assert ask(grant=grant, use=inside).decision is Verdict.ALLOW


def test_other_marks_of_quality(ask: Ask) -> None:
    assert told(ask(grant={"quality": {"capacity_ok": False}})) == ("ask", [("capacity", "g1")])
    assert told(ask(grant={"capture": "implied"})) == ("deny", [("implied-only", "g1")])
    assert told(ask(grant={"capture": "relayed"})) == ("ask", [("relayed-only", "g1")])
    assert (
        ask(grant={"capture": "spoken_recorded", "quality": {"no_promise": False}}).decision is Verdict.ALLOW
    )


WITHDRAWAL = {"kind": "withdrawal", "by": "dana", "state": "withdrawn"}


def test_taken_back_freely_everything_stops(ask: Ask) -> None:
    assert told(ask(add=[WITHDRAWAL])) == ("deny", [("withdrawn", "r1")])
    assert told(ask(add=[WITHDRAWAL], use={"existing": True})) == ("deny", [("withdrawn", "r1")])
    assert ask(add=[{**WITHDRAWAL, "state": "superseded"}]).decision is Verdict.ALLOW
    assert ask(add=[{**WITHDRAWAL, "valid_from": "2024-06-01"}]).decision is Verdict.ALLOW


GOES_ON = {"conditions": [{"code": "if_detained", "params": {"then": "keep"}}]}


@pytest.mark.parametrize("custody", ["held", "watched"])
def test_taken_back_while_held_or_watched_nothing_new_goes_out_and_the_rest_is_asked(
    ask: Ask, custody: str
) -> None:
    there = {"situation": {"custody": custody}, "grant": GOES_ON, "add": [WITHDRAWAL]}
    assert told(ask(**there)) == ("deny", [("reversal-under-control", "r1")])
    assert told(ask(**there, use={"existing": True})) == ("ask", [("reversal-under-control-existing", "r1")])


def test_a_reversal_made_under_control_stays_one_after_release(ask: Ask) -> None:
    record = {**WITHDRAWAL, "state": "reversal_under_control"}
    assert told(ask(add=[record])) == ("deny", [("reversal-under-control", "r1")])


def test_effects_of_a_withdrawal(question: dict[str, Any]) -> None:
    record = replace(permissions.load(question).records[0], kind=permissions.Kind.WITHDRAWAL)
    free = effects_of_withdrawal(record, Situation(Custody.FREE))
    assert (free.under_control, free.existing_stays, free.deciders) == (False, False, 1)
    held = effects_of_withdrawal(record, Situation(Custody.HELD))
    assert (held.under_control, held.existing_stays, held.deciders) == (True, True, 2)
    assert free.hide_at_once
    assert held.hide_at_once
    assert {free.new_uses, held.new_uses} == {False}


@pytest.mark.parametrize(
    ("situation", "new", "existing"),
    [
        ({"custody": "held"}, ("deny", [("held", "g1")]), ("ask", [("held-existing", "g1")])),
        ({"custody": "watched"}, ("ask", [("watched", "g1")]), ("allow", [("granted", "g1")])),
        ({"custody": "unknown"}, ("ask", [("custody-unknown", "g1")]), ("allow", [("granted", "g1")])),
        ({"custody": None}, ("ask", [("custody-unknown", "g1")]), ("allow", [("granted", "g1")])),
        ({"reachable": False}, ("ask", [("unreachable", "g1")]), ("allow", [("granted", "g1")])),
        ({"reachable": None}, ("allow", [("granted", "g1")]), ("allow", [("granted", "g1")])),
    ],
)
def test_a_person_who_is_not_free(ask: Ask, situation: dict[str, Any], new: object, existing: object) -> None:
    assert told(ask(situation=situation)) == new
    assert told(ask(situation=situation, use={"existing": True})) == existing
    assert ask(situation=situation, grant=GOES_ON).decision is Verdict.ALLOW
    inside = {"action": "analyse", "audience": "case_team"}
    assert ask(situation=situation, use=inside, grant={"actions": ["analyse"]}).decision is Verdict.ALLOW


@pytest.mark.parametrize(
    ("continuation", "verdict"),
    [
        ({"code": "if_detained"}, "allow"),
        ({"code": "if_detained", "params": {"then": "widen"}}, "allow"),
        ({"code": "if_detained", "params": {"then": "widen", "to": "g2"}}, "allow"),
        ({"code": "if_detained", "params": {"choice": "keep"}}, "allow"),
        ({"code": "if_detained", "params": {"choice": "freeze"}}, "ask"),
        ({"code": "if_detained", "params": {"then": "narrow"}}, "ask"),
        ({"code": "if_detained", "params": {"then": "delegate"}}, "ask"),
        ({"code": "if_detained", "params": {"then": ["keep"]}}, "ask"),
        ({"code": "if_detained", "met": False}, "ask"),
        ({"code": "after_death"}, "deny"),
    ],
)
def test_what_she_said_for_the_case_that_she_is_held(
    ask: Ask, continuation: dict[str, Any], verdict: str
) -> None:
    held = ask(situation={"custody": "held"}, grant={"conditions": [continuation]})
    code = {"allow": "granted", "ask": "continues-differently", "deny": "held"}[verdict]
    assert told(held) == (verdict, [(code, "g1")])
    assert ask(grant={"conditions": [continuation]}).decision is Verdict.ALLOW


@pytest.mark.parametrize("state", ["frozen", "reversal_under_control"])
def test_a_frozen_grant_serves_inside_only(ask: Ask, state: str) -> None:
    assert told(ask(grant={"state": state})) == ("deny", [("grant-frozen", "g1")])
    assert told(ask(grant={"state": state}, use={"existing": True})) == (
        "ask",
        [("grant-frozen-existing", "g1")],
    )
    inside = {"action": "analyse", "audience": "case_team"}
    assert ask(grant={"state": state, "actions": ["analyse"]}, use=inside).decision is Verdict.ALLOW


def test_a_named_recipient_must_be_named(ask: Ask) -> None:
    share = {"actions": ["share_named"], "audiences": ["named_recipient"]}
    use = {"action": "share_named", "audience": "named_recipient", "recipient": "Radio Kerben"}
    assert told(ask(grant=share, use=use)) == ("ask", [("recipient-not-named", "g1")])
    named = {**share, "recipients": ["Radio Kerben"]}
    assert ask(grant=named, use=use).decision is Verdict.ALLOW
    other = {**use, "recipient": "The Kerben Gazette"}
    assert told(ask(grant=named, use=other)) == ("deny", [("recipient-not-granted", "g1")])
    limited = {**share, "conditions": [{"code": "only_recipient", "params": {"to": "Radio Kerben"}}]}
    assert ask(grant=limited, use=use).decision is Verdict.ALLOW
    assert ask(grant=limited, use=other).decision is Verdict.DENY
    wide = {**share, "audiences": ["public"]}
    assert ask(grant=wide, use=use).decision is Verdict.ALLOW
    assert told(ask(grant=wide, use={**use, "recipient": None})) == ("ask", [("recipient-not-named", "g1")])
    assert ask(grant=share, use={**use, "audience": "case_team", "recipient": None}).decision is Verdict.ALLOW


def test_a_code_the_lists_do_not_know_never_allows(question: dict[str, Any]) -> None:
    found = permissions.load(question)
    grant = found.records[0]

    def decide(**changes: Any) -> Verdict:  # noqa: ANN401 - fields of a use
        use = replace(found.use, **changes)
        return permissions.evaluate(use, [grant], found.situation, (), found.now).decision

    assert decide() is Verdict.ALLOW
    assert decide(audience="galaxy") is Verdict.DENY
    assert decide(action="sing") is Verdict.DENY
    strange = replace(grant, conditions=(Condition("on_a_tuesday"),))
    answer = permissions.evaluate(found.use, [strange], found.situation, (), found.now)
    assert told(answer) == ("deny", [("condition-unmet", "g1")])
    everything = replace(grant, audiences=frozenset({"*"}), actions=frozenset({"*"}))
    ban = replace(grant, id="p1", kind=permissions.Kind.PROHIBITION, audiences=frozenset({"public"}))
    strange_use = replace(found.use, audience="galaxy")
    assert (
        permissions.evaluate(strange_use, [everything], found.situation, (), found.now).decision
        is Verdict.DENY
    )
    answer = permissions.evaluate(strange_use, [ban], found.situation, (), found.now)
    assert ("prohibited", "p1") in told(answer)[1]
