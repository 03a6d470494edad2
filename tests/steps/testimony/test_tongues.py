from __future__ import annotations

import pytest

from guwah.steps.testimony.tongues import tongue, tongue_of

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
