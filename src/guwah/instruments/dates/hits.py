"""Where the forms of a grammar stand in the signs of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.dates.vetoes import stands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.instruments.dates.grammars.shape import Form, Grammar
    from guwah.instruments.dates.pieces import Piece


@dataclass(frozen=True, slots=True)
class Hit:
    """A form that stands at the pieces `first` up to `last`, not included."""

    form: Form
    first: int
    last: int
    groups: dict[str, int]
    pieces: Sequence[Piece]
    text: str

    def __contains__(self, name: str) -> bool:
        return name in self.groups

    def number(self, name: str) -> int | None:
        """Return what a group stands for; None when it did not match."""
        return self.pieces[self.groups[name]].value if name in self.groups else None

    def sign(self, name: str) -> str:
        """Return the sign of a group, '' when it did not match."""
        return self.pieces[self.groups[name]].sign if name in self.groups else ""

    def words(self, name: str) -> str:
        """Return the words of a group as written."""
        piece = self.pieces[self.groups[name]]
        return self.text[piece.start : piece.end]

    def before(self) -> str:
        """Return the words of the piece before a form that asks for one there."""
        piece = self.pieces[self.first - 1]
        return self.text[piece.start : piece.end]

    def following(self) -> str:
        """Return the sign right behind the form, '' at the end."""
        return self.pieces[self.last].sign if self.last < len(self.pieces) else ""


def hits(text: str, cut: Sequence[Piece], signs: str, grammar: Grammar) -> list[Hit]:
    """Return the forms that stand, in order: the longest first, then the form listed first; none overlap."""
    every = [
        (match.start() - match.end(), rank, match.start(), form, match)
        for rank, form in enumerate(grammar.forms)
        for match in form.pattern.finditer(signs)
        if match.end() > match.start()
    ]
    every.sort(key=lambda one: one[:3])
    taken = bytearray(len(signs))
    found = []
    for _, _, start, form, match in every:
        end = match.end()
        if any(taken[start:end]):
            continue
        groups = {name.rstrip("_"): match.start(name) for name, said in match.groupdict().items() if said}
        hit = Hit(form, start, end, groups, cut, text)
        if stands(hit):
            taken[start:end] = b"\1" * (end - start)
            found.append(hit)
    found.sort(key=lambda hit: hit.first)
    return found
