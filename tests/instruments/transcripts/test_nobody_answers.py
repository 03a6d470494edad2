"""Fields of letters and packages, and questions that wait for answers: nobody speaks there."""

import pytest

from guwah.instruments.transcripts import read

FIELDS = (
    "Name: oven\nHome-page: {}\nAuthor: {}\nAuthor-email: a@example.org\nClassifier: {}\nClassifier: {}\n"
)


def _labels(text: str) -> str:
    return "|".join(turn.label for one in read(text.encode()).sessions for turn in one.turns)


@pytest.mark.parametrize(
    "values",
    [
        ("The mill.", "Ann Low", "Who asks?", "Nobody."),
        ("Мельница.", "Анна Лова", "Кто спрашивает?", "Никто."),
        ("تۈگمەن.", "ئايگۈل", "كىم سورايدۇ؟", "ھېچكىم."),
    ],
)
def test_nobody_speaks_in_fields_at_the_head_of_a_file(values: tuple[str, ...]) -> None:
    assert _labels(FIELDS.format(*values)) == ""
    talk = "\nAnn: Bread?\n\nTom: Yes.\n\nAnn: Rye?\n\nTom: No.\n"
    assert _labels(FIELDS.format(*values) + talk) == "Ann|Tom|Ann|Tom"


@pytest.mark.parametrize(
    "text",
    [
        # Names with a hyphen talk too: below an empty line, or where fields are few or not at the top.
        "A talk.\n\nAnn-Jo: Bread?\nTom-Al: Yes.\nAnn-Jo: Rye?\nTom-Al: No.\n",
        (
            "Ann-Jo: Bread?\nthe long day\nor night?\nis it\nTom-Al: Yes.\nso it is\nand more\n"
            "Ann-Jo: Rye?\nor that?\nTom-Al: No.\nnot so\nnor so.\n"
        ),
        "Ann-Jo: Bread?\nTom-Al: Yes.\nAnn-Jo: Rye?\nTom-Al: No.\n",
        "Ann-Jo: Bread?\n\nTom-Al: Yes.\n\nAnn-Jo: Rye?\n\nTom-Al: No.\n",
    ],
)
def test_people_with_a_hyphen_in_their_name_speak(text: str) -> None:
    assert _labels(text) == "Ann-Jo|Tom-Al|Ann-Jo|Tom-Al"


@pytest.mark.parametrize(
    "questions",
    [
        [
            "Where were you born?",
            "Who baked?",
            "Tell of the mill.",
            "When was that?",
            "Who else?",
            "And then?",
        ],
        ["Где вы родились?", "Кто пёк?", "Расскажите о мельнице.", "Когда это было?", "Кто ещё?", "А потом?"],
    ],
)
@pytest.mark.parametrize("bullet", ["-", "*", "•"])
def test_questions_behind_bullets_wait_for_their_answers(questions: list[str], bullet: str) -> None:
    guide = "\n".join(f"{bullet} {one}" for one in questions)
    assert _labels(f"# Guide\n\n{guide}\n") == ""


@pytest.mark.parametrize(
    "lines", [["Bread?", "Yes.", "Rye?", "No.", "Why?", "So."], ["Нан?", "Бар.", "Су?", "Жоқ."]]
)
def test_questions_with_answers_behind_the_same_sign_are_a_talk(lines: list[str]) -> None:
    assert _labels("\n".join(f"- {one}" for one in lines)) == "|".join("-" * len(lines))
