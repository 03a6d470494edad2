"""The lists are whole, their codes are unique, and no label claims a review nobody made."""

import re

import pytest

from guwah.instruments import vocabularies
from guwah.instruments.vocabularies import UnknownCodeError, UnknownListError

LANGUAGES = {"en", "ru", "zh-Hans", "kk", "ug"}
# Letters of the Admiralty scale, TLP and ACT labels and BCP 47 tags keep the form their owners gave them.
CODE = re.compile(
    r"[a-z][a-z0-9]*([_-][a-z0-9]+)*|[A-F1-6]|I{1,3}|I?V|(TLP|ACT):[A-Z+]+|[a-z]{2,3}(-[A-Za-z]+)*"
)


@pytest.mark.parametrize("name", vocabularies.list_names())
def test_every_list_is_whole(name: str) -> None:
    found = vocabularies.vocabulary(name)
    codes = [term.code for term in found.terms]
    assert found.name == name
    assert found.title
    assert len(set(codes)) == len(codes) > 0
    assert tuple(codes) == vocabularies.codes(name)
    assert [code for code in codes if not CODE.fullmatch(code)] == []
    assert {term.broader for term in found.terms} - {None} <= set(codes)
    for term in found.terms:
        assert set(term.labels) <= LANGUAGES
        assert term.labels["en"].text.strip()
        assert all(label.text.strip() and label.language == tag for tag, label in term.labels.items())


@pytest.mark.parametrize("name", vocabularies.list_names())
def test_nobody_has_confirmed_a_label_yet(name: str) -> None:
    assert not any(label.reviewed for term in vocabularies.terms(name) for label in term.labels.values())


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        (
            "formats",
            (
                "labelled-text docx webvtt srt ohms5 ohms6 elan textgrid chat csv whisper-json tei trs "
                "akoma-ntoso plain"
            ),
        ),
        ("mark_kinds", "insertion correction description gloss uncertain unheard vocal note withheld"),
        ("event_kinds", "unheard vocal line-drop tape-end session-change page-break"),
        ("reading_bases", "stated year-inferred relative-session relative-occurrence context"),
        ("member_roles", "owner coordinator documenter translator reviewer reader delegate"),
        ("custody", "free watched held unknown"),
        ("consent_record_kinds", "grant prohibition withdrawal"),
    ],
)
def test_the_closed_lists_of_the_design(name: str, codes: str) -> None:
    assert vocabularies.codes(name) == tuple(codes.split())


def test_a_label_falls_back_to_the_bare_language_and_then_to_english() -> None:
    assert vocabularies.label("languages", "ru", "ru-KZ").language == "ru"
    for tag in ("zh-Hans", "zh-hans", "ZH-HANS"):
        assert vocabularies.label("languages", "ru", tag).language == "zh-Hans"
    assert vocabularies.label("consent_states", "given", "ky").text == "Given"
    assert vocabularies.label("consent_states", "given").language == "en"


def test_a_term_tells_its_wider_term_and_whether_a_trained_reader_comes_first() -> None:
    assert vocabularies.term("violation_types", "arbitrary_detention").broader == "liberty"
    assert vocabularies.term("violation_types", "sexual_violence").sensitive
    assert not vocabularies.term("violation_types", "arbitrary_detention").sensitive
    assert vocabularies.term("sensitivity_categories", "phone").facts["default"] == "remove"


def test_the_audiences_run_from_narrow_to_wide_and_the_state_stands_last() -> None:
    order = vocabularies.codes("consent_audiences")
    assert order[0] == "self"
    assert order[-2:] == ("public", "concerned_state")


def test_what_is_not_there_is_refused() -> None:
    assert not vocabularies.is_code("custody", "Free")
    with pytest.raises(UnknownCodeError) as wrong:
        vocabularies.term("custody", "escorted")
    assert wrong.value.code == "unknown-code"
    with pytest.raises(UnknownListError) as lost:
        vocabularies.terms("../custody")
    assert lost.value.code == "unknown-list"
