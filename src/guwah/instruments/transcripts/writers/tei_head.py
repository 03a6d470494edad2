"""The header of a TEI document: what it is, its languages and who speaks (TEI P5 §2, §16.2.2)."""

from lxml import etree

from guwah.instruments.transcripts.model import Session, Transcript, Turn
from guwah.instruments.transcripts.tei_names import XML_ID, clean, tei


def header(transcript: Transcript) -> etree._Element:
    """Return the header of a transcript. It names no date and no author: the words are all it knows."""
    head = etree.Element(tei("teiHeader"))
    file = _below(head, "fileDesc")
    titles = [session.title for session in transcript.sessions if session.title]
    _below(file, "titleStmt", "title").text = clean(titles[0]) if len(titles) == 1 else "Transcript"
    _below(file, "publicationStmt", "p").text = "Not published."
    _below(file, "sourceDesc", "p").text = f"Made from a transcript in the format {transcript.format}."
    profile = _below(head, "profileDesc")
    spoken = dict.fromkeys(tag for session in transcript.sessions for tag in session.spoken_languages)
    if spoken:
        usage = _below(profile, "langUsage")
        for tag in spoken:
            _below(usage, "language").set("ident", clean(tag))
    people = _below(profile, "particDesc")
    for session in transcript.sessions:
        _people(people, session)
    return head


def _people(people: etree._Element, session: Session) -> None:
    for n, one in enumerate(session.participants, start=1):
        person = _below(people, "person")
        person.set(XML_ID, f"s{session.n}-p{n}")
        person.set("n", clean(one.label))
        if one.role is not None:
            person.set("role", clean(one.role))
        if one.name is not None:
            _below(person, "persName").text = clean(one.name)


def person_id(session: Session, turn: Turn) -> str | None:
    """Return the id of who speaks a turn: the participant of its label and name, or of its name."""
    people = list(enumerate(session.participants, start=1))
    exact = [n for n, one in people if (one.label, one.speaker) == (turn.label, turn.speaker)]
    named = [n for n, one in people if one.speaker == turn.speaker]
    found = next(iter((*exact, *named)), None)
    return None if found is None else f"s{session.n}-p{found}"


def _below(element: etree._Element, *names: str) -> etree._Element:
    for name in names:
        element = etree.SubElement(element, tei(name))
    return element
