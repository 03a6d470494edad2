"""Times inside turns: exact where nothing was touched, told where they are only approximate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.instruments.transcripts import read, write
from guwah.instruments.transcripts.masking import masked
from guwah.steps.testimony.flows import import_transcript, reread, revise, undo
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.queries import newest
from guwah.steps.testimony.rebuilding import transcript_of

if TYPE_CHECKING:
    from cast import Cast
    from guwah.instruments.transcripts.model import Time
    from guwah.steps.testimony.flows import Imported
    from kitchen import Seal

CAPTIONS = """WEBVTT

00:01.000 --> 00:02.500
<v Алма>Пешті екі адам алып кетті.

00:02.500 --> 00:04.125
<v Алма>Олар таңертең келді.

00:04.125 --> 00:06.000
<v Алма>Көршілер көрді.

00:06.000 --> 00:07.250
<v تۇرسۇن>ئۇنى مەنمۇ كۆردۈم.

00:07.250 --> 00:09.000
<v تۇرسۇن>ھېچكىم سورىمىدى.
"""
TIMES = [(1.0, 2.5), (2.5, 4.125), (4.125, 6.0), (6.0, 7.25), (7.25, 9.0)]


@pytest.fixture
def captions(cast: Cast, seal: Seal) -> Imported:
    """The captions, taken in: two turns of three and two cues."""
    return import_transcript(cast.chiara, cast.case, seal(CAPTIONS.encode(), "talk.vtt"))


def cues(kept: Imported) -> list[tuple[str, Time | None, bool]]:
    """Return the words, times and doubts of the cues of the newest text."""
    found = transcript_of(newest(kept.layer))
    return [
        (found.text_of(cue), cue.time, cue.approximate)
        for session in found.sessions
        for turn in session.turns
        for cue in turn.segments
    ]


def test_times_of_untouched_cues_are_exact_after_an_edit(captions: Imported, cast: Cast) -> None:
    before = cues(captions)
    assert [time for _, time, _ in before] == TIMES
    words = captions.revision.text[: captions.revision.blocks.get(uid=1).end]
    edited = words.replace("таңертең", "кешке қарай")
    revise(cast.chiara, captions.layer, 1, [Wish("fix", 1, edited)])
    after = cues(captions)
    assert [time for _, time, _ in after] == TIMES
    assert [rough for *_, rough in after] == [False, True, False, False, False]
    assert after[1][0] == "Олар кешке қарай келді."
    assert [each for each, (*_, rough) in zip(before, after, strict=True) if not rough] == [
        each for each in after if not each[2]
    ]
    for format_ in ("webvtt", "elan", "srt", "tei"):
        written = write(transcript_of(newest(captions.layer)), format_)
        told = [each.message for each in written.warnings if each.code == "times-approximate"]
        assert told == ["1 cues keep the times they had, though their words were changed since: 1.1 (2.5 s)."]
        if format_ != "tei":
            again = read(written.data, format=format_)
            times = [
                cue.time for session in again.sessions for turn in session.turns for cue in turn.segments
            ]
            assert sorted(each for each in times if each) == TIMES
    undo(cast.chiara, captions.layer, 2)
    assert cues(captions) == before


def test_cues_go_with_their_words_where_turns_are_split_joined_and_taken_out(
    captions: Imported, cast: Cast
) -> None:
    text = captions.revision.text
    at = text.index("Олар") - captions.revision.blocks.get(uid=1).start
    revise(cast.chiara, captions.layer, 1, [Wish("split", 1, at=at)])
    assert [(time, rough) for _, time, rough in cues(captions)] == [(time, False) for time in TIMES]
    second = newest(captions.layer).blocks.get(session__n=1, n=2).uid
    revise(cast.chiara, captions.layer, 2, [Wish("merge", second)])
    assert [(time, rough) for _, time, rough in cues(captions)] == [(time, False) for time in TIMES]
    # In the middle of a cue: both halves keep its time, and that is told of both.
    revise(cast.chiara, captions.layer, 3, [Wish("split", 1, at=text.index("таңертең"))])
    found = [(time, rough) for _, time, rough in cues(captions)]
    assert found == [(TIMES[0], False), (TIMES[1], True), (TIMES[1], True), *((t, False) for t in TIMES[2:])]
    revise(cast.chiara, captions.layer, 4, [Wish("cut-off", 2)])
    assert [time for _, time, _ in cues(captions)][-1] == TIMES[2]


def test_a_time_that_a_person_says_is_exact_and_others_stay_inside_it(captions: Imported, cast: Cast) -> None:
    revise(cast.chiara, captions.layer, 1, [Wish("time", 1, time=(0.5, 5.0))])
    found = [(time, rough) for _, time, rough in cues(captions)]
    assert found[:3] == [((0.5, 2.5), False), (TIMES[1], False), ((4.125, 5.0), False)]
    revise(cast.chiara, captions.layer, 2, [Wish("time", 1, time=(3.0, 5.0))])
    found = [(time, rough) for _, time, rough in cues(captions)]
    assert found[:3] == [((3.0, 3.0), True), ((3.0, 4.125), True), ((4.125, 5.0), False)]
    revise(cast.chiara, captions.layer, 3, [Wish("time", 1, time=None)])
    assert [time for _, time, _ in cues(captions)] == TIMES[3:]


def test_a_copy_without_times_keeps_those_that_are_here(cast: Cast, seal: Seal) -> None:
    more = "\n00:09.250 --> 00:10.500\n<v Алма>Содан кейін не болды?\n"
    more += "\n00:10.500 --> 00:12.000\n<v تۇرسۇن>كېيىن ھېچنېمە بولمىدى.\n"
    captions = import_transcript(cast.chiara, cast.case, seal((CAPTIONS + more).encode(), "talk.vtt"))
    copy = write(transcript_of(captions.revision), "labelled-text").data.decode()
    after = reread(
        cast.chiara, captions.layer, 1, seal(copy.replace("көрді", "көріп тұрды").encode(), "copy.txt")
    )
    assert "көріп тұрды" in after.text
    assert [time for _, time, _ in cues(captions)] == [*TIMES, (9.25, 10.5), (10.5, 12.0)]
    assert [rough for *_, rough in cues(captions)] == [False, False, True, False, False, False, False]
    assert list(after.blocks.order_by("start").values_list("time_start", flat=True)) == [1.0, 6.0, 9.25, 10.5]


def test_what_is_cut_takes_no_time_from_its_neighbours(captions: Imported, cast: Cast) -> None:
    revise(cast.chiara, captions.layer, 1, [Wish("fix", 2, "ئۇنى مەنمۇ كۆردۈم. ھېچكىم كەلمىدى.")])
    whole = transcript_of(newest(captions.layer))
    start = whole.text.index("Олар")
    copy = masked(whole, [(start, start + 4)])
    told = [(cue.time, cue.approximate) for turn in copy.sessions[0].turns for cue in turn.segments]
    assert told == [*((time, False) for time in TIMES[:4]), (TIMES[4], True)]
