"""Questions that are counted inside a paragraph, with their answers behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import Transcript, read

ASKED = ("Where was the mill?", "Who ran it?", "And the oven?", "What burned?")
ANSWERED = ("By the weir.", "My uncle did. He was 63 then.", "In the yard, it was.", "All of it.")
RUN_ON = "".join(f"{n}) {q} {a} " for n, (q, a) in enumerate(zip(ASKED, ANSWERED, strict=True), start=1))


def _turns(text: str) -> list[tuple[str, str]]:
    found: Transcript = read(text.encode())
    return [(turn.speaker, found.text_of(turn)) for one in found.sessions for turn in one.turns]


@pytest.mark.parametrize("sign", [")", ".", ".-", ".)"])
def test_counted_questions_in_one_paragraph_are_asked_and_answered(sign: str) -> None:
    text = "About a mill. Told by a man of 63 (1960) " + RUN_ON.replace(")", sign)

    assert _turns(text) == [
        turn
        for n, (q, a) in enumerate(zip(ASKED, ANSWERED, strict=True), start=1)
        for turn in (("—?", f"{n}{sign} {q}"), ("—", a))
    ]


def test_each_may_have_a_paragraph_and_an_answer_several() -> None:
    text = "About a mill\n\n" + RUN_ON.replace(") Who", ") Who").replace(" 2)", "\n\nIt stood there.\n\n2)")
    found = _turns(text)

    assert found[1] == ("—", "By the weir.\n\nIt stood there.")
    assert len(found) == 8


def test_who_asks_may_say_something_first_or_bid_to_tell() -> None:
    text = RUN_ON.replace("Who ran", "You were there. Who ran").replace("And the oven?", "Tell of the oven.")

    assert _turns(text)[2:5] == [
        ("—?", "2) You were there. Who ran it?"),
        ("—", ANSWERED[1]),
        ("—?", "3) Tell of the oven."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        RUN_ON.partition("4)")[0],
        RUN_ON.replace("?", "."),
        RUN_ON.replace("2)", "5)"),
        "".join(f"{n}) {q} " for n, q in enumerate(ASKED, start=1)),
        "".join(f"{n}) {q}\n" for n, q in enumerate(ASKED, start=1)),
        RUN_ON.replace("Where was", "Where, " + "and when, " * 50 + "was"),
        "".join(f"{n}) Mill, {q.lower().replace('?', '')}\n" for n, q in enumerate(ASKED, start=1)),
        RUN_ON.replace("All of it.", ""),
    ],
    ids=[
        "three",
        "nobody asks",
        "a gap",
        "no answers",
        "a list",
        "too long",
        "no sentence",
        "one unanswered",
    ],
)
def test_what_is_counted_otherwise_is_nobodys(text: str) -> None:
    assert _turns(text) == []


def test_a_talk_with_labels_is_not_divided() -> None:
    text = f"Ann: So.\n\nBo: {RUN_ON}\n\nAnn: Thanks.\n\nBo: Yes.\n"

    assert [speaker for speaker, _ in _turns(text)] == ["Ann", "Bo"] * 2


@given(
    st.lists(st.sampled_from(["1) Who? I. ", "2) Who? He.\n", "3. Tell. ", "4- Why? ", "\n\n", "It was. "]))
)
def test_every_turn_is_words_of_the_text_in_order(parts: list[str]) -> None:
    text = "About. " + "".join(parts)
    found = read(text.encode())
    places = [at for one in found.sessions for turn in one.turns for at in (turn.start, turn.end)]

    assert places == sorted(places)
    assert all(found.text_of(turn).strip() for one in found.sessions for turn in one.turns)
