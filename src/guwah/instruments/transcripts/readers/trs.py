"""Reads files of Transcriber (DTD trans-14): turns with points of time, overlaps, noises, comments."""

from lxml import etree

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import check_size
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.model import Origin, Transcript
from guwah.instruments.transcripts.readers.as_tei import Document
from guwah.instruments.transcripts.readers.xml_tree import name_of, open_xml
from guwah.instruments.transcripts.tei_names import say

_LONGEST = 10_000_000.0


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read a file of Transcriber.

    Each `Turn` is a turn; where several speak in it (`Who`) each stretch of one of them is. Points of time
    divide a turn into cues. Noises are signs in the words, comments and all other events notes beside them,
    topics lines above their turns.

    Args:
        raw: The whole file.
        conventions: Words of sounds and roles.

    Raises:
        NotUnderstood: `not-trs`, `xml-bomb`, `empty-file`, or what `limits.check_text` refuses.
    """
    check_size(len(raw))
    root = open_xml(raw, "not-trs")
    if name_of(root) != "Trans":
        raise NotUnderstood(
            "not-trs", "The root of this file is not Transcriber's.", line=1, column=1, offset=0
        )
    document = Document(conventions)
    for one in root.iter("Speaker"):
        document.person(one.get("id", ""), one.get("name", ""))
    document.language(root.get("{http://www.w3.org/XML/1998/namespace}lang", ""))
    document.title(next((one.get("program", "") for one in root.iter("Episode")), ""))
    topics = {one.get("id", ""): one.get("desc", "") for one in root.iter("Topic")}
    for section in root.iter("Section"):
        topic = topics.get(section.get("topic", ""), "")
        if topic.strip():
            etree.SubElement(document.body, "p").text = topic
        for turn in section.iter("Turn"):
            _Turn(document, turn).read()
    return document.transcript(Origin("trs", "binary", b"", raw))


class _Turn:
    """One turn on its way into the document."""

    def __init__(self, document: Document, turn: etree._Element) -> None:
        self._document = document
        self._turn = turn
        self._who = turn.get("speaker", "").split()
        self._time = _seconds(turn.get("startTime"))
        self._end = _seconds(turn.get("endTime"))
        self._made: etree._Element | None = None
        self._unended: list[etree._Element] = []

    def read(self) -> None:
        """Go through what stands in the turn, and begin an utterance wherever somebody else speaks."""
        # Where several speak and it is not said who, it is nobody by name.
        voice = self._who[0] if len(self._who) == 1 else ""
        self._say(voice, self._turn.text)
        for child in self._turn:
            name = name_of(child)
            if name == "Sync":
                self._sync(child)
            elif name == "Who":
                voice = {str(n): who for n, who in enumerate(self._who, start=1)}.get(child.get("nb", ""), "")
                self._close()
            elif name in {"Event", "Vocal", "Comment"}:
                self._beside(voice, name, child)
            self._say(voice, child.tail)
        self._close()
        self._end_at(self._document.point(self._end))

    def _say(self, voice: str, words: str | None) -> None:
        if words and words.strip():
            say(self._utterance(voice), words)

    def _utterance(self, voice: str) -> etree._Element:
        if self._made is None:
            self._made = self._document.utterance(voice)
            self._made.set("start", self._document.point(self._time))
        return self._made

    def _sync(self, child: etree._Element) -> None:
        time = _seconds(child.get("time"))
        if time is None:
            return
        if len(self._who) > 1:
            # What several say at once ends where the next point of time stands.
            self._close()
            self._end_at(self._document.point(time))
        elif self._made is not None:
            etree.SubElement(self._made, "anchor", synch=self._document.point(time))
        self._time = time

    def _beside(self, voice: str, name: str, child: etree._Element) -> None:
        said = child.get("desc", "")
        if not said.strip() or child.get("extent") == "end":
            return
        if name == "Vocal" or (name == "Event" and child.get("type", "noise") == "noise"):
            # What is heard where nobody speaks stands between turns.
            nobody = self._made is None and not self._who
            self._document.sound(self._document.body if nobody else self._utterance(voice), said)
        else:
            etree.SubElement(self._utterance(voice), "note").text = said

    def _close(self) -> None:
        if self._made is not None:
            self._unended.append(self._made)
        self._made = None

    def _end_at(self, point: str) -> None:
        for made in self._unended:
            made.set("end", point)
        self._unended = []


def _seconds(said: str | None) -> float | None:
    try:
        number = float(said or "")
    except ValueError:
        return None
    return number if 0 <= number < _LONGEST else None
