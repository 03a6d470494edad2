"""Questions and answers in one line are told apart where they take turns, and nowhere else."""

import pytest

from guwah.instruments.transcripts import DEFAULT, read
from guwah.instruments.transcripts.lines import lines_of
from guwah.instruments.transcripts.run_on import divided_lines


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Q: Bread? A: Yes. Q: Flour? A: No.", "Q: Bread?|A: Yes.|Q: Flour?|A: No."),
        ("MILL Вопрос: Где? Ответ: Тут.\nВ: Кто? О: Я.", "MILL|Вопрос: Где?|Ответ: Тут.|В: Кто?|О: Я."),
        ("始 问： 谁？ 答： 我。 问： 几时？ 答： 昨天。", "始|问： 谁？|答： 我。|问： 几时？|答： 昨天。"),
        ("Q: a? A: b.\n2 2 Q: c? A: d.", "Q: a?|A: b.|Q: c?|A: d."),
        ("So. >> Who? >> I. >> When? >> Now", "So.|>> Who?|>> I.|>> When?|>> Now"),
        (
            ">> Who? >> I. >> When? >> Now.\n>> Here? >> No. >> So.",
            ">> Who?|>> I.|>> When?|>> Now.|>> Here?|>> No.|>> So.",
        ),
        # Too few, of one kind only, or inside words.
        ("Q: Bread? A: Yes.", None),
        ("Q: Bread? Q: Flour? Q: Ash? Q: Salt?", None),
        ("The vitamins A: B and C, FAQ: none, Q:A:Q:A:", None),
        ("So. >> Who? >> I.", None),
        ("run a >> b. run c >> d. run e >> f. run g >> h.", None),
        (">> Who?\n>> I.\n>> When?\n>> Now.", None),
        ("", None),
    ],
)
def test_lines_are_divided_where_question_and_answer_take_turns(text: str, parts: str | None) -> None:
    found = divided_lines(lines_of(text), DEFAULT)
    assert (found and "|".join(one.text for one in found.lines)) == parts
    assert all(text[one.start : one.end] == one.text for one in (found.lines if found else ()))


def test_only_the_beginning_of_a_line_keeps_its_gap() -> None:
    found = divided_lines(lines_of("Mill\n\nQ: a? A: b. Q: c? A: d."), DEFAULT)
    assert found is not None
    assert [one.gap for one in found.lines] == [True, True, False, False, False]


def test_a_text_whose_lines_begin_turns_is_left_alone() -> None:
    text = "Ann: She wrote Q: who? A: me. Q: when? A: now.\nTom: Yes.\nAnn: So.\nTom: No.\n"
    assert [one.label for one in read(text.encode()).sessions[0].turns] == ["Ann", "Tom", "Ann", "Tom"]
