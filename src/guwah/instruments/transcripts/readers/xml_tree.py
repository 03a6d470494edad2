"""Opens XML without trusting it: no entities, no network, bounded in tags and depth."""

import re
from collections.abc import Mapping
from html.entities import html5

from lxml import etree

from guwah.instruments.transcripts.errors import NotUnderstood

MAX_TAGS = 2_000_000
"""Tags of one file; a two-hour conversation with an index has some thousands."""

_SWITCH = re.compile(r"<!ENTITY\s+%\s+([\w.:-]+)\s+[\"']")
_PLAIN = re.compile(r"[\w .-]{1,64}")
_LETTER = re.compile(r"[^&<%]{1,2}")
_NESTED_TOO_DEEPLY = 114
"""XML_ERR_RESOURCE_LIMIT of libxml2, here for more than 256 levels."""
_NOT_DECLARED = 27
"""XML_WAR_UNDECLARED_ENTITY of libxml2: told of each in a text, and of each left out of an attribute."""


def open_xml(raw: bytes, code: str, *, bomb: str = "xml-bomb", most: int = MAX_TAGS) -> etree._Element:
    """Return the root of a file, or of one part of a package.

    A document type may be named (older TEI does) and is never fetched. Entities that are one letter pass:
    those that the document declares (`nbsp` as U+00A0), and else the names of ISO 8879 that HTML has taken
    over (`eacute`). One that declares any other is refused, used or not: left out they would be words lost
    without a sound, followed whatever somebody declared. The switches of old document types pass as well
    ("% TEI.drama", a word or two): no document can use those.

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
    letters = _letters(root, raw.decode("utf-8", errors="replace"))
    used = list(root.iter(etree.Entity))
    unheard = [told for told in parser.error_log if told.type == _NOT_DECLARED]
    if (
        letters is None
        or any(one.name not in letters and f"{one.name};" not in html5 for one in used)
        or len(unheard) != sum(one.name not in letters for one in used)
    ):
        raise NotUnderstood(bomb, "This file uses entities of its own; they are not followed.")
    for parent in dict.fromkeys(one.getparent() for one in used):
        _spell(parent, letters)
    return root


def _spell(parent: etree._Element, letters: Mapping[str, str]) -> None:
    """Put letters where an element's text has the names of letters."""
    last, words = None, [parent.text or ""]
    for child in [*parent, None]:
        if child is not None and child.tag is etree.Entity:
            words += (letters.get(child.name) or html5[f"{child.name};"], child.tail or "")
            parent.remove(child)
            continue
        if last is None:
            parent.text = "".join(words)
        else:
            last.tail = "".join(words)
        if child is not None:
            last, words = child, [child.tail or ""]


def _refusal(broken: etree.XMLSyntaxError, parser: etree.XMLParser, code: str, bomb: str) -> NotUnderstood:
    line, column = broken.position
    at = {"line": line or None, "column": column or None}
    if any(told.type == _NESTED_TOO_DEEPLY for told in parser.error_log):
        return NotUnderstood(bomb, "This file is nested deeper, or unfolds further, than any document.", **at)
    message = f"Line {line}: this is no well-formed XML. Was the file cut off, or changed by hand?"
    return NotUnderstood(code, message, **at)


def _letters(root: etree._Element, raw: str) -> dict[str, str] | None:
    """Return the letters a document has names for; None where it declares anything more than letters."""
    declared: etree.DTD | None = root.getroottree().docinfo.internalDTD
    if declared is None:
        return {}
    # lxml.DTD.entities is documented and older than the stubs know.
    found = list(declared.entities())  # type: ignore[attr-defined]
    switches = set(_SWITCH.findall(raw))
    letters = {
        one.name: one.content
        for one in found
        if one.name not in switches and _LETTER.fullmatch(one.content or "&")
    }
    rest = [one for one in found if one.name not in letters]
    if any(one.name not in switches or not _PLAIN.fullmatch(one.content or "%") for one in rest):
        return None
    return letters


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
