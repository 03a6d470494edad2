"""Invented transcripts of many habits, read as a careful person would read them."""

from pathlib import Path

import pytest

from guwah.instruments.transcripts import Transcript, compose, pieces, read, read_file, to_json, write

DATA = Path(__file__).parent / "data"
FILES = sorted(DATA.iterdir())

# File -> sessions as (title, spoken languages, speakers in order, events), then kinds of marks.
EXPECTED: dict[str, tuple[list[tuple[str | None, str, str, str]], str]] = {
    "en_initials_two_calls.txt": (
        [
            (
                "Call with Bettina Marsh",
                "ru",
                "|".join(["Bettina Marsh", "Oraz Tulenov"] * 4),
                "unheard:6",
            ),
            (
                "Call with Conrad Vale",
                "kk ru",
                "Conrad Vale|Oraz Tulenov|Conrad Vale|Oraz Tulenov|Conrad Vale",
                "",
            ),
        ],
        "vocal insertion insertion description gloss",
    ),
    "en_names_continuations.txt": (
        [
            (
                "The school kitchen",
                "",
                "|".join(["Alice Porter", "Dana Wells"] * 3 + ["Guard", "Alice Porter", "Dana Wells"]),
                "",
            )
        ],
        "unheard vocal uncertain",
    ),
    "en_qa_hearing.txt": (
        [("HEARING ON THE FLOUR STORE", "kk ru", "Q|A|Q|A|Q|A|Q", "tape-end:7")],
        "withheld",
    ),
    "en_upper_times.txt": (
        [(None, "", "|".join(["INTERVIEWER", "RESPONDENT"] * 3), "")],
        "note correction description",
    ),
    "ru_roles.txt": (
        [("Интервью с поваром школы № 8", "", "|".join(["Вопрос", "Ответ"] * 3), "line-drop:4")],
        "description vocal",
    ),
    "kk_names.txt": (
        [("Наубайшымен сұхбат", "", "|".join(["Айсұлу", "Нұрлан"] * 4), "unheard:6")],
        "insertion vocal",
    ),
    "ug_arabic_bidi.txt": (
        [("ناۋاي بىلەن سۆھبەت", "ug", "|".join(["گۈلنار", "ئەركىن"] * 3), "unheard:4")],
        "unheard gloss",
    ),
    "zh_fullwidth.txt": (
        [("面包店执照访谈", "zh", "|".join(["问", "答"] * 3), "tape-end:4")],
        "unheard vocal gloss",
    ),
    "zh_names.txt": ([(None, "", "李明|王芳|李明|王芳|王芳|李明", "")], "vocal insertion"),
    "kk_arabic.txt": ([("ناۋبايشىمەن اڭگىمە", "", "|".join(["ايگۇل", "بەرىك"] * 2), "")], "correction"),
    "en_crlf_header_names.txt": (
        [("Reading circle, tape 2", "", "Nora Finch|Paul Reed|Nora Finch|Paul Reed|Nora Finch", "vocal:4")],
        "unheard uncertain",
    ),
    "en_cr_only.txt": ([(None, "", "K|L|K|L", "")], ""),
    "en_markdown_interview.txt": (
        [
            ("Interview 1: the miller", "", "|".join(["Ida Moss", "Tom Hale"] * 2), ""),
            ("Interview 2: the carter", "", "|".join(["Ida Moss", "Jo Lark"] * 2), ""),
        ],
        "",
    ),
    "en_recorder_names_above.txt": (
        [("Sound of the weir, kitchen table", "", "|".join(["Ida Moss", "Tom Hale"] * 2), "")],
        "",
    ),
    "en_letter.txt": ([], "description"),
    "en_article_quotes.txt": ([], ""),
}


def _told(transcript: Transcript) -> tuple[list[tuple[str | None, str, str, str]], str]:
    sessions = [
        (
            one.title,
            " ".join(one.spoken_languages),
            "|".join(turn.speaker for turn in one.turns),
            " ".join(f"{event.kind}:{event.after_turn}" for event in one.events),
        )
        for one in transcript.sessions
    ]
    return sessions, " ".join(mark.kind for mark in transcript.marks)


def test_every_file_has_an_expectation() -> None:
    assert {path.name for path in FILES} == set(EXPECTED)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sessions_speakers_events_and_marks(path: Path) -> None:
    assert _told(read_file(path)) == EXPECTED[path.name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_comes_back_and_the_parts_make_the_text(path: Path) -> None:
    transcript = read_file(path)
    assert write(transcript, transcript.format).data == path.read_bytes()
    parts = pieces(transcript)
    assert compose(parts, transcript.text).encode("utf-8") == path.read_bytes()
    between = "".join(transcript.text_of(part) for part in parts if part.kind == "between")
    assert not any(character.isalpha() for character in between)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_json_says_the_same(path: Path) -> None:
    transcript = read_file(path)
    told = to_json(transcript)
    assert "text" not in told
    for session in told["sessions"]:
        assert [turn["n"] for turn in session["turns"]] == list(range(1, len(session["turns"]) + 1))
        for turn in session["turns"]:
            assert transcript.text[turn["start"] : turn["end"]] == turn["text"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("to", ["labelled-text", "docx", "webvtt"])
def test_another_format_holds_the_same_words_or_says_so(path: Path, to: str) -> None:
    written = write(read_file(path), to)
    differs = any(one.code == "reads-differently" for one in written.warnings)
    # Two turns of one speaker in a row become one where a voice is all that divides them.
    assert differs == ((path.name, to) == ("zh_names.txt", "webvtt"))


def test_what_stands_beside_a_label_is_kept_apart() -> None:
    transcript = read_file(DATA / "en_initials_two_calls.txt")
    first, second = transcript.sessions
    assert (first.turns[3].label, first.turns[3].manner, first.turns[3].addressee) == ("O", "coughing", None)
    assert (second.turns[3].label, second.turns[3].manner) == ("O", None)
    assert second.turns[3].addressee == "to his daughter"
    beside = transcript.marks[0]
    assert (beside.session, beside.turn, transcript.text_of(beside)) == (1, 4, "(coughing)")


def test_times_before_labels_are_seconds() -> None:
    turns = read_file(DATA / "en_upper_times.txt").sessions[0].turns
    assert [turn.time for turn in turns] == [(4, 9), (9, 20), (20, 62), (62, 69), (75, 77), (77, None)]
    above = read_file(DATA / "en_recorder_names_above.txt").sessions[0].turns
    assert [turn.time for turn in above] == [(3, 7), (7, 15), (15, 3729), (3729, None)]


def test_a_doubtful_label_is_told_with_its_line() -> None:
    warnings = read_file(DATA / "en_names_continuations.txt").warnings
    assert [(one.code, one.line) for one in warnings] == [("label-once", 19), ("possible-label", 13)]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("AB: One.\nCD: Two.\nAB: Three.\nGuard: Stop.\nCD: Four.", 4, "not written like the others"),
        ("AB: One.\nCD: Two.\nAB: Three.\nthe guard: stop.\nCD: Four.", 4, "not written like the others"),
        ("AB: One.\nCD: Two.\nAB: Three.\nNote: stop.\nCD: Four.", 4, "announce speech"),
        ("The oven is cold.\nGuard: Stop.\nNobody came to the mill.\nIt was night.", 2, "no label recurs"),
    ],
)
def test_what_may_be_a_label_is_told_with_the_reason_it_was_not_taken(text: str, line: int, why: str) -> None:
    told = [one for one in read(text.encode()).warnings if one.code == "possible-label"]
    assert [one.line for one in told] == [line]
    assert why in told[0].message
    assert ("turn before" in told[0].message) == text.startswith("AB")


def test_words_before_a_colon_are_not_all_asked_about() -> None:
    said = "they said: stop.\nand then in the night: a noise.\nname\tvalue"
    found = read(f"AB: One.\nCD: Two.\nAB: Three.\n{said}\nCD: Four.".encode())
    assert not [one for one in found.warnings if one.code == "possible-label"]


def test_a_bidi_control_is_told_with_its_line_and_kept() -> None:
    path = DATA / "ug_arabic_bidi.txt"
    transcript = read_file(path)
    assert ("bidi-control", 7) in [(one.code, one.line) for one in transcript.warnings]
    assert "\u200f" in transcript.text
    assert {turn.label for turn in transcript.sessions[0].turns} == {"گۈلنار", "ئەركىن"}


def test_a_preamble_stands_before_the_first_session() -> None:
    transcript = read_file(DATA / "en_initials_two_calls.txt")
    assert transcript.preamble is not None
    assert transcript.text_of(transcript.preamble).startswith("Two telephone calls")
    assert transcript.text_of(transcript.preamble).endswith("invented.")


def test_header_lines_belong_to_the_session_and_to_nobody() -> None:
    transcript = read_file(DATA / "zh_fullwidth.txt")
    session = transcript.sessions[0]
    assert [transcript.text_of(span)[:2] for span in session.matter] == ["日期", "语言"]
    assert {one.label: one.role for one in session.participants} == {"问": "interviewer", "答": None}
