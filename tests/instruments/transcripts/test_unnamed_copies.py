"""Copies of talks in which nobody is named, or only some are: read again they are the same, or it is told."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import Participant, Transcript, read, write

TALKS = {
    "dashes": "— Where is the mill?\n— By the weir.\n— Who ran it?\n— My kin.\n— And then?\n— It burned.\n",
    "lines": "Где мельница?\nУ плотины.\n\nКто её держал?\nМой дядя, пока был жив.\n\nА потом?\nСгорела.\n",
    "bold": "**磨坊在哪里？**\n\n在河边。\n\n**谁管它？**\n\n我叔叔，他还在。\n\n**后来呢？**\n\n烧了。\n",
    "hyphens": "- تۈگمەن نەدە؟\n- توسمىدا.\n- كىم باشقۇرغان؟\n- تاغام.\n- كېيىنچۇ؟\n- كۆيۈپ كەتتى.\n",
}
FORMATS = ["labelled-text", "docx", "webvtt", "srt", "elan", "tei"]
TEXTS = ["labelled-text", "docx", "srt"]


def _who(found: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, found.text_of(turn)) for one in found.sessions for turn in one.turns]


def _from_elsewhere(found: Transcript) -> Transcript:
    """Return a text that no writer can give back byte by byte."""
    return replace(found, origin=replace(found.origin, format="chat"))


def _named(found: Transcript, who: dict[int, str]) -> Transcript:
    (session,) = found.sessions
    turns = tuple(
        replace(turn, label=who[turn.n], speaker=who[turn.n], label_span=None) if turn.n in who else turn
        for turn in session.turns
    )
    people = (*session.participants, *(Participant(name, name) for name in sorted(set(who.values()))))
    return _from_elsewhere(replace(found, sessions=(replace(session, turns=turns, participants=people),)))


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("talk", TALKS)
def test_a_talk_that_names_nobody_comes_back_turn_by_turn(talk: str, to: str) -> None:
    found = _from_elsewhere(read(TALKS[talk].encode()))
    written = write(found, to)
    kinds = {loss.kind for loss in written.losses}

    assert len(_who(found)) == 6
    assert _who(read(written.data, format=to)) == _who(found)
    # There are no times, and no cues inside a turn, that could be lost.
    assert not kinds & {"times", "segments", "sessions", "speakers", "roles"}


@pytest.mark.parametrize("to", ["labelled-text", "docx"])
@pytest.mark.parametrize("talk", ["dashes", "hyphens"])
def test_a_note_below_a_talk_of_dashes_is_nobodys_in_a_copy(talk: str, to: str) -> None:
    found = _from_elsewhere(read(f"{TALKS[talk]}\nIt was typed in May.\nMore of it.\n".encode()))
    written = write(found, to)
    again = read(written.data, format=to)

    assert written.losses == ()
    assert [again.text_of(span) for span in again.sessions[0].matter] == [
        "It was typed in May.",
        "More of it.",
    ]


@pytest.mark.parametrize("to", TEXTS)
@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize(
    "named", [(2,), (6,), (2, 4), (2, 4, 6), (1, 3, 5), (1, 2), (2, 4, 5, 6)], ids=lambda n: f"{len(n)} named"
)
def test_who_was_named_and_who_was_not_come_back(talk: str, to: str, named: tuple[int, ...]) -> None:
    found = _named(read(TALKS[talk].encode()), dict.fromkeys(named, "Emine"))

    assert _who(read(write(found, to).data, format=to)) == _who(found)


@pytest.mark.parametrize("to", ["webvtt", "elan"])
def test_cues_of_one_dash_are_one_turn_and_the_next_dash_another(to: str) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n- Where?\n\n2\n00:00:03,000 --> 00:00:04,000\n- Here.\n\n"
    found = read((text + text.replace("00:00:0", "00:00:1").replace("1\n0", "3\n0")).encode())
    written = write(found, to)

    assert [who for who, _ in _who(found)] == ["—"] * 4
    assert _who(read(written.data, format=to)) == _who(found)
    assert [turn.time for turn in read(written.data, format=to).sessions[0].turns] == [
        turn.time for turn in found.sessions[0].turns
    ]


def test_several_cues_of_nobodys_turn_stay_in_it() -> None:
    cue = "{0}\n00:00:{0:02},000 --> 00:00:{0:02},500\n{1}\n\n"
    said = ["- Where?", "- Here.", "by the weir.", "- Who?", "- My uncle.", "till he died."]
    found = read("".join(cue.format(n, words) for n, words in enumerate(said, start=1)).encode())
    again = read(write(found, "webvtt").data)

    assert [words for _, words in _who(found)] == [
        "Where?",
        "Here.\nby the weir.",
        "Who?",
        "My uncle.\ntill he died.",
    ]
    assert [(who, words.split()) for who, words in _who(again)] == [
        (who, words.split()) for who, words in _who(found)
    ]
    assert [len(turn.segments) for turn in again.sessions[0].turns] == [1, 2, 1, 2]


def test_a_named_voice_lasts_and_its_tag_begins_a_turn_as_before() -> None:
    head = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Where?\n\n00:02.000 --> 00:03.000\nIn it.\n\n"
    found = read(f"{head}00:03.000 --> 00:04.000\n<v Ann>Or not.\n".encode())

    assert _who(found) == [("Ann", "Where? In it."), ("Ann", "Or not.")]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ann: Where?\n—: Here.\nAnn: Who?\n—: Me.\n", ["Ann", "—"] * 2),
        ("Ann: Where?\n—?: Here.\nAnn: Who?\n—: Me.\nAnn: So.\n", ["Ann", "—?", "Ann", "—", "Ann"]),
        ("Анна: Где?\n[00:05] —: Тут.\nАнна: Кто?\n— (тихо): Я.\n", ["Анна", "—"] * 2),
        ("—: Где?\n—: Тут.\nАнна: Кто?\n", ["—", "—", "Анна"]),
        ("Ann: Where?\n—:\nAnn: Who?\n", ["Ann", "Ann"]),
    ],
)
def test_a_dash_with_a_colon_is_somebody_whom_nobody_names(text: str, people: list[str]) -> None:
    found = read(text.encode())
    told = {one.speaker: one.name for one in found.sessions[0].participants}

    assert [who for who, _ in _who(found)] == people
    assert [told.get("—"), told.get("—?")] == [None, None]
    if "—?" in told:
        assert [one.role for one in found.sessions[0].participants if one.label == "—?"] == ["interviewer"]


_SPEAKER = st.sampled_from(["—", "—?", "Ann Low", "Айгүл"])
_WORDS = (
    st.text("abcжзи دې中", min_size=1, max_size=12).filter(str.strip).map(lambda words: f"{words.strip()}.")
)


@settings(max_examples=80)
@given(st.lists(st.tuples(_SPEAKER, _WORDS), min_size=6, max_size=6), st.sampled_from(FORMATS))
def test_whoever_is_named_nothing_changes_in_silence(turns: list[tuple[str, str]], to: str) -> None:
    source = read("".join(f"— {words.rstrip('.')}?\n" for _, words in turns).encode())
    found = _named(source, {n: who for n, (who, _) in enumerate(turns, start=1) if len(who) > 2})
    written = write(found, to)
    kinds = {loss.kind for loss in written.losses}

    if _who(read(written.data, format=to)) != _who(found):
        assert kinds & {"words", "speakers", "sessions"}
    assert not kinds & {"times"}
