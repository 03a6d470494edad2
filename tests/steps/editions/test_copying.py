"""A text taken out for work: whoever reads may, what is cut never goes with it, and the log knows first."""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from django.urls import reverse

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import AuditEntry
from guwah.cli import transcript
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.instruments.transcripts import READABLE, WRITABLE, read
from guwah.instruments.transcripts.losses import SAYS
from guwah.instruments.transcripts.registry import ENDINGS, WRITERS
from guwah.steps.editions import copy_commands
from guwah.steps.editions.copy_sentences import LOST
from guwah.steps.editions.flows import copy_text, copying, see_copy
from guwah.steps.evidence.flows import add_file
from guwah.steps.testimony.editing.tables import Standing
from guwah.steps.testimony.flows import cut, here, import_transcript, revise, set_role
from guwah.steps.testimony.flows.anchoring import anchor_by_quote
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.models import Layer, Participant
from guwah.steps.testimony.rebuilding import transcript_of
from guwah.vault.custody import Act
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry, Opening
from guwah.vault.unnamed import Unnamed
from kept import keep
from oven import MEANT, RUSSIAN, Oven, holds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member

CUT_WORDS = ("coughed", "кашлял", "кровью")


def _copies() -> int:
    return LogEntry.objects.filter(act=Act.TEXT_COPIED).count()


@pytest.mark.parametrize("to", WRITABLE)
def test_what_is_cut_is_in_no_format_and_in_no_version(bakery: Oven, to: str) -> None:
    bakery.cut()
    russian = bakery.russian
    assert russian is not None
    for layer in (bakery.talk.layer, russian.layer):
        made = copy_text(bakery.cast.farid, layer, to)
        assert made.withheld
        files = {made.name: made.data}
        assert not [word for word in CUT_WORDS if holds(files, word)]
        assert made.name == f"case-{bakery.cast.case.pk}-text-{layer.pk}-1.{ENDINGS[to]}"


def test_words_that_are_cut_and_stand_again_are_left_out_there_too(cast: Cast) -> None:
    talk = keep(cast, "The oven", "A: My name is Nightjar Seven.\nB: nightjar  SEVEN?\nA: Yes.\nB: Oh.\n")
    cut(cast.chiara, cast.case, talk.at("Nightjar Seven"), "safety", "witness")
    made = copy_text(cast.farid, talk.layer, "labelled-text")
    assert b"nightjar" not in made.data.lower()
    assert b"A: Yes." in made.data


def test_what_is_cut_is_left_out_through_a_machine_draft_too(cast: Cast) -> None:
    talk = keep(cast, "The oven", "A: The granary burned.\nB: So.\nA: Yes.\nB: Good.\n")
    draft = keep(cast, "Draft", "A: Qamba kuidi.\nB: Solai.\nA: Iya.\nB: Jaqsy.\n", "machine")
    other = keep(cast, "Russian", "А: Амбар сгорел.\nБ: Так.\nА: Да.\nБ: Хорошо.\n", "translation")
    for made, above in ((draft, talk), (other, draft)):
        made.layer.translated_from = above.layer
        made.layer.save()
    cut(cast.chiara, cast.case, talk.at("The granary burned"), "safety", "witness")
    assert "Амбар" not in copy_text(cast.farid, other.layer, "labelled-text").data.decode()
    assert b"Qamba" not in copy_text(cast.farid, draft.layer, "labelled-text").data


def test_a_title_that_says_what_is_cut_keeps_the_file_from_being_made(cast: Cast) -> None:
    talk = keep(cast, "The oven", "A: Nightjar Seven came in May.\nB: Ah.\nA: Yes.\nB: Oh.\n")
    cut(cast.chiara, cast.case, talk.at("Nightjar Seven came in May"), "safety", "witness")
    titled = "Call: Nightjar Seven came in May\nA: One.\nB: Two.\nA: Three.\nB: Four.\n"
    other = keep(cast, "Another", titled)
    assert b"Nightjar" not in copy_text(cast.farid, talk.layer, "tei").data
    with pytest.raises(Refused) as refused:
        copy_text(cast.farid, other.layer, "tei")
    assert refused.value.code == "leak"
    assert _copies() == 1


def test_the_log_says_what_was_taken_out_and_looking_says_nothing(bakery: Oven) -> None:
    seen = see_copy(bakery.cast.farid, bakery.talk.layer, "docx")
    assert _copies() == 0
    made = copy_text(bakery.cast.farid, bakery.talk.layer, "docx")
    assert made == seen
    assert _copies() == 1
    told: dict[str, object] = Opening.objects.get(entry__act=Act.TEXT_COPIED).value or {}
    assert (told["layer"], told["revision"], told["format"], told["withheld"]) == (
        bakery.talk.layer.pk,
        1,
        "docx",
        0,
    )
    assert told["for"] == "work inside the group"


def test_who_does_not_read_takes_nothing_out(bakery: Oven) -> None:
    for member in (bakery.cast.hanna, bakery.cast.gulya):
        with pytest.raises(NotPermitted):
            copy_text(member, bakery.talk.layer, "docx")
    assert AuditEntry.objects.filter(target=f"copy:{bakery.talk.layer.pk}", allowed=False).count() == 2
    assert _copies() == 0


def test_a_machine_draft_says_so_in_its_name_and_in_itself(cast: Cast) -> None:
    draft = keep(cast, "The oven", "A: One.\nB: Two.\nA: Three.\nB: Four.\n", "machine")
    for to in WRITABLE:
        made = copy_text(cast.farid, draft.layer, to)
        assert "machine-draft" in made.name
        back = read(made.data, format=to) if to in {"tei", "docx", "labelled-text"} else None
        assert back is None or back.text.startswith("Machine draft, unchecked.")


def test_a_sealed_text_comes_out_as_it_came_and_with_what_was_said_since(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "talk.vtt"
    path.write_bytes(
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One.\n\n00:02.000 --> 00:03.000\n<v Ann>More.\n\n"
        b"00:04.000 --> 00:05.000\n<v Ben>Two.\n"
    )
    item = add_file(cast.chiara, cast.case, path, path.name).item
    layer = import_transcript(cast.chiara, cast.case, item).layer
    assert copy_text(cast.farid, layer, "webvtt").data == path.read_bytes()
    set_role(cast.chiara, Participant.objects.get(label="Ann"), "interviewer")
    back = read(copy_text(cast.farid, layer, "tei").data)
    assert [(one.label, one.role) for one in back.sessions[0].participants] == [
        ("Ann", "interviewer"),
        ("Ben", None),
    ]
    assert [cue.time for cue in back.sessions[0].turns[0].segments] == [(1.0, 2.0), (2.0, 3.0)]
    cut(
        cast.chiara,
        cast.case,
        anchor_by_quote(cast.chiara, layer.revisions.get(), "Two."),
        "safety",
        "witness",
    )
    assert b"Two." not in copy_text(cast.farid, layer, "webvtt").data


def test_a_text_without_a_file_is_put_together_from_what_is_kept(bakery: Oven) -> None:
    assert bakery.russian is not None
    found = transcript_of(bakery.russian.revision)
    again = read(RUSSIAN.encode())
    assert found.text == again.text
    assert [one.title for one in found.sessions] == [one.title for one in again.sessions]
    for kept, new in zip(found.sessions, again.sessions, strict=True):
        assert [(one.speaker, one.start, one.end, one.time) for one in kept.turns] == [
            (one.speaker, one.start, one.end, one.time) for one in new.turns
        ]
        assert (kept.matter, kept.title_span) == (new.matter, new.title_span)
    letter = transcript_of(keep(bakery.cast, "L", "Dear all.\n\nThe oven [sic] is cold.\n").revision)
    assert [letter.text_of(block) for block in letter.blocks] == ["Dear all.", "The oven [sic] is cold."]
    assert [mark.turn for mark in letter.marks] == [None]


def test_a_layer_without_a_text_and_a_format_nobody_knows_are_told(bakery: Oven) -> None:
    layer = bakery.talk.layer
    empty = Layer.objects.create(case=layer.case, source=layer.source, made_by=layer.made_by)
    for which, to, code in ((empty, "docx", "no-text"), (layer, "odt", "unknown-format")):
        with pytest.raises(WrongUse) as refused:
            see_copy(bakery.cast.farid, which, to)
        assert refused.value.code == code


def test_the_page_says_what_is_lost_before_it_gives_the_file(
    bakery: Oven, client_of: Callable[[Member], Client]
) -> None:
    bakery.cut()
    client = client_of(bakery.cast.farid)
    places = [bakery.cast.case.pk, bakery.talk.layer.pk]
    url = reverse("text-copy", args=places)
    assert url in client.get(reverse("reader", args=places)).content.decode()
    plain = client.get(url).content.decode()
    assert "Download the file" not in plain
    page = client.get(url, {"format": "srt"}).content.decode()
    assert "1 title does not come back." in page
    assert "1 stretch of words is withheld" in page
    assert "the captions keep their order only" in page
    assert _copies() == 0
    whole = client.get(url, {"format": "tei"}).content.decode()
    assert "does not come back" not in whole
    answer = client.post(url, {"format": "srt"})
    assert answer["Content-Type"] == "application/x-subrip"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in answer["Cache-Control"]
    assert _copies() == 1
    assert "No file was made" in client.post(url, {"format": "odt"}).content.decode()
    nothing = reverse("text-copy", args=[bakery.cast.case.pk, 999])
    assert client.get(nothing).status_code == 404


def test_the_command_writes_the_file_and_says_what_it_does_not_hold(
    bakery: Oven, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bakery.cut()
    monkeypatch.setattr(copy_commands, "enter_from_command", lambda: bakery.cast.farid)
    out = tmp_path / "talk.srt"
    words = [
        "export",
        str(bakery.cast.case.pk),
        str(bakery.talk.layer.pk),
        "--to",
        "srt",
        "--out",
        str(out),
    ]
    done = CliRunner().invoke(transcript.group, [*words, "--json"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["withheld"], told["bytes"]) == (0, 1, out.stat().st_size)
    assert "lost-titles" in {each["code"] for each in told["warnings"]}
    assert out.stat().st_mode & 0o077 == 0
    again = CliRunner().invoke(transcript.group, [*words, "--json"])
    assert (again.exit_code, json.loads(again.stdout)["error"]["code"]) == (2, "file-exists")
    assert _copies() == 1
    out.unlink()
    dead = tmp_path / ".guwah-export-4194304.part"
    dead.write_bytes(b"Nightjar")
    said = CliRunner().invoke(transcript.group, words)
    assert "not encrypted" in said.stdout
    assert "Taken away from this folder: 1 unfinished" in said.stderr
    assert not dead.exists()
    assert "1 title does not come back." in said.stderr
    inside = KEYRING.current().folder / "talk.srt"
    refused = CliRunner().invoke(transcript.group, [*words[:-1], str(inside), "--json"])
    assert (refused.exit_code, json.loads(refused.stdout)["error"]["code"]) == (2, "inside-the-vault")
    assert not inside.exists()
    words[2] = "999"
    assert CliRunner().invoke(transcript.group, [*words, "--json"]).exit_code == 3


def test_the_log_tells_of_a_file_once_it_is_whole_and_of_one_that_could_not_be_written(
    bakery: Oven, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(copy_commands, "enter_from_command", lambda: bakery.cast.farid)
    place = [str(bakery.cast.case.pk), str(bakery.talk.layer.pk)]

    def tried(out: Path) -> tuple[str, int, int]:
        words = ["export", *place, "--to", "srt", "--out", str(out), "--json"]
        told = json.loads(CliRunner().invoke(transcript.group, words).stdout)
        failed = LogEntry.objects.filter(act=Act.TEXT_COPY_FAILED).count()
        return told.get("error", {}).get("code", ""), _copies(), failed

    assert tried(tmp_path / "no-such-folder" / "talk.srt") == ("not-written", 0, 1)
    (told,) = (row.value for row in Opening.objects.filter(entry__act=Act.TEXT_COPY_FAILED))
    assert told is not None
    assert (told["outcome"], told["code"]) == ("failed", "not-written")

    taken = tmp_path / "talk.srt"

    def meanwhile(_file: Unnamed, name: Path) -> None:
        name.write_bytes(b"theirs")
        raise FileExistsError

    with monkeypatch.context() as patch:
        patch.setattr(Unnamed, "place", meanwhile)
        assert tried(taken) == ("file-exists", 1, 2)
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["talk.srt"]
    assert taken.read_bytes() == b"theirs"

    def no_log(*_: object, **__: object) -> None:
        raise Refused("vault-not-written", "The log was not written.")

    with monkeypatch.context() as patch:
        patch.setattr(copying, "record", no_log)
        assert tried(tmp_path / "other.srt") == ("vault-not-written", 1, 2)
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["talk.srt"]
    assert tried(tmp_path / "other.srt") == ("", 2, 2)


def test_a_corrected_text_goes_out_as_it_stands_now_and_its_cuts_with_it(cast: Cast) -> None:
    said = "Talk\nAnn (low): Our oven is hot.\nBen: Who came in May?\nAnn: Nightjar came.\nBen: So.\n"
    talk = keep(cast, "The oven", said)
    turns = {block.n: block for block in talk.revision.blocks.all()}
    cut(cast.chiara, cast.case, talk.at("Nightjar came"), "safety", "witness")
    wishes = [Wish("fix", turns[1].uid, "Our ovens are hot."), Wish("time", turns[2].uid, time=(4.0, 6.0))]
    revise(cast.daniyar, talk.layer, 1, wishes)
    back = read(copy_text(cast.farid, talk.layer, "tei").data)
    assert [(turn.speaker, back.text_of(turn), turn.time) for turn in back.sessions[0].turns] == [
        ("Ann", "Our ovens are hot.", None),
        ("Ben", "Who came in May?", (4.0, 6.0)),
        ("Ann", "[withheld].", None),
        ("Ben", "So.", None),
    ]
    assert (back.sessions[0].turns[0].label, back.sessions[0].turns[0].manner) == ("Ann", "low")
    revise(cast.daniyar, talk.layer, 2, [Wish("cut-off", turns[3].uid)])
    with pytest.raises(Refused) as refused:
        copy_text(cast.farid, talk.layer, "tei")
    assert refused.value.code == "text-changed"


def test_cut_words_that_were_changed_keep_the_file_from_being_made_until_somebody_looks(cast: Cast) -> None:
    said = "A: It was Karim Seven who came from Tasaryk.\nB: So.\nA: Yes.\nB: Good.\n"
    talk = keep(cast, "The oven", said)
    turns = list(talk.revision.blocks.order_by("start"))
    held = talk.at("Karim Seven who came from Tasaryk")
    cut(cast.chiara, cast.case, held, "safety", "witness")
    wishes = [
        Wish("fix", turns[0].uid, "It was somebody."),
        Wish("fix", turns[2].uid, "Yes, Karim Seven who came from Tasaryk."),
    ]
    revise(cast.daniyar, talk.layer, 1, wishes)
    with pytest.raises(Refused) as refused:
        copy_text(cast.farid, talk.layer, "tei")
    assert refused.value.code == "text-changed"
    here(cast.chiara, held, 2)
    # As in an edition: what was cut in other words is withheld wherever these stand since.
    assert b"Karim" not in copy_text(cast.farid, talk.layer, "tei").data


def test_cut_words_gone_from_one_version_keep_the_others_in(cast: Cast) -> None:
    talk = keep(cast, "The oven", "A: The granary burned.\nB: So.\nA: Yes.\nB: Good.\n")
    other = keep(cast, "Russian", "А: Амбар сгорел.\nБ: Так.\nА: Да.\nБ: Хорошо.\n", "translation")
    other.layer.translated_from = talk.layer
    other.layer.save()
    held = talk.at("The granary burned")
    cut(cast.chiara, cast.case, held, "safety", "witness")
    first = talk.revision.blocks.order_by("start")[0]
    revise(cast.daniyar, talk.layer, 1, [Wish("cut-off", first.uid)])
    Standing.objects.filter(anchor=held).update(state=Standing.State.GONE)
    with pytest.raises(Refused) as refused:
        copy_text(cast.farid, other.layer, "tei")
    assert refused.value.code == "text-changed"


def test_a_file_that_cannot_be_made_is_refused_and_not_logged(
    bakery: Oven, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(Refused) as refused:
        copy_text(bakery.cast.farid, bakery.talk.layer, "pdf")
    assert refused.value.code == "no-typesetter"
    assert _copies() == 0


def test_every_loss_and_every_format_has_its_words() -> None:
    assert set(LOST) == set(SAYS)
    for kind, (one, many) in SAYS.items():
        assert LOST[kind] % {"n": 1} == one.format(n=1)
        assert LOST[kind] % {"n": 2} == many.format(n=2)
    assert set(ENDINGS) == set(WRITERS)
    assert MEANT


@pytest.mark.parametrize("to", WRITABLE)
def test_a_copy_of_a_machine_draft_comes_back_as_one(cast: Cast, to: str) -> None:
    draft = keep(cast, "Draft", "A: Qamba kuidi.\nB: Solai.\nA: Iya.\nB: Jaqsy.\n", "machine")
    made = copy_text(cast.chiara, draft.layer, to)
    # The file says it, whatever somebody calls it.
    item = add_file(cast.chiara, cast.case, BytesIO(made.data), f"talk.{ENDINGS[to]}").item
    if to not in READABLE:
        with pytest.raises(NotUnderstood):
            import_transcript(cast.chiara, cast.case, item)
        return
    back = import_transcript(cast.chiara, cast.case, item)
    assert back.layer.kind == "machine"
    assert "machine-draft" in {one["code"] for one in back.revision.reading["warnings"]}
    assert import_transcript(cast.chiara, cast.case, item).earlier
    again = copy_text(cast.chiara, back.layer, "labelled-text").data.decode()
    assert again.count("Machine draft, unchecked.") == 1
