"""Reads OHMS XML: WebVTT of version 6, lines with the minutes of version 5, and the index of both."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from guwah.instruments.transcripts.assemble import assemble, paragraphs
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import check_size
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.limits import check_text
from guwah.instruments.transcripts.model import Block, Origin, Session, Transcript, Warning_
from guwah.instruments.transcripts.readers.cues import Timed, note_at
from guwah.instruments.transcripts.readers.ohms_index import Point, points_of, with_points
from guwah.instruments.transcripts.readers.ohms_sync import stretches_of, without_footnotes
from guwah.instruments.transcripts.readers.webvtt import read_text
from guwah.instruments.transcripts.readers.webvtt_runs import Cue
from guwah.instruments.transcripts.readers.xml_tree import line_of, named, open_xml, words_in
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.spoken import named_in

_CUES = "vtt_transcript"
_SIGNATURE = "WEBVTT"
# A citation in a cue is a class with a number, and its words stand in a note of the file.
_ANNOTATIONS = re.compile(r"ANNOTATIONS BEGIN(?P<inside>.*?)(?:ANNOTATIONS END|\Z)", re.DOTALL)
_ANNOTATION = re.compile(
    r"<annotation\s+ref=[\"'](?P<ref>[^\"'<>]{1,40})[\"'][^<>]{0,100}>(?P<words>.*?)</annotation>", re.DOTALL
)
_CITED = re.compile(r"<c\.(?P<ref>[^\s<>]{1,40})>[^<>]{0,40}</c>")
_MARKUP = re.compile(r"<[^<>]{1,300}>")
_OPEN, _CLOSE = "\ue5f0", "\ue5f1"  # of nobody's script: they stand for a citation while cues are read
_PLACED = re.compile(f"{_OPEN}(?P<ref>[^{_CLOSE}]*){_CLOSE}")


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read an OHMS file.

    Args:
        raw: The whole file.
        conventions: Signs and words.

    Returns:
        The transcript, with the points of the index as notes. Times of version 5 are those of a minute:
        who speaks in it, speaks at some time within it. A file with an index and no transcript gives one
        paragraph to a point.

    Raises:
        NotUnderstood: `not-ohms` with its place, `xml-bomb`, `empty-file`, or what captions and texts are
            refused for.
    """
    check_size(len(raw))
    record, others = _record(open_xml(raw, "not-ohms"))
    points = points_of(record)
    cues = _text_of(record, _CUES)
    newer = bool(cues.strip()) or words_in(record, "version").startswith("6")
    origin = Origin("ohms6" if newer else "ohms5", "binary", b"", raw)
    found = _transcript(record, cues, points, origin, conventions)
    title = words_in(record, "title") or None
    sessions = tuple(_described(one, title, record, conventions) for one in found.sessions)
    warnings = (*found.warnings, *_left_out(record, others))
    return replace(found, sessions=sessions, warnings=warnings)


def _record(root: etree._Element) -> tuple[etree._Element, int]:
    records = named(root, "record") if etree.QName(root).localname == "ROOT" else []
    if not records:
        raise NotUnderstood("not-ohms", "The file has no record of OHMS in it.", line=line_of(root))
    return records[0], len(records) - 1


def _text_of(record: etree._Element, name: str) -> str:
    found = named(record, name)
    return "".join(map(str, found[0].itertext())) if found else ""


def _transcript(
    record: etree._Element, cues: str, points: Sequence[Point], origin: Origin, conventions: Conventions
) -> Transcript:
    if cues.strip():
        return with_points(_captions(record, cues, origin, conventions), points)
    words = _text_of(record, "transcript")
    if words.strip():
        return with_points(_lines(words, words_in(record, "sync"), origin, conventions), points)
    if points:
        return _index_only(points, origin, conventions)
    raise NotUnderstood("empty-file", "The record has neither a transcript nor an index.")


def _captions(record: etree._Element, cues: str, origin: Origin, conventions: Conventions) -> Transcript:
    notes = {
        one["ref"]: " ".join(_MARKUP.sub("", one["words"]).split())
        for part in _ANNOTATIONS.finditer(cues)
        for one in _ANNOTATION.finditer(part["inside"])
    }
    text = _CITED.sub(lambda one: f"{_OPEN}{one['ref']}{_CLOSE}" if one["ref"] in notes else one[0], cues)
    bare = text.lstrip("\ufeff \t\r\n")
    # OHMS itself leaves the signature out at times.
    unsigned = not bare.startswith(_SIGNATURE)
    found = read_text(
        f"{_SIGNATURE}\n\n{bare}" if unsigned else bare, origin, conventions, lambda cue: _cited(cue, notes)
    )
    first = line_of(named(record, _CUES)[0]) + text[: len(text) - len(bare)].count("\n")
    shift = first - 1 - (2 if unsigned else 0)
    warnings = tuple(replace(one, line=one.line + shift if one.line else None) for one in found.warnings)
    return replace(found, warnings=warnings)


def _cited(cue: Cue, notes: Mapping[str, str]) -> Cue:
    """Take the signs of citations out of a cue and put what they refer to beside it."""
    refs = [match["ref"] for line in cue.lines for match in _PLACED.finditer(line)]
    lines = tuple(_PLACED.sub("", line) for line in cue.lines)
    return replace(cue, lines=lines, beside=tuple({"words": notes[ref]} for ref in refs))


def _lines(words: str, sync: str, origin: Origin, conventions: Conventions) -> Transcript:
    plain = without_footnotes(words)
    check_text(plain.text)
    stretches = stretches_of(plain.text, sync)
    warnings = list(_of_sync(stretches))
    found = assemble(plain.text, origin, conventions, warnings)
    if stretches:
        timed = Timed(stretches)
        sessions = tuple(
            replace(one, turns=tuple(timed.turn(turn) for turn in one.turns)) for one in found.sessions
        )
        found = replace(found, sessions=sessions, blocks=tuple(timed.block(one) for one in found.blocks))
    notes = [note_at(found.sessions, at, {"words": told}) for at, told in plain.notes if told]
    marks = sorted((*found.marks, *notes), key=lambda mark: (mark.start, mark.end))
    return replace(found, marks=tuple(marks))


def _of_sync(stretches: object) -> Iterator[Warning_]:
    if stretches is None:
        yield doubt("bad-sync")
    elif stretches:
        yield doubt("minute-times")


def _index_only(points: Sequence[Point], origin: Origin, conventions: Conventions) -> Transcript:
    lines = [" — ".join(filter(None, (one.said["words"], one.said.get("synopsis")))) for one in points]
    kept = [(" ".join(line.split()), one) for line, one in zip(lines, points, strict=True) if line.strip()]
    text = "\n".join(line for line, _ in kept)
    check_text(text)
    found = paragraphs(text, origin, conventions, (doubt("index-only"),))
    blocks: list[Block] = []
    for block, (_, point) in zip(found.blocks, kept, strict=False):
        blocks.append(replace(block, time=None if point.time is None else (point.time, None)))
    return replace(found, blocks=tuple(blocks))


def _described(
    session: Session, title: str | None, record: etree._Element, conventions: Conventions
) -> Session:
    languages = session.spoken_languages or named_in(words_in(record, "language"), conventions)
    return replace(session, title=session.title or title, spoken_languages=languages)


def _left_out(record: etree._Element, others: int) -> Iterator[Warning_]:
    if any(words_in(record, name) for name in ("transcript_alt", "vtt_transcript_alt")):
        yield doubt("alternative-left-out")
    if others:
        yield doubt("records-left-out", n=others)
