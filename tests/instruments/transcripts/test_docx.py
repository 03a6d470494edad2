import io
import zipfile
from dataclasses import replace

import pytest

from guwah.instruments.transcripts import Mark, NotUnderstood, Transcript, read, to_json, write

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = "word/_rels/document.xml.rels"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def _part(root: str, inside: str) -> str:
    return f'<w:{root} xmlns:w="{W}" xmlns:mc="urn:mc" xmlns:v="urn:v">{inside}</w:{root}>'


def _package(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def _docx(body: str, **others: str) -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
    }
    parts.update({f"word/{name}.xml": part for name, part in others.items()})
    return _package(parts)


def _p(*runs: str) -> str:
    return "<w:p><w:pPr><w:t>not words</w:t></w:pPr>" + "".join(runs) + "</w:p>"


def _r(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def _turns(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text_of(turn)) for one in transcript.sessions for turn in one.turns]


REST = _p(_r("Ann: So.")) + _p(_r("Ben: Ah."))


def test_paragraphs_tabs_breaks_and_every_character() -> None:
    body = (
        _p(_r("Ann: ا\u200cب\u200d "), "<w:r><w:tab/><w:t>x</w:t><w:br/><w:t>second line</w:t></w:r>")
        + _p(_r("Ben: "), _r("co"), "<w:r><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/><w:cr/></w:r>")
        + REST
    )
    transcript = read(_docx(body), "talk.docx")
    assert _turns(transcript)[:2] == [("Ann", "ا\u200cب\u200d \tx\nsecond line"), ("Ben", "co\u2011op\u00ad")]
    told = to_json(transcript)
    assert told["text"] == transcript.text
    assert (told["format"], transcript.origin.encoding) == ("docx", "binary")


def test_a_table_is_read_row_by_row() -> None:
    def row(*cells: str) -> str:
        return "<w:tr><w:trPr/>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    table = (
        "<w:tbl><w:tblPr/>"
        + row(_p(_r("Ann")), _p(_r("Yes.")) + _p() + _p(_r("More.")))
        + "<w:sdt><w:sdtContent>" + row(_p(_r("Ben")), _p(_r("No."))) + "</w:sdtContent></w:sdt>"
        + row(_p(_r("Ann")), "<w:tbl>" + row(_p(_r("inner")), _p(_r("cell"))) + "</w:tbl>" + _p())
        + "<w:tr><w:sdt><w:tc>" + _p(_r("Ben")) + "</w:tc></w:sdt><w:tc>" + _p(_r("Ah.")) + "</w:tc></w:tr>"
        + "</w:tbl>"
    )  # fmt: skip
    assert _turns(read(_docx(table))) == [
        ("Ann", "Yes.\nMore."),
        ("Ben", "No."),
        ("Ann", "inner\tcell"),
        ("Ben", "Ah."),
    ]


def test_tracked_changes_are_told() -> None:
    body = (
        _p(
            _r("Ann: We "),
            f"<w:ins>{_r('bake')}</w:ins>",
            "<w:del><w:r><w:delText>burn</w:delText></w:r></w:del>",
        )
        + _p(_r("Ben: "), f"<w:moveTo>{_r('Why?')}</w:moveTo>", f"<w:moveFrom>{_r('Who?')}</w:moveFrom>")
        + f"<w:del>{_p(_r('gone'))}</w:del>"
        + REST
    )
    transcript = read(_docx(body))
    assert _turns(transcript)[:2] == [("Ann", "We bake"), ("Ben", "Why?")]
    told = {one.code: one.message.split()[0] for one in transcript.warnings}
    assert told == {"tracked-deletion": "3", "tracked-insertion": "2"}


def test_notes_stand_beside_the_words_and_keep_theirs() -> None:
    body = (
        _p(_r("A talk"), '<w:r><w:footnoteReference w:id="9"/></w:r>')
        + _p(_r("Ann: We bake"), '<w:r><w:footnoteReference w:id="2"/></w:r>', _r(" bread."))
        + "<w:tbl><w:tr><w:tc>" + _p(_r("Ben: No."), '<w:r><w:commentReference w:id="0"/></w:r>')
        + "</w:tc></w:tr></w:tbl>" + _p() + REST
    )  # fmt: skip
    footnotes = '<w:footnote w:type="separator" w:id="1">' + _p(_r("-")) + "</w:footnote>"
    footnotes += '<w:footnote w:id="2">' + _p(_r("Rye.")) + "</w:footnote>"
    transcript = read(
        _docx(
            body,
            footnotes=_part("footnotes", footnotes),
            comments=_part("comments", f'<w:comment w:id="0">{_p(_r("Sure?"))}</w:comment>'),
        )
    )
    assert _turns(transcript)[0] == ("Ann", "We bake bread.")
    notes = [
        (m.kind, m.session, m.turn, m.attributes["words"], m.attributes["from"]) for m in transcript.marks
    ]
    assert notes == [
        ("note", None, None, "", "footnotes"),
        ("note", 1, 1, "Rye.", "footnotes"),
        ("note", 1, 2, "Sure?", "comments"),
    ]
    assert [mark["text"] for mark in to_json(transcript)["marks"]] == ["", "Rye.", "Sure?"]
    assert {one.code for one in transcript.warnings} == {"footnotes", "comments"}


def test_text_boxes_once_and_pictures_symbols_margins_told() -> None:
    box = f"<v:x><w:txbxContent>{_p(_r('Ben: In a box.'))}</w:txbxContent></v:x>"
    body = (
        _p(
            _r("Ann: Yes."),
            f"<w:r><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></w:r>",
        )
        + _p(_r("Ann: "), '<w:r><w:sym w:char="F04A"/><w:instrText>PAGE</w:instrText></w:r><!-- no -->')
        + _p(_r("Ben: Ah."))
    )
    transcript = read(_docx(body, header1=_part("hdr", _p(_r("Mill")))))
    assert _turns(transcript) == [("Ann", "Yes."), ("Ben", "In a box."), ("Ann", "\ufffd"), ("Ben", "Ah.")]
    assert {one.code for one in transcript.warnings} == {"embedded", "symbol", "margins"}


def test_the_main_part_is_found_by_its_relation() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Type="other" Target="x"/>'
        f'<Relationship Type="{RELATION}" Target="/word/letter.xml"/></Relationships>'
    )
    body = _part("document", f"<w:body>{_p(_r('Dear all'))}</w:body>")
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations,
        "word/letter.xml": body,
    }
    assert read(_package(parts)).text == "Dear all"
    sheet = relations.replace("/word/letter.xml", "xl/workbook.xml")
    with pytest.raises(NotUnderstood) as refused:
        read(_package({"[Content_Types].xml": TYPES, "_rels/.rels": sheet, "xl/workbook.xml": "<workbook/>"}))
    assert refused.value.code == "not-a-docx"
    nowhere = relations.replace("/word/letter.xml", "word/other.xml")
    with pytest.raises(NotUnderstood):
        read(_package({"[Content_Types].xml": TYPES, "_rels/.rels": nowhere}))


ENTITY = (
    f'<!DOCTYPE d [<!ENTITY a "b">]><w:document xmlns:w="{W}"><w:body>{_p(_r("&a;"))}</w:body></w:document>'
)


def _twice() -> bytes:
    raw = _package({"word/document.xml": "a", "word/document.xmk": "b"})
    return raw.replace(b"document.xmk", b"document.xml")


def _locked() -> bytes:
    raw = bytearray(_docx(_p(_r("x"))))
    for signature, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(signature)
        while at >= 0:
            raw[at + flag] |= 1
            at = raw.find(signature, at + 4)
    return bytes(raw)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (_package({"a.txt": "hello"}), "not-a-docx"),
        (_package({"[Content_Types].xml": TYPES}), "not-a-docx"),
        (b"PK\x03\x04 and nothing", "not-a-docx"),
        (b"Ann: hello", "not-a-docx"),
        (_docx(_p(_r("x")))[:-60], "not-a-docx"),
        (_locked(), "not-a-docx"),
        (_twice(), "not-a-docx"),
        (_package({"[Content_Types].xml": TYPES, "word/document.xml": "<w:document"}), "not-a-docx"),
        (_package({"[Content_Types].xml": TYPES, "word/document.xml": "<html/>"}), "not-a-docx"),
        (_package({"[Content_Types].xml": TYPES, "word/document.xml": ENTITY}), "docx-bomb"),
        (_package({"[Content_Types].xml": TYPES, "word/document.xml": b" " * 20_000_000}), "docx-bomb"),
        (_package({f"{n}": "" for n in range(5001)}), "docx-bomb"),
        (_docx(_p()), "empty-file"),
    ],
)
def test_what_is_no_document_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(raw, "talk.docx")
    assert refused.value.code == code


def test_a_written_document_reads_back_and_is_always_the_same() -> None:
    source = read("Talk\nГүл (Г) : Нан?\nئالىم: ياق، \u200cنان.\nمانا.\nГүл: Жоқ.\nئالىم: ھەئە.\n".encode())
    written = write(source, "docx")
    assert written == write(source, "docx")
    with zipfile.ZipFile(io.BytesIO(written.data)) as package:
        xml = package.read("word/document.xml").decode()
    assert xml.count("<w:bidi/>") == 3
    assert xml.count("<w:rtl/>") == 5
    back = read(written.data)
    assert _turns(back) == _turns(source)
    assert write(back, "docx").data == written.data


def test_what_xml_cannot_hold_is_told() -> None:
    source = read(b"Ann: a\x07 word and many more words to make a line of text.\nBen: b\n" * 3)
    codes = [one.code for one in write(source, "docx").warnings]
    assert codes == ["characters-lost", "reads-differently"]


def test_cues_joined_are_told() -> None:
    cues = read(
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One.\n\n00:02.000 --> 00:03.000\n<v Ann>More.\n\n"
        b"00:04.000 --> 00:05.000\n<v Ben>Two.\n\n00:06.000 --> 00:07.000\n<v Ann>Three.\n\n"
        b"00:08.000 --> 00:09.000\n<v Ben>Four.\n"
    )
    assert [one.code for one in write(cues, "docx").warnings] == ["lost-segments"]
    assert [one.code for one in write(cues, "labelled-text").warnings] == ["lost-segments"]


def test_notes_of_every_kind_are_written_at_their_places() -> None:
    body = (
        _p(_r("A talk"))
        + _p(_r("Ann: "), '<w:r><w:footnoteReference w:id="2"/></w:r>', _r("We bake bread."))
        + _p(_r("Ben: نان"), '<w:r><w:commentReference w:id="0"/></w:r>', _r(" بار."))
        + _p(_r("Ann: Ah."), '<w:r><w:endnoteReference w:id="5"/></w:r>')
        + REST
    )
    rye = _p(_r("Two."))
    source = read(
        _docx(
            body,
            footnotes=_part(
                "footnotes", f'<w:footnote w:id="2">{_p(_r("Rye &amp; oats."))}{rye}</w:footnote>'
            ),
            comments=_part("comments", f'<w:comment w:id="0">{_p(_r("نانمۇ؟"))}</w:comment>'),
            endnotes=_part("endnotes", f'<w:endnote w:id="5">{_p(_r("End."))}</w:endnote>'),
        )
    )
    text = write(source, "labelled-text")
    assert [one.message for one in text.warnings] == ["3 footnotes or comments do not come back."]
    # As if it came from elsewhere, so that it is written anew and not given back.
    written = write(replace(source, origin=replace(source.origin, format="invented")), "docx")
    assert written.warnings == ()
    assert written == write(replace(source, origin=replace(source.origin, format="invented")), "docx")
    back = read(written.data)
    assert [(one.start, dict(one.attributes)) for one in back.marks] == [
        (one.start, dict(one.attributes)) for one in source.marks
    ]
    with zipfile.ZipFile(io.BytesIO(written.data)) as package:
        types, relations = (package.read(one).decode() for one in ("[Content_Types].xml", RELATIONS))
        assert "<w:bidi/>" in package.read("word/comments.xml").decode()
        assert package.read("word/footnotes.xml").decode().count('w:type="') == 2
    for kind in ("footnotes", "comments", "endnotes"):
        assert f"/word/{kind}.xml" in types
        assert f'Target="{kind}.xml"' in relations


def test_a_note_that_stands_on_no_line_goes_to_the_next_one() -> None:
    source = read(b"Talk\nAnn: One.\nBen: Two.\nAnn: Three.\nBen: Four.\n")
    said = {"words": "Where?", "from": "comments"}
    notes = [Mark("note", at, at, attributes=said) for at in (0, 4, len(source.text))]
    back = read(write(replace(source, marks=tuple(notes)), "docx").data)
    assert len(back.marks) == 3
    assert back.marks[-1].start == len(back.text)


def _b(words: str, weight: str = "") -> str:
    value = f' w:val="{weight}"' if weight else ""
    return f'<w:r><w:rPr><w:b{value}/></w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def _styled(setting: str, *runs: str) -> str:
    return f"<w:p><w:pPr>{setting}</w:pPr>{''.join(runs)}</w:p>"


FOUR = (("Ann Low", "Where?"), ("Tom Hale", "There."), ("Ann Low", "When?"), ("Tom Hale", "In May."))


@pytest.mark.parametrize(
    "body",
    [
        "".join(_p(_b(name), _r(f" {words}")) for name, words in FOUR),
        "".join(_p(_b(f"{name} – "), _r(words)) for name, words in FOUR),
        "".join(_p(_b(name)) + _p(_r(words)) for name, words in FOUR),
        "".join(_p(_b(name[:3]), _b(name[3:], "true"), _r(" "), _r(words)) for name, words in FOUR),
    ],
)
def test_a_name_in_bold_is_a_label(body: str) -> None:
    assert _turns(read(_docx(body))) == list(FOUR)


@pytest.mark.parametrize(
    "body",
    [
        "".join(_p(_b(name, "0"), _r(f" {words}")) for name, words in FOUR),
        "".join(_p(_r(words), _b(name)) for name, words in FOUR),
        "".join(_p(_b("[laughs]"), _r(words)) + _p(_b("[sighs]"), _r(words)) for _, words in FOUR),
        "".join(_p(_b("We went home."), _r(words)) + _p(_b("We sat."), _r(words)) for _, words in FOUR),
        "".join(_p(_b("we said"), _r(words)) + _p(_b("they said"), _r(words)) for _, words in FOUR),
        _p(_b("Ann\n")) + _p("<w:r><w:rPr><w:b/></w:rPr><w:t>Ann</w:t><w:br/><w:t>Ben</w:t></w:r>"),
        "".join(_p(_b(name)) for name, _ in FOUR),
    ],
)
def test_other_bold_words_are_nobody(body: str) -> None:
    assert _turns(read(_docx(body))) == []


HEADING = '<w:pStyle w:val="Heading2"/>'


def test_questions_in_bold_are_turns_though_one_of_them_does_not_ask() -> None:
    asked = ["Where was the mill?", "Tell me of the oven.", "Who ran it?", "And then?"]
    found = read(_docx("".join(_p(_b(question)) + _p(_r("It was so.")) for question in asked)))

    assert _turns(found) == [turn for question in asked for turn in (("—?", question), ("—", "It was so."))]
    assert [(one.label, one.name, one.role) for one in found.sessions[0].participants] == [
        ("—?", None, "interviewer"),
        ("—", None, None),
    ]
    assert "unnamed-turns" in [one.code for one in found.warnings]


def test_a_heading_is_nobody_s_between_turns_and_a_note_inside_one() -> None:
    heading = _styled(HEADING, _r("The years by the weir"))
    talk = _p(_r("Ann: One.")) + _p(_r("Ben: Two."))
    between = read(_docx(talk + heading + talk))
    assert [between.text_of(span) for span in between.sessions[0].matter] == ["The years by the weir"]
    assert [words for _, words in _turns(between)] == ["One.", "Two.", "One.", "Two."]
    inside = read(_docx(talk + heading + _p(_r("and more.")) + talk))
    assert [(m.turn, dict(m.attributes)) for m in inside.marks] == [(2, {"heading": "yes"})]
    assert _turns(inside)[1][1] == "Two.\nThe years by the weir\nand more."
    left = _styled('<w:jc w:val="left"/>', _r("The years by the weir"))
    assert read(_docx(talk + left + talk)).sessions[0].matter == ()


def test_who_commented_and_when_is_kept() -> None:
    body = _p(_r("Ann: Yes."), '<w:r><w:commentReference w:id="0"/></w:r>') + _p(_r("Ben: No.")) + REST
    note = (
        f'<w:comment w:id="0" w:author="J. Gray" w:date="2011-05-04T10:00:00Z">{_p(_r("Sure?"))}</w:comment>'
    )
    mark = read(_docx(body, comments=_part("comments", note))).marks[0]
    assert dict(mark.attributes) == {
        "words": "Sure?",
        "by": "J. Gray",
        "at": "2011-05-04T10:00:00Z",
        "from": "comments",
    }


def test_numbers_of_the_program_are_told() -> None:
    numbered = _styled('<w:numPr><w:numId w:val="1"/></w:numPr>', _r("Ann: One."))
    empty = _styled('<w:numPr><w:numId w:val="1"/></w:numPr>')
    found = read(_docx(numbered + empty + _p(_r("Ben: Two.")) + REST))
    assert [one.message.split()[0] for one in found.warnings if one.code == "numbering"] == ["1"]


def test_columns_of_a_table_with_a_head() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{_p(_r(cell))}</w:tc>" for cell in cells) + "</w:tr>"

    rows = (("0:03", "Ann Low", "Where?"), ("0:05", "Tom Hale", "There."), ("0:09", "Ann Low", "So."))
    first = "<w:tbl>" + row("Time", "Speaker", "Text") + "".join(row(*one) for one in rows) + "</w:tbl>"
    swapped = [row(name, time, words) for time, name, words in (*rows, ("0:12", "Tom Hale", "Yes."))]
    second = "<w:tbl>" + row("Speaker", "Time", "Text") + "".join(swapped) + "</w:tbl>"
    for table in (first, second):
        turns = read(_docx(table)).sessions[0].turns
        assert [turn.time and turn.time[0] for turn in turns[:3]] == [3, 5, 9]
        assert [turn.speaker for turn in turns[:3]] == ["Ann Low", "Tom Hale", "Ann Low"]
        assert _turns(read(_docx(table)))[0] == ("Ann Low", "Where?")
