"""Law 11 in templates: no unchecked sentence of consent, safety or recovery stands alone."""

from __future__ import annotations

import pytest
from django.template import TemplateSyntaxError, engines
from django.utils import translation
from django.utils.translation import gettext_lazy

from guwah.web import review
from guwah.web.templatetags import law11


def shown(source: str, language: str, **values: object) -> str:
    with translation.override(language):
        return engines["django"].from_string(source).render(values)


@pytest.fixture
def reviewed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if two speakers had confirmed every string."""
    everybody = review.Review(("almas", "bota"))
    monkeypatch.setattr(law11, "review_state", lambda *_: everybody)


VITAL = '{% vital "Nobody watches while this laptop sleeps" %}'
BLOCK = (
    "{% vitalblock count number=number %}This edition cannot be built: {{ number }} thing is missing"
    "{% plural %}This edition cannot be built: {{ number }} things are missing{% endvitalblock %}"
)
PAPER = (
    "{% vitalblock %}Printed <bdi>{{ printed }}</bdi>. Paper is not protected by the vault: "
    "keep it or destroy it.{% endvitalblock %}"
)
MARK = '<bdi lang="en" dir="ltr">translation not yet checked</bdi>'


def test_english_stands_alone_in_english() -> None:
    assert shown(VITAL, "en") == "Nobody watches while this laptop sleeps"


@pytest.mark.parametrize(
    ("language", "way"), [("ru", "ltr"), ("kk", "ltr"), ("ug", "rtl"), ("zh-Hans", "ltr")]
)
def test_an_unchecked_vital_sentence_has_the_english_beside_it(language: str, way: str) -> None:
    code = language.lower()
    page = shown(VITAL, code)
    assert f'<bdi lang="{language}" dir="{way}">' in page
    assert (
        '<bdi class="vital-english" lang="en" dir="ltr">Nobody watches while this laptop sleeps</bdi>' in page
    )
    assert MARK in page
    with translation.override(code):
        assert translation.gettext("translation not yet checked") in page


def test_a_sentence_two_speakers_confirmed_stands_alone(reviewed: None) -> None:
    page = shown(VITAL, "ru")
    assert "<bdi" not in page
    assert "Nobody" not in page
    assert "cannot" not in shown(BLOCK, "ru", number=2)


def test_what_has_no_translation_is_english_and_says_so() -> None:
    page = shown('{% vital "No catalogue knows 100 % of this" %}', "ug")
    assert page == '<bdi class="vital-english" lang="en" dir="ltr">No catalogue knows 100 % of this</bdi>'


def test_a_vital_block_shows_values_plurals_and_escapes_them() -> None:
    page = shown(BLOCK, "ru", number=3)
    assert "This edition cannot be built: 3 things are missing" in page
    page = shown(PAPER, "kk", printed="<b>")
    assert page.count("<bdi>&lt;b&gt;</bdi>") == 2


def test_a_vital_sentence_can_be_kept_for_a_part() -> None:
    page = shown(
        '{% vital "Nobody watches while this laptop sleeps" as title %}'
        "{% vitalblock asvar line %}Cut{% endvitalblock %}|{{ title }}|{{ line }}",
        "kk",
    )
    assert page.startswith("|<span")
    assert page.count(MARK) == 2


def test_a_lazy_help_text_is_vital_too() -> None:
    page = shown("{{ help|vital }}", "ru", help=gettext_lazy("Cut"))
    assert '<bdi class="vital-english" lang="en" dir="ltr">Cut</bdi>' in page
    assert shown("{{ help|vital }}", "ru", help="a name <b>") == "a name &lt;b&gt;"


@pytest.mark.parametrize("wrong", ["{% vital text %}", '{% vital "a" b %}', '{% vital "a" with b %}'])
def test_a_vital_tag_takes_a_literal_sentence(wrong: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string(wrong)


def test_what_a_flow_refuses_is_told_in_the_readers_language() -> None:
    source = "{{ problem|told }}"
    assert shown(source, "en", problem="The file is empty.") == "The file is empty."
    assert shown(source, "ru", problem="The file is empty.") == "Файл пуст."
    assert (
        shown(source, "ug", problem="Only <b> knows") == '<bdi lang="en" dir="ltr">Only &lt;b&gt; knows</bdi>'
    )
    assert shown(source, "kk", problem="Бұл файл бос.") == "Бұл файл бос."
    assert shown(source, "kk", problem="") == ""
