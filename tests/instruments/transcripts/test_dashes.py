"""Talks of dashes: what one who speaks only quotes, what stands below, and whose the dash is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import Transcript, read

QUOTED = {
    "ru": (
        "— Где мельница?\n— У плотины.\n— Кто пришёл?\n— Сосед. Он спросил:\n"
        "— Чей хлеб?\nЯ молчал.\n— А потом?\n— Ушёл."
    ),
    "kk": (
        "— Диірмен қайда?\n— Бөгетте.\n— Кім келді?\n— Көрші. Ол сұрады:\n"
        "— Нан кімдікі?\nМен үндемедім.\n— Сосын?\n— Кетті."
    ),
    "ug": (
        "- تۈگمەن نەدە؟\n- توسمىدا.\n- كىم كەلدى؟\n- قوشنا. ئۇ سورىدى:\n"
        "- نان كىمنىڭ؟\nجىم تۇردۇم.\n- كېيىنچۇ؟\n- كەتتى."
    ),
}
ANNOUNCED = "– Où est le moulin ?\n– Là.\n– Et puis ?\n– Un voisin vint :\n– À qui est ce pain ?\n– À moi."
PAIRS = [
    ("Where was the mill?", "By the weir."),
    ("Who ran it?", "My uncle did."),
    ("And then?", "It burned."),
]
TIGHT = "".join(f"— {question}\n— {answer}\n" for question, answer in PAIRS)


def _said(found: Transcript) -> list[str]:
    return [found.text_of(turn) for one in found.sessions for turn in one.turns]


def _told(found: Transcript) -> list[tuple[str, int | None]]:
    return [(one.key, one.line) for one in found.warnings]


@pytest.mark.parametrize("told", ["", ", – сказал он, –"])
@pytest.mark.parametrize("language", QUOTED)
def test_what_one_who_speaks_quotes_is_hers_and_told(language: str, told: str) -> None:
    # Where a line says between dashes who spoke, questions and answers are known by what asks.
    text = QUOTED[language].replace(".", f"{told}.", 1) if told else QUOTED[language]
    found = read(text.encode())
    said = _said(found)

    assert len(said) == 6
    assert said[3] == "\n".join(text.split("\n")[3:6])[2:]
    assert said[4] == text.split("\n")[6][2:]
    assert ("possible-change", 5) in _told(found)


def test_a_dash_below_any_other_colon_is_a_turn_and_told() -> None:
    found = read(ANNOUNCED.encode())

    assert len(_said(found)) == 6
    assert [one for one in _told(found) if one[0] != "unnamed-turns"] == [("possible-change:announced", 5)]


def test_a_dash_that_begins_the_talk_below_a_colon_is_a_turn() -> None:
    found = read(("She said:\n" + TIGHT).encode())

    assert len(_said(found)) == 6
    assert [key for key, _ in _told(found)] == ["unnamed-turns"]


@pytest.mark.parametrize("dash", ["—", "–", "―", "-", "\u0640"])
@pytest.mark.parametrize("told", ["", ", – said the miller, –"])
def test_the_dash_is_no_word_of_whoever_speaks(dash: str, told: str) -> None:
    pairs = [*PAIRS, ("Was it old?", f"Old{told} and low.")]
    text = "".join(f"{dash} {question}\n{dash} {answer}\n" for question, answer in pairs)
    found = read(text.encode())

    assert _said(found) == [words for pair in pairs for words in pair]
    assert {turn.label for turn in found.sessions[0].turns} == {dash}


def test_a_letter_that_is_lengthened_is_no_dash() -> None:
    assert read("ـهـ؟\nـهـ؟\nـهـ؟\nـهـ؟\nـهـ.".encode()).sessions == ()


@pytest.mark.parametrize(
    "below",
    ["The tape ends here.\nShe phoned again.", "Лента кончилась.", "录音到此为止。", "ئۈن شۇ يەردە تۈگىدى."],
)
def test_a_note_below_a_talk_of_dashes_is_nobodys_and_told(below: str) -> None:
    found = read(f"Of a mill\n\n{TIGHT}\n{below}\n\nMore of it.\n".encode())

    assert _said(found) == [words for pair in PAIRS for words in pair]
    assert [found.text_of(span) for span in found.sessions[0].matter][-1] == "More of it."
    assert ("below-turns", 10) in _told(found)


@pytest.mark.parametrize(
    "text",
    [
        TIGHT.replace("\n", "\n\n") + "It was so.",
        TIGHT.replace("weir.\n", "weir.\n\nIt was old.\n") + "\nIt was so.",
        "— Where?\n— Here.\n— Why?\n\nIt was so.",
        TIGHT + "It was so.",
        "".join(f"Ann: {question}\nBo: {answer}\n" for question, answer in PAIRS) + "\nIt was so.",
    ],
    ids=["empty lines", "inside a turn", "few", "no empty line", "labels"],
)
def test_elsewhere_the_last_words_are_of_the_last_turn_or_nobody_speaks(text: str) -> None:
    found = read(text.encode())

    assert not any(key == "below-turns" for key, _ in _told(found))
    assert not found.sessions or _said(found)[-1].endswith("It was so.")


_WORDS = st.text("abcdefg ", min_size=1, max_size=30).filter(str.strip).map(str.strip)
_LINES = st.lists(_WORDS, min_size=1, max_size=3)


@given(st.lists(st.tuples(_WORDS, _LINES), min_size=3, max_size=8), st.lists(_WORDS, max_size=3))
def test_no_word_of_a_talk_of_dashes_is_lost_or_said_twice(
    pairs: list[tuple[str, list[str]]], below: list[str]
) -> None:
    turns = [words for question, answer in pairs for words in (f"{question}?", "\n".join(answer) + ".")]
    found = read(("".join(f"— {words}\n" for words in turns) + "\n" + "\n".join(below)).encode())

    assert _said(found) == turns
    assert [found.text_of(span) for span in found.sessions[0].matter] == below
    assert any(key == "below-turns" for key, _ in _told(found)) is bool(below)


SHORT = (
    "About a mill\n- Where was the mill?\n"
    "- By the weir, where the road goes down to the river and the wood begins.\n"
    "- Tell of the oven.\n"
    "- It stood in the yard behind the mill, and my uncle lit it long before it was day.\n"
)


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_a_talk_of_four_dashes_is_one_where_short_lines_are_answered_by_long_ones(dash: str) -> None:
    said = [line[2:] for line in SHORT.splitlines()[1:]]

    assert _said(read(SHORT.replace("- ", f"{dash} ").encode())) == said


@pytest.mark.parametrize(
    "text",
    [
        SHORT.replace("mill?", "mill."),
        SHORT.replace(", where the road goes down to the river and the wood begins", ""),
        SHORT.replace("begins.", "begins"),
        SHORT + "- So it was.\n",
        SHORT + "So it was.\n",
        SHORT.replace("mill?", "mill? — said he."),
    ],
    ids=["nobody asks", "a short answer", "no sentence", "nobody answers", "more", "told"],
)
def test_four_dashes_of_another_kind_are_a_list(text: str) -> None:
    assert _said(read(text.encode())) == []


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_first_question_of_a_talk_may_be_broken_over_lines(between: str) -> None:
    text = f"About a mill{between}— Where was it that{between}the mill stood?{between}" + TIGHT.replace(
        "\n", between
    )

    assert len(_said(read(text.encode()))) == 7
    assert len(_said(read(text.replace("stood?", "stood", 1).encode()))) == 6
