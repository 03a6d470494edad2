"""What is looked at again after an edit is enough: the quick way asks and answers as the whole way does.

The property compares what the instrument is *asked*, not only what it answers: for short texts it answers
alike however much of them it is shown, and a window too small would go unseen.
"""

from __future__ import annotations

from itertools import accumulate, count, pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.alignment import Group, Unit, align_between
from guwah.steps.testimony.layers import lasting, sides
from guwah.steps.testimony.layers.lasting import Lasting, Stretches, Window
from guwah.steps.testimony.layers.sides import Side, between, proposed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

_YES, _TWICE, _LONG = "Yes.", "Yes. Yes.", "Who saw it there that morning, and who told them of it?"
_SAID = (_YES, _YES, _YES, _TWICE, "And?", "In the yard, 320 of them.", _LONG)
# By its seed: what is drawn one by one is drawn small, and short texts have no place far from an edit.
_DICE = st.randoms(use_true_random=True)
# How many turns of both texts a group has, and how many such groups stand in a row at most.
_RUNS = {(1, 1): 12, (1, 0): 9, (0, 1): 9, (2, 1): 2, (1, 2): 2, (0, 2): 2}
_NEAR = 2


class _Turn(NamedTuple):
    uid: int
    words: str
    speaker: str
    before: str = "\n"


class _Row(NamedTuple):
    """A group as the table has it; `confirmed` is the number of somebody's decision."""

    places: Stretches
    doubts: tuple[str, ...] = ()
    confirmed: int | None = None


class _Pair(NamedTuple):
    """Two texts and the groups of both, by the numbers of their turns."""

    ours: list[_Turn]
    theirs: list[_Turn]
    groups: list[Group]


@pytest.fixture(autouse=True, scope="module")
def _near() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sides, "NEAR", _NEAR)
        patch.setattr(lasting, "NEAR", _NEAR)
        yield


def _side(turns: Sequence[_Turn], sessions: Sequence[int] = ()) -> Side:
    """Return turns as a text has them; sessions begin with the turns of these names."""
    behind = [0, *accumulate(len(each.before) + len(each.words) for each in turns)]
    starts = [at + len(each.before) for at, each in zip(behind, turns, strict=False)]
    end = max(starts[-1] + 1, behind[-1]) if turns else 0
    begun = tuple(at for at, each in enumerate(turns) if each.uid in sessions)
    units = tuple(Unit(each.words, each.speaker) for each in turns)
    return Side(units, (*starts, end), begun, tuple(each.uid for each in turns))


def _pair(moves: Sequence[tuple[int, int]], said: Callable[[], str]) -> _Pair:
    """Return texts of which groups of so many turns of each stand side by side; no name tells who is who."""
    ends = [*accumulate(moves, lambda at, by: (at[0] + by[0], at[1] + by[1]), initial=(0, 0))]
    ours = [_Turn(n, said(), ("Ann", "Bob")[n % 2]) for n in range(ends[-1][0])]
    theirs = [_Turn(n, said(), ("Zoe", "Kim")[n % 2]) for n in range(ends[-1][1])]
    return _Pair(ours, theirs, [Group((a, b), (c, d)) for (a, c), (b, d) in pairwise(ends)])


def _row(group: Group, both: tuple[Side, Side], confirmed: int | None) -> _Row:
    places = Stretches(*both[0].stretch(group.left), *both[1].stretch(group.right))
    return _Row(places, group.doubts, confirmed)


def _whole(rows: Sequence[_Row], ours: Lasting, theirs: Lasting) -> Window:
    ends = Group((len(ours.now.units),) * 2, (len(theirs.now.units),) * 2)
    return Window(0, len(rows), Group((0, 0), (0, 0)), ends)


def _again(
    rows: Sequence[_Row], ours: Lasting, theirs: Lasting, window: Window | None = None
) -> tuple[list[_Row], list[object]]:
    """Do what the flow does, with rows for the table; return the rows since, and what was asked for them."""
    first, last, begin, end, (one, other) = (
        lasting.window([each.places for each in rows], ours, theirs) if window is None else window
    )
    kept = rows[first:last]
    groups = [
        Group(ours.before.blocks(places[:2]), theirs.before.blocks(places[2:]), doubts)
        for places, doubts, _ in kept
    ]
    decided = {}
    standing = lasting.undisturbed(groups, ours, theirs)
    for group, stands, row in zip(groups, standing, kept, strict=True):
        now = lasting.carried(group, ours, theirs) if stands or row.confirmed is not None else None
        if now is not None:
            decided[now] = row.confirmed
    asked: list[object] = []

    def told(left: Sequence[Unit], right: Sequence[Unit], fixed: Sequence[Group]) -> list[Group]:
        asked.append((left, right, fixed))
        return align_between(left, right, fixed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sides, "align_between", told)
        edges = begin, end
        found = proposed(ours.now, theirs.now, between(ours.now, theirs.now, decided, edges), edges)
    behind = [
        _Row(Stretches(a + one, b + one, c + other, d + other), doubts, confirmed)
        for (a, b, c, d), doubts, confirmed in rows[last:]
    ]
    both = ours.now, theirs.now
    return [*rows[:first], *(_row(each, both, decided.get(each)) for each in found), *behind], asked


def _edited(dice: Random, turns: Sequence[_Turn], around: int, most: int) -> list[_Turn]:
    """Do to turns near one of them what people do: correct, split, join, take out, put in, label anew."""
    now = list(turns)
    for new in range(1000, 1000 + dice.randint(0, most)):
        at = min(max(0, around + dice.randint(-1, 1)), max(0, len(now) - 1))
        what = dice.choice(["fix", "split", "join", "out", "in", "label"])
        if what == "in" or not now:
            now.insert(at + dice.randint(0, 1), _Turn(new, dice.choice(_SAID), "Ann"))
        elif what == "fix":
            now[at] = now[at]._replace(words=dice.choice(_SAID))
        elif what == "split":
            one, _, other = now[at].words.partition(" ")
            now[at : at + 1] = [now[at]._replace(words=one), now[at]._replace(uid=new, words=other or "And?")]
        elif what == "join":
            now[at : at + 2] = [now[at]._replace(words=" ".join(each.words for each in now[at : at + 2]))]
        elif what == "out":
            del now[at]
        else:
            now[at] = now[at]._replace(before="\nBob: ")
    if now and not dice.randint(0, 3):
        # Moves all that stands behind it, and changes no word.
        far = dice.randrange(len(now))
        now[far] = now[far]._replace(before="\nBob: ")
    return now


def _beside(dice: Random) -> tuple[list[_Row], Lasting, Lasting]:
    """Return groups of two texts, some confirmed, and the texts before and after edits near one of them."""
    moves = [(1, 1)] * dice.randint(0, 9)
    for move in dice.choices(list(_RUNS), k=dice.randint(1, 8)):
        moves += [move] * dice.randint(1, _RUNS[move]) + [(1, 1)] * dice.choice([0, 0, 1, 9])
    pair = _pair(moves, lambda: dice.choice(_SAID))
    begun = [dice.sample(range(60), k=dice.randint(0, 3)) for _ in range(2)]
    before = _side(pair.ours, begun[0]), _side(pair.theirs, begun[1])
    often = dice.choice([0, 0.2, 0.9])
    rows = [_row(each, before, n if dice.random() < often else None) for n, each in enumerate(pair.groups)]
    near = dice.choice(pair.groups)
    ours = _side(_edited(dice, pair.ours, near.left[0], 3), begun[0])
    theirs = _side(_edited(dice, pair.theirs, near.right[0], dice.choice([0, 2])), begun[1])
    return rows, Lasting(before[0], ours), Lasting(before[1], theirs)


@given(_DICE)
def test_a_window_asks_and_finds_what_the_whole_way_does(dice: Random) -> None:
    rows, ours, theirs = _beside(dice)
    assert _again(rows, ours, theirs) == _again(rows, ours, theirs, _whole(rows, ours, theirs))


def _words(side: Side, stretch: tuple[int, int]) -> Sequence[object]:
    """Return the turns of a stretch by name and words; of an empty one those around its place."""
    a, b = side.blocks(stretch)
    known = [None, *zip(side.uids, side.units, strict=True), None]
    return known[a + 1 : b + 1] or known[a : a + 2]


@given(_DICE)
def test_a_confirmation_stays_with_the_very_words_it_was_given_for(dice: Random) -> None:
    rows, ours, theirs = _beside(dice)
    now, _ = _again(rows, ours, theirs)
    for (one, end, other, last), _, confirmed in now:
        if confirmed is not None:
            before = rows[confirmed].places
            assert _words(ours.now, (one, end)) == _words(ours.before, before[:2])
            assert _words(theirs.now, (other, last)) == _words(theirs.before, before[2:])
    assert [a for row in now for a in range(*ours.now.blocks(row.places[:2]))] == [*range(len(ours.now.uids))]
    assert [c for row in now for c in range(*theirs.now.blocks(row.places[2:]))] == [
        *range(len(theirs.now.uids))
    ]


def _told_apart(moves: Sequence[tuple[int, int]]) -> tuple[_Pair, list[_Row]]:
    """Return texts of which no two turns say the same, and their groups, all confirmed."""
    numbers = count()
    pair = _pair(moves, lambda: f"word {next(numbers)} of the kettle")
    both = _side(pair.ours), _side(pair.theirs)
    return pair, [_row(each, both, n) for n, each in enumerate(pair.groups)]


def _confirmed(rows: Sequence[_Row], ours: Lasting, theirs: Lasting) -> set[int]:
    """Return which confirmations are left; the quick way and the whole one must leave the same."""
    now, _ = found = _again(rows, ours, theirs)
    assert found == _again(rows, ours, theirs, _whole(rows, ours, theirs))
    return {row.confirmed for row in now if row.confirmed is not None}


@pytest.mark.parametrize(
    ("fixed", "gone"),
    [(12, {*range(12, 25)}), (11, {*range(11, 24)}), (10, {10}), (13, {25})],
    ids=["after", "before", "far before", "far after"],
)
@pytest.mark.parametrize("side", [0, 1])
def test_however_many_turns_stand_alone_where_a_word_changed_somebody_has_to_say_so_again(
    side: int, fixed: int, gone: set[int]
) -> None:
    """Twelve turns that nothing answers to, more than a window reaches, and a turn there changed."""
    alone = ((0, 1), (1, 0))[side]
    pair, rows = _told_apart([*[(1, 1)] * 12, *[alone] * 12, *[(1, 1)] * 12])
    texts = [Lasting(_side(pair.ours), _side(pair.ours)), Lasting(_side(pair.theirs), _side(pair.theirs))]
    turns = (pair.ours, pair.theirs)[side]
    now = [*turns[:fixed], turns[fixed]._replace(words="Other words."), *turns[fixed + 1 :]]
    texts[side] = Lasting(_side(turns), _side(now))
    assert _confirmed(rows, *texts) == {*range(36)} - gone


def test_a_group_of_two_turns_is_no_more_confirmed_once_something_stands_between_them() -> None:
    pair, rows = _told_apart([(1, 1), (2, 1), (1, 2), (1, 1)])
    theirs = Lasting(_side(pair.theirs), _side(pair.theirs))
    for turns, left in (
        ([*pair.ours[:2], _Turn(90, "And?", "Ann"), *pair.ours[2:]], {0, 2, 3}),
        ([*pair.ours[:2], pair.ours[2]._replace(words="Other words."), *pair.ours[3:]], {0, 2, 3}),
        ([*pair.ours[:1], *pair.ours[2:]], {0, 2, 3}),
        ([*pair.ours[:3], _Turn(90, "And?", "Ann"), *pair.ours[3:]], {0, 1, 2, 3}),
    ):
        assert _confirmed(rows, Lasting(_side(pair.ours), _side(turns)), theirs) == left


def test_a_window_is_no_larger_than_it_must_be() -> None:
    pair, rows = _told_apart([(1, 1)] * 60)
    now = [each._replace(words="Other words.") if each.uid in {20, 24} else each for each in pair.ours]
    theirs = Lasting(_side(pair.theirs), _side(pair.theirs))
    found = lasting.window([each.places for each in rows], Lasting(_side(pair.ours), _side(now)), theirs)
    # Three that are proposed anew, and those by which speakers and rare names are told. What a turn stands
    # behind changed with it: the last that was touched is the one behind.
    assert (found.first, found.last) == (20 - 3 - _NEAR, 25 + 3 + _NEAR + 1)
