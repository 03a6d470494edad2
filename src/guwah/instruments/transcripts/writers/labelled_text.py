"""Writes plain text in which a label at the start of a line says who speaks."""

from guwah.instruments.transcripts.model import Transcript
from guwah.instruments.transcripts.writers.script_lines import script_lines
from guwah.instruments.transcripts.writers.written import Written


def write(transcript: Transcript) -> Written:
    """Write a transcript as UTF-8 text, one paragraph to a line, a blank line before each title."""
    lines: list[str] = []
    for one in script_lines(transcript):
        if one.kind == "title" and lines:
            lines.append("")
        lines.append(f"{one.label}: {one.words}".rstrip() if one.label else one.words)
    return Written(("\n".join(lines) + "\n").encode("utf-8"))
