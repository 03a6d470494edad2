"""The rows of an edited text beside another: what only moved is copied, and none is lost or doubled."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from guwah.instruments.alignment import Group
from guwah.steps.testimony import flows
from guwah.steps.testimony.flows import lasting as flow
from guwah.steps.testimony.flows.editing import Wish, numbered
from guwah.steps.testimony.layers import lasting, queries, sides
from guwah.steps.testimony.layers.lasting import Lasting, Window
from guwah.steps.testimony.layers.sides import Side, between, group_of, proposed
from guwah.steps.testimony.layers.tables import Alignment
from guwah.steps.testimony.queries import newest
from guwah.vault.models import Opening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cast import Cast
    from guwah.steps.testimony.models import Layer
    from kitchen import Keep


@pytest.fixture
def _near() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sides, "NEAR", 2)
        patch.setattr(lasting, "NEAR", 2)
        yield


def _whole(rows: Sequence[object], ours: Lasting, theirs: Lasting) -> Window:
    ends = Group((len(ours.now.units),) * 2, (len(theirs.now.units),) * 2)
    return Window(0, len(rows), Group((0, 0), (0, 0)), ends)


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
@pytest.mark.parametrize("seed", range(2))
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
        _redraw(dice, cast, alignment)
        layer = dice.choice([one.layer, other.layer])
        _edit(dice, layer, cast, undo=step == 4)
        now = Alignment.objects.latest("pk")
        assert now != alignment
        assert _stored(now) == _by_the_whole_way(now, alignment)
        told = Opening.objects.filter(entry__act="aligned", about=now.pk).values_list(
            "value__groups", flat=True
        )
        assert list(told) == [len(_stored(now))]
        assert [group_of(Side.of(now.one), Side.of(now.other), row) for row in queries.live(now)]
        alignment = now


def _redraw(dice: random.Random, cast: Cast, alignment: Alignment) -> None:
    """Take groups apart, so that turns stand alone wherever a window ends; take back and join others."""
    rows = dice.sample(list(queries.live(alignment)), 8)
    for row in rows[:6]:
        if row.one_start < row.one_end and row.other_start < row.other_end:
            alone = flows.part(cast.chiara, cast.case, row, *dice.choice([(1, 0), (0, 1)]))
            flows.confirm(cast.chiara, cast.case, dice.choice([alone, alone[:1], []]))
    flows.withdraw(cast.chiara, cast.case, rows[6])
    if rows[7] != queries.live(alignment).last():
        flows.join(cast.chiara, cast.case, rows[7])


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
