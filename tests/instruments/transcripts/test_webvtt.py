import pytest

from guwah.instruments.transcripts import NotUnderstood, Transcript, read, to_json, write
from guwah.instruments.transcripts.readers.webvtt_file import parse

HEAD = "WEBVTT - The mill\n\n"


def _cues(*payloads: str) -> bytes:
    cues = (f"00:00:{n:02}.000 --> 00:00:{n:02}.500\n{words}" for n, words in enumerate(payloads))
    return (HEAD + "\n\n".join(cues) + "\n").encode()


def _turns(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text_of(turn)) for one in transcript.sessions for turn in one.turns]


def test_a_voice_is_carried_over_silently_and_a_repeated_tag_begins_a_turn() -> None:
    transcript = read(_cues("<v Ann>We bake", "at night.", "<v Ann>Only rye.", "<v Ben>Why?"), "a.vtt")
    assert _turns(transcript) == [("Ann", "We bake at night."), ("Ann", "Only rye."), ("Ben", "Why?")]
    first = transcript.sessions[0].turns[0]
    assert first.time == (0, 1.5)
    assert [segment.time for segment in first.segments] == [(0, 0.5), (1, 1.5)]
    assert [transcript.text_of(segment) for segment in first.segments] == ["We bake", "at night."]
    assert transcript.sessions[0].title == "The mill"


def test_where_every_cue_is_tagged_runs_of_a_voice_are_one_turn() -> None:
    transcript = read(_cues("<v Ann>We bake", "<v Ann>at night.</v>", "<v Ben>Why?"))
    assert _turns(transcript) == [("Ann", "We bake at night."), ("Ben", "Why?")]


def test_two_voices_in_one_cue_and_words_of_nobody() -> None:
    transcript = read(_cues("a hum", "<v.loud Ann>Yes.</v> <v Ben>No.</v>", "<v Ann>So."))
    assert _turns(transcript) == [("", "a hum"), ("Ann", "Yes."), ("Ben", "No."), ("Ann", "So.")]
    assert [(one.code, one.line) for one in transcript.warnings] == [("no-voice", 4)]


def test_signs_of_the_transcriber_stay_and_tags_of_layout_go() -> None:
    transcript = read(
        _cues("<v Ann>the <[?]> <i>old</i> <c.red>mill</c> &amp; <00:00:00.500>oven <x>", "<v Ben>Ah.")
    )
    assert _turns(transcript)[0] == ("Ann", "the <[?]> old mill & oven <x>")
    assert [(mark.kind, transcript.text_of(mark)) for mark in transcript.marks] == [("unheard", "<[?]>")]


def test_a_lone_bracket_before_a_new_tag_is_an_event_else_a_mark() -> None:
    between = read(
        _cues("[laughter]", "<v Ann>Yes.", "[inaudible]", "<v Ann>So.", "<v Ben>No.", "[inaudible]")
    )
    assert [(e.kind, e.after_turn) for e in between.sessions[0].events] == [
        ("vocal", 0),
        ("unheard", 1),
        ("unheard", 3),
    ]
    assert _turns(between) == [("Ann", "Yes."), ("Ann", "So."), ("Ben", "No.")]
    inside = read(_cues("<v Ann>Yes.", "[laughter]", "and so on", "<v Ben>No."))
    assert _turns(inside)[0] == ("Ann", "Yes. [laughter] and so on")
    assert [mark.kind for mark in inside.marks] == ["vocal"]


def test_chinese_lines_join_without_a_space() -> None:
    transcript = read(_cues("<v 李明>我们烤\n面包，", "每天。", "<v 王芳>OK\n好"))
    assert _turns(transcript) == [("李明", "我们烤面包，每天。"), ("王芳", "OK 好")]


def test_labels_in_the_words_serve_where_no_voice_is_tagged() -> None:
    transcript = read(_cues("ANN: We bake", "at night.", "BEN: Why?", "ANN: So.", "BEN: \u202eAh."))
    assert _turns(transcript) == [
        ("ANN", "We bake\nat night."),
        ("BEN", "Why?"),
        ("ANN", "So."),
        ("BEN", "\u202eAh."),
    ]
    turn = transcript.sessions[0].turns[0]
    assert (turn.time, len(turn.segments)) == ((0, 1.5), 2)
    assert [transcript.text_of(segment) for segment in turn.segments] == ["We bake", "at night."]
    assert [one.code for one in transcript.warnings] == ["bidi-control"]


def test_cues_of_nobody_are_paragraphs() -> None:
    raw = _cues("We bake", "at night.")
    transcript = read(raw)
    assert [transcript.text_of(block) for block in transcript.blocks] == ["We bake", "at night."]
    with pytest.raises(NotUnderstood) as refused:
        read(raw, expect_turns=True)
    assert refused.value.code == "no-turns"


def test_roles_and_initials_are_nobodys_name() -> None:
    people = (
        read(_cues("<v Interviewer>Yes?", "<v Speaker 2>No.", "<v A>So.", "<v Ann>Ah."))
        .sessions[0]
        .participants
    )
    assert [(one.name, one.role) for one in people] == [
        (None, "interviewer"),
        (None, None),
        (None, None),
        ("Ann", None),
    ]


def test_every_part_of_the_file_is_kept() -> None:
    text = (
        "\ufeffWEBVTT\nKind: captions\n\nSTYLE\n::cue {}\n\nREGION\nid:a\n\nNOTE a note\nof two lines\n\n"
        "one\n00:01.000 --> 00:02.000 align:start\n<v Ann>Yes.\n\n\n00:02.000 --> 00:03.000\n\n"
        "odd block\nof lines\n\n"
        "00:03.000 --> 00:04.000\n<v Ben>No."
    ).replace("\n", "\r\n")
    raw = text.encode()
    transcript = read(raw)
    parts = parse(text[1:])
    assert "".join(text[1:][part.start : part.end] for part in parts) == text[1:]
    assert [part.kind for part in parts if part.kind != "blank"] == [
        "header", "style", "region", "note", "cue", "cue", "unknown", "cue",
    ]  # fmt: skip
    assert write(transcript, "webvtt").data == raw
    assert _turns(transcript) == [("Ann", "Yes."), ("Ben", "No.")]
    assert [(one.code, one.line) for one in transcript.warnings] == [("not-a-cue", 20)]
    assert transcript.sessions[0].title is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"WEBVTTX\n\n00:01.000 --> 00:02.000\nhi\n", "not-webvtt"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nhi\n", "not-webvtt"),
        (b"Ann: hello\n", "not-webvtt"),
        (b"WEBVTT\n\nNOTE nothing\n", "empty-file"),
        (b"WEBVTT", "empty-file"),
    ],
)
def test_what_is_no_webvtt_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(raw, "talk.vtt", "webvtt")
    assert refused.value.code == code


def test_the_json_holds_the_derived_text() -> None:
    told = to_json(read(_cues("<v Ann>Yes.", "<v Ben>No.")))
    assert told["text"] == "Yes.\nNo."
    for turn in told["sessions"][0]["turns"]:
        assert told["text"][turn["start"] : turn["end"]] == turn["text"]
    assert told["sessions"][0]["turns"][0]["time"] == [0, 0.5]


def test_written_cues_read_back_with_their_times() -> None:
    transcript = read(_cues("<v Ann & Co>We <[?]> bake", "a --> b", "<v Ben>Why?", "[inaudible]"))
    text = write(transcript, "labelled-text").data.decode()
    assert text.startswith("The mill\n[00:00:00 - 00:00:01.500] Ann & Co: We <[?]> bake a --> b\n")
    back = read(write(read(text.encode()), "webvtt").data)
    assert [turn.time for turn in back.sessions[0].turns] == [(0, 1.5), (2, 2.5)]


def test_cues_without_times_keep_the_order_only() -> None:
    source = read(
        b"Talk one\nA: x --> y & z.\nB: two\n\nlines.\n[sigh]\nA: u\nB: v\n"
        b"Talk two\nDate: 4 May\nA: w\nB: z\n"
    )
    written = write(source, "webvtt")
    codes = {one.code for one in written.warnings}
    assert {"no-times", "lost-sessions", "lost-titles", "lost-matter"} <= codes
    assert "reads-differently" not in codes
    back = read(written.data)
    assert all(turn.time is None for turn in back.sessions[0].turns)
    assert [turn.speaker for turn in back.sessions[0].turns] == ["A", "B", "A", "B", "A", "B"]
    assert [event.after_turn for event in back.sessions[0].events] == [2]


def test_a_turn_with_a_start_only_gets_a_cue() -> None:
    written = write(read(b"[00:10] A: x\n[00:12] B: y\n[00:20] A: z\n[00:20] B: w\n"), "webvtt")
    assert b"00:00:20.000 --> 00:00:21.000\n<v B>w" in written.data
    assert b"00:00:20.000 --> 00:00:20.001\n<v A>z" in written.data


def _timed(*cues: str) -> bytes:
    return (HEAD + "\n\n".join(f"{n}\n{times}\n<v Ann>word" for n, times in enumerate(cues)) + "\n").encode()


def _told(raw: bytes) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in read(raw, "talk.vtt").warnings]


def test_cues_that_end_first_run_backwards_or_overlap_are_told_with_the_line_of_their_times() -> None:
    raw = _timed(
        "00:01.000 --> 00:02.000",
        "00:02.000 --> 00:02.000",
        "00:04.000 --> 00:03.000",
        "00:03.000 --> 00:05.000",
        "00:04.500 --> 00:04.800",
        "00:04.900 --> 00:06.000",
        "00:06.000 --> 00:07.000",
    )
    assert _told(raw) == [
        ("cue-ends-first", 8),
        ("cue-ends-first", 12),
        ("cue-backwards", 16),
        ("cues-overlap", 20),
        ("cues-overlap", 24),
    ]
    assert read(raw).origin.raw == raw


def test_many_overlaps_are_summed_up() -> None:
    told = _told(_timed(*(f"00:{n:02}.000 --> 00:{n + 1:02}.500" for n in range(15))))
    assert [line for _, line in told] == [*range(8, 48, 4), None]
    last = read(_timed(*(f"00:{n:02}.000 --> 00:{n + 1:02}.500" for n in range(15)))).warnings[-1]
    assert (last.code, last.message[:2]) == ("cues-overlap", "4 ")


def test_numbers_that_keep_the_order_only_are_no_times_to_judge() -> None:
    note = "NOTE The times here keep the order only: the source says none.\n\n"
    raw = (HEAD + note + "00:02.000 --> 00:01.000\n<v Ann>word\n").encode()
    assert _told(raw) == []


def test_a_line_like_a_label_under_another_voice_is_told_with_its_line_and_why() -> None:
    raw = _cues(
        "<v Ann>We bake\nBerik: at night.", "Guard: stop", "<v Ann>Note: nothing\n\u200e \nand so: on"
    )
    found = read(raw)
    told = [one for one in found.warnings if one.code == "possible-label"]
    assert [one.line for one in told] == [5, 8]
    assert all("no voice tag says so" in one.message for one in told)
    assert {turn.speaker for turn in found.sessions[0].turns} == {"Ann"}


def test_words_of_cues_without_voices_have_their_lines_in_the_file() -> None:
    raw = _cues("ANN: We bake.", "BEN: Why?", "ANN: So.", "Guard: stop&#8232;now", "ANN:", "BEN: Ah.")
    assert _told(raw) == [("possible-label", 13), ("empty-turn", 16)]


def _at(*cues: tuple[int, str]) -> bytes:
    timed = (f"00:{n // 60:02}:{n % 60:02}.000 --> 00:{n // 60:02}:{n % 60:02}.500\n{w}" for n, w in cues)
    return (HEAD + "\n\n".join(timed) + "\n").encode()


def test_a_voice_that_is_carried_over_is_told_once_with_how_many_cues() -> None:
    raw = _cues("<v Ann>We bake", "at night", "and at noon.", "<v Ben>Why?", "<v Ann>So.", "Ah.")
    told = [one for one in read(raw).warnings if one.code == "voice-carried"]
    assert [(one.line, ": 2." in one.message, ": 1." in one.message) for one in told] == [
        (7, True, False),
        (19, False, True),
    ]
    assert _told(_cues("<v Ann>We bake", "<v Ben>Why?")) == []


@pytest.mark.parametrize("dash", ["- ", "-", "– ", "— "])
def test_a_dash_is_another_voice_that_nobody_names(dash: str) -> None:
    raw = _cues("<v Ann>We bake.", f"{dash}When?", "In winter?", f"{dash}At night.", "<v Ann>So.")
    assert _turns(read(raw)) == [
        ("Ann", "We bake."),
        ("", f"{dash}When? In winter?"),
        ("", f"{dash}At night."),
        ("Ann", "So."),
    ]
    assert _told(raw) == [("no-voice", 7), ("no-voice", 13)]


def test_a_dash_inside_a_cue_is_another_voice_unless_a_tag_says_whose() -> None:
    raw = _cues(
        "<v Ann>We bake", "at night.\n- Why?\nHow?\n- So.", "<v Ben>- Ah\n- no.", "[laughter]", "- Oh."
    )
    assert _turns(read(raw)) == [
        ("Ann", "We bake at night."),
        ("", "- Why? How?"),
        ("", "- So."),
        ("Ben", "- Ah - no."),
        ("", "- Oh."),
    ]
    assert [one.after_turn for one in read(raw).sessions[0].events] == [4]


def test_a_voice_lasts_over_thirty_seconds_of_silence_and_no_longer() -> None:
    raw = _at((0, "<v Ann>We bake"), (30, "at night."), (61, "Why?"), (62, "How?"), (70, "<v Ann>So."))
    assert _turns(read(raw)) == [("Ann", "We bake at night."), ("", "Why? How?"), ("Ann", "So.")]
    assert _told(raw) == [("voice-carried", 7), ("no-voice", 10)]


def test_numbers_that_keep_the_order_only_know_no_silence() -> None:
    note = b"NOTE The times here keep the order only: the source says none.\n\n"
    raw = _at((0, "<v Ann>We bake"), (300, "at night.")).replace(HEAD.encode(), HEAD.encode() + note)
    assert _turns(read(raw)) == [("Ann", "We bake at night.")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("WEBVTT\n\n00:00 --> zz\nhello\n", 3),
        ("WEBVTT\n\nNOTE a --> b\n\none\n00:00:01,000 --> 00:00:02,000\nhello\n\n0 --> 1\nhi\n", 6),
        ("WEBVTT\n00:00 --> zz\nhello\n", 2),
        # Another cue is good: the words of this one are not left out in silence.
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nyes\n\n00:O2.000 --> 00:03.000\nhello\n", 6),
    ],
)
def test_a_file_whose_times_cannot_be_read_says_so_with_the_line(text: str, line: int) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(text.encode())
    assert (refused.value.code, refused.value.line) == ("bad-time", line)
    assert "hello" not in refused.value.message


def test_times_without_their_noughts_are_read_and_told_as_meeting_programs_write_them() -> None:
    asked, said = "0:0:3.4 --> 0:0:6.12\n<v Ann Low>Bread?\n", "0:1:6.5 --> 0:1:7.0\n<v Tom>Yes.\n"
    text = f"WEBVTT\n\nab/1-0\n{asked}\nab/2-0\n{said}"
    found = read(text.encode())
    assert [(one.speaker, one.time) for one in found.sessions[0].turns] == [
        ("Ann Low", (3.4, 6.12)),
        ("Tom", (66.5, 67)),
    ]
    assert [(one.code, one.line) for one in found.warnings] == [("loose-times", 3)]
    with pytest.raises(NotUnderstood):
        read(text.replace("0:1:6.5", "0:61:6.5").encode())
