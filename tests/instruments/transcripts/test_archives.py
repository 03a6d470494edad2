"""Invented transcripts in the habits of many archives: who speaks, how often, and what nobody says."""

import re
from pathlib import Path

import pytest

from guwah.instruments.transcripts import Transcript, compose, pieces, plain, read_file

ARCHIVES = Path(__file__).parent / "archives"
FILES = sorted(ARCHIVES.iterdir())

# File -> for each session its speakers in the order of its turns, as a careful person counts them.
SPEAKERS: dict[str, list[str]] = {
    "en_analysts_lines.txt": ["A|B|A|B|A|B|A"],
    "en_answers_first.txt": ["A|Q|A|COURT|Q|A"],
    "en_archive_head.txt": [
        "Ann Low|Martha Oven|Ann Low|Martha Oven|PG|Ann Low|Martha Oven",
    ],
    "en_bold_letters.md": ["Q|A|Q|A|Q|A"],
    "en_bold_names.md": ["Ann Low|Tom Hale|Ann Low|Tom Hale"],
    "en_bracketed_names.txt": ["Ann|Tom|Ann|Tom|Jo|Ann|Jo"],
    "en_call_chat.txt": ["Ann Low|Tom Hale|Ann Low|Tom Hale"],
    "en_caps_above.txt": ["ANN LOW|TOM HALE|ANN LOW|TOM HALE|ANN LOW|TOM HALE"],
    "en_committee_counts.txt": ["The Chair|Tom Hale|The Chair|Tom Hale|Ann Low|Tom Hale"],
    "en_clocked.txt": ["S1|S2|S1|S2"],
    "en_colon_above.txt": ["Q|A|Q|A|Q|A"],
    "en_initial_once.txt": ["Ann Low|Tom|A. Low|Tom|Ann Low"],
    "en_left_out.txt": ["A|Q|A|CLERK|THE COURT|Q|A|Q|CLERK|THE COURT"],
    "ru_initials_hyphens.txt": ["А.Л.|М.О.|А.Л.|М.О.|А.Л.|М.О."],
    "tr_meclis.txt": ["ELİF TAŞ|KEREM OLUK|BAŞKAN|KEREM OLUK|NURAY ÇINAR|BAŞKAN"],
    "zh_run_on.txt": ["记者|受访者|记者|受访者|记者|受访者"],
    "en_court_places.txt": ["THE COURT|MS. LARCH|A|THE COURT|Q|A|Q|A|MR. TILL|THE COURT"],
    "en_deposition_by.txt": ["Q|A|MR. TILL|THE COURT|Q|A|Q|A|Q|A"],
    "en_torn_numbers.txt": ["Speaker #1|Speaker #2|Speaker #1"],
    "en_deposition_wide.txt": [
        "Q|A|Q|A|MR. TILL|MR. LOW|Q|A|Q|A|THE COURT|MR. LOW|Q|A|MR. TILL|Q|A",
    ],
    "en_every_fifth_line.txt": ["LOW|OVEN|" * 5 + "LOW|OVEN"],
    "en_focus_group.txt": ["A. Low|P1|P2|P3|A. Low|P3|P1|P2|P3|Several|A. Low"],
    "en_form_feeds.txt": ["Ann Low|Martha Oven|" * 4 + "Ann Low"],
    "en_hanging_names.txt": ["Int.|Res.|Int.|Res.|Int.|Res."],
    "en_heads_with_dates.txt": ["Question|Answer|Q|A|Q|A|Q|A|Q|A"],
    "en_machine_colons.txt": ["Ann Low|Tom Hale|Ann Low"],
    "en_machine_diarised.txt": ["SPEAKER_00|SPEAKER_01|SPEAKER_01|SPEAKER_00|UNKNOWN|SPEAKER_01"],
    "en_machine_inline.txt": ["Speaker 1|Speaker 2|Speaker 1|Speaker 2"],
    "en_machine_meeting.txt": ["Ann Low|Martha Oven|Martha Oven|Ann Low"],
    "en_machine_pipes.txt": ["Speaker 1|Speaker 2|Speaker 1|Speaker 3|Speaker 2"],
    "en_messenger_above.txt": ["Ann Low|Martha Oven|Ann Low|Martha Oven"],
    "en_messenger_brackets.txt": ["Ann Low|M. Oven|Ann Low|M. Oven|Ann Low|Jo"],
    "en_messenger_dashes.txt": ["Ann Low|M. Oven|M. Oven|M. Oven"],
    "en_names_above_bold.md": ["Ann Low|Tom Hale|Ann Low|Tom Hale"],
    "en_impossible_times.txt": ["Ann Low|Tom Hale|Ann Low|Tom Hale"],
    "en_names_times_above.md": ["Ann Low|Tom Hale|Ann Low|Tom Hale|Ann Low"],
    "en_run_on.txt": ["Question|Answer|Q|A|Q|A|Q|A"],
    "en_numbered_questions.txt": ["Q|A|Q|A|Q|A"],
    "en_numbered_turns.txt": ["Ann|Tom|Ann|Tom|Ann|Tom|Ann|Tom|Ann"],
    "en_parliament_dotted.txt": [
        "The CHAIRMAN|Mr. OVEN|" * 2 + "Senator LARCH|Mr. OVEN|Senator LARCH|Mr. OVEN|The CHAIRMAN",
    ],
    "en_offices_once.txt": ["NELL HARROW|JACK LARCH|FLORA TILL|JACK LARCH|FLORA TILL"],
    "en_live_captions.txt": ["—|—|—|—"],
    "fr_numbered.txt": ["M|C|M|C|M|C"],
    "en_pdf_print.txt": ["Low|Hale|Low|Hale|Low|Hale"],
    "en_play.txt": ["ANN|TOM|ANN|TOM"],
    "en_segments.txt": ["Ann Low|Martha Oven|Ann Low|Martha Oven|Ann Low"],
    "en_tabbed_audio.txt": ["Interviewer|Tom Hale|Interviewer|Tom Hale|Interviewer|Tom Hale"],
    "en_tape_marks.txt": ["LOW|MARTHA OVEN|" * 3 + "LOW|MARTHA OVEN|LOW|MARTHA OVEN"],
    "en_times_above.txt": ["Low|Oven|Low|Oven"],
    "en_title_pages.txt": ["Ann Low|Tom Hale|" * 4 + "Peter Gray|Tom Hale"],
    "en_tribunal_numbered.txt": [
        (
            "JUDGE HARROW|THE REGISTRAR|JUDGE HARROW|Q|A|Q|A|Q|MS. QUILL|JUDGE HARROW|THE REGISTRAR|"
            "MR. LARCH|Q|A|JUDGE HARROW|THE INTERPRETER|THE WITNESS|Q|A|MS. QUILL|JUDGE HARROW"
        ),
    ],
    "en_truth_commission.txt": [
        "CHAIRPERSON|MS MILLER|DR QUILL|MS MILLER|CHAIRPERSON|MS MILLER|MR HARROW|MS MILLER|DR QUILL",
    ],
    "en_two_heads.txt": [
        "Ann Low|Martha Oven|Ann Low|Martha Oven",
        "Ann Low|Tom Hale|Ann Low|Tom Hale|Ann Low",
    ],
    "ja_names_space.txt": ["森下|粉川|森下|粉川|森下"],
    "kk_arabic_letters.txt": ["س|ج|س|ج|س|ج"],
    "kk_dashes_names.txt": ["Айгүл|Серік|" * 2 + "Айгүл|Серік"],
    "kk_latin_names.txt": ["Aigúl|Serik|" * 2 + "Aigúl|Serik"],
    "kk_minus_dashes.txt": ["—|—|—|—"],
    "kk_tight_dashes.txt": ["—|—|—|—|—|—"],
    "kk_pages.txt": ["Сұрақ|Жауап|" * 3 + "Сұрақ"],
    "ru_court_offices.txt": [
        "Председательствующий|Государственный обвинитель Ларин П.С.|Свидетель Орлова А.И.|" * 2
        + "Председательствующий",
    ],
    "ru_question_of.txt": ["Вопрос|Ответ|Вопрос следователя|Ответ|Вопрос защитника|Ответ"],
    "kk_who_is_who.txt": ["Айгүл Сапарова|Нұрлан Оспанов|" + "Айгүл Сапарова|Нұрлан Оспанов"],
    "ru_dash_dialogue.txt": ["—|" * 5 + "—"],
    "ru_hearing_pages.txt": [
        "ПРЕДСЕДАТЕЛЬ|СВИДЕТЕЛЬ|ПРЕДСЕДАТЕЛЬ|СВИДЕТЕЛЬ|АДВОКАТ|СВИДЕТЕЛЬ|ПРЕДСЕДАТЕЛЬ|АДВОКАТ",
    ],
    "ru_initials_times.txt": ["И.|Иванова Анна Петровна|" * 3 + "И.|Иванова Анна Петровна"],
    "ru_names_dashes.txt": ["Корр.|Анна|Корр.|Анна|Корр.|Анна"],
    "ru_initials_above.txt": ["Д. Мельник|И. Ларина|Д. Мельник|И. Ларина"],
    "ru_initials_no_colon.txt": ["А.Мельник|М.Ларина|Ст.Орлов|М.Ларина"],
    "ru_offices_commas.txt": ["Анна ЛАРИНА|Пётр МЕЛЬНИК|Анна ЛАРИНА"],
    "ru_surnames_dashes.txt": ["Анна ЛАРИНА|Пётр МЕЛЬНИК|—|—|—|—|—"],
    "ru_vopros_otvet.txt": ["Вопрос|Ответ|" * 3 + "Вопрос"],
    "ug_latin_small.txt": ["muxbir|baqqal|muxbir|baqqal"],
    "ug_latin_names.txt": ["Gülnar|Erkin|" * 2 + "Gülnar|Erkin"],
    "ug_interrogation.txt": ["سوراق قىلغۇچى|ئەركىن|سوراق قىلغۇچى|ئەركىن"],
    "ug_pages.txt": ["گۈلنار|ئەركىن|" * 2 + "گۈلنار|ئەركىن"],
    "ug_roles_above.txt": ["سوئال|جاۋاب|سوئال|جاۋاب"],
    "zh_alias_pages.txt": ["李明|王芳|" * 3 + "李明"],
    "zh_alias_heads.txt": ["李明|王芳|李明|王芳"],
    "zh_legend.txt": ["李文|王馕|李文|王馕"],
    "zh_family_names.txt": ["刘芳|张伟|" * 2 + "刘芳|张伟"],
    "zh_recogniser.txt": ["说话人 1|说话人 2|说话人 1|说话人 2"],
    "zh_roles_once.txt": ["访谈者|口述者|" * 3 + "口述者的女儿|访谈者"],
    "zh_topic_head.txt": ["主持人|王芳|主持人|王芳"],
    "zh_wide_space.txt": ["问|答|问|答|问|答"],
    "kk_court_offices.txt": ["Ерманова С.К.|Куә|Қорғаушы|Куә|Ерманова С.К."],
    "nl_names_above.txt": [
        "De voorzitter|Mevrouw Molen|De heer Bakker|Mevrouw Molen|De heer Bakker|De voorzitter"
    ],
    "ru_names_run_on.txt": ["А. ЛАРИНА|О. МЕЛЬНИК|Е. ЗИМИНА|А. ЛАРИНА|О. МЕЛЬНИК|А. ЛАРИНА"],
    "zh_dashes_subtitle.txt": ["—|—|—|—|—|—"],
    "uk_surnames_initials.txt": ["ГОЛОВУЮЧИЙ|ЗЕРНО П.І.|ГОЛОВУЮЧИЙ|—|ЗЕРНО П.І.|КОЛОС М.Г.|ГОЛОВУЮЧИЙ"],
    "ru_surnames_offices.txt": [
        (
            "Председательствующий|Ларин Г. О.|Председательствующий|Ларин Г. О.|"
            "Зимина Е. К.|Председательствующий|Из зала|Председательствующий"
        ),
    ],
    "it_names_parties.txt": ["PRESIDENTE|ELSA CONTI|PRESIDENTE|UGO NERI|ELSA CONTI|PRESIDENTE"],
    "fr_titles_offices.txt": [
        (
            "Mme la présidente Claire Vigne|M. Louis Terre|Mme Jeanne Bois|M. Louis Terre|"
            "M. René Pont|Mme Jeanne Bois|Mme la présidente Claire Vigne"
        ),
    ],
    "es_initials_hyphens.txt": ["P.|R.|P.|R.|P.|R."],
    "es_titles_capitals.txt": [
        (
            "El señor PRESIDENTE|La señora LAGO|El señor PRESIDENTE|"
            "El señor CAMPO RUIZ|La señora LAGO|El señor PRESIDENTE"
        ),
    ],
    "en_times_all.txt": ["Ann Low|Tom Hale|Ann Low|Tom's aunt|Somebody at the door|Tom Hale|Ann Low"],
    "en_times_names_above.txt": ["Nell|Jack|Nell|Jack|Flora|Nell"],
    "ru_offices_above.txt": ["Нина Ларина|Олег Мельник|Нина Ларина|Олег Мельник"],
    "ko_roles.txt": ["최한|박분이|최한|박분이|최한"],
    "ja_circles.txt": ["議長|粉川二郎君|議長|粉川二郎君|水野三郎君|議長"],
    "ar_stars_dashes.txt": ["—|—|—|—|—|—"],
    "en_briefing_wide_q.txt": ["MS. TILL|Q|MS. TILL|Q|MR. LARCH|Q|MS. TILL"],
    "en_blackened.txt": ["Q|A|Q|A|██████|Q|A"],
    "en_unsure_member.txt": ["MOD|F1|M1|MOD|M?|F1|F?|MOD"],
    "de_example_letters.txt": ["A|B|A|B|A|B"],
    "pt_deputies.txt": [
        (
            "O SR. PRESIDENTE|A SRA. LUZIA CAMPOS|O SR. ABEL RIOS|A SRA. LUZIA CAMPOS|"
            "O SR. ABEL RIOS|A SRA. DORA NEVES|O SR. PRESIDENTE"
        ),
    ],
    "ru_collectors.txt": ["Соб.|Инф.|Соб.|Инф.|Внучка|Инф."],
    "en_screen_continued.txt": ["NELL|JACK|NELL|NELL|JACK"],
    "zh_record_signed.txt": ["问|答|问|答|问|答"],
}

# What stands in these files and is nobody's words, or only a sign among them.
UNSAID = (
    *[
        "Page 45",
        "Recess",
        "resuming",
        "WITNESS:",
        "Examination",
        "examination",
        "DIRECT",
        "CROSS",
        "TAPE ",
        "Segment",
    ],
    *["Oven Interview", "VALLEY", "Series:", "Restrictions", "Transcriptionist", "encrypted", "changed the"],
    *[
        "стр.",
        "Страница",
        "2-бет",
        "3-бет",
        "第2页",
        "2-بەت",
        "ADJOURNS",
        "Conclusion",
        "Reviewed",
        "STATEMENTS",
    ],
    *["Дата", "采访时间", "May 3, 1994 "],
)
EVENTS = {
    "en_tape_marks.txt": "tape-end:0 tape-end:6 tape-end:7 tape-end:7 tape-end:10",
    "en_tribunal_numbered.txt": (
        "page-break:0 session-change:0 session-change:10 session-change:10 page-break:19"
    ),
    "en_deposition_wide.txt": "page-break:0 page-break:8 page-break:14",
    "en_form_feeds.txt": "page-break:7",
    "en_truth_commission.txt": "session-change:9",
    "en_segments.txt": "tape-end:0 tape-end:2 tape-end:2",
    "ru_hearing_pages.txt": "session-change:4 page-break:7",
    "zh_alias_pages.txt": "page-break:6",
}


def _words(transcript: Transcript) -> list[str]:
    """Return the words of every turn with the signs among them taken out."""
    return [
        " ".join(plain(transcript, turn.start, turn.end).words.split())
        for one in transcript.sessions
        for turn in one.turns
    ]


def test_every_file_is_counted() -> None:
    named = {path.name for path in FILES if not path.name.startswith("none_")}
    assert named == set(SPEAKERS)
    assert len(FILES) >= len(SPEAKERS) + 6


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_everybody_who_speaks_and_nobody_else(path: Path) -> None:
    transcript = read_file(path)
    told = ["|".join(turn.speaker for turn in one.turns) for one in transcript.sessions]
    assert told == SPEAKERS.get(path.name, [])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_lost_and_nothing_printed_is_said(path: Path) -> None:
    transcript = read_file(path)
    raw = path.read_bytes().decode()
    parts = pieces(transcript)
    assert compose(parts, transcript.text) == raw
    between = "".join(transcript.text_of(part) for part in parts if part.kind == "between")
    assert not any(character.isalpha() for character in between)
    for words in _words(transcript):
        assert words == words.strip()
        for unsaid in UNSAID:
            assert unsaid not in words
        assert not re.search(r"(?:^|\s)\d{1,2}$", words.replace("Friday.", ""))


@pytest.mark.parametrize(("name", "events"), EVENTS.items(), ids=list(EVENTS))
def test_what_happens_between_turns(name: str, events: str) -> None:
    transcript = read_file(ARCHIVES / name)
    told = [f"{one.kind}:{one.after_turn}" for session in transcript.sessions for one in session.events]
    assert " ".join(told) == events


def test_a_page_that_turns_inside_words_stands_beside_them() -> None:
    transcript = read_file(ARCHIVES / "en_tribunal_numbered.txt")
    turn = transcript.sessions[0].turns[6]
    said = " ".join(plain(transcript, turn.start, turn.end).words.split())
    assert said.endswith("on the first page somebody had written the names of all thirty-two households.")
    inside = [one for one in transcript.marks if one.turn == turn.n]
    assert [dict(one.attributes) for one in inside] == [
        {"line": "21"},
        {"event": "page-break"},
        {"line": "1"},
    ]
    assert transcript.sessions[0].turns[13].start == transcript.text.index("12 men")


def test_a_number_that_is_said_is_no_number_of_a_page() -> None:
    words = _words(read_file(ARCHIVES / "en_form_feeds.txt"))
    assert words[5] == "12 or thereabouts."
    assert words[1].endswith("un- der it the first summer. It rained most nights.")


def test_what_is_withheld_from_a_page_is_nobody_s_and_told() -> None:
    transcript = read_file(ARCHIVES / "en_tribunal_numbered.txt")
    held = [one for one in transcript.marks if one.kind == "withheld"]
    assert [(one.session, one.turn) for one in held] == [(1, None)] * 4


def test_times_above_words_and_inside_them() -> None:
    turns = read_file(ARCHIVES / "en_times_above.txt").sessions[0].turns
    assert [turn.time for turn in turns] == [(4, 6), (6, 15), (15, 62), (62, None)]
    assert [one.time for one in turns[1].segments] == [(6, 11), (11, 15)]
    assert [one.time for one in turns[3].segments] == [(62, 65), (65, None)]
    assert turns[1].segments[0].end == turns[1].segments[1].start
    machine = read_file(ARCHIVES / "en_machine_meeting.txt").sessions[0].turns
    assert [turn.time for turn in machine] == [(3.45, 6.1), (6.3, 9.0), (9.1, 12.7), (15.0, 16.5)]


def test_the_hour_of_a_message_is_beside_it_and_no_time_of_a_recording() -> None:
    transcript = read_file(ARCHIVES / "en_messenger_dashes.txt")
    assert {turn.time for turn in transcript.sessions[0].turns} == {None}
    assert [one.attributes["stamp"] for one in transcript.marks][:2] == [
        "5/3/21, 9:58 PM",
        "5/3/21, 10:03 PM",
    ]
    assert [transcript.text_of(span) for span in transcript.sessions[0].matter] == [
        "5/3/21, 10:04 PM - Ann Low left"
    ]


def test_names_come_from_the_head_of_the_file() -> None:
    people = read_file(ARCHIVES / "en_form_feeds.txt").sessions[0].participants
    assert [(one.label, one.name, one.role) for one in people] == [
        ("Low", "Ann Low", "interviewer"),
        ("Oven", "Martha Oven", None),
    ]
    assert read_file(ARCHIVES / "ru_dash_dialogue.txt").sessions[0].participants[0].name is None


@pytest.mark.parametrize(
    ("name", "code", "line"),
    [
        ("ru_dash_dialogue.txt", "unnamed-turns", 3),
        ("en_two_heads.txt", "possible-session", 22),
        ("en_pdf_print.txt", "divided-words", 5),
        ("en_tribunal_numbered.txt", "empty-turn", 38),
        ("en_impossible_times.txt", "bad-time", 3),
        ("zh_legend.txt", "possible-label", 3),
    ],
)
def test_every_doubt_is_told_with_its_line(name: str, code: str, line: int) -> None:
    warnings = read_file(ARCHIVES / name).warnings
    assert (code, line) in [(one.code, one.line) for one in warnings]


def test_a_time_alone_behind_a_label_is_none_of_the_words() -> None:
    transcript = read_file(ARCHIVES / "en_names_times_above.md")
    turns = transcript.sessions[0].turns
    assert [turn.time for turn in turns] == [(15, 32), (32, 51), (51, 70), (70, 86), (86, None)]
    assert [transcript.text_of(turn) for turn in turns][2] == (
        "Were you there?\n\n## The licence and what it cost"
    )


def test_a_time_no_clock_shows_is_kept_as_it_is_written_and_counted_for_nothing() -> None:
    transcript = read_file(ARCHIVES / "en_impossible_times.txt")
    assert [turn.time for turn in transcript.sessions[0].turns] == [(10, 15), (15, None), None, (25, None)]
    assert "[99:99:99]" in transcript.text


def test_who_interrogates_asks() -> None:
    people = read_file(ARCHIVES / "ug_interrogation.txt").sessions[0].participants
    assert [(one.name, one.role) for one in people] == [(None, "interviewer"), ("ئەركىن", None)]


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("none_console_en.txt", [(0, 8.42), (8.42, 12.5), (12.5, 18.33), (18.33, 24)]),
        ("none_player_en.txt", [(0, None), (4, None), (62, None)]),
        ("none_day_en.txt", [None, None, None]),
    ],
)
def test_the_times_of_paragraphs_are_no_words(
    name: str, times: list[tuple[float, float | None] | None]
) -> None:
    transcript = read_file(ARCHIVES / name)
    assert [one.time for one in transcript.blocks] == times
    timed = [transcript.text_of(one) for one, time in zip(transcript.blocks, times, strict=True) if time]
    assert not any(character.isdigit() for words in timed for character in words)
    assert len([one for one in transcript.marks if "time" in one.attributes]) == len(timed)
