"""Long texts beside one another after an edit: only what it touched is compared and proposed anew."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.alignment import Group, Unit, align_between
from guwah.steps.testimony.layers import sides
from guwah.steps.testimony.layers.sides import NEAR, Side, between, moved, proposed

_WORDS = st.sampled_from(["yes", "no", "the yard", "two sacks"])


def _side(words: list[str], sessions: tuple[int, ...] = (0,)) -> Side:
    units = tuple(Unit(each, "Ann" if at % 2 else "Bob") for at, each in enumerate(words))
    return _of(units, range(len(words)), sessions)


def _of(units: Sequence[Unit], uids: Sequence[int], sessions: tuple[int, ...] = (0,)) -> Side:
    return Side(tuple(units), tuple(range(0, 10 * len(units) + 10, 10)), sessions, tuple(uids))


def _long(many: int) -> tuple[Side, Side]:
    ours = _side([f"word {n} of the yard" for n in range(many)])
    return ours, _side([f"слово {n} о дворе" for n in range(many)])


@given(st.data())
def test_a_block_is_known_by_its_name_and_only_while_it_says_the_same(data: st.DataObject) -> None:
    words = data.draw(st.lists(_WORDS, max_size=12))
    units = [Unit(each, "Ann") for each in words]
    stay = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    now = [(unit, uid) for uid, unit in enumerate(units) if stay[uid]]
    for place in data.draw(st.lists(st.integers(0, 12), max_size=3)):
        now.insert(min(place, len(now)), (Unit(data.draw(_WORDS), "Ann"), 100 + len(now)))
    before, later = _of(units, range(len(units))), _of([unit for unit, _ in now], [uid for _, uid in now])

    found = moved(before, later)

    assert list(found.values()) == sorted(found.values())
    assert all(later.uids[to] == at and before.units[at] == later.units[to] for at, to in found.items())
    if [uid for _, uid in now] == [*range(len(units))]:
        assert found == {at: at for at in range(len(units))}


def test_words_that_changed_and_blocks_in_another_order_have_not_stayed() -> None:
    ours, _ = _long(1000)
    units = list(ours.units)
    units[500] = units[500]._replace(text="other words")
    assert moved(ours, _of(units, ours.uids)) == {n: n for n in range(1000) if n != 500}
    turned = _of([units[1], units[0]], [1, 0])
    assert moved(_of(units[:2], [0, 1]), turned) == {0: 1}


@pytest.mark.parametrize("gone", [1, 2])
def test_where_one_of_equal_neighbours_went_nobody_knows_which(gone: int) -> None:
    yes, was, more, last = (Unit(words, "Ann") for words in ("Yes.", "Was he there?", "And?", "Thanks."))
    before = _of([was, yes, yes, more, yes, last], range(6))
    left = [n for n in range(6) if n != gone]
    now = _of([before.units[n] for n in left], left)
    assert moved(before, now) == {0: 0, 3: 2, 4: 3, 5: 4}
    assert moved(now, before) == {0: 0, 2: 3, 3: 4, 4: 5}


def test_where_one_of_equal_questions_and_answers_went_nobody_knows_which() -> None:
    ask, yes, first, last = (Unit(words, "Ann") for words in ("And?", "Yes.", "Hello.", "Thanks."))
    before = _of([first, ask, yes, ask, yes, last], range(6))
    now = _of([first, ask, yes, last], [0, 3, 4, 5])
    assert moved(before, now) == {0: 0, 5: 3}


def test_what_stands_far_from_a_gap_is_neither_looked_at_nor_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = _long(1200)
    whole = align_between(ours.units, theirs.units, ())
    assert [each.left for each in whole] == [(n, n + 1) for n in range(1200)]
    fixed = [*whole[:600], *whole[603:]]
    seen: list[int] = []

    def counted(left: list[Unit], right: list[Unit], kept: list[Group]) -> list[Group]:
        seen.append(len(left))
        return align_between(left, right, kept)

    monkeypatch.setattr(sides, "align_between", counted)
    assert proposed(ours, theirs, fixed) == whole
    assert proposed(ours, theirs, whole) == whole
    assert proposed(ours, theirs, whole[:-1]) == whole
    assert proposed(ours, theirs, whole[1:]) == whole
    assert seen == [2 * NEAR + 3, NEAR + 1, NEAR + 1]


def test_a_text_that_nobody_aligned_is_proposed_whole() -> None:
    ours, theirs = _long(30)
    assert proposed(ours, theirs, []) == align_between(ours.units, theirs.units, ())


def test_where_sessions_begin_is_kept_unless_a_decided_group_reaches_over_it() -> None:
    words = [f"word {n}" for n in range(12)]
    ours, theirs = _side(words, (0, 4, 8)), _side(words, (0, 4, 8))
    decided = [Group((2, 3), (2, 3)), Group((3, 5), (3, 5)), Group((9, 10), (7, 8))]
    found = between(ours, theirs, decided)
    # The second begins inside a decided group; the third lies across the last one.
    assert [each for each in found if each not in decided] == [Group((0, 0), (0, 0))]
    straight = between(ours, theirs, [Group((4, 5), (4, 5)), Group((7, 8), (7, 8))])
    assert [each.left for each in straight] == [(0, 0), (4, 4), (4, 5), (7, 8), (8, 8)]
