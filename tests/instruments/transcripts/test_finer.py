"""Edits cut finer: they do the same, and the words that can only be themselves are left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts.anchors import Edit, apply
from guwah.instruments.transcripts.differing import edits_between
from guwah.instruments.transcripts.finer import finer
from guwah.instruments.transcripts.following import follow, kept

_texts = st.lists(st.sampled_from(["bread", "нан", "ئۇن", "面", "a", " ", " ", ". ", "\n"])).map("".join)


def left(before: str, after: str) -> str:
    """Return what of a text stays where the whole of it is replaced."""
    whole = finer(before, [Edit(0, len(before), after)])
    return " ".join(before[at] for at in range(len(before)) if kept(at, at + 1, whole)).replace(" ", "")


@given(_texts, _texts, _texts)
def test_they_do_the_same_and_leave_no_letter_where_it_was_not(one: str, two: str, three: str) -> None:
    edits = [*edits_between(one, two), *edits_between(two, three)]
    fine = finer(one, edits)
    assert apply(one, fine) == apply(one, edits) == three
    found = [pair for at in range(len(one)) for pair in kept(at, at + 1, fine)]
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    for at in range(len(one)):
        now = follow(at, at + 1, fine)
        if now.exact:
            assert three[now.start : now.end] == one[at]


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        # One word for another on both sides, and what stands between them.
        ("said the bread", "told the loaf", "the"),
        # Most words are the same ones.
        ("he went to mill", "he went down to the mill", "hewenttomill"),
        # Another sentence that happens to share a word.
        ("so the man went home", "the woman came", ""),
        # Twice there: nobody can say which of them it was.
        ("said the bread", "told the the", ""),
        ("the said the", "the told it", ""),
        # Two that changed places.
        ("cold bread here", "bread cold here", "here"),
        ("нан пісті ме", "нан күйді ме", "нанме"),
        ("", "bread", ""),
        ("bread", "", ""),
    ],
)
def test_a_word_stays_where_it_can_only_be_itself(before: str, after: str, stays: str) -> None:
    assert left(before, after) == stays
