"""Opens XML without trusting it: no entities, no network, bounded in tags and depth."""

import re

from lxml import etree

from guwah.instruments.transcripts.errors import NotUnderstood

MAX_TAGS = 2_000_000
"""Tags of one file; a two-hour conversation with an index has some thousands."""

_SWITCH = re.compile(r"<!ENTITY\s+%\s+([\w.:-]+)\s+[\"']")
_PLAIN = re.compile(r"[\w .-]{1,64}")
_NESTED_TOO_DEEPLY = 114
"""XML_ERR_RESOURCE_LIMIT of libxml2, here for more than 256 levels."""


def open_xml(raw: bytes, code: str, *, bomb: str = "xml-bomb", most: int = MAX_TAGS) -> etree._Element:
    """Return the root of a file, or of one part of a package.

    A document type may be named (older TEI does) and is never fetched; one that declares entities is refused,
    used or not: left out they would be words lost without a sound, followed whatever somebody declared. Only
    the switches of old document types pass ("% TEI.drama", a word or two): no document can use those.

    Args:
        raw: All bytes; their size is bounded by the caller.
        code: The code of the refusal where this is no well-formed XML.
        bomb: The code of the refusal where it is built to exhaust or to reach out.
        most: Tags it may have.

    Raises:
        NotUnderstood: with `code` and the place; with `bomb` where it declares or uses entities, nests
            deeper or has more tags than any transcript.
    """
    if raw.count(b"<") > most:
        raise NotUnderstood(bomb, f"This file has more than {most:,} tags.")
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
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as broken:
        raise _refusal(broken, parser, code, bomb) from broken
    if (
        _declares(root, raw.decode("utf-8", errors="replace"))
        or next(root.iter(etree.Entity), None) is not None
    ):
        raise NotUnderstood(bomb, "This file uses entities of its own; they are not followed.")
    return root


def _refusal(broken: etree.XMLSyntaxError, parser: etree.XMLParser, code: str, bomb: str) -> NotUnderstood:
    line, column = broken.position
    at = {"line": line or None, "column": column or None}
    if any(told.type == _NESTED_TOO_DEEPLY for told in parser.error_log):
        return NotUnderstood(bomb, "This file is nested deeper, or unfolds further, than any document.", **at)
    message = f"Line {line}: this is no well-formed XML. Was the file cut off, or changed by hand?"
    return NotUnderstood(code, message, **at)


def _declares(root: etree._Element, raw: str) -> bool:
    declared: etree.DTD | None = root.getroottree().docinfo.internalDTD
    if declared is None:
        return False
    # lxml.DTD.entities is documented and older than the stubs know.
    found = declared.entities()  # type: ignore[attr-defined]
    switches = set(_SWITCH.findall(raw))
    return any(one.name not in switches or not _PLAIN.fullmatch(one.content or "%") for one in found)


def name_of(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return etree.QName(element).localname


def line_of(element: etree._Element) -> int:
    """Return the line of the file an element begins on, from 1; the first where the parser does not know."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 1


def named(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the children of a name, in whatever namespace they are."""
    return [one for one in element if name_of(one) == name]


def words_in(element: etree._Element, name: str) -> str:
    """Return the words of the first child of a name, without space at the edges; empty without one."""
    found = named(element, name)
    return "".join(map(str, found[0].itertext())).strip() if found else ""
