"""Which cues of a WebVTT file are one turn: how long a voice lasts where no tag says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from guwah.instruments.languages import script_of_letter
from guwah.instruments.transcripts.brackets import standing_alone
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.events import event_kind
from guwah.instruments.transcripts.model import Time
from guwah.instruments.transcripts.unnamed import NOBODY
from guwah.instruments.transcripts.word_times import Said

_FULL_WIDTH = frozenset("，。、；：？！）（」「』『》《“”…")
DASHES = tuple("-‐‑‒–—―−")
"""Signs at the beginning of a line that say that somebody else speaks."""

_LONGEST_SILENCE = 30.0
"""Seconds after which nobody can say that the voice before still speaks."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One stretch under one voice.

    Attributes:
        voice: The annotation of its voice tag, or None.
        lines: Its words, line by line.
        time: Start and end in seconds; None where the file says none, or where its times keep the order only.
        line: The line of the file its payload begins on; None where the file is not read by lines.
        beside: What is said of these words and is none of them: attributes of notes, `words` among them.
        said: The words one by one with their times, where the file has such; of a cue that is divided each
            part holds the very same.
    """

    voice: str | None
    lines: tuple[str, ...]
    time: Time | None
    line: int | None
    beside: tuple[Mapping[str, str], ...] = ()
    said: tuple[Said, ...] = ()

    @property
    def words(self) -> str:
        """The words in one line."""
        return _joined(self.lines)


def _joined(lines: Sequence[str]) -> str:
    """Join lines that only the width of the screen divides; Chinese is written without the space."""
    text = ""
    for line in (one.strip() for one in lines):
        if text and line:
            text += joint(text, line)
        text += line
    return text


def joint(before: str, after: str) -> str:
    """Return what stands between two words at the end of one line and the start of the next."""
    return "" if _han(before[-1]) and _han(after[0]) else " "


def _han(character: str) -> bool:
    return script_of_letter(character) in {"Hani", "Hira", "Kana"} or character in _FULL_WIDTH


@dataclass(frozen=True, slots=True)
class Run:
    """Cues that are one turn, or one cue that is an event or a note between turns.

    Attributes:
        cues: At least one, of one voice.
        event: The kind of the event it is, or None.
        note: Whether it is nobody's words but a note of whoever wrote the file.
    """

    cues: tuple[Cue, ...]
    event: str | None = None
    note: bool = False


def runs_of(all_cues: Sequence[Cue], conventions: Conventions) -> list[Run]:
    """Divide cues into turns and events.

    A cue without a voice belongs to the turn before it, but not when it begins with a dash, which is a
    change of speaker, nor after a silence of more than 30 seconds: then it begins a turn of nobody's.

    Args:
        all_cues: The cues of a file in which at least one has a voice.
        conventions: Words of events.
    """
    cues = [part for cue in all_cues for part in _at_dashes(cue)]
    events = [_event_of(cue, conventions) for cue in cues]
    carries = _carries([cue for cue, event in zip(cues, events, strict=True) if event is None])
    runs: list[Run] = []
    turn: list[Cue] = []
    voice: str | None = None
    for index, (cue, event) in enumerate(zip(cues, events, strict=True)):
        # Whether a lone bracket stands between turns is known by the next words.
        judged = cue if event is None else _next_spoken(cues, events, index)
        if not turn or not _goes_on(turn[-1], cue, judged, voice, carries=carries):
            runs.extend(_run_of(turn))
            turn = []
            if event is not None:
                runs.append(Run((cue,), event))
                continue
            voice = None
        turn.append(cue)
        voice = cue.voice or voice
    return [*runs, *_run_of(turn)]


def _goes_on(before: Cue, cue: Cue, judged: Cue | None, voice: str | None, *, carries: bool) -> bool:
    if judged is None or _begins_turn(cue, judged, voice, carries=carries):
        return False
    return not _ends_voice(before, judged)


def _run_of(turn: Sequence[Cue]) -> list[Run]:
    return [Run(tuple(turn))] if turn else []


def _carries(spoken: Sequence[Cue]) -> bool:
    """Tell whether the file leaves cues without a voice below one that is somebody's: a voice lasts there."""
    voice: str | None = None
    for cue in spoken:
        if cue.voice is None and voice and not names_nobody(voice):
            return True
        voice = cue.voice or voice
    return False


def names_nobody(voice: str | None) -> bool:
    """Tell whether a voice is a dash, which any number of people may have: each tag begins a turn."""
    return voice is not None and NOBODY.fullmatch(voice) is not None


def _begins_turn(cue: Cue, judged: Cue, voice: str | None, *, carries: bool) -> bool:
    if judged.voice is None:
        return False
    # What nobody says and a new tag follows is between turns, whoever speaks next.
    return carries or judged.voice != voice or judged is not cue or names_nobody(voice)


def _ends_voice(before: Cue, cue: Cue) -> bool:
    """Tell whether the voice of one cue cannot be taken for that of a later one without a tag."""
    if cue.voice is not None:
        return False
    before_end = before.time[1] if before.time else None
    silent = before_end is not None and cue.time is not None and cue.time[0] - before_end > _LONGEST_SILENCE
    return silent or cue.words.startswith(DASHES)


def _at_dashes(cue: Cue) -> list[Cue]:
    """Divide a cue without a voice before each of its lines that begins with a dash."""
    dashes = [n for n, line in enumerate(cue.lines) if n and line.strip().startswith(DASHES)]
    if cue.voice is not None or not dashes:
        return [cue]
    edges = pairwise((0, *dashes, len(cue.lines)))
    parts = [replace(cue, lines=cue.lines[start:end], beside=()) for start, end in edges]
    return [*parts[:-1], replace(parts[-1], beside=cue.beside)]


def _next_spoken(cues: Sequence[Cue], events: Sequence[str | None], index: int) -> Cue | None:
    return next((cues[i] for i in range(index + 1, len(cues)) if events[i] is None), None)


def _event_of(cue: Cue, conventions: Conventions) -> str | None:
    inside = standing_alone(cue.words) if cue.voice is None else None
    return event_kind(inside, conventions) if inside is not None else None
