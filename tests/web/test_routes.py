"""Every route, for every role: who may not, gets nothing; who may, gets an answer (DESIGN §13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from cast import ROLES, STRANGER, Cast
from guwah.accounts.guard import may
from guwah.accounts.models import AuditEntry, Case, Member
from guwah.accounts.permissions import OF_THE_GROUP, Permission
from guwah.cli.sample.fill import fill
from guwah.steps.claims.exchange.tables import Intake
from guwah.steps.claims.models import Claim
from guwah.steps.claims.suggesting.tables import Suggested
from guwah.steps.consent import flows as consent
from guwah.steps.consent.models import Condition
from guwah.steps.editions import flows as editions
from guwah.steps.editions.models import Package
from guwah.steps.evidence import flows as evidence
from guwah.steps.evidence.models import Holding, Item
from guwah.steps.people.models import Entity, Identification, Name
from guwah.steps.testimony import flows as testimony
from guwah.steps.testimony.models import Layer, Participant, Revision
from guwah.steps.testimony.search.tables import Asked
from guwah.steps.testimony.typing.tables import Transcription
from guwah.web import failures
from walking import LIKE_OTHERS, MORE, NO_PAGES, NO_SUCH_PAGE, OUTSIDE, PAGES

DENIED = {403, 404}
# What needs no thing of the sample to stand for.
ELSEWHERE = {
    "number": 1,
    "other_id": 1,
    "review_id": 1,
    "term_id": 1,
    "notice_id": 1,
    "repeat_id": 1,
    "act": "lock",
    "name": "claim",
    "path": "guwah/tokens.css",
}
_GROUP = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True, slots=True)
class Route:
    path: str
    name: str
    mark: object
    methods: frozenset[str]


def methods(page: Any) -> frozenset[str]:  # noqa: ANN401 - a view, as Django keeps it
    """Return what a page lets itself be asked by, as Django's decorators keep it; GET where none says."""
    while page is not None:
        free = page.__code__.co_freevars
        if "request_method_list" in free:
            return frozenset(page.__closure__[free.index("request_method_list")].cell_contents)
        page = getattr(page, "__wrapped__", None)
    return frozenset({"GET"})


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[Route]:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, here)
        else:
            assert isinstance(pattern, URLPattern)
            mark = getattr(pattern.callback, "guwah_permission", "unmarked")
            yield Route(here, str(pattern.name), mark, methods(pattern.callback))


def test_every_route_says_what_it_asks_for() -> None:
    assert [route.path for route in routes() if route.mark == "unmarked"] == []


def test_no_route_of_a_case_is_open_to_everybody() -> None:
    loose = [
        route.path for route in routes() if "case_id" in route.path and not isinstance(route.mark, Permission)
    ]
    assert loose == []


def test_every_page_is_looked_at_in_a_browser_or_is_said_not_to_be() -> None:
    every = (*PAGES, *MORE, *LIKE_OTHERS, *OUTSIDE)
    walked = {
        resolve(path.partition("?")[0].format(case=1)).url_name for path in every if path != NO_SUCH_PAGE
    }
    read = {route.name for route in routes() if "GET" in route.methods}
    asked = {route.name for route in routes() if "GET" not in route.methods}
    assert {"today", "claim-new", "static"} <= read
    assert {"lock", "cut-lift", "verify-log"} & asked == {"lock", "verify-log"}
    assert walked & NO_PAGES.keys() == set()
    assert walked | NO_PAGES.keys() == read


def beside_words(case: Case) -> dict[str, int]:
    """The first call, petition, watch, claiming group and paper of a case."""
    return {
        "call_id": case.calls.earliest("pk").pk,
        "petition_id": case.petitions.earliest("pk").pk,
        "watch_id": case.watches.earliest("pk").pk,
        "group_id": case.claimant_groups.earliest("pk").pk,
        "paper_id": case.papers.earliest("pk").pk,
    }


def seen_and_come(cast: Cast, case: Case, revision: Revision) -> dict[str, int]:
    """A name and a term that were seen in a text, and claims that came by file."""
    look, term = revision.look, {"term": "term"}
    come = Intake.objects.create(case=case, name="claims.json", sha256="0" * 64, left=0, by=cast.aygul)
    seen = Suggested.objects.create(look=look, kind="gloss", start=0, end=5, rule="r", value=term)
    return {
        "suggested_id": look.suggested.filter(kind="person").earliest("pk").pk,
        "gloss_id": seen.pk,
        "intake_id": come.pk,
    }


@pytest.fixture
def places(committed_cast: Cast) -> dict[str, Any]:
    """The numbers of one thing of each kind, in a case that holds the whole sample."""
    cast = committed_cast
    case = fill(cast.aygul, [])
    for name, role in ROLES.items():
        case.memberships.update_or_create(member=cast.members[name], defaults={"role": role.value})
    layer = Layer.objects.get(case=case, language="en", source__number=1)
    revision = layer.revisions.get()
    passage = testimony.anchor_by_quote(cast.aygul, revision, "in those months her seizures began")
    condition = Condition.objects.get(record__case=case, code="redact_first")
    meant = consent.mark_meant(cast.aygul, condition, passage)
    cut = testimony.cut(cast.aygul, case, passage, "third_party_health", "witness")
    edition = editions.build(cast.aygul, case, "public")
    entity = Entity.objects.filter(case=case, kind="person").first()
    assert entity is not None
    return {
        "case_id": case.pk,
        "layer_id": layer.pk,
        "delivery_id": evidence.deliver_item(
            cast.aygul, Item.objects.filter(source__case=case).earliest("pk"), evidence.Said("folder")
        ).delivery.pk,
        "item_id": Item.objects.filter(source__case=case).earliest("pk").pk,
        "holding_id": Holding.objects.filter(source__case=case).earliest("pk").pk,
        "cut_id": cut.pk,
        "anchor_id": passage.pk,
        "transcription_id": Transcription.objects.filter(case=case).earliest("pk").pk,
        "recording_id": 1,
        "participant_id": Participant.objects.filter(session__revision=revision).earliest("pk").pk,
        "entity_id": entity.pk,
        "name_id": Name.objects.filter(entity=entity).earliest("pk").pk,
        "judgement_id": Identification.objects.filter(entity=entity).earliest("pk").pk,
        "claim_id": Claim.objects.filter(case=case).earliest("pk").pk,
        "passage_id": meant.pk,
        **seen_and_come(cast, case, revision),
        "edition_id": edition.pk,
        "package_id": Package.objects.create(
            case=case,
            package="0" * 16,
            root="0" * 64,
            log_index=edition.log_index,
            by=cast.aygul,
            at=edition.built_at,
        ).pk,
        **beside_words(case),
        **ELSEWHERE,
        "asked_id": Asked.objects.earliest("pk").pk,
    }


def address(route: Route, places: dict[str, Any]) -> str:
    filled = _GROUP.sub(lambda match: str(places[match[1] or match[2]]), route.path)
    return "/" + filled.strip("^$")


def ask(client: Client, where: str, method: str) -> HttpResponse:
    answer: HttpResponse = getattr(client, method)(where)
    # A file that is streamed stays open until somebody has read it or closes it.
    answer.close()
    return answer


def expected(member: Member, route: Route, case: Any) -> bool:  # noqa: ANN401 - accounts.Case
    if not isinstance(route.mark, Permission):
        return True
    if route.mark in OF_THE_GROUP:
        return may(member, route.mark)
    return may(member, Permission.CASE_SEE, case) and may(member, route.mark, case)


# Who may not is refused each time. Who may is given a whole page, which takes longest: of three roles that
# may have it one fetches it, not always the first, and all of them in ./dev soak.
@pytest.mark.parametrize("share", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_every_route_for_every_role_and_nothing_of_others(
    committed_cast: Cast, places: dict[str, Any], share: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One after the other in one case: to fill it takes longer than all but the last.
    nobody_sees_what_is_not_theirs(committed_cast, places)
    # What a refusal looks like is the same a thousand times: from here on it is only counted.
    monkeypatch.setattr(failures, "render", lambda *_page, status: HttpResponse(status=status))
    assert wrongly_answered(committed_cast, places, share) == []
    assert AuditEntry.objects.filter(allowed=False, member=committed_cast.members["farid"]).exists()


def wrongly_answered(cast: Cast, places: dict[str, Any], share: int) -> list[tuple[str, str, str, int]]:
    """Return who was given an answer that is not theirs, or none where one is."""
    case = Layer.objects.get(pk=places["layer_id"]).case
    wrong = []
    # Locking and its like would end the walk; their own tests are in test_doors.
    walked = [
        route for route in routes() if route.name not in {"lock", "console", "unlock", "static", "language"}
    ]
    everybody = (*ROLES, STRANGER)
    let_in = [[name for name in everybody if expected(cast.members[name], route, case)] for route in walked]
    fetching = [names[number % share :: share] or names for number, names in enumerate(let_in)]
    for name in everybody:
        member, client = cast.members[name], Client(raise_request_exception=True)
        client.force_login(member)
        for route, may_see, fetch in zip(walked, let_in, fetching, strict=True):
            where, allowed = address(route, places), name in may_see
            if allowed and name not in fetch:
                continue
            got = ask(client, where, "get").status_code
            if allowed and (got in DENIED - {404} or got >= 500):
                wrong.append((name, route.name, "get", got))
            if not allowed and got not in DENIED:
                wrong.append((name, route.name, "get", got))
            if not allowed and (posted := ask(client, where, "post").status_code) not in DENIED:
                wrong.append((name, route.name, "post", posted))
        assert client.get("/").status_code == 200, f"{name} was signed out on the way"
    return wrong


def shown_to_nobody(places: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Return the routes that tell anything to whoever has not signed in."""
    client = Client()
    shown = []
    for route in routes():
        if route.mark == "open":
            continue
        for method in ("get", "post"):
            answer = ask(client, address(route, places), method)
            if answer.status_code != 302 or not answer["Location"].startswith("/unlock/"):
                shown.append((route.name, method, answer.status_code))
    return shown


def told_of_a_case_one_may_not_see(places: dict[str, Any], stranger: Member) -> list[tuple[str, int]]:
    client = Client()
    client.force_login(stranger)
    return [
        (route.name, status)
        for route in routes()
        if "case_id" in route.path and (status := client.get(address(route, places)).status_code) != 404
    ]


def reached_through_another_case(
    places: dict[str, Any], member: Member, another: Case
) -> list[tuple[str, int]]:
    client = Client()
    client.force_login(member)
    elsewhere = {**places, "case_id": another.pk}
    by_number = [route for route in routes() if "case_id" in route.path and route.path.count("<") > 1]
    return [
        (route.name, answer.status_code)
        for route in by_number
        if (answer := client.get(address(route, elsewhere))).status_code == 200
    ]


def nobody_sees_what_is_not_theirs(committed_cast: Cast, places: dict[str, Any]) -> None:
    assert shown_to_nobody(places) == []
    assert told_of_a_case_one_may_not_see(places, committed_cast.hanna) == []
    assert reached_through_another_case(places, committed_cast.aygul, committed_cast.case) == []
    # They would find nothing either where there is nothing: whoever may sees each of these pages.
    assert ask(_signed_in(committed_cast.aygul), f"/cases/{places['case_id']}/", "get").status_code == 200


def _signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client
