"""The parts of a Word document that hold notes beside its words (ECMA-376 part 1, §17.11, §17.13.4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guwah.instruments.languages import script_of
from guwah.instruments.transcripts.model import Mark
from guwah.instruments.transcripts.writers.word_xml import Runs, is_rtl, paragraph

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BREAKS = re.compile("[\r\n\u2028\u2029]+")
# Word wants the two lines that divide notes from the page before any note, with these numbers.
_RULES = "".join(
    f'<w:{{one}} w:type="{kind}" w:id="{number}"><w:p><w:r><w:{sign}/></w:r></w:p></w:{{one}}>'
    for kind, sign, number in (
        ("separator", "separator", -1),
        ("continuationSeparator", "continuationSeparator", 0),
    )
)


@dataclass(frozen=True, slots=True)
class NotePart:
    """One part of the package: notes of one kind.

    Attributes:
        name: `footnotes`, `endnotes` or `comments`.
        notes: Them, in order; the first has the number 1.
        xml: The part, empty until it is filled.
    """

    name: str
    notes: tuple[Mark, ...]
    xml: bytes = b""

    @property
    def type(self) -> str:
        """The line of the list of content types."""
        return f'<Override PartName="/word/{self.name}.xml" ContentType="{_TYPE}.{self.name}+xml"/>'

    @property
    def relation(self) -> str:
        """The line of the list of relations."""
        target = f'Type="{_RELATION}/{self.name}" Target="{self.name}.xml"'
        return f'<Relationship Id="rIdOf{self.name.capitalize()}" {target}/>'

    def filled(self, runs: Runs) -> "NotePart":
        """Return the part with the words of its notes."""
        one = self.name.removesuffix("s")
        begin = "" if self.name == "comments" else _RULES.format(one=one)
        # Nobody's name is made up: who wrote a note is not known.
        by = ' w:author=""' if self.name == "comments" else ""
        notes = "".join(
            f'<w:{one} w:id="{number}"{by}>{_words(note, runs)}</w:{one}>'
            for number, note in enumerate(self.notes, start=1)
        )
        root = f'<w:{self.name} xmlns:w="{_W}">{begin}{notes}</w:{self.name}>'
        return NotePart(self.name, self.notes, f'<?xml version="1.0" encoding="UTF-8"?>{root}'.encode())


def _words(note: Mark, runs: Runs) -> str:
    said = note.attributes.get("words", "")
    rtl = is_rtl(script_of(said))
    return "".join(paragraph(runs.of(line, rtl=rtl), rtl=rtl) for line in _BREAKS.split(said))


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a document.

    Attributes:
        parts: One for each kind that is there.
        references: By the identity of a note, the run that refers to it.
    """

    parts: tuple[NotePart, ...]
    references: dict[int, str]


def note_parts(marks: Sequence[Mark]) -> Notes:
    """Sort notes by the part they belong to: what is neither footnote nor endnote is a comment."""
    kinds: dict[str, list[Mark]] = {}
    references = {}
    for mark in marks:
        named = mark.attributes.get("from", "")
        kind = named if named in {"footnotes", "endnotes"} else "comments"
        held = kinds.setdefault(kind, [])
        held.append(mark)
        sign = f"{kind.removesuffix('s')}Reference"
        references[id(mark)] = f'<w:r><w:{sign} w:id="{len(held)}"/></w:r>'
    return Notes(tuple(NotePart(kind, tuple(held)) for kind, held in kinds.items()), references)
