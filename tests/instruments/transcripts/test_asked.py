"""Talks that name nobody: what is asked in bold or in lines of its own, and what only looks so."""

from dataclasses import replace

import pytest

from guwah.instruments.transcripts import Transcript, read, write
from guwah.instruments.transcripts.writers.script_lines import script_lines

ASKED = ("Where was the mill?", "Who ran it?", "And the oven?", "What burned?")
ANSWERED = ("By the weir.", "My uncle did.", "It stood in the yard.", "All of it.")
PAIRS = list(zip(ASKED, ANSWERED, strict=True))


def _turns(found: Transcript) -> list[tuple[str, str]]:
    return [(turn.label, found.text_of(turn)) for one in found.sessions for turn in one.turns]


def _words(text: str) -> list[str]:
    return [words for _, words in _turns(read(text.encode()))]


@pytest.mark.parametrize(
    "form",
    ["**{}**\n\n{}\n\n", "__{}__\n{}\n", "{}\n{}\n\n", "{}\n\n{}\n\n"],
    ids=["stars", "lines", "pairs", "one by one"],
)
def test_what_is_asked_apart_is_a_turn_and_so_is_its_answer(form: str) -> None:
    found = read(("About a mill\n\n" + "".join(form.format(*pair) for pair in PAIRS)).encode())

    assert [(label, words.strip("*_")) for label, words in _turns(found)] == [
        ("", words) for pair in PAIRS for words in pair
    ]
    assert found.sessions[0].title == "About a mill"
    assert [turn.speaker for turn in found.sessions[0].turns] == ["—?", "—"] * 4
    assert [turn.label_span for turn in found.sessions[0].turns] == [None] * 8
    assert [one.code for one in found.warnings] == ["unnamed-turns"]


def test_headings_that_ask_are_questions_however_long_the_answers_are() -> None:
    more = "It was so.\n\n" * 4
    found = _words("# The mill\n\n" + "".join(f"## {question}\n\n{more}" for question in ASKED))

    assert found == [words for question in ASKED for words in (f"## {question}", more.strip())]


def test_a_heading_among_those_that_ask_bids_to_tell_where_it_is_a_sentence() -> None:
    talk = "".join(f"## {question}\n\n{answer}\n\n" for question, answer in PAIRS)
    found = _words("# The mill.\n\n" + talk + "## A thing from there.\n\nThe key.\n\n## Links\n\nNone.\n")

    assert found[-2:] == ["## A thing from there.", "The key.\n\n## Links\n\nNone."]
    assert len(found) == 10


def test_an_answer_of_several_paragraphs_is_one_turn_and_each_question_its_own() -> None:
    text = "".join(f"**{question}**\n\n{answer}\n\nThen more.\n\n" for question, answer in PAIRS)
    found = _words("**Mill?**\n\n" + text)

    assert found[:2] == ["**Mill?**", "**Where was the mill?**"]
    assert found[2::2] == [f"{answer}\n\nThen more." for answer in ANSWERED]


@pytest.mark.parametrize(
    "text",
    [
        "**Mill?**\n\nYes.\n\n**Oven?**\n\nNo.\n\n",
        "".join(
            f"**{part}**\n\nText of it.\n\n" for part in ("Mill?", "Oven?", "Yard?", "One.", "Two.", "Three.")
        ),
        "".join(f"**{question}**\n\n" for question in ASKED),
        "".join(f"{question}\n\n" for question in ASKED) + "None.",
        "".join(f"{question}\n{question}\n\n" for question in ASKED),
        "".join("It was so.\nIt was not.\n\n" for _ in ASKED)
        + "".join(f"{q}\n{a}\n\n" for q, a in PAIRS[:3])
        + "It was so.\nAnd then.\n\n",
        "".join(f"{q}\n\n{a}\n\n{a}\n\n{a}\n\n{a}\n\n" for q, a in PAIRS),
        "".join(f"It was old. So it was. {q}\n\n{a}\n\n" for q, a in PAIRS),
        "".join(f"{q}\n\n{a}\n\n" for q, a in PAIRS[:3]),
        "".join(f"# {n}. {q}\nmill look {n}\n\n" for n, q in enumerate(ASKED)),
    ],
    ids=[
        "few",
        "headings",
        "nobody answers",
        "a list",
        "only questions",
        "two of many",
        "rare",
        "rhetoric",
        "three",
        "commands",
    ],
)
def test_what_only_looks_so_is_nobodys(text: str) -> None:
    assert _words(text) == []


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_answers_in_bold_are_answers_where_nothing_else_is(between: str) -> None:
    text = "".join(f"{question}{between}**{answer}**\n\n" for question, answer in PAIRS[:3])
    found = read(("About a mill\n\n" + text).encode())

    assert [words.strip("*") for _, words in _turns(found)] == [words for pair in PAIRS[:3] for words in pair]
    assert [turn.speaker for turn in found.sessions[0].turns] == ["—?", "—"] * 3
    assert _words(text + "It was so.\n\nIt was not.") == []
    assert _words(text + "**It was so.**\n\nIt was not.\n\n**So.**") == []


@pytest.mark.parametrize(
    "verse",
    [
        (
            "Where is the miller now?\nThe wheel is snow.\n\nWho is to bake it now?\nOnly the ashes know."
            "\n\nWhere is the baker now?\nThe oven will not glow."
        ),
        (
            "Где же теперь зерно?\nВ поле темным-темно.\n\nГде же теперь мука?\nМимо течёт река."
            "\n\nКто же теперь печёт?\nПечь остыла, не ждёт."
        ),
        "磨坊今何在？\n雪落满山来。\n\n面包今何在？\n炉火不再开。\n\n故人今何在？\n门前长青苔。",
    ],
    ids=["en", "ru", "zh"],
)
def test_a_poem_that_asks_is_nobodys_talk(verse: str) -> None:
    assert _words(verse) == []
    assert (
        len(_words(f"{verse}\n\nWho was it?\nI do not know who wrote that, nor whether anybody sang it."))
        == 8
    )


@pytest.mark.parametrize("form", ["**{}**\n\n{}\n\n", "{}\n\n{}\n\n", "– {}\n– {}\n", "—— {}\n\n{}\n\n"])
@pytest.mark.parametrize("kind", ["labelled-text", "docx"])
def test_who_is_not_named_gets_no_label_in_a_copy_and_is_read_again(form: str, kind: str) -> None:
    found = read("".join(form.format(*pair) for pair in PAIRS).encode())
    again = read(write(found, kind).data)

    assert len(_turns(found)) == 8
    assert [words for _, words in _turns(again)] == [words for _, words in _turns(found)]
    assert [turn.speaker for turn in again.sessions[0].turns] == [
        turn.speaker for turn in found.sessions[0].turns
    ]


def test_who_was_named_by_a_person_has_the_name_in_a_copy() -> None:
    found = read("".join(f"– {question}\n– {answer}\n" for question, answer in PAIRS).encode())
    (session,) = found.sessions
    turns = tuple(replace(turn, speaker="Emine") if turn.n % 2 == 0 else turn for turn in session.turns)
    lines = list(script_lines(replace(found, sessions=(replace(session, turns=turns),))))

    assert [(line.label, line.words) for line in lines[:2]] == [
        ("—", "Where was the mill?"),
        ("Emine", "By the weir."),
    ]


def test_who_asks_may_begin_with_a_sentence_and_a_title_is_none() -> None:
    text = "**Of a mill**\n\n**Tell me of it.**\n\nIt was old.\n\n" + "".join(
        f"**{q}**\n\n{a}\n\n" for q, a in PAIRS
    )

    assert _words(text)[:2] == ["**Tell me of it.**", "It was old."]


def test_labels_are_taken_before_any_of_it() -> None:
    text = "".join(f"Ann: {question}\n\nBo: {answer}\n\n" for question, answer in PAIRS)

    assert [label for label, _ in _turns(read(text.encode()))] == ["Ann", "Bo"] * 4


@pytest.mark.parametrize("sign", ["\t", "   "])
def test_hour_name_and_words_in_columns_are_turns(sign: str) -> None:
    rows = [
        ("10.02", "DC ROE", "Say your name."),
        ("10.03", "LOW", "Jake Low."),
        ("10.04", "DC ROE", "Where?"),
    ]
    more = [
        ("10.05", "LOW", "At the mill."),
        ("10.06", "SOL", "He has said so."),
        ("10.07", "DC ROE", "He has."),
    ]
    text = "Time   Person   Text\n" + "".join(sign.join(row) + "\n" for row in rows + more)
    found = read(text.replace("   ", sign).encode(), "record.txt")

    assert _turns(found) == [(name, words) for _, name, words in rows + more]
    if sign != "\t":
        assert [mark.attributes["stamp"] for mark in found.marks] == [hour for hour, _, _ in rows + more]


def test_minutes_in_a_column_are_times() -> None:
    text = "".join(f"{n:02}:10   HOT-{n % 2}   words of it\n" for n in range(1, 7))
    (session,) = read(text.encode()).sessions

    assert [turn.time and turn.time[0] for turn in session.turns] == [n * 60 + 10 for n in range(1, 7)]


def test_the_chorus_of_a_song_is_nobody() -> None:
    assert (
        _words(
            "Chorus:\nThe wheel goes round.\n\nVerse 1:\nA miller came.\n\nChorus:\nThe wheel goes round.\n"
        )
        == []
    )


TALK = [words for pair in [*PAIRS, ("Who baked?", "She did."), ("Whose oven?", "Hers.")] for words in pair]


def _said(paragraphs: list[str], between: str = "\n\n") -> list[tuple[str, str]]:
    found = read(("About a mill\n\n" + between.join(paragraphs) + "\n").encode())
    return [(turn.speaker, found.text_of(turn)) for one in found.sessions for turn in one.turns]


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_where_paragraphs_take_turns_who_asks_may_say_something(between: str) -> None:
    said = [
        *TALK[:4],
        "So he did.",
        "He did indeed.",
        *TALK[4:],
        "So it burned.",
        "It burned, it",
        "Told in May",
    ]

    assert _said(said[:-1], between) == [
        ("—?" if n % 2 == 0 else "—", words) for n, words in enumerate(said[:-1])
    ]
    assert _said(said[:-2], between)[-1] == ("—", f"Hers.{between}So it burned.")
    assert _said(said, between)[-1][1].startswith("Hers.")


def test_who_answers_may_ask_back_once_in_a_long_talk() -> None:
    found = _said([*TALK, "Who else?", "Whom do you mean?", *TALK])

    assert [speaker for speaker, _ in found] == ["—?", "—"] * 13
    assert ("—", "Whom do you mean?") in found


@pytest.mark.parametrize(
    "said",
    [
        [*TALK[:3], "Whom?", *TALK[4:7], "What?", *TALK[8:]],
        [words.replace("?", ".") if n % 4 else words for n, words in enumerate(TALK * 3)],
        [*TALK, "So.", *TALK, *TALK[:1], TALK[0], TALK[1]],
    ],
    ids=["both ask", "few ask", "out of step"],
)
def test_paragraphs_that_do_not_take_turns_are_nobodys(said: list[str]) -> None:
    assert _said(said) == []


def test_a_dash_that_hangs_behind_an_answer_is_the_next_questions() -> None:
    assert len(_said([words if n % 2 == 0 else f"{words} -" for n, words in enumerate(TALK)])) == 12
