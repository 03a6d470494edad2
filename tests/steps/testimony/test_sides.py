"""Long texts beside one another after an edit: only what it touched is compared and proposed anew."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.alignment import Group, Unit, align_between
from guwah.steps.testimony.layers import sides
from guwah.steps.testimony.layers.sides import Side, between, moved, proposed

_WORDS = st.sampled_from(["yes", "no", "the yard", "two sacks"])


def _side(words: list[str], sessions: tuple[int, ...] = (0,)) -> Side:
    units = tuple(Unit(each, "Ann" if at % 2 else "Bob") for at, each in enumerate(words))
    return Side(units, tuple(range(0, 10 * len(units) + 10, 10)), sessions)


def _long(many: int) -> tuple[Side, Side]:
    ours = _side([f"word {n} of the yard" for n in range(many)])
    return ours, _side([f"слово {n} о дворе" for n in range(many)])


@given(st.lists(_WORDS, max_size=12), st.lists(_WORDS, max_size=12))
def test_what_stayed_is_found_in_order_and_word_for_word(before: list[str], now: list[str]) -> None:
    ours, theirs = _side(before), _side(now)
    found = moved(ours, theirs)
    pairs = sorted(found.items())
    assert pairs == sorted(pairs, key=lambda pair: pair[1])
    assert len(set(found.values())) == len(found)
    assert all(ours.units[a] == theirs.units[b] for a, b in pairs)
    # What stayed at both ends is found, so at least as much as by comparing everything at length.
    if before == now:
        assert found == {at: at for at in range(len(before))}


def test_only_the_middle_is_compared_at_length(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, _ = _long(1000)
    units = list(ours.units)
    units[500] = replace(units[500], text="other words")
    now = Side((*units, units[0]), (*ours.starts, ours.starts[-1] + 10), (0,))
    met: list[int] = []

    def matcher(*, a: list[tuple[str, str]], b: list[tuple[str, str]], autojunk: bool) -> object:
        met.append(len(a))
        return SequenceMatcher(None, a, b, autojunk)

    monkeypatch.setattr(sides, "SequenceMatcher", matcher)
    assert moved(ours, Side(tuple(units), ours.starts, (0,))) == {n: n for n in range(1000) if n != 500}
    assert moved(ours, now).keys() == set(range(1000)) - {500}
    assert met == [1, 500]


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
    assert seen == [403, 201, 201]


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
