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
    # Utterances one after another, under no root, are the text of a document.
    bare = raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<u ", b"<u\t", b"<u\n"))
    root = open_xml(
        b"<text>" + raw.lstrip(b"\xef\xbb\xbf") + b"</text>" if bare else raw, "not-tei", most=MAX_TAGS
    )
    if name_of(root) in {"TEI", "TEI.2", "teiCorpus"}:
        return root
    if not any(one.get("who") for one in below(root, "u")):
        raise NotUnderstood(
            "not-tei", "The root of the document is not TEI, and no utterance (u) says who speaks."
        )
    whole = etree.Element("TEI")
    whole.append(root)
    if name_of(root) != "text":
        text = etree.SubElement(whole, "text")
        text.append(root)
    return whole


def below(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the elements of a name anywhere below, in order, whether in TEI's namespace or in none."""
    return [one for one in element.iter(f"{{{TEI}}}{name}", name) if one is not element]
