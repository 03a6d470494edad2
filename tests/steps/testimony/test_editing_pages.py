from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.steps.testimony.editing import sounding
from guwah.steps.testimony.editing.forms import ClockField, precise
from guwah.steps.testimony.editing.queries import compared
from guwah.steps.testimony.editing.tables import Seen
from guwah.steps.testimony.flows import anchor_by_quote, attach_recording, cut, revise
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.models import Revision
from guwah.steps.testimony.queries import newest
from kitchen import TALK, led_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.flows import Imported
    from kitchen import Keep, Seal

    ClientOf = Callable[[Member], Client]


@pytest.fixture
def heard(talk: Imported, cast: Cast, seal: Seal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The talk has a recording of 65.2 seconds."""
    attach_recording(cast.chiara, talk.layer, seal(b"RIFF\x24\x00\x00\x00WAVEfmt ", "talk.wav"))
    monkeypatch.setattr(sounding, "shape_of", lambda _member, _item: {"seconds": 65.2})


def at(talk: Imported, rest: str) -> str:
    """Return an address below a text."""
    return f"/cases/{talk.layer.case_id}/testimony/{talk.layer.pk}/{rest}"


def typed(talk: Imported, uid: int, **changes: str) -> dict[str, str]:
    """Return what the form of a turn sends when nothing else is changed."""
    revision = newest(talk.layer)
    block = revision.blocks.get(uid=uid)
    words = revision.text[block.start : block.end]
    sent = {"base": str(revision.number), "words": words, "label": block.label, "begins": "", "ends": ""}
    return {**sent, "do": "keep", "next": "", **changes}


def test_words_speaker_and_time_are_edited_in_one_form(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.daniyar)
    page = client.get(at(talk, "edit/s1-t3/")).text
    assert "Edit session 1, turn 3" in page
    assert "And then?" in page
    assert '<option value="A">' in page
    answer = client.post(
        at(talk, "edit/s1-t3/"), typed(talk, 3, words="And what then?", label="A", begins="1:05")
    )
    assert "s1-t3" in led_to(answer)
    block = newest(talk.layer).blocks.get(uid=3)
    assert newest(talk.layer).text == TALK.replace("B: And then?", "A: And what then?")
    assert (block.label, block.time_start) == ("A", 65.0)
    assert block.participant == newest(talk.layer).blocks.get(uid=2).participant
    again = client.get(at(talk, "edit/s1-t3/")).text
    assert 'value="1:05"' in again
    client.post(at(talk, "edit/s1-t3/"), typed(talk, 3, begins="1:05"))
    assert newest(talk.layer).number == 2


def test_a_blank_line_splits_and_leads_to_the_second_part(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.daniyar)
    words = "In the spring.\r\n\r\nМен аспаз болып он жыл жұмыс істедім 😀 [sic]."
    answer = client.post(at(talk, "edit/s1-t2/"), typed(talk, 2, words=words, do="split"))
    assert led_to(answer).endswith("/edit/s1-t3/")
    assert "In the spring.\r\nAlma Serik: Мен" in newest(talk.layer).text
    refused = client.post(at(talk, "edit/s1-t2/"), typed(talk, 2, do="split"))
    assert "A part needs words" in refused.text
    joined = client.post(
        at(talk, "edit/s1-t3/"), typed(talk, newest(talk.layer).blocks.get(session__n=1, n=3).uid, do="merge")
    )
    assert joined.status_code == 302
    assert newest(talk.layer).text == TALK


def test_a_part_is_split_with_all_that_was_typed_beside_it(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.daniyar)
    words = "In the autumn.\r\n\r\nМен аспаз болып он жыл жұмыс істедім."
    sent = typed(talk, 2, words=words, label="Dina", begins="0:05", ends="0:09.5", do="split")
    assert led_to(client.post(at(talk, "edit/s1-t2/"), sent)).endswith("/edit/s1-t3/")
    assert "Dina (quietly): In the autumn.\r\nDina: Мен аспаз болып он жыл жұмыс істедім.\r\n" in (
        newest(talk.layer).text
    )
    block = newest(talk.layer).blocks.get(uid=2)
    assert (newest(talk.layer).number, block.time_start, block.time_end) == (2, 5.0, 9.5)
    assert 'value="0:09.5"' in client.get(at(talk, "edit/s1-t2/")).text


@pytest.mark.parametrize(("label", "joined"), [("Dina", "Dina"), ("A", "B"), ("B", "B")])
def test_parts_are_joined_with_all_that_was_typed_beside_the_second(
    talk: Imported, cast: Cast, client_of: ClientOf, label: str, joined: str
) -> None:
    revise(cast.daniyar, talk.layer, 1, [Wish("time", 5, time=(20.25, None))])
    client = client_of(cast.daniyar)
    sent = typed(talk, 6, words="Yes, both kettles.", label=label, begins="0:21", ends="0:25", do="merge")
    assert client.post(at(talk, "edit/s1-t6/"), sent).status_code == 302
    after = newest(talk.layer)
    assert (after.number, f"{joined}: The kettles again? Yes, both kettles.\r\n" in after.text) == (3, True)
    block = after.blocks.get(uid=5)
    assert (block.label, block.time_start, block.time_end) == (joined, 20.25, 25.0)


def test_a_time_that_joining_would_lose_is_kept_in_the_form(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.daniyar)
    sent = typed(talk, 6, words="Yes, both.", label="Dina", begins="0:21", do="merge")
    page = client.post(at(talk, "edit/s1-t6/"), sent).text
    assert "The part before it has no time" in page
    assert all(each in page for each in ("Yes, both.</textarea>", 'value="Dina"', 'value="0:21"'))
    first = client.post(at(talk, "edit/s1-t1/"), typed(talk, 1, label="Dina", do="merge"))
    assert "Nothing stands before this part" in first.text
    assert newest(talk.layer).number == 1


def test_one_goes_on_to_the_next_part(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.daniyar)
    answer = client.post(at(talk, "edit/s1-t3/"), typed(talk, 3, do="next", next="s1-t4"))
    assert led_to(answer).endswith("/edit/s1-t4/")


def test_a_part_is_taken_out_and_brought_back(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.daniyar)
    answer = client.post(at(talk, "edit/s2-t4/"), typed(talk, 10, do="cut-off"))
    assert led_to(answer) == at(talk, "revisions/")
    page = client.get(at(talk, "revisions/")).text
    assert "taken out of the text" in page
    assert "Undo the last change" in page
    client.post(at(talk, "revisions/back/"), {"base": "2"})
    assert newest(talk.layer).text == TALK
    assert "brings text 1 back" in client.get(at(talk, "revisions/")).text
    client.post(at(talk, "revisions/back/"), {"base": "3", "number": "2"})
    assert "Goodbye" not in newest(talk.layer).text
    stale = client.post(at(talk, "revisions/back/"), {"base": "3"}, follow=True)
    assert "was changed since this page was loaded" in stale.text


def test_what_was_typed_is_kept_beside_what_somebody_else_kept(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.daniyar)
    mine = typed(talk, 3, words="And what then?")
    revise(cast.chiara, talk.layer, 1, [Wish("fix", 3, "And after that?")])
    page = client.post(at(talk, "edit/s1-t3/"), mine).text
    assert "Somebody else changed this part meanwhile" in page
    assert "And what then?</textarea>" in page
    assert "<del>" in page
    assert "<ins>" in page
    assert newest(talk.layer).number == 2
    client.post(at(talk, "edit/s1-t3/"), typed(talk, 3, words="And what then?"))
    assert "B: And what then?" in newest(talk.layer).text


@pytest.mark.parametrize("told", [True, False])
def test_what_was_typed_falls_on_no_other_part_when_parts_were_taken_out_meanwhile(
    talk: Imported, cast: Cast, client_of: ClientOf, *, told: bool
) -> None:
    client = client_of(cast.daniyar)
    mine = typed(talk, 3, words="And what then?") | ({"uid": "3"} if told else {})
    assert 'name="uid" value="3"' in client.get(at(talk, "edit/s1-t3/")).text
    revise(cast.chiara, talk.layer, 1, [Wish("cut-off", 1)])
    client.post(at(talk, "edit/s1-t3/"), mine)
    assert newest(talk.layer).blocks.get(uid=3).n == 2
    assert newest(talk.layer).text.count("B: And what then?") == 1
    assert "And then?" not in newest(talk.layer).text
    # The part itself is no more: what was typed is shown again, and again, and falls on nothing.
    again = mine | {"base": "3", "words": "And after that?"}
    revise(cast.chiara, talk.layer, 3, [Wish("cut-off", 3)])
    for base in ("3", "4"):
        page = client.post(at(talk, "edit/s1-t2/"), again | {"base": base, "uid": "3"}).text
        assert "And after that?</textarea>" in page
    assert newest(talk.layer).number == 4


@pytest.mark.parametrize(
    "sent", [{"words": ""}, {"begins": "soon"}, {"begins": "1:00", "ends": "0:30"}, {"label": ""}]
)
def test_what_cannot_be_kept_is_said_and_stays_in_the_form(
    talk: Imported, cast: Cast, client_of: ClientOf, sent: dict[str, str]
) -> None:
    page = client_of(cast.daniyar).post(at(talk, "edit/s1-t3/"), typed(talk, 3, **sent))
    assert page.status_code == 200
    assert Revision.objects.count() == 1


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        (("", "0:30"), "Say where it begins as well"),
        (("1:00.5", "0:30"), "It cannot end at 0:30: it begins at 1:00.5."),
        (("1:30", ""), "The recording is over at 1:05.2, before 1:30."),
        (("1:00", "1:06"), "The recording is over at 1:05.2, before 1:06."),
    ],
)
def test_times_that_no_recording_has_are_refused_in_a_sentence(
    talk: Imported, cast: Cast, client_of: ClientOf, times: tuple[str, str], sentence: str
) -> None:
    sent = typed(talk, 3, words="And what then?", begins=times[0], ends=times[1])
    page = client_of(cast.chiara).post(at(talk, "edit/s1-t3/"), sent).text
    assert sentence in page
    assert all(f'value="{each}"' in page for each in times if each)
    assert "And what then?</textarea>" in page
    assert Revision.objects.count() == 1


@pytest.mark.usefixtures("heard")
def test_the_recording_stands_beside_what_is_edited_for_whoever_may_hear_it(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    revise(cast.chiara, talk.layer, 1, [Wish("time", 3, time=(7.4, 9.0)), Wish("time", 4, time=(9.0, None))])
    client = client_of(cast.chiara)
    page = client.get(at(talk, "edit/s1-t3/")).text
    assert "data-sound" in page
    assert all(each in page for each in ('data-hear="hear"', 'data-hear="begins"', 'data-hear="ends"'))
    assert 'data-time-start="7.4" data-time-end="9.0"' in page
    assert 'data-time-start="9.0"' in page
    assert "In the spring." in page
    # A player and the measured length may disagree by a little.
    client.post(at(talk, "edit/s1-t3/"), typed(talk, 3, begins="0:07.4", ends="1:05.5"))
    assert newest(talk.layer).blocks.get(uid=3).time_end == 65.5


def test_without_a_recording_one_edits_all_the_same(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.daniyar).get(at(talk, "edit/s1-t3/")).text
    assert "data-hear" not in page
    assert "<audio" not in page


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(None, ""), (0.0, "0:00"), (7.4, "0:07.4"), (59.9996, "1:00"), (3723.25, "1:02:03.25"), (61.0, "1:01")],
)
def test_a_time_is_shown_as_it_is_kept(seconds: float | None, shown: str) -> None:
    assert precise(seconds) == shown
    if seconds is not None:
        assert ClockField().clean(shown) == round(seconds, 3)


def test_two_texts_are_compared_without_colour(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.farid)
    alone = client.get(at(talk, "compare/")).text
    assert "there is one text only" in alone
    assert "Text 1 and text 1" not in alone
    revise(cast.daniyar, talk.layer, 1, [Wish("fix", 6, "Yes, two kettles.")])
    assert "Their words are the same" in client.get(at(talk, "compare/?from=2&to=2")).text
    page = client.get(at(talk, "compare/?from=1&to=2")).text
    for each in talk.layer.revisions.all():
        # Each is named by when it was made and who made it, not by a number alone.
        named = f"text {each.number} · {each.made_at:%Y-%m-%d %H:%M} · &#8296;{each.made_by}&#8297;"
        assert page.count(named) == 3
    assert "removed:" in page
    assert "<ins>" in page
    # Of what stayed the same only a little is shown.
    assert "Two talks about" not in page
    assert client.get(at(talk, "compare/?from=1&to=9")).status_code == 404


def test_each_change_stands_apart_from_the_next(keep: Keep, cast: Cast) -> None:
    said = "".join(f"A: What about the kettle {n}?\nB: It stood in the yard all winter.\n" for n in range(30))
    kept = keep(said)
    uids = [block.uid for block in kept.revision.blocks.order_by("start")]
    wishes = [Wish("fix", uids[1], "Nobody knows."), Wish("fix", uids[51], "Nobody asked.")]
    after = revise(cast.daniyar, kept.layer, 1, wishes)
    shown = "".join(run.words for run in compared(kept.revision, after))
    assert len([part for part in shown.split("\n\n… ") if "Nobody" in part]) == 2
    assert "kettle 15" not in shown


def test_words_that_changed_are_looked_at_by_a_person(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    held = anchor_by_quote(cast.chiara, talk.revision, "Yes, the kettles.")
    cut(cast.chiara, cast.case, held, "other people", "witness")
    other = anchor_by_quote(cast.chiara, talk.revision, "Goodbye.")
    cut(cast.chiara, cast.case, other, "other people", "witness")
    bare = anchor_by_quote(cast.chiara, talk.revision, "And then?")
    wishes = [Wish("fix", 6, "Yes, the two kettles."), Wish("cut-off", 10), Wish("fix", 3, "And thereafter?")]
    revise(cast.daniyar, talk.layer, 1, wishes)

    client = client_of(cast.daniyar)
    assert "look at them" in client.get(at(talk, "")).text
    page = client.get(at(talk, "changed/")).text
    assert "Whoever records consent" in page
    assert "It still says this" not in page

    client = client_of(cast.chiara)
    page = client.get(at(talk, "changed/")).text
    assert page.count("<section") == 2
    assert f"words-{bare.pk}" not in page
    where = f"/cases/{cast.case.pk}/testimony/words/{{}}/seen/"
    client.post(where.format(held.pk), {"revision": "2", "answer": "here"})
    client.post(where.format(other.pk), {"revision": "2", "answer": "elsewhere", "quote": "no such words"})
    client.post(
        where.format(other.pk), {"revision": "2", "answer": "elsewhere", "quote": "I am [unclear] today."}
    )
    assert [each.answer for each in Seen.objects.all()] == ["here", "elsewhere"]
    assert "Everything stands on the words" in client.get(at(talk, "changed/")).text
    client.post(where.format(bare.pk), {"revision": "2", "answer": "gone"})
    assert Seen.objects.count() == 3
    assert client.post(where.format(9999), {"answer": "here"}).status_code == 404


def test_a_paragraph_has_no_speaker(letter: Imported, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.daniyar)
    page = client.get(at(letter, "edit/p2/")).text
    assert 'name="label"' not in page
    sent = {"base": "1", "words": "Nobody took the kettles.", "begins": "", "ends": "", "do": "keep"}
    client.post(at(letter, "edit/p2/"), sent)
    assert "Nobody took the kettles." in newest(letter.layer).text
    assert client.get(at(letter, "edit/p9/")).status_code == 404


def test_who_only_reads_is_offered_no_edit(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.farid)
    assert "data-edit" not in client.get(at(talk, "")).text
    assert client.get(at(talk, "edit/s1-t3/")).status_code in {403, 404}
    assert "Undo" not in client.get(at(talk, "revisions/")).text
    assert "data-edit" in client_of(cast.daniyar).get(at(talk, "")).text


def test_a_text_counts_the_turns_of_its_newest_revision(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    revise(cast.daniyar, talk.layer, 1, [Wish("cut-off", 10)])
    page = client_of(cast.farid).get(f"/cases/{cast.case.pk}/testimony/").text
    assert "9 turns" in page
