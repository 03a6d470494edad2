from __future__ import annotations

import pytest

from cast import ROLES, Cast
from guwah.accounts.cases import find_case, join, open_case
from guwah.accounts.guard import NotPermitted, ask, may, visible_cases
from guwah.accounts.models import AuditEntry, Case, CaseMembership
from guwah.accounts.permissions import HOLDS, OF_THE_GROUP, Permission, Role, holds
from guwah.failures import NotUnderstood, WrongUse

P = Permission


def test_the_owner_holds_everything_and_every_role_is_described() -> None:
    assert HOLDS[Role.OWNER] == frozenset(Permission)
    assert set(HOLDS) == set(Role)


@pytest.mark.parametrize(
    ("role", "permission", "answer"),
    [
        (Role.READER, P.TESTIMONY_READ, True),
        (Role.READER, P.CUT_MAKE, False),
        (Role.READER, P.CONSENT_SEE, False),
        (Role.TRANSLATOR, P.TESTIMONY_IMPORT, True),
        (Role.TRANSLATOR, P.EDITION_BUILD, False),
        (Role.DOCUMENTER, P.CLAIM_MAKE, True),
        (Role.DOCUMENTER, P.EDITION_BUILD, False),
        (Role.DOCUMENTER, P.EDITION_APPROVE, False),
        (Role.REVIEWER, P.EDITION_APPROVE, True),
        (Role.REVIEWER, P.CLAIM_MAKE, False),
        (Role.COORDINATOR, P.EDITION_BUILD, True),
        (Role.COORDINATOR, P.MEMBER_MANAGE, False),
        (Role.DELEGATE, P.CUT_MAKE, True),
        (Role.DELEGATE, P.TESTIMONY_READ, False),
    ],
)
def test_what_a_role_may(role: Role, permission: Permission, answer: bool) -> None:
    assert holds(role, permission) is answer


def test_a_case_permission_without_a_case_is_never_held(cast: Cast) -> None:
    for permission in Permission:
        assert may(cast.aygul, permission) is (permission in OF_THE_GROUP)


def test_who_is_in_no_case_sees_none(cast: Cast) -> None:
    assert visible_cases(cast.hanna) == []
    with pytest.raises(NotUnderstood) as refused:
        find_case(cast.hanna, cast.case.pk)
    assert refused.value.code == "no-such-case"


def test_a_role_counts_in_its_case_only(cast: Cast) -> None:
    other = Case.objects.create(title="Another oven", opened_by=cast.aygul)

    assert may(cast.chiara, P.CLAIM_MAKE, cast.case)
    assert not may(cast.chiara, P.CLAIM_MAKE, other)
    assert may(cast.boris, P.CLAIM_MAKE, other)


def test_a_role_in_a_case_may_be_smaller_than_the_one_in_the_group(cast: Cast) -> None:
    CaseMembership.objects.filter(member=cast.chiara).update(role=Role.READER.value)

    assert not may(cast.chiara, P.CLAIM_MAKE, cast.case)


def test_who_has_left_may_nothing(cast: Cast) -> None:
    cast.aygul.is_active = False
    cast.aygul.save()

    assert not any(may(cast.aygul, permission, cast.case) for permission in Permission)


def test_a_refusal_is_written_down_like_a_yes(cast: Cast) -> None:
    ask(cast.chiara, P.CUT_MAKE, cast.case, target="cut:7")
    with pytest.raises(NotPermitted) as refused:
        ask(cast.farid, P.CUT_MAKE, cast.case)

    assert refused.value.exit_code == 1
    newest, earlier = AuditEntry.objects.all()[:2]
    assert (newest.member, newest.allowed) == (cast.farid, False)
    assert (earlier.member, earlier.allowed, earlier.target) == (cast.chiara, True, "cut:7")


def test_opening_a_case_makes_its_opener_coordinator_there(cast: Cast) -> None:
    case = open_case(cast.boris, "  The flour money ")

    assert case.title == "The flour money"
    assert case.memberships.get().role == Role.COORDINATOR.value
    with pytest.raises(WrongUse):
        open_case(cast.boris, "   ")
    with pytest.raises(NotPermitted):
        open_case(cast.chiara, "Not hers to open")


def test_joining_is_the_coordinators_act(cast: Cast) -> None:
    join(cast.boris, cast.case, cast.hanna, Role.READER)

    assert may(cast.hanna, P.TESTIMONY_READ, cast.case)
    with pytest.raises(NotPermitted):
        join(cast.chiara, cast.case, cast.hanna, Role.OWNER)


def test_every_named_role_of_the_cast_exists() -> None:
    assert set(ROLES.values()) == set(Role)
