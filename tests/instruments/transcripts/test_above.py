"""Particulars above and below a talk look like labels; who speaks once at its beginning is somebody."""

import pytest

from guwah.instruments.transcripts import Transcript, read

TALK = (
    "Ann: Where was the mill?\n\nBo: By the weir.\n\nAnn: Who ran it?\n\nBo: My uncle did.\n\n"
    "Ann: And then?\n\nBo: It burned.\n\n"
)
SIX = ["Ann", "Bo"] * 3
TIMED = "".join(f"[00:00:{n:02}] {'RS'[n % 2]}1: Words of it.\n\n" for n in range(2, 10))


def _read(text: str) -> Transcript:
    return read(text.encode())


def _labels(text: str) -> list[str]:
    return [turn.label for one in _read(text).sessions for turn in one.turns]


def _said(text: str) -> list[str]:
    found = _read(text)
    return [found.text_of(turn) for one in found.sessions for turn in one.turns]


@pytest.mark.parametrize(
    "head",
    [
        "Pseudonym: Rose\nCamp: Northern\nRemark: Names were changed, as she asked.\n\n",
        "Recorder: of the second hand\n\n",
        "Ann: student of history\n\n",
    ],
    ids=["block", "no sentence", "who speaks again"],
)
def test_particulars_above_a_talk_are_nobodys(head: str) -> None:
    found = _read(head + TALK)

    assert _labels(head + TALK) == SIX
    assert found.text_of(found.sessions[0].turns[0]) == "Where was the mill?"
    assert "label-once" not in [one.code for one in found.warnings]


@pytest.mark.parametrize(
    ("head", "more"),
    [
        ("Chair: Good morning.\n\n", ["Chair"]),
        ("Chair: Good morning –\n\n", ["Chair"]),
        ("Chair: Good morning\nto all.\n\n", ["Chair"]),
        ("Chair: Good morning.\nClerk: All rise.\n", ["Chair", "Clerk"]),
        ("Bo: of the valley\n\n", ["Bo"]),
        ("Bo: Well.\n\nBo: So.\n\n", ["Bo", "Bo"]),
    ],
    ids=["sentence", "broken off", "two lines", "no gap below", "somebody else answers", "sentences"],
)
def test_who_speaks_first_and_only_once_is_somebody(head: str, more: list[str]) -> None:
    assert _labels(head + TALK) == [*more, *SIX]


def test_without_sentences_nothing_is_told_by_them() -> None:
    talk = TALK.replace("?", "").replace(".", "")

    assert _labels("Chair: of the valley\n\n" + talk) == ["Chair", *SIX]


def test_a_short_talk_says_too_little() -> None:
    assert _labels("Rose: of the mill\n\nAnn: Where?\n\nBo: There.\n\nAnn: And?\n\n")[0] == "Rose"


def test_what_has_no_time_where_everybody_has_one_is_particulars() -> None:
    text = "W1: a woman, 58 years\nLength: 00:48\n\n" + TIMED + "T1: M. P.\n"

    assert _labels(text) == ["R1", "S1"] * 4
    assert _said(text)[-1] == "Words of it."


@pytest.mark.parametrize("last", ["[00:00:12] T1: So.\n", "R1: So.\n"], ids=["has a time", "has spoken"])
def test_who_speaks_last_is_somebody(last: str) -> None:
    assert len(_labels(TIMED + last)) == 9


def test_right_below_a_turn_it_is_no_signature() -> None:
    assert _labels(TIMED.rstrip() + "\nT1: So.\n")[-1] == "T1"


def test_names_with_letters_in_a_list_of_particulars_are_the_speakers() -> None:
    text = "Askers: Ann Low (R1), Bo Hale (S1), a neighbour (N1)\n\n" + TIMED
    (session,) = _read(text).sessions

    assert {turn.label: turn.speaker for turn in session.turns} == {"R1": "Ann Low", "S1": "Bo Hale"}


def test_an_office_behind_a_comma_is_none_of_the_name() -> None:
    text = TALK + "Rose, Minister of the Mills: It was so.\n\nSo, the miller: it was not.\n\n"

    assert _labels(text)[6:] == ["Rose, Minister of the Mills"]


def test_a_table_of_contents_has_no_turns() -> None:
    text = "Bo (M) \t 5644D\nAnn (Z)\t5645D, 5648B\nRose\t12\n\n" + TALK

    assert _labels(text) == SIX


def test_who_is_named_above_behind_any_key_speaks_though_only_once() -> None:
    assert (
        _labels("Interviewer: Ann Rook\nCamera: Jo Oven\n\nJo Oven: Ready to go.\n\n" + TALK)[0] == "Jo Oven"
    )
    assert _labels("Interviewer: Ann Rook\nCamera: Jo\n\nJo: Ready to go.\n\n" + TALK)[:2] != [
        "Jo Oven",
        "Ann",
    ]


def test_empty_lines_between_all_lines_part_no_paragraphs() -> None:
    talk = TALK.replace("By the weir.", "By the weir, and\n\nit was low.")
    full = "Ann Oven: Today is a day in May, and\n\nI am Ann Oven.\n\n"

    assert _labels(full + talk.replace("Ann:", "AO:"))[0] == "Ann Oven"


@pytest.mark.parametrize(
    "end",
    [
        "Interviewed by: Bo Rook\nTranscribed: Jo Oven\nProofread: May Weir, 1997\n",
        "© 1996 The Mill Archive. All rights reserved.\n",
        "Archive: The Mill\n\nCopyright 1996 The Mill Archive\n",
    ],
    ids=["who made it", "whose it is", "both"],
)
def test_who_made_a_transcript_and_whose_it_is_stands_below_and_is_told(end: str) -> None:
    found = _read(TALK + end)

    assert _said(TALK + end)[-1] == "It burned."
    assert ("below-turns", 13) in [(one.key, one.line) for one in found.warnings]
    assert found.sessions[0].matter


@pytest.mark.parametrize(
    "end",
    [
        "Remark: of the valley\n",
        "Rose: It did.\nJo: Yes.\n",
        "So it was.\nAnn Low: a baker\nJo: a miller\n",
        "Ann: of\nBo: me\n",
    ],
    ids=["one", "sentences", "no empty line", "who speaks"],
)
def test_other_ends_of_a_talk_are_said(end: str) -> None:
    assert "below-turns" not in [one.key for one in _read(TALK + end).warnings]


def test_the_first_turn_below_particulars_may_be_broken_anywhere() -> None:
    head = "Camera: Jo Oven\nPlace: Mill Valley\nDate: 3 May 1996\n\n"

    assert _labels(head + TALK.replace("Where was the mill?", "Where was\nthe mill?")) == SIX


def test_somebody_unknown_with_a_number_announces_the_talk() -> None:
    text = TALK.replace("Ann:", "AL:").replace("Bo:", "BH:")
    found = _read("Female 1: From the archive of the mills of the valley and\nof the weirs.\n\n" + text)

    assert found.sessions[0].turns[0].label == "Female 1"
    assert found.sessions[0].participants[0].name is None
    assert ("label-once", 1) in [(one.key, one.line) for one in found.warnings]


def test_a_bracket_below_the_first_turn_does_not_make_it_particulars() -> None:
    first = "Ann: We begin, I think.\n\n[inaudible]\n\n"

    assert _labels(first + TALK) == ["Ann", *SIX]
