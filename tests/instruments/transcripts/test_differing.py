from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import differing
from guwah.instruments.transcripts.anchors import Edit, apply
from guwah.instruments.transcripts.differing import Kind, Run, edits_between, runs_between, tokens

WORDS = st.sampled_from(
    ["oven", "нан", "пеш", "ناۋاي", "面", "包", ".", " ", " ", "\n", "the ", "a", "é", "и\u0306"]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join)


@given(TEXTS, TEXTS)
def test_edits_make_one_text_the_other(before: str, after: str) -> None:
    assert apply(before, edits_between(before, after)) == after


@given(TEXTS)
def test_words_put_together_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(TEXTS, TEXTS)
def test_runs_hold_both_texts(before: str, after: str) -> None:
    runs = runs_between(before, after)
    assert "".join(run.words for run in runs if run.kind != Kind.ADDED) == before
    assert "".join(run.words for run in runs if run.kind != Kind.REMOVED) == after


def test_a_text_that_stayed_has_no_edits() -> None:
    assert edits_between("The oven was cold.", "The oven was cold.") == ()


def test_whole_words_are_replaced() -> None:
    text = "They took the licence from the bakery on Monday morning."
    assert edits_between(text, text.replace("licence", "licences")) == (Edit(14, 21, "licences"),)


def test_two_changes_far_enough_apart_stay_two() -> None:
    before = "Anna baked the bread in the old house, and Peter sold it."
    after = "Hanna baked the bread in the old house, and Pavel sold it."
    assert edits_between(before, after) == (Edit(0, 4, "Hanna"), Edit(44, 49, "Pavel"))


def test_little_between_two_changes_is_not_trusted() -> None:
    assert edits_between("one two three", "uno two tre") == (Edit(0, 13, "uno two tre"),)


def test_words_between_changes_that_stand_twice_are_not_trusted() -> None:
    refrain = "I do not know that. "
    before = f"First {refrain}Then {refrain}Last."
    (edit,) = edits_between(before, f"Once {refrain}At last.")
    assert (edit.start, edit.end) == (0, len(before) - 1)


def test_a_removal_that_could_be_elsewhere_reaches_over_all_places() -> None:
    before = "He came in. He left."
    (edit,) = edits_between(before, "He left.")
    assert before[edit.start : edit.end] == "He came in. He "
    assert edit.words == "He "


def test_an_addition_that_could_be_elsewhere_reaches_over_all_places() -> None:
    (edit,) = edits_between("very good", "very very good")
    assert (edit.start, edit.end, edit.words) == (0, 5, "very very ")


def test_chinese_is_compared_by_characters() -> None:
    assert tokens("面包店 on") == ["面", "包", "店", " ", "on"]
    assert edits_between("他在面包店工作", "他在点心店工作") == (Edit(2, 4, "点心"),)


def test_a_sign_that_belongs_to_a_letter_stays_with_its_word() -> None:
    assert tokens("и\u0306од. \u200dна") == ["и\u0306од", ".", " ", "\u200dна"]


def test_lines_moved_apart_leave_the_others_alone() -> None:
    lines = [f"Ann: sentence number {number} of the talk." for number in range(1, 9)]
    before = "\n".join(lines)
    after = "\n".join([*lines[:3], "Bob: something new was said here.", *lines[3:]])
    (edit,) = edits_between(before, after)
    assert edit.words.strip() == "Bob: something new was said here."
    assert before[edit.start : edit.end].strip() == ""


def test_a_text_too_long_to_be_compared_counts_as_changed() -> None:
    before, after = ("a " * 2100).strip(), ("b " * 2100).strip()
    assert edits_between(before, after) == (Edit(0, len(before), after),)


def talk(turns: int) -> list[str]:
    """Return lines that all differ, of few words, each of which stands in many of them."""
    words = [
        "the",
        "mill",
        "stood",
        "by",
        "a",
        "river",
        "and",
        "we",
        "carried",
        "flour",
        "each",
        "cold",
        "morning",
    ]
    return [" ".join(words[n // 13**at % 13] for at in range(4)) + f" again {n}." for n in range(turns)]


def test_in_a_long_text_what_stands_between_two_changes_is_left_alone() -> None:
    before = talk(2500)
    after = [*before]
    after[3], after[1200], after[2490] = "Nobody knew.", before[1200].replace("again", "then"), "Who knew?"
    edits = edits_between("\n".join(before), "\n".join(after))
    assert apply("\n".join(before), edits) == "\n".join(after)
    assert sum(edit.end - edit.start for edit in edits) < 100


def test_a_label_before_each_of_many_turns_is_all_that_was_added() -> None:
    before = "\n".join(talk(1200))
    after = "\n".join(f"Ann Low: {each}" for each in talk(1200)).replace("again 700.", "then 700.")
    edits = edits_between(before, after)
    assert apply(before, edits) == after
    assert sum(edit.end - edit.start for edit in edits) < len(before) / 10


@given(TEXTS, TEXTS)
def test_long_texts_are_compared_by_the_runs_they_share(before: str, after: str) -> None:
    """The same promise where nothing is short enough to be compared at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(differing, "_MOST", 4)
        patch.setattr(differing, "_RUN", 2)
        assert apply(before, edits_between(before, after)) == after
        assert "".join(run.words for run in runs_between(before, after) if run.kind != Kind.ADDED) == before


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("He waited until evening.", "He waited until late evening.", ["added late "]),
        ("They laughed.", "They laughed.\nHe went home.", ["added \nHe went home."]),
        ("They laughed.\nHe went home.", "They laughed.", ["removed \nHe went home."]),
        ("“bread”", "“flour”", ["removed bread", "added flour"]),
        ("Han 面。", "Han 面包。", ["added 包"]),
    ],
)
def test_signs_on_both_sides_of_a_change_are_not_shown_as_changed(
    before: str, after: str, shown: list[str]
) -> None:
    runs = runs_between(before, after)
    assert [f"{run.kind} {run.words}" for run in runs if run.kind != Kind.SAME] == shown


@given(TEXTS, TEXTS)
def test_what_is_shown_as_changed_begins_and_ends_unlike(before: str, after: str) -> None:
    runs = runs_between(before, after)
    for one, other in pairwise(runs):
        if (one.kind, other.kind) == (Kind.REMOVED, Kind.ADDED):
            for ours, theirs in ((one.words[0], other.words[0]), (one.words[-1], other.words[-1])):
                assert ours != theirs or not (ours.isspace() or ours == ".")


def test_runs_are_shown_in_reading_order() -> None:
    assert runs_between("The long winter is over.", "The long summer is over.") == (
        Run(Kind.SAME, "The long "),
        Run(Kind.REMOVED, "winter"),
        Run(Kind.ADDED, "summer"),
        Run(Kind.SAME, " is over."),
    )
