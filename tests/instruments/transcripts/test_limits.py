"""What nobody could have spoken is refused with a clear word, before it costs memory or time."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from guwah.instruments.transcripts import NotUnderstood, read, read_file
from guwah.instruments.transcripts.limits import MAX_LINE, MAX_LINES, MAX_SIGNS

SOURCES = Path(__file__).resolve().parents[3] / "src"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
TALK = "Ann: Where?\nBen: There.\nAnn: So.\n"
# Reads the file it is given and prints the most memory it ever held, in KiB.
MEASURE = """
import sys
from guwah.instruments.transcripts import NotUnderstood, read_file
try:
    read_file(sys.argv[1])
except NotUnderstood as said:
    # The kernel's high-water mark of this process; getrusage would tell the parent's too.
    most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(said.code, most.split()[1])
"""


def _docx(body: str, **others: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
        for name, part in others.items():
            package.writestr(f"word/{name}.xml", part)
    return out.getvalue()


def _refused(raw: bytes, name: str = "talk.txt") -> NotUnderstood:
    with pytest.raises(NotUnderstood) as refused:
        read(raw, name)
    return refused.value


def _paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


@pytest.mark.parametrize(("before", "line"), [("", 1), ("Ann: a\r\nBen: b\r\n", 3)])
def test_a_line_nobody_could_speak_is_refused_with_its_number(before: str, line: int) -> None:
    said = _refused((before + "x" * (MAX_LINE + 1)).encode())
    assert (said.code, said.line) == ("line-too-long", line)
    assert read(("x" * (MAX_LINE - 3)).encode()).blocks


def test_more_lines_than_any_conversation_are_refused() -> None:
    assert _refused(b"a\n" * (MAX_LINES + 1)).code == "too-many-lines"
    assert _refused(_docx("<w:p/>" * (MAX_LINES + 1) + _paragraph("a")), "a.docx").code == "too-many-lines"


def test_more_signs_than_any_transcriber_sets_are_refused() -> None:
    assert _refused(("Ann: " + "[a] " * (MAX_SIGNS + 1)).encode()).code == "too-many-signs"


def test_a_longer_text_than_anybody_could_check_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guwah.instruments.transcripts.limits.MAX_CHARACTERS", len(TALK))
    assert read(TALK.encode()).sessions
    assert _refused((TALK + "x").encode()).code == "too-large"
    assert _refused(_docx(_paragraph("x" * len(TALK) + "y")), "a.docx").code == "too-large"


def test_a_document_nested_deeper_than_any_is_refused_with_its_place() -> None:
    table = "<w:tbl><w:tr><w:tc>"
    said = _refused(_docx(table * 3000 + _paragraph("a") + "</w:tc></w:tr></w:tbl>" * 3000), "a.docx")
    assert (said.code, said.line) == ("docx-bomb", 1)
    assert "deeper" in said.message
    assert read(_docx(table * 70 + _paragraph("a") + "</w:tc></w:tr></w:tbl>" * 70), "a.docx").blocks


def test_all_parts_of_a_document_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    package = "guwah.instruments.transcripts.readers.docx_package"
    header = f'<w:hdr xmlns:w="{W}">{_paragraph("in the margin")}</w:hdr>'
    raw = _docx(_paragraph("words"), header1=header, header2=header)
    assert read(raw, "a.docx").blocks
    monkeypatch.setattr(f"{package}.MAX_BYTES", 2 * len(header) + 1)
    assert _refused(raw, "a.docx").code == "docx-bomb"
    monkeypatch.setattr(f"{package}.MAX_BYTES", 1_000_000)
    monkeypatch.setattr(f"{package}.MAX_TAGS", 20)
    assert _refused(raw, "a.docx").code == "docx-bomb"


def test_many_notes_in_one_paragraph_keep_their_places() -> None:
    run = '<w:r><w:t>ab</w:t><w:footnoteReference w:id="1"/></w:r>'
    marks = read(_docx(f"<w:p>{run * 500}</w:p>"), "a.docx").marks
    assert [mark.start for mark in marks] == list(range(2, 1002, 2))


@pytest.mark.parametrize(
    ("name", "code"), [("bomb.docx", "docx-bomb"), ("sparse.txt", "too-large"), ("line.txt", "line-too-long")]
)
def test_what_is_refused_costs_little_memory(tmp_path: Path, name: str, code: str) -> None:
    file = tmp_path / name
    if name == "bomb.docx":
        file.write_bytes(_docx(_paragraph("a" * 100_000_000)))
    elif name == "sparse.txt":
        with file.open("wb") as empty:
            empty.truncate(5 * 1024**3)
    else:
        file.write_bytes(b"x" * 10_000_000)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)],
        env={"PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        check=True,
    )
    told, kibibytes = done.stdout.split()
    assert told == code
    assert int(kibibytes) < 256 * 1024


def test_turning_characters_are_kept_and_told_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    file.write_text(TALK + "Ben: \u202eno\u2066\n", encoding="utf-8")
    found = read_file(file)
    assert [(one.code, one.line) for one in found.warnings] == [("bidi-control", 4)]
    assert "\u202eno\u2066" in found.text
