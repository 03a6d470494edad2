from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Protocol

import pytest
from click.testing import CliRunner
from django.utils import timezone

from cast import Cast
from guwah.accounts.models import Member
from guwah.steps.vigil import commands, flows
from guwah.steps.vigil.models import Watch


class Run(Protocol):
    def __call__(self, *words: object, who: Member = ...) -> tuple[int, Any, str]: ...


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `guwah vigil …` as somebody and gives exit code, JSON and words."""

    def command(*words: object, who: Member = cast.chiara) -> tuple[int, Any, str]:
        monkeypatch.setattr(commands, "enter_from_command", lambda: who)
        done = CliRunner().invoke(commands.group, [str(word) for word in words])
        return done.exit_code, json.loads(done.stdout) if "--json" in words else None, done.output

    return command


@pytest.fixture
def watch(cast: Cast) -> Watch:
    promise = flows.Promise("Ring the mill", timezone.now() - timedelta(days=3))
    return flows.set_watch(cast.chiara, cast.case, promise)


def test_the_list_tells_where_each_watch_stands(cast: Cast, run: Run, watch: Watch) -> None:
    code, told, _words = run("list", "--json")
    _code, _told, words = run("list", cast.case.pk)

    assert code == 0
    assert told["watches"] == [
        {
            "id": watch.pk,
            "case": cast.case.pk,
            "purpose": "Ring the mill",
            "keeper": "chiara",
            "due_at": watch.due_at.isoformat(),
            "state": "overdue",
            "tried": 0,
            "silent": False,
            "unproven": False,
            "blind": True,
            "duress": False,
            "taken": False,
        }
    ]
    assert f"watch {watch.pk}  overdue" in words


def test_an_answer_is_noted_and_only_a_verified_one_ends_it(cast: Cast, run: Run, watch: Watch) -> None:
    _code, first, _words = run("answer", watch.pk, "--outcome", "no_answer", "--json")
    _code, second, _words = run(
        "answer", watch.pk, "--outcome", "answered_verified", "--note", "ok", "--json"
    )
    code, third, _words = run("answer", watch.pk, "--outcome", "no_answer", "--json")

    assert (first["state"], first["silent"], second["state"]) == ("overdue", True, "answered")
    assert (code, third["error"]["code"]) == (2, "watch-closed")
    assert run("list", "--open", "--json")[1] == {"watches": []}


def test_the_words_say_that_it_goes_on(run: Run, watch: Watch) -> None:
    assert f"Watch {watch.pk} is overdue" in run("answer", watch.pk, "--outcome", "blocked")[2]


def test_who_may_not_see_watches_gets_no_list(cast: Cast, run: Run, watch: Watch) -> None:
    assert run("list", "--json", who=cast.farid)[1] == {"watches": []}
    code, told, _words = run("list", cast.case.pk, "--json", who=cast.farid)
    assert (code, told["error"]["code"]) == (1, "not-permitted")
    code, told, _words = run("answer", watch.pk, "--outcome", "no_answer", "--json", who=cast.farid)
    assert (code, told["error"]["code"]) == (3, "no-such-watch")
