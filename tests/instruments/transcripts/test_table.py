"""Tables of turns: a row is a turn, a cell is words and nothing else, a row without a speaker is nobody's."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import NotUnderstood, Transcript, read


def _turns(found: Transcript) -> list[tuple[str, str, object]]:
    return [(one.speaker, found.text_of(one), one.time) for s in found.sessions for one in s.turns]


def _told(found: Transcript) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in found.warnings]


def _refused(text: str, name: str = "talk.csv") -> tuple[str, int | None]:
    with pytest.raises(NotUnderstood) as refused:
        read(text.encode(), name)
    return refused.value.code, refused.value.line


@pytest.mark.parametrize(
    "header",
    [
        "speaker,start,end,text",
        "Говорящий,Начало,Конец,Реплика",
        "说话人,开始时间,结束时间,内容",
        "Сөйлеуші,Басталуы,Соңы,Мәтін",
        "سۆزلىگۈچى,باشلىنىشى,ئاخىرى,سۆز",
        "\ufeffSPEAKER ,Time In,Time Out,Transcript:",
    ],
)
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["talk.csv", "talk.tsv", "talk.txt"])
def test_columns_are_known_by_name_in_five_languages_whatever_parts_them(
    header: str, sign: str, name: str
) -> None:
    rows = ['Ann,0:01,0:03.5,"Where, then?"', "Айсұлу,00:00:04,00:00:06,Аулада.", "Ann,7,9,面包", "李明,9,,"]
    # A comma inside quotes is no sign of the table.
    text = "\r\n".join([header, *rows]).replace(",", sign).replace(f"Where{sign}", "Where,")
    found = read(text.encode(), name)
    assert found.format == "csv"
    assert _turns(found) == [
        ("Ann", "Where, then?", (1.0, 3.5)),
        ("Айсұлу", "Аулада.", (4.0, 6.0)),
        ("Ann", "面包", (7.0, 9.0)),
    ]
    assert _told(found) == [("empty-turn", 5)]


def test_a_row_without_a_speaker_is_an_event_or_a_note_and_nobodys() -> None:
    found = read(b"Timestamp,Speaker,Words,Tags\n0:01,Ann,We bake.,oven\n0:05,,[laughter],\n"
                 b"0:06,,(door),\n0:07,,The tape was changed here.,\n0:09,Ann,So.,\n")  # fmt: skip
    session = found.sessions[0]
    assert _turns(found) == [("Ann", "We bake.", (1.0, 9.0)), ("Ann", "So.", (9.0, None))]
    assert [(one.kind, one.after_turn, found.text_of(one)) for one in session.events] == [
        ("vocal", 1, "[laughter]")
    ]
    notes = [(one.kind, found.text_of(one), one.turn) for one in found.marks]
    assert notes == [("note", "(door)", None), ("note", "The tape was changed here.", None)]
    assert [one.label for one in session.participants] == ["Ann"]
    assert _told(found) == [("columns-left-out", 1), ("no-speaker", 5)]


def test_a_label_may_keep_its_colon_and_rows_may_lack_cells() -> None:
    found = read(
        "timestamp,speaker,words,tags,timelink\n[00:00:00],AG:,OK.,,0\n,李明：,Да.,\n,AG :,So.\n".encode()
    )
    assert _turns(found) == [("AG", "OK.", (0.0, None)), ("李明", "Да.", None), ("AG", "So.", None)]
    assert [one.label for one in found.sessions[0].participants] == ["AG", "李明"]


def test_formulas_markup_and_line_ends_in_cells_are_just_words() -> None:
    said = ['=HYPERLINK("http://x.example","a")', "@SUM(1+1)|cmd", "<b>bread</b> &amp;", "-2+3", "one\r\ntwo"]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["Speaker", "Text"], *(["Ann", words] for words in said)])
    found = read(out.getvalue().encode(), "talk.csv")
    assert [words for _, words, _ in _turns(found)] == [*said[:4], "one two"]
    assert _told(found) == []


def test_translations_and_notes_stand_beside_the_turn() -> None:
    found = read("speaker\ttext\ttranslation\tnotes\nБерік\tНан.\tBread.\tquietly\n".encode())
    assert found.text == "Нан."
    assert [(one.kind, one.start, one.end, one.turn, dict(one.attributes)) for one in found.marks] == [
        ("note", 4, 4, 1, {"words": "Bread.", "what": "translation"}),
        ("note", 4, 4, 1, {"words": "quietly"}),
    ]


def test_without_a_column_of_speakers_labels_or_nobody() -> None:
    whisper = read(b"start\tend\ttext\n0\t2500\tWe bake.\n2500\t4000\tAt night.\n", "talk.tsv")
    assert [(whisper.text_of(one), one.time) for one in whisper.blocks] == [
        ("We bake.", (0.0, 2.5)),
        ("At night.", (2.5, 4.0)),
    ]
    assert _told(whisper) == [("milliseconds", 1), ("no-turns", None)]
    labelled = read(b"Time,Text,Note\n1,ANN: We bake.,x\n2,BEN: When?,\n3,ANN: So.,\n", "talk.csv")
    assert _turns(labelled) == [
        ("ANN", "We bake.", (1.0, 2.0)),
        ("BEN", "When?", (2.0, 3.0)),
        ("ANN", "So.", (3.0, None)),
    ]
    assert _told(labelled) == [("columns-left-out", 1), ("label-once", 3)]


def test_times_are_read_in_every_way_and_told_where_they_cannot_be() -> None:
    cells = ["[00:00:01 - 00:00:02]", "0:02:03", "00:00:04:12", "5,5", "6 s", "later", "7–x", ""]
    rows = "".join(f'"{cell}";Ann;words\n' for cell in cells)
    found = read(f"sep=;\nTime;Speaker;Text\n{rows}".encode(), "talk.csv")
    starts = [time[0] if isinstance(time, tuple) else None for _, _, time in _turns(found)]
    assert starts == [1.0, 123.0, 4.0, 5.5, 6.0, None, None, None]
    assert _told(found) == [("bad-time", 8), ("bad-time", 9)]
    assert _turns(found)[0][2] == (1.0, 2.0)
    long_ago = read(b"Start_ms,Duration,Speaker,Text\n1500,500,Ann,a\n9,x,Ann,b\n", "talk.csv")
    assert [time for _, _, time in _turns(long_ago)] == [(1.5, 2.0), (0.009, None)]
    large = read(b"Begin,End,Speaker,Text\n90000,95000,Ann,a\n", "talk.csv")
    assert [time for _, _, time in _turns(large)] == [(90.0, 95.0)]


def test_words_with_commas_that_nobody_quoted_are_joined_and_told() -> None:
    found = read(b"Speaker,Text\nAnn,We bake, at night, here\nBen,Ah\n", "talk.csv")
    assert _turns(found)[0][1] == "We bake, at night, here"
    assert _told(found) == [("cells-joined", 2)]
    assert _refused("Text,Speaker\nWe bake, at night,Ann\n") == ("not-a-table", 2)


def test_quotes_begin_words_where_cells_are_parted_by_tabs() -> None:
    found = read(b'Speaker\tText\nAnn\t"No," he said\nBen\t"Never\nAnn\tSo.\n', "talk.tsv")
    assert [words for _, words, _ in _turns(found)] == ['"No," he said', '"Never', "So."]


def test_lines_above_the_header_are_told_and_read_by_nobody() -> None:
    found = read(b"The mill;;\nTold in May;;\n\nSpeaker;Text;\nAnn;Bread.;\n", "talk.csv")
    assert _turns(found) == [("Ann", "Bread.", None)]
    assert _told(found) == [("matter-left-out", 1), ("matter-left-out", 2)]


def test_a_table_without_header_is_read_only_where_its_cells_leave_no_doubt() -> None:
    rows = ["0:01,Ann,Where was it?", "0:02,Ben,In the yard.", "0:03,Ann,And then?", "0:04,Ben,It burned."]
    found = read("\n".join(rows).encode(), "talk.csv")
    assert [(speaker, words) for speaker, words, _ in _turns(found)][:2] == [
        ("Ann", "Where was it?"),
        ("Ben", "In the yard."),
    ]
    assert _told(found) == [("no-header", 1)]
    labels = read(b"0.5\t1.25\tWe bake.\n1.25\t3\tAt night.\n", "labels.tsv")
    assert next((labels.text_of(one), one.time) for one in labels.blocks) == ("We bake.", (0.5, 1.25))
    for doubtful in ("a,b\nc,d\n", "Ann,one\nBen,two\nCid,three\n", "0:01\n0:02\n", "x,0:01\ny,0:02\n"):
        assert _refused(doubtful) == ("no-columns", 1)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("ANN: Where?\nBEN: There.\n", "no-columns", 1),
        ('Speaker,Text\nAnn,"We bake\nBen,No\n', "not-a-table", 2),
        ('Speaker,Text\nAnn,x\nAnn,"one"two\n', "not-a-table", 3),
        ("Speaker,Text\nAnn," + "x" * 140_000, "not-a-table", 2),
        ("Speaker,Text\n", "empty-file", None),
        ("Speaker,Text\nAnn,\n,\n", "empty-file", None),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(text: str, code: str, line: int | None) -> None:
    assert _refused(text) == (code, line)


def test_rows_parted_by_tabs_are_read_bare_only_where_that_fits_them_better() -> None:
    assert _refused('Speaker\tText\nAnn\t"open\tand torn\n', "talk.tsv") == ("not-a-table", 2)
    assert _refused("Text\tSpeaker\nx\tAnn\ty\n", "talk.tsv") == ("not-a-table", 2)
    # A quote that is open for commas is none for semicolons.
    said = read(b'0:01;Ann;He, "so\n0:02;Ben;No.\n0:03;Ann;Yes, to me\n0:04;Ben;Ah, that\n', "talk.csv")
    assert _turns(said)[0][1] == 'He, "so'


def test_many_odd_rows_are_summed_up() -> None:
    found = read(("Speaker,Text\nAnn,x\n" + ",prose\n" * 14).encode(), "talk.csv")
    assert len(_told(found)) == 11
    assert found.warnings[-1].message.startswith("4 more")


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12)
said = cells.filter(lambda words: bool(words.strip()) and "\ufeff" not in words)
names = st.sampled_from(["Ann", "Айсұлу", "ئالىم", "李明", "Говорящий 1"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(names, said), min_size=1, max_size=8), st.sampled_from([",", ";", "\t"]))
def test_every_cell_comes_back_as_the_words_of_its_speaker(rows: list[tuple[str, str]], sign: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL).writerows([("speaker", "text"), *rows])
    found = read(out.getvalue().encode(), "talk.csv")
    assert [(speaker, words) for speaker, words, _ in _turns(found)] == [
        (speaker, words.strip()) for speaker, words in rows
    ]


@pytest.mark.parametrize(
    "names",
    [
        "ردیف,زمان,گوینده,متن",
        "الرقم,الوقت,المتحدث,النص",
        "sıra,zaman,konuşmacı,metin",
        "número,tiempo,hablante,texto",
    ],
)
def test_columns_are_known_by_their_names_in_more_languages(names: str) -> None:
    found = read(f"{names}\n1,00:00:05,Ann,Where?\n2,00:00:09,Bo,There.\n".encode(), "talk.csv")

    assert [(turn.speaker, turn.time and turn.time[0]) for turn in found.sessions[0].turns] == [
        ("Ann", 5.0),
        ("Bo", 9.0),
    ]


def test_bars_that_are_words_and_lines_below_a_table_of_markdown_are_not_lost() -> None:
    found = read(
        b"| Speaker | Text |\n|---|---|\n| Ann | yes \\| no? |\n| Bo | Yes. |\n\nBelow it.\n", "talk.md"
    )

    assert [found.text_of(turn) for turn in found.sessions[0].turns] == ["yes | no?", "Yes."]
    assert ("matter-left-out", 6) in [(one.code, one.line) for one in found.warnings]
