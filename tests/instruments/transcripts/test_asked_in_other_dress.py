"""Questions as headings over answers in quotation marks, and numbered questions without their sign."""

import pytest

from guwah.instruments.transcripts import read


def _count(text: str) -> int:
    return sum(len(one.turns) for one in read(text.encode()).sessions)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who baked the bread?", "My mother did."),
        ("Кто пёк хлеб?", "Моя мать."),
        ("نانني كىم ياقتى؟", "ئانام."),
    ],
)
def test_headings_that_ask_have_answers_in_quotation_marks(question: str, answer: str) -> None:
    talk = "".join(f'## {question}\n\n*"{answer} {"And so on. " * n}."*\n\n' for n in range(4))
    assert _count(f"# The mill\n\n{talk}") == 8
    without_end = "".join(f"## {question}\n\n*make bread {n}*\n\n" for n in range(4))
    assert _count(f"# The mill\n\n{without_end}") == 0


ENGLISH = ["When did you leave?", "Who came along?", "Tell of the mill.", "Was it cold?"]
KOREAN = ["언제 떠났습니까?", "누가 함께 갔습니까?", "방앗간에 대하여 알려주세요.", "추웠습니까?"]
RUSSIAN = ["Когда вы уехали?", "Кто был с вами?", "Расскажите о мельнице.", "Было холодно?"]


def _numbered(asked: list[str], numbers: list[int]) -> str:
    return "\n\n".join(
        f"{n}) {one}\nWe left {'and walked ' * n}in winter.\nThat was all."
        for n, one in zip(numbers, asked, strict=True)
    )


@pytest.mark.parametrize("asked", [ENGLISH, KOREAN, RUSSIAN])
def test_numbered_questions_need_no_sign_each(asked: list[str]) -> None:
    assert _count(_numbered(asked, [1, 2, 3, 4])) == 8
    # Numbers with a gap, a list that asks once, and one without answers are none.
    assert _count(_numbered(asked, [1, 2, 4, 5])) == 0
    assert _count(_numbered([asked[0], *[asked[2]] * 3], [1, 2, 3, 4])) == 0
    assert _count("\n\n".join(f"{n}) {one}" for n, one in enumerate(asked, start=1))) == 0
