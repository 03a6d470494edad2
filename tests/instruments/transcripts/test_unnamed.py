"""Ways to say who speaks that have no colon: each counts where a text keeps to it, and is words elsewhere."""

from dataclasses import replace

import pytest

from guwah.instruments.transcripts import DEFAULT, read
from guwah.instruments.transcripts.people import legend_in

PREFACE = "The oven was built in one winter.\n\nIt was a long one.\n\n"


def _spoken(text: str) -> str:
    return "|".join(turn.label for one in read(text.encode()).sessions for turn in one.turns)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (">> BREAD.\nMORE.\n>> YES.\n>>> AND ASH.\n>> NO.", ">>|>>|>>>|>>"),
        (">> BREAD.\n>> YES.", ""),
        (">>> import loaf\n>>> loaf.bake()\n>>> loaf.cool()", ""),
        ("> I wrote.\n>> You wrote.\n>> And I.\n>> And you.", ""),
        ("-Нан бар ма?\n-Бар.\n-Қайда?\n-Үйде.", "-|-|-|-"),
        ("-v loud\n-q still\n-h help?\n-x out?", ""),
        ("-Bread?\nThe long way.\nAnother line.\nA third.\n-No?\n", ""),
        ("Анна ЛАРИНА. Где?\n— Там?\n— Тут?\n— Да.\n— Нет.", "Анна ЛАРИНА|—|—|—|—"),
        ("Где же ОН. Там.\n— Там?\n— Тут?\n— Да.\n— Нет.", "—|—|—|—"),
        ("мы ЛАРИНЫ. Там.\n— Там?\n— Тут?\n— Да.\n— Нет.", "—|—|—|—"),
        ("J. Low Bread.\n\nN. Oven Yes.\n\nJ. Low Ash.\n\nN. Oven No.", "J. Low|N. Oven|J. Low|N. Oven"),
        # Once each, one alone, too few among other lines, a small letter, a list of books.
        ("J. Low Bread.\n\nN. Oven Yes.\n\nC. Till Ash.\n\nP. Larch No.", ""),
        ("J. Low Bread.\n\nJ. Low Yes.\n\nJ. Low Ash.\n\nJ. Low No.", ""),
        (PREFACE * 5 + "J. Low Bread.\n\nN. Oven Yes.\n\nJ. Low Ash.\n\nN. Oven No.", ""),
        ("j. low bread.\n\nn. oven yes.\n\nj. low ash.\n\nn. oven no.", ""),
        ("J. Low, Bread.\n\nN. Oven, Ash.\n\nJ. Low, Salt.\n\nN. Oven, Rye.", ""),
        ("J. Low a.\n\nB. Hay b.\n\nJ. Low c.\n\nC. Larch d.\n\nJ. Low e.", "J. Low|J. Low|C. Larch|J. Low"),
    ],
)  # fmt: skip
def test_who_speaks_without_a_colon(text: str, labels: str) -> None:
    assert _spoken(text) == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("NELL LOW, MAYOR: Bread.\nTOM HALE, BAKER: Yes.", "NELL LOW, MAYOR|TOM HALE, BAKER"),
        ("Nell LOW, mayor: Bread.\nTom HALE, baker: Yes.", "Nell LOW, mayor|Tom HALE, baker"),
        ("Nell Low, mayor: bread\nTom Hale, baker: ash", ""),
        ("NELL LOW, 12: bread\nTOM HALE, 13: ash", ""),
        (f"NELL LOW, {'mayor ' * 20}: Bread.\nTOM HALE, {'baker ' * 20}: Yes.", ""),
    ],
)  # fmt: skip
def test_an_office_after_a_name_in_capitals_is_none_of_the_name(text: str, labels: str) -> None:
    assert _spoken(text) == labels


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("（以下，馕：面包师；客：顾客）", [("面包师", "馕"), ("顾客", "客")]),
        ("以下简称：李：李明，王：王芳。", [("李明", "李"), ("王芳", "王")]),
        ("（以下，馕：面包师）", []),
        ("他说：好；我说：不好，那天很冷", []),
        ("Ann: Low; Tom: Hale", []),
    ],
)
def test_a_legend_in_chinese_names_two_at_least(line: str, pairs: list[tuple[str, str]]) -> None:
    assert legend_in(line) == pairs


def test_a_heading_over_the_same_people_is_a_subject_and_one_over_others_a_conversation() -> None:
    talk = "Ann Low: Bread?\n\nTom Hale: Yes.\n\n"
    again = "Ann Low: Ash?\n\nTom Hale: No.\n"
    assert len(read(f"{talk}## The price of bread\n\n{again}".encode()).sessions) == 1
    for heading in ("## Interview 2", "## Nell Larch", "## Jo Till"):
        assert len(read(f"{talk}{heading}\n\n{again}".encode()).sessions) == 2
    other = again.replace("Tom Hale", "Nell Larch")
    assert len(read(f"{talk}## The mill\n\n{other}".encode()).sessions) == 2
    assert len(read(b"Q: a?\n\nA: b.\n\n## The mill\n\nQ: c?\n\nA: d.\n").sessions) == 2


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("文：谁？\n馕：我。\n文：何时？\n馕：昨天。\n采访缘起：很久以前。", "文|馕|文|馕|采访缘起"),
        ("采访缘起：很久以前。\n文：谁？\n馕：我。\n文：何时？\n馕：昨天。", "文|馕|文|馕"),
        ("王小芳：你好。\n文：谁？\n馕：我。\n文：何时？\n馕：昨天。", "王小芳|文|馕|文|馕"),
    ],
)
def test_a_long_heading_in_chinese_above_the_talk_is_nobody(text: str, labels: str) -> None:
    assert _spoken(text) == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("О. Ларина: Да.\nА. Мельник: Где?\nО. Ларина: Тут.\nА. Мельник: А.", "О. Ларина|А. Мельник|" * 2),
        ("Q. Low: Bread.\nA. Hale: Yes.\nQ. Low: Ash.\nA. Hale: No.", "Q. Low|A. Hale|" * 2),
        ("В. Где?\nО. Дома.\nВ. Когда?\nО. Сейчас.", "В|О|" * 2),
        ("Q. Where?\nA. Home: here.\nQ. When?\nA. Now: at once.", "Q|A|" * 2),
        # A word that returns behind a few of the answers is no name.
        ("Q. a?\nA. Yes: b.\nQ. c?\nA. d.\nQ. e?\nA. Yes: f.\nQ. g?\nA. h.\nQ. i?\nA. j.", "Q|A|" * 5),
    ],
)  # fmt: skip
def test_an_initial_is_no_question_and_no_answer(text: str, labels: str) -> None:
    assert _spoken(text) == labels.rstrip("|")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("• Ann: Bread?\n• Tom: Yes.\n• Ann: Ash?\n• Tom: No.", "Ann|Tom|Ann|Tom"),
        ("• [00:01] Ann: Bread?\n• [00:04] Tom: Yes.\n• [00:06] Ann: Ash?", "Ann|Tom|Ann"),
        ("Ann: Bread?\nTom: These.\n• Rye: dark\n• Spelt: light\nAnn: So?\nTom: So.", "Ann|Tom|Ann|Tom"),
        ("• Mill: open\n• Mill: shut\n• Oven: warm", ""),
    ],
)  # fmt: skip
def test_what_stands_behind_bullets_is_a_talk_only_where_two_return(text: str, labels: str) -> None:
    assert _spoken(text) == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Host: a.\nP1: b.\nP2: c.\nP3: d.\nHost: e.", "Host|P1|P2|P3|Host"),
        ("Host: a.\nP1: b.\nP2: c.\nHost: e.", "Host|Host"),
        ("P1: bread\nP2: ash\nP3: salt", ""),
        ("Host: a.\nDay 1: b.\nDay 2: c.\nDay 3: d.\nHost: e.", "Host|Host"),
    ],
)
def test_three_who_are_numbered_beside_somebody_else_speak(text: str, labels: str) -> None:
    assert _spoken(text) == labels


@pytest.mark.parametrize(
    ("text", "nobody", "spoken"),
    [
        ("— Who came?\n— Three men.\n— When?\n— At night.\n", "—", []),
        (
            "**When did they come?**\n\nIn spring.\n\n**Who came?**\n\nThree men.\n\n**Why?**\n\nNobody.\n",
            "—?",
            ["In spring.", "Three men.", "Nobody."],
        ),
    ],
)
def test_what_a_person_says_is_no_speaker_begins_no_turn(text: str, nobody: str, spoken: list[str]) -> None:
    assert read(text.encode()).sessions

    read_ = read(text.encode(), conventions=replace(DEFAULT, not_labels=(*DEFAULT.not_labels, nobody)))

    assert [read_.text_of(turn) for session in read_.sessions for turn in session.turns] == spoken
    assert bool(read_.blocks) is not bool(spoken)


@pytest.mark.parametrize(
    "text",
    [
        "Yeast : a living thing\nGluten : what holds the dough\nCrumb : the inside\n\nCrust : baked hard\n",
        "Закваска : живое тесто\nМякиш : то, что внутри\nКорка : снаружи\n\nРасстойка : время подъёма\n",
        "Yeast\n: A living thing.\n\nGluten\n: What holds it.\n\nCrumb\n: The inside.\n",
    ],
)
def test_what_terms_mean_is_nobodys(text: str) -> None:
    assert _spoken(text) == ""
