from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from guwah.accounts.guard import NotPermitted
from guwah.failures import Refused
from guwah.steps.testimony import commands
from guwah.steps.testimony.editing import commands as editing_commands
from guwah.steps.testimony.editing.foreseeing import foresee
from guwah.steps.testimony.flows import anchor_by_quote, reread, revise, set_role
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.flows.rereading import look_again
from guwah.steps.testimony.queries import newest
from guwah.steps.testimony.rebuilding import transcript_of
from guwah.vault.models import LogEntry
from kitchen import TALK

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Cast
    from guwah.steps.testimony.flows import Imported
    from kitchen import Keep, Seal

CORRECTED = TALK.replace("In the spring", "In the autumn").replace(
    "B: Good.\r\n", "B: Good. That is all I wanted to know.\r\nA: Then I am glad to have helped you.\r\n"
)


@pytest.fixture(autouse=True)
def _as_chiara(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The vault is open and Chiara is at the keyboard."""
    monkeypatch.setattr(editing_commands, "enter_from_command", lambda: cast.chiara)


def _run(*words: str) -> tuple[int, Any]:
    done = CliRunner().invoke(commands.group, [*words, "--json"])
    return done.exit_code, json.loads(done.stdout)


def test_a_corrected_file_is_the_next_text(talk: Imported, cast: Cast, seal: Seal) -> None:
    same = anchor_by_quote(cast.chiara, talk.revision, "Goodbye.")
    changed = anchor_by_quote(cast.chiara, talk.revision, "In the spring.")
    after = reread(cast.chiara, talk.layer, 1, seal(CORRECTED.encode(), "corrected.txt"))
    assert (after.number, after.text, after.parent) == (2, CORRECTED, talk.revision)
    same.now.refresh_from_db()
    changed.now.refresh_from_db()
    assert (same.now.state, changed.now.state) == ("exact", "changed")
    assert after.text[same.now.start : same.now.end] == "Goodbye."
    uids = list(after.blocks.values_list("uid", flat=True))
    assert uids == [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 10]
    assert after.blocks.get(uid=11).participant == talk.revision.blocks.get(uid=10).participant
    assert LogEntry.objects.filter(act="text-edited").count() == 1


def test_the_same_text_is_no_new_one(talk: Imported, cast: Cast, seal: Seal) -> None:
    again = seal(b"\xef\xbb\xbf" + TALK.encode(), "again.txt")
    assert reread(cast.chiara, talk.layer, 1, again) == talk.revision


def test_a_text_that_was_edited_here_meanwhile_is_not_overwritten(
    talk: Imported, cast: Cast, seal: Seal
) -> None:
    item = seal(CORRECTED.encode(), "corrected.txt")
    revise(cast.daniyar, talk.layer, 1, [Wish("fix", 3, "And after that?")])
    with pytest.raises(Refused):
        reread(cast.chiara, talk.layer, 1, item)
    with pytest.raises(NotPermitted):
        reread(cast.farid, talk.layer, 2, item)
    assert newest(talk.layer).number == 2


def test_texts_are_listed_compared_and_brought_back_by_command(
    talk: Imported, cast: Cast, tmp_path: Path
) -> None:
    where = (str(cast.case.pk), str(talk.layer.pk))
    path = tmp_path / "corrected.txt"
    path.write_bytes(CORRECTED.encode())
    code, told = _run("reread", *where, str(path), "--base", "1")
    assert (code, told) == (0, {"layer": talk.layer.pk, "revision": 2, "changed": 0})
    code, told = _run("compare", *where, "--from", "1", "--to", "2")
    assert code == 0
    assert {"kind": "removed", "text": "spring"} in told["runs"]
    code, told = _run("undo", *where)
    assert (code, told["revision"], newest(talk.layer).text) == (0, 3, TALK)
    code, told = _run("revisions", *where)
    assert [each["revision"] for each in told["revisions"]] == [3, 2, 1]
    assert told["revisions"][0]["restores"] == 1
    assert _run("compare", *where, "--from", "1", "--to", "9")[0] == 3
    assert _run("revisions", where[0], "999")[0] == 2


def test_names_and_roles_stand_in_a_text_that_was_edited(talk: Imported, cast: Cast) -> None:
    person = talk.revision.blocks.get(uid=2).participant
    assert person is not None
    set_role(cast.chiara, person, "interviewer")
    before = transcript_of(talk.revision).sessions
    after = transcript_of(revise(cast.daniyar, talk.layer, 1, [Wish("fix", 3, "And after that?")])).sessions
    assert [each.participants for each in after] == [each.participants for each in before]
    assert [turn.speaker for turn in after[0].turns] == [turn.speaker for turn in before[0].turns]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TALK.replace("In the spring.", "[withheld]"), "words-withheld"),
        ("Machine draft, unchecked.\r\n\r\n" + CORRECTED, "machine-text"),
        ("A: Snow fell.\r\nB: Nobody walked home.\r\n", "another-text"),
    ],
)
def test_no_copy_with_less_in_it_and_no_other_text_takes_the_place_of_words(
    talk: Imported, cast: Cast, seal: Seal, text: str, code: str
) -> None:
    item = seal(text.encode(), "copy.txt")
    with pytest.raises(Refused) as refused:
        reread(cast.chiara, talk.layer, 1, item)
    assert refused.value.code == code
    assert ("Alma Serik (quietly): [withheld]" in refused.value.message) == (code == "words-withheld")
    assert newest(talk.layer).number == 1
    if code == "another-text":
        assert reread(cast.chiara, talk.layer, 1, item, different=True).text == text


def test_the_line_of_a_copy_is_no_change_and_hides_none_beside_it(keep: Keep, cast: Cast, seal: Seal) -> None:
    draft = keep(kind="machine")
    head = "Machine draft, unchecked.\r\n\r\n"
    assert look_again(cast.chiara, draft.layer, seal((head + TALK).encode(), "same.txt")).told.changes == ()
    corrected = "Read by nobody yet.\r\n" + CORRECTED
    item = seal((head + corrected).encode(), "copy.txt")
    looked = look_again(cast.chiara, draft.layer, item)
    first = looked.told.changes[0]
    assert looked.transcript.text[first.new.start : first.new.end].startswith("Read by nobody yet.")
    assert looked.less == frozenset()
    after = reread(cast.chiara, draft.layer, 1, item)
    assert (after.text, after.item) == (corrected, None)
    assert draft.layer.kind == "machine"


def test_a_line_that_stands_elsewhere_is_shown_and_refused(keep: Keep, cast: Cast, seal: Seal) -> None:
    draft = keep(kind="machine")
    inside = seal(CORRECTED.replace("autumn.", "autumn. Machine draft, unchecked.").encode(), "copy.txt")
    assert look_again(cast.chiara, draft.layer, inside).less
    with pytest.raises(Refused) as refused:
        reread(cast.chiara, draft.layer, 1, inside)
    assert refused.value.code == "machine-head"


def test_what_a_machine_wrote_corrects_no_text_of_people(talk: Imported, cast: Cast, seal: Seal) -> None:
    words = [
        {"start": n, "end": n + 1, "text": line} for n, line in enumerate(CORRECTED.splitlines()) if line
    ]
    item = seal(json.dumps({"segments": words}).encode(), "talk.json")
    with pytest.raises(Refused) as refused:
        reread(cast.chiara, talk.layer, 1, item, different=True)
    assert refused.value.code == "machine-text"
    assert newest(talk.layer) == talk.revision


def test_what_was_cut_off_here_since_does_not_come_back_unawares(
    talk: Imported, cast: Cast, seal: Seal
) -> None:
    revise(cast.daniyar, talk.layer, 1, [Wish("cut-off", 4)])
    looked = look_again(cast.chiara, talk.layer, seal(CORRECTED.encode(), "copy.txt"))
    told = [(each.change.kind, each.doubts, each.likely) for each in foresee(cast.chiara, looked, 1).changes]
    assert told == [
        ("words", (), True),
        ("added", ("edited-since",), False),
        ("words", (), True),
        ("added", (), True),
    ]
