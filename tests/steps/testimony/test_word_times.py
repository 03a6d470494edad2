"""Times of single words as they are kept: with the text, through its edits, and out of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.instruments.transcripts import read, write
from guwah.steps.testimony.editing.tables import WordTimes
from guwah.steps.testimony.flows import attach_recording, import_transcript, reread, revise, undo
from guwah.steps.testimony.flows.editing import Wish, restore
from guwah.steps.testimony.queries import Place, newest, open_layer
from guwah.steps.testimony.rebuilding import transcript_of

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.testimony.flows import Imported
    from kitchen import Seal

CAPTIONS = """WEBVTT

00:01.000 --> 00:03.000
<v Алма>Пешті <00:01.500>екі <00:02.000>адам <00:02.500>алды.

00:03.000 --> 00:05.000
<v Алма>Олар <00:03.500>таңертең <00:04.250>келді.

00:05.000 --> 00:07.000
<v تۇرسۇن>ئۇنى <00:05.500>مەنمۇ <00:06.125>كۆردۈم.

00:07.000 --> 00:08.000
<v Алма>Содан соң?

00:08.000 --> 00:09.000
<v تۇرسۇن>ھېچنېمە.
"""
WORDS = [
    ("Пешті", 1.0, 1.5), ("екі", 1.5, 2.0), ("адам", 2.0, 2.5), ("алды", 2.5, 3.0), ("Олар", 3.0, 3.5),
    ("таңертең", 3.5, 4.25), ("келді", 4.25, 5.0), ("ئۇنى", 5.0, 5.5), ("مەنمۇ", 5.5, 6.125),
    ("كۆردۈم", 6.125, 7.0),
]  # fmt: skip


@pytest.fixture
def captions(cast: Cast, seal: Seal) -> Imported:
    """The captions, taken in: four turns, the words of two of them timed."""
    return import_transcript(cast.chiara, cast.case, seal(CAPTIONS.encode(), "talk.vtt"))


def words(kept: Imported) -> list[tuple[str, float, float]]:
    """Return the words of the newest text that have a time, and when they are heard."""
    found = transcript_of(newest(kept.layer))
    return [(found.text_of(one), *one.time) for one in found.words]


def without(*gone: str) -> list[tuple[str, float, float]]:
    return [each for each in WORDS if each[0] not in gone]


def test_an_edit_takes_the_time_of_the_words_it_touched_and_of_no_other(
    captions: Imported, cast: Cast
) -> None:
    assert words(captions) == WORDS
    first = captions.revision.text[: captions.revision.blocks.get(uid=1).end]
    revise(cast.chiara, captions.layer, 1, [Wish("fix", 1, first.replace("таңертең", "кешке"))])
    assert words(captions) == without("таңертең")
    # What the edit left alone was not written again.
    assert list(WordTimes.objects.values_list("uid", "since")) == [(1, 1), (1, 2), (2, 1)]
    undo(cast.chiara, captions.layer, 2)
    assert words(captions) == WORDS
    revise(cast.chiara, captions.layer, 3, [Wish("fix", 2, "بىلمەيمەن.")])
    assert words(captions) == WORDS[:7]
    assert newest(captions.layer).number == 4
    restore(cast.chiara, captions.layer, 4, 2)
    assert words(captions) == without("таңертең")


def test_words_go_with_turns_that_are_split_joined_and_taken_out(captions: Imported, cast: Cast) -> None:
    at = captions.revision.text.index("екі")
    revise(cast.chiara, captions.layer, 1, [Wish("split", 1, at=at)])
    assert words(captions) == WORDS
    second = newest(captions.layer).blocks.get(session__n=1, n=2).uid
    revise(cast.chiara, captions.layer, 2, [Wish("merge", second)])
    assert words(captions) == WORDS
    revise(cast.chiara, captions.layer, 3, [Wish("cut-off", 2)])
    assert words(captions) == WORDS[:7]
    undo(cast.chiara, captions.layer, 4)
    assert words(captions) == WORDS
    revise(cast.chiara, captions.layer, 5, [Wish("time", 1, time=(1.2, 4.3))])
    assert words(captions) == [*WORDS[1:6], *WORDS[7:]]


def test_a_copy_corrected_outside_leaves_the_times_of_what_it_left_alone(
    captions: Imported, cast: Cast, seal: Seal
) -> None:
    copy = write(transcript_of(captions.revision), "docx").data
    assert read(copy, "copy.docx").words == ()
    text = write(transcript_of(captions.revision), "labelled-text").data.decode()
    reread(cast.chiara, captions.layer, 1, seal(text.replace("таңертең", "кешке").encode(), "copy.txt"))
    # A word right beside one that changed may count as changed too: which of them did is not sure.
    assert words(captions) == without("таңертең", "келді")


def test_what_goes_out_has_them_where_the_format_can(captions: Imported, cast: Cast) -> None:
    first = captions.revision.text[: captions.revision.blocks.get(uid=1).end]
    revise(cast.chiara, captions.layer, 1, [Wish("fix", 1, first.replace("Олар", "Біреулер"))])
    kept = transcript_of(newest(captions.layer))
    for to in ("webvtt", "elan", "tei"):
        back = read(write(kept, to).data)
        told = [(back.text_of(one), *one.time) for one in back.words]
        # Between two known times captions tell them of the word without one as well.
        assert [each for each in told if each[0] != "Біреулер"] == without("Олар"), to
    lost = {loss.kind: loss.count for loss in write(kept, "srt").losses}
    assert lost["word-times"] == len(WORDS) - 1


def test_the_reader_has_them_only_beside_a_recording(captions: Imported, cast: Cast, seal: Seal) -> None:
    layer = captions.layer
    assert not any(
        row["turn"]["heard"] for row in open_layer(cast.chiara, layer, Place()).rows if row["part"] == "turn"
    )
    attach_recording(cast.chiara, layer, seal(b"RIFF\x00\x00\x00\x00WAVEfmt ", "call.wav"))
    layer.refresh_from_db()
    turns = [row["turn"] for row in open_layer(cast.chiara, layer, Place()).rows if row["part"] == "turn"]
    assert [len(turn["heard"].split()) for turn in turns] == [4 * 7, 4 * 3, 0, 0]
