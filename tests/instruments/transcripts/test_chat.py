"""CHAT: a main line is a turn, bullets are its times, and nothing of the analysis becomes words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import NotUnderstood, Transcript, read
from guwah.instruments.transcripts.readers.chat_file import entries_of

TALK = """@UTF8
@Begin
@Languages:\teng, kaz
@Participants:\tINV Ann_Poe Investigator, BER Берік Witness, MOT Mother
@ID:\teng|mill|INV|||||Investigator|||
@Media:\tmill, audio
*INV:\twhere was the oven ? \x15100_2000\x15
*BER:\tin the (.) yard \x152000_3500\x15
\tnear [/] near the <wall> [?] . \x153500_5250\x15
%mor:\tprep|in det:art|the n|yard
%rus:\tво дворе у стены
%com:\tpoints to \x155000_5100\x15 the door
@Comment:\tthe tape was turned
*MOT:\txxx &=laughs .
*MOT:\tah [% quietly] !
@End
"""


def _turns(found: Transcript) -> list[tuple[str, str, object]]:
    return [(one.speaker, found.text_of(one), one.time) for s in found.sessions for one in s.turns]


def _told(found: Transcript) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in found.warnings]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["talk.cha", "talk.txt"])
def test_main_lines_are_turns_with_the_times_of_their_bullets(end: str, name: str) -> None:
    found = read(TALK.replace("\n", end).encode(), name)
    assert found.format == "chat"
    assert _turns(found) == [
        ("Ann Poe", "where was the oven ?", (0.1, 2.0)),
        ("Берік", "in the (.) yard near [/] near the <wall> [?] .", (2.0, 5.25)),
        ("MOT", "xxx &=laughs .", None),
        ("MOT", "ah [% quietly] !", None),
    ]
    session = found.sessions[0]
    assert [(found.text_of(one), one.time) for one in session.turns[1].segments] == [
        ("in the (.) yard", (2.0, 3.5)),
        ("near [/] near the <wall> [?] .", (3.5, 5.25)),
    ]
    assert [(one.label, one.name, one.role) for one in session.participants] == [
        ("INV", "Ann Poe", "interviewer"),
        ("BER", "Берік", None),
        ("MOT", None, None),
    ]
    assert session.spoken_languages == ("en", "kk")
    assert _told(found) == [("headers-left-out", 1), ("tiers-left-out", None)]


def test_codes_are_signs_tiers_in_plain_words_stand_beside_and_comments_between() -> None:
    found = read(TALK.encode())
    marks = [(one.kind, found.text_of(one) or dict(one.attributes), one.turn) for one in found.marks]
    assert marks == [
        ("note", "(.)", 2),
        ("note", "[/]", 2),
        ("uncertain", "[?]", 2),
        ("note", {"words": "во дворе у стены", "what": "%rus"}, 2),
        ("note", {"words": "points to the door", "what": "%com"}, 2),
        ("note", "the tape was turned", None),
        ("unheard", "xxx", 3),
        ("vocal", "&=laughs", 3),
        ("note", "[% quietly]", 4),
    ]
    assert not {"\x15", "prep|in", "дворе"} & set(found.text.split())


@pytest.mark.parametrize(
    ("line", "words", "time"),
    [
        ("bread . •5_1500•", "bread .", (0.005, 1.5)),
        ("bread . 5_1500", "bread .", (0.005, 1.5)),
        ('bread . \x15%snd:"mill"_5_1500\x15', "bread .", (0.005, 1.5)),
        ("bread \x15broken\x15 now .", "bread now .", None),
        ("in 19_20 we bake .", "in 19_20 we bake .", None),
        ("one • two • three .", "one • two • three .", None),
    ],
)
def test_every_form_of_bullet_is_a_time_and_no_word(line: str, words: str, time: object) -> None:
    found = read(f"@Begin\n@Participants:\tANN Ann Witness\n*ANN:\t{line}\n@End\n".encode())
    assert _turns(found) == [("Ann", words, time)]


def test_what_a_person_should_look_at_is_told_with_its_line() -> None:
    found = read(b"@Begin\n@Participants:\tANN Witness\n%com:\tlost\n*ANN:\n*BEN:\tbread .\n\n*ANN:\tyes .\n")
    assert _turns(found) == [("BEN", "bread .", None), ("ANN", "yes .", None)]
    assert _told(found) == [("no-end", 7), ("not-a-turn", 3), ("empty-turn", 4), ("unlisted-speaker", 5)]


def test_odd_headers_and_lines_without_words_are_passed_over() -> None:
    found = read(b"@Begin\n@Languages:\teng, , 7\n@Participants:\tANN Ann Witness, ,\n@Comment:\n"
        b"@Comment:\t\x15x\x15\n"
                 b"*ANN:\tx .\n%com:\n@End\n")  # fmt: skip
    assert found.sessions[0].spoken_languages == ("en",)
    assert (_turns(found), found.marks) == ([("Ann", "x .", None)], ())
    assert list(entries_of("\n \n")) == []


def test_a_line_of_no_kind_is_kept_as_a_note_and_nobodys() -> None:
    found = read(b"@Begin\n@Participants:\tANN Witness\n*ANN:\tx .\nprose [so]\n\tmore\n*ANN:\ty .\n@End\n")
    assert _turns(found) == [("ANN", "x .", None), ("ANN", "y .", None)]
    assert [(one.kind, found.text_of(one), one.turn) for one in found.marks] == [
        ("note", "prose [so] more", None)
    ]
    assert _told(found) == [("not-chat", 4)]


def test_many_short_lines_with_bullets_are_a_text_and_no_binary() -> None:
    lines = "".join(f"*ANN:\ta . \x15{n}_{n + 1}\x15\n" for n in range(400))
    assert len(read(f"@Begin\n{lines}@End\n".encode()).sessions[0].turns) == 400


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("@Begin\nprose\n@End\n", "bad-chat", 2),
        ("\tcontinues nothing\n@Begin\n", "bad-chat", 1),
        ("@Begin\n*" + "A" * 100 + ":\tx .\n", "bad-chat", 2),
        ("ANN: where?\nBEN: there.\n", "bad-chat", 1),
        ("@Begin\n@Comment:\tnothing said\n@End\n", "empty-file", None),
        ("@Begin\n*ANN:\t" + "\x01\x02\x03" * 9, "binary-file", 2),
    ],
)
def test_what_is_no_chat_is_refused_with_its_line(text: str, code: str, line: int | None) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(text.encode(), "talk.cha", "chat")
    assert (refused.value.code, refused.value.line) == (code, line)


def test_a_hostile_line_costs_no_time() -> None:
    start = "@Begin\n*ANN:\t"
    for words in ("\x151_" * 60_000, "1_2 " * 60_000, "• x " * 30_000, "[x " * 30_000):
        assert read((start + words + "\n@End\n").encode(), format="chat").format == "chat"


words = st.sampled_from(
    ["нан", "نان", "面包", "bread", "xxx", "(.)", "[?]", "a<b>", "e\u0301", "19_20", "+..."]
)
turns = st.lists(
    st.tuples(st.sampled_from(["ANN", "BEN", "КИМ"]), st.lists(words, min_size=1, max_size=5), st.booleans()),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(turns, st.sampled_from(["\n", "\r\n"]))
def test_every_main_line_keeps_its_words_speaker_and_time(
    said: list[tuple[str, list[str], bool]], end: str
) -> None:
    lines = ["@UTF8", "@Begin", "@Participants:\tANN Witness, BEN Witness, КИМ Witness"]
    for n, (who, some, timed) in enumerate(said):
        lines.append(f"*{who}:\t{some[0]}")
        lines.append("\t" + " ".join([*some[1:], "."]) + (f" \x15{n}000_{n}500\x15" if timed else ""))
        lines.append("%mor:\tn|x")
    found = read((end.join([*lines, "@End"]) + end).encode())
    assert _turns(found) == [
        (who, " ".join([*some, "."]), (float(n), n + 0.5) if timed else None)
        for n, (who, some, timed) in enumerate(said)
    ]
