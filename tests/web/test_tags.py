"""Tags: nothing is added to the words, nothing is told by colour alone, foreign words are isolated."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.vocabularies import Label
from guwah.vault.custody import Act
from guwah.web import statics
from guwah.web.runs import Range
from guwah.web.sentences import ACTS
from guwah.web.templatetags import guwah as tags


class Words(HTMLParser):
    """The characters an island would count: all text outside `data-aside`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.aside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        if self.aside or "data-aside" in dict(attrs):
            self.aside += 1

    def handle_endtag(self, tag: str) -> None:
        del tag
        self.aside = max(0, self.aside - 1)

    def handle_data(self, data: str) -> None:
        if not self.aside:
            self.text += data


def counted(html: str) -> str:
    reader = Words()
    reader.feed(html)
    reader.close()
    return reader.text


def rendered(template: str, **context: object) -> str:
    return Template(template).render(Context(context))


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40), st.integers(0, 9)
)
def test_the_words_on_the_page_are_the_words(text: str, start: int) -> None:
    ranges = [
        Range(start, start + 5, "mark", "insertion"),
        Range(start + 2, start + 9, "claim", "", "1", "#claim-1"),
        Range(start + 3, start + 4, "cut"),
    ]
    assert counted(tags.words(text, start, ranges)) == text


def test_line_ends_stay_two_characters() -> None:
    # A browser turns a bare CR LF of the source into one character; a reference it leaves alone.
    assert tags.words("a\r\nb") == "a&#13;\nb"


def test_a_mark_is_named_and_a_claim_numbered() -> None:
    html = tags.words(
        "We [all] left.", 0, [Range(3, 8, "mark", "insertion"), Range(0, 13, "claim", "", "4", "/c/4")]
    )
    assert "[Added by the editor]" in html
    assert '<a class="claim-number" data-aside href="/c/4">' in html


def test_mappings_and_objects_are_taken_alike() -> None:
    row = {"start": 0, "end": 2, "kind": "conflict", "number": 7}
    assert tags.words("ab", 0, [row]) == tags.words("ab", 0, [Range(0, 2, "conflict", "", "7")])


def test_an_unknown_kind_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="not a kind of range"):
        tags.words("ab", 0, [{"start": 0, "end": 1, "kind": "hint"}])


def test_what_was_said_cannot_become_markup() -> None:
    assert "<b>" not in tags.words("<b>&amp;", 0, [Range(0, 3, "claim")])


@pytest.mark.parametrize("kind", sorted(tags.BADGES))
def test_every_badge_has_a_shape_and_a_word(kind: str) -> None:
    html = tags.badge(kind)
    assert "<svg" in html
    assert re.search(r"<span>[^<]+</span>", html)


def test_a_badge_with_an_address_is_a_link() -> None:
    assert tags.badge("claim", "Claim 1", "/c/1").startswith('<a class="badge hue-claim" href="/c/1">')


@pytest.mark.parametrize(
    ("state", "hue"),
    [("given", "given"), ("given_conditional", "open"), ("refused", "refused"), ("expired", "refused")],
)
def test_consent_that_is_not_given_never_looks_given(state: str, hue: str) -> None:
    assert f"hue-{hue}" in tags.consent_badge(state)


@pytest.mark.parametrize(
    ("outcome", "word"), [("done", "Done"), ("failed", "Failed"), ("not_tried", "Not tried")]
)
def test_each_outcome_has_its_word(outcome: str, word: str) -> None:
    assert word in tags.outcome_badge(outcome)


def test_a_claim_in_a_conflict_says_so_in_words() -> None:
    assert "in a conflict" in tags.claim_badge(3, conflict=True)
    assert "in a conflict" not in tags.claim_badge(3)


def test_foreign_text_is_isolated_with_its_direction() -> None:
    assert tags.bdi("ناۋاي", "ug") == '<bdi lang="ug" dir="rtl">ناۋاي</bdi>'
    assert tags.bdi("Bob") == "<bdi>Bob</bdi>"
    assert tags.bdi("Боб", "ru", "name") == '<bdi lang="ru" dir="ltr" class="name">Боб</bdi>'


def test_a_date_is_isolated_inside_a_page_written_from_the_right() -> None:
    with translation.override("ug"):
        html = tags.edtf_words("2016-03-03")
    assert html.startswith('<bdi class="date" lang="ug" dir="rtl" title="2016-03-03">')


def test_no_date_is_said_not_left_blank() -> None:
    assert "date not known" in tags.edtf_words("")


def test_an_unchecked_consent_term_has_the_english_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"ru": Label("дано", "ru", reviewed=False), "en": Label("Given", "en", reviewed=True)}
    monkeypatch.setattr(tags, "label", lambda _list, _code, language="en": told[language])
    with translation.override("ru"):
        assert '(<bdi lang="en" dir="ltr">Given</bdi>)' in tags.term("consent_states", "given")
        assert "Given" not in tags.term("facility_kinds", "given")
    told["ru"] = Label("дано", "ru", reviewed=True)
    with translation.override("ru"):
        assert tags.term("consent_states", "given") == "<bdi>дано</bdi>"


def test_a_term_without_a_translation_says_that_it_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "label", lambda *_asked: Label("Sound of the voice", "en", reviewed=False))
    with translation.override("ug"):
        assert tags.term("mark_kinds", "vocal") == '<bdi lang="en" dir="ltr">Sound of the voice</bdi>'


def test_an_island_is_asked_for_only_when_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statics, "FOLDER", tmp_path)
    assert tags.island("reader") == tags.built_styles("fonts") == ""
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "reader.js").write_text("")
    (tmp_path / "built" / "fonts.css").write_text("")
    none = hashlib.sha256().hexdigest()[:12]
    assert tags.island("reader") == f'<script type="module" src="/static/built/reader.js?v={none}"></script>'
    assert tags.built_styles("fonts") == f'<link rel="stylesheet" href="/static/built/fonts.css?v={none}">'


# Closing an answer closes what the database has open.
@pytest.mark.django_db
def test_a_style_sheet_is_asked_for_again_only_when_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(statics, "FOLDER", tmp_path)
    sheet = tmp_path / "guwah" / "tokens.css"
    sheet.parent.mkdir()
    sheet.write_text("p { margin: 0 }")
    first = tags.own_file("guwah/tokens.css")
    assert f'"{first}"' in tags.styles("tokens")

    def kept(address: str) -> str:
        answer = client.get(address)
        answer.close()
        return answer["Cache-Control"]

    assert "immutable" in kept(first)
    sheet.write_text("p { margin: 1rem }")
    second = tags.own_file("guwah/tokens.css")
    assert second != first
    # Whoever still holds the old address gets the new sheet, and does not keep it under the old name.
    assert kept(first) == kept("/static/guwah/tokens.css") == "no-cache"
    assert "immutable" in kept(second)


@pytest.mark.urls("django.contrib.auth.urls")
def test_an_address_that_is_not_here_is_empty() -> None:
    assert tags.place("login") == "/login/"
    assert tags.place("today") == tags.place("no-such-page", 3) == ""


def test_an_icon_is_silent_unless_it_has_words() -> None:
    assert 'aria-hidden="true"' in tags.icon("lock")
    assert 'role="img" aria-label="locked"' in tags.icon("lock", "locked")


def test_every_act_of_the_log_has_a_sentence() -> None:
    assert set(ACTS) == set(Act)
    assert tags.sentence("acts", "no-such-act") == "no-such-act"


def test_bytes_are_shown_in_hexadecimal() -> None:
    assert rendered("{{ leaf|hex }}", leaf=b"\x00\xab") == "00ab"
