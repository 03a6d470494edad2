"""TEI: the archival form brings back everything; that of others is read as far as it is speech."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from guwah.instruments.transcripts import Mark, NotUnderstood, Transcript, read, read_file, write
from transcribed import documents

DATA = Path(__file__).parent / "data"
TEI = "{http://www.tei-c.org/ns/1.0}"


def _again(document: Transcript) -> Transcript:
    back = read(write(document, "tei").data)
    assert back.format == "tei"
    return replace(back, format=document.format, origin=document.origin, warnings=document.warnings)


@settings(max_examples=40)
@given(documents())
def test_everything_comes_back_to_the_last_space(document: Transcript) -> None:
    assert write(document, "tei").warnings == ()
    assert _again(document) == document


@settings(max_examples=30)
@given(st.characters(codec="utf-8"))
def test_any_character_comes_back_but_those_that_xml_cannot_hold(one: str) -> None:
    document = read(b"Ann: So # many\nBen: so\nAnn: yes\nBen: yes\n")
    odd = replace(document, text=document.text.replace("#", one))
    written = write(odd, "tei")
    held = re.fullmatch("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", one) is None
    assert read(written.data).text == (odd.text if held else odd.text.replace(one, "\ufffd"))
    assert ("characters-lost" in {each.code for each in written.warnings}) == (not held)


def test_control_characters_are_counted_and_every_offset_stays() -> None:
    document = read(b"Ann: So # many # so\nBen: so\nAnn: yes\nBen: yes\n")
    written = write(replace(document, text=document.text.replace("#", "\x07")), "tei")
    told = {one.code: one.message for one in written.warnings}
    assert told["characters-lost"].startswith("2 control characters")
    assert told["reads-differently"].startswith("1 turn")
    assert read(written.data).sessions == document.sessions


@pytest.mark.parametrize("path", sorted(DATA.glob("*.txt")), ids=lambda path: path.stem)
def test_every_file_of_every_habit_comes_back_whole(path: Path) -> None:
    document = read_file(path)
    assert _again(document) == document


def test_a_mark_of_another_place_keeps_it_and_one_of_no_part_stands_where_it_was() -> None:
    document = read(b"[00:10] Ann: One.\n[00:20] Ben: Two.\n[00:30] Ann: Three.\n[00:40] Ben: Four.\n")
    marks = (Mark("note", 0, 7, 1, 1), Mark("vocal", 13, 17), Mark("note", 17, 18, 1, 1))
    marked = replace(document, marks=marks)
    assert _again(marked) == marked


def test_an_event_says_its_kind_and_a_turn_its_time_in_terms_of_tei() -> None:
    document = read(b"Talk\n[00:01 - 00:02] A: One [laughs].\n[tape ends]\n[00:03] B: Two [inaudible].\n"
                    b"[00:05] A: Three.\n[00:06] B: Four.\n")  # fmt: skip
    root = etree.fromstring(write(document, "tei").data)
    blocks = root.findall(f".//{TEI}annotationBlock")
    assert [block.get("who") for block in blocks] == ["#s1-p1", "#s1-p2"] * 2
    when = {one.get("{http://www.w3.org/XML/1998/namespace}id"): one for one in root.iter(f"{TEI}when")}
    assert when[str(blocks[0].get("end")).removeprefix("#")].get("interval") == "2.0"
    assert root.findtext(f".//{TEI}u/{TEI}vocal/{TEI}desc") == "[laughs]"
    assert root.findtext(f".//{TEI}incident/{TEI}desc") == "[tape ends]"
    assert [one.get("reason") for one in root.iterfind(f".//{TEI}u/{TEI}gap")] == ["unheard"]
    assert not root.findall(f".//{TEI}date")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (' g:start="0"', ' g:start="x"'),
        (' g:end="', ' g:end="99999999999999'),
        ('<incident g:event="tape-end" g:after="1">', '<incident g:event="tape-end" g:after="">'),
        ('interval="1.0"', 'interval="soon"'),
        (' g:mark="vocal"', ' g:mark="nothing"'),
        (' type="label"', ' type="other"'),
    ],
)
def test_what_somebody_changed_in_our_profile_is_read_and_not_believed(before: str, after: str) -> None:
    said = b"Talk\n[00:01] A: One [laughs].\n[tape ends]\n[00:03] B: Two.\n[00:04] A: x\n[00:05] B: y\n"
    document = read(said)
    data = write(document, "tei").data.decode()
    assert before in data
    back = read(data.replace(before, after).encode())
    assert [turn.speaker for turn in back.sessions[0].turns] == ["A", "B", "A", "B"]
    assert 0 <= back.sessions[0].start <= back.sessions[0].end <= len(back.text)


SPOKEN = """<?xml version="1.0"?>
<!DOCTYPE TEI>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
 <teiHeader>
  <fileDesc><titleStmt><title>An oven
   talk</title></titleStmt></fileDesc>
  <profileDesc><langUsage><language ident="kk"/><language ident="kk"/></langUsage>
  <particDesc><listPerson>
   <person xml:id="SPK0"><persName>Ann Poe</persName></person><person xml:id="SPK1" n="BEN"/>
  </listPerson></particDesc></profileDesc>
 </teiHeader>
 <text>
  <timeline unit="s"><when xml:id="T0"/><when xml:id="T1" interval="1.5" since="#T0"/>
   <when xml:id="T2" interval="2" since="#T1"/><when xml:id="T3" interval="?" since="#T2"/></timeline>
  <body>
   <annotationBlock who="#SPK0" start="#T0" end="#T2">
    <u><seg type="utterance"><anchor synch="#T0"/><w>We</w><w>bake</w><pc>,</pc>
     <anchor synch="#T1"/><w>and</w> <w>sell</w><pc>.</pc><anchor synch="#T2"/></seg></u>
    <spanGrp type="en"><span>not words</span></spanGrp>
   </annotationBlock>
   <incident><desc>line drops</desc></incident>
   <vocal><desc>laughter</desc></vocal>
   <kinesic><desc>nods</desc></kinesic>
   <pause/>
   <u who="#SPK1" start="#T2">Нан <unclear> бар ма</unclear><gap reason="inaudible"/>? <pause dur="1"/>
     <note>asks <hi>twice</hi></note><vocal><desc>sighs</desc></vocal></u>
   <div><u who="#SPK9">面包<w>好</w><w>吃</w>。</u><u>Who?</u><u who="#SPK0"><pause/></u></div>
   <p>A line beside them.</p>
  </body>
 </text>
</TEI>"""


def test_an_interview_of_another_program() -> None:
    found = read(SPOKEN.encode())
    (session,) = found.sessions
    assert (session.title, session.spoken_languages) == ("An oven talk", ("kk",))
    told = [(turn.speaker, found.text_of(turn), turn.time) for turn in session.turns]
    assert told == [
        ("Ann Poe", "We bake, and sell.", (0.0, 3.5)),
        ("BEN", "Нан бар ма [inaudible]? [sighs]", (3.5, None)),
        ("SPK9", "面包好吃。", None),
        ("", "Who?", None),
    ]
    cues = session.turns[0].segments
    assert [(found.text_of(cue), cue.time) for cue in cues] == [
        ("We bake,", (0.0, 1.5)),
        ("and sell.", (1.5, 3.5)),
    ]
    events = [(event.kind, event.after_turn, found.text_of(event)) for event in session.events]
    assert events == [("line-drop", 1, "[line drops]"), ("vocal", 1, "[laughter]")]
    marks = [(mark.kind, mark.turn, found.text_of(mark)) for mark in found.marks]
    assert marks == [
        ("description", None, "[nods]"),
        ("uncertain", 2, "бар ма"),
        ("unheard", 2, "[inaudible]"),
        ("note", 2, ""),
        ("vocal", 2, "[sighs]"),
    ]
    assert found.marks[3].attributes["words"] == "asks twice"
    assert [found.text_of(span) for span in session.matter] == ["A line beside them."]
    assert [one.message for one in found.warnings] == [
        "Annotations beside the words (spanGrp) are not read: 1 groups of them.",
        "Pauses are not part of the text: 3 of them.",
        "Nobody is named who speaks in some utterances: 1 of them.",
    ]
    assert [(one.label, one.name) for one in session.participants] == [
        ("Ann Poe", "Ann Poe"),
        ("BEN", None),
        ("SPK9", None),
    ]


def test_a_hearing_of_speeches_and_a_letter_of_paragraphs() -> None:
    speech = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><head>Hearing</head><sp><speaker>JUDGE.</speaker>'
        "<p>Who <supplied>are</supplied> you?</p></sp><sp><speaker>POE:</speaker><p>A baker.</p><p>Still.</p>"
        "</sp></body></text></TEI>"
    )
    found = read(speech.encode(), "hearing.xml")
    assert [(turn.speaker, found.text_of(turn)) for turn in found.sessions[0].turns] == [
        ("JUDGE", "Who are you?"),
        ("POE", "A baker. Still."),
    ]
    assert [(mark.kind, found.text_of(mark)) for mark in found.marks] == [("insertion", "are")]
    letter = (
        "<TEI><text><body><div><head>To all</head><p>One <note>two</note></p><p/></div></body></text></TEI>"
    )
    read_letter = read(letter.encode())
    assert [read_letter.text_of(block) for block in read_letter.blocks] == ["To all", "One"]
    assert [(one.session, one.attributes["words"]) for one in read_letter.marks] == [(None, "two")]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("<TEI><text>", "not-tei"),
        ("<other/>", "not-tei"),
        ('<!DOCTYPE TEI [<!ENTITY a "bread">]><TEI><text><body><p>&a;</p></body></text></TEI>', "xml-bomb"),
        ("<TEI><text><body/></text></TEI>", "empty-file"),
        ("<TEI/>", "empty-file"),
    ],
)
def test_what_is_no_tei_is_refused(raw: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(raw.encode(), format="tei")
    assert refused.value.code == code


def test_more_tags_than_a_document_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from guwah.instruments.transcripts.readers import tei_tree

    monkeypatch.setattr(tei_tree, "MAX_TAGS", 3)
    with pytest.raises(NotUnderstood):
        read(b"<TEI><text><body/></text></TEI>", format="tei")


def _body(inside: str, timeline: str = "") -> Transcript:
    head = '<teiHeader><profileDesc><particDesc><person xml:id="a"><persName>Ann</persName></person>'
    return read(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{head}</particDesc></profileDesc></teiHeader>'
        f"<text><body>{timeline}{inside}</body></text></TEI>".encode()
    )


def test_posts_of_a_chat_are_turns() -> None:
    found = _body(
        '<post who="#a" when="2024-02-01T10:00"><p>The mill stands.</p><p>Again.</p></post>'
        '<posting who="#b"><p>Since when?</p></posting>'
    )
    assert [(one.speaker, found.text_of(one)) for one in found.sessions[0].turns] == [
        ("Ann", "The mill stands. Again."),
        ("b", "Since when?"),
    ]


def test_seconds_of_points_are_read_and_a_point_without_a_time_has_none() -> None:
    points = (
        '<when xml:id="p0" absolute="12.5"/><when xml:id="p1"/><when xml:id="p2" absolute="15"/>'
        '<when xml:id="p3" absolute="2024-02-01T10:00"/><when xml:id="p4" interval="-4"/>'
    )
    found = _body(
        '<u who="#a" synch="#p0 #p2">Bread <anchor synch="#p1"/> came.</u><u who="#a" start="#p3">Late.</u>'
        '<u who="#a" synch="#p4">Never.</u>',
        f"<timeline>{points}</timeline>",
    )
    turns = found.sessions[0].turns
    assert [(one.time, one.segments) for one in turns] == [((12.5, 15.0), ()), (None, ()), (None, ())]


def test_the_origin_of_a_timeline_is_its_beginning() -> None:
    points = '<when xml:id="x" interval="3"/><when xml:id="o"/><when xml:id="y" interval="4" since="#o"/>'
    found = _body('<u who="#a" start="#o" end="#y">Bread.</u>', f'<timeline origin="#o">{points}</timeline>')
    assert found.sessions[0].turns[0].time == (0.0, 4.0)
