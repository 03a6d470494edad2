"""What was understood of a delivery: messages in their order, what they carry, and every doubt.

Nothing here is believed: times and senders are the strings the export shows, readings stand beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

STATED, CONTEXT = "stated", "context"
"""Bases of a reading (DESIGN §3): it stands there, or it follows from the rest of the file."""

MESSAGE, SYSTEM, EVENT, FILE, PAGE = "message", "system", "event", "file", "page"
"""Kinds of entries: somebody writes; the program writes; something happened; a file alone; a saved page."""

NAMED, LEFT_OUT, INSIDE = "named", "left-out", "inside"
"""How a thing is told of: by a file name; as left out by the export; as a part that stays inside."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a time as it is written.

    Attributes:
        edtf: EDTF value; with the clock where seconds are told, else the day.
        clock: `HH:MM` or `HH:MM:SS`, empty when none is told or it could not be read.
        zone: `Z` or `+HH:MM`; empty means: the zone is not said.
        basis: `stated` or `context`.
        of: which statement this reads (`date`, `date_unixtime`, `Received 2`, `name`). Two readings of one
            statement are alternatives; readings of two statements stand beside each other.
    """

    edtf: str
    clock: str = ""
    zone: str = ""
    basis: str = STATED
    of: str = "time"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something a message carries or says it carried.

    Attributes:
        name: the file's name or path as written there; empty when the export tells none.
        told: `named`, `left-out` or `inside`.
        words: the words that tell of it, as written.
        claims: what is said about it (type, size, length), verbatim, in order.
        file: the file of the delivery that it is, once matched; empty when it is not there.
    """

    name: str
    told: str = NAMED
    words: str = ""
    claims: tuple[tuple[str, str], ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a delivery, in its order.

    Attributes:
        n: number in the delivery, from 1.
        kind: `message`, `system`, `event`, `file` or `page`.
        sender: as written, empty when nobody is told.
        time: as written, empty when none is told.
        readings: ways to understand the time.
        text: the words, as the reader decoded them.
        attachments: what it carries.
        file: the file of the delivery in which it stands.
        line: its first line there, from 1; 0 where there are no lines.
        start: 0-based code point (of a mail: byte) at which it begins in that file.
        end: where it ends, exclusive.
        words_at: where `text` stands in the file, when it is a slice of it; -1 when it was put together.
        told: everything else that is told of it, name and value verbatim, in order.
    """

    n: int
    kind: str
    sender: str
    time: str
    readings: tuple[Reading, ...]
    text: str
    attachments: tuple[Attachment, ...] = ()
    file: str = ""
    line: int = 0
    start: int = 0
    end: int = 0
    words_at: int = -1
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person should know before it is kept; `message` quotes nothing that somebody wrote."""

    code: str
    message: str
    file: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class DayOrder:
    """In which order the numbers of dates stand in one file, and how that is known.

    Attributes:
        order: `dmy`, `mdy`, `ymd` or `ydm`; empty when the file does not prove one.
        by: `written-so`, `impossible-days`, `file-names`, `sequence`, `person`, `undecided` or `mixed`.
        line: a line that proves it, from 1, or None.
        open: the orders that remain possible when it is undecided.
        file: the file it holds for.
    """

    order: str
    by: str
    line: int | None = None
    open: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was understood of one delivery.

    Attributes:
        format: `whatsapp`, `telegram`, `wechat`, `mail`, `web` or `folder`.
        variant: which form of it, as `android`, `ios`, `json`, `html`, `eml`, `mbox`, `mhtml`, `wacz`.
        title: what the export calls itself, as written; empty when it does not.
        messages: in the order of the export.
        doubts: what a person should look at.
        orders: one for each file whose dates are numbers in an order.
        encodings: (file, encoding) of every text that was read.
        unnamed: files of the delivery that no message names.
        texts: the files that were read as the export itself.
        told: everything else the export tells of itself, verbatim.
        lost: files of which there is nothing to keep, and why: `empty`, or `broken` where somebody looked.
    """

    format: str
    variant: str = ""
    title: str = ""
    messages: tuple[Message, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    orders: tuple[DayOrder, ...] = ()
    encodings: tuple[tuple[str, str], ...] = ()
    unnamed: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    lost: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Notes:
    """Doubts gathered while a file is read; one of one kind is told once, with the number of its lines."""

    file: str = ""
    _first: dict[tuple[str, str], Doubt] = field(default_factory=dict)
    _times: dict[tuple[str, str], int] = field(default_factory=dict)

    def doubt(self, code: str, message: str, line: int | None = None, *, file: str = "") -> None:
        """Note a doubt, of the file that is read or of another one."""
        key = (code, file or self.file)
        self._first.setdefault(key, Doubt(code, message, file or self.file, line))
        self._times[key] = self._times.get(key, 0) + 1

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Return what was noted, each kind once for each file."""
        return tuple(
            doubt
            if self._times[key] == 1
            else Doubt(doubt.code, f"{doubt.message} ({self._times[key]} times)", doubt.file, doubt.line)
            for key, doubt in self._first.items()
        )
