"""One language in several scripts, on words everybody knows, and back again where that is possible."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.scripts import NoSuchWay, rewrite, ways_from
from guwah.instruments.scripts.letters import (
    ARABIC_TO_CYRILLIC,
    CARRIER,
    HAMZA,
    KAZAKH,
    UYGHUR_CONSONANTS,
    UYGHUR_VOWELS,
)

_SYLLABLE = st.tuples(
    st.sampled_from([CARRIER, *UYGHUR_CONSONANTS]),
    st.sampled_from([*UYGHUR_VOWELS]),
    st.sampled_from(["", *UYGHUR_CONSONANTS]),
).map("".join)
_UYGHUR = st.lists(st.lists(_SYLLABLE, min_size=1, max_size=4).map("".join), min_size=1, max_size=4).map(
    " ".join
)


@pytest.mark.parametrize(
    ("source", "target", "text", "written", "losses"),
    [
        ("kk-Cyrl", "kk-Latn", "Қазақстан", "Qazaqstan", ()),
        ("kk-Cyrl", "kk-Latn", "ҰЛЫ ДАЛА", "ŪLY DALA", ()),
        ("kk-Cyrl", "kk-Latn", "Іле, ІЛЕ, Иә", "Ile, ILE, İä", ("letters-as-one",)),
        ("kk-Cyrl", "kk-Latn", "Шөп. Щётка, Я", "Şöp. Şşiotka, İa", ("letters-as-one",)),
        ("kk-Cyrl", "kk-Latn", "объект", "obekt", ("signs-dropped",)),
        (
            "kk-Cyrl",
            "kk-Latn",
            "Ўзбек told [sic] 12",
            "Ўzbek told [sic] 12",
            ("letters-kept",),
        ),
        ("kk-Cyrl", "kk-Arab", "ата, ана?", "اتا، انا؟", ()),
        ("kk-Cyrl", "kk-Arab", "Өмір", "ٴومىر", ("capitals",)),
        ("kk-Cyrl", "kk-Arab", "үлкен", "ۇلكەن", ()),
        ("ug-Arab", "ug-Latn", "ئۇيغۇر تىلى", "uyghur tili", ()),
        ("ug-Arab", "ug-Latn", "سەنئەت، دائىم؟", "sen'et, da'im?", ()),
        ("ug-Arab", "ug-Latn", "يانغىن مەنگۈ ماڭ", "yan'ghin men'gü mang", ()),
        ("ug-Arab", "ug-Latn", "ئەرز ٹ", "erz ٹ", ("letters-kept",)),
        (
            "ug-Latn",
            "ug-Arab",
            "Uyghur tili, sen'et da’im",
            "ئۇيغۇر تىلى، سەنئەت دائىم",
            ("capitals", "letters-as-one"),
        ),
        ("ug-Latn", "ug-Arab", "men'gü c", "مەنگۈ c", ("letters-kept",)),
        ("ug-Latn", "ug-Arab", "12 厨房", "12 厨房", ()),
        ("ug-Latn", "ug-Arab", "béshi", "بېشى", ("letters-as-one",)),
        ("kk-Latn", "kk-Cyrl", "Qaidağy qoian, aiu, yzğar.", "Қайдағы қоян, аю, ызғар.", ()),
        ("kk-Latn", "kk-Cyrl", "İä, Ile, AİTSA; aşşy", "Иә, Іле, АЙТСА; ащы", ()),
        ("kk-Latn", "kk-Cyrl", "raion, radio, biudjet, üş, chek", "район, радио, бюджет, үш, чек", ()),
        ("kk-Latn", "kk-Cyrl", "www Xan wiki", "www Xan wiki", ()),
        ("kk-Latn", "kk-Arab", "ömır, ana?", "ٴومىر، انا؟", ()),
        ("kk-Latn", "kk-Arab", "Ile", "ىلە", ("capitals",)),
        ("kk-Arab", "kk-Cyrl", "قازاقستان، ٴومىر؟", "қазақстан, өмір?", ()),
        ("kk-Arab", "kk-Cyrl", "ششى ياكي", "щы яки", ()),
        ("kk-Arab", "kk-Cyrl", "ۇلكەن ءبىز ٶمىر", "үлкен біз өмір", ("letters-as-one",)),
        ("kk-Arab", "kk-Latn", "ٴبىز قايدا", "bız qaida", ()),
        (
            "zh-Hans",
            "zh-Latn-pinyin",
            "我在银行。2018年，可爱？",
            "wǒ zài yínháng. 2018 nián, kě'ài?",
            ("one-way",),
        ),
        ("zh-Hant", "zh-Latn-pinyin", "OK 12", "OK 12", ()),
    ],
)
def test_words_are_rewritten_and_losses_told(
    source: str, target: str, text: str, written: str, losses: tuple[str, ...]
) -> None:
    found = rewrite(text, source, target)
    assert (found.text, found.losses) == (written, losses)


@settings(max_examples=80)
@given(_UYGHUR)
def test_uyghur_comes_back_from_latin_letter_for_letter(text: str) -> None:
    there = rewrite(text, "ug-Arab", "ug-Latn")
    assert rewrite(there.text, "ug-Latn", "ug-Arab").text == text
    assert there.losses == ()


@settings(max_examples=60)
@given(st.text(st.sampled_from("аәіиңЪЩЯшкгҚ aZ[.]?\n12厨ې"), max_size=30))
def test_nothing_but_letters_and_signs_of_the_script_is_touched(text: str) -> None:
    for target in ways_from("kk-Cyrl"):
        found = rewrite(text, "kk-Cyrl", target).text
        assert found.count("\n") == text.count("\n")
        assert found.count("厨") == text.count("厨")
        assert not set("аәіиңщяшкгқ") & set(found.lower())


def test_a_way_that_is_not_known_is_refused() -> None:
    assert ways_from("kk-Cyrl") == ("kk-Latn", "kk-Arab")
    assert ways_from("kk-Arab") == ("kk-Cyrl", "kk-Latn")
    assert ways_from("zh-Hant") == ("zh-Latn-pinyin",)
    assert ways_from("ru-Cyrl") == ()
    with pytest.raises(NoSuchWay) as refused:
        rewrite("да", "ru-Cyrl", "ru-Latn")
    assert refused.value.code == "no-such-way"


_PAIRS = [
    (source, target)
    for source in ("kk-Cyrl", "kk-Latn", "kk-Arab", "ug-Arab", "ug-Latn")
    for target in ways_from(source)
]
_LETTERS = {
    "Cyrl": f"{KAZAKH}ӘІҒЯ",
    "Latn": "aäbvgğdejziqklmnñoöprstuūüfhşyıchIİÄwë'’",
    "Arab": "".join(dict.fromkeys("".join([*ARABIC_TO_CYRILLIC, *UYGHUR_VOWELS, *UYGHUR_CONSONANTS])))
    + CARRIER
    + HAMZA,
}


@st.composite
def _a_way(draw: st.DrawFn) -> tuple[str, str, str]:
    source, target = draw(st.sampled_from(_PAIRS))
    letters = st.text(st.sampled_from(_LETTERS[source[3:]]), min_size=1, max_size=7)
    others = st.sampled_from([", ", " ", "\n", "? ", " «", "-", " 12,5 ", " 厨 ", "،", " sic "])
    return source, target, "".join(draw(st.lists(st.one_of(letters, others), max_size=8)))


@settings(max_examples=250)
@given(_a_way())
def test_what_is_no_spot_comes_back_code_point_for_code_point(way: tuple[str, str, str]) -> None:
    source, target, text = way
    there = rewrite(text, source, target)
    lost = [each for each in there.spots if each.code != "guessed"]
    assert (rewrite(there.text, target, source).text == text) is (not lost)
    assert {each.code for each in lost} <= set(there.losses)
    # Words are no longer or fewer: every spot lies in the word that it is about.
    before, after = text.split(), [*re.finditer(r"\S+", there.text)]
    assert len(before) == len(after)
    touched = set()
    for start, end, _ in there.spots:
        (number,) = [n for n, each in enumerate(after) if each.start() <= start < end <= each.end()]
        touched.add(number)
    for number, (word, each) in enumerate(zip(before, after, strict=True)):
        assert number in touched or rewrite(each[0], target, source).text == word


@pytest.mark.parametrize(
    ("source", "target", "text", "spots"),
    [
        (
            "kk-Cyrl",
            "kk-Latn",
            "Ляззат, «жаһан» объект ата",
            [("Liazzat", "letters-as-one"), ("jahan", "letters-as-one"), ("obekt", "signs-dropped")],
        ),
        ("kk-Cyrl", "kk-Arab", "Ата told кітап", [("اتا", "capitals"), ("كىتاپ", "letters-as-one")]),
        ("kk-Cyrl", "kk-Latn", "told", [("told", "letters-kept")]),
        ("kk-Latn", "kk-Cyrl", "dialog, chek, halyq", [("диалог", "guessed"), ("халық", "guessed")]),
        ("kk-Arab", "kk-Cyrl", "كىتاپ، ٴاكە اتا", [("кітәп", "guessed"), ("әке", "letters-as-one")]),
        ("kk-Cyrl", "kk-Arab", "؟", [("؟", "letters-kept")]),
        ("zh-Hans", "zh-Latn-pinyin", "长", [("zhǎng", "several-readings")]),
        ("zh-Hans", "zh-Latn-pinyin", "（重庆）是长“的”", [("zhǎng", "several-readings")]),
    ],
)
def test_spots_say_where_and_why(source: str, target: str, text: str, spots: list[tuple[str, str]]) -> None:
    found = rewrite(text, source, target)
    assert [(found.text[start:end], code) for start, end, code in found.spots] == spots
