"""SubRip: numbers and times are places, never words; nobody speaks whom the words do not name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import NotUnderstood, Transcript, read, to_json

TALK = """1
00:00:01,000 --> 00:00:03,500
ANN: Where was the <i>oven</i>?

2
00:00:04,000 --> 00:00:06,000
{\\an8}BEN: In the yard.

3
00:00:06,500 --> 00:00:08,000
It burned
all night.

4
00:00:08,200 --> 00:00:09,000
ANN: Who lit it?
BEN: I did.
"""


def _turns(found: Transcript) -> list[tuple[str, str, object]]:
    return [(one.speaker, found.text_of(one), one.time) for s in found.sessions for one in s.turns]


def _told(found: Transcript) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in found.warnings]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_labels_in_the_words_make_turns_with_the_times_of_their_cues(end: str, encoding: str) -> None:
    raw = TALK.replace("\n", end).encode(encoding)
    found = read(raw, "talk.txt")
    assert (found.format, found.origin.raw) == ("srt", raw)
    assert _turns(found) == [
        ("ANN", "Where was the oven?", (1.0, 3.5)),
        ("BEN", "In the yard.\nIt burned all night.", (4.0, 8.0)),
        ("ANN", "Who lit it?", (8.2, 9.0)),
        ("BEN", "I did.", (8.2, 9.0)),
    ]
    second = found.sessions[0].turns[1]
    assert [(found.text_of(one), one.time) for one in second.segments] == [
        ("In the yard.", (4.0, 6.0)),
        ("It burned all night.", (6.5, 8.0)),
    ]
    assert [one for one in _told(found) if one[0] != "other-encoding"] == []


@pytest.mark.parametrize("line", ["00:00:O4,000 --> 00:00:06,000", "0o:xx,000 --> 00:00:06,000"])
def test_a_misspelt_time_is_no_word_and_the_words_below_it_stay_their_speakers(line: str) -> None:
    found = read(TALK.replace("00:00:04,000 --> 00:00:06,000", line).encode(), "talk.srt")
    assert [one[:2] for one in _turns(found)][:2] == [
        ("ANN", "Where was the oven?"),
        ("BEN", "In the yard.\nIt burned all night."),
    ]
    assert ("bad-time", 6) in _told(found)


def test_without_labels_each_cue_is_a_paragraph_with_its_time_and_nobody_speaks() -> None:
    found = read("1\n00:01:00,5 --> 00:01:02\nNan pişti.\n\n2\n01:02.000 --> 01:03.000\n— Қашан?\n".encode())
    assert found.sessions == ()
    assert [(found.text_of(one), one.time) for one in found.blocks] == [
        ("Nan pişti.", (60.5, 62.0)),
        ("— Қашан?", (62.0, 63.0)),
    ]
    assert [one["time"] for one in to_json(found)["blocks"]] == [[60.5, 62.0], [62.0, 63.0]]
    assert "time" not in to_json(read(b"A letter.\n"))["blocks"][0]
    assert _told(found) == [("no-turns", None)]


def test_voices_of_webvtt_and_signs_of_unheard_words_are_kept() -> None:
    found = read(b"1\n00:00:01,000 --> 00:00:02,000\n<v Ann>We <[?]> bake &amp; sell\n\n"
                 b"2\n00:00:02,000 --> 00:00:03,000\n[laughter]\n")  # fmt: skip
    assert _turns(found) == [("Ann", "We <[?]> bake & sell", (1.0, 2.0))]
    assert [one.kind for one in found.marks] == ["unheard"]
    assert [one.kind for one in found.sessions[0].events] == ["vocal"]


def test_a_number_is_a_word_where_it_is_said_and_a_blank_line_ends_no_cue() -> None:
    raw = (
        b"7\n00:00:01,000 --> 00:00:02,000\nIt was in\n\n2017\n\n"
        b"8\n00:00:02,000 --> 00:00:03,000\n2018\n\n"
        b"9\n00:00:03,000 --> 00:00:04,000\n\n"
        b"10\n00:00:04,000 --> 00:00:05,000\nIn all: 44\n11\n00:00:06,000 --> 00:00:07,000\nSo.\n"
    )
    found = read(raw)
    assert [found.text_of(one) for one in found.blocks] == ["It was in 2017", "2018", "In all: 44", "So."]
    bare = b"00:00:01,000 --> 00:00:02,000\nIn the year\n2017\n00:00:02,000 --> 00:00:03,000\nSo.\n"
    assert [read(bare).text_of(one) for one in read(bare).blocks] == ["In the year 2017", "So."]


def test_times_that_cannot_be_read_keep_the_words_and_are_told_with_their_line() -> None:
    found = read(b"A film\n\n1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n2\n00:00:03,000 --> later\nTwo.\n"
                 b"3\n00:00:05,000 --> 00:00:04,000 X1:1 Y1:2\nThree.\n")  # fmt: skip
    assert [(found.text_of(one), one.time) for one in found.blocks] == [
        ("One.", (1.0, 2.0)),
        ("Two.", None),
        ("Three.", (5.0, 4.0)),
    ]
    assert _told(found) == [("not-a-cue", 1), ("bad-time", 8), ("cue-ends-first", 11), ("no-turns", None)]


def test_a_dash_under_labels_is_told_as_a_voice_that_nobody_names() -> None:
    found = read((TALK + "\n5\n00:00:10,000 --> 00:00:11,000\n- At night?\n").encode())
    assert _told(found) == [("possible-change", 21)]
    assert _turns(found)[-1] == ("BEN", "I did.\n- At night?", (8.2, 11.0))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"ANN: Where?\nBEN: There.\n", "not-srt"),
        (b"1\n00:00:01 -> nothing\n", "not-srt"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n", "empty-file"),
        (b"", "empty-file"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n\xff\xfe\n", "bad-encoding"),
    ],
)
def test_what_is_no_subrip_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(raw, format="srt")
    assert refused.value.code == code


def test_a_hostile_file_costs_no_time() -> None:
    cue = b"00:00:01,000 --> 00:00:02,000\n"
    assert len(read(cue + b"{\\" * 30_000 + b"<font " * 30_000, format="srt").blocks) == 1
    assert len(read((cue + b"x\n") * 20_000, format="srt").blocks) == 20_000
    with pytest.raises(NotUnderstood):
        read((b"0" * 50 + b" : ") * 20_000 + b"-->", format="srt")


words = st.sampled_from(
    ["Нан", "хлеб.", "نان", "面包", "bread?", "2017", "[inaudible]", "a<b", "e\u0301", "..."]
)
cues = st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(cues, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_every_word_of_every_cue_comes_with_its_time(said: list[str], end: str, numbered: bool) -> None:
    text = "".join(
        (f"{n}{end}" if numbered else "") + f"00:00:{n:02},250 --> 00:00:{n:02},750{end}{words_of}{end}{end}"
        for n, words_of in enumerate(said, start=1)
    )
    found = read(text.encode(), "talk.srt")
    assert [(found.text_of(one), one.time) for one in found.blocks if one.time] == [
        (words_of, (n + 0.25, n + 0.75)) for n, words_of in enumerate(said, start=1)
    ]


@pytest.mark.parametrize("clock", ["99:99:99,000", "00:60:00,000", "00:00:60,000", "75:61,000"])
def test_a_time_no_clock_shows_is_no_time_and_its_words_stay(clock: str) -> None:
    found = read(
        f"1\n00:00:01,000 --> 00:00:02,000\nBread.\n\n2\n{clock} --> 99:00:00,000\nAgain.\n".encode()
    )
    assert [(found.text_of(one), one.time) for one in found.blocks] == [("Bread.", (1, 2)), ("Again.", None)]
    assert _told(found) == [("bad-time", 6), ("no-turns", None)]


def test_minutes_past_an_hour_are_a_time_where_no_hours_are_written() -> None:
    found = read(b"1\n75:10,000 --> 75:12,000\nBread.\n")
    assert found.blocks[0].time == (4510, 4512)
