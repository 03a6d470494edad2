import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import plain, read

TEXT = "A: We bake [the] bread [in the hall], [laughs] and (нан) so.\nB: No.\nA: x\nB: y\n"


def test_marks_are_taken_out_with_one_space() -> None:
    transcript = read(TEXT.encode())
    turn = transcript.sessions[0].turns[0]
    found = plain(transcript, turn.start, turn.end)
    assert found.words == "We bake bread , and so."
    assert len(found.mapping) == len(found.words)
    assert "".join(transcript.text[at] for at in found.mapping) == found.words


def test_the_way_back_spans_the_marks_between() -> None:
    transcript = read(TEXT.encode())
    turn = transcript.sessions[0].turns[0]
    found = plain(transcript, turn.start, turn.end)
    at = found.words.index("bake bread")
    assert transcript.text_of(found.span_of(at, at + 10)) == "bake [the] bread"
    assert found.at(transcript.text.index("[the]") + 2) == found.words.index("bread")
    with pytest.raises(ValueError, match="no such stretch"):
        found.span_of(3, 3)


def test_a_stretch_may_begin_and_end_inside_marks() -> None:
    transcript = read(b"A: [oh] yes [no]\nB: b\nA: x\nB: y\n")
    assert plain(transcript, 4, 15).words == "yes "
    assert plain(transcript, 3, 7).words == ""


@given(
    st.lists(st.sampled_from(["нан ", "[so] ", "(笑)", "ياق", " ", "[", "]", "\u202e", "面包"]), max_size=12)
)
def test_words_and_marks_make_the_text(parts: list[str]) -> None:
    transcript = read(f"A: x{''.join(parts)}y\nB: b\nA: c\nB: d\n".encode())
    turn = transcript.sessions[0].turns[0]
    found = plain(transcript, turn.start, turn.end)
    covered = set(found.mapping)
    for mark in transcript.marks:
        assert covered.isdisjoint(range(mark.start, mark.end))
        covered.update(range(mark.start, mark.end))
    missing = set(range(turn.start, turn.end)) - covered
    assert all(transcript.text[at] == " " for at in missing)
    assert list(found.mapping) == sorted(found.mapping)
