import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts.anchors import (
    CONTEXT,
    Anchor,
    Edit,
    How,
    Where,
    apply,
    carry,
    make_anchor,
    resolve,
)

TEXT = "The oven was cold in spring. The baker came late. The oven was lit in May, and the bread rose well."
WHERE = Where("original", "1", "1.4")


def _anchor(words: str, text: str = TEXT) -> Anchor:
    start = text.index(words)
    return make_anchor(text, start, start + len(words), WHERE)


def test_an_anchor_keeps_quote_and_surroundings() -> None:
    anchor = _anchor("baker came")
    assert (anchor.quote, anchor.suffix[:6], anchor.block) == ("baker came", " late.", "1.4")
    assert anchor.prefix == TEXT[anchor.start - CONTEXT : anchor.start]
    assert len(_anchor("The oven").prefix) == 0


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4), (0, 10_000)])
def test_an_anchor_needs_words(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="needs words"):
        make_anchor(TEXT, start, end, WHERE)


def test_found_where_it_was() -> None:
    anchor = _anchor("The oven was lit")
    found = resolve(anchor, TEXT)
    assert (found.how, found.start, found.end) == (How.EXACT, anchor.start, anchor.end)
    changed = TEXT.replace("rose well", "rose badly and late")
    assert resolve(anchor, changed).how == How.EXACT


def test_found_where_it_moved() -> None:
    anchor = _anchor("baker came late")
    found = resolve(anchor, "A new line. " + TEXT)
    assert (found.how, found.start) == (How.MOVED, anchor.start + 12)


def test_surroundings_choose_between_two_places() -> None:
    anchor = _anchor("The oven was lit")
    other = make_anchor(TEXT, anchor.start, anchor.start + len("The oven was"), WHERE)
    found = resolve(other, "Well. " + TEXT)
    assert (found.how, found.start) == (How.MOVED, anchor.start + 6)


def test_two_places_alike_are_not_chosen_from() -> None:
    anchor = _anchor("bread", "xxx bread yyy")
    found = resolve(anchor, "aaa xxx bread yyy bbb xxx bread yyy")
    assert found.how == How.AMBIGUOUS
    assert found.places == ((8, 13), (26, 31))
    assert found.start is None


def test_words_that_changed_are_lost_and_so_is_a_short_quote_elsewhere() -> None:
    assert resolve(_anchor("baker came late"), TEXT.replace("came late", "came early")).how == How.LOST
    assert resolve(_anchor("lit"), "He lay on a split plank near the wall of it all.").how == How.LOST


def test_a_whole_text_without_surroundings_is_found() -> None:
    anchor = make_anchor("bread", 0, 5, WHERE)
    assert resolve(anchor, "bread").how == How.EXACT
    assert resolve(anchor, "no bread").how == How.MOVED


@pytest.mark.parametrize(
    ("edit", "words", "touched"),
    [
        (Edit(0, 4, ""), "cd", False),
        (Edit(0, 0, "xyz"), "cd", False),
        (Edit(6, 6, "!"), "cd", False),
        (Edit(4, 4, "!"), "cd", False),
        (Edit(9, 10, "!"), "cd", False),
        (Edit(5, 5, "!"), "c!d", True),
        (Edit(4, 6, "EFG"), "EFG", True),
        (Edit(5, 8, "x"), "c", True),
        (Edit(2, 5, "x"), "d", True),
        (Edit(4, 5, ""), "d", True),
        (Edit(5, 5, ""), "cd", False),
    ],
)
def test_one_edit_carries_touches_or_leaves(edit: Edit, words: str, touched: bool) -> None:
    text = "0123cd6789"
    after = apply(text, [edit])
    carried = carry(make_anchor(text, 4, 6, WHERE), [edit], after, "2")
    assert carried.anchor is not None
    assert (after[carried.anchor.start : carried.anchor.end], carried.touched) == (words, touched)
    assert (carried.anchor.quote, carried.anchor.revision, carried.anchor.layer) == ("cd", "2", "original")


@pytest.mark.parametrize("edit", [Edit(4, 6, ""), Edit(2, 8, "new"), Edit(3, 6, "x"), Edit(4, 9, "x")])
def test_an_anchor_without_words_is_gone(edit: Edit) -> None:
    text = "0123cd6789"
    carried = carry(make_anchor(text, 4, 6, WHERE), [edit], apply(text, [edit]), "2")
    assert carried.anchor is None
    assert carried.touched


def test_an_edit_beyond_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond"):
        apply("abc", [Edit(2, 4, "")])


@st.composite
def _edited(draw: st.DrawFn) -> tuple[str, int, int, list[Edit]]:
    letters = "ab ңن面\u200d\u202e"
    text = draw(st.text(alphabet=letters, min_size=1, max_size=30))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    edits: list[Edit] = []
    now = text
    for _ in range(draw(st.integers(0, 5))):
        left = draw(st.integers(0, len(now)))
        right = draw(st.integers(left, len(now)))
        edit = Edit(left, right, draw(st.text(alphabet=letters, max_size=4)))
        edits.append(edit)
        now = apply(now, [edit])
    return text, start, end, edits


@given(_edited())
def test_an_untouched_anchor_always_holds_its_words(case: tuple[str, int, int, list[Edit]]) -> None:
    text, start, end, edits = case
    after = apply(text, edits)
    carried = carry(make_anchor(text, start, end, WHERE), edits, after, "2")
    if carried.anchor is not None:
        assert 0 <= carried.anchor.start < carried.anchor.end <= len(after)
        assert carried.anchor.quote == text[start:end]
    if not carried.touched:
        assert carried.anchor is not None
        assert after[carried.anchor.start : carried.anchor.end] == text[start:end]


@given(_edited())
def test_what_is_found_from_outside_is_the_quote(case: tuple[str, int, int, list[Edit]]) -> None:
    text, start, end, edits = case
    after = apply(text, edits)
    found = resolve(make_anchor(text, start, end, WHERE), after)
    for left, right in found.places:
        assert after[left:right] == text[start:end]
    assert (found.start is None) == (found.how in {How.AMBIGUOUS, How.LOST})
