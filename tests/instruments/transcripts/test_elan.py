"""ELAN: tiers of their own are speakers, what is said of them stands beside the words; and back again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from guwah.instruments.transcripts import NotUnderstood, Transcript, read, write
from transcribed import documents

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT AUTHOR="" FORMAT="3.0"><TIME_ORDER>'
SLOTS = "".join(
    f'<TIME_SLOT TIME_SLOT_ID="t{n}"' + (f' TIME_VALUE="{n * 1000}"' if n != 7 else "") + "/>"
    for n in range(12)
)


def _aligned(id_: str, start: int, end: int, words: str) -> str:
    return (
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{id_}" TIME_SLOT_REF1="t{start}" '
        f'TIME_SLOT_REF2="t{end}"><ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>'
    )


def _ref(id_: str, of: str, words: str) -> str:
    return (
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{id_}" ANNOTATION_REF="{of}">'
        f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
    )


def _tier(name: str, inside: str, participant: str = "", parent: str = "") -> str:
    who = f' PARTICIPANT="{participant}"' if participant else ""
    above = f' PARENT_REF="{parent}"' if parent else ""
    return f'<TIER TIER_ID="{name}"{who}{above} LINGUISTIC_TYPE_REF="x">{inside}</TIER>'


def _eaf(*tiers: str) -> Transcript:
    return read(f"{HEAD}{SLOTS}</TIME_ORDER>{''.join(tiers)}</ANNOTATION_DOCUMENT>".encode())


def _told(found: Transcript) -> list[tuple[str, str, object]]:
    return [(turn.speaker, found.text_of(turn), turn.time) for one in found.sessions for turn in one.turns]


def test_speakers_take_turns_by_time_and_translations_stand_beside() -> None:
    found = _eaf(
        _tier("A", _aligned("a1", 0, 1, "Нан бар.") + _aligned("a2", 1, 2, "Бар [laughs].")
              + _aligned("a3", 4, 5, "Кетті."), "Ann Poe"),
        _tier("B", _aligned("b1", 2, 4, "面包？") + _aligned("b2", 5, 6, " ")),
        _tier("en@A", _ref("c1", "a1", "There is bread.") + _ref("c2", "a3", "They left."), parent="A"),
        _tier("words@A", _ref("d1", "a1", "Нан") + _ref("d2", "a1", "бар."), parent="A"),
        _tier("gloss@A", _ref("e1", "d1", "bread") + _ref("e2", "d2", "exist"), parent="words@A"),
        _tier("events", _aligned("f1", 3, 4, "[tape ends]")),
    )  # fmt: skip
    assert _told(found) == [
        ("Ann Poe", "Нан бар. Бар [laughs].", (0.0, 2.0)),
        ("B", "面包？", (2.0, 4.0)),
        ("Ann Poe", "Кетті.", (4.0, 5.0)),
    ]
    assert [cue.time for cue in found.sessions[0].turns[0].segments] == [(0.0, 1.0), (1.0, 2.0)]
    assert [(one.kind, one.after_turn) for one in found.sessions[0].events] == [("tape-end", 2)]
    notes = [
        (mark.turn, mark.attributes["what"], mark.attributes["words"])
        for mark in found.marks
        if mark.kind == "note"
    ]
    assert notes == [
        (1, "en@A", "There is bread."),
        (1, "gloss@A", "bread exist"),
        (3, "en@A", "They left."),
    ]
    assert [mark.kind for mark in found.marks if mark.start < mark.end] == ["vocal"]
    told = {one.code: one.message.split()[0] for one in found.warnings}
    assert told == {"tier-as-speaker": "2", "tiers-beside": "3"}


def test_a_tier_of_numbers_has_its_words_below() -> None:
    found = _eaf(
        _tier("ref@Ann", _aligned("r1", 0, 1, "talk.001") + _aligned("r2", 2, 3, "talk.002")),
        _tier("tx@Ann", _ref("x1", "r1", "One two.") + _ref("x2", "r2", "Three."), parent="ref@Ann"),
        _tier("ft@Ann", _ref("y1", "r2", "Drei."), parent="ref@Ann"),
        _tier("tx@Ben", _aligned("z1", 1, 2, "So.")),
    )
    assert _told(found) == [
        ("Ann", "One two.", (0.0, 1.0)),
        ("tx@Ben", "So.", (1.0, 2.0)),
        ("Ann", "Three.", (2.0, 3.0)),
    ]
    notes = [mark for mark in found.marks if mark.kind == "note"]
    assert [(mark.turn, mark.attributes["words"]) for mark in notes] == [(3, "Drei.")]


def test_parts_of_an_utterance_belong_to_it_by_time_and_what_belongs_nowhere_is_told() -> None:
    pos = _aligned("p1", 1, 2, "NUM") + _aligned("p2", 9, 10, "X") + _ref("p3", "no", "Y")
    found = _eaf(
        _tier("Ann", _aligned("a1", 0, 3, "One two.") + _aligned("a2", 7, 8, "Later.")),
        _tier("pos", pos, parent="Ann"),
        _tier("one", _ref("q1", "q2", "never"), parent="two"),
        _tier("two", _ref("q2", "q1", "never"), parent="one"),
        _tier("loop", _ref("l1", "l1", "never"), parent="loop"),
        _tier("orphan", _ref("o1", "gone", "nothing"), parent="not there"),
    )
    notes = [(mark.turn, mark.attributes["words"]) for mark in found.marks if mark.kind == "note"]
    assert [words for _, words in notes] == ["NUM"]
    assert ("notes-left-out", "4") in {(one.code, one.message.split()[0]) for one in found.warnings}
    assert "nothing" in found.text


def test_where_nobody_is_named_the_text_is_paragraphs_with_times() -> None:
    found = _eaf(_tier("default", _aligned("a1", 0, 1, "One.") + _aligned("a2", 1, 2, "Two.")))
    assert found.sessions == ()
    assert [(found.text_of(block), block.time) for block in found.blocks] == [
        ("One.", (0.0, 1.0)),
        ("Two.", (1.0, 2.0)),
    ]
    back = read(write(found, "elan").data)
    assert [(back.text_of(block), block.time) for block in back.blocks] == [
        (found.text_of(block), block.time) for block in found.blocks
    ]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (HEAD.encode(), "not-elan"),
        (b"<other/>", "not-elan"),
        (b'<!DOCTYPE a [<!ENTITY b "bread">]><ANNOTATION_DOCUMENT/>', "xml-bomb"),
        (b"<ANNOTATION_DOCUMENT/>", "empty-file"),
    ],
)
def test_what_is_no_elan_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(raw, format="elan")
    assert refused.value.code == code


TALK = (
    "[00:01 - 00:02] Ann: One & <two> [sigh].\n[tape ends]\n[00:03 - 00:04.500] ئالىم: نان.\nتۈگىدى.\n"
    "[00:05 - 00:06] Ann: Three.\n[00:06 - 00:07] ئالىم: ھەئە.\n"
)


def test_a_written_file_reads_back_with_speakers_times_marks_and_events() -> None:
    source = read(TALK.encode())
    written = write(source, "elan")
    assert written == write(source, "elan")
    back = read(written.data)
    assert _told(back) == [(who, " ".join(words.split()), time) for who, words, time in _told(source)]
    assert [one.kind for one in written.losses] == ["spacing"]
    assert [(one.kind, one.after_turn) for one in back.sessions[0].events] == [("tape-end", 1)]


def test_notes_of_an_elan_file_come_back_from_a_new_one() -> None:
    found = _eaf(
        _tier("A", _aligned("a1", 0, 1, "Нан.") + _aligned("a2", 2, 3, "Бар.")),
        _tier("B", _aligned("b1", 1, 2, "So?")),
        _tier("en@A", _ref("c1", "a1", "Bread.") + _ref("c2", "a2", "There is."), parent="A"),
    )
    through = read(write(found, "tei").data)
    again = read(write(through, "elan").data)
    assert [dict(mark.attributes) for mark in again.marks] == [dict(mark.attributes) for mark in found.marks]


def test_turns_without_times_get_none_and_keep_their_order() -> None:
    source = read(b"Talk\nAnn: One\x07.\nBen: Two.\nAnn: Three.\nBen: Four.\n")
    written = write(source, "elan")
    assert b"TIME_VALUE" not in written.data
    assert [one.code for one in written.warnings] == ["characters-lost", "reads-differently", "lost-titles"]
    assert [turn.speaker for turn in read(written.data).sessions[0].turns] == ["Ann", "Ben", "Ann", "Ben"]


@settings(max_examples=30)
@given(documents())
def test_whatever_is_written_is_read_again_and_no_word_is_made_up(document: Transcript) -> None:
    back = read(write(document, "elan").data)
    words = sorted("".join(document.text.split()))
    for letter in set(back.text):
        assert letter.isspace() or back.text.count(letter) <= words.count(letter)


def test_words_taken_apart_say_when_they_are_heard_where_they_have_times() -> None:
    said = _tier("A", _aligned("a1", 0, 4, "Нан бар."), "Ann Poe")
    timed = _tier("w@A", _aligned("d1", 0, 1, "Нан") + _aligned("d2", 1, 2, "бар."), parent="A")
    untimed = _tier("w@A", _ref("d1", "a1", "Нан") + _ref("d2", "a1", "бар."), parent="A")
    whole = _tier("again@A", _aligned("d1", 0, 4, "Нан бар."), parent="A")
    for beside, words in ((timed, ["Нан", "бар"]), (untimed, []), (whole, [])):
        found = _eaf(said, beside)
        assert [found.text_of(one) for one in found.words] == words
        assert "word-times-left-out" not in [one.code for one in found.warnings]


def test_tiers_of_what_is_done_are_nobodys_words_and_told() -> None:
    found = _eaf(
        _tier("Ann", _aligned("a1", 0, 1, "Where is the bread?")),
        _tier("Gestures", _aligned("g1", 0, 1, "left hand up")),
        _tier("gaze-2", _aligned("z1", 0, 1, "down")),
        _tier("text", _aligned("t1", 2, 3, "Nobody knows.")),
    )
    assert [who for who, _, _ in _told(found)] == ["Ann", ""]
    assert ("tiers-left-out", "2") in [
        (one.code, "".join(filter(str.isdigit, one.message))) for one in found.warnings
    ]


def test_such_a_tier_is_read_where_it_names_who_or_where_there_is_nothing_else() -> None:
    named = _eaf(_tier("hands", _aligned("a1", 0, 1, "I saw it."), "Tom"), _tier("B", ""))
    assert _told(named) == [("Tom", "I saw it.", (0.0, 1.0))]
    alone = _eaf(_tier("topics", _aligned("a1", 0, 1, "The weir.")), _tier("B", ""))
    assert _told(alone) == [("topics", "The weir.", (0.0, 1.0))]


@pytest.mark.parametrize(
    ("name", "signs", "kept"),
    [
        ("fto", ["O12_a_b", "G21_b_a"], False),
        ("empty_intervals", ["C", "V"], False),
        ("fto", ["Bread", "Flour"], True),
        ("fto", ["O12_a_b", "So it was."], True),
    ],
)
def test_signs_beside_two_who_are_named_are_left_out_and_told(
    name: str, signs: list[str], kept: bool
) -> None:
    found = _eaf(
        _tier("a", _aligned("a1", 0, 1, "Bread?"), "Ann"),
        _tier("b", _aligned("b1", 1, 2, "Yes."), "Bo"),
        _tier(name, "".join(_aligned(f"c{n}", n, n + 1, sign) for n, sign in enumerate(signs, start=2))),
    )

    assert [who for who, _, _ in _told(found)] == ["Ann", "Bo", *([name] if kept else [])]
    assert ("tiers-left-out" in [one.code for one in found.warnings]) is not kept
    alone = _eaf(_tier(name, _aligned("a1", 0, 1, "O12_a_b")), _tier("b", _aligned("b1", 1, 2, "O_1"), "Bo"))
    assert ("fto" in [who for who, _, _ in _told(alone)]) is (name == "fto")
