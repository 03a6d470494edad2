"""SRT: cues with the speaker before the words, and everything it cannot hold said."""

from guwah.instruments.transcripts import read, write

TIMED = (
    "[00:01 - 00:02] Ann: One.\n[tape ends]\n[00:03 - 00:04.500] ئالىم: نان.\nتۈگىدى.\n"
    "[00:05 - 00:06] Ann: See --> there.\n[00:06 - 00:07] ئالىم: ھەئە.\n"
)


def test_speakers_and_times_come_back() -> None:
    source = read(TIMED.encode())
    written = write(source, "srt")
    assert written.data.decode().startswith("1\n00:00:01,000 --> 00:00:02,000\nAnn: One.\n\n2\n")
    back = read(written.data)
    (session,) = back.sessions
    assert [(turn.speaker, turn.time) for turn in session.turns] == [
        (turn.speaker, turn.time) for turn in source.sessions[0].turns
    ]
    # An arrow in the words would begin another cue; that it is changed is said.
    assert back.text_of(session.turns[2]) == "See → there."
    assert [one.code for one in written.warnings if one.code == "reads-differently"] == ["reads-differently"]


def test_turns_without_times_only_keep_their_order_and_that_is_said() -> None:
    written = write(read(b"Talk\nDate: May\nAnn: One.\nBen: Two.\nAnn: Three.\nBen: Four.\n"), "srt")
    codes = [one.code for one in written.warnings]
    assert codes == ["no-times", "lost-titles", "lost-matter"]
    assert b"Talk" not in written.data
    assert [turn.speaker for turn in read(written.data).sessions[0].turns] == ["Ann", "Ben", "Ann", "Ben"]


def test_cues_of_nobody_keep_their_times() -> None:
    source = read(b"1\n00:00:01,000 --> 00:00:02,500\nOne.\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo.\n")
    written = write(source, "webvtt")
    assert b"00:00:01.000 --> 00:00:02.500\nOne." in written.data
    assert "no-times" not in {one.code for one in written.warnings}
