"""Claims written for other programs: what each format holds, and that nothing cut is in any of them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from guwah.accounts.guard import NotPermitted
from guwah.failures import WrongUse
from guwah.steps.claims import commands, files
from guwah.steps.claims.flows import (
    OWN,
    Attached,
    ReadingGiven,
    Statement,
    check_claim,
    export_claims,
    make_claim,
)
from guwah.steps.claims.models import Claim, Occurrence
from guwah.steps.people.flows import NameGiven, add_entity
from guwah.steps.testimony import flows as testimony
from guwah.steps.testimony.queries import newest
from guwah.vault.models import LogEntry

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Cast
    from guwah.accounts.models import Member
    from kept import Kept

EVERY = ("json", "annotations", "ftm", "csv")
NO_ALLEGATION = [
    ({"mode": "feared"}, "feared: no allegation"),
    ({"mode": "hypothetical"}, "hypothetical: no allegation"),
    ({"mode": "asked"}, "asked by an interviewer: no allegation"),
    ({"mode": "corrected"}, "said and taken back by the speaker: no allegation"),
    ({"machine": True}, "made by a machine and not checked: the basis of nothing"),
]


@pytest.fixture
def made(cast: Cast, talk: Kept) -> Claim:
    """The closing of the bakery, dated twice, with the one it happened to."""
    saule = add_entity(cast.chiara, cast.case, "person", [NameGiven("Сәуле")])
    readings = (ReadingGiven("date", "2011-05-05", of=OWN), ReadingGiven("date", "2011-05-06~", of=OWN))
    stated = Statement(
        kind="occurrence",
        knows="saw",
        new_occurrence="=The bakery is closed",
        code="work_blocked",
        readings=readings,
        entities=(Attached(saule, "victim"),),
    )
    return make_claim(cast.chiara, cast.case, talk.at("on 5 May 2011"), stated)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_annotation_names_the_text_the_place_and_the_words(cast: Cast, talk: Kept, made: Claim) -> None:
    (one,) = json.loads(export_claims(cast.chiara, cast.case, "annotations").text)["items"]
    text = newest(talk.layer).text
    selector = one["target"]["selector"]
    assert one["target"]["source"] == f"urn:sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    assert text[selector["start"] : selector["end"]] == selector["refinedBy"]["exact"] == "on 5 May 2011"
    assert (
        text.index(selector["refinedBy"]["prefix"] + "on 5 May 2011" + selector["refinedBy"]["suffix"]) >= 0
    )
    assert [body["value"] for body in one["body"]][:2] == ["occurrence", "work_blocked"]


def test_an_act_is_an_event_and_who_is_in_it_a_link_with_the_role(cast: Cast, made: Claim) -> None:
    told = lines(export_claims(cast.chiara, cast.case, "ftm").text)
    schemas = {one["schema"]: one["properties"] for one in told}
    assert schemas["Event"]["startDate"] == ["2011-05-05"]
    assert schemas["Person"]["name"] == ["Сәуле"]
    assert schemas["UnknownLink"]["role"] == ["victim"]
    ids = {one["id"] for one in told}
    assert {*schemas["UnknownLink"]["subject"], *schemas["UnknownLink"]["object"]} <= ids


def test_the_same_occurrence_claimed_twice_is_one_event(cast: Cast, talk: Kept, made: Claim) -> None:
    again = Statement(
        kind="occurrence",
        occurrence=made.occurrence,
        readings=(ReadingGiven("date", "2012", of=OWN, of_point="end"),),
    )
    make_claim(cast.chiara, cast.case, talk.at("on 7 May 2012"), again)
    events = [
        one for one in lines(export_claims(cast.chiara, cast.case, "ftm").text) if one["schema"] == "Event"
    ]
    assert [(one["properties"]["startDate"], one["properties"]["endDate"]) for one in events] == [
        (["2011-05-05"], ["2012"])
    ]


def test_what_a_trained_reader_decides_is_no_event(cast: Cast, talk: Kept) -> None:
    stated = Statement(kind="occurrence", new_occurrence="x", code="sexual_violence")
    make_claim(cast.chiara, cast.case, talk.at("They closed it"), stated)
    assert export_claims(cast.chiara, cast.case, "ftm").text == ""


def dreaded(cast: Cast, talk: Kept, how: dict[str, object], occurrence: Occurrence | None = None) -> Claim:
    given: dict[str, object] = {
        "kind": "occurrence",
        "knows": "infers",
        "code": "torture",
        "readings": (ReadingGiven("date", "2021-05-05", of=OWN),),
        **({"occurrence": occurrence} if occurrence else {"new_occurrence": "They beat me"}),
        **how,
    }
    return make_claim(cast.chiara, cast.case, talk.at("It opened again"), Statement(**given))  # type: ignore[arg-type] # of several types


@pytest.mark.parametrize(("how", "caution"), NO_ALLEGATION)
def test_only_what_is_asserted_and_checked_is_an_event(
    cast: Cast, talk: Kept, made: Claim, how: dict[str, object], caution: str
) -> None:
    before = export_claims(cast.chiara, cast.case, "ftm").text
    dreaded(cast, talk, how)
    # Nor does what happened get the act or the day of what was feared to happen along with it.
    claim = dreaded(cast, talk, how, made.occurrence)
    assert export_claims(cast.chiara, cast.case, "ftm").text == before
    if claim.machine:
        check_claim(cast.emine, claim)
        text = export_claims(cast.chiara, cast.case, "ftm").text
        assert "Torture" in text
        assert "2021-05-05" in text


@pytest.mark.parametrize(("how", "caution"), NO_ALLEGATION)
def test_an_annotation_and_a_table_say_how_a_thing_is_told(
    cast: Cast, talk: Kept, how: dict[str, object], caution: str
) -> None:
    dreaded(cast, talk, how)
    (one,) = json.loads(export_claims(cast.chiara, cast.case, "annotations").text)["items"]
    said = [(body["purpose"], body["value"]) for body in one["body"]]
    assert said[0] == ("classifying", "occurrence")
    assert said[1][1].startswith("by Saule: infers; ")
    assert said[2:] == [("describing", caution)]
    (row,) = csv.DictReader(io.StringIO(export_claims(cast.chiara, cast.case, "csv").text))
    assert (row["by"], row["knows"], row["caution"]) == ("Saule", "infers", caution)
    assert row["mode"] == (caution.removesuffix(": no allegation") if "mode" in how else "asserted")
    assert (row["machine"], row["checked"]) == (str("machine" in how), "False")


def test_the_words_of_files_are_those_of_the_lists() -> None:
    assert set(files.KNOWS) == set(Claim.Knows)
    assert set(files.MODES) == set(Claim.Mode)


def told_by_command(
    monkeypatch: pytest.MonkeyPatch, member: Member, *words: str
) -> tuple[int, dict[str, Any], str]:
    monkeypatch.setattr(commands, "enter_from_command", lambda: member)
    done = CliRunner().invoke(commands.group, [*words, "--json"])
    return done.exit_code, json.loads(done.stdout), done.stdout


def test_by_command_too_json_holds_nothing_cut_unless_who_may_cut_asks(
    cast: Cast, talk: Kept, made: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = str(cast.case.pk)
    point = ReadingGiven("order", "before", of=OWN, to=made.occurrence, to_point="start")
    telling = Statement(kind="occurrence", new_occurrence="The queue", readings=(point,))
    make_claim(cast.chiara, cast.case, talk.at("The inspector said"), telling)
    beside = Statement(kind="statement", value="said")
    make_claim(cast.chiara, cast.case, talk.at("It opened again"), beside)
    testimony.cut(cast.chiara, cast.case, talk.at("on 5 May 2011"), "her wish", "the witness")
    Occurrence.objects.filter(claims=made).update(title="Closed on 5 May 2011")

    for member in (cast.farid, cast.chiara):
        code, told, text = told_by_command(monkeypatch, member, "export", case)
        assert (code, len(told["claims"]), told["withheld"]) == (0, 1, 2)
        assert [each for each in ("5 May 2011", "2011-05") if each in text] == []
        assert LogEntry.objects.latest("pk").act == "claims-copied"
    plain = CliRunner().invoke(commands.group, ["export", case]).stdout
    assert "2 left out: their words are cut." in plain

    logged = LogEntry.objects.count()
    code, told, text = told_by_command(monkeypatch, cast.farid, "export", case, "--with-withheld")
    assert (code, "5 May 2011" in text, LogEntry.objects.count()) == (1, False, logged)
    code, told, text = told_by_command(monkeypatch, cast.chiara, "export", case, "--with-withheld")
    assert (code, len(told["claims"]), told["withheld"]) == (0, 3, 0)
    assert made.external_id in {one["id"] for one in told["claims"]}
    assert LogEntry.objects.latest("pk").act == "claims-copied-with-cut"
    assert told_by_command(monkeypatch, cast.chiara, "export", case, "--with-withheld", "--to", "csv")[0] == 2


def test_conflicts_show_no_words_that_are_cut(
    cast: Cast, talk: Kept, made: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = str(cast.case.pk)
    other = Statement(
        kind="occurrence", occurrence=made.occurrence, readings=(ReadingGiven("date", "2013", of=OWN),)
    )
    standing = make_claim(cast.chiara, cast.case, talk.at("on 7 May 2012"), other)
    _, told, text = told_by_command(monkeypatch, cast.farid, "conflicts", case)
    assert "on 5 May 2011" in text
    assert told["left_out"] == {"countings": 0, "conventions": 0, "bounds": 0}
    testimony.cut(cast.chiara, cast.case, talk.at("on 5 May 2011"), "her wish", "the witness")
    _, told, text = told_by_command(monkeypatch, cast.farid, "conflicts", case)
    assert [each for each in ("5 May 2011", "2011-05", made.external_id) if each in text] == []
    assert (told["bounds"], told["left_out"]["bounds"]) == ({}, 1)
    conflict = told["conflicts"][0]
    assert conflict["why"] == "withheld"
    assert set(conflict["members"]) == {f"withheld-{made.pk}", standing.external_id}
    assert [words["quote"] for words in conflict["words"]] == ["withheld", "on 7 May 2012"]
    plain = CliRunner().invoke(commands.group, ["conflicts", case]).stdout
    assert "5 May 2011" not in plain
    assert "is not shown" in plain


def test_a_table_reads_back_and_holds_no_formula(cast: Cast, made: Claim) -> None:
    text = export_claims(cast.chiara, cast.case, "csv").text
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["quote"], row["by"], row["session"], row["turn"]) == ("on 5 May 2011", "Saule", "1", "2")
    assert row["readings"].startswith("date 2011-05-05 (")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


@pytest.mark.parametrize("to", EVERY)
def test_nothing_cut_is_in_any_of_them(cast: Cast, talk: Kept, made: Claim, to: str) -> None:
    beside = Statement(kind="statement", value="said")
    make_claim(cast.chiara, cast.case, talk.at("It opened again"), beside)
    saying = Statement(kind="occurrence", new_occurrence="Closed on 5 May 2011, as she said")
    make_claim(cast.chiara, cast.case, talk.at("The inspector said"), saying)
    testimony.cut(cast.chiara, cast.case, talk.at("on 5 May 2011"), "her wish", "the witness")
    closed = talk.at("So it stood closed for 1 year and 3 days")
    testimony.cut(cast.chiara, cast.case, closed, "her wish", "the witness")
    file = export_claims(cast.chiara, cast.case, to)
    assert "5 May 2011" not in file.text.replace("6 May 2011", "")
    assert "1 year and 3 days" not in file.text
    assert (file.claims, file.cut) == (1, 2)


@pytest.mark.parametrize("to", EVERY)
def test_a_claim_that_names_in_cut_words_who_told_it_is_left_out(cast: Cast, talk: Kept, to: str) -> None:
    heard = Statement(kind="statement", knows="told", told_by="The inspector said the flour was damp")
    make_claim(cast.chiara, cast.case, talk.at("It opened again"), heard)
    testimony.cut(
        cast.chiara, cast.case, talk.at("The inspector said the flour was damp"), "her wish", "the witness"
    )
    file = export_claims(cast.chiara, cast.case, to)
    assert "inspector" not in file.text
    assert (file.claims, file.cut) == (0, 1)


def test_it_is_written_into_the_log_and_asks_who_may_see_claims(cast: Cast, made: Claim) -> None:
    before = LogEntry.objects.count()
    export_claims(cast.chiara, cast.case, "csv")
    assert LogEntry.objects.count() == before + 1
    with pytest.raises(NotPermitted):
        export_claims(cast.hanna, cast.case, "csv")
    with pytest.raises(WrongUse):
        export_claims(cast.chiara, cast.case, "xml")


def test_the_command_writes_a_file_or_to_standard_output(
    cast: Cast, made: Claim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.chiara)
    words = ["export", str(cast.case.pk), "--to", "csv"]
    printed = CliRunner().invoke(commands.group, words)
    assert printed.stdout.startswith("id,kind,by")
    out = tmp_path / "claims.csv"
    told = CliRunner().invoke(commands.group, [*words, "--out", str(out), "--json"])
    assert json.loads(told.stdout) == {"out": str(out), "claims": 1, "cut": 0}
    assert out.read_text("utf-8").replace("\n", "") == printed.stdout.replace("\r", "").replace("\n", "")
    gone = CliRunner().invoke(commands.group, [*words, "--out", str(tmp_path / "no" / "x.csv"), "--json"])
    assert gone.exit_code == 2
