"""Writes DOCX with python-docx: a paragraph to a line, right-to-left where the words are."""

import io
import re
import zipfile
from typing import Any

from docx import Document
from docx.oxml import OxmlElement

from guwah.instruments.languages import script_of
from guwah.instruments.transcripts.model import Transcript, Warning_
from guwah.instruments.transcripts.writers.script_lines import ScriptLine, script_lines
from guwah.instruments.transcripts.writers.written import Written

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_RTL = frozenset({"Arab", "Hebr"})
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(transcript: Transcript) -> Written:
    """Write a transcript as a Word document; the same transcript always gives the same bytes.

    Returns:
        The file; a warning where characters cannot stand in XML or times of cues are left out.
    """
    document = Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    lost = 0
    for line in script_lines(transcript):
        lost += _paragraph(document, line)
    buffer = io.BytesIO()
    document.save(buffer)
    warnings = []
    if lost:
        warnings.append(Warning_("characters-lost", f"{lost} control characters cannot stand in DOCX."))
    if any(len(turn.segments) > 1 for session in transcript.sessions for turn in session.turns):
        warnings.append(Warning_("cues-joined", "Times of single cues are not written, only those of turns."))
    return Written(_without_clock(buffer.getvalue()), tuple(warnings))


def _paragraph(document: Any, line: ScriptLine) -> int:  # noqa: ANN401 -- python-docx has no types
    paragraph = document.add_heading(level=1) if line.kind == "title" else document.add_paragraph()
    words = _NO_XML.sub("", line.words)
    label = _NO_XML.sub("", line.label)
    rtl = script_of(words or label) in _RTL
    if rtl:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 -- no public way
    for text, bold in ((f"{label}: " if label else "", True), (words, False)):
        if text:
            run = paragraph.add_run(text)
            run.bold = bold or None
            run.font.rtl = rtl or None
    return len(line.words) - len(words) + len(line.label) - len(label)


def _without_clock(package: bytes) -> bytes:
    """Give every entry the same date: what is written depends on the words alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            dated = zipfile.ZipInfo(entry.filename, _EPOCH)
            dated.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(dated, old.read(entry))
    return out.getvalue()
