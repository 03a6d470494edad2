"""Terms of another language with their sense: the signs of a transcript, and what has the shape of one."""

from __future__ import annotations

import pytest

from guwah.instruments.suggestions import material_of, suggest
from guwah.instruments.transcripts import read
from instruments.suggestions.named.naming import material


def glosses(words: str) -> list[tuple[str, str, str]]:
    """Return words, term and script of each gloss of a text that is read as a file would be."""
    found = suggest(material_of(read(words.encode(), "talk.txt")), ("gloss",))
    return [(one.text, one.found.value["term"], one.found.value["script"]) for one in found]


SIGNS = [
    ("They called it “hongge” (红歌) in that office every day.", ("红歌", "Hani")),
    ("It was called “zhengce” (政策, “policy”) in the papers.", ("政策", "Hani")),
    ("They sang “bu pa, bu tui” (不怕, 不退) in the yard.", ("不怕, 不退", "Hani")),
    ("It was a “good school” (“kindness”, 爱心) in their words.", ("爱心", "Hani")),
    ("He was one of the cadres (干部 ganbu) of that office.", ("干部", "Hani")),
    ("The word was “jusan” (“wormwood”, a use of 下 as it is in other tongues) there.", ("jusan", "Latn")),
    ("They took us to the “xuexi ban” (“study class”) every day.", ("xuexi ban", "Latn")),
    ("Они называли это «сюэси» (学习, учёба) каждый день и час.", ("学习", "Hani")),
]


@pytest.mark.parametrize(("words", "said"), SIGNS)
def test_a_sign_gives_the_term_in_its_own_script(words: str, said: tuple[str, str]) -> None:
    assert [(term, script) for _, term, script in glosses(words)] == [said]


SHAPES = [
    ("en", "She said “apa”, which means “mother”.", "“apa”, which means “mother”", "apa"),
    ("en", "“Terbiye” means education there.", "“Terbiye” means", "Terbiye"),
    ("en", "They call her “kelin” (daughter-in-law) here.", "“kelin” (daughter-in-law)", "kelin"),
    ("en", "In Kazakh, nan means bread.", "In Kazakh, nan means", "nan"),
    ("en", "He used the word tergeu (an interrogation).", "the word tergeu (an interrogation)", "tergeu"),
    ("en", "It was 宣传部 (the office of propaganda).", "宣传部 (the office of propaganda)", "宣传部"),
    ("ru", "Слово «тергеу» значит «следствие».", "«тергеу» значит «следствие»", "тергеу"),
    ("ru", "Это 学习 (учёба).", "学习 (учёба)", "学习"),
    ("kk", "Ағылшынша freedom (бостандық) дейді.", "freedom (бостандық)", "freedom"),
    ("ug", "بۇ 学习 (ئۆگىنىش) دېگەن سۆز.", "学习 (ئۆگىنىش)", "学习"),
    ("zh", "他们说“ئۆگىنىش”，意思是学习。", "", ""),
    ("zh", "他们说ئۆگىنىش（学习）。", "ئۆگىنىش（学习）", "ئۆگىنىش"),
]


@pytest.mark.parametrize(("language", "words", "text", "term"), SHAPES)
def test_a_shape_shows_a_term(language: str, words: str, text: str, term: str) -> None:
    found = suggest(material(language, words), ("gloss",))
    assert [(one.text, one.found.value["term"]) for one in found if text] == ([(text, term)] if text else [])


NONE = [
    ("en", "What “tergeu” meant I did not know. He (my brother) came. “Sunrise” (a bakery) was shut."),
    ("en", "I knew Talgat (塔勒哈特) and Li Wei (李伟) well, and 塔勒哈特 (Talgat) knew me."),
    ("ru", "Это ООН (UN) и KTK (телеканал)."),
    ("en", "“We will never ever come back home again” means that they are gone."),
    ("en", "He bought five (5) of them; 宣传部 (UPD) knew, 红歌 (12)."),
]


@pytest.mark.parametrize(("language", "words"), NONE)
def test_what_explains_nothing_is_none(language: str, words: str) -> None:
    assert [one.text for one in suggest(material(language, words), ("gloss",))] == []


def test_a_name_in_two_scripts_is_no_term() -> None:
    assert glosses("I knew Talgat Meirbek (塔勒哈特) and Li Wei (李伟) in those days.") == []


def test_other_signs_are_no_glosses() -> None:
    assert glosses("They took us there [pause] and it was cold [?] all the day.") == []


def test_what_a_sign_says_is_not_said_twice() -> None:
    assert len(glosses("They called it “hongge” (红歌) in that office every day.")) == 1
