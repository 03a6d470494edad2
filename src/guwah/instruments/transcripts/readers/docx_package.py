"""Opens a DOCX package (ECMA-376) without trusting it: sizes, entries and markup are bounded."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.readers.xml_tree import MAX_TAGS, name_of, open_xml

MAX_ENTRIES = 5_000
MAX_BYTES = 32 * 1024 * 1024
"""What all parts that are read may unpack to; the tree of a part takes several times as much memory."""

MAX_RATIO = 300
_RATIO_FROM = 8 * 1024 * 1024
_OFFICE_DOCUMENT = "/relationships/officeDocument"
_ROOTS = ("document", "footnotes", "endnotes", "comments", "hdr", "ftr", "Relationships")


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a document that hold words.

    Attributes:
        body: Root of the main part.
        notes: Roots of footnotes, endnotes and comments that are there, by these names.
        margins: Roots of headers and footers.
    """

    body: etree._Element
    notes: dict[str, etree._Element]
    margins: tuple[etree._Element, ...]


def open_package(raw: bytes) -> Package:
    """Open a package.

    Args:
        raw: The whole file.

    Raises:
        NotUnderstood: `not-a-docx` when it is no readable DOCX, `docx-bomb` when it would unpack
            beyond reason.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            return _open(_Parts(package))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, UnicodeDecodeError, OSError) as broken:
        # zipfile answers RuntimeError for an encrypted entry, NotImplementedError is one of its kind.
        raise NotUnderstood("not-a-docx", "The package is broken or locked with a password.") from broken


class _Parts:
    """The entries of a package, read within one budget of bytes and tags."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        entries = package.infolist()
        if len(entries) > MAX_ENTRIES:
            raise NotUnderstood("docx-bomb", f"The package has more than {MAX_ENTRIES} entries.")
        self.names = {entry.filename for entry in entries}
        if len(self.names) != len(entries):
            raise NotUnderstood("not-a-docx", "The package has two entries of one name.")
        self._package = package
        self._bytes_left = MAX_BYTES
        self._tags_left = MAX_TAGS

    def xml(self, name: str) -> etree._Element:
        """Return the root of one part."""
        data = self._read(name)
        self._bytes_left -= len(data)
        root = _root(data, self._tags_left)
        self._tags_left -= data.count(b"<")
        return root

    def _read(self, name: str) -> bytes:
        entry = self._package.getinfo(name)
        with self._package.open(entry) as part:
            # The size an entry declares may be a lie, so the stream itself is bounded.
            data = part.read(self._bytes_left + 1)
        ratio = len(data) / max(entry.compress_size, 1)
        if len(data) > self._bytes_left or (len(data) > _RATIO_FROM and ratio > MAX_RATIO):
            raise NotUnderstood("docx-bomb", "The package unpacks to far more than a document has.")
        return data


def _open(parts: _Parts) -> Package:
    main = _main_part(parts)
    folder = str(PurePosixPath(main).parent)
    notes = {
        kind: parts.xml(path)
        for kind in ("footnotes", "endnotes", "comments")
        if (path := f"{folder}/{kind}.xml") in parts.names
    }
    margins = tuple(
        parts.xml(name)
        for name in sorted(parts.names)
        if name.startswith((f"{folder}/header", f"{folder}/footer")) and name.endswith(".xml")
    )
    return Package(parts.xml(main), notes, margins)


def _main_part(parts: _Parts) -> str:
    if "[Content_Types].xml" not in parts.names:
        raise NotUnderstood("not-a-docx", "This is a ZIP package, but no Office document.")
    if "_rels/.rels" in parts.names:
        for relation in parts.xml("_rels/.rels"):
            target = str(relation.get("Target", "")).lstrip("/")
            if str(relation.get("Type", "")).endswith(_OFFICE_DOCUMENT) and target in parts.names:
                if "word" not in target and not target.endswith("document.xml"):
                    raise NotUnderstood("not-a-docx", "This is an Office document, but not of Word.")
                return target
    if "word/document.xml" in parts.names:
        return "word/document.xml"
    raise NotUnderstood("not-a-docx", "The package has no document in it.")


def _root(data: bytes, most: int) -> etree._Element:
    root = open_xml(data, "not-a-docx", bomb="docx-bomb", most=most)
    if root.getroottree().docinfo.internalDTD is not None:  # ECMA-376 part 2, 9.1.7: no part may have one
        raise NotUnderstood("docx-bomb", "A part of the package declares a form; no Word document does.")
    if name_of(root) not in _ROOTS:
        raise NotUnderstood("not-a-docx", "The main part is not a Word document.")
    return root
