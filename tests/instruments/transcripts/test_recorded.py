"""Names before a dot as records of parliaments print them, and what only looks like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import DEFAULT, Transcript, read
from guwah.instruments.transcripts.lines import lines_of
from guwah.instruments.transcripts.recorded import is_by_alphabet, recorded


def _read(text: str) -> Transcript:
    return read(text.encode())


def _speakers(text: str) -> str:
    return "|".join(turn.speaker for one in _read(text).sessions for turn in one.turns)


def _label(line: str) -> tuple[str, str, list[str]] | None:
    one = recorded(lines_of(line), 0, DEFAULT)
    return (one.base, line[one.words :], [each.inside for each in one.beside]) if one else None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("OVEN A.P.  The oven is cold.", ("OVEN A.P.", "The oven is cold.", [])),
        ("Oven A. P. The oven is cold.", ("Oven A. P.", "The oven is cold.", [])),
        ("Oven A. P., for the bakers. It is cold.", ("Oven A. P.", "It is cold.", [])),
        ("ANN OVEN (Bakers). It is cold.", ("ANN OVEN", "It is cold.", ["Bakers"])),
        ("ANN OVEN (B.), in the chair. It is cold.", ("ANN OVEN", "It is cold.", [])),
        ("Mme Ann Oven, for the bakers. It is cold.", ("Mme Ann Oven", "It is cold.", [])),
        ("Mr. OVEN. It is cold.", ("Mr. OVEN", "It is cold.", [])),
        ("_____. It is cold.", ("—", "It is cold.", [])),
        ("Oven A. P. came home.", None),
        ("oven A. P. Came home.", None),
        ("Ann Oven (Bakers). It is cold.", None),
        ("We met. It was cold.", None),
        ("The oven was cold, for the bakers. It rained.", None),
    ],
)
def test_what_stands_before_the_dot(line: str, found: tuple[str, str, list[str]] | None) -> None:
    assert _label(line) == found


def test_an_office_is_printed_with_a_name_and_is_no_part_of_it() -> None:
    text = "OVEN A.P., of the bakers. One.\nLOW B.C. Two.\nOVEN A.P. Three.\nLOW B.C. Four.\n"
    turns = _read(text).sessions[0].turns
    assert [turn.speaker for turn in turns] == ["OVEN A.P.", "LOW B.C."] * 2
    assert turns[0].label == "OVEN A.P., of the bakers"


def test_titles_of_a_list_by_the_alphabet_are_said_by_nobody() -> None:
    books = ["Low A. B. Ash.", "Low A. B. Bread.", "Oven C. D. Clay.", "Oven C. D. Dough.", "Roe E. F. Fire."]
    assert not _read("\n".join(books)).sessions


@pytest.mark.parametrize("head", ["OVEN HALL - MINUTES", "LOW ROOM — LIST"])
def test_a_heading_above_all_labels_ends_no_sentence(head: str) -> None:
    talk = "ANN OVEN - Is it cold?\nTOM LOW - It is.\nANN OVEN - Since when?\nTOM LOW - Monday.\n"
    assert _speakers(f"{head}\n\n{talk}") == "ANN OVEN|TOM LOW|ANN OVEN|TOM LOW"


def test_a_name_in_a_heading_with_a_number_is_no_name() -> None:
    talk = "A: One.\nE: Two.\nA: Three.\nE: Four.\n"
    assert _speakers(f"Example 2: the ladder\n\n{talk}") == "A|E|A|E"


def test_an_answer_beside_a_question_is_nobody_s_initial() -> None:
    text = "Interviewer: Anna Low\nWitness: Adam Oven\n\nQ: One?\nA: Two.\nQ: Three?\nA: Four.\n"
    assert _speakers(text) == "Q|A|Q|A"


def test_questions_alone_stand_beside_those_who_answer_by_name() -> None:
    talk = "MS. LOW:  Good morning.\nQ    Is it open?\nMS. LOW:  It is.\nQ    All of it?\nMR. OVEN:  All.\n"
    assert _speakers(talk) == "MS. LOW|Q|MS. LOW|Q|MR. OVEN"
    none = "Q    one\nOven Hall: one.\nQ    two\nThe mill: two.\n"
    assert "Q" not in _speakers(none)


@given(st.lists(st.sampled_from(["ANN OVEN", "TOM LOW"]), min_size=4, max_size=12))
def test_two_who_talk_never_stand_by_the_alphabet(names: list[str]) -> None:
    lines = lines_of("\n".join(f"{name} (X). It is." for name in names))
    assert not is_by_alphabet([recorded(lines, index, DEFAULT) for index in range(len(lines))])


@given(st.text("ABcd. ,()_—Mr\u0416\u0436", max_size=60))
def test_a_label_stands_in_its_line_before_its_words(line: str) -> None:
    for n, one in enumerate(lines_of(line)):
        found = recorded(lines_of(line), n, DEFAULT)
        if found:
            assert one.start <= found.span.start < found.span.end <= found.words <= one.end
            assert all(found.span.end <= each.start < each.end <= found.words for each in found.beside)


def test_who_holds_an_office_above_a_hearing_says_nothing() -> None:
    head = "Clerk: Roe A.B.\nWarden: Low C.D.\n"
    text = f"{head}\nJudge: Who was there?\nWitness: I was.\nJudge: Alone?\nWitness: Yes.\n"
    assert _speakers(text) == "Judge|Witness|Judge|Witness"


def test_names_in_capitals_that_take_turns_divide_a_paragraph() -> None:
    talk = "A. LOW: Who? T. HALE: He. A. LOW: When? T. HALE: At noon."
    assert _speakers(f"At the mill\n\n{talk}\n") == "A. LOW|T. HALE|A. LOW|T. HALE"
    once = "The mill. WARNING: it turns. DANGER: it is hot. NOTICE: it is old. CAUTION: it is wet."
    assert not _read(f"At the mill\n\n{once}\n").sessions


@pytest.mark.parametrize(
    ("labels", "spoken"),
    [
        (["Step 1", "Step 2", "Step 3", "Step 4"], False),
        (["Guest 1", "Guest 2", "Guest 1", "Guest 2"], True),
        (["Step 1", "Other 2", "Step 3", "Other 4"], True),
    ],
)
def test_numbers_that_only_go_up_count_steps_and_no_people(labels: list[str], spoken: bool) -> None:
    text = "".join(f"{label}: It is done.\n" for label in labels)
    assert bool(_read(f"How it went\n\n{text}").sessions) == spoken
