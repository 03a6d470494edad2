"""Every term has a label in every language, in its script, and no two terms of a list share one."""

import re
import unicodedata
from collections import defaultdict

import pytest

from guwah.instruments import vocabularies
from guwah.instruments.vocabularies import Term

# What letters of a language are called in the Unicode character database.
SCRIPTS = {"ru": "CYRILLIC", "zh-Hans": "CJK UNIFIED IDEOGRAPH", "kk": "CYRILLIC", "ug": "ARABIC LETTER"}
# The 32 letters of Uyghur and the hamza that carries a vowel, without their Arabic and Persian look-alikes.
UYGHUR = frozenset(
    "\u0626\u0627\u06d5\u0628\u067e\u062a\u062c\u0686\u062e\u062f\u0631\u0632\u0698\u0633\u0634\u063a\u0641"
    "\u0642\u0643\u06af\u06ad\u0644\u0645\u0646\u06be\u0648\u06c7\u06c6\u06c8\u06cb\u06d0\u0649\u064a"
)
UYGHUR_VOWELS = frozenset("\u0627\u06d5\u0648\u06c7\u06c6\u06c8\u06d0\u0649")
# Letters that Kazakh has and Russian has not.
KAZAKH_ONLY = frozenset("\u04d9\u0493\u049b\u04a3\u04e9\u04b1\u04af\u04bb\u0456")
# Names of formats and of a clause of a statute, which nobody writes in another script.
FOREIGN = re.compile(
    r"\b(?:WebVTT|SubRip|OHMS|ELAN|Praat|TextGrid|CHAT|TEI|Transcriber|Akoma Ntoso|Word)\b|7031\(c\)"
)

every_list = pytest.mark.parametrize("name", vocabularies.list_names())


def labels(term: Term) -> dict[str, str]:
    return {tag: FOREIGN.sub("", label.text) for tag, label in term.labels.items()}


@every_list
def test_every_term_has_a_label_in_every_language(name: str) -> None:
    for term in vocabularies.terms(name):
        assert set(term.labels) == {"en", *SCRIPTS}, term.code
        for text in (label.text for label in term.labels.values()):
            assert text == " ".join(text.split()) != "", term.code


@every_list
def test_labels_are_written_in_the_script_of_their_language(name: str) -> None:
    for term in vocabularies.terms(name):
        for tag, script in SCRIPTS.items():
            letters = [char for char in labels(term)[tag] if char.isalpha()]
            assert letters, (term.code, tag)
            assert [char for char in letters if not unicodedata.name(char).startswith(script)] == [], (
                term.code
            )


@every_list
def test_uyghur_keeps_to_its_alphabet_and_no_word_opens_with_a_bare_vowel(name: str) -> None:
    for term in vocabularies.terms(name):
        text = labels(term)["ug"]
        assert {char for char in text if char.isalpha()} <= UYGHUR, term.code
        assert [word for word in re.findall(r"\w+", text) if word[0] in UYGHUR_VOWELS] == [], term.code


@every_list
def test_russian_has_no_letter_of_kazakh_alone(name: str) -> None:
    for term in vocabularies.terms(name):
        assert not KAZAKH_ONLY & set(term.labels["ru"].text.lower()), term.code


@every_list
def test_no_two_terms_share_a_label_unless_their_english_is_the_same(name: str) -> None:
    for tag in ("en", *SCRIPTS):
        english = defaultdict(set)
        for term in vocabularies.terms(name):
            english[term.labels[tag].text.casefold()].add(term.labels["en"].text.casefold())
        assert {said: meant for said, meant in english.items() if len(meant) > 1} == {}, tag
