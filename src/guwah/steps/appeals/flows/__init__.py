"""What the doors may call."""

from guwah.steps.appeals.flows.note import add_petition, note_event

__all__ = ["add_petition", "note_event"]
