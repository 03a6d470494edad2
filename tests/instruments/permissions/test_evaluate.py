"""Each rule of the engine: the allowed use is spoiled in one place, and the answer says where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from guwah.instruments.permissions import Verdict, to_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.instruments.permissions import Decision


def told(decision: Decision) -> tuple[str, list[tuple[str, str | None]]]:
    return decision.decision.value, [(each.code, each.record) for each in decision.reasons]


def test_what_was_granted_may_be_done_and_the_answer_names_the_grant(ask: Callable[..., Decision]) -> None:
    assert to_json(ask()) == {
        "decision": "allow",
        "reasons": [
            {"code": "granted", "record": "g1", "text": "Allowed by record g1: every condition holds now."}
        ],
    }


def test_without_any_record_nothing_goes_out(ask: Callable[..., Decision]) -> None:
    assert told(ask(records=[])) == ("deny", [("no-grant", None)])


PROHIBITION = {"kind": "prohibition", "by": "dana"}


def test_a_prohibition_wins_over_a_grant(ask: Callable[..., Decision]) -> None:
    answer = ask(add=[{**PROHIBITION, "actions": ["publish_text"]}])
    assert told(answer) == ("deny", [("prohibited", "r1")])
    assert answer.reasons[0].text == "Record r1 forbids “Publish the words” for the audience “Everyone”."


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"actions": ["publish_audio"]},
        {"media": ["photo"]},
        {"languages": ["zh-Hans"]},
        {"material": {"source": "talk-2"}},
        {"material": {"source": "talk-1", "spans": [[400, 500]]}},
        {"material": "talk-1", "except": [[0, 400]]},
        {"identity": ["face_visible"]},
        {"recipients": ["Radio Kerben"], "audiences": ["press_named"]},
        {"valid_from": "2024-05-03"},
        {"valid_to": "2024-05-01"},
        {"state": "withdrawn"},
        {"state": "superseded"},
    ],
)
def test_a_prohibition_about_something_else_does_not_touch_the_use(
    ask: Callable[..., Decision], elsewhere: dict[str, Any]
) -> None:
    assert ask(add=[{**PROHIBITION, **elsewhere}]).decision is Verdict.ALLOW


@pytest.mark.parametrize(
    "matching",
    [
        {},
        {"actions": ["*"], "media": ["text"], "languages": ["en"], "identity": ["initials"]},
        {"material": "*"},
        {"material": {"source": "talk-1", "spans": [[399, 500]]}},
        {"material": "talk-1", "except": [[0, 399]]},
        {"audiences": ["case_team"]},
        {"audiences": ["press_named"]},
        {"audiences": ["*"]},
        {"recipients": ["*"]},
        {"recipients": ["Radio Kerben"]},
        {"valid_to": "2024-05-02", "state": "unclear"},
        {"state": "refused"},
        {"except": ["health"]},
    ],
)
def test_a_prohibition_that_leaves_things_unsaid_means_all_of_them(
    ask: Callable[..., Decision], matching: dict[str, Any]
) -> None:
    assert told(ask(add=[{**PROHIBITION, **matching}])) == ("deny", [("prohibited", "r1")])


def test_a_prohibition_reaches_a_named_recipient(ask: Callable[..., Decision]) -> None:
    ban = [{**PROHIBITION, "recipients": ["Radio Kerben"], "audiences": ["press_named"]}]
    assert ask(add=ban, use={"recipient": "Radio Kerben"}).decision is Verdict.DENY
    assert ask(add=ban, use={"recipient": "The Kerben Gazette"}).decision is Verdict.ALLOW
    assert ask(add=ban, use={"audience": "press_named"}).decision is Verdict.DENY


def test_a_prohibition_leaves_out_material_marked_as_only_that_kind(ask: Callable[..., Decision]) -> None:
    ban = [{**PROHIBITION, "except": ["health"]}]
    marked = {"material": {"source": "talk-1", "categories": ["health"]}}
    assert ask(add=ban, use=marked).decision is Verdict.ALLOW
    mixed = {"material": {"source": "talk-1", "categories": ["health", "plan"]}}
    assert ask(add=ban, use=mixed).decision is Verdict.DENY


def test_bodies_beside_each_other_do_not_stand_for_each_other_in_a_prohibition(
    ask: Callable[..., Decision],
) -> None:
    ban = [{**PROHIBITION, "audiences": ["un_mechanism"]}]
    assert ask(add=ban, use={"audience": "court"}).decision is Verdict.ALLOW
    assert ask(add=ban, use={"audience": "un_mechanism"}).decision is Verdict.DENY
    assert ask(add=ban, use={"audience": "public"}).decision is Verdict.DENY


def test_a_ban_on_the_state_asks_before_publishing_unless_she_knew_that_it_reads(
    ask: Callable[..., Decision],
) -> None:
    ban: dict[str, Any] = {**PROHIBITION, "audiences": ["concerned_state"]}
    assert told(ask(add=[ban])) == ("ask", [("state-reads-what-is-public", "r1")])
    assert ask(add=[{**ban, "quality": {"audience_explained": True}}]).decision is Verdict.ALLOW
    assert ask(add=[ban], use={"audience": "trusted_partner"}).decision is Verdict.ALLOW
    state = {"actions": ["publish_text"], "audiences": ["concerned_state"]}
    assert ask(add=[ban], grant=state, use={"audience": "concerned_state"}).decision is Verdict.DENY


def test_a_ban_on_the_team_is_a_ban_on_the_state_and_a_ban_on_everyone_is_not(
    ask: Callable[..., Decision],
) -> None:
    named = {"grant": {"audiences": ["concerned_state"]}, "use": {"audience": "concerned_state"}}
    assert ask(**named, add=[{**PROHIBITION, "audiences": ["case_team"]}]).decision is Verdict.DENY
    assert ask(**named, add=[{**PROHIBITION, "audiences": ["public"]}]).decision is Verdict.ALLOW


def test_a_ban_on_a_place_asks_when_the_use_does_not_say_how_the_place_appears(
    ask: Callable[..., Decision],
) -> None:
    ban = [{**PROHIBITION, "identity": ["place_exact"]}]
    assert told(ask(add=ban)) == ("ask", [("identity-not-stated", "r1")])
    granted = {"identity": ["real_name", "place_exact"]}
    assert ask(add=ban, grant=granted, use={"identity": ["real_name", "place_district"]}).decision is (
        Verdict.ALLOW
    )
    assert (
        ask(add=ban, grant=granted, use={"identity": ["real_name", "place_exact"]}).decision is Verdict.DENY
    )
    assert ask(add=ban, use={"identity": None}).decision is Verdict.DENY


def test_forbidding_a_stand_in_forbids_just_that(ask: Callable[..., Decision]) -> None:
    assert ask(add=[{**PROHIBITION, "identity": ["pseudonym"]}]).decision is Verdict.ALLOW
    assert ask(add=[{**PROHIBITION, "identity": ["pseudonym"]}], use={"identity": "pseudonym"}).decision is (
        Verdict.DENY
    )


def test_what_a_medium_shows_by_itself_counts(ask: Callable[..., Decision]) -> None:
    film = {"media": ["video"], "identity": ["real_name"]}
    use = {"medium": "video"}
    assert ask(grant=film, use=use).decision is Verdict.ALLOW
    assert (
        ask(grant=film, use=use, add=[{**PROHIBITION, "identity": ["face_visible"]}]).decision is Verdict.DENY
    )
    spoken = {"media": ["audio"], "identity": ["real_name", "voice_respoken"]}
    assert told(ask(grant=spoken, use={"medium": "audio"})) == ("deny", [("identity-not-granted", "g1")])
    respoken = {"medium": "audio", "identity": ["real_name", "voice_respoken"]}
    assert ask(grant=spoken, use=respoken).decision is Verdict.ALLOW


def test_a_language_that_may_be_the_forbidden_one_is_forbidden(ask: Callable[..., Decision]) -> None:
    granted = {"languages": ["*"]}

    def answer(forbidden: str, asked: str | None) -> Verdict:
        return ask(
            grant=granted, add=[{**PROHIBITION, "languages": [forbidden]}], use={"language": asked}
        ).decision

    assert answer("kk-Arab", "kk") is Verdict.DENY
    assert answer("kk", "kk-Cyrl") is Verdict.DENY
    assert answer("kk-Arab", "kk-Cyrl") is Verdict.ALLOW
    assert answer("zh-Hans", "zh-CN") is Verdict.DENY
    assert answer("ru-Cyrl", "ru") is Verdict.DENY
    assert answer("ru", None) is Verdict.DENY


@pytest.mark.parametrize(
    ("use", "code"),
    [
        ({"audience": "concerned_state"}, "audience-not-granted"),
        ({"language": "fr"}, "language-not-granted"),
        ({"medium": "document"}, "medium-not-granted"),
        ({"material": {"source": "talk-1", "spans": [[0, 401]]}}, "material-not-covered"),
    ],
)
def test_a_grant_covers_only_what_it_says(
    ask: Callable[..., Decision], use: dict[str, Any], code: str
) -> None:
    limited = {"material": {"source": "talk-1", "spans": [{"start": 0, "end": 400}]}}
    assert told(ask(grant=limited, use=use)) == ("deny", [(code, "g1")])


def test_a_grant_about_something_else_is_not_named(ask: Callable[..., Decision]) -> None:
    assert told(ask(use={"action": "publish_audio"})) == ("deny", [("no-grant", None)])
    assert told(ask(use={"material": "talk-2"})) == ("deny", [("no-grant", None)])
    assert told(ask(grant={"actions": None})) == ("deny", [("no-grant", None)])
    assert told(ask(grant={"material": None})) == ("deny", [("no-grant", None)])


@pytest.mark.parametrize(
    ("grant", "use", "code"),
    [
        ({"identity": None}, {}, "identity-unsaid"),
        ({"media": []}, {}, "medium-unsaid"),
        ({"languages": None}, {}, "language-unsaid"),
        ({}, {"identity": None}, "identity-unsaid"),
        ({}, {"medium": None}, "medium-unsaid"),
        ({}, {"language": None}, "language-unsaid"),
        ({"identity": ["real_name", "place_district"]}, {}, "identity-not-stated"),
    ],
)
def test_what_the_words_left_open_is_a_question(
    ask: Callable[..., Decision], grant: dict[str, Any], use: dict[str, Any], code: str
) -> None:
    assert told(ask(grant=grant, use=use)) == ("ask", [(code, "g1")])


def test_said_in_so_many_words_everything_is_everything_but_the_state(ask: Callable[..., Decision]) -> None:
    every = {"actions": ["*"], "audiences": "*", "identity": ["*"], "media": ["*"], "languages": ["*"]}
    use = {"identity": None, "medium": None, "language": None, "action": "publish_audio"}
    assert ask(grant={**every, "material": "*", "recipients": ["*"]}, use=use).decision is Verdict.ALLOW
    assert ask(grant=every, use={"audience": "concerned_state"}).decision is Verdict.DENY


def test_showing_less_than_granted_is_granted(ask: Callable[..., Decision]) -> None:
    assert ask(use={"identity": "initials"}).decision is Verdict.ALLOW
    assert ask(grant={"identity": ["initials"]}).decision is Verdict.DENY
    assert ask(grant={"identity": None}, use={"identity": ["anonymous"]}).decision is Verdict.ALLOW
    whole = {"identity": ["real_name", "place_exact"]}
    assert ask(grant=whole).decision is Verdict.ALLOW


def test_languages_are_ranges_and_material_without_words_has_none(ask: Callable[..., Decision]) -> None:
    assert ask(use={"language": "en-GB"}).decision is Verdict.ALLOW
    assert ask(use={"language": "EN-Latn"}).decision is Verdict.ALLOW
    assert ask(grant={"languages": ["kk-Cyrl"]}, use={"language": "kk"}).decision is Verdict.DENY
    assert ask(grant={"languages": None}, use={"language": "zxx"}).decision is Verdict.ALLOW


@pytest.mark.parametrize(
    "state", ["requested", "refused", "unclear", "withdrawn", "expired", "superseded", "invalid"]
)
def test_only_a_live_grant_counts(ask: Callable[..., Decision], state: str) -> None:
    assert told(ask(grant={"state": state})) == ("deny", [("grant-not-live", "g1")])


def test_another_basis_than_consent_and_unwritten_conditions_are_questions(
    ask: Callable[..., Decision],
) -> None:
    assert told(ask(grant={"state": "not_needed"})) == ("ask", [("other-basis", "g1")])
    assert told(ask(grant={"state": "given_conditional"})) == ("ask", [("conditions-not-recorded", "g1")])
    assert ask(grant={"state": "renewed"}).decision is Verdict.ALLOW


def test_what_she_leaves_out_stays_out(ask: Callable[..., Decision]) -> None:
    assert told(ask(grant={"except": [[100, 120]]})) == ("deny", [("material-not-covered", "g1")])
    around = {"material": {"source": "talk-1", "spans": [[0, 100], [120, 400]]}}
    assert ask(grant={"except": [{"start": 100, "end": 120}]}, use=around).decision is Verdict.ALLOW
    other = {"except": [{"source": "talk-2", "spans": [[0, 400]]}]}
    assert ask(grant=other).decision is Verdict.ALLOW


def test_a_kind_of_content_left_out_is_a_question_until_somebody_has_looked(
    ask: Callable[..., Decision],
) -> None:
    grant = {"except": ["health", {"category": "plan"}]}

    def marked(*found: str) -> dict[str, Any]:
        return {"material": {"source": "talk-1", "categories": list(found)}}

    assert told(ask(grant=grant)) == ("ask", [("category-undecided", "g1")])
    assert ask(grant=grant, use=marked()).decision is Verdict.ALLOW
    assert ask(grant=grant, use=marked("phone")).decision is Verdict.ALLOW
    assert told(ask(grant=grant, use=marked("plan", "phone"))) == ("deny", [("material-not-covered", "g1")])


def test_a_derivative_needs_what_each_of_its_sources_needs(ask: Callable[..., Decision]) -> None:
    derived = {"material": "talk-1-ru", "language": "ru", "derived_from": ["talk-1"]}
    assert ask(use=derived).decision is Verdict.ALLOW
    both = {**derived, "derived_from": ["talk-1", {"source": "talk-2", "spans": [[5, 9]]}]}
    assert ask(use=both).decision is Verdict.DENY
    ban = [{**PROHIBITION, "material": "talk-1"}]
    assert told(ask(use=derived, add=ban)) == ("deny", [("prohibited", "r1")])
    own = {"material": "talk-1-ru"}
    assert ask(grant=own, use=derived).decision is Verdict.DENY
    assert ask(add=[{**PROHIBITION, **own}], use=derived).decision is Verdict.DENY


@pytest.mark.parametrize("decision", ["cleared", "pseudonymised", "removed", "cut", "masked"])
def test_a_decided_third_party_does_not_stop_the_use(ask: Callable[..., Decision], decision: str) -> None:
    assert ask(third_parties=[{"span": [10, 20], "decision": decision}]).decision is Verdict.ALLOW


def test_an_undecided_third_party_within_what_goes_out_stops_it(ask: Callable[..., Decision]) -> None:
    within = {"span": {"start": 399, "end": 500}, "decision": None}
    assert told(ask(third_parties=[within])) == ("deny", [("third-party-undecided", None)])
    refused = {"span": None, "decision": "refused"}
    assert told(ask(third_parties=[refused])) == ("deny", [("third-party-refused", None)])
    outside = {"span": [400, 500], "decision": "undecided"}
    assert ask(third_parties=[outside]).decision is Verdict.ALLOW
    elsewhere = {"span": {"source": "talk-2", "start": 10, "end": 20}, "decision": "undecided"}
    assert ask(third_parties=[elsewhere]).decision is Verdict.ALLOW
    inside = {"action": "analyse", "audience": "case_team"}
    grant = {"actions": ["analyse"], "audiences": ["organisation"]}
    assert ask(third_parties=[within], use=inside, grant=grant).decision is Verdict.ALLOW


def test_a_third_party_in_a_source_of_the_derivative_counts(ask: Callable[..., Decision]) -> None:
    derived = {"material": "talk-1-ru", "language": "ru", "derived_from": ["talk-1"]}
    there = {"span": [10, 20], "source": "talk-1", "decision": "undecided"}
    assert ask(use=derived, third_parties=[there]).decision is Verdict.DENY


def test_each_third_party_is_named_once_and_the_decided_ones_not(ask: Callable[..., Decision]) -> None:
    some = [
        {"span": [10, 20], "decision": "undecided"},
        {"span": [30, 40], "decision": "undecided"},
        {"span": [50, 60], "decision": "refused"},
        {"span": [70, 80], "decision": "cut"},
    ]
    codes = [("third-party-undecided", None), ("third-party-refused", None)]
    assert told(ask(third_parties=some)) == ("deny", codes)


def test_every_reason_is_told_at_once_heaviest_first(ask: Callable[..., Decision]) -> None:
    answer = ask(
        grant={"media": None, "conditions": [{"code": "redact_first", "met": False}]},
        add=[{**PROHIBITION, "identity": ["place_exact"]}],
        third_parties=[{"span": [10, 20], "decision": "undecided"}],
    )
    assert told(answer) == (
        "deny",
        [
            ("third-party-undecided", None),
            ("condition-unmet", "g1"),
            ("identity-not-stated", "r1"),
            ("medium-unsaid", "g1"),
        ],
    )
