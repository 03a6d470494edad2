import io
import zipfile

import pytest

from guwah.instruments.transcripts import NotUnderstood, Transcript, read, to_json, write

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
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
    cues = read(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>x\n\n00:02.000 --> 00:03.000\n<v A>y\n")
    assert [one.code for one in write(cues, "docx").warnings] == ["cues-joined", "reads-differently"]
    assert [one.code for one in write(cues, "labelled-text").warnings] == ["cues-joined", "reads-differently"]
