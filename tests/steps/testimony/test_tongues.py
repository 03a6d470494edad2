from __future__ import annotations

import pytest
from django.utils import translation

from guwah.steps.evidence.models import Item
from guwah.steps.testimony.forms import ImportForm
from guwah.steps.testimony.tongues import OFFERED, called, tongue, tongue_of

UYGHUR = "بۇ ئاشخانا ئىككى يىل تاقالغان."


@pytest.mark.parametrize(
    ("words", "layer", "shown"),
    [
        ("They took the kettles.", "en", ("en", "ltr")),
        ("Hmm", "en", ("en", "ltr")),
        (UYGHUR, "en", ("ug-Arab", "rtl")),
        (UYGHUR, "ug", ("ug", "rtl")),
        (UYGHUR, "ug-Arab", ("ug-Arab", "rtl")),
        (UYGHUR, "", ("ug-Arab", "rtl")),
        ("قازان يوق", "en", ("", "auto")),
        ("They said 厨房 and wrote it on the wall of the school.", "en", ("en", "ltr")),
        ("厨房关了，我们没有饭吃。", "zh-Hans", ("zh-Hans", "ltr")),
        ("厨房关了，我们没有饭吃。", "ug-Arab", ("zh", "ltr")),
        ("Мен аспаз болып он жыл жұмыс істедім.", "kk-Arab", ("kk-Cyrl", "ltr")),
        ("Hmm 123", "", ("", "auto")),
        ("123", "", ("", "auto")),
        ("123", "tlh", ("tlh", "ltr")),
        ("They took the kettles.", "no tag at all", ("en", "ltr")),
    ],
)
def test_words_are_shown_in_their_own_language_and_direction(
    words: str, layer: str, shown: tuple[str, str]
) -> None:
    assert tongue_of(words, layer) == shown


@pytest.mark.parametrize(
    ("tag", "shown"), [("ug", ("ug", "rtl")), ("", ("", "auto")), ("no tag", ("", "auto"))]
)
def test_a_tag_says_its_direction(tag: str, shown: tuple[str, str]) -> None:
    assert tongue(tag) == shown


@pytest.mark.parametrize(
    ("tag", "page", "name"),
    [
        ("ug", "en", "Uyghur"),
        ("ug-Latn", "en", "Uyghur, Latin"),
        ("kk", "kk", "қазақ тілі"),
        ("kk-Arab", "ug", "قازاقچە، ئەرەب يېزىقى"),
        ("zh", "zh-hans", "中文"),
        ("zh-Hans", "zh-hans", "中文（简体）"),
        ("ru", "en", "Russian"),
        ("tlh", "en", "tlh"),
        ("no tag at all", "ru", "no tag at all"),
    ],
)
def test_a_language_is_named_in_the_language_of_the_page(tag: str, page: str, name: str) -> None:
    assert called(tag, page) == name


def test_the_line_for_a_language_offers_the_usual_ones_by_their_names_and_takes_any() -> None:
    form = ImportForm({"language": 'tlh"<'}, items=Item.objects.none())

    with translation.override("ru"):
        drawn = str(form["language"])

    assert 'list="id_language-offered"' in drawn
    assert '<datalist id="id_language-offered"><option value="ug">уйгурский</option>' in drawn
    assert 'value="tlh&quot;&lt;"' in drawn
    assert [tag for tag in OFFERED if called(tag, "en") == tag] == []
