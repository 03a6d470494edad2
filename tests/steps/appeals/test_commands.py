from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.utils import timezone

from cast import Cast
from guwah.accounts.models import Member
from guwah.steps.appeals import commands, flows


def _run(monkeypatch: pytest.MonkeyPatch, who: Member, *words: object) -> tuple[int, str]:
    monkeypatch.setattr(commands, "enter_from_command", lambda: who)
    done = CliRunner().invoke(commands.group, [str(word) for word in words])
    return done.exit_code, done.stdout


def test_the_list_tells_fate_and_silence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.now().date().isoformat()
    first = flows.add_petition(cast.chiara, cast.case, "Наубайхананы ашыңыздар", "The town hall")
    flows.note_event(cast.chiara, first, "sent", today, note="by post")
    second = flows.add_petition(cast.chiara, cast.case, "Return the ovens", "The court")

    code, told = _run(monkeypatch, cast.emine, "list", cast.case.pk, "--json")
    _code, words = _run(monkeypatch, cast.emine, "list", cast.case.pk)

    assert code == 0
    assert json.loads(told)["petitions"] == [
        {
            "id": first.pk,
            "title": "Наубайхананы ашыңыздар",
            "to": "The town hall",
            "fate": "sent",
            "silent_days": [0, 0],
            "events": [{"state": "sent", "when": today, "note": "by post"}],
        },
        {
            "id": second.pk,
            "title": "Return the ovens",
            "to": "The court",
            "fate": None,
            "silent_days": None,
            "events": [],
        },
    ]
    assert f"petition {second.pk}  nothing known  Return the ovens" in words


def test_a_reader_is_told_no(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    code, told = _run(monkeypatch, cast.farid, "list", cast.case.pk, "--json")

    assert (code, json.loads(told)["error"]["code"]) == (1, "not-permitted")
