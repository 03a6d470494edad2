"""Names in brackets before the words of captions, as captions for the deaf name who is not seen."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from guwah.instruments.transcripts.brackets import standing_alone
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.events import event_kind
from guwah.instruments.transcripts.habit import is_name
from guwah.instruments.transcripts.introducing import FIRM_STYLES
from guwah.instruments.transcripts.labels import style_of
from guwah.instruments.transcripts.marks import said_by_words
from guwah.instruments.transcripts.readers.webvtt_runs import DASHES, Cue
from guwah.instruments.transcripts.single import SENTENCE_ENDS
from guwah.instruments.transcripts.unnamed import UNNAMED

_NAMED = re.compile(r"\s*[-‐‑‒–—―−]?\s*\[(?P<name>[^\[\]]{1,40})\]\s*")
_LEAST, _LEAST_NAMES, _OFTEN = 4, 2, 2
_MOST_ALONE = 0.2


def with_bracketed(cues: Sequence[Cue], conventions: Conventions) -> tuple[list[Cue], int] | None:
    """Give cues the voice whose name stands in brackets before their words.

    Such captions name only some who speak: what no bracket names is nobody's, but for the rest of a sentence
    that runs on over the next cues.

    Args:
        cues: In order, none with a voice.
        conventions: Words of sounds and events, which are nobody's name.

    Returns:
        The cues, divided where a line names somebody or begins with a dash, and how often somebody is named;
        None unless two names return, each before words nearly every time.
    """
    names = _names(cues, conventions)
    if not names:
        return None
    found: list[Cue] = []
    ended = True
    for cue in cues:
        for part, name in _divided(cue, names):
            if standing_alone(part.words) is not None and name is None:
                found.append(part)
                continue
            begins = ended or part.words.startswith(DASHES)
            found.append(replace(part, voice=name or (UNNAMED if begins else None)))
            ended = part.words.endswith(SENTENCE_ENDS)
    return found, sum(one.voice in names for one in found)


def _names(cues: Sequence[Cue], conventions: Conventions) -> set[str]:
    before, alone = Counter[str](), Counter[str]()
    for cue in cues:
        for index, line in enumerate(cue.lines):
            match = _NAMED.match(line)
            if match and _may_be_somebody(match["name"].strip(), conventions):
                words = line[match.end() :] or any(map(str.strip, cue.lines[index + 1 :]))
                (before if words else alone)[match["name"].strip()] += 1
    names = {
        name
        for name, count in before.items()
        if count >= _OFTEN and alone[name] <= _MOST_ALONE * (count + alone[name])
    }
    many = sum(before[name] for name in names) >= _LEAST
    return names if many and len(names) >= _LEAST_NAMES else set()


def _may_be_somebody(name: str, conventions: Conventions) -> bool:
    sound = event_kind(name, conventions) or said_by_words(name, conventions)
    return not sound and is_name(name, conventions) and style_of(name) in FIRM_STYLES


def _divided(cue: Cue, names: set[str]) -> Iterator[tuple[Cue, str | None]]:
    """Divide a cue before its lines that name somebody or begin with a dash.

    The name is none of the words; where none stand behind it, it stays what they are.
    """
    begun: list[tuple[str | None, list[str]]] = []
    for line in filter(str.strip, cue.lines):
        match = _NAMED.match(line)
        name = match["name"].strip() if match else None
        if match and name in names:
            begun.append((name, [line[match.end() :]]))
        elif not begun or line.strip().startswith(DASHES):
            begun.append((None, [line]))
        else:
            begun[-1][1].append(line)
    for index, (name, lines) in enumerate(begun):
        last = index + 1 == len(begun)
        words = tuple(filter(str.strip, lines))
        kept = replace(cue, lines=words or (f"[{name}]",), beside=cue.beside if last else ())
        yield kept, name if words else None
