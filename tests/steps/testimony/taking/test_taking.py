"""A text before it is kept: drawn with its doubts, set right, pasted, read by the group's habits."""

from __future__ import annotations

import json
import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, WrongUse
from guwah.instruments import transcripts
from guwah.steps.evidence.models import Item
from guwah.steps.testimony.flows import export, import_transcript
from guwah.steps.testimony.flows.importing import Wishes, look, take
from guwah.steps.testimony.flows.reading import How
from guwah.steps.testimony.models import Block, Layer, Mark, Participant
from guwah.steps.testimony.rebuilding import transcript_of
from guwah.steps.testimony.taking.correcting import Person, set_right
from guwah.steps.testimony.taking.drawing import FIRST, drawn
from guwah.steps.testimony.taking.habits import saved, set_habits
from guwah.steps.testimony.taking.refusals import REFUSALS
from guwah.steps.testimony.taking.tables import HabitSet

if TYPE_CHECKING:
    from cast import Cast
    from guwah.accounts.models import Member
    from kitchen import Seal

TALK = """The oven, a talk

ALMA: Who baked that day?
BORIS: I did. [not audible]
ALM: And who sold it?
BORIS: Price: two coins.
ALMA: Good.
ALM: Thank you.
BORIS: Goodbye.
"""


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(cast: Cast, item: Item, **more: Any) -> Any:  # noqa: ANN401 - Django's test answer
    told = {"item": item.pk, "kind": "original", **more}
    return client_of(cast.chiara).post(reverse("testimony-import", args=[cast.case.pk]), told)


def test_the_text_is_drawn_part_by_part_with_each_doubt_at_its_place() -> None:
    read = transcripts.read(f"{TALK}CLARA: A word.\n".encode())
    parts, elsewhere = drawn(read)
    assert elsewhere == []
    said = [(part.speaker, part.words.strip()) for part in parts if part.kind == "turn"]
    assert said[:2] == [("ALMA", "Who baked that day?"), ("BORIS", "I did. [not audible]")]
    doubted = {part.label: [each["code"] for each in part.doubts] for part in parts if part.doubts}
    assert doubted["CLARA"] == ["label-once"]
    assert "ALMA" not in doubted
    for part in parts:
        assert read.text[part.words_start :].startswith(part.words)


def test_of_a_long_text_only_what_is_doubtful_is_drawn_behind_its_beginning() -> None:
    lines = [f"{'ALMA' if n % 2 else 'BORIS'}: Line {n}." for n in range(500)]
    lines[400:400] = ["CLARA: A word."]
    parts, _elsewhere = drawn(transcripts.read("\n".join(lines).encode()))
    gaps = [part.n for part in parts if part.kind == "gap"]
    assert sum(part.kind == "turn" for part in parts) == FIRST + 1
    assert sum(gaps) == 500 - FIRST
    assert len(gaps) == 2
    assert [part.label for part in parts if part.doubts] == ["CLARA"]


def test_who_is_who_is_set_right_and_the_words_stay(cast: Cast, seal: Seal) -> None:
    people = (Person(1, "ALM", same_as="ALMA"), Person(1, "ALMA", "Alma Nur", "interviewer"))
    kept = take(cast.chiara, cast.case, seal(TALK.encode()), Wishes(people=people))
    who = [(block.label, block.participant and block.participant.name) for block in Block.objects.all()]
    assert ("ALM", "Alma Nur") in who
    assert {name for label, name in who if label in {"ALM", "ALMA"}} == {"Alma Nur"}
    rows = {row.label: row.role for row in Participant.objects.all()}
    assert rows == {"ALMA": "interviewer", "BORIS": ""}
    assert export(kept.revision) == TALK.encode()
    assert kept.revision.text == TALK
    again = transcript_of(kept.revision)
    assert [one.label for one in again.sessions[0].participants] == ["ALMA", "BORIS"]


def test_the_same_text_set_right_otherwise_is_another_layer(cast: Cast, seal: Seal) -> None:
    item = seal(TALK.encode())
    wishes = Wishes(people=(Person(1, "ALMA", "Alma"),))
    first = take(cast.chiara, cast.case, item, wishes)
    assert take(cast.chiara, cast.case, item, wishes).layer == first.layer
    assert take(cast.chiara, cast.case, item, Wishes()).layer != first.layer


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ([Person(1, "ZOYA", "Zoya")], "no-such-speaker"),
        ([Person(2, "ALMA", "Alma")], "no-such-speaker"),
        ([Person(1, "ALMA", role="baker")], "unknown-role"),
        ([Person(1, "ALMA", same_as="ALMA")], "same-as-nobody"),
        ([Person(1, "ALMA", same_as="ZOYA")], "same-as-nobody"),
        ([Person(1, "ALMA", same_as="ALM"), Person(1, "ALM", same_as="BORIS")], "same-as-nobody"),
    ],
)
def test_what_cannot_be_set_right_is_refused(people: list[Person], code: str) -> None:
    with pytest.raises(WrongUse) as told:
        set_right(transcripts.read(TALK.encode()), people)
    assert told.value.code == code


def test_on_the_page_a_label_is_no_speaker_and_another_has_a_name_before_anything_is_kept(
    cast: Cast, seal: Seal
) -> None:
    item = seal(TALK.replace("ALM:", "Note:").encode())
    told = {
        "session": ["1", "1", "1"],
        "label": ["ALMA", "BORIS", "Note"],
        "name": ["Alma <b>", "", ""],
        "role": ["", "witness_direct", ""],
        "same_as": ["", "", ""],
    }
    page = ask(cast, item, do="look", no_label=["Note"], **told).content.decode()
    assert not Layer.objects.exists()
    assert "Alma &lt;b&gt;" in page
    assert 'name="no_label" value="Note" checked' in page
    assert ask(cast, item, do="keep", no_label=["Note"], **told).status_code == 302
    assert {(row.label, row.name, row.role) for row in Participant.objects.all()} == {
        ("ALMA", "Alma <b>", ""),
        ("BORIS", "", "witness_direct"),
    }
    assert Block.objects.filter(label="Note").count() == 0


@pytest.mark.parametrize("language", ["en", "ru", "ug"])
def test_the_page_shows_each_doubt_in_its_language_beside_the_words(
    cast: Cast, seal: Seal, language: str
) -> None:
    item = seal(f"{TALK}CLARA: A word.\n".encode())
    client = client_of(cast.chiara)
    client.cookies["guwah_language"] = language
    where = reverse("testimony-import", args=[cast.case.pk])
    page = client.get(f"{where}?item={item.pk}&kind=original").content.decode()
    (row,) = re.findall(r'<li class="taking-part[^"]*taking-doubted">.*?</ul>', page, re.DOTALL)
    assert "CLARA" in row
    assert 'data-doubt="label-once"' in row
    with translation.override(language):
        assert str(translation.gettext("This label stands only once: is it a speaker?")) in row
    assert not Layer.objects.exists()


def test_a_pasted_text_is_sealed_like_a_file_and_shown(cast: Cast) -> None:
    where = reverse("testimony-paste", args=[cast.case.pk])
    told = {"title": "From the messenger", "words": "  ALMA: Bread?\r\nBORIS: Two.\r\nALMA: Good.\r\n"}
    answer = client_of(cast.chiara).post(where, told, follow=True)
    item = Item.objects.get()
    assert (item.filename, item.source.title) == ("pasted.txt", "From the messenger")
    assert item.size == len(b"  ALMA: Bread?\nBORIS: Two.\nALMA: Good.\n")
    assert "Bread?" in answer.content.decode()
    assert not Layer.objects.exists()
    empty = client_of(cast.chiara).post(where, {"title": "x", "words": " "})
    assert empty.status_code == 422
    assert Item.objects.count() == 1


def test_an_encoding_is_named_by_a_person_and_the_same_bytes_come_back(cast: Cast, seal: Seal) -> None:
    raw = "АЛМА: Хлеб?\nБОРИС: Да.\nАЛМА: Сколько?\n".encode("cp1251")
    item = seal(raw)
    with pytest.raises(NotUnderstood):
        look(cast.chiara, cast.case, item, Wishes())
    page = ask(cast, item, do="look", encoding="cp1251").content.decode()
    assert "Хлеб?" in page
    kept = take(cast.chiara, cast.case, item, Wishes(how=How("cp1251")))
    assert kept.revision.text == raw.decode("cp1251")
    assert export(kept.revision) == raw
    assert transcript_of(kept.revision).text == kept.revision.text


def test_the_habits_of_the_group_hold_for_every_text_from_then_on(cast: Cast, seal: Seal) -> None:
    before = import_transcript(cast.chiara, cast.case, seal(TALK.encode())).revision
    assert not Mark.objects.filter(revision=before, kind="unheard").exists()
    assert set_habits(cast.boris, {"unheard": ["not audible"]}) == {"unheard": ["not audible"]}
    after = import_transcript(cast.chiara, cast.case, seal(f"{TALK}\n".encode(), "b.txt")).revision
    (mark,) = Mark.objects.filter(revision=after, kind="unheard")
    assert after.text[mark.start : mark.end] == "[not audible]"
    assert after.reading["habits"] == {"unheard": ["not audible"]}
    set_habits(cast.boris, {})
    assert saved() == {}
    assert HabitSet.objects.count() == 2
    marks = transcript_of(after).marks
    assert [one.kind for one in marks] == ["unheard"]


def test_habits_are_said_by_who_opens_cases_and_only_what_can_be_read_is_kept(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        set_habits(cast.chiara, {"unheard": ["lost"]})
    for wrong in ({"oven": ["hot"]}, {"tokens": [{"pattern": "(", "kind": "note"}]}):
        with pytest.raises(NotUnderstood) as told:
            set_habits(cast.boris, wrong)
        assert told.value.code == "bad-conventions"
    set_habits(cast.boris, {"label_max_words": 4} | {"unheard": ["lost"]})
    set_habits(cast.boris, {"unheard": ["lost"], "label_max_words": 4})
    assert HabitSet.objects.count() == 1


def test_the_page_of_habits_shows_changes_and_goes_back(cast: Cast) -> None:
    client, where = client_of(cast.boris), reverse("habits")
    fields = dict(
        re.findall(
            r'<textarea name="(\w+)"[^>]*>\s*(.*?)</textarea>', client.get(where).content.decode(), re.DOTALL
        )
    )
    assert "inaudible" in fields["unheard"]
    told = {**fields, "unheard": "Lost on the line\n\n gone "}
    assert client.post(where, told).status_code == 302
    assert saved()["unheard"] == ["lost on the line", "gone"]
    assert client.post(where, {**told, "as_it_comes": "yes"}).status_code == 302
    assert saved() == {}
    assert client_of(cast.chiara).get(where).status_code == 403


def test_from_a_preview_one_comes_back_to_it_with_other_habits(cast: Cast, seal: Seal) -> None:
    client, item = client_of(cast.boris), seal(TALK.encode())
    text = f"{reverse('testimony-import', args=[cast.case.pk])}?item={item.pk}&kind=original"
    found = re.search(r'href="(/habits/[^"]+)"', client.get(text).content.decode())
    assert found
    way = unescape(found[1])
    assert f'<a href="{escape(text)}">Back to the text</a>' in client.get(way).content.decode()
    assert client.post(way, {"unheard": "not audible"})["Location"] == text
    assert "mark-unheard" in client.get(text).content.decode()
    for elsewhere in ("//example.org/", "https://example.org/"):
        there = f"{reverse('habits')}?next={elsewhere}"
        assert (
            "example.org"
            not in client.get(there).content.decode().partition("<main")[2].partition("<form")[0]
        )
        assert client.post(there, {"unheard": "gone"})["Location"] == reverse("habits")


def test_what_is_kept_of_the_habits_is_json(cast: Cast) -> None:
    assert json.loads(json.dumps(set_habits(cast.aygul, {"note": ["n.b."]}))) == saved()


UNSEEN = "The oven\n\nAlma Nur. Who baked that day?\n\nBoris Ten. I did.\n\nAlma Nur. And who sold it?\n"


def turns_of(page: str) -> list[str]:
    return re.findall(r"taking-turn.*?<strong>(?:<bdi[^>]*>)?([^<]+)", page, re.DOTALL)


def test_a_line_that_was_not_taken_begins_a_turn_when_a_person_says_so(cast: Cast, seal: Seal) -> None:
    item = seal(UNSEEN.encode())
    page = ask(cast, item, do="look").content.decode()
    assert turns_of(page) == []
    page = ask(cast, item, do="look", own_label="Alma Nur").content.decode()
    assert turns_of(page) == ["Alma Nur", "Alma Nur"]
    assert 'name="is_label" value="Alma Nur" checked' in page
    more = {"is_label": ["Alma Nur"], "own_label": "Boris Ten: "}
    assert turns_of(ask(cast, item, do="look", **more).content.decode()) == [
        "Alma Nur",
        "Boris Ten",
        "Alma Nur",
    ]
    assert not Layer.objects.exists()
    assert ask(cast, item, do="keep", **more).status_code == 302
    assert [block.label for block in Block.objects.order_by("pk")] == ["Alma Nur", "Boris Ten", "Alma Nur"]


def test_beside_a_doubt_a_button_says_who_speaks_and_keeps_nothing(cast: Cast, seal: Seal) -> None:
    item = seal(b"Alma: The oven is hot.\n\nIt was a long day for all.\n\nBread was sold.\n")
    page = ask(cast, item, do="look").content.decode()
    assert turns_of(page) == []
    assert 'name="add_label" value="Alma"' in page
    page = ask(cast, item, add_label="Alma").content.decode()
    assert turns_of(page) == ["Alma"]
    assert not Layer.objects.exists()


def test_what_was_chosen_is_undone_where_it_is_left_out_or_said_to_be_nobody(cast: Cast, seal: Seal) -> None:
    item = seal(UNSEEN.encode())
    assert turns_of(ask(cast, item, do="look").content.decode()) == []
    both = {"is_label": ["Alma Nur"], "no_label": ["Alma Nur"]}
    assert turns_of(ask(cast, item, do="look", **both).content.decode()) == []
    again = ask(cast, item, no_label=["Alma Nur"], add_label="Alma Nur").content.decode()
    assert turns_of(again) == ["Alma Nur", "Alma Nur"]


def test_two_labels_that_are_one_person_stay_so_from_look_to_keep(cast: Cast, seal: Seal) -> None:
    item = seal(TALK.encode())
    told = {
        "session": ["1", "1", "1"],
        "label": ["ALMA", "BORIS", "ALM"],
        "name": ["Alma Nur", "", ""],
        "role": ["", "", ""],
        "same_as": ["", "", "ALMA"],
    }
    page = ask(cast, item, do="look", **told).content.decode()
    assert set(turns_of(page)) == {"Alma Nur", "BORIS"}
    # Who is somebody else has no turns of their own any more.
    counts = re.findall(
        r"<strong>(?:<[^>]+>)*(\w+)(?:<[^>]+>)*</strong> <span class=\"soft\">(\d+) turn", page
    )
    assert counts == [("ALMA", "4"), ("BORIS", "3"), ("ALM", "0")]
    # What the page now holds is what the next press of a button sends.
    assert page.count('name="label"') == 3
    last = page.split('name="same_as"')[-1].split("</select>")[0]
    (same,) = re.findall(r'value="([^"]*)" selected', last)
    assert same == "ALMA"
    assert ask(cast, item, do="keep", **told).status_code == 302
    assert {row.label for row in Participant.objects.all()} == {"ALMA", "BORIS"}


@pytest.mark.parametrize("language", ["ru", "zh-hans", "kk", "ug"])
def test_why_a_file_is_refused_is_said_in_the_language_of_the_page(
    cast: Cast, seal: Seal, language: str
) -> None:
    item = seal("Алма: Хлеб? Да.\nБорис: Есть и хлеб, и мука.\n".encode("cp1251"))
    client = client_of(cast.chiara)
    client.cookies["guwah_language"] = language
    where = reverse("testimony-import", args=[cast.case.pk])
    page = client.get(f"{where}?item={item.pk}&kind=original").content.decode()
    with translation.override(language):
        said = str(REFUSALS["bad-encoding"])
    assert not said.isascii()
    assert said in page
    assert "look like WINDOWS-1251" in page
