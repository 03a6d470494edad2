from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts.anchors import Edit, Where, apply, carry, make_anchor, resolve
from guwah.instruments.transcripts.differing import edits_between
from guwah.instruments.transcripts.following import Followed, Way, follow, inverse, kept

TEXT = "The oven in the old house was cold."


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """Draw a text of letters that all differ in kind, and edits of it."""
    text = draw(st.text("abcdefg ", min_size=4, max_size=30))
    now, edits = text, []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(now)))
        end = draw(st.integers(start, min(len(now), start + 4)))
        edits.append(Edit(start, end, draw(st.text("XYZ ", max_size=4))))
        now = apply(now, edits[-1:])
    return text, edits


@given(edited(), st.data())
def test_what_is_exact_holds_the_very_same_words(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    now = follow(start, end, edits, (text[start], text[end - 1]))
    after = apply(text, edits)
    if now.exact:
        assert after[now.start : now.end] == text[start:end]
    else:
        # Whatever is left of the characters stands inside what the stretch has become.
        assert all(now.start <= a and b <= now.end for a, b in kept(start, end, edits))
    if now.lost:
        assert kept(start, end, edits) == ()


@given(edited(), st.booleans(), st.data())
def test_a_way_leads_where_each_of_its_edits_does(
    case: tuple[str, list[Edit]], between: bool, data: st.DataObject
) -> None:
    """Only those near a stretch are looked at; edits that go back and forth are looked at one and all."""
    text, edits = case
    if between:
        edits = list(edits_between(text, apply(text, edits)))
    way = Way(edits)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for edges in (("", ""), (text[start], text[end - 1])):
        assert way.follow(start, end, edges) == follow(start, end, edits, edges)
    assert way.kept(start, end) == kept(start, end, edits)


@given(edited(), st.data())
def test_what_no_edit_reached_is_never_flagged(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    held = make_anchor(text, start, end, Where("layer", "1"))
    carried = carry(held, edits, apply(text, edits), "2")
    now = follow(start, end, edits)
    # The tested carrying of `anchors` and this agree on what is exact, and on where it is.
    assert now.touched == carried.touched
    if not now.touched:
        assert carried.anchor is not None
        assert (now.start, now.end) == (carried.anchor.start, carried.anchor.end)


@given(edited())
def test_edits_are_taken_back_exactly(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    assert apply(apply(text, edits), inverse(text, edits)) == text


def test_an_edit_beyond_the_text_has_no_inverse() -> None:
    with pytest.raises(ValueError, match="beyond"):
        inverse("short", [Edit(2, 9, "")])


@given(edited(), st.data())
def test_kept_characters_are_the_same_characters(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    after = apply(text, edits)
    left = iter(text[start:end])
    # In their order, and nothing that was typed among them.
    assert all(
        any(each == letter for letter in left) for a, b in kept(start, end, edits) for each in after[a:b]
    )


@pytest.mark.parametrize(
    ("edit", "now"),
    [
        (Edit(0, 3, "An"), Followed(3, 7)),
        (Edit(8, 12, ""), Followed(4, 8)),
        (Edit(4, 4, "new "), Followed(8, 12)),
        (Edit(8, 8, ", cold,"), Followed(4, 8)),
        (Edit(4, 4, "h"), Followed(4, 9, touched=True)),
        (Edit(8, 8, "s"), Followed(4, 9, touched=True)),
        (Edit(5, 6, "w"), Followed(4, 8, touched=True)),
        (Edit(0, 6, "A w"), Followed(0, 5, touched=True)),
        (Edit(6, 11, "al"), Followed(4, 8, touched=True)),
        (Edit(4, 8, "stove"), Followed(4, 9, touched=True, lost=True)),
        (Edit(0, 9, ""), Followed(0, 0, touched=True, lost=True)),
        (Edit(6, 6, ""), Followed(4, 8)),
    ],
)
def test_one_stretch_through_one_edit(edit: Edit, now: Followed) -> None:
    assert TEXT[4:8] == "oven"
    assert follow(4, 8, [edit], ("o", "n")) == now


def test_what_is_written_where_words_were_lost_counts_as_theirs() -> None:
    gone = follow(4, 8, [Edit(3, 8, "")], ("o", "n"))
    assert gone == Followed(3, 3, touched=True, lost=True)
    assert follow(3, 3, [Edit(3, 3, " oven")], lost=True) == Followed(3, 8, touched=True, lost=True)
    assert follow(3, 3, [Edit(0, 1, "")], lost=True) == Followed(2, 2, touched=True, lost=True)


def _spoken(rng: random.Random, turns: int) -> str:
    names = ["Ann", "Bek"]
    vocabulary = [
        "oven",
        "нан",
        "ناۋاي",
        "面包",
        "licence",
        "тоңазытқыш",
        "morning",
        "the",
        "and",
        "күні",
        "said",
    ]
    lines = []
    for number in range(turns):
        words = [
            rng.choice(vocabulary) + (str(rng.randrange(999)) if rng.random() < 0.2 else "")
            for _ in range(rng.randrange(4, 40))
        ]
        lines.append(f"{names[number % 2]}: {' '.join(words)}.")
    return "\n".join(lines)


def _edit(rng: random.Random, text: str) -> Edit:
    """Draw an edit as people make them: a letter, a bracket, a sentence out, a new line, a passage cut."""
    at = rng.randrange(len(text))
    kind = rng.randrange(6)
    if kind == 0:
        return Edit(at, at + 1, rng.choice("aeiouаиөү"))
    if kind == 1:
        return Edit(at, at, rng.choice([" [sic]", " (laughs)", ","]))
    if kind == 2:
        return Edit(at, min(len(text), at + rng.randrange(1, 30)), "")
    if kind == 3:
        return Edit(at, at, "\nAnn: ")
    if kind == 4:
        return Edit(at, min(len(text), at + rng.randrange(2, 12)), rng.choice(["bread", "нан бар", "نان"]))
    return Edit(at, min(len(text), at + rng.randrange(30, 200)), "")


@pytest.mark.parametrize("count", [50, 300, 850])
def test_562_anchors_are_exact_or_flagged_after_many_edits(count: int) -> None:
    rng = random.Random(count)  # noqa: S311 -- edits to be tried, not secrets
    text = _spoken(rng, 420)
    spots = sorted(rng.sample(range(len(text) - 80), 562))
    held = [make_anchor(text, at, at + rng.randrange(3, 80), Where("layer", "1")) for at in spots]
    now, edits = text, []
    for _ in range(count):
        edits.append(_edit(rng, now))
        now = apply(now, edits[-1:])

    followed = [follow(each.start, each.end, edits, (each.quote[0], each.quote[-1])) for each in held]

    exact = [(each, place) for each, place in zip(held, followed, strict=True) if place.exact]
    assert len(exact) > 562 // 10
    assert all(now[place.start : place.end] == each.quote for each, place in exact)
    # Exactly by construction: an anchor is exact if and only if each of its characters is, side by side.
    for each, place in zip(held, followed, strict=True):
        whole = kept(each.start, each.end, edits) == ((place.start, place.end),)
        assert whole >= place.exact


@pytest.mark.parametrize("count", [50, 300, 850])
def test_after_editing_outside_no_anchor_is_found_in_a_wrong_place(count: int) -> None:
    rng = random.Random(count)  # noqa: S311 -- edits to be tried, not secrets
    text = _spoken(rng, 420)
    spots = sorted(rng.sample(range(len(text) - 80), 562))
    held = [make_anchor(text, at, at + rng.randrange(3, 80), Where("layer", "1")) for at in spots]
    now, edits = text, []
    for _ in range(count):
        edits.append(_edit(rng, now))
        now = apply(now, edits[-1:])
    truth = [follow(each.start, each.end, edits) for each in held]

    # A file that came back: nothing is known but the two texts.
    way = edits_between(text, now)
    assert apply(text, way) == now
    wrong = findable = found = 0
    for each, true in zip(held, truth, strict=True):
        place = follow(each.start, each.end, way)
        by_quote = resolve(each, now)
        at = (place.start, place.end) if place.exact else (by_quote.start, by_quote.end)
        if true.exact:
            findable += 1
            found += at == (true.start, true.end)
        wrong += at[0] is not None and now[at[0] : at[1]] != each.quote
        wrong += true.exact and at[0] is not None and at != (true.start, true.end)
    assert wrong == 0
    assert found >= 0.95 * findable
