"""Office files and archives, inside the jail: properties, words, names of parts; never a part's bytes."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.etree import ElementTree as ET

from guwah.steps.evidence.reading.inside.saying import CannotRead

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PARTS: Final = 20_000
# Unpacked, of all parts that are read together.
MOST_BYTES: Final = 100_000_000
DEEPEST: Final = 200
# ECMA-376 part 1 (docProps), OpenDocument 1.3 part 3 (meta.xml).
_PROPERTIES: Final = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")
_WORDS: Final = ("word/", "ppt/slides/slide", "ppt/notesSlides/", "xl/sharedStrings.xml", "xl/worksheets/")
_OPEN_DOCUMENT: Final = "content.xml"
# Local names: of runs of words, and of what ends a line.
_RUNS: Final = frozenset({"t", "delText", "v"})
_LINES: Final = frozenset({"p", "h", "br", "row", "si", "table-row"})
_APART: Final = frozenset({"tab", "c", "table-cell"})


class _Zip:
    """A ZIP that is not unpacked without end: parts are counted and the bytes read are weighed."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except zipfile.BadZipFile as broken:
            raise CannotRead("not-readable") from broken
        self.parts = self._zip.infolist()
        if len(self.parts) > MOST_PARTS:
            raise CannotRead("needs-too-much")
        self._left = MOST_BYTES

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return [part.filename for part in self.parts]

    def read(self, name: str) -> Iterator[bytes]:
        """Give a part, piece by piece; what a part says of its own length is not believed."""
        try:
            with self._zip.open(name) as part:
                while piece := part.read(1 << 20):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise CannotRead("needs-too-much")
                    yield piece
        except (zipfile.BadZipFile, NotImplementedError) as broken:
            raise CannotRead("not-readable") from broken


def metadata(file: BinaryIO) -> dict[str, object]:
    """Return the properties an Office file states, and the names of its parts."""
    archive = _Zip(file)
    names = archive.names()
    found: dict[str, object] = {name: _leaves(archive, name) for name in _PROPERTIES if name in names}
    return found | {"parts": names}


def listing(file: BinaryIO) -> dict[str, object]:
    """Return the parts of an archive: name, stated length, stated time."""
    parts = _Zip(file).parts
    return {
        "parts": [
            {
                "name": part.filename,
                "bytes": part.file_size,
                "time": "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*part.date_time),
                "comment": part.comment,
            }
            for part in parts
        ]
    }


def text(file: BinaryIO) -> str:
    """Return the words of a document, sheet or slides, one paragraph or row on a line."""
    archive = _Zip(file)
    names = [name for name in archive.names() if name.endswith(".xml")]
    if _OPEN_DOCUMENT in names:
        wanted = [_OPEN_DOCUMENT]
    else:
        wanted = sorted((name for name in names if name.startswith(_WORDS)), key=_in_order)
    return "\n".join(part for name in wanted if (part := _words(archive, name)))


def _in_order(name: str) -> tuple[bool, str, int, str]:
    """Put the body before headers and notes, and slide 10 after slide 9."""
    stem = name.removesuffix(".xml")
    letters = stem.rstrip("0123456789")
    return name != "word/document.xml", letters, int(stem[len(letters) :] or 0), name


def _events(archive: _Zip, name: str) -> Iterator[tuple[str, ET.Element]]:
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(("start", "end"))
    depth = 0
    for piece in archive.read(name):
        parser.feed(piece)
        for told in parser.read_events():
            event, element = told[0], told[-1]
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise CannotRead("nested-too-deep")
            if isinstance(element, ET.Element):
                yield str(event), element


def _leaves(archive: _Zip, name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for event, element in _events(archive, name):
        if event == "end" and not len(element) and (element.text or element.attrib):
            words = (element.text or "").strip()
            attributes = [f"{_local(key)}={value}" for key, value in element.attrib.items()]
            found.setdefault(_local(element.tag), []).append(" ".join([*attributes, words]).strip())
    return found


def _words(archive: _Zip, name: str) -> str:
    """Return the words of one part; OpenDocument keeps them in the paragraphs themselves."""
    pieces: list[str] = []
    flowing = name == _OPEN_DOCUMENT
    for event, element in _events(archive, name):
        tag = _local(element.tag)
        if event == "end":
            if tag in _RUNS and not flowing:
                pieces.append(element.text or "")
            elif tag in _LINES:
                pieces += ["".join(element.itertext()) if flowing and tag in {"p", "h"} else "", "\n"]
            elif tag in _APART:
                pieces.append("\t")
            if tag in _LINES:
                element.clear()
    return "\n".join(line.rstrip("\t") for line in "".join(pieces).strip("\n").split("\n"))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
