"""Particulars and headlines above a talk, in languages whose words for them nobody wrote down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import Transcript, read

HEBREW = "ש: איפה היה התנור?\nת: ליד הנהר.\nש: ומי סגר אותו?\nת: שני פקידים.\n"
LATVIAN = "J: Kur bija krāsns?\nA: Pie upes.\nJ: Un kas to aizvēra?\nA: Divi ierēdņi.\n"
ENGLISH = (
    "Ann: Where was the oven?\nTom: By the river.\nAnn: And who closed it?\nTom: Two clerks with a paper.\n"
)
# Words of two languages that stand in no list of this house.
HEBREW_FIELDS = "צבע התנור : אדום\nמספר השקים : 14\nגובה הארובה : 3.5\n"
LATVIAN_FIELDS = "Krāsa: Sarkana\nMaisi: 14\nAugstums: 3,5 m\nPuse: Austrumi\n"


def _read(text: str) -> Transcript:
    return read(text.encode(), "talk.txt")


def _speakers(text: str) -> list[str]:
    return [turn.speaker for session in _read(text).sessions for turn in session.turns]


@pytest.mark.parametrize(("fields", "talk"), [(HEBREW_FIELDS, HEBREW), (LATVIAN_FIELDS, LATVIAN)])
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_fields_of_any_language_are_nobodys_also_twice(
    fields: str, talk: str, times: int, between: str
) -> None:
    text = "\n".join([fields.replace("\n", between)] * times) + "\n" + talk

    assert _speakers(text) == _speakers(talk)
    assert len(set(_speakers(talk))) == 2


def test_some_of_them_may_end_with_a_dot_and_letters_stand_for_none_of_them() -> None:
    fields = "Dough : of Rye.\nDuring : in May 1990\nDealer : at the Mill\nDesk : in Low Street.\nDay : 4\n"
    talk = "D: Where was it?\nR: By the river.\nD: And then?\nR: They closed it.\n"

    assert _speakers(f"{fields}\n{talk}") == ["D", "R", "D", "R"]


@pytest.mark.parametrize("number", ["{}) ", "{})、", "{}、", "{}．", "{}. "])
def test_the_number_of_a_question_is_nobodys_name(number: str) -> None:
    talk = [f"{number.format(count)}主持人：那一天呢？\n嘉宾：我们在等。\n" for count in range(1, 5)]

    assert _speakers("".join(talk)) == ["主持人", "嘉宾"] * 4


def test_who_speaks_later_may_be_named_among_them() -> None:
    fields = "Baker: Tom\nChimney: High\nColour: Red\nAnn: Guest\n"

    assert _speakers(f"{fields}\n{ENGLISH}") == ["Ann", "Tom", "Ann", "Tom"]


@pytest.mark.parametrize(
    "begun",
    [
        # Two lines are no run.
        "Eva: Hello\nKarl: Good day\n",
        # A sentence is somebody's words.
        "Eva: Hello.\nKarl: Good day.\nNora: Come in, all of you.\n",
        # With a time it was said.
        "[00:01] Eva: Hello\n[00:02] Karl: Come\n[00:03] Nora: In\n",
        # Small letters are words.
        "Eva: come\nKarl: in\nNora: quickly\n",
        # Long ones too.
        f"Eva: {'Bread ' * 15}\nKarl: {'Salt ' * 15}\nNora: {'Flour ' * 15}\n",
    ],
)
def test_what_may_have_been_said_is_not_lost_without_a_word(begun: str) -> None:
    transcript = _read(begun + ENGLISH * 2)
    names = {turn.speaker for session in transcript.sessions for turn in session.turns}
    told = {each.values.get("label") for each in transcript.warnings}

    assert {"Eva", "Karl"} <= names | told


def test_most_keys_must_stay_above() -> None:
    begun = "Ann: Yes\nTom: No\nEva: Come\n"

    assert _speakers(begun + ENGLISH)[:2] == ["Ann", "Tom"]


@pytest.mark.parametrize(
    "headline",
    [
        "Ann Low: “We baked for the whole valley”",
        "Анна Лоу: «Мы пекли для всей долины»",
        '安娜: "我 们 为 山 谷 烤 面 包"',
    ],
)
def test_a_headline_printed_twice_is_nobodys(headline: str) -> None:
    talk = f"{headline}\n\nA baker tells.\n\n{headline}\n\n{ENGLISH}"

    assert _speakers(talk) == ["Ann", "Tom", "Ann", "Tom"]
    assert _speakers(f"{headline}\n\nA baker tells.\n\n{headline}\n\nShe had an oven once.\n") == []


@pytest.mark.parametrize(
    ("once", "again"),
    [
        # Not the same words.
        ("Ann: “We baked for them all”", "Ann: “We baked for nobody then”"),
        # Not all of it quoted.
        ("Ann: “We baked” for them all", "Ann: “We baked” for them all"),
        # A short answer may be given twice.
        ("Ann: “Never”", "Ann: “Never”"),
    ],
)
def test_what_is_no_headline_is_said(once: str, again: str) -> None:
    text = f"{once}\nTom: Is that so?\n{again}\nTom: I see.\n"

    assert _speakers(text) == ["Ann", "Tom", "Ann", "Tom"]


WORDS = st.lists(st.sampled_from(["Mühle", "Ofen", "14", "Salz", "Tal"]), min_size=1, max_size=4).map(
    " ".join
)


@given(
    st.lists(
        st.tuples(st.from_regex(r"[A-Z][a-z]{3,8}", fullmatch=True), WORDS),
        min_size=3,
        max_size=8,
        unique_by=lambda each: each[0],
    )
)
def test_no_field_speaks_and_no_turn_is_lost(fields: list[tuple[str, str]]) -> None:
    above = "".join(f"{key}x: {value}\n" for key, value in fields)

    assert _speakers(f"{above}\n{ENGLISH}") == ["Ann", "Tom", "Ann", "Tom"]
