"""Grants in time, and several grants for one use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from guwah.instruments import vocabularies
from guwah.instruments.permissions import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.instruments.permissions import Decision

PROHIBITION = {"kind": "prohibition", "by": "dana"}


def told(decision: Decision) -> tuple[str, list[tuple[str, str | None]]]:
    return decision.decision.value, [(each.code, each.record) for each in decision.reasons]


def test_grants_together_may_cover_what_none_covers_alone(ask: Callable[..., Decision]) -> None:
    first = {"material": {"source": "talk-1", "spans": [0, 200]}}
    second = {"material": {"source": "talk-1", "spans": [[200, 400]]}}
    rest = {
        "kind": "grant",
        "actions": ["publish_text"],
        "audiences": ["public"],
        "identity": {"name": "real_name"},
        "media": "text",
        "languages": ["en"],
    }
    assert told(ask(grant=first, add=[{**rest, **second}])) == (
        "allow",
        [("granted", "g1"), ("granted", "r1")],
    )
    open_question = {**rest, **second, "media": None}
    assert told(ask(grant=first, add=[open_question])) == ("ask", [("medium-unsaid", "r1")])


def test_time_is_part_of_a_grant_and_its_last_day_counts_whole(ask: Callable[..., Decision]) -> None:
    assert ask(now="2025-01-10T23:59:59Z").decision is Verdict.ALLOW
    assert told(ask(now="2025-01-11T00:00:00Z")) == ("deny", [("no-longer-valid", "g1")])
    assert told(ask(now="2024-01-10T01:00:00+06:00")) == ("deny", [("not-yet-valid", "g1")])
    assert ask(grant={"valid_from": None, "valid_to": None}).decision is Verdict.ALLOW


def test_a_grant_holds_from_its_first_moment_to_its_last(ask: Callable[..., Decision]) -> None:
    grant = {"valid_from": "2024-05-02T08:00:00Z", "valid_to": "2024-05-02T09:00:00Z"}
    assert ask(grant=grant, now="2024-05-02T08:00:00Z").decision is Verdict.ALLOW
    assert ask(grant=grant, now="2024-05-02T09:00:00Z").decision is Verdict.ALLOW
    early = ask(grant=grant, now="2024-05-02T07:59:59.999999Z")
    late = ask(grant=grant, now="2024-05-02T09:00:00.000001Z")
    assert told(early) == ("deny", [("not-yet-valid", "g1")])
    assert told(late) == ("deny", [("no-longer-valid", "g1")])


def test_a_prohibition_holds_from_its_first_moment_to_its_last(ask: Callable[..., Decision]) -> None:
    ban = [{**PROHIBITION, "valid_from": "2024-05-02T08:00:00Z", "valid_to": "2024-05-02T09:00:00Z"}]
    for now in ("2024-05-02T08:00:00Z", "2024-05-02T09:00:00Z"):
        assert told(ask(add=ban, now=now)) == ("deny", [("prohibited", "r1")])
    for now in ("2024-05-02T07:59:59.999999Z", "2024-05-02T09:00:00.000001Z"):
        assert ask(add=ban, now=now).decision is Verdict.ALLOW


def test_of_several_grants_the_best_serves_and_the_others_are_silent(ask: Callable[..., Decision]) -> None:
    def grant(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - pieces of JSON
        return {
            "kind": "grant",
            "material": "talk-1",
            "actions": ["publish_text"],
            "audiences": ["public"],
            "identity": ["real_name"],
            "media": ["text"],
            "languages": ["en"],
            **changes,
        }

    asking, refusing = grant(media=None), grant(languages=["ru"])
    assert told(ask(add=[asking, refusing])) == ("allow", [("granted", "g1")])
    assert told(ask(records=[], add=[])) == ("deny", [("no-grant", None)])
    narrow = {"audiences": ["case_team"]}
    assert told(ask(grant=narrow, add=[asking, refusing])) == ("ask", [("medium-unsaid", "r1")])
    assert told(ask(grant=narrow, add=[refusing])) == (
        "deny",
        [("audience-not-granted", "g1"), ("language-not-granted", "r1")],
    )


def test_a_grant_of_another_stretch_is_not_named_among_those_that_serve(
    ask: Callable[..., Decision],
) -> None:
    first = {"material": {"source": "talk-1", "spans": [0, 200]}}
    use = {"material": {"source": "talk-1", "spans": [[0, 100]]}}
    other = {
        "kind": "grant",
        "material": {"source": "talk-1", "spans": [200, 400]},
        "actions": ["publish_text"],
        "audiences": ["public"],
        "identity": ["real_name"],
        "media": ["text"],
        "languages": ["en"],
    }
    assert told(ask(grant=first, use=use, add=[other])) == ("allow", [("granted", "g1")])
    silent = {**first, "media": None}
    assert told(ask(grant=silent, use=use, add=[{**other, "media": None}])) == (
        "ask",
        [("medium-unsaid", "g1")],
    )
    assert told(ask(grant={**first, "languages": ["ru"]}, use=use, add=[{**other, "languages": ["ru"]}])) == (
        "deny",
        [("language-not-granted", "g1")],
    )


def test_a_question_about_a_part_of_the_material_does_not_answer_for_the_rest(
    ask: Callable[..., Decision],
) -> None:
    part = {"material": {"source": "talk-1", "spans": [0, 200]}, "media": None}
    assert told(ask(grant=part)) == (
        "deny",
        [("material-not-covered", "g1"), ("medium-unsaid", "g1")],
    )
    left_out = {"except": ["health"], "material": {"source": "talk-1", "spans": [0, 400]}}
    assert told(ask(grant=left_out)) == ("ask", [("category-undecided", "g1")])


UNDONE = {"requested", "withdrawn", "expired", "superseded", "invalid"}


@pytest.mark.parametrize("state", vocabularies.codes("consent_states"))
def test_a_no_stands_until_it_is_undone_and_a_doubt_about_it_is_a_no(
    ask: Callable[..., Decision], state: str
) -> None:
    ban = ask(add=[{**PROHIBITION, "state": state}])
    assert (ban.decision is Verdict.ALLOW) == (state in UNDONE)
    # To a withdrawal, "withdrawn" says what it did.
    taken_back = ask(add=[{"kind": "withdrawal", "state": state}])
    assert (taken_back.decision is Verdict.ALLOW) == (state in UNDONE - {"withdrawn"})


@pytest.mark.parametrize("state", vocabularies.codes("consent_states"))
def test_only_a_yes_that_was_given_carries_something_out(ask: Callable[..., Decision], state: str) -> None:
    given = {"given", "given_conditional", "renewed"}
    grant = {"state": state, "conditions": [{"code": "credit", "met": True}]}
    assert (ask(grant=grant).decision is Verdict.ALLOW) == (state in given)
