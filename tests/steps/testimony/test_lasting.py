"""After an edit the quick way, by the groups near it, gives the same links as looking at all of them."""

from __future__ import annotations

import random
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.alignment import Group, Unit, align_between
from guwah.steps.testimony import flows
from guwah.steps.testimony.flows import lasting as flow
from guwah.steps.testimony.flows.editing import Wish, numbered
from guwah.steps.testimony.layers import lasting, queries, sides
from guwah.steps.testimony.layers.lasting import Lasting, Stretches, Window
from guwah.steps.testimony.layers.sides import Side, between, group_of, proposed
from guwah.steps.testimony.layers.tables import Alignment
from guwah.steps.testimony.queries import newest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cast import Cast
    from guwah.steps.testimony.models import Layer
    from kitchen import Keep

_SAID = st.sampled_from(["Yes.", "And?", "In the yard, 320 of them.", "Who saw it there that morning?"])
_Row = tuple[Stretches, tuple[str, ...], bool]


class _Turn(NamedTuple):
    uid: int
    words: str
    before: str = "\n"


@pytest.fixture
def _near() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sides, "NEAR", 2)
        patch.setattr(lasting, "NEAR", 2)
        yield


def _side(turns: Sequence[_Turn], sessions: tuple[int, ...] = ()) -> Side:
    units = tuple(Unit(each.words, "Ann" if each.uid % 2 else "Bob") for each in turns)
    behind = [0, *accumulate(len(each.before) + len(each.words) for each in turns)]
    starts = [at + len(each.before) for at, each in zip(behind, turns, strict=False)]
    end = max(starts[-1] + 1, behind[-1]) if turns else 0
    begun = tuple(each for each in sessions if each < len(turns))
    return Side(units, (*starts, end), begun, tuple(each.uid for each in turns))


def _again(rows: Sequence[_Row], ours: Lasting, theirs: Lasting, window: Window) -> list[_Row]:
    """Do what the flow does, with rows for the table."""
    kept = rows[window.first : window.last]
    groups = [
        Group(ours.before.blocks(row[:2]), theirs.before.blocks(row[2:]), doubts) for row, doubts, _ in kept
    ]
    decided = {}
    for group, stands, (_, _, confirmed) in zip(
        groups, lasting.undisturbed(groups, ours, theirs), kept, strict=True
    ):
        now = lasting.carried(group, ours, theirs) if stands or confirmed else None
        if now is not None:
            decided[now] = confirmed
    edges = window.begin, window.end
    fixed = between(ours.now, theirs.now, decided, edges)
    found = proposed(ours.now, theirs.now, fixed, edges)
    one, other = window.shift
    behind = [
        (Stretches(a + one, b + one, c + other, d + other), doubts, confirmed)
        for (a, b, c, d), doubts, confirmed in rows
    ]
    return [
        *rows[: window.first],
        *(_row(each, (ours.now, theirs.now), decided.get(each, False)) for each in found),
        *behind[window.last :],
    ]


def _row(group: Group, both: tuple[Side, Side], confirmed: bool) -> _Row:
    return Stretches(*both[0].stretch(group.left), *both[1].stretch(group.right)), group.doubts, confirmed


def _whole(rows: Sequence[object], ours: Lasting, theirs: Lasting) -> Window:
    ends = Group((len(ours.now.units),) * 2, (len(theirs.now.units),) * 2)
    return Window(0, len(rows), Group((0, 0), (0, 0)), ends)


def _edited(data: st.DataObject, turns: Sequence[_Turn], most: int) -> list[_Turn]:
    """Change, take out, put in, or print other labels before turns; mostly a few in a row."""
    now = list(turns)
    for step in range(data.draw(st.integers(0, most))):
        at = data.draw(st.integers(0, max(0, len(now) - 1)))
        what = data.draw(st.sampled_from(["fix", "out", "in", "label"]))
        if what == "in" or not now:
            now.insert(at + data.draw(st.integers(0, 1)), _Turn(1000 + step, data.draw(_SAID)))
        elif what == "out":
            del now[at]
        elif what == "fix":
            now[at] = now[at]._replace(words=data.draw(_SAID))
        else:
            now[at] = now[at]._replace(before="\nBob: ")
    return now


@pytest.mark.usefixtures("_near")
@given(st.data())
def test_what_the_window_leaves_alone_is_what_would_have_been_found(data: st.DataObject) -> None:
    many = data.draw(st.integers(0, 30))
    ours = [_Turn(n, data.draw(_SAID)) for n in range(many)]
    theirs = [_Turn(n, data.draw(_SAID)) for n in range(many) if data.draw(st.integers(0, 9)) or many < 2]
    begun = data.draw(st.sampled_from([(), (0,), (0, 7), (0, 7, 19)]))
    before = _side(ours, begun), _side(theirs, begun)
    drawn = align_between(before[0].units, before[1].units, between(*before, []))
    rows = [
        _row(each, before, data.draw(st.booleans()))
        for each in drawn
        if each.left != (each.left[0],) * 2 or each.right != (each.right[0],) * 2
    ]
    mine = Lasting(before[0], _side(_edited(data, ours, 3), begun))
    same = data.draw(st.booleans())
    other = Lasting(before[1], before[1] if same else _side(_edited(data, theirs, 2), begun))

    window = lasting.window([row for row, *_ in rows], mine, other)

    assert _again(rows, mine, other, window) == _again(rows, mine, other, _whole(rows, mine, other))


def _stored(alignment: Alignment) -> list[tuple[object, ...]]:
    return [tuple(row) for row in queries.live(alignment).values_list(*flow.COLUMNS, *flow.DECIDED)]


def _by_the_whole_way(now: Alignment, earlier: Alignment) -> list[tuple[object, ...]]:
    """Return the rows of an alignment as they come where every group is looked at."""
    both = Side.of(now.one), Side.of(now.other)
    before = flow._Before(
        earlier, Lasting(Side.of(earlier.one), both[0]), Lasting(Side.of(earlier.other), both[1])
    )
    rows = _stored(earlier)
    decided = flow._decided(before, _whole(rows, before.ours, before.theirs))
    found = proposed(*both, between(*both, decided))
    return [flow.values_of(both, each, decided.get(each, flow.Decision())) for each in found]


_DO: dict[str, Callable[[random.Random, int], list[Wish]]] = {
    "fix": lambda dice, uid: [Wish("fix", uid, f"Other words, {dice.randrange(9)} of them.")],
    "split": lambda _, uid: [Wish("split", uid, at=1)],
    "merge": lambda _, uid: [Wish("merge", uid)],
    "cut-off": lambda _, uid: [Wish("cut-off", uid)],
    "two": lambda _, uid: [Wish("fix", uid, "One thing."), Wish("fix", 3, "And another one.")],
}


@pytest.mark.usefixtures("_near")
@pytest.mark.parametrize("seed", range(3))
def test_the_rows_of_an_edited_text_are_those_of_the_whole_way(keep: Keep, cast: Cast, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same edits every time
    lines = [f"Ann: word {n} of the kettle\n\nBob: yes {n % 3}\n\n" for n in range(20)]
    theirs = [f"Анна: слово {n} о котле\n\nБоб: да {n % 3}\n\n" for n in range(20) if n not in {4, 11}]
    one, other = keep("".join(lines)), keep("".join(theirs), "translation.txt")
    flows.relate(cast.chiara, other.layer, one.layer)
    alignment = flows.propose(cast.chiara, one.layer, other.layer)
    rows = list(queries.live(alignment))
    flows.confirm(cast.chiara, cast.case, dice.sample(rows, 12))
    for step in range(7):
        layer = dice.choice([one.layer, other.layer])
        _edit(dice, layer, cast, undo=step == 4)
        now = Alignment.objects.latest("pk")
        assert now != alignment
        assert _stored(now) == _by_the_whole_way(now, alignment)
        assert [group_of(Side.of(now.one), Side.of(now.other), row) for row in queries.live(now)]
        alignment = now


def _edit(dice: random.Random, layer: Layer, cast: Cast, *, undo: bool) -> None:
    revision = newest(layer)
    if undo and revision.number > 1:
        flows.undo(cast.chiara, layer, revision.number)
        return
    blocks = list(revision.blocks.filter(n__gt=1).order_by("start"))
    done = flows.revise(
        cast.chiara, layer, revision.number, _DO[dice.choice(list(_DO))](dice, dice.choice(blocks).uid)
    )
    assert done == numbered(layer, revision.number + 1)
