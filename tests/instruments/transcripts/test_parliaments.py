"""How parliaments and their archives set who speaks: brackets, indents, voices from the hall."""

import pytest

from guwah.instruments.transcripts import Transcript, read
from guwah.instruments.transcripts.indents import with_indents
from guwah.instruments.transcripts.lines import lines_of

NAMES = ("Ann Low", "Bo Oven")
SAID = ("Where was the mill?", "By the weir.", "Who ran it?", "My uncle did.", "And then?", "It burned.")


def _read(text: str) -> Transcript:
    return read(text.encode())


def _turns(text: str) -> list[tuple[str, str]]:
    found = _read(text)
    return [(turn.label, found.text_of(turn)) for one in found.sessions for turn in one.turns]


def _codes(text: str) -> list[tuple[str, int | None]]:
    return [(one.key, one.line) for one in _read(text).warnings]


CLOSED = "".join(f"<{NAMES[n % 2]}:>\n{said}\n\n" for n, said in enumerate(SAID))


def test_a_name_and_its_colon_in_a_bracket_stand_above_the_words() -> None:
    head = "<About the mill:>\nA report\n<Members:>\nAnn Low\nBo Oven\n\n"
    found = _turns(f"{head}{CLOSED}<Jo Hale: >\nSo it did.\n\n<Closed at 10:18.>\n")

    assert [label for label, _ in found] == [*NAMES * 3, "Jo Hale"]
    assert [words for _, words in found][:6] == list(SAID)


def test_a_title_in_hebrew_may_be_shortened_in_a_name() -> None:
    text = CLOSED.replace("Ann Low", 'היו"ר דינה כהן').replace("Bo Oven", "אורן לוי")

    assert [label for label, _ in _turns(text)] == ['היו"ר דינה כהן', "אורן לוי"] * 3


def test_a_name_alone_before_a_colon_among_others_in_brackets_is_told() -> None:
    text = CLOSED.replace("<Ann Low:>\nAnd then?", "<Ann Low:>\nAnd then?\n\nJo Hale:\n\nSo it did.")

    assert ("possible-label:never", 16) in _codes(text)


@pytest.mark.parametrize(
    "text",
    [CLOSED.replace(":>", ">"), "<Body:>\n" * 6, CLOSED[: CLOSED.index("<Bo") - 1]],
    ids=["no colon", "no words", "one"],
)
def test_other_words_in_brackets_are_no_names(text: str) -> None:
    assert not any(label in NAMES for label, _ in _turns(text))


def test_a_heading_may_have_the_time_before_the_name() -> None:
    text = "".join(f"### [00:00:0{n}] {NAMES[n % 2].split()[0]}\n\n{said}\n\n" for n, said in enumerate(SAID))
    found = _read("# A talk\n\n" + text)

    assert [turn.label for turn in found.sessions[0].turns] == ["Ann", "Bo"] * 3
    assert [turn.time[0] for turn in found.sessions[0].turns if turn.time] == [0, 1, 2, 3, 4, 5]


def _record(names: list[str]) -> str:
    """Return turns with two spaces before them and no empty line, each on three lines."""
    return "".join(
        f"  {name}. We had a mill there by the weir, and it\nhad a wheel and a stone in it, as all of the\n"
        f"mills had in {n}.\n"
        for n, name in enumerate(names, start=1931)
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_indent_begins_a_paragraph_where_no_empty_line_does(end: str) -> None:
    text = "The mill\n\nRecord of the day\n\n" + _record(["Mr. LOW", "Ms. OVEN"] * 4)
    found = _turns(text.replace("\n", end))

    assert [label for label, _ in found] == ["Mr. LOW", "Ms. OVEN"] * 4
    assert found[0][1].endswith("1931.")


@pytest.mark.parametrize(
    "text",
    [
        _record(["Mr. LOW"] * 3 + ["Ms. OVEN"] * 2).replace("\n  ", "\n"),
        _record(["Mr. LOW", "Ms. OVEN"] * 4).replace("\n", "\n  "),
        _record(["Mr. LOW", "Ms. OVEN"] * 4).replace(".\n  ", ",\n  "),
        _record(["Mr. LOW", "Ms. OVEN"]),
    ],
    ids=["not indented", "all indented", "inside of sentences", "two"],
)
def test_other_indents_begin_nothing(text: str) -> None:
    assert with_indents(text, lines_of(text)) == lines_of(text)


def test_words_that_only_stand_at_the_edge_of_lines_are_no_label() -> None:
    text = _record(["Mr. LOW", "Ms. OVEN"] * 10).replace("had a wheel", "MILL. It had a wheel", 2)

    assert [label for label, _ in _turns("Record\n\n" + text)] == ["Mr. LOW", "Ms. OVEN"] * 10


@pytest.mark.parametrize(("pairs", "taken"), [(3, True), (2, False)])
def test_a_voice_from_the_hall_speaks_once_where_many_are_set_as_it_is(pairs: int, taken: bool) -> None:
    text = "ROOK A.P. So it was.\n\nHALE T.B. It was.\n\n" * pairs
    found = [label for label, _ in _turns("Record\n\n" + text + "VOICE FROM HALL. Never.\n\n" + text)]

    assert ("VOICE FROM HALL" in found) is taken


def test_who_is_in_the_chair_opens_a_record_though_only_once_and_on_a_broken_line() -> None:
    opening = "  The SPEAKER pro tempore. So we begin with the mill of the valley\nand the weir.\n"
    found = [label for label, _ in _turns("Record\n\n" + opening + _record(["Mr. LOW", "Ms. OVEN"] * 4))]

    assert found[:2] == ["The SPEAKER pro tempore", "Mr. LOW"]


def test_a_short_line_above_a_record_is_a_heading() -> None:
    found = [label for label, _ in _turns("The SPEAKER. On mills\n\n" + _record(["Mr. LOW", "Ms. OVEN"] * 4))]

    assert found[0] == "Mr. LOW"
