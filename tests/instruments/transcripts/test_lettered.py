"""One letter or word asks and another one answers, whatever they are in a language."""

import pytest

from guwah.instruments.transcripts import read

ASKED = ("Where was the mill?", "Who ran it?", "Tell of the oven.", "What burned?")
ANSWERED = ("By the weir, as I said.", "My uncle did.", "It stood in the yard.", "All of it.")
PAIRS = list(zip(ASKED, ANSWERED, strict=True))


def _turns(text: str) -> list[tuple[str, str]]:
    found = read(text.encode())
    return [(turn.label, found.text_of(turn)) for one in found.sessions for turn in one.turns]


def _text(first: str, second: str, between: str = "\n\n") -> str:
    return "About a mill\n\n" + "".join(f"{first}{q}{between}{second}{a}{between}" for q, a in PAIRS)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("P. ", "R. "),
        ("D.", "R."),
        ("F. ", "A. "),
        ("P) ", "R) "),
        ("Q-", "A-"),
        ("Pregunta.- ", "Respuesta.- "),
        ("Питання. ", "Відповідь. "),
        ("**Z.** ", "**U.** "),
        ("问 ", "答 "),
        ("问\u3000", "答\u3000"),
    ],
)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_who_asks_and_who_answers_are_known_by_taking_turns(first: str, second: str, between: str) -> None:
    one, other = (label.strip(" \u3000*").rstrip(".)-") for label in (first, second))
    found = _turns(_text(first, second, between))

    assert [(label.rstrip("."), words) for label, words in found] == [
        turn for q, a in PAIRS for turn in ((one, q), (other, a))
    ]


def test_an_answer_may_have_more_paragraphs_than_there_are_turns() -> None:
    text = _text("P. ", "R. ").replace("uncle did.", "uncle did.\n\nSo he did.\n\nIt was his.")

    assert _turns(text)[3] == ("R", "My uncle did.\n\nSo he did.\n\nIt was his.")


@pytest.mark.parametrize(
    "text",
    [
        _text("P. ", "R. ").replace("?", "."),
        _text("P. ", "P. "),
        _text("P. ", "R) "),
        _text("C. Low ", "D. Hale "),
        _text("a. ", "b. "),
        "".join(f"P. {q}\n\n" for q in ASKED) + "".join(f"R. {a}\n\n" for a in ANSWERED),
        "".join(f"P. {q}\n\nR. And {q}\n\n" for q in ASKED),
        "".join(f"P. {q}\n\nR. {a.rstrip('.')}\n\n" for q, a in PAIRS),
        "".join(f"P. {q}\n\nR. {a}\n\n" for q, a in PAIRS[:2]) + "It was so.\n\n" * 9,
    ],
    ids=[
        "nobody asks",
        "one letter",
        "two signs",
        "initials",
        "small",
        "no turns",
        "both ask",
        "no sentences",
        "few",
    ],
)
def test_letters_that_do_not_ask_and_answer_in_turn_are_no_labels(text: str) -> None:
    assert not {"P", "R", "C", "D", "a", "b"} & {label for label, _ in _turns(text)}


def test_one_known_letter_does_not_hide_the_other() -> None:
    # "Q." is known here, and "R." is not.
    text = _text("Q. ", "R. ") + "Q. And then?\n\n"

    assert [label for label, _ in _turns(text)] == ["Q", "R"] * 4 + ["Q"]


def test_the_first_question_below_a_title_is_asked() -> None:
    for text in (_text("Q ", "A "), _text("Q — ", "A — ")):
        assert _turns(text) == [turn for q, a in PAIRS for turn in (("Q", q), ("A", a))]
