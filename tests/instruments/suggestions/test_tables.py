"""The tables of patterns: they are whole, their stems lose nothing, and no text makes a finder fail."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guwah.instruments.suggestions import (
    Found,
    Material,
    Passage,
    consent,
    declarations,
    personal_data,
    promises,
    statuses,
    trained_reader,
    violations,
)
from guwah.instruments.suggestions.clauses import askers, sentences
from guwah.instruments.suggestions.material import LANGUAGES
from guwah.instruments.suggestions.plain import plain
from guwah.instruments.suggestions.tables import Rule, Table, table
from guwah.instruments.transcripts import Participant

KINDS = ("violation", "consent", "promise", "declaration", "status", "trained_reader", "personal_data")
Finder = Callable[[Material], Iterable[Found]]
FINDERS: list[Finder] = [
    each.find
    for each in (consent, declarations, personal_data, promises, statuses, trained_reader, violations)
]
SAID = [
    "they beat me", "if", "i was afraid", "не", "меня задержали", "我没有", "他们打我", "мені ұрды",
    "деп қорқамын",
    "مېنى ئۇردى", "ئەمەس", "?", "。", ".", ",", "；", "“", "’", "\n", "\n\n", "İ", "yes",
    "may we publish it?",
    "my sister", "Gulnara", "2018", "I will call you", "no. 5", "Mr.",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*KINDS, "modality", "exception"])
def test_a_table_has_rules_with_names_of_their_own(kind: str, language: str) -> None:
    names = [rule.name for rule in table(kind, language).rules]
    assert names
    assert all(name.startswith(f"{kind}-{language}-") for name in names)
    assert all(rule.patterns for rule in table(kind, language).rules)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["violation", "consent", "promise", "declaration"])
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_what_a_pattern_matches_holds_a_stem_of_its_rule(
    kind: str, language: str, data: st.DataObject
) -> None:
    rule = data.draw(st.sampled_from([rule for rule in table(kind, language).rules if rule.stems]))
    pattern = data.draw(st.sampled_from(rule.patterns))
    words = data.draw(st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="utf-8")))
    # A gap of any signs ("[^.]{0,40}") may glue two words together, as no text does.
    is_glued = "[^" in pattern.pattern and language != "zh"
    if not is_glued and words == plain(words) and re.fullmatch(r"[\w ,]+", words) and "  " not in words:
        border = "" if language == "zh" else r"(?<!\w)"
        assert any(re.search(border + re.escape(stem), words) for stem in rule.stems)


def test_a_rule_without_stems_is_always_tried() -> None:
    rules = (
        Rule("a", "x", (), (re.compile("b"),)),
        Rule("b", "y", ("take", "taken"), (re.compile(r"\w+ it"),)),
        Rule("c", "z", ("take",), (re.compile("(?=t)"),)),
    )
    assert [rule.code for rule, _ in Table(rules, joined=False).hits("taken it, b")] == ["x", "y"]
    assert [rule.code for rule, _ in Table(rules[:1], joined=False).hits("b")] == ["x"]


@given(st.text(max_size=60))
def test_plain_words_keep_their_places(words: str) -> None:
    assert len(plain(words)) == len(words)


def test_letters_that_look_the_same_are_one() -> None:
    assert plain("İ Ё ’ 們 ک") == "İ е ' 们 ك"


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(LANGUAGES), st.lists(st.sampled_from(SAID), max_size=25).map(" ".join))
def test_no_text_makes_a_finder_fail_and_all_it_finds_stands_in_a_passage(language: str, words: str) -> None:
    half = len(words) // 2
    passages = (
        Passage(0, half, words[:half], language, 1, 1, "S"),
        Passage(half, len(words), words[half:], language, 1, 2, "Z"),
    )
    material = Material(words, passages, (), ())
    for find in FINDERS:
        for one in find(material):
            assert any(each.start <= one.start < one.end <= each.end for each in passages)
            assert words[one.start : one.end].strip() == words[one.start : one.end]


@given(st.lists(st.sampled_from(SAID), max_size=25).map(" ".join))
def test_sentences_do_not_overlap_and_leave_out_only_space(words: str) -> None:
    passage = Passage(10, 10 + len(words), words, "en")
    end = 10
    for sentence in sentences(passage):
        assert not words[end - 10 : sentence.start - 10].strip()
        end = sentence.start + len(sentence.words)
        assert plain(words)[sentence.start - 10 : end - 10] == sentence.words
    assert not words[end - 10 :].strip()


def test_an_abbreviation_ends_no_sentence() -> None:
    words = "I met Mr. Li in No. 3 prison. He asked, “Are you well?”, and left.\nThen\n\nI left. Did I? Yes"
    told = [(one.words, one.asked) for one in sentences(Passage(0, len(words), words, "en"))]
    assert told == [
        ("i met mr. li in no. 3 prison.", False),
        ('he asked, "are you well?", and left. then'.replace(" then", ""), False),
        ("then", False),
        ("i left.", False),
        ("did i?", True),
        ("yes", False),
    ]


def test_who_asks_is_told_by_role_or_by_questions() -> None:
    passages = tuple(
        Passage(n, n + 1, words, "en", 1, n, who)
        for n, (who, words) in enumerate([("A", "Why?"), ("B", "So."), ("C", "Hm."), ("A", "Where?")])
    )
    material = Material("x" * 9, passages, (Participant("C", None, "interviewer"),), ())
    assert askers(material) == {(1, "A"), (1, "C")}
    assert askers(Material("", (), (), ())) == frozenset()


LINES = {
    "en": "They beat me and took my passport, and I will call you. ",
    "ru": "Меня били, забрали паспорт. ",
    "zh": "他们打我，没收了护照。",
    "kk": "Мені ұрды, паспортымды алып қойды. ",
    "ug": "مېنى ئۇردى، پاسپورتىمنى يىغىۋالدى. ",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_times_the_words_take_about_four_times_as_long(language: str) -> None:
    def seconds(words: str) -> float:
        material = Material(words, (Passage(0, len(words), words, language),), (), ())
        begun = time.process_time()
        for find in FINDERS:
            list(find(material))
        return time.process_time() - begun

    line = LINES[language]
    seconds(line)  # the patterns are compiled at their first use
    short = line * (8_000 // len(line))
    assert seconds(short * 4) < 8 * max(seconds(short), 0.05)
