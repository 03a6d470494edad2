"""Laws that hold for any text, in five scripts and with controls of direction."""

from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import (
    EVENT_KINDS,
    FORMATS,
    MARK_KINDS,
    WRITABLE,
    NotUnderstood,
    Transcript,
    compose,
    pieces,
    read,
    write,
)

WORDS = [
    "bread", "Нан", "хлеб", "ңөі", "نان", "ياقمىدىم", "ٴبىز", "面包", "你好",
    "e\u0301", "\u200c", "\u202e", "\u2066", "\u2069",
    "[inaudible]", "[the oven]", "(笑)", "(нан)", "“nan” (нан)", "[[", "]", "<[?]>", "【", "】",
    "…", "?", ".", " ", "  ", "\t",
]  # fmt: skip
LABELS = [
    "A", "B", "Ann Poe (A)", "Ann Poe", "Айсұлу", "ئالىم", "李明", "問", "\u200fئالىم\u200f",
    "They said", "Date", "A (sighing)", "B [to her]",
]  # fmt: skip
ENDS = ["\n", "\r\n", "\r", "\n\n", "\u2028"]

words = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
labelled = st.builds("{}{} {}".format, st.sampled_from(LABELS), st.sampled_from([":", "："]), words)
lines = st.one_of(
    labelled,
    labelled,
    words,
    st.sampled_from(["Talk two", "[inaudible]", "[laughter]", "----", "[00:10] A: x"]),
)
texts = st.lists(st.tuples(lines, st.sampled_from(ENDS)), min_size=1, max_size=14).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)


def _read(text: str, format_: str | None = None) -> Transcript | None:
    try:
        return read(text.encode(), format=format_)
    except NotUnderstood as refused:
        assert refused.code == "empty-file"  # noqa: PT017 -- anything but words is read, never refused
        return None


def _check_places(transcript: Transcript) -> None:
    text = transcript.text
    reached = 0
    for number, session in enumerate(transcript.sessions, start=1):
        assert session.n == number
        assert reached <= session.start < session.end <= len(text)
        reached = session.end
        position = session.start
        for count, turn in enumerate(session.turns, start=1):
            assert turn.n == count
            assert position <= turn.start <= turn.end <= session.end
            assert text[turn.start : turn.end] == text[turn.start : turn.end].strip()
            assert turn.speaker
            position = turn.end
            if turn.label_span:
                assert transcript.text_of(turn.label_span) == turn.label
        for event in session.events:
            assert event.kind in EVENT_KINDS
            assert session.start <= event.start < event.end <= session.end
            assert not any(t.start < event.end and event.start < t.end for t in session.turns)


def _check_marks(transcript: Transcript) -> None:
    reached = 0
    for mark in transcript.marks:
        assert mark.kind in MARK_KINDS
        assert reached <= mark.start < mark.end
        reached = mark.end
        if mark.turn is not None and mark.session is not None:
            turn = transcript.sessions[mark.session - 1].turns[mark.turn - 1]
            assert turn.label_span is not None
            assert turn.start <= mark.start < mark.end <= turn.end or (
                turn.label_span.end <= mark.start and mark.end <= turn.start
            )


@settings(max_examples=250, deadline=None)
@given(texts)
def test_every_text_is_partitioned_and_comes_back(text: str) -> None:
    transcript = _read(text)
    if transcript is None:
        return
    assert transcript.text == text
    parts = pieces(transcript)
    assert compose(parts, text) == text
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
    between = "".join(transcript.text_of(part) for part in parts if part.kind == "between")
    assert not any(character.isalpha() for character in between)
    assert write(transcript, transcript.format).data == text.encode()
    _check_places(transcript)
    _check_marks(transcript)


@settings(max_examples=60, deadline=None)
# What only goes out (PDF, annotations) cannot be read back and compared.
@given(texts, st.sampled_from([one for one in WRITABLE if one in FORMATS]))
def test_no_change_of_format_is_silent(text: str, to: str) -> None:
    transcript = _read(text)
    if transcript is None:
        return
    written = write(transcript, to)
    if any(one.code == "reads-differently" for one in written.warnings):
        return
    if to in {"plain", "labelled-text"}:
        assert written.data == text.encode()
        return
    back = read(written.data, format=to)
    before = ["".join(transcript.text_of(turn).split()) for one in transcript.sessions for turn in one.turns]
    after = ["".join(back.text_of(turn).split()) for one in back.sessions for turn in one.turns]
    assert before == after


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "<v Ann>", "<v ئالىم>", "<v 李明>"]), words), min_size=1, max_size=8
    )
)
def test_cues_are_places_in_the_derived_text(cues: list[tuple[str, str]]) -> None:
    body = "".join(
        f"00:00:0{n}.000 --> 00:00:0{n + 1}.000\n{voice}{words_of}\n\n"
        for n, (voice, words_of) in enumerate(cues)
    )
    transcript = _read("WEBVTT\n\n" + body, "webvtt")
    if transcript is None:
        return
    said = "".join(words_of for _, words_of in cues)
    assert sorted("".join(transcript.text.split())) == sorted("".join(said.split()))
    for session in transcript.sessions:
        for turn in session.turns:
            assert turn.segments[0].start <= turn.start
            assert turn.segments[-1].end >= turn.end
    assert write(transcript, "webvtt").data == ("WEBVTT\n\n" + body).encode()
