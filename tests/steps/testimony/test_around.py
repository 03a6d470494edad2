from __future__ import annotations

import pytest

from cast import Cast
from guwah.steps.testimony.around import AROUND, around, close_around
from kept import keep


@pytest.mark.parametrize(
    ("said", "quote", "before", "after"),
    [
        ("The oven stood cold.", "oven", "The ", " stood cold."),
        ("flour " * 60 + "and salt" + " water" * 60, "and salt", None, None),
        ("面" * 300 + "盐" + "水" * 300, "盐", "…" + "面" * AROUND, "水" * AROUND + "…"),
    ],
)
def test_words_are_shown_with_the_turn_around_them_and_no_word_by_half(
    cast: Cast, said: str, quote: str, before: str | None, after: str | None
) -> None:
    shown = around(keep(cast, "talk", f"A: Another turn.\n\nB: {said}\n\nA: And one.\n").at(quote))

    if before is None:
        assert set(shown.before.lstrip("…").split()) == {"flour"}
        assert set(shown.after.rstrip("…").split()) == {"water"}
        assert shown.before.startswith("…flour")
        assert shown.after.endswith("water…")
    else:
        assert shown == (before, after)


@pytest.mark.parametrize(
    ("said", "quote", "before", "after"),
    [
        ("The oven stood cold.", "oven", "The ", " stood cold."),
        (
            "In the cold winter of that year the oven stood cold for a month.",
            "oven",
            "…cold winter of that year the ",
            " stood cold for a month.",
        ),
        (
            "The oven of the old bakery at the corner stood cold.",
            "oven",
            "The ",
            " of the old bakery at the…",
        ),
    ],
)
def test_a_few_words_are_shown_without_reading_the_text(
    cast: Cast, said: str, quote: str, before: str, after: str
) -> None:
    held = keep(cast, "talk", f"A: Another turn.\n\nB: {said}\n\nA: And one.\n").at(quote)
    assert close_around(held) == (before, after)
