"""Other ways to say who speaks, each as the smallest text that shows it, and what is none of them."""

import pytest

from guwah.instruments.transcripts import DEFAULT, Transcript, read
from guwah.instruments.transcripts.events import is_tape_mark


def _read(text: str) -> Transcript:
    return read(text.encode())


def _turns(text: str) -> list[tuple[str, str]]:
    transcript = _read(text)
    return [(turn.label, transcript.text_of(turn)) for one in transcript.sessions for turn in one.turns]


def _codes(text: str) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in _read(text).warnings]


FOUR = ["Where was it?", "By the weir.", "Who knew?", "We did."]


@pytest.mark.parametrize(
    "form",
    [
        "[{}] {}\n",
        "<{}> {}\n",
        "({}) {}\n",
        "【{}】 {}\n",
        "**{}** {}\n",
        "**{}:** {}\n",
        "{} — {}\n",
        "{} – {}\n",
        "{} - {}\n",
        "{} [00:10] {}\n",
        "{}    {}\n",
        "{}\n{}\n\n",
        "**{}**\n{}\n\n",
        "{}\n\n{}\n\n",
        "00:00:10\n{}\n{}\n",
        "{}\n00:00:10\n{}\n",
        "3/5/2021, 10:02 - {}: {}\n",
        "{} (10:02 PM)\n{}\n",
    ],
)
@pytest.mark.parametrize("names", [("Ann Low", "Tom Hale"), ("Айгүл", "Серік")])
def test_one_text_of_each_habit(form: str, names: tuple[str, str]) -> None:
    text = "".join(form.format(names[n % 2], words) for n, words in enumerate(FOUR))
    assert _turns(text) == [(names[n % 2], words) for n, words in enumerate(FOUR)]


@pytest.mark.parametrize(
    "text",
    [
        "[Later] We went.\n[Later] We sat.\n[Earlier] We ate.\n[Later] We slept.\n",
        "[laughs] One.\n[pause] Two.\n[laughs] Three.\n[pause] Four.\n",
        "(sic) One.\n(note: x) Two.\n(sic) Three.\n(note: x) Four.\n",
        "Monday    9:00\nTuesday    9:00\nMonday    10:00\nTuesday    10:00\n",
        "Flour — two sacks\nSalt — a bag\nRye — a sack\nOil — a jar\n",
        "- flour\n- salt\n- rye\n- oil\n- a lamp\n",
        "— Кто? — спросил он.\n— Мы, — сказала она.\n— Зачем? — спросил он.\n— Так.\n",
        "— Кто там?\n— Мы, — сказала она.\n— Зачем пришли?\n— Так.\n",
        "— We left.\n— We came.\n— We sat.\n— We ate.\n",
        "TITLE\n\nWords here.\n\nOTHER\n\nMore words.\n\nTHIRD\n\nStill more.\n",
        "Yes\n\nIt was so.\n\nNo\n\nIt was not.\n\nYes\n\nIt was.\n\nNo\n\nNever.\n",
        "One.\n\nPart One\nWords.\n\nPart Two\nWords.\n\nPart One\nWords.\n\nPart Two\nWords.\n",
        "Q the first\nand nothing more\n",
        "Mr. Oven came. He sat.\nMr. Oven left. He ran.\nThe mill stood.\nIt was cold.\n" * 2,
    ],
)
def test_what_is_no_talk_makes_no_turns(text: str) -> None:
    assert _turns(text) == []


def test_letters_without_a_dot_answer_each_other() -> None:
    text = (
        "Q Who came?\nA A man came.\nA tall one.\nQ When?\nA At noon.\nQ And then?\nand where\nA He left.\n"
    )
    assert _turns(text)[:4] == [
        ("Q", "Who came?"),
        ("A", "A man came.\nA tall one."),
        ("Q", "When?"),
        ("A", "At noon."),
    ]
    mixed = "Q    Who came?\nA    A man.\nQ    When?\nA    At noon.\nA    And at night.\n"
    assert [label for label, _ in _turns(mixed)] == ["Q", "A", "Q", "A", "A"]


def test_questions_may_be_counted_and_others_speak_in_capitals() -> None:
    text = "Question 1: Who?\nAnswer 1: Ann.\nQuestion 2: When?\nAnswer 2: At noon.\n"
    assert [label for label, _ in _turns(text)] == ["Question 1", "Answer 1", "Question 2", "Answer 2"]
    assert [one.role for one in _read(text).sessions[0].participants] == ["interviewer", None]
    hearing = "Q. Who?\nA. Ann.\nTHE COURT: Louder.\nQ. When?\nA. At noon.\nQ. So.\n"
    assert [label for label, _ in _turns(hearing)] == ["Q", "A", "THE COURT", "Q", "A", "Q"]


def test_a_label_of_another_habit_that_stands_once_is_asked_about() -> None:
    above = "ANN LOW\nWho?\n\nTOM HALE\nWe.\n\nANN LOW\nWhen?\n\n"
    text = above + "A NOTE\nfound here.\n\nTOM HALE\nAt noon.\nJo: yes.\n"
    assert ("possible-label", 10) in _codes(text)
    bracketed = "[Ann] Who?\n[Tom] We.\n[Ann] Jo: who?\n[Tom] All.\nJo: I.\nJo: Me.\n"
    assert ("possible-label", 5) in _codes(bracketed)


def test_a_dash_says_that_somebody_else_speaks_and_not_who() -> None:
    text = "— Кто пришёл?\n— Двое.\nОба с моста.\n— Когда?\n— В полдень.\n"
    assert [words for _, words in _turns(text)] == [
        "Кто пришёл?",
        "Двое.\nОба с моста.",
        "Когда?",
        "В полдень.",
    ]
    assert [(one.name, one.role) for one in _read(text).sessions[0].participants] == [(None, None)]
    assert ("unnamed-turns", 1) in _codes(text)


@pytest.mark.parametrize(
    ("words", "is_mark"),
    [
        ("Tape 1, Side A", True),
        ("END OF TAPE ONE, SIDE TWO", True),
        ("Begin Segment 12", True),
        ("Start of audio", True),
        ("Кассета 2, сторона Б", True),
        ("конец записи", True),
        ("the tape", False),
        ("the file and the recording", False),
        ("the tape was long", False),
        ("Side", False),
        ("2", False),
        ("tape " * 20, False),
    ],
)
def test_marks_of_tapes(words: str, is_mark: bool) -> None:
    assert is_tape_mark(words, DEFAULT) == is_mark


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Tape 2, Side B", "tape-end"),
        ("--- End of tape ---", "tape-end"),
        ("END OF INTERVIEW", "tape-end"),
        ("Conclusion of interview", "tape-end"),
        ("HEARING ADJOURNS", "session-change"),
        ("--- Recess taken at noon", "session-change"),
        ("[page ends]", "page-break"),
        ("[End of Tape 1, Side A] [Start of Tape 1, Side B]", "tape-end"),
        ("[She waits] [line drops]", "line-drop"),
    ],
)
def test_a_line_set_off_from_words_is_an_event(line: str, kind: str) -> None:
    session = _read(f"Ann: One.\nBen: Two.\n{line}\nAnn: Three.\nBen: Four.\n").sessions[0]
    assert [(one.kind, one.after_turn) for one in session.events] == [(kind, 2)]
    inside = _read(f"Ann: One.\nBen: Two\n{line}\nthree.\nAnn: Four.\nBen: Five.\n")
    assert inside.sessions[0].events == ()
    assert [(one.turn, dict(one.attributes)) for one in inside.marks] == [(2, {"event": kind})]


@pytest.mark.parametrize(
    "line", ["open", "Break", "The end of interview was near and we knew it.", "end of it"]
)
def test_words_that_begin_like_an_event_are_said(line: str) -> None:
    transcript = _read(f"Ann: One.\nBen: Two.\n{line}\nAnn: Three.\nBen: Four.\n")
    assert transcript.text_of(transcript.sessions[0].turns[1]).endswith(line)


def test_several_brackets_alone_on_a_line_are_nobody_s() -> None:
    transcript = _read(
        "Ann: One.\n[A door] (one more)\nBen: Two.\n[so] I went (home)\nAnn: Three.\nBen: Four.\n"
    )
    assert [transcript.text_of(turn) for turn in transcript.sessions[0].turns][:2] == [
        "One.",
        "Two.\n[so] I went (home)",
    ]
    assert ("description", None) in [(mark.kind, mark.turn) for mark in transcript.marks]


def test_what_stands_below_the_end_is_nobody_s() -> None:
    transcript = _read(
        "Ann: One.\nBen: Two.\nAnn: Three.\nBen: Four.\n[End of interview]\nTyped by Jo\nin May\n"
    )
    session = transcript.sessions[0]
    assert transcript.text_of(session.turns[-1]) == "Four."
    assert [transcript.text_of(span) for span in session.matter] == ["Typed by Jo", "in May"]


def test_a_time_in_a_column_or_a_bracket_after_the_label() -> None:
    tabs = _read("Ann\t0:03\tOne.\nBen\t0:07\tTwo.\nAnn\t0:09\tThree.\nBen\tFour.\n")
    turns = tabs.sessions[0].turns
    assert [turn.time for turn in turns] == [(3, 7), (7, 9), (9, None), None]
    assert [tabs.text_of(turn) for turn in turns] == ["One.", "Two.", "Three.", "Four."]
    beside = _read("Ann: [0:03] One.\nBen: (0:07) Two.\nAnn: [so] Three.\nBen: Four.\n").sessions[0].turns
    assert [turn.time for turn in beside] == [(3, 7), (7, None), None, None]


def test_two_lines_with_times_are_a_talk() -> None:
    assert _turns("[0:03] Ann: one two\n[0:05] Ben: three\n") == [("Ann", "one two"), ("Ben", "three")]


def test_times_that_run_back_make_no_segments() -> None:
    turn = _read("Ann: One [0:09] two [0:03] three.\nBen: x.\nAnn: y.\nBen: z.\n").sessions[0].turns[0]
    assert turn.segments == ()
    forward = _read("Ann: One [0:03] two [0:09] three.\nBen: x.\nAnn: y.\n0:12\nBen: z.\n").sessions[0].turns
    assert [one.time for one in forward[0].segments] == [None, (3, 9), (9, None)]


def test_a_time_at_the_end_is_kept_beside_the_talk() -> None:
    transcript = _read("Ann: One.\nBen: Two.\nAnn: Three.\nBen: Four.\n00:10:00\n")
    assert [(one.kind, one.turn, dict(one.attributes)) for one in transcript.marks] == [
        ("note", None, {"time": "600.0"})
    ]


@pytest.mark.parametrize(
    ("line", "matter"),
    [
        ("--- Whereupon the jury left", True),
        ("-- Whereupon the jury left", False),
        ("-- Examination resumed", True),
        ("Cross-examination by Mr. Low:", True),
        ("CROSS-EXAMINATION BY MR. LOW", True),
        ("WITNESS: JOAN OVEN [Resumed]", True),
        ("Examination was hard for me.", False),
        ("Questions", False),
        ("--- and then I went", False),
        ("Examination by one, " + "two, " * 14 + "three:", False),
    ],
)
def test_stages_of_a_hearing_are_nobody_s(line: str, *, matter: bool) -> None:
    text = f"MR. LOW: One.\nMR. TILL: Two.\nMR. LOW: Three.\n{line}\nMR. TILL: Four.\n"
    transcript = _read(text)
    session = transcript.sessions[0]
    assert len(session.turns) == 4
    assert ([transcript.text_of(span) for span in session.matter] == [line]) == matter
    on = _read(text.replace("MR. TILL: Four.", "and on.\nMR. TILL: Four."))
    assert transcript.text_of(session.turns[2]) == "Three." or not matter
    assert on.text_of(on.sessions[0].turns[2]).endswith("and on.")


def test_keys_of_a_head_are_nobody_even_where_it_returns() -> None:
    head = "Date: 3 May\nSeries: Bakers\nKeeper: the town\n\n"
    text = f"Interview 1\n{head}Ann: One.\nBen: Two.\n\nInterview 2\n{head}Ann: Three.\nBen: Four.\n"
    assert [label for label, _ in _turns(text)] == ["Ann", "Ben", "Ann", "Ben"]
    below = "Date: 3 May\nAnn: One\nBen: Two\n\nAnn: Three\nBen: Four\n"
    assert [label for label, _ in _turns(below)] == ["Ann", "Ben", "Ann", "Ben"]
    twice = "Date: 3 May\nAnn: One\nBen: Two\nAnn: Three\nBen: Four\n"
    assert [label for label, _ in _turns(twice)] == ["Ann", "Ben", "Ann", "Ben"]


def test_who_is_who_is_said_above_the_talk() -> None:
    text = (
        "Interviewer: Ann Low (AL)\n受访人：张伟\nWitness: several people\n\n"
        "AL: Who?\n张: We.\nAL: When?\n张: At noon.\nSubject: Yes.\nSubject: No.\nSubject: Both.\n"
    )
    people = {one.label: (one.name, one.role) for one in _read(text).sessions[0].participants}
    assert people["AL"] == ("Ann Low", "interviewer")
    assert people["张"] == ("张伟", None)


@pytest.mark.parametrize(
    ("above", "code"),
    [
        ("Ben: We were in the\n\nInterview with Jo\n\n", "session-break"),
        ("Ben: Two.\n\nInterview with Jo\nA cold day\n\n", "session-break"),
        ("Ben: We were in the\nInterview with Jo\n", "possible-session"),
    ],
)
def test_a_conversation_that_begins_inside_another_is_told(above: str, code: str) -> None:
    text = f"Ann: One.\nBen: Two.\nAnn: Three.\n{above}Ann: Four.\nBen: Five.\n"
    transcript = _read(text)
    assert len(transcript.sessions) == 1 + (code == "session-break")
    line = text[: text.index("Interview with")].count("\n") + 1
    assert (code, line) in _codes(text)
    quiet = "Ann: One.\nBen: Two.\n\nInterview 2\nDate: 3 May\n\nAnn: Four.\nBen: Five.\n"
    assert not [one for one in _codes(quiet) if "session" in one[0]]


def test_a_page_before_and_after_the_talk_belongs_to_it() -> None:
    first = "Page 1\nA foreword.\n\nInterview 1\nAnn: One.\nBen: Two.\n"
    text = first + "Page 2\nInterview 2\nAnn: x.\nBen: y.\nPage 3\n"
    transcript = _read(text)
    assert transcript.preamble is not None
    assert transcript.text_of(transcript.preamble) == "Page 1\nA foreword."
    assert [[(e.kind, e.after_turn) for e in one.events] for one in transcript.sessions] == [
        [("page-break", 2)],
        [("page-break", 2)],
    ]
    assert transcript.sessions[-1].end == text.index("Page 3") + 6


def test_a_page_that_turns_after_a_label_is_between() -> None:
    transcript = _read("ANN:\nPage 2\nOne.\nBEN: Two.\nANN: Three.\nBEN: Four.\n")
    assert transcript.text_of(transcript.sessions[0].turns[0]) == "One."
    assert [(one.kind, one.after_turn) for one in transcript.sessions[0].events] == [("page-break", 0)]


def test_an_office_before_a_name_speaks() -> None:
    text = "Judge: One.\nState prosecutor Low: Two.\nJudge: Three.\nState prosecutor Low: Four.\n"
    assert [label for label, _ in _turns(text)] == ["Judge", "State prosecutor Low"] * 2
    asked = "Вопрос: Кто?\nОтвет: Анна.\nВопрос защитника: С кем?\nОтвет: С Яном.\n"
    asked += "Из зала там: Нет!\nОтвет: Да.\n"
    assert [label for label, _ in _turns(asked)] == ["Вопрос", "Ответ", "Вопрос защитника", "Ответ", "Ответ"]
    doubtful = "Judge: One.\nWe in the hall: no.\nJudge: Two.\nWe in the hall: no.\nJo: x.\nJudge: Three.\n"
    assert [line for code, line in _codes(doubtful) if code == "possible-label"] == [2, 4]


@pytest.mark.parametrize(
    "legend",
    [
        "Ann Low (AL) – interviewer\nTom Hale (TH)\n\n",
        "AL = Ann Low\nTH = Tom Hale\n\n",
        "AL: Ann Low\nTH: Tom Hale\n\n",
        "Interview 1\nAnn Low (AL), Tom Hale\nAnn Low (AL)\nTom Hale (TH)\n\n",
    ],
)
def test_a_list_of_who_is_who_above_the_talk_names_and_says_nothing(legend: str) -> None:
    transcript = _read(f"{legend}AL: Where?\nTH: There.\nAL: When?\nTH: In May.\n")
    assert [turn.speaker for turn in transcript.sessions[0].turns] == ["Ann Low", "Tom Hale"] * 2


def test_header_lines_below_the_talk_are_nobody_s() -> None:
    text = "Ann: One.\nBen: Two.\nAnn: Three.\nDate: said so.\nBen: Four.\n\nRecording time: 48 minutes\n"
    transcript = _read(text)
    assert [transcript.text_of(span) for span in transcript.sessions[0].matter] == [
        "Recording time: 48 minutes"
    ]
    assert transcript.text_of(transcript.sessions[0].turns[2]) == "Three.\nDate: said so."


def test_chinese_brackets_need_no_space_behind_them_and_others_do() -> None:
    said = ["哪一年进厂的？", "一九五二年。", "谁介绍的？", "表姐。"]
    text = "".join(f"【{'访陈'[n % 2]}】{words}\n\n" for n, words in enumerate(said))

    assert _turns(text) == [("访陈"[n % 2], words) for n, words in enumerate(said)]
    assert _turns("".join(f"[{'AB'[n % 2]}]{words}\n\n" for n, words in enumerate(FOUR))) == []


def test_offices_in_capitals_before_a_dash_may_be_long() -> None:
    office = "MINISTER OF THE MILLS TOM A. HALE"
    text = f"CHAIR — So?\n\n{office} (X) — We agree.\n\nCHAIR — And you?\n\n{office} (X) — We too.\n\n"

    assert [label for label, _ in _turns(text)] == ["CHAIR", office] * 2
    assert _turns(text.replace(office, office + " OF THE VALLEY")) == []
    assert _turns(text.replace(office, "TOM HALE, MINISTER OF ALL MILLS")) == []


def test_an_office_with_its_article_has_the_floor() -> None:
    text = "M. le président. La parole est à M. Luc Four.\n\nM. Luc Four. Madame la ministre.\n\n" * 2

    assert [label for label, _ in _turns(text)] == ["M. le président", "M. Luc Four"] * 2


def test_names_before_links_are_entries_of_a_list() -> None:
    links = "- Ann Low: [Site](https://x.example) | [Code](y)\n- Tom Hale: [Site](https://z.example)\n\n"
    talk = "**Ann Low:** Where?\n\n**Tom Hale:** There.\n\n" * 2

    assert [label for label, _ in _turns(links + talk)] == ["Ann Low", "Tom Hale"] * 2


def test_a_long_dash_alone_on_its_line_is_a_rule() -> None:
    assert _turns("Ann: Where?\n—\nTom: There.\n——\nAnn: And?\nTom: So.\n")[0] == ("Ann", "Where?")


def test_the_word_of_a_title_is_nobodys_name() -> None:
    text = "Project – Interview 07 – Frau K.\n\n" + "I: Where?\n\nB: There.\n\n" * 3
    (session,) = _read(text).sessions

    assert {turn.speaker for turn in session.turns} == {"I", "B"}


def test_initials_that_copy_a_letter_speak_where_they_return() -> None:
    talk = (
        "CDR: Is it on?\n\nCC:  It is, and\nno more.\n\nCDR: Good.\n\nCC: So.\n\nCDR: Well.\n\nCC: Yes.\n\n"
    )

    assert [label for label, _ in _turns(talk)] == ["CDR", "CC"] * 3
    assert [label for label, _ in _turns("Cc: Ann, Bo\n\n" + talk.replace("CC", "ECO"))] == ["CDR", "ECO"] * 3


def test_an_office_with_one_capital_speaks_twice_among_others_and_a_beginning_of_sentences_does_not() -> None:
    talk = "Ann: Where?\n\nState counsel: At the mill?\n\nAnn: There.\n\nState counsel: So.\n\nAnn: Yes.\n\n"

    assert [label for label, _ in _turns(talk)] == ["Ann", "State counsel"] * 2 + ["Ann"]
    assert "One thing more of it" not in {
        label for label, _ in _turns(talk.replace("State counsel", "One thing more of it"))
    }
    assert {label for label, _ in _turns(talk.replace("Ann: ", "It is. "))} == set()
    assert [label for label, _ in _turns(talk.replace(" So.", " so"))] == ["Ann"] * 3


def test_questions_with_dashes_beside_one_who_is_named() -> None:
    text = "".join(f"――{word}ですか。\n\n佐藤　{word}です。\n\n" for word in ("町", "川", "山", "海"))

    assert [label for label, _ in _turns(text)] == ["――", "佐藤"] * 4
    two = text.replace("佐藤　川", "川田　川").replace("佐藤　海", "海野　海")
    assert [label for label, _ in _turns(two)][1::2] == ["佐藤", "", "佐藤", ""]
    assert [label for label, _ in _turns(text.replace("佐藤　", ""))][1::2] == [""] * 4


@pytest.mark.parametrize(
    ("end", "dash", "count", "labels"),
    [(".", "— ", 3, 3), (".", "— ", 2, 0), ("", "— ", 3, 0), (".", "- ", 3, 0), (".", "", 3, 0)],
    ids=["a street", "too few", "no sentence", "a list", "headings"],
)
def test_people_asked_one_by_one_speak_below_their_names(
    end: str, dash: str, count: int, labels: int
) -> None:
    names = ("Ann Low, baker", "Tom Hale, miller", "Rose Till, clerk of the mill")
    text = "Do you keep letters?\n\nWe asked.\n\n" + "".join(
        f"{name}:\n{dash}I keep them all, from the first one on{end}\n\n" for name in names[:count]
    )

    assert len(_turns(text)) == labels
    assert _turns(text + "Nell Hay, cook:") == []
