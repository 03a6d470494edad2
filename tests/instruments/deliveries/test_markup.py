from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.deliveries.markup import plain_words, tokens


@given(st.text(alphabet="<>/!-?=\"' abdivscrptl&;\n", max_size=60))
def test_tokens_cover_the_whole_text_without_gap(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert token.start == at
        at = token.end
    assert at == len(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<p class='a b' id=c hidden>x &amp; y</p>", [("start", "p"), ("words", ""), ("end", "p")]),
        ("a < b", [("words", ""), ("words", ""), ("words", "")]),
        ("<!-- a --><!doctype html><?x?>", [("comment", "")] * 3),
        ("<!-- never", [("comment", "")]),
        ("<! never", [("comment", "")]),
        ("<script>if (a < b) {}</script>", [("start", "script"), ("words", ""), ("end", "script")]),
        ("<style>p {}", [("start", "style"), ("words", "")]),
        ("<title></title>", [("start", "title"), ("end", "title")]),
        ("<p", [("start", "p")]),
    ],
)
def test_tags_and_words_are_told_apart(text: str, told: list[tuple[str, str]]) -> None:
    assert [(each.kind, each.name) for each in tokens(text)] == told


def test_attributes_are_read_as_browsers_do() -> None:
    (token,) = tokens('<A HREF=\'x&amp;y\' href=z class="b  c" " = disabled data-x=1>')

    assert token.attributes == {"href": "x&y", "class": "b  c", '"': "disabled", "data-x": "1"}
    assert token.classes == {"b", "c"}


def test_words_of_a_page_come_without_scripts_one_line_for_each_block() -> None:
    page = (
        "<title>t</title><h1>Bread</h1>\n<p>two\n loaves<br>a <b>day</b></p>"
        "<script>x<p></script><style>y</style>"
    )

    assert plain_words(page) == "Bread\ntwo loaves\na day"


def test_a_tag_of_too_many_attributes_ends_where_it_ends() -> None:
    tag, words = tokens("<a" + "".join(f" b{n}" for n in range(600)) + ">x")
    (cut,) = tokens("<a" + "".join(f" b{n}" for n in range(600)))

    assert (len(tag.attributes), words.text, len(cut.attributes)) == (500, "x", 500)


@pytest.mark.parametrize("piece", ["<", "<a ", "<!--", "<a b='", '<a b="', "<script>", "&", "</", "<a b=\"'"])
def test_hostile_repetition_is_read_in_one_go(piece: str) -> None:
    text = piece * 60_000

    assert sum(token.end - token.start for token in tokens(text)) == len(text)
