"""How a transcript is shown on a terminal: plain text, wrapped, nothing coloured into it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from guwah.instruments.languages import has_bidi_controls, isolate

if TYPE_CHECKING:
    from guwah.instruments.transcripts import Session, Transcript, Turn

_CONTROLS = {code: None for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if code not in (0x09, 0x0A)}


def show(transcript: Transcript, console: Console | None = None) -> None:
    """Print a transcript for reading."""
    to = console or Console(highlight=False, emoji=False, markup=False)
    told = [transcript.format, transcript.text_language or "language undecided"]
    told.append(f"{len(transcript.sessions)} sessions" if transcript.sessions else "no turns")
    to.print(" · ".join(told), style="bold")
    if transcript.preamble:
        to.print(safe(transcript.text_of(transcript.preamble)), style="dim")
    for session in transcript.sessions:
        _session(transcript, session, to)
    for block in transcript.blocks:
        line = Text(f"{block.n:>4}  ", style="dim")
        line.append(f"[{block.time[0]:.1f} s] " if block.time else "", style="dim")
        to.print(line + Text(safe(transcript.text_of(block))))
    _notes(transcript, to)


def _notes(transcript: Transcript, to: Console) -> None:
    kinds = Counter(mark.kind for mark in transcript.marks)
    if kinds:
        to.print("marks: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    for warning in transcript.warnings:
        place = f" (line {warning.line})" if warning.line else ""
        to.print(f"! {warning.message}{place}", style="yellow")


def _session(transcript: Transcript, session: Session, to: Console) -> None:
    to.print()
    to.print(f"{session.n}. {safe(session.title or 'Session')}", style="bold")
    if session.spoken_languages:
        to.print("spoken: " + ", ".join(session.spoken_languages), style="dim")
    told = [(turn.n, _turn(transcript, turn)) for turn in session.turns]
    told += [(event.after_turn, Text(f"      — {event.kind} —", style="dim")) for event in session.events]
    # What comes after a turn stands behind it: sorting keeps the order of equals.
    for _, line in sorted(told, key=lambda one: one[0]):
        to.print(line)


def _turn(transcript: Transcript, turn: Turn) -> Text:
    beside = ", ".join(note for note in (turn.manner, turn.addressee) if note)
    line = Text(f"{turn.n:>4}  ", style="dim")
    line.append(safe(turn.speaker), style="bold")
    if beside:
        line.append(f" ({safe(beside)})", style="italic")
    if turn.time:
        line.append(f" [{turn.time[0]:.1f} s]", style="dim")
    line.append(": ")
    line.append(safe(transcript.text_of(turn)))
    return line


def safe(words: str) -> str:
    """Keep a file's words from steering the terminal: no escapes, no reordering of what is around."""
    shown = words.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return isolate(shown) if has_bidi_controls(shown) else shown
