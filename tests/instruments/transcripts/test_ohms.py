"""OHMS XML: captions of version 6, minutes of version 5 by line and word, points of the index as notes."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import NotUnderstood, Transcript, read
from guwah.instruments.transcripts.readers.ohms_sync import stretches_of

LINES = """ANN: Where was the oven
built, and who
lit it?

BERIK: In the yard[[footnote]]1[[/footnote]] by the wall.
I lit it.
ANN: And then?
[laughter]
BERIK: It burned."""
FOOTNOTES = (
    "\n[[footnotes]]\n[[note]]A yard of\nclay. [[link]]http://x.example[[/link]][[/note]]\n[[/footnotes]]"
)
CUES = """WEBVTT

NOTE
TRANSCRIPTION BEGIN

00:00:03.000 --> 00:00:18.000
<v ANN>  Where was it<c.1>1</c>?<br><br>And who lit it?

00:00:18.000 --> 00:00:31.000
<v BERIK LEE>  In the yard.

00:00:31.000 --> 00:00:40.000
It burned &amp; fell.

NOTE
TRANSCRIPTION END

NOTE
ANNOTATIONS BEGIN
<annotation ref="1">The <i>old</i> oven.</annotation>
ANNOTATIONS END
"""
INDEX = (
    "<index><point><time>{time}</time><title>The oven;</title>"
    "<partial_transcript>{opening}</partial_transcript>"
    "<synopsis>Who built it.</synopsis><keywords>oven;clay;</keywords><subjects></subjects>"
    "<gpspoints><gps>43.2, 76.9</gps><gps_text>Yard</gps_text></gpspoints></point>"
    "<point><time>5</time><title></title></point></index>"
)


def _ohms(version: str, parts: str) -> bytes:
    space = "https://www.weareavp.com/nunncenter/ohms"
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<ROOT xmlns="{space}"><record id="7" dt="2020-01-02">'
    return f"{head}<version>{version}</version><title>The mill</title>{parts}</record></ROOT>\n".encode()


def _older(sync: str, words: str = LINES, more: str = "") -> bytes:
    return _ohms(
        "5.4",
        f"<sync>{sync}</sync><language>English</language>{more}<transcript>{escape(words)}</transcript>",
    )


def _newer(cues: str = CUES, more: str = "") -> bytes:
    return _ohms("6.0", f"{more}\n<vtt_transcript><![CDATA[{cues}]]></vtt_transcript>")


def _turns(found: Transcript) -> list[tuple[str, str, object]]:
    return [(one.speaker, found.text_of(one), one.time) for s in found.sessions for one in s.turns]


def _told(found: Transcript) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in found.warnings]


def test_lines_are_turns_by_their_labels_with_the_minutes_they_are_spoken_in() -> None:
    found = read(_older("1:|3(2)|6(1)", LINES + FOOTNOTES), "talk.txt")
    assert found.format == "ohms5"
    assert _turns(found) == [
        ("ANN", "Where was the oven\nbuilt, and who\nlit it?", (0.0, 120.0)),
        ("BERIK", "In the yard by the wall.\nI lit it.", (60.0, None)),
        ("ANN", "And then?", (120.0, None)),
        ("BERIK", "It burned.", (120.0, None)),
    ]
    session = found.sessions[0]
    assert [(found.text_of(one), one.time) for one in session.turns[0].segments] == [
        ("Where was the oven\nbuilt, and who\nlit ", (0.0, 60.0)),
        ("it?", (60.0, 120.0)),
    ]
    assert (session.title, session.spoken_languages) == ("The mill", ("en",))
    notes = [
        (dict(one.attributes), found.text[: one.end][-4:], one.turn)
        for one in found.marks
        if one.kind == "note"
    ]
    assert notes == [({"words": "A yard of clay."}, "yard", 2)]
    assert [one.kind for one in session.events] == ["vocal"]
    assert _told(found) == [("minute-times", None)]
    assert "footnote" not in found.text


@pytest.mark.parametrize("sync", ["1:|99(1)", "1:|3(1)|2(1)", "0:|1(1)", "x", "1:|three"])
def test_a_sync_that_does_not_fit_the_lines_gives_no_times_and_is_told(sync: str) -> None:
    found = read(_older(sync))
    assert {time for _, _, time in _turns(found)} == {None}
    assert ("bad-sync", None) in _told(found)


def test_steps_of_a_sync_may_be_longer_than_a_minute_and_words_few() -> None:
    assert stretches_of("a b\nc", "") == []
    found = stretches_of("a b\nc d", "5:|1(2)||2(9)|2|")
    assert found is None
    found = stretches_of("a b\nc d", "5:1(2)|2(1)|2(9)")
    assert found is not None
    assert [(one.start, one.end, one.time) for one in found] == [
        (0, 2, (0.0, 300.0)),
        (2, 4, (300.0, 600.0)),
        (4, 7, (600.0, 900.0)),
    ]


@pytest.mark.parametrize("cues", [CUES, CUES.removeprefix("WEBVTT\n\n"), "\n\n" + CUES])
def test_captions_of_the_newer_version_are_read_as_webvtt(cues: str) -> None:
    found = read(_newer(cues), "talk.xml")
    assert found.format == "ohms6"
    assert _turns(found) == [
        ("ANN", "Where was it? And who lit it?", (3.0, 18.0)),
        ("BERIK LEE", "In the yard. It burned & fell.", (18.0, 40.0)),
    ]
    assert [(dict(one.attributes), one.start, one.turn) for one in found.marks] == [
        ({"words": "The old oven."}, 29, 1)
    ]
    lines = _newer(cues).decode().splitlines()
    carried = next(one for one in found.warnings if one.code == "voice-carried")
    assert carried.line is not None
    assert lines[carried.line - 1].startswith("It burned")


def test_captions_without_voices_keep_times_and_citations() -> None:
    cues = CUES.replace("<v ANN>", "").replace("<v BERIK LEE>", "")
    found = read(_newer(cues))
    assert found.sessions == ()
    assert [one.time for one in found.blocks] == [(3.0, 18.0), (18.0, 31.0), (31.0, 40.0)]
    assert [one.attributes["words"] for one in found.marks] == ["The old oven."]


def test_points_of_the_index_are_notes_at_their_time_or_their_words() -> None:
    said = {
        "words": "The oven",
        "what": "index",
        "synopsis": "Who built it.",
        "keywords": "oven;clay",
        "gps": "43.2, 76.9 Yard",
    }
    timed = read(_older("1:|3(2)|6(1)", more=INDEX.format(time="125", opening="")))
    note = next(one for one in timed.marks if one.attributes.get("what") == "index")
    assert (dict(note.attributes), note.start, note.turn) == (
        {**said, "time": "125.0"},
        timed.text.index("I lit it"),
        2,
    )
    quoted = read(_older("", more=INDEX.format(time="", opening="And then?")))
    note = next(one for one in quoted.marks if one.attributes.get("what") == "index")
    assert (dict(note.attributes), note.start, note.turn) == (said, quoted.text.index("And then?"), 3)
    # Words quoted with another line end are found from the minute on; words never said leave the minute.
    for opening, at in (
        ("BERIK: In the\nyard by", "In the yard"),
        ("ANN: Never said so", "I lit it"),
        ("It", "I lit"),
    ):
        time = "61" if "In the" in opening else "125"
        more = INDEX.format(time=time, opening=opening)
        found = read(_older("1:|3(2)|6(1)", LINES + FOOTNOTES, more))
        note = next(one for one in found.marks if one.attributes.get("what") == "index")
        assert note.start == found.text.index(at)
    cued = read(_newer(more=INDEX.format(time="20", opening="")))
    assert [one.start for one in cued.marks if one.attributes.get("what") == "index"] == [
        cued.text.index("In the")
    ]


def test_a_note_stands_in_the_session_its_place_is_in() -> None:
    words = "Talk one\nANN: x.\nBEN: y.\nTalk two\nANN: z.\nBEN: w.\n"
    found = read(_older("1:|5(1)", words, INDEX.format(time="61", opening="")))
    note = next(one for one in found.marks if one.attributes.get("what") == "index")
    assert (note.session, note.turn, found.text[note.start :][:2]) == (2, 1, "z.")


def test_an_index_without_a_transcript_is_paragraphs_and_nobody_speaks() -> None:
    found = read(_ohms("5.4", INDEX.format(time="61", opening="") + "<transcript>\n</transcript>"))
    assert [(found.text_of(one), one.time) for one in found.blocks] == [
        ("The oven — Who built it.", (61.0, None))
    ]
    assert _told(found) == [("index-only", None), ("no-turns", None)]


def test_what_is_not_read_is_told() -> None:
    more = "<transcript_alt>BERIK: Аулада.</transcript_alt>"
    raw = _older("", more=more).replace(b"</ROOT>", b"<record><title>b</title></record></ROOT>")
    assert _told(read(raw)) == [("alternative-left-out", None), ("records-left-out", None)]


DECLARED = b'<!DOCTYPE ROOT [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
BOMB = b'<?xml version="1.0"?>' + DECLARED + b"<ROOT><record>&b;</record></ROOT>"


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (_older("1:|")[:-40], "not-ohms", 10),
        (b"<ROOT><other/></ROOT>", "not-ohms", 1),
        (b"<catalogue><record/></catalogue>", "not-ohms", 1),
        (b"ANN: Where?\n", "not-ohms", 1),
        (BOMB, "xml-bomb", None),
        (BOMB.replace(b'"aaaa"', b'SYSTEM "file:///etc/passwd"'), "xml-bomb", None),
        (b"<ROOT><record>" + b"<a>" * 3_000 + b"</a>" * 3_000 + b"</record></ROOT>", "xml-bomb", 1),
        (_ohms("5.4", "<transcript> </transcript>"), "empty-file", None),
        (_newer("WEBVTT\n\nNOTE nothing\n"), "empty-file", None),
        (_newer("WEBVTT\n\n00:01 --> zz\nhello\n"), "bad-time", None),
        (_older("", "x" * 1_000_001), "line-too-long", 1),
        (b"<ROOT>" + b"<a/>" * 2_000_001 + b"</ROOT>", "xml-bomb", None),
        (b"", "empty-file", None),
    ],
)  # fmt: skip
def test_what_is_no_ohms_is_refused(raw: bytes, code: str, line: int | None) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(raw, "talk.xml", "ohms5")
    assert refused.value.code == code
    assert line is None or refused.value.line == line


words = st.sampled_from(["нан", "نان", "面包", "bread,", "[inaudible]", "e\u0301", "<b>", "&", "2017"])
turns = st.lists(
    st.tuples(st.sampled_from(["ANN", "БЕРІК"]), st.lists(words, min_size=1, max_size=4)),
    min_size=4,
    max_size=9,
)


@settings(max_examples=50, deadline=None)
@given(turns, st.data())
def test_every_line_keeps_its_words_and_the_minute_its_sync_says(
    said: list[tuple[str, list[str]]], data: st.DataObject
) -> None:
    said = [("ANN", ["a"]), ("БЕРІК", ["b"]), ("ANN", ["c"]), ("БЕРІК", ["d"]), *said]
    lines = [f"{who}: {' '.join(some)}" for who, some in said]
    marked = sorted(data.draw(st.sets(st.integers(1, len(lines)), max_size=4)))
    found = read(_older("1:" + "".join(f"|{line}(1)" for line in marked), "\n".join(lines)))
    assert [one.label for one in found.sessions[0].turns] == [who for who, _ in said]
    assert [found.text_of(one) for one in found.sessions[0].turns] == [" ".join(some) for _, some in said]
    for number, turn in enumerate(found.sessions[0].turns, start=1):
        minute = sum(line <= number for line in marked)
        assert not marked or (turn.time is not None and turn.time[0] == minute * 60.0)
