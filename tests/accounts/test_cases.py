"""Who is in a case: let in, given another role, taken out; each recorded."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from cast import Cast
from guwah.accounts.cases import join, leave
from guwah.accounts.guard import NotPermitted, may
from guwah.accounts.models import AuditEntry
from guwah.accounts.permissions import Permission, Role
from guwah.cli import cases as commands
from guwah.failures import Refused
from guwah.vault.models import LogEntry, Opening


def test_whoever_is_taken_out_sees_the_case_no_longer_and_what_they_were_is_kept(cast: Cast) -> None:
    role = leave(cast.boris, cast.case, cast.chiara)

    assert role is Role.DOCUMENTER
    assert not may(cast.chiara, Permission.CASE_SEE, cast.case)
    entry = LogEntry.objects.latest("index")
    assert (entry.act, entry.actor) == ("member-left", cast.boris.actor)
    assert AuditEntry.objects.filter(
        member=cast.boris, permission="case:manage", target=f"member:{cast.chiara.pk}", allowed=True
    ).exists()
    told = str(list(Opening.objects.order_by("-pk")[:1].values()))
    assert "documenter" in told
    assert "Chiara" not in told


def test_to_let_in_again_undoes_it(cast: Cast) -> None:
    join(cast.boris, cast.case, cast.chiara, leave(cast.boris, cast.case, cast.chiara))

    assert may(cast.chiara, Permission.CLAIM_MAKE, cast.case)


def test_nobody_is_taken_out_twice(cast: Cast) -> None:
    leave(cast.boris, cast.case, cast.chiara)

    with pytest.raises(Refused) as refused:
        leave(cast.boris, cast.case, cast.chiara)
    assert refused.value.code == "not-a-member"


def test_a_documenter_takes_nobody_out(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        leave(cast.chiara, cast.case, cast.farid)
    assert cast.case.memberships.filter(member=cast.farid).exists()


@pytest.fixture
def _as_boris(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.boris)


@pytest.mark.usefixtures("_as_boris")
def test_the_commands_let_in_and_take_out(cast: Cast) -> None:
    case, handle = str(cast.case.pk), cast.chiara.handle

    left = CliRunner().invoke(commands.group, ["leave", case, handle, "--json"])
    assert json.loads(left.stdout) == {
        "case": cast.case.pk,
        "member": handle,
        "role": None,
        "was": "documenter",
    }
    again = CliRunner().invoke(commands.group, ["leave", case, handle, "--json"])
    assert (again.exit_code, json.loads(again.stdout)["error"]["code"]) == (1, "not-a-member")
    joined = CliRunner().invoke(commands.group, ["join", case, handle, "--role", "reader"])
    assert f"{handle} is reader" in joined.stdout
    assert "no longer" in CliRunner().invoke(commands.group, ["leave", case, handle]).stdout


@pytest.mark.usefixtures("_as_boris")
def test_nobody_of_that_name_is_told(cast: Cast) -> None:
    told = CliRunner().invoke(commands.group, ["leave", str(cast.case.pk), "nobody", "--json"])
    assert (told.exit_code, json.loads(told.stdout)["error"]["code"]) == (3, "no-such-member")
