"""The case glossary: terms with their history, under the words of every text; what is cut is in no file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.accounts.guard import NotPermitted
from guwah.failures import Refused, WrongUse
from guwah.steps.testimony import flows
from guwah.steps.testimony.commands import group
from guwah.steps.testimony.flows.glossing import Said
from guwah.steps.testimony.glossary import commands, queries
from guwah.steps.testimony.glossary.tables import TermVersion
from guwah.vault.append_only import Overwritten
from guwah.vault.models import LogEntry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.flows import Imported
    from kitchen import Keep

    ClientOf = Callable[[Member], Client]

TALK = (
    "Call\nBoris: Where is the tandoor?\nAlma: The Tandoor hall, 馕坑旁边. Tandoors everywhere.\n"
    "Boris: Ash?\nAlma: Ashes no.\n"
)
OVEN = Said("tandoor", "en", "a clay oven", {"zh-Hans": "馕坑", "ug": "تونۇر"}, "as the bakers say")


@pytest.fixture
def talk(keep: Keep) -> Imported:
    """A talk in which the term stands three times in one script and once in another."""
    return keep(TALK, language="en")


def test_a_term_keeps_everything_that_was_ever_said_of_it(cast: Cast, talk: Imported) -> None:
    anchor = flows.anchor_by_quote(cast.daniyar, talk.revision, "Tandoor hall")
    row = flows.keep_term(cast.daniyar, cast.case, replace(OVEN, written=" tandoor\n"), anchor)
    assert (row.written, row.number, row.term.anchor, row.made_by) == ("tandoor", 1, anchor, cast.daniyar)
    assert LogEntry.objects.latest("index").act == "term-kept"
    again = flows.change_term(cast.daniyar, row.term, 1, OVEN)
    assert again.pk == row.pk
    changed = flows.change_term(cast.chiara, row.term, 1, replace(OVEN, meaning="an oven of clay"))
    assert (changed.number, changed.made_by) == (2, cast.chiara)
    with pytest.raises(Refused) as refused:
        flows.change_term(cast.daniyar, row.term, 1, OVEN)
    assert refused.value.code == "edited-meanwhile"
    assert [each.meaning for each in row.term.versions.all()] == ["a clay oven", "an oven of clay"]
    with pytest.raises(Overwritten):
        row.save()
    assert flows.drop_term(cast.daniyar, row.term, 2).dropped
    assert queries.entries(cast.daniyar, cast.case) == []
    # Taken out, it may be kept anew, and its own history stays.
    assert flows.keep_term(cast.daniyar, cast.case, OVEN).term != row.term
    assert row.term.versions.count() == 3


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said(" \n "), "no-words"),
        (Said("x" * 201), "too-long"),
        (Said("a", "not a tag!"), "bad-language-tag"),
        (Said("a", renderings={"??": "b"}), "bad-language-tag"),
    ],
)
def test_what_is_no_term_is_refused(cast: Cast, said: Said, code: str) -> None:
    with pytest.raises(WrongUse) as wrong:
        flows.keep_term(cast.daniyar, cast.case, said)
    assert wrong.value.code == code
    assert not TermVersion.objects.exists()


def test_a_term_stands_once_in_a_language_and_is_kept_by_those_who_work_on_texts(cast: Cast) -> None:
    row = flows.keep_term(cast.daniyar, cast.case, OVEN)
    with pytest.raises(Refused) as refused:
        flows.keep_term(cast.daniyar, cast.case, replace(OVEN, written="Tandoor"))
    assert refused.value.code == "known-term"
    other = flows.keep_term(cast.daniyar, cast.case, replace(OVEN, language="ru"))
    with pytest.raises(Refused):
        flows.change_term(cast.daniyar, other.term, 1, OVEN)
    for who in (cast.farid, cast.emine, cast.hanna):
        with pytest.raises(NotPermitted):
            flows.keep_term(who, cast.case, Said("flour"))
        with pytest.raises(NotPermitted):
            flows.change_term(who, row.term, 1, Said("flour"))
        with pytest.raises(NotPermitted):
            flows.glossary_file(who, cast.case, "csv")


def test_the_list_is_narrowed_by_letters_and_language(cast: Cast) -> None:
    flows.keep_term(cast.daniyar, cast.case, OVEN)
    flows.keep_term(cast.daniyar, cast.case, Said("зуала", "kk-Cyrl", "a ball of dough"))

    def found(sought: str = "", language: str = "") -> list[str]:
        return [row.written for row in queries.entries(cast.farid, cast.case, sought, language)]

    assert found() == ["tandoor", "зуала"]
    assert (found("CLAY"), found("تونۇر"), found("BAKERS")) == (["tandoor"],) * 3
    assert (found(language="zh-Hans"), found(language="kk-Cyrl"), found("nothing")) == (
        ["tandoor"],
        ["зуала"],
        [],
    )
    assert queries.languages_of(queries.entries(cast.farid, cast.case)) == ["en", "kk-Cyrl", "ug", "zh-Hans"]


def test_a_sensitive_term_is_seen_by_those_who_work_on_texts_only(
    cast: Cast, client_of: ClientOf, talk: Imported
) -> None:
    row = flows.keep_term(cast.daniyar, cast.case, replace(OVEN, sensitive=True))
    assert queries.entries(cast.farid, cast.case) == []
    assert queries.entries(cast.emine, cast.case) == [row]
    home = f"/cases/{cast.case.pk}/testimony/"
    client = client_of(cast.farid)
    assert client.get(f"{home}glossary/{row.term_id}/").status_code == 404
    assert "clay oven" not in client.get(f"{home}{talk.layer.pk}/").content.decode()
    assert "clay oven" in client_of(cast.emine).get(f"{home}{talk.layer.pk}/").content.decode()
    assert flows.glossary_file(cast.daniyar, cast.case, "json").sensitive == 1
    assert b"clay" in flows.glossary_file(cast.daniyar, cast.case, "json", sensitive=True).data


def test_what_was_sensitive_once_stays_so_in_the_history(cast: Cast, client_of: ClientOf) -> None:
    row = flows.keep_term(cast.daniyar, cast.case, Said("baker", "en", "Zeynep, house 7", sensitive=True))
    flows.change_term(cast.daniyar, row.term, 1, Said("baker", "en", "who bakes"))
    page = f"/cases/{cast.case.pk}/testimony/glossary/{row.term_id}/"
    shown = client_of(cast.farid).get(page).content.decode()
    assert "who bakes" in shown
    assert "house 7" not in shown
    assert "house 7" in client_of(cast.emine).get(page).content.decode()


def test_terms_are_underlined_in_every_text_and_noted_once(
    cast: Cast, client_of: ClientOf, talk: Imported
) -> None:
    flows.keep_term(cast.daniyar, cast.case, OVEN)
    flows.keep_term(cast.daniyar, cast.case, Said("ash", "en", "what is left"))
    text = talk.revision.text
    rows = queries.entries(cast.farid, cast.case)
    assert [text[a:b] for a, b, _ in queries.places(text, rows)] == [
        "tandoor",
        "Tandoor",
        "馕坑",
        "Tandoor",
        "Ash",
    ]
    shown = client_of(cast.farid).get(f"/cases/{cast.case.pk}/testimony/{talk.layer.pk}/").content.decode()
    assert shown.count('class="is-term"') == 5
    assert shown.count("a clay oven") == 1


@settings(max_examples=60)
@given(
    st.lists(st.text("аИıİÿßaKſ .(*馕", min_size=1, max_size=5), max_size=4),
    st.text("аИıİÿßaKſ .(*馕", max_size=30),
)
def test_whatever_is_kept_finds_only_itself(written: list[str], text: str) -> None:
    rows = [TermVersion(written=each, renderings={}) for each in written]
    for start, end, row in queries.places(text, rows):
        assert text[start:end].lower() == row.written.strip().lower()


def test_the_file_holds_no_formula_and_nothing_that_is_cut(cast: Cast, talk: Imported) -> None:
    flows.keep_term(cast.daniyar, cast.case, replace(OVEN, meaning="=HYPERLINK(1)", note="+1\n-2"))
    held = flows.anchor_by_quote(cast.daniyar, talk.revision, "Ashes")
    flows.keep_term(cast.daniyar, cast.case, Said("@cinders", meaning="of the oven"), held)
    flows.keep_term(cast.daniyar, cast.case, Said("no", "en"))
    made = flows.glossary_file(cast.daniyar, cast.case, "csv")
    rows = list(csv.reader(io.StringIO(made.data.decode())))
    assert rows[0][:6] == ["id", "term", "language", "meaning", "ug", "zh-Hans"]
    cells = [cell for row in rows[1:] for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert "'+1\n-2" in cells
    assert "'@cinders" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    # By its place, and by standing in words that are cut somewhere else.
    flows.cut(
        cast.chiara, cast.case, flows.anchor_by_quote(cast.chiara, talk.revision, "Ashes no"), "r", "witness"
    )
    made = flows.glossary_file(cast.daniyar, cast.case, "json")
    assert [each["term"] for each in json.loads(made.data)] == ["tandoor"]
    assert made.cut == 2
    assert LogEntry.objects.latest("index").act == "glossary-copied"
    with pytest.raises(WrongUse):
        flows.glossary_file(cast.daniyar, cast.case, "xls")


def test_the_file_holds_no_cut_words_of_other_texts_and_none_in_what_is_said(
    cast: Cast, keep: Keep, talk: Imported
) -> None:
    russian = "Звонок\nБорис: Где?\nАлма: Зал.\nБорис: Пепел?\nАлма: Пепла нет.\n"
    other = keep(russian, "ru.txt", language="ru")
    flows.relate(cast.daniyar, other.layer, talk.layer)
    for quote in ("Пепла", "Зал"):
        held = flows.anchor_by_quote(cast.daniyar, other.revision, quote)
        flows.keep_term(cast.daniyar, cast.case, Said(quote, "ru"), held)
    said = "she says: ASHES\n no"
    flows.keep_term(cast.daniyar, cast.case, Said("oven", "en", said))
    flows.keep_term(cast.daniyar, cast.case, Said("hearth", "en", note=said))
    flows.keep_term(cast.daniyar, cast.case, Said("stove", "en", renderings={"en-GB": said}))
    flows.keep_term(cast.daniyar, cast.case, Said("her Ashes no saying", "en"))
    held = flows.anchor_by_quote(cast.chiara, talk.revision, "Ashes no.")
    flows.cut(cast.chiara, cast.case, held, "r", "witness")
    made = flows.glossary_file(cast.daniyar, cast.case, "json")
    assert ([each["term"] for each in json.loads(made.data)], made.cut) == (["Зал"], 5)


def test_glosses_in_texts_are_offered_until_they_are_terms(cast: Cast, keep: Keep) -> None:
    said = "Call\nBoris: The tonur [clay oven] broke.\nAlma: It did.\nBoris: So.\nAlma: Yes.\n"
    told = {"term": "tonur", "meaning": "clay oven"}
    assert keep(said).revision.marks.update(kind="gloss", attributes=told) == 1
    assert [dict(each.attributes)["meaning"] for each in queries.glosses(cast.case)] == ["clay oven"]
    assert [each.attributes["term"] for each in queries.glosses(cast.case)] == ["tonur"]
    flows.keep_term(cast.daniyar, cast.case, Said("Tonur"))
    assert queries.glosses(cast.case) == []


def test_a_person_keeps_changes_and_takes_out_terms_on_pages(
    cast: Cast, client_of: ClientOf, talk: Imported
) -> None:
    home = f"/cases/{cast.case.pk}/testimony/glossary/"
    client = client_of(cast.daniyar)
    assert "No term is kept yet" in client.get(home).content.decode()
    anchor = flows.anchor_by_quote(cast.daniyar, talk.revision, "tandoor")
    begun = client.get(f"{home}new/?anchor={anchor.pk}").content.decode()
    assert 'value="tandoor"' in begun
    assert client.get(f"{home}new/?anchor=999").status_code == 404
    wrong = client.post(f"{home}new/", {"written": "tandoor", "renderings": "no colon here"})
    assert "a colon and the words" in wrong.content.decode()
    given_ = {
        "written": "tandoor",
        "language": "en",
        "meaning": "clay oven",
        "renderings": "ug: تونۇر\n\nzh-Hans: 馕坑",
    }
    client.post(f"{home}new/?anchor={anchor.pk}", given_)
    row = queries.entries(cast.daniyar, cast.case)[0]
    assert (row.renderings, row.term.anchor) == ({"ug": "تونۇر", "zh-Hans": "馕坑"}, anchor)
    assert "already" in client.post(f"{home}new/", given_).content.decode()
    listed = client.get(f"{home}?q=oven&language=ug").content.decode()
    assert "تونۇر" in listed
    assert "No term holds this" in client.get(f"{home}?q=zzz").content.decode()
    page = f"{home}{row.term_id}/"
    assert "ug: تونۇر" in client.get(page).content.decode()
    shown = client.post(page, {**given_, "meaning": "an oven", "base": 1}, follow=True).content.decode()
    assert "an oven" in shown
    assert "clay oven" in shown
    assert "Look at it again" in client.post(page, {**given_, "base": 1}).content.decode()
    table = client.post(f"{home}file/", {"to": "csv"})
    assert table["Content-Disposition"] == f'attachment; filename="case-{cast.case.pk}-glossary.csv"'
    assert "an oven" in table.content.decode()
    assert client.post(f"{home}file/", {"to": "xls"}).status_code == 302
    flows.cut(cast.chiara, cast.case, anchor, "r", "witness")
    client.post(f"{home}file/", {"to": "json"})
    assert "left out: its words are cut" in client.get(home).content.decode()
    assert client_of(cast.farid).post(page, {**given_, "base": 2}).status_code == 200
    assert row.term.versions.count() == 2
    client_of(cast.daniyar).post(page, {"drop": "1"})
    assert row.term.versions.count() == 2
    gone = client_of(cast.daniyar).post(page, {"drop": "2"}, follow=True).content.decode()
    assert "No term is kept yet" in gone


def test_the_command_lists_and_writes(cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    flows.keep_term(cast.daniyar, cast.case, OVEN)
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.daniyar)
    words = ["glossary", str(cast.case.pk)]
    told = json.loads(CliRunner().invoke(group, [*words, "--find", "clay", "--json"]).stdout)
    assert [(each["term"], each["by"]) for each in told["terms"]] == [("tandoor", "daniyar")]
    assert "a clay oven" in CliRunner().invoke(group, words).stdout
    out = tmp_path / "terms.csv"
    done = CliRunner().invoke(group, [*words, "--to", "csv", "--out", str(out), "--json"])
    assert json.loads(done.stdout)["terms"] == 1
    assert "tandoor" in out.read_text("utf-8")
    assert CliRunner().invoke(group, [*words, "--to", "csv", "--out", str(out)]).exit_code == 2
    assert CliRunner().invoke(group, [*words, "--to", "csv"]).exit_code == 2
