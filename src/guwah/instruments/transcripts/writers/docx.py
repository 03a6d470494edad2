"""Writes DOCX: a paragraph to a line, right-to-left where the words are, notes as notes and comments."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache

from docx import Document

from guwah.instruments.languages import script_of
from guwah.instruments.transcripts.model import Mark, Transcript
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.writers.docx_notes import NotePart, note_parts
from guwah.instruments.transcripts.writers.script_lines import ScriptLine, script_lines
from guwah.instruments.transcripts.writers.word_xml import Runs, is_rtl, paragraph
from guwah.instruments.transcripts.writers.written import Written

_EPOCH = (1980, 1, 1, 0, 0, 0)
_BODY = "word/document.xml"
_TYPES = "[Content_Types].xml"
_RELATIONS = "word/_rels/document.xml.rels"
# The page of the template: what stands in the body before it are our paragraphs.
_PAGE = re.compile(r"(?=<w:sectPr)")


def write(transcript: Transcript) -> Written:
    """Write a transcript as a Word document; the same transcript always gives the same bytes.

    Footnotes and endnotes are written as such, all other notes beside the words as comments (ECMA-376
    part 1, §17.11 and §17.13.4).

    Returns:
        The file; a warning where characters cannot stand in XML.
    """
    lines = list(script_lines(transcript))
    notes = [mark for mark in transcript.marks if mark.start == mark.end]
    numbers = note_parts(notes)
    runs = Runs()
    body = "".join(
        _paragraph(line, held, numbers.references, runs) for line, held in _with_notes(lines, notes)
    )
    parts = [part.filled(runs) for part in numbers.parts]
    warnings = []
    if runs.lost:
        warnings.append(doubt("characters-lost:docx", n=runs.lost))
    return Written(_package(body, parts), tuple(warnings))


def _with_notes(
    lines: Sequence[ScriptLine], notes: Sequence[Mark]
) -> Iterator[tuple[ScriptLine, list[Mark]]]:
    """Yield each line with the notes that refer to it; one that stands between lines goes to the next."""
    left = list(reversed(notes))
    for number, line in enumerate(lines, start=1):
        end = None if line.at is None else line.at + len(line.words)
        held = []
        while left and (number == len(lines) or (end is not None and left[-1].start <= end)):
            held.append(left.pop())
        yield line, held


def _paragraph(line: ScriptLine, notes: Sequence[Mark], references: dict[int, str], runs: Runs) -> str:
    rtl = is_rtl(script_of(line.words or line.label))
    inside = runs.of(f"{line.label}: ", rtl=rtl, bold=True) if line.label else ""
    reached = 0
    for note in notes:
        at = max(reached, min(len(line.words), note.start - (line.at or 0)))
        inside += runs.of(line.words[reached:at], rtl=rtl) + references[id(note)]
        reached = at
    inside += runs.of(line.words[reached:], rtl=rtl)
    return paragraph(inside, rtl=rtl, style="Heading1" if line.kind == "title" else "")


@cache
def _template() -> tuple[tuple[str, bytes], ...]:
    """Return the parts of an empty document with the styles of Word."""
    document = Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        return tuple((name, package.read(name)) for name in package.namelist())


def _package(body: str, notes: Sequence[NotePart]) -> bytes:
    """Put the body and the notes into the template; every part bears the same date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in _template():
            package.writestr(_entry(name), _filled(name, data, body, notes))
        for part in notes:
            package.writestr(_entry(f"word/{part.name}.xml"), part.xml)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _filled(name: str, data: bytes, body: str, notes: Sequence[NotePart]) -> bytes:
    if name == _BODY:
        before, after = _PAGE.split(data.decode(), maxsplit=1)
        return (before + body + after).encode()
    if name == _TYPES:
        return data.replace(b"</Types>", "".join(part.type for part in notes).encode() + b"</Types>")
    if name == _RELATIONS:
        told = "".join(part.relation for part in notes).encode()
        return data.replace(b"</Relationships>", told + b"</Relationships>")
    return data
