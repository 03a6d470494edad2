"""Names and initials before colons inside lines that have run on: taken where those named take turns."""

import pytest

from guwah.instruments.transcripts import read

ENGLISH = (
    "The mill. Low: Who baked? Oven: I did. Low: When? Oven: At night [laughs] Low: And sold it Oven: Yes. "
    "Low: Ann Oven: never paid? Low: So I heard. Oven: No (coughs) Low: Why not? Oven: Ask them."
)
RUSSIAN = (
    "Пекарня. Ларина: Кто пёк? Мельник: Я. Ларина: Когда? Мельник: Ночью. Ларина: А муку брали где "
    "Мельник: На мельнице."
)
UYGHUR = "ناۋايخانا. ئايگۈل: نان بارمۇ؟ ھەسەن: بار. ئايگۈل: نەدە؟ ھەسەن: ئۆيدە. ئايگۈل: سۇچۇ؟ ھەسەن: يوق."


def _labels(text: str) -> str:
    return "|".join(turn.label for one in read(text.encode()).sessions for turn in one.turns)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (ENGLISH, "Low|Oven|Low|Oven|Low|Oven|Low|Low|Oven|Low|Oven"),
        (RUSSIAN, "Ларина|Мельник|Ларина|Мельник|Ларина|Мельник"),
        (UYGHUR, "ئايگۈل|ھەسەن|ئايگۈل|ھەسەن|ئايگۈل|ھەسەن"),
        # Once in each line, one who asks nobody, a list that alternates, one who returns alone.
        ("Low: Who? Oven: I did. Low: When? Oven: Now.", ""),
        ("Low: Up. Oven: Down. Low: Left. Oven: Right. Low: In. Oven: Out.", ""),
        ("Title: Bread? Author: Low. Title: Ash? Author: Hale. Title: Rye? Author: Till.", ""),
        ("Low: Who? Why: I did. Low: When? Now: At night. Low: Where? Here: At home.", ""),
        ("A: Low asked: who? Low asked: why? He said: no. Low asked: when? He said: now.", ""),
        ("Low: Who? Low: Where? Low: When? Oven: Me. Oven: Here. Oven: Now.", ""),
        ("Low: small Oven: large Low: heavy Oven: light Low: who? Oven: why? so Low: fat Oven: thin", ""),
    ],
)
def test_names_in_a_line_begin_turns_where_they_take_turns(text: str, labels: str) -> None:
    assert _labels(text) == labels


def test_initials_below_full_names_are_theirs_and_a_title_on_each_page_is_nobodys() -> None:
    text = (
        "M.7. Special Papers: The Mill. Talk with TOM HALE\n\n"
        "1 MILL PAPERS Interviewee: Ann Low Interviewer: Joan Oven Date: 3 May 2001 Joan Oven: Who are you? "
        "Ann Low: Ann. JO: And then AL: Bread.\n\n"
        "2 of M.7. Special Papers: The Mill. JO: Where? AL: Here. JO: When? AL: Now. JO: Who? "
        "AL: I. Special Papers: The Mill."
    )
    found = read(text.encode())
    turns = found.sessions[0].turns
    assert [one.speaker for one in turns] == ["Joan Oven", "Ann Low"] * 5
    assert {one.code for one in found.warnings} == {"possible-label"}


@pytest.mark.parametrize(
    "text",
    [
        (
            "1 TALK WITH ANN LOW AND JAN ROOK\n\n2 Jan Rook: We begin. Ann Low: Good. JO: Who? AL: I. "
            "JO: Why? AL: So. JO: When? AL: Now."
        ),
        (
            "1 БЕСЕДА: АННА ЛОВА, ЯН РУК\n\n2 Ян Рук: Начнём. Анна Лова: Да. ИО: Кто? АЛ: Я. ИО: Зачем? "
            "АЛ: Так. ИО: Когда? АЛ: Вчера."
        ),
    ],
)
def test_a_full_name_that_the_page_above_names_speaks_though_it_stands_once(text: str) -> None:
    assert _labels(text).split("|")[0] in {"Jan Rook", "Ян Рук"}
    assert len(_labels(text).split("|")) == 8


@pytest.mark.parametrize(
    ("first", "second", "ask", "tell"), [("Low", "Oven", "Who?", "I."), ("Ларина", "Мельник", "Кто?", "Я.")]
)
def test_pages_that_begin_with_a_label_are_divided_too(first: str, second: str, ask: str, tell: str) -> None:
    page = f"{first}: {ask} {second}: {tell} " * 4
    text = f"{page}\n\n{page}\n\nNote Twice: {ask}\n\n{page}\n\nNote Twice: {tell}\n"
    assert _labels(text) == "|".join([first, second] * 12)
    told = [one for one in read(text.encode()).warnings if one.code == "possible-label"]
    assert [one.line for one in told] == [5, 9]


def test_a_few_labels_inside_of_turns_divide_nothing() -> None:
    text = "Ann: She wrote. Low: who? Oven: me. Low: when? Oven: now. Low: so? Oven: no.\nTom: Yes.\n"
    assert _labels(text * 2) == "Ann|Tom|Ann|Tom"
