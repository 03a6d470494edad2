"""Tables of Markdown among other lines, and columns that are called by languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import Transcript, read

HEADS = {"en": "Speaker | Words", "ru": "Говорящий | Текст", "zh": "说话人 | 内容", "kk": "Сөйлеуші | Мәтін"}
ROWS = "| Ann | Where? |\n| Bo | By the weir. |\n| Ann | And then? |\n| Bo | It burned. |\n"
SAID = [("Ann", "Where?"), ("Bo", "By the weir."), ("Ann", "And then?"), ("Bo", "It burned.")]


def _said(found: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, found.text_of(turn)) for one in found.sessions for turn in one.turns]


def _left(found: Transcript) -> list[int | None]:
    return [one.line for one in found.warnings if one.code == "matter-left-out"]


@pytest.mark.parametrize("language", HEADS)
@pytest.mark.parametrize("name", ["talk.md", "talk.txt", ""])
@pytest.mark.parametrize("above", ["", "# Call 4\n\n", "# Call 4\n\nCaller: Ann\nPlace: the mill\n\n"])
def test_a_table_among_other_lines_is_one_and_the_lines_are_told(
    above: str, name: str, language: str
) -> None:
    table = f"| {HEADS[language]} |\n|---|:---:|\n{ROWS}"
    found = read(f"{above}{table}\nShe asked to be called again.\n".encode(), name)
    lines = f"{above}{table}\nShe asked".split("\n")

    assert _said(found) == SAID
    assert _left(found) == [
        n for n, line in enumerate(lines, start=1) if line.strip() and not line.startswith("|")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ann: I wrote.\n\nBo: What?\n\n| Speaker | Words |\n|---|---|\n| X | Yes. |\n\nBo: So.\n\nAnn: So.\n",
        "| day | bags |\n|---|---|\n| Monday | 3 |\n| Tuesday | 4 |\n",
        "| Ann | Where? |\n| Bo | There. |\n",
    ],
    ids=["a small one in a talk", "of other things", "without names of columns"],
)
def test_what_is_no_table_of_turns_is_read_as_before(text: str) -> None:
    assert read(text.encode(), "talk.md").format != "csv"


def test_quotes_and_breaks_of_markdown_are_no_signs_of_a_table() -> None:
    rows = '| Ann |"Come," he said |\n| Bo | One.<br>Two. |\n'
    found = read(f"Call\n\n| Speaker | Words |\n|---|---|\n{rows}".encode(), "talk.md")

    assert _said(found) == [("Ann", '"Come," he said'), ("Bo", "One. Two.")]


TONGUES = [
    ("Speaker", "Uyghur", "English"),
    ("Говорящий", "Казахский", "Русский"),
    ("说话人", "维吾尔语", "中文"),
]


@pytest.mark.parametrize("names", TONGUES)
@pytest.mark.parametrize("form", ["| {} | {} | {} |\n", "{},{},{}\n", "{}\t{}\t{}\n"])
def test_columns_called_by_languages_are_words_and_their_translation(
    form: str, names: tuple[str, str, str]
) -> None:
    rule = "|---|---|---|\n" if form.startswith("|") else ""
    text = (
        form.format(*names) + rule + form.format("Q", "قاچان؟", "When?") + form.format("A", "Жазда", "Once")
    )
    found = read(text.encode(), "talk.md")

    assert [words for _, words in _said(found)] == ["قاچان؟", "Жазда"]
    beside = [(mark.turn, mark.attributes["what"], mark.attributes["words"]) for mark in found.marks]
    assert beside == [(1, "translation", "When?"), (2, "translation", "Once")]
    assert "language-columns" in [one.code for one in found.warnings]


def test_a_third_language_stays_in_the_file_and_a_column_of_words_comes_first() -> None:
    three = read(b"Speaker,Kazakh,Russian,English\nQ,a,b,c\nA,d,e,f\n", "talk.csv")
    assert ("columns-left-out", 1) in [(one.code, one.values.get("n")) for one in three.warnings]

    worded = read(b"Speaker,English,Text\nQ,a,b\nA,d,e\n", "talk.csv")
    assert [words for _, words in _said(worded)] == ["b", "e"]
    assert [mark.attributes["words"] for mark in worded.marks] == ["a", "d"]
    assert "language-columns" not in [one.code for one in worded.warnings]


def test_languages_without_a_column_of_speakers_are_a_list_of_words() -> None:
    assert read(b"| Kazakh | English |\n|---|---|\n| nan | bread |\n", "words.md").format == "plain"


_CELL = st.text("abcабв دې中文,;:'\"", min_size=1, max_size=20).filter(lambda words: words.strip(" \"'"))


@given(st.lists(_CELL, min_size=3, max_size=12), st.lists(st.sampled_from("xyz"), max_size=2))
def test_every_cell_of_a_table_is_somebodys_and_every_other_line_is_told(
    cells: list[str], above: list[str]
) -> None:
    rows = "".join(f"| {'AB'[n % 2]} | {cell} |\n" for n, cell in enumerate(cells))
    head = "".join(f"{line}\n" for line in above)
    found = read(f"{head}| Speaker | Words |\n|---|---|\n{rows}".encode(), "talk.md")

    assert _said(found) == [("AB"[n % 2], " ".join(cell.strip().split("\n"))) for n, cell in enumerate(cells)]
    assert len(_left(found)) == len(above)
