"""Labels that a person names for one text begin turns there, and no word is lost by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import Transcript, pieces, read
from guwah.instruments.transcripts.conventions import Conventions


def _read(text: str, *labels: str) -> Transcript:
    return read(text.encode(), conventions=Conventions.from_json({"own_labels": list(labels)}))


def _said(found: Transcript) -> list[tuple[str, str]]:
    return [(turn.label, found.text_of(turn)) for one in found.sessions for turn in one.turns]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Ann Low: where?", "where?"),
        ("ann low – where?", "where?"),
        ("Ann  Low. Where?", "Where?"),
        ("[Ann Low] where?", "where?"),
        ("**Ann Low:** where?", "where?"),
        ("Ann Low (mayor) - where?", "where?"),
        ("Ann Low [00:01:02] where?", "where?"),
        ("00:01:02 Ann Low: where?", "where?"),
        ("Ann Low   where?", "where?"),
        ("Ann Low\nwhere?", "where?"),
        ("Ann Low where?", "where?"),
    ],
)
def test_a_named_label_is_one_however_it_is_parted_from_the_words(line: str, words: str) -> None:
    found = _read(f"The mill\n\n{line}\n", "Ann Low")
    assert [said.strip() for _, said in _said(found)] == [words]
    assert [label.casefold().split() for label, _ in _said(found)] == [["ann", "low"]]


def test_a_time_beside_a_named_label_is_the_time_of_the_turn() -> None:
    found = _read("Ann 00:01:02 Where?\nTom (00:01:05) There.\n", "Ann", "Tom")
    assert [turn.time for turn in found.sessions[0].turns] == [(62.0, 65.0), (65.0, None)]


def test_beside_signs_a_word_in_a_sentence_is_no_label() -> None:
    found = _read("Ann: Where?\nTom: There.\nAnn came home.\nAnn-Marie: too.\nAnna: no.\n", "Ann")
    assert [said.strip() for label, said in _said(found) if label == "Ann"] == ["Where?"]


def test_initials_may_have_a_hyphen_anyhow() -> None:
    found = _read("А.Л. -Где?\nМ.О.- Там.\nА.Л. - Где там?\n", "А.Л.", "М.О.")
    assert [label for label, _ in _said(found)] == ["А.Л.", "М.О.", "А.Л."]


def test_a_line_that_was_a_heading_or_a_doubt_is_neither_once_it_is_named() -> None:
    text = "Сұрақ: Қайда?\n\nЖауап: Сонда.\n\nДиірмен тұр, су жоқ, ұн жоқ, ешкім келмейді.\n"
    before = _read(text.replace("Сұрақ", "Көрші").replace("Жауап", "Наубайшы"))
    doubted = [dict(one.values)["label"] for one in before.warnings if one.code == "possible-label"]
    assert doubted == ["Көрші", "Наубайшы"] or [label for label, _ in _said(before)] == ["Көрші", "Наубайшы"]
    after = _read(text, "Сұрақ", "Жауап")
    assert [label for label, _ in _said(after)] == ["Сұрақ", "Жауап"]
    assert not [one for one in after.warnings if one.code == "possible-label"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ann", "А.Л.", "主持人", "ئالىم", "Tom Hale", "then"]),
            st.sampled_from([":", " –", ".", "", "\t", " (loud):", " 00:03"]),
            st.text(alphabet="abц面ئ .,:—-()", max_size=20),
        ),
        min_size=1,
        max_size=8,
    ),
    st.lists(st.sampled_from(["Ann", "А.Л.", "主持人", "ئالىم", "Tom Hale"]), max_size=3),
)
def test_whatever_is_named_every_letter_stays_in_its_place(
    lines: list[tuple[str, str, str]], labels: list[str]
) -> None:
    text = "\n".join(f"{who}{sign} {words}" for who, sign, words in lines)
    found = _read(text, *labels)
    assert found.text == text
    assert "".join(text[each.start : each.end] for each in pieces(found)) == text


VOICED = """WEBVTT

00:01.000 --> 00:04.000
<v Nell>Who has the key?

00:05.000 --> 00:08.000
Not me. Ask
JACK: I have it.

00:08.500 --> 00:09.000
It is here.

00:10.000 --> 00:11.000
<v Nell>Thank you.
"""


def _captions(text: str, name: str, *labels: str) -> Transcript:
    return read(text.encode(), name, conventions=Conventions.from_json({"own_labels": list(labels)}))


def _doubted(found: Transcript) -> list[tuple[int | None, object]]:
    return [(one.line, one.values.get("label")) for one in found.warnings if one.code == "possible-label"]


def test_a_label_among_tagged_voices_is_told_and_can_be_named() -> None:
    before = _captions(VOICED, "mill.vtt")
    assert _doubted(before) == [(8, "JACK")]
    assert [label for label, _ in _said(before)] == ["Nell", "Nell"]
    after = _captions(VOICED, "mill.vtt", "JACK")
    assert _said(after) == [
        ("Nell", "Who has the key? Not me. Ask"),
        ("JACK", "I have it. It is here."),
        ("Nell", "Thank you."),
    ]
    assert not _doubted(after)
    assert [turn.time for turn in after.sessions[0].turns] == [(1.0, 8.0), (5.0, 9.0), (10.0, 11.0)]


@pytest.mark.parametrize(
    ("cue", "said"),
    [
        ("JACK: I have it.", [("Nell", "Who?"), ("JACK", "I have it.")]),
        ("JACK:\nI have it.", [("Nell", "Who?"), ("JACK", "I have it.")]),
        ("JACK:", [("Nell", "Who? JACK:")]),
        ("<v Flora>No.\nJack - I have it.", [("Nell", "Who?"), ("Flora", "No."), ("Jack", "I have it.")]),
    ],
)
def test_where_a_named_label_stands_in_a_cue(cue: str, said: list[tuple[str, str]]) -> None:
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Nell>Who?\n\n00:03.000 --> 00:04.000\n{cue}\n"
    assert _said(_captions(text, "mill.vtt", "JACK")) == said


def test_a_label_in_captions_without_voices_can_be_named() -> None:
    cues = ["Who has the key?", "jack: I have it.", "It is here."]
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{each}\n\n" for n, each in enumerate(cues, 1))
    before = _captions(text, "mill.srt")
    assert not before.sessions
    after = _captions(text, "mill.srt", "jack")
    assert [(label, words.split("\n")) for label, words in _said(after)] == [
        ("jack", ["I have it.", "It is here."])
    ]


@given(
    st.lists(
        st.lists(st.sampled_from(["JACK: yes", "JACK:", "no", "<v Nell>so", " "]), max_size=4), max_size=5
    )
)
def test_naming_a_label_loses_no_word_of_captions(cues: list[list[str]]) -> None:
    blocks = ["\n".join(filter(str.strip, lines)) for lines in cues]
    text = "WEBVTT\n\n" + "".join(
        f"00:0{n}.000 --> 00:0{n}.900\n{block}\n\n" for n, block in enumerate(blocks) if block
    )
    text += "00:09.000 --> 00:09.500\n<v Flora>last\n"
    before, after = _captions(text, "a.vtt"), _captions(text, "a.vtt", "JACK")
    for word in ("yes", "no", "so", "last"):
        assert before.text.count(word) == after.text.count(word)
    spoken = after.text.count("JACK:") + sum(turn.label == "JACK" for turn in after.sessions[0].turns)
    assert spoken <= before.text.count("JACK:")
