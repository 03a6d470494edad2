"""Every act on names and judgements asks for permission, and stands in the log once, saying about what."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import AuditEntry
from guwah.failures import Problem
from guwah.steps.people.flows import (
    NameGiven,
    add_entity,
    add_name,
    identify,
    withdraw_identification,
    withdraw_name,
)
from guwah.steps.testimony.models import Participant
from guwah.vault.models import LogEntry, Opening
from kept import TALK, keep

if TYPE_CHECKING:
    from cast import Cast
    from guwah.accounts.models import Member

Act = Callable[["Member"], Any]


@pytest.fixture
def acts(cast: Cast) -> dict[str, tuple[Act, str, dict[str, Any]]]:
    """Each act with the name the log has for it and a part of what it tells."""
    keep(cast, "First call", TALK)
    first, second = Participant.objects.order_by("pk")[:2]
    names = [NameGiven("Saule Bekkyzy"), NameGiven("Сәуле")]
    saule = add_entity(cast.chiara, cast.case, "person", names)
    alma = add_entity(cast.chiara, cast.case, "person", [NameGiven("Alma")])
    judged = identify(cast.chiara, alma, second, "interviewer")
    last = saule.names.get(text="Сәуле")
    return {
        "add": (lambda who: add_name(who, saule, NameGiven("Saule")), "named", {"entity": saule.pk}),
        "withdraw": (
            lambda who: withdraw_name(who, last),
            "name-withdrawn",
            {"entity": saule.pk, "name": last.pk},
        ),
        "identify": (
            lambda who: identify(who, saule, first, "testifier_self"),
            "identified",
            {"entity": saule.pk, "participant": first.pk, "role": "testifier_self"},
        ),
        "take back": (
            lambda who: withdraw_identification(who, judged),
            "identification-withdrawn",
            {"entity": alma.pk, "identification": judged.pk, "role": "interviewer"},
        ),
    }


ALL = ("add", "withdraw", "identify", "take back")


@pytest.mark.parametrize("name", ALL)
def test_an_act_stands_in_the_log_once_with_what_it_was_about(
    cast: Cast, acts: dict[str, tuple[Act, str, dict[str, Any]]], name: str
) -> None:
    act, logged, about = acts[name]
    before = LogEntry.objects.count()

    act(cast.chiara)

    (entry,) = LogEntry.objects.filter(index__gte=before)
    assert (entry.act, entry.actor, entry.case) == (logged, cast.chiara.actor, cast.case.pk)
    (opening,) = Opening.objects.filter(entry=entry)
    assert opening.value is not None
    assert about.items() <= opening.value.items()


@pytest.mark.parametrize("who", ["farid", "gulya", "hanna"])
@pytest.mark.parametrize("name", ALL)
def test_who_may_not_changes_nothing_and_that_they_tried_is_kept(
    cast: Cast, acts: dict[str, tuple[Act, str, dict[str, Any]]], name: str, who: str
) -> None:
    act, _logged, _about = acts[name]
    before, member = LogEntry.objects.count(), cast.members[who]

    with pytest.raises(NotPermitted):
        act(member)

    assert LogEntry.objects.count() == before
    assert AuditEntry.objects.filter(member=member, allowed=False).count() == 1
    # It is still there to be done by somebody who may.
    act(cast.chiara)


@pytest.mark.parametrize("name", ALL)
def test_done_twice_is_refused_and_logged_once(
    cast: Cast, acts: dict[str, tuple[Act, str, dict[str, Any]]], name: str
) -> None:
    act, logged, _about = acts[name]
    act(cast.chiara)
    before = LogEntry.objects.filter(act=logged).count()

    with pytest.raises(Problem) as refused:
        act(cast.chiara)

    assert refused.value.code.startswith("already-")
    assert LogEntry.objects.filter(act=logged).count() == before
