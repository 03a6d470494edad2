"""Reads debates in Akoma Ntoso (OASIS LegalDocML): speeches with who gives them, headings, what happens."""

from lxml import etree

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import check_size
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.model import Origin, Transcript
from guwah.instruments.transcripts.readers.as_tei import Document
from guwah.instruments.transcripts.readers.xml_tree import name_of, open_xml
from guwah.instruments.transcripts.tei_names import say

_SPEECHES = frozenset({"speech", "question", "answer"})
_HEADS = frozenset({"num", "heading", "subheading"})
# Elements with words of their own outside a speech; whatever else there is holds such.
_LINES = frozenset({"p", "narrative", "summary", "docTitle", "docDate", "docType", "block", "li", "td", "th"})
_BESIDE = frozenset({"authorialNote"})
_SEEN = frozenset({"scene", "remark"})
_LEFT_OUT = frozenset({"meta", "recordedTime", "noteRef"})


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read a debate.

    A speech, a question and an answer are turns of whom `by` refers to, or of whom `from` prints. Headings,
    narratives and other paragraphs are nobody's; scenes and remarks are heard or seen. A document without
    speeches is a text of paragraphs.

    Args:
        raw: The whole file.
        conventions: Words of sounds and roles.

    Raises:
        NotUnderstood: `not-akoma-ntoso`, `xml-bomb`, `empty-file`, or what `limits.check_text` refuses.
    """
    check_size(len(raw))
    root = open_xml(raw, "not-akoma-ntoso")
    if name_of(root) != "akomaNtoso":
        raise NotUnderstood(
            "not-akoma-ntoso", "The root of this file is not Akoma Ntoso's.", line=1, column=1
        )
    document = Document(conventions)
    for one in root.iter("{*}TLCPerson"):
        document.person(one.get("eId") or one.get("id") or "", one.get("showAs", ""))
    document.title(next(("".join(map(str, one.itertext())) for one in root.iter("{*}docTitle")), ""))
    _walk(document, root)
    return document.transcript(Origin("akoma-ntoso", "binary", b"", raw))


def _walk(document: Document, element: etree._Element) -> None:
    for child in element:
        name = name_of(child)
        if name in _SPEECHES:
            _speech(document, child)
        elif name in _SEEN:
            document.sound(document.body, _flat(child))
        elif name in _HEADS or (name in _LINES and not _holds_speech(child)):
            _copy(document, child, etree.SubElement(document.body, "p"))
        elif name not in _LEFT_OUT:
            _walk(document, child)


def _holds_speech(element: etree._Element) -> bool:
    return any(name_of(one) in _SPEECHES for one in element.iter(etree.Element))


def _speech(document: Document, speech: etree._Element) -> None:
    printed = next((_flat(child) for child in speech if name_of(child) == "from"), "")
    for child in speech:
        if name_of(child) in _HEADS:
            _copy(document, child, etree.SubElement(document.body, "p"))
    made = document.utterance(speech.get("by", "").strip().removeprefix("#"), printed)
    inner = [child for child in speech if name_of(child) not in _HEADS and name_of(child) != "from"]
    say(made, speech.text)
    for child in inner:
        _child(document, child, made)
        say(made, child.tail)


def _copy(document: Document, element: etree._Element, into: etree._Element) -> None:
    say(into, element.text)
    for child in element:
        _child(document, child, into)
        say(into, child.tail)


def _child(document: Document, child: etree._Element, into: etree._Element) -> None:
    name = name_of(child)
    if name in _SEEN:
        document.sound(into, _flat(child))
    elif name in _BESIDE:
        etree.SubElement(into, "note").text = _flat(child)
    elif name in {"eol", "br"}:
        etree.SubElement(into, "lb")
    elif name not in _LEFT_OUT:
        _copy(document, child, etree.SubElement(into, "p" if name in _LINES | _HEADS else "hi"))


def _flat(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
