"""Signs that mean other things as well: labels where nearly all of a text keeps to them, in sentences."""

import pytest

from guwah.instruments.transcripts import read

PAIRS = [
    ("Where was the mill?", "By the weir, as I said."),
    ("Who ran it?", "My uncle did."),
    ("And the oven?", "It stood in the yard."),
    ("What burned?", "All of it."),
]
WORDS = [words for pair in PAIRS for words in pair]


def _turns(text: str, name: str = "talk.txt") -> list[tuple[str, str]]:
    found = read(text.encode(), name)
    return [(turn.label, found.text_of(turn)) for one in found.sessions for turn in one.turns]


def _talk(form: str, one: str = "Ann", other: str = "Bo") -> str:
    return "".join(form.format(one, question) + form.format(other, answer) for question, answer in PAIRS)


@pytest.mark.parametrize(
    "form",
    [
        *(
            "{} / {}\n",
            "{}= {}\n",
            "{}> {}\n",
            "{}; {}\n",
            "{} | {}\n",
            "{} » {}\n",
            "{} => {}\n",
            "{} -> {}\n",
        ),
        *("#{}# {}\n", "_{}_ {}\n\n", "@{} {}\n", "#{} {}\n", "{} :: {}\n", "'''{}:''' {}\n\n"),
    ],
)
def test_a_sign_that_nearly_all_keeps_to_stands_behind_a_label(form: str) -> None:
    names = ["Ann", "Bo"] * 4
    assert _turns(_talk(form)) == list(zip(names, WORDS, strict=True))


@pytest.mark.parametrize(
    ("one", "other", "form"),
    [
        ("S1", "S2", "{} {}\n"),
        ("Interviewer", "Witness", "{}. {}\n"),
        ("INTERVIEWER", "MRS LOW", "{}\n{}\n"),
    ],
)
def test_numbers_roles_and_lines_in_capitals_are_labels(one: str, other: str, form: str) -> None:
    assert _turns(_talk(form, one, other)) == list(zip([one, other] * 4, WORDS, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"width = {n} of it\nheight = {n} of it\n" for n in range(4)),
        _talk("{} / {}\n") + "It was a long day for all of them there.\n" * 8,
        _talk("{} / {}\n", "Ann", "Ann").replace("?", "."),
        _talk("{} / {}\n", "ann of the mill by the weir", "bo").replace("?", "."),
        _talk("{} / {}\n")[:60],
        _talk("{}. {}\n", "Weather", "Harvest").replace("?", "."),
        _talk("{}\n{}\n", "INTERVIEWER", "MRS LOW").replace("?", "").replace(".", ""),
    ],
    ids=["settings", "rare", "one alone", "no name", "short", "no roles", "no sentences"],
)
def test_elsewhere_signs_are_words(text: str) -> None:
    assert _turns(text) == []


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("――どこでしたか。", "川のそばでした。"),
        ("——您是哪一年来的？", "一九五二年来的。"),
        ("– Where?", "By the weir."),
    ],
)
@pytest.mark.parametrize("end", ["\n\n", "\n"], ids=["paragraphs", "lines"])
def test_between_questions_with_dashes_stand_answers(question: str, answer: str, end: str) -> None:
    text = (question + end + answer + end) * 5
    turns = _turns(text)
    assert [turn.speaker for turn in read(text.encode()).sessions[0].turns] == ["—?", "—"] * 5

    dash, said = (question[:2], question[2:]) if question[1] in "—―" else ("–", "Where?")
    assert turns == [(dash, said), ("", answer)] * 5


def test_an_answer_of_two_paragraphs_between_dashes_is_one_turn() -> None:
    assert _turns("—— Where?\n\nThere.\n\nBy the weir.\n\n" * 4)[1] == ("", "There.\n\nBy the weir.")


def test_two_dashes_in_a_row_are_question_and_answer() -> None:
    assert [label for label, _ in _turns("– Where?\n\n– There.\n\nBy the weir.\n\n" * 4)] == ["–"] * 8


def test_questions_in_italics_are_set_apart_and_no_dashes() -> None:
    text = "".join(f"*{question}*\n\n{answer}\n\n" for question, answer in PAIRS)

    assert [words.strip("*") for _, words in _turns(text)] == WORDS


@pytest.mark.parametrize(
    ("word", "turns"), [("usage", 0), ("Fixed in this version", 0), ("question", 3), ("Ann", 3)]
)
def test_one_small_word_that_returns_alone_is_nobody(word: str, turns: int) -> None:
    assert len(_turns(f"{word}: It was so.\n\nMore of it.\n\n" * 3)) == turns


def test_names_of_code_are_no_labels() -> None:
    assert (
        _turns(
            "Mill::Wheel turns.\n\nSee Mill::Stone too.\n\nMill::Wheel stops.\n\nMill::Wheel: it turns.\n\n"
        )
        == []
    )


def test_the_rule_of_a_table_in_markdown_is_no_row() -> None:
    text = "| Speaker | Words |\n|:---|---|\n" + _talk("| {} | {} |\n")

    assert _turns(text, "talk.md") == list(zip(["Ann", "Bo"] * 4, WORDS, strict=True))


def test_an_object_on_each_line_is_a_segment() -> None:
    text = "".join(
        f'{{"speaker": "{n % 2}", "start": {n}.0, "text": "{words}"}}\n' for n, words in enumerate(WORDS)
    )

    assert [words for _, words in _turns(text, "talk.jsonl")] == WORDS
