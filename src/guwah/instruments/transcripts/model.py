"""The text model: one text and, standing apart from it, what its stretches are.

Every offset counts code points of `Transcript.text` from 0; spans are half-open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

Time = tuple[float, float | None]
"""Start and end in seconds of the recording; the end is None where it was not said."""

FORMATS = (
    "labelled-text",
    "docx",
    "webvtt",
    "srt",
    "ohms5",
    "ohms6",
    "elan",
    "textgrid",
    "chat",
    "csv",
    "whisper-json",
    "tei",
    "trs",
    "akoma-ntoso",
    "plain",
)
"""Codes of formats (DESIGN section 3); `plain` is a text of paragraphs without turns. Which of them can be
read and written is said by `registry`."""

MARK_KINDS = (
    "insertion",
    "correction",
    "description",
    "gloss",
    "uncertain",
    "unheard",
    "vocal",
    "note",
    "withheld",
)
EVENT_KINDS = ("unheard", "vocal", "line-drop", "tape-end", "session-change", "page-break")


class SpanLike(Protocol):
    """Anything with a start and an end."""

    @property
    def start(self) -> int:
        """First code point."""
        ...

    @property
    def end(self) -> int:
        """One past the last code point."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who speaks in one session, as the text names them.

    Attributes:
        label: The short label the turns carry.
        name: The name said in the text, or None; never guessed.
        role: A code of the list of roles when the text says it, or None.
    """

    label: str
    name: str | None = None
    role: str | None = None

    @property
    def speaker(self) -> str:
        """The name, or the label where no name was said."""
        return self.name or self.label


@dataclass(frozen=True, slots=True)
class Segment:
    """A cue inside a turn; `approximate` when its words were changed since its time was taken."""

    start: int
    end: int
    time: Time | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word inside a turn or paragraph, or the few that a file times together; `time` has start and end."""

    start: int
    end: int
    time: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one participant says until another one does.

    Attributes:
        n: Number in its session, from 1.
        label: The label as printed; empty in a cue without a voice.
        speaker: The participant's name, or the label where no name was said.
        label_span: Where the label stands, or None when it is not in the text.
        start: First code point of the words after the label.
        end: One past the last code point of the words.
        time: Seconds of the recording, or None.
        segments: Cues, in order; empty where the format has none.
        manner: A note on how it was said, from beside the label.
        addressee: To whom, from beside the label.
    """

    n: int
    label: str
    speaker: str
    label_span: Span | None
    start: int
    end: int
    time: Time | None = None
    segments: tuple[Segment, ...] = ()
    manner: str | None = None
    addressee: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something between turns that nobody says; `after_turn` is 0 before the first."""

    kind: str
    after_turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """An editor's sign, brackets included; in the words of a turn or beside its label.

    Attributes:
        kind: One of `MARK_KINDS`.
        start: First code point.
        end: One past the last code point.
        session: Number of the session, or None in a text without any.
        turn: Number of the turn in its session, or None when the sign stands outside turns.
        attributes: What the sign says: `term`, `script`, `meaning` of a gloss, `doubts` of a
            correction, `hedged` of a description, `time` of a time code.
    """

    kind: str
    start: int
    end: int
    session: int | None = None
    turn: int | None = None
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation or sitting with its own set of labels.

    Attributes:
        n: Number from 1.
        title: The title line, or None.
        title_span: Where the title stands, or None.
        spoken_languages: Language tags, where the text says them in so many words.
        participants: In order of appearance.
        turns: In order.
        events: In order.
        matter: Lines of the session that are neither title, turn nor event: date, place, a foreword.
        start: First code point of the session, its title included.
        end: One past its last code point.
    """

    n: int
    title: str | None
    title_span: Span | None
    spoken_languages: tuple[str, ...]
    participants: tuple[Participant, ...]
    turns: tuple[Turn, ...]
    events: tuple[Event, ...]
    matter: tuple[Span, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a text without turns, numbered from 1; `time` where it is a cue."""

    n: int
    start: int
    end: int
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class Warning_:  # noqa: N801 -- `Warning` is Python's own word
    """Something a person should look at.

    Attributes:
        code: What kind of doubt it is.
        message: A sentence in English, its values in it.
        line: Line of the file's text, counted from 1, or None.
        key: Which sentence it is, one of `saying.SAYS`; empty where none of a reader's.
        values: What the sentence names: how many, which encoding.
        at: The code point of the transcript's text it is about, or None where it is about no place.
    """

    code: str
    message: str
    line: int | None = None
    key: str = ""
    values: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The file as it came.

    Attributes:
        format: One of `FORMATS`.
        encoding: Name of the encoding, or `binary` for a package.
        bom: The byte order mark that was dropped; empty when there was none.
        raw: Every byte of the file.
    """

    format: str
    encoding: str
    bom: bytes
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text with what is known of its parts; the words themselves are never changed.

    Attributes:
        format: One of `FORMATS`.
        text: The text every offset counts in; for packages and cues the text the reader derived.
        text_language: Language tag of the text, or None when undecided.
        preamble: What stands before the first session, or None.
        sessions: In order; empty in a text without turns.
        blocks: Paragraphs of a text without turns, otherwise empty.
        marks: In order of their start, never overlapping.
        warnings: What a person should look at.
        origin: The file.
        words: Those with a time of their own, in order, apart from each other; most texts have none.
    """

    format: str
    text: str = field(repr=False)
    text_language: str | None
    preamble: Span | None
    sessions: tuple[Session, ...]
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    warnings: tuple[Warning_, ...]
    origin: Origin
    words: tuple[Word, ...] = ()

    def text_of(self, span: SpanLike) -> str:
        """Return the words of anything with a start and an end."""
        return self.text[span.start : span.end]
