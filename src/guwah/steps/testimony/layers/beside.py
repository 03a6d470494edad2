"""What the reader shows of two or three texts side by side: line by line, each with what answers to it."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guwah.steps.testimony import margin
from guwah.steps.testimony.layers import queries
from guwah.steps.testimony.layers.sentence_rows import Sentences, Text, said_in, sentences_of
from guwah.steps.testimony.models import Block
from guwah.steps.testimony.page import rows
from guwah.steps.testimony.queries import newest, sheet_of
from guwah.steps.testimony.tongues import tongue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.utils.functional import _StrPromise

    from guwah.accounts.models import Member
    from guwah.steps.testimony.layers.tables import AlignedGroup, Alignment
    from guwah.steps.testimony.models import Layer, Revision
    from guwah.steps.testimony.queries import Opened

_Part = dict[str, Any]
_BLOCKS = frozenset({"turn", "paragraph"})
# Three texts beside one another are as many as a screen holds.
MOST_OTHERS = 2
# A line of two texts takes the room and time of six turns, one of three that of twelve: pages are shorter.
SHARE = 6
DOUBTS: Mapping[str, _StrPromise] = {
    "alone": _("nothing answers to this"),
    "many": _("not one turn to one"),
    "speaker": _("another speaker"),
    "length": _("lengths unlike"),
    "figures": _("figures differ"),
    "beside": _("beside turns left out, by its order alone"),
}


class _Pair(NamedTuple):
    """A stretch of the text one reads, and the one that answers to it; either may be empty."""

    start: int
    end: int
    other_start: int
    other_end: int
    group: AlignedGroup | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One text of the page.

    Attributes:
        layer: the text.
        revision: its newest revision.
        language: tag, may be empty.
        way: `ltr`, `rtl` or `auto`.
        alignment: how it stands to the first text; None for the first itself, and where it is not aligned.
    """

    layer: Layer
    revision: Revision
    language: str
    way: str
    alignment: Alignment | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a line has of one text: its parts (`guwah.steps.testimony.page.rows`) in order."""

    column: Column
    parts: list[_Part]


@dataclass(frozen=True, slots=True)
class Judged:
    """A group as the page shows it.

    Attributes:
        row: the group.
        doubts: why to look closely, in words.
        column: the other of its two texts; the one is the text that is read.
        turns: how many turns it has in the text one reads.
        other_turns: how many in the other.
    """

    row: AlignedGroup
    doubts: list[_StrPromise]
    column: Column
    turns: int
    other_turns: int


@dataclass(slots=True)
class Line:
    """What stands side by side.

    Attributes:
        starts: where it begins in every text; None where it has nothing of that text.
        cells: what it has of every text.
        groups: the groups they are of.
        session: head of the session that begins here, if one does.
        sentences: which sentences of it answer to one another, as proposed and as people say.
    """

    starts: list[int | None]
    cells: list[Cell] = field(default_factory=list)
    groups: list[Judged] = field(default_factory=list)
    session: _Part | None = None
    sentences: list[Sentences] = field(default_factory=list)

    @property
    def sentences_as_json(self) -> str:
        """Return the sentences as the page gives them to its script: `[layer, places, layer, places, name]`.

        Places are `[start, end]` in code points of each text. Those that do not belong together are left out.
        """
        lit = (each for each in self.sentences if each.state in {"", "together"})
        told = [(each.layer, each.ours, each.other_layer, each.theirs, each.name) for each in lit]
        return json.dumps(told, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Beside:
    """Texts side by side: the one that is read and the others, and their lines in the order of the first."""

    columns: list[Column]
    lines: list[Line]

    @property
    def waiting(self) -> list[int]:
        """Return the groups of this page that nobody has confirmed and nothing speaks against."""
        groups = (each.row for line in self.lines for each in line.groups)
        return [row.pk for row in groups if row.confirmed_at is None and not row.doubts]


def chosen(kin: Sequence[Layer], said: Sequence[str]) -> list[Layer]:
    """Return the texts that are asked for beside one, by their numbers as text; no more than fit."""
    found = [each for number in dict.fromkeys(said) for each in kin if str(each.pk) == number]
    return found[:MOST_OTHERS]


def side_by_side(member: Member, opened: Opened, others: Sequence[Layer]) -> Beside:
    """Put other texts beside the page of a text that is open.

    Where two texts have been aligned their groups are the lines; else turns of the same number stand side by
    side, and the column has no alignment: nobody has looked.
    """
    language, way = tongue(opened.layer.language)
    found = [_other(opened, layer) for layer in others]
    columns = [Column(opened.layer, opened.revision, language, way), *(column for column, _ in found)]
    lines = _lines([pairs for _, pairs in found])
    texts = [opened.rows, *(_rows(member, column, pairs) for column, pairs in found)]
    for at, parts in enumerate(texts):
        for line in lines:
            line.cells.append(Cell(columns[at], []))
        _deal(lines, at, parts)
    for at, (__, pairs) in enumerate(found, start=1):
        _judge(lines, at, columns[at], pairs)
    if not opened.whole:
        said = {column.layer.pk: said_in(column.alignment) for column, _ in found if column.alignment}
        for line in lines:
            first, *rest = (_text(cell) for cell in line.cells)
            line.sentences = [
                each for text in rest for each in sentences_of(first, text, said.get(text.layer))
            ]
    return Beside(columns, lines)


def _text(cell: Cell) -> Text:
    """Return what a line shows of a text: its words as the reader shows them."""
    blocks = (part[part["part"]] for part in cell.parts if part["part"] in _BLOCKS)
    column = cell.column
    words = [(each["start"], each["text"], each.get("speaker", "")) for each in blocks]
    return Text(column.layer.pk, column.language, column.way, column.alignment, column.revision.pk, words)


def _other(opened: Opened, layer: Layer) -> tuple[Column, list[_Pair]]:
    revision = newest(layer)
    alignment = queries.alignment_between(opened.revision, revision)
    pairs = _aligned(opened, alignment) if alignment else _numbered(opened, revision)
    return Column(layer, revision, *tongue(layer.language), alignment), pairs


def _aligned(opened: Opened, alignment: Alignment) -> list[_Pair]:
    """Return the groups that touch the page, from the side of the text that is open."""
    first = alignment.one_id == opened.revision.pk
    side = "one" if first else "other"
    here = {f"{side}_start__lt": opened.end, f"{side}_end__gt": opened.start}
    at_its_edge = {f"{side}_start": F(f"{side}_end"), f"{side}_start__range": (opened.start, opened.end)}
    found = queries.live(alignment).filter(Q(**here) | Q(**at_its_edge)).select_related("confirmed_by")
    pairs = [(row.one_start, row.one_end, row.other_start, row.other_end, row) for row in found]
    return [_Pair(*(pair if first else (*pair[2:4], *pair[:2], pair[4]))) for pair in pairs]


def _numbered(opened: Opened, revision: Revision) -> list[_Pair]:
    """Pair turns of the same session and number; what has no partner goes with the one before it."""
    there = {(session, n): start for start, session, n in _places(revision)}
    known = [
        (start, there[session, n]) for start, session, n in _places(opened.revision) if (session, n) in there
    ]
    ends = [*known[1:], (len(opened.revision.text), len(revision.text))]
    pairs = (_Pair(a, b, c, d) for (a, c), (b, d) in zip(known, ends, strict=False) if b > a and d > c)
    return [pair for pair in pairs if pair.start < opened.end and pair.end > opened.start]


def _places(revision: Revision) -> Iterable[tuple[int, int | None, int]]:
    return revision.blocks.order_by("start").values_list("start", "session__n", "n")


def _lines(others: Sequence[Sequence[_Pair]]) -> list[Line]:
    """Return the lines: with one other text its pairs, with two what neither of them reaches across."""
    if len(others) == 1:
        return [Line([_if(pair[0], pair[1]), _if(pair[2], pair[3])]) for pair in others[0]]
    cuts = sorted(
        set.intersection(*({pair.start for pair in pairs if pair.end > pair.start} for pairs in others))
    )
    lines = [Line([cut, *(None for _ in others)]) for cut in cuts]
    for at, pairs in enumerate(others, start=1):
        for pair in pairs if lines else ():
            line = lines[max(0, bisect_right(cuts, pair.start) - 1)]
            start = _if(pair.other_start, pair.other_end)
            line.starts[at] = start if line.starts[at] is None else line.starts[at]
    return lines


def _if(start: int, end: int) -> int | None:
    return start if end > start else None


def _rows(member: Member, column: Column, pairs: Sequence[_Pair]) -> list[_Part]:
    """Return the parts of another text that answer to a page, each named apart from those of the first."""
    if not pairs:
        return []
    start, end = min(pair.other_start for pair in pairs), max(pair.other_end for pair in pairs)
    blocks = Block.objects.filter(revision=column.revision, start__gte=start, start__lt=end)
    shown = list(blocks.select_related("session", "participant").order_by("start"))
    view = margin.View(member, column.layer.case, column.revision, start, end)
    found = rows(sheet_of(view, shown))
    for each in found:
        part = each[each["part"]]
        if "anchor" in part:
            part["anchor"] = f"l{column.layer.pk}-{part['anchor']}"
    return found


def _begun(lines: list[Line], at: int) -> tuple[list[int], list[Line]]:
    """Return where lines begin in one text, and those that have something of it, in its order."""
    begun = [line for line in lines if line.starts[at] is not None]
    return [line.starts[at] or 0 for line in begun], begun


def _deal(lines: list[Line], at: int, parts: Sequence[_Part]) -> None:
    """Give every part of a text to the line it stands in; what stands before the first goes with it."""
    starts, begun = _begun(lines, at)
    after = 0
    for part in reversed(parts if begun else ()):
        if part["part"] in _BLOCKS:
            after = part["start"]
        place = max(part["start"], after) if part["part"] == "session" else part["start"]
        line = begun[max(0, bisect_right(starts, place) - 1)]
        if part["part"] != "session":
            line.cells[at].parts.insert(0, part)
        elif at == 0:
            line.session = part


def _judge(lines: list[Line], at: int, column: Column, pairs: Sequence[_Pair]) -> None:
    """Show with every line the groups it is of, and how many turns each has on both sides."""
    sides = [(_begun(lines, n), _block_starts(lines, n)) for n in (0, at)]
    for pair in pairs if lines else ():
        if pair.group is None:
            continue
        stretches = ((pair.start, pair.end), (pair.other_start, pair.other_end))
        turns = [
            bisect_left(blocks, end) - bisect_left(blocks, start)
            for (_, blocks), (start, end) in zip(sides, stretches, strict=True)
        ]
        of = 0 if pair.end > pair.start else 1
        (starts, begun), place = sides[of][0], stretches[of][0]
        line = begun[max(0, bisect_right(starts, place) - 1)]
        doubts = [DOUBTS[code] for code in pair.group.doubts]
        line.groups.append(Judged(pair.group, doubts, column, *turns))


def _block_starts(lines: list[Line], at: int) -> list[int]:
    return [part["start"] for line in lines for part in line.cells[at].parts if part["part"] in _BLOCKS]
