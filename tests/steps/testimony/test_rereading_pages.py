from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile

from corrected import TALKS, Talk, corrected, original
from guwah.accounts.guard import NotPermitted
from guwah.failures import Refused
from guwah.steps.testimony import commands
from guwah.steps.testimony.editing import commands as editing_commands
from guwah.steps.testimony.flows import anchor_by_quote, cut, import_transcript, note, revise, undo
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.flows.rereading import Choice, look_again, reread_chosen
from guwah.steps.testimony.models import Revision
from guwah.steps.testimony.queries import newest
from kitchen import TALK, led_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.flows import Imported
    from kitchen import Seal

    ClientOf = Callable[[Member], Client]

CORRECTED = TALK.replace("In the spring", "In the autumn").replace("Yes, the kettles.", "Yes, both kettles.")


def at(talk: Imported, rest: str) -> str:
    """Return an address below a text."""
    return f"/cases/{talk.layer.case_id}/testimony/{talk.layer.pk}/{rest}"


def sent(client: Client, talk: Imported, data: bytes, base: str = "1", name: str = "copy.txt") -> str:
    """Send a copy through the form and return where it leads."""
    files = SimpleUploadedFile(name, data)
    return led_to(client.post(at(talk, "reread/"), {"files": files, "base": base}))


@pytest.fixture(params=TALKS, ids=lambda talk: talk.language)
def told(request: pytest.FixtureRequest) -> Talk:
    """The talk in each of three languages."""
    found: Talk = request.param
    return found


def test_a_copy_corrected_in_word_is_weighed_and_taken_change_by_change(
    told: Talk, cast: Cast, seal: Seal, client_of: ClientOf
) -> None:
    kept = import_transcript(
        cast.chiara, cast.case, seal(original(told), "talk.docx"), language=told.language
    )
    words, people = kept.revision.text, [each.participant for each in kept.revision.blocks.order_by("start")]
    for quote in (told.lines[1][1], told.lines[3][1]):
        note(cast.chiara, cast.case, anchor_by_quote(cast.chiara, kept.revision, quote), "look")
    client = client_of(cast.chiara)
    where = sent(client, kept, corrected(told), name="copy.docx")
    page = client.get(where).text

    assert page.count('class="reread-change"') == 4
    taken_out = "".join(re.findall(r"<del>(?:<span[^>]*>[^<]*</span>)?([^<]*)", page))
    assert told.word[0][0] in taken_out
    assert told.tracked[0] in taken_out
    assert page.count(f'dir="{"rtl" if told.language == "ug" else "ltr"}"') >= 8
    assert "1 stay the same, 1 would have to be looked at again, 0 would be gone." in page
    assert "Tracked insertions, which are part of the text: 1." in page
    assert "omments" in page
    assert newest(kept.layer).number == 1

    client.post(where, {"number": "1", "take": ["1", "4"]})
    after = newest(kept.layer)
    blocks = list(after.blocks.order_by("start"))
    said = [after.text[each.start : each.end] for each in blocks]
    assert (after.number, after.item, len(blocks)) == (2, None, 7)
    assert said[1] == told.lines[1][1].replace(*told.word)
    assert said[2:5] == [words for _, words in told.lines[2:5]]
    assert said[6].startswith(told.halves)
    assert [each.participant for each in blocks] == [*people, people[5]]
    undo(cast.chiara, kept.layer, 2)
    assert newest(kept.layer).text == words


def test_all_of_a_copy_is_the_text_of_the_file(told: Talk, cast: Cast, seal: Seal) -> None:
    kept = import_transcript(
        cast.chiara, cast.case, seal(original(told), "talk.docx"), language=told.language
    )
    item = seal(corrected(told), "copy.docx")
    looked = look_again(cast.chiara, kept.layer, item)
    assert [each.kind for each in looked.told.changes] == ["words", "words", "speaker", "split"]
    after = reread_chosen(cast.chiara, kept.layer, 1, item, Choice())
    assert (after.text, after.item, after.format) == (looked.transcript.text, item, "docx")
    assert told.tracked[0] not in after.text.split("\n")[2].split(": ")[1]
    assert after.blocks.get(label=told.speaker).participant is not None
    assert after.marks.filter(kind="note").count() == 1


def test_a_copy_with_words_cut_out_deletes_none_of_them(
    talk: Imported, cast: Cast, seal: Seal, client_of: ClientOf
) -> None:
    held = anchor_by_quote(cast.chiara, talk.revision, "In the spring.")
    cut(cast.chiara, cast.case, held, "her brother", "witness")
    copy = (
        TALK.replace("In the spring.", "[withheld]")
        .replace("Yes, the kettles.", "Yes, both kettles.")
        .replace("How are you?", "How?")
    )
    client = client_of(cast.chiara)
    where = sent(client, talk, copy.encode())
    page = client.get(where).text
    assert "it is a copy from which words were cut" in page
    assert 'id="take-1"' not in page
    assert 'name="take" value="2" checked' in page
    # What is only missing may be missing for the same reason: nobody takes that unawares.
    assert 'name="take" value="3">' in page
    assert "Words were left out of this copy" in page
    client.post(where, {"number": "1", "take": ["1", "2"]})
    assert newest(talk.layer).number == 1
    client.post(where, {"number": "1", "take": ["2"]})
    assert newest(talk.layer).text == TALK.replace("Yes, the kettles.", "Yes, both kettles.")
    held.now.refresh_from_db()
    assert held.now.state == "exact"
    with pytest.raises(Refused) as refused:
        reread_chosen(cast.chiara, talk.layer, 2, seal(copy.encode(), "again.txt"), Choice())
    assert refused.value.code == "words-withheld"


def test_a_deletion_of_withheld_words_is_not_taken_unawares(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    held = anchor_by_quote(cast.chiara, talk.revision, "In the spring. ")
    cut(cast.chiara, cast.case, held, "her brother", "witness")
    client = client_of(cast.chiara)
    where = sent(client, talk, TALK.replace("In the spring. ", "").encode())
    page = client.get(where).text
    assert "Words that are withheld" in page
    assert "These words would be gone" in page
    assert 'name="take" value="1">' in page
    client.post(where, {"number": "1"})
    assert newest(talk.layer).number == 1


def test_what_was_edited_here_meanwhile_is_not_undone_unawares(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    revise(cast.daniyar, talk.layer, 1, [Wish("fix", 6, "Yes, all the kettles.")])
    client = client_of(cast.chiara)
    where = sent(client, talk, CORRECTED.encode())
    page = client.get(where).text
    assert "This part was edited here after the copy was made" in page
    assert 'name="take" value="1" checked' in page
    assert 'name="take" value="2">' in page
    # Somebody edits while the page is open: nothing is taken, and what was ticked stays ticked.
    revise(cast.daniyar, talk.layer, 2, [Wish("fix", 8, "I am well today.")])
    page = client.post(where, {"number": "2", "take": ["2"]}).text
    assert "was edited here after the file was taken" in page
    assert 'name="take" value="2" checked' in page
    assert newest(talk.layer).number == 3
    client.post(where, {"number": "3", "take": ["1"]})
    assert "In the autumn" in newest(talk.layer).text
    assert "all the kettles" in newest(talk.layer).text


def test_a_copy_of_another_text_is_taken_only_on_somebody_s_word(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.chiara)
    where = sent(client, talk, b"A: Snow fell.\r\nB: Nobody walked home.\r\n")
    page = client.get(where).text
    assert "it seems to correct another one" in page
    taken = [str(n) for n in range(1, page.count('class="reread-change"') + 1)]
    client.post(where, {"number": "1", "take": taken})
    assert newest(talk.layer).number == 1
    client.post(where, {"number": "1", "take": taken, "different": "on"})
    assert newest(talk.layer).text.endswith("Nobody walked home.\r\n")


def test_what_cannot_be_read_is_said_and_stays_sealed(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.chiara)
    assert sent(client, talk, b"PK\x03\x04 no document", name="copy.docx").count("/reread/") == 1
    answer = client.get(sent(client, talk, b"\x00\x01\x02\x03", name="copy.docx"))
    assert led_to(answer).endswith("/reread/")
    same = client.get(sent(client, talk, b"\xef\xbb\xbf" + TALK.encode())).text
    assert "There is nothing to take" in same
    empty = client.post(at(talk, "reread/"), {"base": "1"}, follow=True).text
    assert "No file was chosen" in empty
    assert client.get(at(talk, "reread/9999/")).status_code == 404
    assert Revision.objects.count() == 1


def test_who_only_reads_brings_no_copy(talk: Imported, cast: Cast, seal: Seal, client_of: ClientOf) -> None:
    item = seal(CORRECTED.encode(), "copy.txt")
    client = client_of(cast.farid)
    assert client.get(at(talk, "reread/")).status_code in {403, 404}
    assert client.post(at(talk, f"reread/{item.pk}/"), {"number": "1", "take": ["1"]}).status_code in {
        403,
        404,
    }
    assert "reread" not in client.get(at(talk, "revisions/")).text
    with pytest.raises(NotPermitted):
        look_again(cast.farid, talk.layer, item)
    assert newest(talk.layer).number == 1


def test_a_copy_is_looked_at_and_taken_in_part_by_command(
    talk: Imported, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing_commands, "enter_from_command", lambda: cast.chiara)
    path = tmp_path / "copy.txt"
    path.write_bytes(CORRECTED.encode())
    words = ["reread", str(cast.case.pk), str(talk.layer.pk), str(path), "--base", "1"]

    def run(*more: str) -> Any:  # noqa: ANN401 - JSON
        done = CliRunner().invoke(commands.group, [*words, *more, "--json"])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    told = run("--look")
    assert [(each["n"], each["kind"], each["likely"]) for each in told["changes"]] == [
        (1, "words", True),
        (2, "words", True),
    ]
    assert "In the autumn." in told["changes"][0]["new"]
    assert (told["divisible"], told["different"], newest(talk.layer).number) == (True, False, 1)
    spoken = CliRunner().invoke(commands.group, [*words, "--look"]).output
    assert "Nothing of it was kept" in spoken
    assert run("--leave", "1")["revision"] == 2
    assert newest(talk.layer).text == TALK.replace("Yes, the kettles.", "Yes, both kettles.")


def test_a_corrected_copy_of_captions_changes_voices_and_times(
    cast: Cast, seal: Seal, client_of: ClientOf
) -> None:
    caption = "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Alma>Hello.\n\n{} --> 00:04.000\n<v {}>Yes, I do.\n"
    item = seal(caption.format("00:02.500", "Boris").encode(), "a.vtt")
    kept = import_transcript(cast.chiara, cast.case, item)
    client = client_of(cast.chiara)
    where = sent(client, kept, caption.format("00:03.000", "Boris").encode(), name="b.vtt")
    page = client.get(where).text
    assert "Another time" in page
    client.post(where, {"number": "1", "take": ["1"]})
    assert newest(kept.layer).blocks.get(uid=2).time_start == 3.0
    where = sent(client, kept, caption.format("00:03.000", "Dina").encode(), "2", "c.vtt")
    assert "<bdi>Dina</bdi>" in client.get(where).text
    client.post(where, {"number": "2", "take": ["1"]})
    assert newest(kept.layer).blocks.get(uid=2).label == "Dina"
    assert newest(kept.layer).text == kept.revision.text
