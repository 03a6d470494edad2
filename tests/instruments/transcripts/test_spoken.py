import pytest

from guwah.instruments.transcripts import DEFAULT, read
from guwah.instruments.transcripts.spoken import by_ordinal, said_in


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        ("a talk in Kazakh", ("kk",)),
        ("a talk in Uyghur and Kazakh", ("ug", "kk")),
        ("a talk in Mandarin Chinese, Russian and English", ("zh", "ru", "en")),
        ("with the Kazakh baker", ()),
        ("in English translation", ()),
        ("разговор на казахском", ("kk",)),
        ("用维吾尔语和汉语", ("ug", "zh")),
        ("қазақша сұхбат", ("kk",)),
        ("ئۇيغۇرچە سۆھبەت", ("ug",)),
    ],
)
def test_languages_said_in_so_many_words(words: str, tags: tuple[str, ...]) -> None:
    assert said_in(words, DEFAULT) == tags


def test_a_preamble_says_which_conversation_was_in_which() -> None:
    words = "The second was in Russian, the first one in Kazakh; the third lasted an hour."
    assert by_ordinal(words, DEFAULT) == {1: ("kk",), 2: ("ru",)}
    assert by_ordinal("第一次用哈萨克语，第二次用汉语。", DEFAULT) == {1: ("kk",), 2: ("zh",)}


def test_the_heading_goes_before_the_preamble() -> None:
    text = (
        "The first was in Russian, the second in Kazakh, as the volunteer wrote down afterwards.\n"
        "Call one in Uyghur\nA: x\nB: y\nCall two\nA: x\nB: y\nCall three\nA: x\nB: y\n"
    )
    assert [one.spoken_languages for one in read(text.encode()).sessions] == [("ug",), ("kk",), ()]


def test_a_single_session_takes_what_the_preamble_says_of_it() -> None:
    text = (
        "We spoke in Russian for an hour, and this is what was written down after it.\n"
        "Talk\nA: x\nB: y\nA: z\nB: w\n"
    )
    assert read(text.encode()).sessions[0].spoken_languages == ("ru",)
    ordered = text.replace("We spoke", "The first was")
    assert read(ordered.encode()).sessions[0].spoken_languages == ("ru",)


def test_a_header_line_that_names_no_language_says_nothing() -> None:
    text = "Talk\nLanguage: mixed\nA: x\nB: y\nA: z\nB: w\n"
    assert read(text.encode()).sessions[0].spoken_languages == ()
