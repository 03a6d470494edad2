"""Reads tables of turns (CSV, TSV): a row is a turn, a row without a speaker is nobody's note."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from guwah.instruments.transcripts.assemble import bidi_warnings
from guwah.instruments.transcripts.brackets import standing_alone
from guwah.instruments.transcripts.columns import called_by_language, fold
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import decode
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.events import event_kind
from guwah.instruments.transcripts.lines import LineNumbers
from guwah.instruments.transcripts.model import Origin, Time, Transcript, Warning_
from guwah.instruments.transcripts.readers.clocks import clock_of, span_of
from guwah.instruments.transcripts.readers.cues import LINE_END, Source, by_runs, from_cues
from guwah.instruments.transcripts.readers.table_rows import Row, Table, table_of
from guwah.instruments.transcripts.readers.webvtt_runs import Cue, Run
from guwah.instruments.transcripts.saying import doubt

_MOST_OF_A_KIND = 10
_BESIDE = ("translation", "note")
_USED = frozenset({"words", "speaker", "start", "end", "time", "duration", "number", *_BESIDE})
_MILLISECONDS = re.compile(r"\b(?:ms|msec|millis|milliseconds?|мс)\b")
# A cell of a table in Markdown is one line of the file.
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WHISPER = ("start", "end", "text")
_LONGEST_DAY = 86_400
# Kinds of rows whose sentence is not that of other formats.
_KEYS = {"bad-time": "bad-time:row", "empty-turn": "empty-turn:row"}


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read a table.

    The columns are known by their names in the first line, in several languages, or, without such a line,
    by what stands in them. A cell is words and nothing else: no formula is reckoned, no address followed.
    Words of a column of translations or notes stand beside the turn as notes.

    Args:
        raw: The whole file.
        conventions: Signs and words.

    Returns:
        One turn to a row. Without a column of speakers, labels are looked for in the words as in captions.

    Raises:
        NotUnderstood: `not-a-table`, `no-columns`, `empty-file`, or what `decode` refuses.
    """
    decoded = decode(raw)
    table = table_of(decoded.text)
    reader = _Reader(table, conventions)
    runs = list(reader.runs())
    if not runs:
        raise NotUnderstood("empty-file", "No row of the table has words in it.")
    warnings = (
        *decoded.warnings,
        *reader.warnings(),
        *bidi_warnings(decoded.text, LineNumbers(decoded.text)),
    )
    origin = Origin("csv", decoded.encoding, decoded.bom, raw)
    if "speaker" in table.header.places and any(not run.note and not run.event for run in runs):
        return by_runs(runs, Source(origin, conventions, warnings))
    if any(cue.beside for run in runs for cue in run.cues):
        warnings = (*warnings, doubt("columns-left-out:beside", 1))
    cues = [cue for run in runs for cue in run.cues]
    return from_cues(cues, Source(origin, conventions, warnings))


class _Reader:
    """Goes through the rows and gathers what a person should look at."""

    def __init__(self, table: Table, conventions: Conventions) -> None:
        self._table = table
        self._places = table.header.places
        self._conventions = conventions
        self._told: list[Warning_] = []
        self._counts: Counter[str] = Counter()
        self._factor = 0.001 if _in_milliseconds(table) else 1.0

    def runs(self) -> Iterator[Run]:
        """Yield a run for each row with words."""
        for row in self._table.rows:
            words = self._words(row)
            # Some write the label as it would stand in a text, with its colon.
            voice = self._cell(row, "speaker").strip().rstrip(":：").rstrip()
            if not words:
                if voice:
                    self._tell("empty-turn", row)
                continue
            yield self._run(Cue(voice or None, words, self._time(row), row.line, tuple(self._beside(row))))

    def _run(self, cue: Cue) -> Run:
        if cue.voice or "speaker" not in self._places:
            return Run((cue,))
        inside = standing_alone(cue.words)
        event = event_kind(inside, self._conventions) if inside is not None else None
        if inside is None:
            self._told_of("no-speaker", cue.line)
        return Run((cue,), event, note=event is None)

    def _words(self, row: Row) -> tuple[str, ...]:
        at = self._places["words"]
        said = self._cell(row, "words")
        surplus = row.cells[len(self._table.header.names) :] if self._table.named else ()
        if any(map(str.strip, surplus)):
            if at != len(self._table.header.names) - 1:
                message = "This row has more cells than the table has columns; are quotes missing?"
                raise NotUnderstood("not-a-table", message, line=row.line)
            said = self._table.header.delimiter.join((said, *surplus))
            self._tell("cells-joined", row)
        if self._table.header.delimiter == "|":
            said = _BREAK.sub("\n", said)
        return tuple(line for line in LINE_END.split(said) if line.strip())

    def _cell(self, row: Row, kind: str) -> str:
        at = self._places.get(kind)
        return row.cells[at] if at is not None and at < len(row.cells) else ""

    def _beside(self, row: Row) -> Iterator[Mapping[str, str]]:
        for kind in _BESIDE:
            cell = self._cell(row, kind).strip()
            if cell:
                yield {"words": cell} | ({"what": kind} if kind != "note" else {})

    def _time(self, row: Row) -> Time | None:
        start = self._cell(row, "start") or self._cell(row, "time")
        if not start.strip():
            return None
        found = span_of(start)
        if found is None:
            self._tell("bad-time", row)
            return None
        begins, ends = (self._scaled(one) for one in found)
        if ends is None:
            ends = self._scaled(clock_of(self._cell(row, "end")))
        length = self._scaled(clock_of(self._cell(row, "duration")))
        if ends is None and length is not None and begins is not None:
            ends = round(begins + length, 3)
        return (begins, ends) if begins is not None else None

    def _scaled(self, time: float | None) -> float | None:
        return None if time is None else round(time * self._factor, 3)

    def _tell(self, code: str, row: Row) -> None:
        self._told_of(code, row.line)

    def _told_of(self, code: str, line: int | None) -> None:
        self._counts[code] += 1
        if self._counts[code] <= _MOST_OF_A_KIND:
            self._told.append(doubt(_KEYS.get(code, code), line))

    def warnings(self) -> Iterator[Warning_]:
        """Yield what was come upon; call it when all rows were read."""
        if not self._table.named:
            yield doubt("no-header", 1)
        for line in self._table.above:
            yield doubt("matter-left-out", line)
        if self._table.named and called_by_language(self._table.header):
            yield doubt("language-columns", 1)
        unused = self._unused()
        if unused:
            yield doubt("columns-left-out", 1, n=unused)
        if self._factor != 1:
            yield doubt("milliseconds", 1)
        yield from self._told
        for code, often in self._counts.items():
            if often > _MOST_OF_A_KIND:
                yield doubt(f"{code}:more", n=often - _MOST_OF_A_KIND)

    def _unused(self) -> int:
        """Count the columns with something in them that are not read."""
        used = {at for kind, at in self._places.items() if kind in _USED}
        filled = {
            n
            for row in self._table.rows
            for n, cell in enumerate(row.cells[: len(self._table.header.names)])
            if cell.strip()
        }
        return len(filled - used) if self._table.named else 0


def _in_milliseconds(table: Table) -> bool:
    """Tell whether times are thousandths: a name says so, Whisper wrote them, or no recording is so long."""
    places, names = table.header.places, [fold(one) for one in table.header.names]
    columns = [places[kind] for kind in ("start", "end") if kind in places]
    if any(n < len(names) and _MILLISECONDS.search(names[n]) for n in columns):
        return True
    cells = [row.cells[n].strip() for row in table.rows for n in columns if n < len(row.cells)]
    filled = [cell for cell in cells if cell]
    if not filled or not all(cell.isdecimal() for cell in filled):
        return False
    return tuple(names) == _WHISPER or max(map(int, filled)) > _LONGEST_DAY
