from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from django.db import transaction

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood
from guwah.steps.claims import commands, queries
from guwah.steps.claims.as_json import claim_json
from guwah.steps.claims.flows import BadRows, import_claims, import_rows
from guwah.steps.claims.models import Claim, Occurrence, Reading
from guwah.steps.people.flows import NameGiven, add_entity, identify
from guwah.steps.testimony.models import Anchor, Participant
from guwah.vault.models import LogEntry

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Cast
    from kept import Kept


def document(*claims: dict[str, Any], **more: object) -> str:
    return json.dumps({"claims": list(claims), **more}, ensure_ascii=False)


@pytest.fixture
def closing(talk: Kept) -> list[dict[str, Any]]:
    """Three claims: a start, another start, a duration that fits the first end only."""
    return [
        {
            "id": "c1",
            "kind": "occurrence",
            **talk.place("on 5 May 2011"),
            "by": "Saule",
            "knows": "saw",
            "readings": ["2011-05-05"],
            "occurrence": {"id": "closed", "title": "The bakery stands closed"},
            "code": "work_blocked",
        },
        {
            "id": "c2",
            "kind": "occurrence",
            **talk.place("on 7 May 2012"),
            "by": "",
            "knows": "saw",
            "readings": ["2012-05-07"],
            "point": "end",
            "occurrence": "closed",
            "code": None,
        },
        {
            "id": "c3",
            "kind": "statement",
            **talk.place("1 year and 3 days"),
            "knows": "told",
            "readings": [{"from": ["closed", "start"], "to": ["closed", "end"], "duration": "P1Y3D"}],
        },
    ]


def run(cast: Cast, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, dict[str, Any]]:
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.chiara)
    result = CliRunner().invoke(commands.group, [*words, "--json"])
    return result.exit_code, json.loads(result.stdout)


def test_a_file_is_taken_over_and_given_back_the_same(
    cast: Cast, talk: Kept, closing: list[dict[str, Any]]
) -> None:
    made = import_claims(cast.chiara, cast.case, document(*closing))
    assert LogEntry.objects.filter(act="claimed", case=cast.case.pk).count() == 1
    told = [claim_json(claim) for claim in queries.exported(cast.case)]
    assert [claim.external_id for claim in made] == ["c1", "c2", "c3"]
    assert told[0] == {
        **closing[0],
        "readings": [{"at": ["closed", "start"], "edtf": "2011-05-05"}],
        "occurrence": "closed",
    }
    assert told[1]["readings"] == [{"at": ["closed", "end"], "edtf": "2012-05-07"}]
    assert told[1]["by"] == "Saule"
    assert told[2]["by"] == "Orynbek"
    assert told[2]["readings"] == [
        {"from": ["closed", "start"], "to": ["closed", "end"], "duration": "P1Y3D", "approximate": False}
    ]
    again = document(*told, occurrences=queries.titles(cast.case))
    assert [claim.pk for claim in import_claims(cast.chiara, cast.case, again)] == [one.pk for one in made]
    assert Claim.objects.count() == 3
    assert Occurrence.objects.get().title == "The bakery stands closed"


def test_every_form_of_reading_comes_in_and_goes_out(cast: Cast, talk: Kept) -> None:
    place = talk.place("on 5 May 2011")
    readings: list[object] = [
        {"at": ["a", "start"], "edtf": "2011~", "basis": "year-inferred"},
        {"from": ["a", "start"], "to": ["b", "end"], "duration": "P4M", "approximate": True},
        {"age": 47, "of": ["birth", "start"], "at": ["a", "start"]},
        {"before": [["a", "end"], ["b", "start"]], "strict": True},
        {"before": [["a", "start"], ["a", "end"]], "strict": False},
        {"edtf": "2011"},
        {"duration": "P2Y", "approximate": False},
        {"age": 3},
    ]
    claim = {"id": "x", "kind": "statement", **place, "readings": readings, "machine": True, "mode": "feared"}
    import_claims(cast.chiara, cast.case, document(claim, occurrences={"a": "The first thing"}))
    told = claim_json(queries.exported(cast.case)[0])
    assert told["readings"] == readings
    assert told["mode"] == "feared"
    assert (told["machine"], told["checked"]) == (True, False)
    assert queries.titles(cast.case) == {"a": "The first thing", "b": "b", "birth": "birth"}


def test_bare_readings_are_about_the_claims_own_occurrence(cast: Cast, talk: Kept) -> None:
    place = talk.place("on 5 May 2011")
    tied = {"id": "t", "kind": "occurrence", **place, "readings": ["2011/2012", "P3D"], "occurrence": "o"}
    loose = {"id": "u", "kind": "statement", **place, "readings": ["2011", "P3D"]}
    import_claims(cast.chiara, cast.case, document(tied, loose))
    told = {claim.external_id: claim_json(claim)["readings"] for claim in queries.exported(cast.case)}
    assert told["t"] == [
        {"at": ["o", "start"], "edtf": "2011/2012"},
        {"from": ["o", "start"], "to": ["o", "end"], "duration": "P3D", "approximate": False},
    ]
    assert told["u"] == [{"edtf": "2011"}, {"duration": "P3D", "approximate": False}]


def test_a_quote_alone_finds_its_place(cast: Cast, article: Kept) -> None:
    quote = "ئىككى يىل تاقالغان"
    claim = {"id": "q", "kind": "statement", "layer": article.layer.pk, "quote": quote}
    made = import_claims(cast.chiara, cast.case, document(claim))[0]
    assert article.revision.text[made.anchor.start : made.anchor.end] == quote


def test_without_an_id_the_same_claim_twice_is_still_once(cast: Cast, talk: Kept) -> None:
    claim = {"kind": "statement", **talk.place("5 May 2011")}
    first = import_claims(cast.chiara, cast.case, document(claim))
    assert import_claims(cast.chiara, cast.case, document(claim)) == first
    assert import_claims(cast.chiara, cast.case, document({**claim, "id": 7}))[0].external_id == "7"


def test_one_wrong_claim_and_none_is_taken_over(
    cast: Cast, talk: Kept, closing: list[dict[str, Any]]
) -> None:
    closing[2]["quote"] = "1 year and 4 days"
    text = json.dumps({"claims": closing}, indent=1)
    with pytest.raises(NotUnderstood) as refusal:
        import_claims(cast.chiara, cast.case, text)
    place = refusal.value.place
    assert refusal.value.code == "quote-differs"
    assert place is not None
    assert place.offset == text.index('"1 year and 4 days"')
    assert text.splitlines()[(place.line or 0) - 1].endswith('"1 year and 4 days",')
    assert not Claim.objects.exists()
    assert not Occurrence.objects.exists()
    assert not Reading.objects.exists()


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"layer": 10**6}, "no-such-layer"),
    ({"layer": None}, "no-layer"),
    ({"layer": True}, "no-layer"),
    ({"start": 0, "end": 10**6}, "outside-text"),
    ({"start": 5, "end": 5}, "outside-text"),
    ({"start": None}, "half-a-place"),
    ({"start": -1}, "bad-place"),
    ({"start": None, "end": None, "quote": None}, "no-words"),
    ({"start": None, "end": None, "quote": "never said"}, "quote-not-found"),
    ({"start": None, "end": None, "quote": "May"}, "quote-ambiguous"),
    ({"kind": "rumour"}, "unknown-kind"),
    ({"kind": "occurrence"}, "no-occurrence"),
    ({"quote": 3}, "not-text"),
    ({"machine": "yes"}, "not-true-or-false"),
    ({"point": "middle"}, "bad-point"),
    ({"id": ""}, ""),
    ({"id": " "}, "bad-id"),
    ({"id": "x" * 121}, "bad-id"),
    ({"occurrence": 5}, "not-an-object"),
    ({"occurrence": {"title": "no id"}}, "not-text"),
    ({"occurrence": {"id": "o", "colour": "red"}}, "unknown-member"),
    ({"colour": "red"}, "unknown-member"),
    ({"readings": "2011"}, "not-a-list"),
    ({"readings": ["5 May"]}, "not-edtf"),
    ({"readings": ["P1H"]}, "bad-duration"),
    ({"readings": [7]}, "not-an-object"),
    ({"readings": [{"edtf": "2011", "age": 3}]}, "unknown-form"),
    ({"readings": [{"edtf": "2011", "colour": "red"}]}, "unknown-member"),
    ({"readings": [{"edtf": "2011", "at": ["o"]}]}, "bad-point"),
    ({"readings": [{"edtf": "2011", "at": "o"}]}, "not-a-list"),
    ({"readings": [{"edtf": "2011", "basis": "rumour"}]}, "unknown-basis"),
    ({"readings": [{"age": -3}]}, "bad-age"),
    ({"readings": [{"age": "3"}]}, "bad-age"),
    ({"readings": [{"duration": "P1Y", "from": ["o", "start"]}]}, "two-points"),
    ({"readings": [{"before": [["o", "start"]]}]}, "not-a-pair"),
    ({"readings": [{"before": [["o", "start"], ["p", "end"]], "strict": 1}]}, "not-true-or-false"),
]


@pytest.mark.parametrize(("change", "code"), [case for case in WRONG if case[1]])
def test_what_is_wrong_is_told_with_its_place(
    cast: Cast, talk: Kept, change: dict[str, Any], code: str
) -> None:
    claim = {"id": "w", "kind": "statement", **talk.place("5 May 2011"), **change}
    with pytest.raises(NotUnderstood) as refusal, transaction.atomic():
        import_claims(cast.chiara, cast.case, document(claim))
    assert refusal.value.code == code
    assert refusal.value.place is not None
    assert refusal.value.place.line == 1
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "bad-json"),
        ("[]", "not-an-object"),
        ('{"claims": {}}', "not-a-list"),
        ('{"claims": [], "occurrences": {"a": 3}}', "not-text"),
    ],
)
def test_a_file_of_another_shape_is_refused(cast: Cast, text: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        import_claims(cast.chiara, cast.case, text)
    assert refusal.value.code == code


def test_two_claims_with_one_id_and_an_id_that_says_something_else(cast: Cast, talk: Kept) -> None:
    claim = {"id": "one", "kind": "statement", **talk.place("5 May 2011")}
    with pytest.raises(NotUnderstood) as refusal:
        import_claims(cast.chiara, cast.case, document(claim, claim))
    assert refusal.value.code == "id-twice"
    import_claims(cast.chiara, cast.case, document(claim))
    other = {"id": "one", "kind": "statement", **talk.place("7 May 2012")}
    with pytest.raises(NotUnderstood) as refusal:
        import_claims(cast.chiara, cast.case, document(other))
    assert refusal.value.code == "id-taken"


def test_nobody_imports_without_leave(cast: Cast, talk: Kept) -> None:
    with pytest.raises(NotPermitted):
        import_claims(cast.farid, cast.case, document())


def test_the_command_imports_exports_and_tells_conflicts(
    cast: Cast, talk: Kept, closing: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = str(cast.case.pk)
    closing.append(
        {
            "id": "c4",
            "kind": "occurrence",
            **talk.place("on 9 June 2012"),
            "readings": ["2012-06-09"],
            "point": "end",
            "occurrence": "closed",
        }
    )
    file = tmp_path / "claims.json"
    file.write_text(document(*closing[:3]), "utf-8")
    code, told = run(cast, monkeypatch, "import", case, str(file))
    assert code == 0
    assert [claim["id"] for claim in told["claims"]] == ["c1", "c2", "c3"]
    code, told = run(cast, monkeypatch, "conflicts", case, "--fail")
    assert (code, told["conflicts"], told["consistent"], told["complete"]) == (0, [], True, True)
    assert told["countings"] == {"c3": ["inclusive"]}
    file.write_text(document(*closing), "utf-8")
    run(cast, monkeypatch, "import", case, str(file))
    code, told = run(cast, monkeypatch, "conflicts", case, "--fail")
    assert code == 1
    assert not told["consistent"]
    pair = next(one for one in told["conflicts"] if one["members"] == ["c2", "c4"])
    assert (pair["grade"], pair["state"], pair["between"]) == ("hard", "open", "witness-with-herself")
    assert [words["quote"] for words in pair["words"]] == ["on 7 May 2012", "on 9 June 2012"]
    three = next(one for one in told["conflicts"] if one["members"] == ["c1", "c3", "c4"])
    assert three["between"] == "witness-with-reporter"
    assert run(cast, monkeypatch, "conflicts", case)[0] == 0
    code, told = run(cast, monkeypatch, "export", case)
    assert [claim["id"] for claim in told["claims"]] == ["c1", "c2", "c3", "c4"]
    assert told["occurrences"] == {"closed": "The bakery stands closed"}
    assert told["invented"] is True


def test_the_command_tells_where_a_file_is_wrong(
    cast: Cast, talk: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "claims.json"
    file.write_bytes(b'{"claims": [\xff]}')
    code, told = run(cast, monkeypatch, "import", str(cast.case.pk), str(file))
    assert (code, told["error"]["code"], told["error"]["offset"]) == (3, "bad-encoding", 12)
    file.write_text('{"claims":\n [}', "utf-8")
    code, told = run(cast, monkeypatch, "import", str(cast.case.pk), str(file))
    assert (code, told["error"]["code"], told["error"]["line"]) == (3, "bad-json", 2)
    assert told["error"]["file"] == str(file)


def test_in_plain_words_the_commands_say_the_same(
    cast: Cast, talk: Kept, closing: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.chiara)
    file = tmp_path / "claims.json"
    closing[1]["readings"] = ["2012-06-09"]
    file.write_text(document(*closing), "utf-8")
    runner, case = CliRunner(), str(cast.case.pk)
    assert "3 claims." in runner.invoke(commands.group, ["import", case, str(file)]).stdout
    said = runner.invoke(commands.group, ["conflicts", case]).stdout
    assert "hard (witness-with-reporter, open): These cannot all be true." in said
    assert "c3 fits when counted: " in said
    assert "not time" not in said


def test_whoever_people_judged_to_be_one_person_contradicts_herself(
    cast: Cast, talk: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = add_entity(cast.chiara, cast.case, "person", [NameGiven("Saule")])
    for speaker in Participant.objects.all():
        identify(cast.chiara, person, speaker, "witness_direct")
    claims = [
        {"id": quote, "kind": "occurrence", **talk.place(quote), "readings": [edtf], "occurrence": "closed"}
        for quote, edtf in (("on 5 May 2011", "2011-05-05"), ("on 6 May 2011", "2011-05-06"))
    ]
    import_claims(cast.chiara, cast.case, document(*claims))
    _, told = run(cast, monkeypatch, "conflicts", str(cast.case.pk))
    assert [one["between"] for one in told["conflicts"]] == ["witness-with-herself"]


def test_the_exit_code_reaches_the_shell(
    cast: Cast, talk: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from guwah.cli.main import main

    claims = [
        {"id": quote, "kind": "occurrence", **talk.place(quote), "readings": [edtf], "occurrence": "closed"}
        for quote, edtf in (("on 5 May 2011", "2011-05-05"), ("on 6 May 2011", "2011-05-06"))
    ]
    import_claims(cast.chiara, cast.case, document(*claims))
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.chiara)
    with pytest.raises(SystemExit) as end:
        main(["claims", "conflicts", str(cast.case.pk), "--fail", "--json"])
    assert end.value.code == 1
    assert json.loads(capsys.readouterr().out)["conflicts"]


def broken(talk: Kept) -> list[dict[str, Any]]:
    """Two good rows among five, each of the others wrong in its own way and one bringing an occurrence."""
    good = {"kind": "statement", **talk.place("5 May 2011")}
    return [
        {"id": "first", **good, "occurrence": {"id": "kept", "title": "Kept"}},
        {"id": "code", **good, "kind": "occurrence", "code": "bad_weather", "occurrence": {"id": "lost"}},
        {"id": "anchor", **good, "quote": "6 May 2011"},
        {"id": "date", **good, "readings": ["2011-02-30"], "occurrence": "lost"},
        {"id": "last", "kind": "statement", **talk.place("7 May 2012")},
        {"id": "first", **good},
        {"id": "shape", **good, "colour": "red"},
    ]


def test_every_wrong_row_is_told_and_nothing_is_half_done(cast: Cast, talk: Kept) -> None:
    text = json.dumps({"claims": broken(talk)}, indent=1)
    with pytest.raises(BadRows) as refusal:
        import_claims(cast.chiara, cast.case, text)
    assert [row.code for row in refusal.value.rows] == [
        "unknown-code",
        "quote-differs",
        "no-such-day",
        "id-twice",
        "unknown-member",
    ]
    lines = text.splitlines()
    assert '"6 May 2011"' in lines[(refusal.value.rows[1].line or 0) - 1]
    assert refusal.value.code == "unknown-code"
    assert not Claim.objects.exists()
    assert not Occurrence.objects.exists()
    assert not Anchor.objects.exists()


def test_the_good_rows_go_in_only_when_asked_and_bring_nothing_of_the_others(cast: Cast, talk: Kept) -> None:
    taken = import_rows(cast.chiara, cast.case, document(*broken(talk)), good_only=True)
    assert [claim.external_id for claim in taken.claims] == ["first", "last"]
    assert len(taken.left) == 5
    assert [one.external_id for one in Occurrence.objects.all()] == ["kept"]
    again = import_rows(cast.chiara, cast.case, document(*broken(talk)), good_only=True)
    assert [claim.pk for claim in again.claims] == [claim.pk for claim in taken.claims]


def test_a_word_of_a_group_of_acts_is_no_act(cast: Cast, talk: Kept) -> None:
    claim = {
        "id": "w",
        "kind": "occurrence",
        "code": "liberty",
        "occurrence": "o",
        **talk.place("5 May 2011"),
    }
    with pytest.raises(NotUnderstood) as refusal:
        import_claims(cast.chiara, cast.case, document(claim))
    assert refusal.value.code == "unknown-code"


def test_the_command_lists_every_wrong_row_and_takes_the_good_ones_when_asked(
    cast: Cast, talk: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.chiara)
    file = tmp_path / "claims.json"
    file.write_text(json.dumps({"claims": broken(talk)}, indent=1), "utf-8")
    runner, words = CliRunner(), ["import", str(cast.case.pk), str(file)]
    refused = runner.invoke(commands.group, [*words, "--json"])
    told = json.loads(refused.stdout)
    assert refused.exit_code == 3
    assert told["error"]["code"] == "unknown-code"
    assert [row["code"] for row in told["errors"]][-1] == "unknown-member"
    assert len(told["errors"]) == 5
    plain = runner.invoke(commands.group, words)
    assert plain.exit_code == 3
    assert plain.stderr.count(str(file)) == 5
    done = runner.invoke(commands.group, [*words, "--good-only", "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert [claim["id"] for claim in told["claims"]] == ["first", "last"]
    assert len(told["left"]) == 5
