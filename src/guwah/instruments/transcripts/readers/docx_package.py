"""Opens a DOCX package (ECMA-376) without trusting it: sizes, entries and markup are bounded."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from guwah.instruments.transcripts.errors import NotUnderstood

MAX_ENTRIES = 5_000
MAX_PART_BYTES = 128 * 1024 * 1024
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
            return _open(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, UnicodeDecodeError, OSError) as broken:
        # zipfile answers RuntimeError for an encrypted entry, NotImplementedError is one of its kind.
        raise NotUnderstood("not-a-docx", "The package is broken or locked with a password.") from broken


def _open(package: zipfile.ZipFile) -> Package:
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES:
        raise NotUnderstood("docx-bomb", f"The package has more than {MAX_ENTRIES} entries.")
    names = {entry.filename for entry in entries}
    if len(names) != len(entries):
        raise NotUnderstood("not-a-docx", "The package has two entries of one name.")
    main = _main_part(package, names)
    folder = str(PurePosixPath(main).parent)
    notes = {
        kind: _xml(package, path)
        for kind in ("footnotes", "endnotes", "comments")
        if (path := f"{folder}/{kind}.xml") in names
    }
    margins = tuple(
        _xml(package, name)
        for name in sorted(names)
        if name.startswith((f"{folder}/header", f"{folder}/footer")) and name.endswith(".xml")
    )
    return Package(_xml(package, main), notes, margins)


def _main_part(package: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" not in names:
        raise NotUnderstood("not-a-docx", "This is a ZIP package, but no Office document.")
    if "_rels/.rels" in names:
        for relation in _xml(package, "_rels/.rels"):
            target = str(relation.get("Target", "")).lstrip("/")
            if str(relation.get("Type", "")).endswith(_OFFICE_DOCUMENT) and target in names:
                if "word" not in target and not target.endswith("document.xml"):
                    raise NotUnderstood("not-a-docx", "This is an Office document, but not of Word.")
                return target
    if "word/document.xml" in names:
        return "word/document.xml"
    raise NotUnderstood("not-a-docx", "The package has no document in it.")


def _bytes(package: zipfile.ZipFile, name: str) -> bytes:
    entry = package.getinfo(name)
    with package.open(entry) as part:
        # The size an entry declares may be a lie, so the stream itself is bounded.
        data = part.read(MAX_PART_BYTES + 1)
    ratio = len(data) / max(entry.compress_size, 1)
    if len(data) > MAX_PART_BYTES or (len(data) > _RATIO_FROM and ratio > MAX_RATIO):
        raise NotUnderstood("docx-bomb", "A part of the package unpacks to far more than a document has.")
    return data


def _xml(package: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_bytes(package, name), parser)
    except etree.XMLSyntaxError as broken:
        line, column = broken.position
        raise NotUnderstood(
            "not-a-docx", "A part of the package is no XML.", line=line or None, column=column or None
        ) from broken
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotUnderstood("docx-bomb", "A part of the package declares entities; no Word document does.")
    if etree.QName(root).localname not in _ROOTS:
        raise NotUnderstood("not-a-docx", "The main part is not a Word document.")
    return root
