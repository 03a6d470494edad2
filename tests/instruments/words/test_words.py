"""Words are found as people look for them, in every script; all texts are invented."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.instruments.words import GAP, ask, found, kept, plain, units
from guwah.instruments.words.asking import LONGEST, MOST_TERMS
from guwah.instruments.words.sounds import sound, sounds
from guwah.instruments.words.splitting import split, widened
from guwah.instruments.words.stems import LANGUAGES, stem, stems

# asked, text, its language, what is found
FOUND = [
    # As written: case, marks, invisible signs, other digits, letter forms of other keyboards.
    ("KETTLE", "the kettle", "en", ["kettle"]),
    ("cafe", "un café, deux cafés", "fr", ["café", "cafés"]),
    ("1944", "in ١٩٤٤", "", ["١٩٤٤"]),
    ("software", "soft\u00adware", "en", ["soft\u00adware"]),
    ("don't", "they don’t know", "en", ["don’t"]),
    ("كيتاب", "كىتاب", "ug", ["كىتاب"]),
    # Beginnings, from four letters by themselves, shorter ones when somebody says so.
    ("kettle", "two kettles and a kett", "en", ["kettles"]),
    ("pan", "pans and a pan", "en", ["pan"]),
    ("pan*", "pans and a pan", "en", ["pans", "pan"]),
    # In a row, exactly.
    ('"the pan"', "pan, the pans, the pan", "en", ["the pan"]),
    ("«the pan»", "Here the pan stood", "en", ["the pan"]),
    ("so-called", "a so-called cook, so called", "en", ["so-called", "so called"]),
    # All of them, and none of those.
    ("pan oven", "an oven and a pan", "en", ["oven", "pan"]),
    ("pan oven", "a pan", "en", []),
    ("pan -oven", "an oven and a pan", "en", []),
    ("pan -oven", "a pan", "en", ["pan"]),
    # Endings of Kazakh and Uyghur, from the bare word and from a word with endings.
    ("мектеп", "Ол мектептерінде еді, мектебі жабылды", "kk", ["мектептерінде", "мектебі"]),
    ("мектептерінде", "мектебі мен мектепте", "kk", ["мектебі", "мектепте"]),
    ("қазанның", "екі қазан", "kk", ["қазан"]),
    ("مەكتەپ", "مەكتىپى تاقالدى", "ug", ["مەكتىپى"]),
    ("مەكتىپى", "مەكتەپلەرنىڭ", "ug", ["مەكتەپلەرنىڭ"]),
    ("ئاشخانا", "ئاشخانىنىڭ", "ug", ["ئاشخانىنىڭ"]),
    # One language in three scripts, and a keyboard without its letters.
    ("мектеп", "ول مەكتەپكە باردى", "kk-Arab", ["مەكتەپكە"]),
    ("mektep", "Ол мектептерінде", "kk", ["мектептерінде"]),
    ("наубайхана", "ناۋبايحانادا", "kk-Arab", ["ناۋبايحانادا"]),
    ("қазандық", "Qazandıqta su bar", "kk-Latn", ["Qazandıqta"]),
    ("казан", "екі қазан", "kk", ["қазан"]),
    # Names across scripts.
    ("Алма", "Alma came", "en", ["Alma"]),
    ("alma", "Алманың айтуынша", "kk", ["Алманың"]),
    ("Гүлнар", "گۈلنار كەلدى", "ug", ["گۈلنار"]),
    ("Xadisha", "Хадиша пришла", "ru", ["Хадиша"]),
    ("Wang", "王老师", "zh", ["王"]),
    ("王", "Mr Wang, 王老师", "en", ["Wang", "王"]),
    # A word of a language with its own letters is not taken for a name of another script.
    ("казан", "the kazan stood", "en", []),
    # Chinese has no spaces.
    ("厨房", "他在厨房里", "zh", ["厨房"]),
    ("厨", "他在厨房里", "zh", ["厨"]),
    ("里", "他在厨房里", "zh", ["里"]),
    ("在厨房", "他在厨房里", "zh", ["在厨房"]),
    ("房厨", "他在厨房里", "zh", []),
    ("厨房", "厨，房", "zh", []),
    ('"in 厨房"', "stood in 厨房里", "en", ["in 厨房"]),
    ('"厨房 in"', "厨房 in", "en", ["厨房 in"]),
]


@pytest.mark.parametrize(("asked", "text", "language", "words"), FOUND)
def test_words_are_found_as_people_look_for_them(
    asked: str, text: str, language: str, words: list[str]
) -> None:
    assert [text[start:end] for start, end in found(text, ask(asked), language)] == words


@pytest.mark.parametrize("asked", ["", "  ", "—", "* \" '", '""', "-oven", "-", "!?"])
def test_what_holds_no_word_asks_nothing(asked: str) -> None:
    assert not ask(asked)
    assert found("an oven", ask(asked)) == NOTHING


def test_a_question_is_no_longer_than_people_write() -> None:
    assert len(ask("oven " * 100).terms) == MOST_TERMS
    assert not ask(" " * LONGEST + "oven")


def test_a_withheld_word_is_not_found_nor_its_half_nor_a_phrase_across_it() -> None:
    text = "The pan from Tasaryk stood there"
    start = text.index("Tasaryk")
    half = Spans.of([(start + 3, start + 5)])

    for asked in ("Tasaryk", "Tas*", "ryk", '"from stood"', '"from Tasaryk"', "Тасарык"):
        assert found(text, ask(asked), "en", half) == NOTHING, asked
    assert found(text, ask("pan stood"), "en", half) == Spans.of([(4, 7), (21, 26)])
    assert [each.plain for each in units(text, "en", half)] == ["the", "pan", "from", GAP, "stood", "there"]


def test_a_withheld_character_is_in_no_pair() -> None:
    assert [each.plain for each in units("他在厨房里", "zh", Spans.of([(2, 3)]))] == [
        "他在",
        "在",
        GAP,
        "房里",
        "里",
    ]


def test_holes_between_and_after_words_leave_the_words_whole() -> None:
    kept = [each.plain for each in units("pan , oven .", "en", Spans.of([(4, 5), (11, 12)]))]

    assert kept == ["pan", GAP, "oven", GAP]


@pytest.mark.parametrize("spellings", [("су", "سۋ", "su"), ("ауыл", "اۋىل", "auıl"), ("шөп", "ٴشوپ", "şöp")])
def test_one_word_sounds_the_same_in_every_script(spellings: tuple[str, ...]) -> None:
    assert len({sound(each) for each in spellings}) == 1


def test_a_word_without_a_reading_has_no_sound() -> None:
    assert sounds("厨") == ()
    assert sound("—") == ""


def test_a_letter_with_two_readings_has_both() -> None:
    assert sounds("xan") == ("han", "šan")


def test_stems_of_two_languages_are_never_one() -> None:
    kazakh, uyghur = (next(units("мектеп", tag)).stems for tag in ("kk", "ug"))
    both = next(units("мектеп")).stems

    assert set(kazakh).isdisjoint(uyghur)
    assert both == (*kazakh, *uyghur)
    assert next(units("школа", "ru")).stems == ()


_LETTERS = st.text("abdeghijklmnoprstuzšč", min_size=1, max_size=14)


@given(_LETTERS, st.sampled_from(LANGUAGES))
def test_a_stem_is_one_of_the_stems_and_never_empty(word: str, language: str) -> None:
    assert stem(word, language)
    assert stem(word, language) in stems(word, language)


_TEXT = st.text(st.sampled_from("Алма kettle 厨房里 مەكتەپ é’-_.1٢\u200c\u0301\r\n🙂"), max_size=40)


@given(_TEXT)
def test_words_stand_where_they_are_said_to_and_never_overlap(text: str) -> None:
    words = list(split(text))

    assert all(text[each.start : each.end] == each.written for each in words)
    assert all(one.end <= other.start for one, other in pairwise(words))
    assert all(plain(each.written) == plain(plain(each.written)) for each in words)


@given(_TEXT, st.integers(0, 40), st.integers(0, 10))
def test_no_key_of_a_text_comes_from_what_is_withheld(text: str, start: int, length: int) -> None:
    holes = widened(text, Spans.of([(start, start + length)]))

    for each in units(text, "", holes):
        assert each.plain == GAP or not holes.overlaps(Spans.of([(each.start, each.end)]))


@given(_TEXT)
def test_every_word_of_a_text_finds_it(text: str) -> None:
    for word in split(text):
        places = found(text, ask(f'"{word.written}"'))
        assert places.overlaps(Spans.of([(word.start, word.end)])) or not plain(word.written)


@given(
    st.text(st.sampled_from("aZ'ә炉灶я \u00ad’\ufe00مە1२々.,"), max_size=30),
    st.sampled_from(["", "en", "kk", "ug", "zh-Hans"]),
    st.integers(0, 30),
    st.integers(0, 4),
)
def test_an_index_keeps_the_keys_of_every_word_and_no_other(
    text: str, language: str, start: int, length: int
) -> None:
    holes = Spans.of([(min(start, len(text)), min(start + length, len(text)))])
    row = list(units(text, language, holes))

    found_ = kept(text, language, holes)

    assert found_.plain.split() == [each.plain for each in row if each.plain]
    assert found_.sound.split() == [each.sound for each in row if each.sound]
    assert found_.stem.split() == [stem for each in row for stem in each.stems]


def test_one_character_is_found_by_a_key_of_its_own_whatever_follows_it() -> None:
    assert [way.forms for term in ask("炉").terms for way in term.ways if way.key == "stem"] == [("3炉",)]
    assert kept("炉灶，炉").stem == "3炉 3灶 3炉"
    assert found("炉灶 冷炉。炉", ask("炉")) == Spans.of([(0, 1), (4, 5), (6, 7)])
