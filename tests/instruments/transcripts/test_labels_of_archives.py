"""Labels as archives print them: a dash below a name, "P/1 –", "BAKER.-", offices, papers, initials."""

import time

import pytest

from guwah.instruments.transcripts import read
from guwah.instruments.transcripts.joint import is_joint, parts_of


def _labels(text: str, name: str = "talk.txt") -> str:
    return "|".join(turn.label for one in read(text.encode(), name).sessions for turn in one.turns)


def _speakers(text: str) -> str:
    return "|".join(turn.speaker for one in read(text.encode()).sessions for turn in one.turns)


def _words(text: str) -> list[str]:
    found = read(text.encode())
    return [found.text_of(turn) for one in found.sessions for turn in one.turns]


def _told(text: str, name: str = "talk.txt") -> list[tuple[str, int | None]]:
    return [(one.key, one.line) for one in read(text.encode(), name).warnings]


TALK = ("Where was the mill?", "By the weir.", "And who ran it?", "My aunt did.", "Did it burn?", "It did.")


def _talk(form: str, one: str, other: str) -> str:
    who = (one, other) * 3
    return "".join(form.format(name, words) for name, words in zip(who, TALK, strict=True))


@pytest.mark.parametrize("dash", ["―", "─", "—", "――"])
def test_a_dash_on_a_line_of_its_own_parts_a_name_from_the_words(dash: str) -> None:
    text = "The mill\n" + _talk(f"{{}}\n{dash}\n{{}}\n", "В. Мельник", "О. Пекарь")
    assert _labels(text) == "|".join(["В. Мельник", "О. Пекарь"] * 3)
    assert _words(text) == list(TALK)
    assert _told(text) == []


@pytest.mark.parametrize(
    ("form", "one", "other"),
    [
        ("{} – {}\n", "P/1", "R"),
        ("{} - {}\n\n", "P/2", "R"),
        ("{}.- {}\n", "BAKER", "MILLER"),
        ("{}.— {}\n", "TOM HALE", "THE MILLER"),
        ("{}.- {}\n", "Q", "R"),
    ],
)
def test_a_dash_behind_a_short_or_printed_label(form: str, one: str, other: str) -> None:
    text = _talk(form, one, other)
    assert _labels(text).replace(".", "") == "|".join([one, other] * 3)
    assert _words(text) == list(TALK)


def test_the_hyphen_of_one_letter_may_stand_close_to_it() -> None:
    text = _talk("{} - {}\n", "P/1", "R").replace("R - My", "R- My")
    assert _labels(text) == "P/1|R|P/1|R|P/1|R"


@pytest.mark.parametrize("words", ["I- bread\nA- oven\nI- mill\nA- wheel\n", "PAGE.- 1\n"])
def test_lists_with_hyphens_are_no_talk(words: str) -> None:
    assert _labels(words) in {"", "I|A|I|A"}
    assert _labels("BREAD.- one\nCAKES.- two\n") == ""


@pytest.mark.parametrize("form", ["《{}》:{}\n", "「{}」：{}\n"])
def test_a_paper_in_its_marks_asks(form: str) -> None:
    text = "".join(
        (form if index % 2 == 0 else "{}：{}\n").format(("磨坊报", "张磨")[index % 2], words)
        for index, words in enumerate(("哪一年?", "前年。", "谁来了?", "都来了。"))
    )
    assert _speakers(text) == "磨坊报|张磨|磨坊报|张磨"


def test_a_word_of_generations_belongs_to_the_name() -> None:
    text = "".join(
        f"{name}, {office}:\n{words}\n\n"
        for name, office, words in [
            ("Jan MLEJN mladší", "pekař", "Dobrý den."),
            ("Ota PEC", "moderátor", "Kdo pekl?"),
            ("Jan MLEJN mladší", "pekař", "Já."),
            ("Ota PEC", "moderátor", "A kdy?"),
        ]
    )
    assert _speakers(text) == "Jan MLEJN mladší|Ota PEC|Jan MLEJN mladší|Ota PEC"


def test_an_office_in_small_letters_stands_before_every_turn() -> None:
    text = _talk("{}: {}\n\n", "Ann Low, miller", "Tom Hale, baker of the valley")
    assert _speakers(text) == "Ann Low|Tom Hale|Ann Low|Tom Hale|Ann Low|Tom Hale"
    assert _labels(text).startswith("Ann Low, miller|Tom Hale, baker of the valley|")
    assert _words(text) == list(TALK)


@pytest.mark.parametrize(
    "text",
    [
        # One such name; words that say somebody spoke; an office of many words; a name in small letters.
        _talk("{}: {}\n\n", "Ann Low, miller", "in the valley, later"),
        "In May, they said: A.\nIn June, they said: B.\nIn May, they said: so.\nIn June, they said: so.\n",
        _talk("{}: {}\n\n", "Ann Low, who was one of the first", "Tom Hale, who was one of the last"),
        _talk("{}: {}\n\n", "Ann Low, Miller And Co", "Tom low, baker"),
    ],
)
def test_what_is_no_office_makes_no_turns_of_its_own(text: str) -> None:
    assert "Low" not in _speakers(text) or "miller" not in _labels(text)
    assert "In May" not in _speakers(text)


def test_initials_of_several_are_one_voice_where_each_speaks_alone_too() -> None:
    text = "AL: Bread?\n\nTH: Yes.\n\nAL: Cakes?\n\nAL, TH: All of it.\n\n"
    text += "TH: So be it.\n\nAL, BO: No.\n\nAL: Yes.\n"
    assert _labels(text) == "AL|TH|AL|AL, TH|TH|AL, BO|AL"
    assert _told(text) == [("label-once", 11)]


def test_what_joint_initials_are() -> None:
    assert parts_of("AL/TH & BO") == ("AL", "TH", "BO")
    assert parts_of("AL") == ()
    assert not is_joint("AL, AL")
    assert not is_joint("AL, " * 20)
    assert not is_joint("A1, TH")


def test_initials_of_a_name_with_a_hyphen() -> None:
    text = "Ann Low-Hale: Bread?\n\nTom Oven: Yes.\n\nALH: Cakes?\n\nTO: No.\n\nALH: So.\n\nTO: So be it.\n"
    assert _speakers(text) == "|".join(["Ann Low-Hale", "Tom Oven"] * 3)


def test_who_signs_a_record_does_not_speak_again() -> None:
    text = "Chair: It is opened.\nMiller: So I heard.\nChair: Who came?\nMiller: All.\n\n"
    text += "Chair\tLow A.B.\nClerk\tT. Hale\n"
    assert _labels(text) == "Chair|Miller|Chair|Miller"
    assert _labels(text.replace("\n\nChair\t", "\nChair\t")) == "Chair|Miller|Chair|Miller"
    tabbed = "Low\tIt is opened.\nOven\tSo I heard.\nLow\tWho came?\nOven\tTom H.\n"
    assert _labels(tabbed) == "Low|Oven|Low|Oven"


@pytest.mark.parametrize("word", ["See", "Cf.", "Vgl.", "См.", "Véase"])
def test_a_note_at_the_foot_of_a_page_is_nobodys_name(word: str) -> None:
    text = "Low: We baked.\n\nHale: When?\n\nLow: In May.\n\nHale: Who?\n\nLow: All.\n\n"
    text += f"1 {word} Low: The bread of the valley, 1981.\n2 {word} Hale: A mill.\n3 {word} Low: Ovens.\n"
    assert _labels(text) == "Low|Hale|Low|Hale|Low"


def test_a_long_office_behind_a_name_in_capitals() -> None:
    office = "head of all the mills and ovens of the valley and of the hills above it, and so on"
    text = "THE CHAIR. It is opened.\n\nANN LOW. Thank you.\n\nTHE CHAIR. Please.\n\nANN LOW. I ask.\n\n"
    text += f"TOM HALE, {office.partition(',')[0]}. I thank you.\n\nANN LOW. So be it.\n"
    assert _speakers(text) == "THE CHAIR|ANN LOW|THE CHAIR|ANN LOW|TOM HALE|ANN LOW"


def test_a_line_that_returns_with_its_colon_is_told() -> None:
    text = "Ann: Bread?\n\nTom: Yes.\n\n"
    alone = "The man with the (very) long beard:\nI came by night.\n\n"
    assert [key for key, _ in _told(text + alone + text + alone)].count("possible-label:once") == 2
    assert [key for key, _ in _told(text + alone + text)].count("possible-label:once") == 0
    lists = "Things (of bread):\nflour\n\nThings (of bread):\nwater\n"
    assert ("possible-label:once", 1) not in _told(lists)


CHAT = """[10:00:02] <low> who baked?
[10:00:09] *** Joins mill (out of nowhere)
[10:01:00] <hale> I did
[10:01:10] -!- oven is now known as stove
[10:01:12] <hale> at night
[10:01:50] *** Quits mill (gone)
[10:02:00] <low> and who ate it?
[10:02:10] --> stove came
[10:02:11] *** Quits stove
[10:02:12] *** Joins stove
[10:03:00] <hale> everybody
"""


def test_notices_of_a_chat_are_nobodys() -> None:
    assert _labels(CHAT, "chat.log") == "low|hale|hale|low|hale"
    assert "Joins" not in "".join(_words(CHAT))


CAPITALS = (
    "2 LOW: Who baked? HALE: I did. LOW: When? HALE: In May. LOW: Bread? HALE: Bread. LOW: Cakes? HALE: No. "
    "LOW: Rye? HALE: Yes. "
    "LOW: And then what was HALE: O-V-E-N. LOW: Why: because, HALE: So. LOW: So be it."
)


def test_who_breaks_in_stands_behind_any_word() -> None:
    assert _labels(CAPITALS) == "|".join([*["LOW", "HALE"] * 7, "LOW"])


CHANGES = "# Changes\n" + "\n## {}\n\n### Added\n\n- A mill.\n\n### Fixed\n\n1. The oven.\n" * 3


def test_a_list_of_changes_is_no_talk() -> None:
    assert _labels(CHANGES, "changes.md") == ""
    assert _labels(CHANGES.replace("- ", "").replace("1. ", ""), "changes.md") == "|".join(
        ["Added", "Fixed"] * 3
    )


def test_headings_that_may_be_sections_are_told() -> None:
    talk = "".join(f"#### {name}:\n\nBread is baked here.\n\n" for name in ("Ann Low", "Tom Hale") * 3)
    assert _labels(talk, "talk.md") == "|".join(["Ann Low", "Tom Hale"] * 3)
    assert ("possible-change:headings", 1) in _told(talk, "talk.md")
    assert "headings" not in str(_told(talk.replace("here.", "here?"), "talk.md"))
    timed = talk.replace("#### ", "#### [00:00:10] ")
    assert "headings" not in str(_told(timed, "talk.md"))


@pytest.mark.parametrize(
    "line",
    [
        "Ann Low, " + "a " * 50_000,
        "Chair" + " " * 100_000 + "x",
        "Chair" + "_" * 100_000,
        "A" * 100_000 + ".- x",
        "AL," * 30_000,
        "LOW HALE: " * 10_000,
        "[10:00:00] " + "*" * 100_000,
        "《" * 50_000 + ":",
    ],
)
def test_a_hostile_line_costs_no_time(line: str) -> None:
    began = time.perf_counter()
    read(f"Ann: Bread?\nTom: Yes.\n{line}\nAnn: So.\n".encode(), "talk.txt")
    assert time.perf_counter() - began < 3
