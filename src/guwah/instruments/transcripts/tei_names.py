"""Names of TEI elements and of our own attributes, and how words are put into one; for reader and writer."""

import re

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
OWN = "urn:guwah:transcript:1"
"""Namespace of what TEI has no place for; its number is the number of the profile."""

XML = "http://www.w3.org/XML/1998/namespace"
XML_ID = f"{{{XML}}}id"
XML_LANG = f"{{{XML}}}lang"
XML_SPACE = f"{{{XML}}}space"

MARKS = {
    "insertion": "supplied",
    "correction": "note",
    "description": "incident",
    "gloss": "gloss",
    "uncertain": "unclear",
    "unheard": "gap",
    "vocal": "vocal",
    "note": "note",
    "withheld": "gap",
}
"""The element of each kind of mark (TEI P5 §3.4, §3.5, §8.3)."""

EVENTS = {"unheard": "gap", "vocal": "vocal"}
"""The element of kinds of events; all others are incidents."""

DESCRIBED = frozenset({"gap", "vocal", "incident"})
"""Elements whose words stand in a `desc` of their own."""

# A hole the size of one character: XML 1.0 has no way to write these at all.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def tei(name: str) -> str:
    """Return the name of a TEI element with its namespace."""
    return f"{{{TEI}}}{name}"


def own(name: str) -> str:
    """Return the name of one of our own attributes with its namespace."""
    return f"{{{OWN}}}{name}"


def clean(words: str) -> str:
    """Return words with U+FFFD for each character that cannot stand in XML: no offset changes."""
    return _NO_XML.sub("\ufffd", words)


def say(element: etree._Element, words: str | None) -> None:
    """Add words behind whatever an element holds."""
    if not words:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words
