import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.languages import BIDI_CONTROLS, direction, has_bidi_controls, isolate


@pytest.mark.parametrize(
    ("tag", "way"),
    [
        ("ug", "rtl"),
        ("ug-Latn", "ltr"),
        ("kk-Arab", "rtl"),
        ("kk", "ltr"),
        ("zh-Hans", "ltr"),
        ("ar-EG", "rtl"),
    ],
)
def test_the_script_decides_else_the_language(tag: str, way: str) -> None:
    assert direction(tag) == way


@given(st.text(alphabet="a\u0646" + BIDI_CONTROLS))
def test_an_isolated_run_is_always_balanced(text: str) -> None:
    depth = 0
    wrapped = isolate(text)
    for index, character in enumerate(wrapped):
        depth += "\u2066" <= character <= "\u2068"
        depth -= character == "\u2069"
        assert depth > 0 or index == len(wrapped) - 1
    assert depth == 0


@pytest.mark.parametrize("control", BIDI_CONTROLS)
def test_every_control_is_noticed(control: str) -> None:
    assert has_bidi_controls(f"a{control}b")
    assert not has_bidi_controls("a\u200db")
