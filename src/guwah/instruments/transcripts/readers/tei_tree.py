"""Opens a document of TEI and finds its elements, whatever their namespace."""

from lxml import etree

from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.readers.xml_tree import name_of, open_xml
from guwah.instruments.transcripts.tei_names import TEI

MAX_TAGS = 4_000_000
"""Tags of one document; in TEI every word may be an element."""


def open_tree(raw: bytes) -> etree._Element:
    """Return the root of a TEI document.

    Raises:
        NotUnderstood: `not-tei`, with its place; `xml-bomb` for one that declares entities or is built to
            unfold without end, as every other format of XML says it.
    """
    root = open_xml(raw, "not-tei", most=MAX_TAGS)
    if name_of(root) not in {"TEI", "TEI.2", "teiCorpus"}:
        raise NotUnderstood("not-tei", "The root of the document is not TEI.")
    return root


def below(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the elements of a name anywhere below, in order, whether in TEI's namespace or in none."""
    return [one for one in element.iter(f"{{{TEI}}}{name}", name) if one is not element]
