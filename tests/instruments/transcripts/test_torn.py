"""Labels that lost their colon or the line it stood on, and what only looks like one in a torn text."""

import pytest

from guwah.instruments.transcripts import Transcript, read

TALK = (
    "Ann Low\n: Where was the mill?\n\nBo Oven\n: By the weir.\n\n"
    "Ann Low: Who ran it?\n\nBo Oven: My uncle did.\n"
)
QUOTED = "安娜：“磨坊？”\n老波：“在河边。”\n安娜“谁管它？”\n老波：“我叔叔。”\n安娜：“好。”\n"
WRAPPED = (
    "Ann: Where was the mill then, and who was it that ran the mill?\n"
    "Bo: By the weir. We had a game there which everybody called\n"
    "Miller: Who Is at Home, and it was played on the stairs.\n"
    "Ann: Who ran it?\n"
    "Bo: My uncle did.\n"
    "Ann: And then?\n"
    "Bo: It burned.\n"
)


def _turns(found: Transcript) -> list[tuple[str, str]]:
    return [(turn.label, found.text_of(turn)) for one in found.sessions for turn in one.turns]


def _read(text: str) -> list[tuple[str, str]]:
    return _turns(read(text.encode()))


def _doubts(text: str) -> list[tuple[str, int | None]]:
    return [(one.key, one.line) for one in read(text.encode()).warnings]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_name_above_its_colon_speaks_the_words_behind_it(end: str) -> None:
    assert _read(TALK.replace("\n", end)) == [
        ("Ann Low", "Where was the mill?"),
        ("Bo Oven", "By the weir."),
        ("Ann Low", "Who ran it?"),
        ("Bo Oven", "My uncle did."),
    ]


def test_a_name_that_stands_above_its_colon_once_may_stand_alone_above_the_talk() -> None:
    # Who takes part is listed above, as pages of news do.
    text = "Ann Low\nBo Oven\nAnn Low\n: Good morning.\n\nBo Oven: Morning.\n\nAnn Low: Who?\n\nBo Oven: I.\n"

    assert _read(text)[0] == ("Ann Low", "Good morning.")
    assert len(_read(text)) == 4


@pytest.mark.parametrize(
    "text",
    [
        "Mill\n: Where flour is ground.\n\nWeir\n: A wall in a river.\n\nOven\n: What bakes.\n",
        "Mill\n\n: It stood there.\n\nMill\n\n: It stood here.\n",
        "? So.\n: It stood there.\n\n? So.\n: It stood here.\n",
    ],
    ids=["terms", "apart", "no names"],
)
def test_a_colon_below_what_is_no_name_begins_nothing(text: str) -> None:
    assert _read(text) == []


def test_a_name_whose_colon_was_forgotten_speaks_where_everybody_is_quoted() -> None:
    assert _read(QUOTED)[2] == ("安娜", "“谁管它？”")
    assert [label for label, _ in _read(QUOTED)] == [*["安娜", "老波"] * 2, "安娜"]


def test_a_name_before_a_quotation_is_told_of_where_hardly_anything_is_quoted() -> None:
    text = QUOTED.replace("“", "", 2).replace("”", "", 2) + "老波：我。\n"

    assert [label for label, _ in _read(text)] == ["安娜", "老波", "老波", "安娜", "老波"]


def test_a_space_that_sets_two_characters_as_wide_as_three_makes_nobody_else() -> None:
    found = read("记 者：磨坊在哪儿？\n老  波：在河边。\n记者：谁管它？\n老波：我叔叔。\n".encode())

    assert [one.role for one in found.sessions[0].participants] == ["interviewer", None]
    assert [turn.speaker for turn in found.sessions[0].turns] == ["记 者", "老  波"] * 2


def test_a_line_inside_of_a_sentence_begins_no_turn_and_is_told() -> None:
    assert [label for label, _ in _read(WRAPPED)] == ["Ann", "Bo"] * 3
    assert ("possible-label:once", 3) in _doubts(WRAPPED)


def test_words_that_return_inside_of_sentences_are_no_label() -> None:
    torn = (
        "Ann: Where was the mill then, and what did it have in it?\n"
        "Bo: By the weir it was, and inside of it there was what\n"
        "Follows: a wheel, a stone and a stair.\n"
    )
    text = torn * 2 + "Ann: Who ran it?\nBo: My uncle did.\n" * 3
    other = text.replace("was what\n", "was all.\n", 1)

    assert [label for label, _ in _read(text)] == ["Ann", "Bo"] * 5
    assert _read(text)[1][1].endswith("what\nFollows: a wheel, a stone and a stair.")
    assert [label for label, _ in _read(other)].count("Follows") == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("everybody called\n", "everybody called.\n"),
        ("everybody called\n", "everybody called\n\n"),
        ("By the weir. We had a game there which everybody called", "Well"),
        ("everybody called\n", "everybody called –\n"),
    ],
    ids=["a sentence", "a paragraph", "a short line", "broken off"],
)
def test_who_speaks_once_below_a_whole_turn_is_somebody(old: str, new: str) -> None:
    assert [label for label, _ in _read(WRAPPED.replace(old, new))][2] == "Miller"


def test_where_turns_end_without_sentences_a_line_may_begin_a_turn_anywhere() -> None:
    text = WRAPPED.replace(".\n", "\n").replace("?\n", "\n")

    assert [label for label, _ in _read(text)][2] == "Miller"


def test_the_heading_of_what_was_left_out_below_a_talk_is_no_empty_turn() -> None:
    text = "安娜：磨坊在哪儿？\n老波：在河边。\n安娜：谁管它？\n老波：我叔叔。\n"

    assert len(_read(text + "\n相关新闻：\n")) == 4
    assert ("possible-label:once", 6) in _doubts(text + "\n相关新闻：\n")
    assert _read(text + "旁白：后来烧了。\n")[-1] == ("旁白", "后来烧了。")


CODE = "```\n$ talk\nAnn: Where?\nBo: There.\n```\n\nIt writes what they say.\n\n"


def test_what_stands_between_fences_is_an_example() -> None:
    more = "Then it stops, and the file is closed.\n\n" * 20

    assert _read("How it is run.\n\n" + CODE * 2 + more) == []
    assert _read("How it is run.\n\n" + CODE * 4) == []


def test_a_talk_between_fences_is_a_talk() -> None:
    text = "```\nAnn: Where was the mill?\nBo: By the weir.\nAnn: Who ran it?\nBo: My uncle did.\n```\n"

    assert [label for label, _ in _read(text)] == ["Ann", "Bo"] * 2
