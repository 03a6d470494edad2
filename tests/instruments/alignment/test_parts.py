"""A translation that stops half-way, begins late, or leaves out its middle."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.alignment import Group, Unit, align, align_between, doubts_of

_Pairs = set[tuple[int, int]]


def _words(dice: random.Random, letters: str, length: int) -> str:
    found = ""
    while len(found) < length:
        found += "".join(dice.choices(letters, k=dice.randint(2, 8))) + " "
    return found.strip()


def talk(dice: random.Random, turns: int) -> tuple[list[Unit], list[Unit]]:
    """Return an invented talk and its translation, turn by turn; one in five has a number, one a name."""
    ratio = dice.choice([0.3, 0.8, 1.0, 1.3])
    left, right = [], []
    for number in range(turns):
        length = dice.randint(15, 70) if number % 2 == 0 else dice.randint(20, 300)
        ours = _words(dice, "abdegiklmnoprstu", length)
        theirs = _words(dice, "абдегиклмнопрсту", max(1, round(length * ratio * dice.lognormvariate(0, 0.1))))
        if dice.random() < 0.2:
            figure = str(dice.randint(10, 2020))
            ours, theirs = f"{ours} {figure}", f"{figure} {theirs}"
        if dice.random() < 0.2:
            name = "".join(dice.choice("bdgklmnprstvz") + dice.choice("aeiou") for _ in range(4)).capitalize()
            ours, theirs = f"{ours} {name}", f"{theirs} {name}"
        left.append(Unit(ours, "AB"[number % 2]))
        right.append(Unit(theirs, "AB"[number % 2]))
    return left, right


def cut(dice: random.Random, right: list[Unit], first: int, after: int) -> tuple[list[Unit], _Pairs]:
    """Leave out turns of a translation, split and merge some of the others; return what answers to what."""
    found: list[Unit] = []
    pairs: _Pairs = set()
    kept = [*range(first), *range(after, len(right))]
    while kept:
        number = kept.pop(0)
        words, chance = right[number].text.split(), dice.random()
        pairs.add((number, len(found)))
        if chance < 0.05 and len(words) > 7:
            pairs.add((number, len(found) + 1))
            half = len(words) // 2
            found += [Unit(" ".join(part), right[number].speaker) for part in (words[:half], words[half:])]
        elif chance > 0.97 and kept[:1] == [number + 1]:
            pairs.add((kept[0], len(found)))
            found.append(Unit(f"{right[number].text} {right[kept.pop(0)].text}", right[number].speaker))
        else:
            found.append(right[number])
    return found, pairs


def told(groups: list[Group]) -> _Pairs:
    return {(a, c) for each in groups for a in range(*each.left) for c in range(*each.right)}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("first", "after"), [(20, 40), (0, 20), (10, 30)])
def test_half_a_translation_is_set_beside_its_half(first: int, after: int, turned: bool) -> None:
    right, wrong, silent = 0, 0, 0
    for seed in range(4):
        dice = random.Random(seed)  # noqa: S311 - repeatable
        ours, whole = talk(dice, 40)
        theirs, pairs = cut(dice, whole, first, after)
        if turned:
            ours, theirs, pairs = theirs, ours, {(c, a) for a, c in pairs}
        groups = align(ours, theirs)
        found = told(groups)
        right, wrong = right + len(found & pairs), wrong + len(pairs - found)
        silent += len(told([each for each in groups if not each.doubts]) - pairs)
        assert doubts_of(ours, theirs, groups) == groups
    # Priced turn by turn, and measured by the length of the whole, it was a quarter to a half.
    assert right > 0.9 * (right + wrong)
    assert silent == 0


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.integers(4, 30), st.data())
def test_every_turn_has_one_place_wherever_the_part_lies(seed: int, turns: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, turns))
    after = data.draw(st.integers(first, turns))
    dice = random.Random(seed)  # noqa: S311 - repeatable
    ours, whole = talk(dice, turns)
    theirs = whole[:first] + whole[after:]
    groups = align(ours, theirs)
    mirrored = align(theirs, ours)
    for found in (groups, mirrored):
        assert [n for each in found for n in range(*each.left)] == list(
            range(len(ours if found is groups else theirs))
        )
    assert align_between(ours, theirs, groups) == groups


def test_what_only_the_order_tells_beside_a_stretch_left_out_is_doubtful() -> None:
    ours = [Unit(f"kettle {n}00" if n in {1, 6, 8} else "the same lid") for n in range(9)]
    theirs = [ours[0], ours[1], ours[2], ours[6], ours[7], ours[8]]
    # Which of the lids between the kettles has an answer, nobody can tell.
    for found in (align(ours, theirs), align(theirs, ours)):
        assert any("beside" in each.doubts for each in found)
        assert all(each.doubts for each in found if each.left == (2, 3))


def test_a_group_that_no_proposal_would_draw_ends_the_looking() -> None:
    ours, theirs = [Unit("the same lid")] * 8, [Unit("the same lid")] * 6
    drawn = [*[Group((n, n + 1), (0, 0)) for n in range(3)], Group((3, 8), (0, 6))]
    assert doubts_of(ours, theirs, drawn)[-1].doubts == ("many", "beside")


def test_a_text_split_throughout_is_no_part() -> None:
    dice = random.Random(3)  # noqa: S311 - repeatable
    ours, theirs = talk(dice, 30)
    halves = [
        Unit(" ".join(part), each.speaker)
        for each in theirs
        for words in [each.text.split()]
        for part in (words[: len(words) // 2], words[len(words) // 2 :])
        if part
    ]
    found = align(ours, halves)
    assert sum("many" in each.doubts for each in found) > 20
    assert sum("alone" in each.doubts for each in found) < 4
