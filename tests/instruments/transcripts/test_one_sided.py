"""Talks in which only who asks has a label."""

import pytest

from guwah.instruments.transcripts import Transcript, read, write

ASKED = ("Where did you bake?", "When was the oven closed?", "Who came then? Tell us.", "And your sister?")
SAID = ("In the lower town.", "In spring.", "Two men with a seal.", "She kept the keys.")
FRAGEN = ("Wo war der Ofen?", "Wer kam dann?", "Und im Winter?", "Was bleibt?")
GESAGT = ("Unten am Fluss.", "Zwei Beamte.", "Da froren wir.", "Ein Schlüssel.")


def _read(text: str) -> Transcript:
    return read(text.encode(), "talk.txt")


def _turns(transcript: Transcript) -> list[tuple[str, str]]:
    return [
        (turn.label, transcript.text_of(turn)) for session in transcript.sessions for turn in session.turns
    ]


def _told(transcript: Transcript) -> set[str]:
    return {each.key for each in transcript.warnings}


@pytest.mark.parametrize("label", ["HERALD: ", "**Herald:** ", "Herald: "])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
@pytest.mark.parametrize(("asked", "said"), [(ASKED, SAID), (FRAGEN, GESAGT)])
def test_answers_below_the_only_label_are_turns_that_name_nobody(
    label: str, between: str, asked: tuple[str, ...], said: tuple[str, ...]
) -> None:
    text = between.join(f"{label}{ask}{between}{say}" for ask, say in zip(asked, said, strict=True))
    transcript = _read(text)
    turns = _turns(transcript)

    assert [words for _, words in turns] == [each for pair in zip(asked, said, strict=True) for each in pair]
    assert {name for name, _ in turns[::2]} == {"Herald" if "erald" in label else "HERALD"}
    assert {name for name, _ in turns[1::2]} == {""}
    assert "unnamed-turns" in _told(transcript)


def test_all_paragraphs_below_are_one_answer_and_a_question_may_have_none() -> None:
    parts = [f"HERALD: {ask}\n\n{say}\n\nThat was all." for ask, say in zip(ASKED, SAID, strict=True)]
    transcript = _read("\n\n".join([*parts, "HERALD: Thank you."]))

    assert [words.count("\n\n") for _, words in _turns(transcript)] == [0, 1, 0, 1, 0, 1, 0, 1, 0]


def test_a_question_over_two_lines_is_whole() -> None:
    text = "".join(
        f"HERALD: Now tell us,\nif you can, {ask}\n{say}\n" for ask, say in zip(ASKED, SAID, strict=True)
    )

    assert [words for _, words in _turns(_read(text))][:2] == [
        f"Now tell us,\nif you can, {ASKED[0]}",
        SAID[0],
    ]


def test_one_label_whose_lines_do_not_ask_is_doubted() -> None:
    transcript = _read("\n\n".join(f"Ann: {say}\n\nMore was said of it." for say in SAID))

    assert len(_turns(transcript)) == len(SAID)
    (doubt,) = [each for each in transcript.warnings if each.key == "possible-change:one-label"]
    assert doubt.line == 3


@pytest.mark.parametrize(
    "text",
    [
        # Somebody alone, nobody else's words below.
        "\n\n".join(f"Ann: {say}" for say in SAID * 2),
        # Two who are named.
        "\n\n".join(f"Ann: {ask}\n\nTom: {say}\n\nAnd so on." for ask, say in zip(ASKED, SAID, strict=True)),
        # Too few.
        "Ann: Where?\n\nThere.\n\nAnn: When?\n\nThen.",
    ],
)
def test_other_talks_are_left_as_they_are(text: str) -> None:
    transcript = _read(text)

    assert "" not in {name for name, _ in _turns(transcript)}
    assert "possible-change:one-label" not in _told(transcript)


def test_a_copy_is_read_as_the_same_turns() -> None:
    transcript = _read("\n\n".join(f"HERALD: {ask}\n\n{say}" for ask, say in zip(ASKED, SAID, strict=True)))
    copy = write(transcript, "labelled-text")

    again = read(copy.data, "copy.txt")
    assert [words for _, words in _turns(again)] == [words for _, words in _turns(transcript)]
