"""Captions that name who is not seen in brackets: names that return before words, and no sounds."""

import pytest

from guwah.instruments.transcripts import Transcript, read


def _captions(*cues: str, form: str = "vtt") -> Transcript:
    body = [f"{n}\n00:00:{n:02}.000 --> 00:00:{n:02}.900\n{words}\n" for n, words in enumerate(cues, start=1)]
    text = "\n".join(body)
    raw = "WEBVTT\n\n" + text if form == "vtt" else text.replace(".000", ",000").replace(".900", ",900")
    return read(raw.encode(), f"film.{form}")


def _turns(found: Transcript) -> list[tuple[str, str]]:
    return [(one.speaker, found.text_of(one)) for session in found.sessions for one in session.turns]


@pytest.mark.parametrize("form", ["vtt", "srt"])
@pytest.mark.parametrize(
    ("ann", "tom", "words"),
    [
        ("Alba", "Tomás", ("Era invierno", "y no había pan.", "Yo lo hice.", "¿Quién?", "[risas]", "Nadie.")),
        ("Ann", "Tom", ("It was winter", "and no bread.", "I baked it.", "Who?", "[laughter]", "Nobody.")),
        ("Анна", "Том", ("Была зима", "и не было хлеба.", "Я пёк.", "Кто?", "[смех]", "Никто.")),
    ],
)
def test_names_in_brackets_that_return_say_who_speaks(
    ann: str, tom: str, words: tuple[str, ...], form: str
) -> None:
    winter, bread, baked, who, laughter, nobody = words
    found = _captions(
        f"[{ann}] {winter}", bread, laughter, f"[{tom}]\n{baked}", nobody,
        f"- [{ann}] {who}\n- {nobody}", f"[{tom}] {baked}", *[nobody] * 6, form=form,
    )  # fmt: skip
    assert [turn for turn in _turns(found) if turn[0] in {ann, tom}] == [
        (ann, f"{winter} {bread}" if found.sessions[0].events else f"{winter} {bread} {laughter}"),
        (tom, baked),
        (ann, who),
        (tom, baked),
    ]
    assert {one for one, _ in _turns(found)} == {ann, tom, "—"}
    assert "unnamed-turns" in {one.code for one in found.warnings}


def test_captions_whose_brackets_name_everybody_leave_no_doubt_of_it() -> None:
    found = _captions("[Ann] Bread", "and ash,", "and rye,", "and oats.", "[Tom] So", "it", "is.",
                      "[Ann] Yes", "it", "is.", "[Tom] No", "it", "is", "not.")  # fmt: skip
    assert [one for one, _ in _turns(found)] == ["Ann", "Tom", "Ann", "Tom"]
    assert "unnamed-turns" not in {one.code for one in found.warnings}


@pytest.mark.parametrize(
    "cues",
    [
        # Sounds in small letters, sounds that stand alone too, one name, names that stand once.
        ("[music] We bake.", "[gasps] You?", "[music] We do.", "[gasps] No."),
        ("[Horns] We bake.", "[Bells] You?", "[Horns]", "[Bells]", "[Horns] We.", "[Bells] No.",
         "Ah.", "Oh.", "Eh.", "Hm.", "So.", "Well.", "But.", "And."),
        ("[Ann] We bake.", "You?", "[Ann] We do.", "No.", "[Ann] So.", "[Ann] And.", "Ah.", "Oh.", "Eh."),
        ("[Анна] Печём.", "Вы?", "Мы.", "[Том] Да.", "Так.", "Нет.", "Вот.", "Ну.", "И.", "Да."),
    ],
)  # fmt: skip
def test_sounds_and_names_that_do_not_return_name_nobody(cues: tuple[str, ...]) -> None:
    assert _turns(_captions(*cues)) == []


def test_a_name_without_words_stays_a_word() -> None:
    named = [f"[{name}] Bread." for name in ("Ann", "Tom") * 5]
    found = _captions(*named, "[Ann]", *["No."] * 16)
    assert [words for _, words in _turns(found)].count("Bread. [Ann]") == 1


def test_labels_that_make_more_turns_are_kept_to() -> None:
    labelled = [f"{name}: We bake." for name in ("Ann", "Tom") * 4]
    found = _captions(*labelled, "[Ma] No.", "[Pa] No.", "[Ma] Yes.", "[Pa] Yes.")
    assert {one for one, _ in _turns(found)} == {"Ann", "Tom"}
