"""`guwah testimony relate` and `align`, with their JSON, their words and their refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from guwah.steps.testimony import flows
from guwah.steps.testimony.commands import group
from guwah.steps.testimony.layers import commands, queries

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.testimony.flows import Imported
    from kitchen import Keep


@pytest.fixture(autouse=True)
def _as_daniyar(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.daniyar)


@pytest.fixture
def pair(keep: Keep) -> tuple[Imported, Imported]:
    return keep("Boris: Where?\n\nAlma: There.\n"), keep("Борис: Где?\n\nАлма: Там.\n", "t.txt")


def run(*words: str) -> tuple[int, Any]:
    done = CliRunner().invoke(group, [*words, "--json"])
    return done.exit_code, json.loads(done.stdout)


def test_texts_are_related_and_aligned_by_command(pair: tuple[Imported, Imported], cast: Cast) -> None:
    one, other = (str(each.layer.pk) for each in pair)
    case = str(cast.case.pk)
    assert run("align", case, one, other)[1]["error"]["code"] == "not-related"
    assert run("relate", case, other, one, "--kind", "script") == (
        0,
        {"layer": pair[1].layer.pk, "from": pair[0].layer.pk, "kind": "script"},
    )
    code, told = run("align", case, other, one)
    assert code == 0
    assert (told["one"], told["other"]) == (pair[0].layer.pk, pair[1].layer.pk)
    (first, second) = told["groups"]
    said, answer = pair[0].revision.text, pair[1].revision.text
    assert said[slice(*second["one"])].startswith("There.")
    assert answer[slice(*second["other"])].startswith("Там.")
    assert first["doubts"] == []
    assert not first["confirmed"]

    alignment = queries.alignment_between(pair[0].revision, pair[1].revision)
    assert alignment is not None
    flows.confirm(cast.daniyar, cast.case, list(queries.live(alignment)[:1]))
    done = CliRunner().invoke(group, ["align", case, one, other])
    assert done.stdout == "2 groups of turns, 1 confirmed, 0 doubtful.\n"


def test_in_words_a_relation_says_where_a_text_comes_from(
    pair: tuple[Imported, Imported], cast: Cast
) -> None:
    one, other = (str(each.layer.pk) for each in pair)
    done = CliRunner().invoke(group, ["relate", str(cast.case.pk), other, one])
    assert done.stdout == f"Layer {other} comes from layer {one}.\n"


@pytest.mark.parametrize("command", ["relate", "align"])
def test_a_layer_that_is_not_there_is_wrong_use(
    pair: tuple[Imported, Imported], cast: Cast, command: str
) -> None:
    code, told = run(command, str(cast.case.pk), str(pair[0].layer.pk), "999")
    assert (code, told["error"]["code"]) == (2, "no-such-layer")


@pytest.mark.parametrize("kind", ["translation", "script"])
def test_a_machine_draft_stays_one_when_it_is_related(keep: Keep, cast: Cast, kind: str) -> None:
    one, draft = keep("Boris: Where?\n"), keep("Борис: Где?\n", "t.txt", kind="machine")
    told = run("relate", str(cast.case.pk), str(draft.layer.pk), str(one.layer.pk), "--kind", kind)
    assert told == (0, {"layer": draft.layer.pk, "from": one.layer.pk, "kind": "machine"})
    draft.layer.refresh_from_db()
    assert (draft.layer.kind, draft.layer.translated_from) == ("machine", one.layer)
