from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.accounts.typed import Typed, TypedPage, read_page, sealed_words, unsealed_words
from guwah.failures import NotUnderstood

PAGE = "0f" * 16
FIELD = {"form": "/x/#0", "name": "words", "label": "Note", "text": "flour"}
TOLD: dict[str, Any] = {"place": "/cases/1/?a=b", "number": 7, "fields": [FIELD]}
AT = dt.datetime(2031, 5, 6, 7, 8, 9, tzinfo=dt.UTC)


def test_what_a_page_tells_is_read() -> None:
    assert read_page(PAGE, json.dumps(TOLD).encode()) == TypedPage(
        PAGE, "/cases/1/?a=b", 7, (Typed("/x/#0", "words", "Note", "flour"),)
    )


@given(st.text(), st.text(max_size=200), st.integers(1, 1 << 52))
def test_what_is_sealed_comes_back_whole(text: str, label: str, number: int) -> None:
    raw = json.dumps(TOLD | {"number": number, "fields": [FIELD | {"text": text, "label": label}]}).encode()
    page = read_page(PAGE, raw)

    assert unsealed_words(PAGE, sealed_words(page, "0a1b", AT)) == (page, "0a1b", AT)


def test_half_a_letter_does_not_stop_the_rest() -> None:
    field = b'{"form": "", "name": "n", "label": "", "text": "a\\ud800b"}'
    raw = b'{"place": "/", "number": 1, "fields": [%s]}' % field

    assert read_page(PAGE, raw).fields[0].text == "a?b"


@pytest.mark.parametrize(
    "change",
    [
        {"place": "https://elsewhere.example/"},
        {"place": "//elsewhere.example/"},
        {"place": "/\\elsewhere.example/"},
        {"place": "javascript:alert(1)"},
        {"place": "/" + "a" * 500},
        {"place": None},
        {"number": 0},
        {"number": True},
        {"number": "7"},
        {"number": 1 << 53},
        {"fields": [FIELD] * 257},
        {"fields": [FIELD | {"text": 7}]},
        {"fields": [FIELD | {"label": None}]},
        {"fields": [FIELD | {"name": "n" * 201}]},
        {"fields": [FIELD | {"form": 3}]},
        {"fields": [{}]},
        {"fields": 7},
    ],
)
def test_what_no_page_of_ours_tells_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_page(PAGE, json.dumps(TOLD | change).encode())
    assert refused.value.code == "bad-typing"


@pytest.mark.parametrize("raw", [b"", b"[]", b"7", b"\xff", b"[" * 100_000])
def test_what_is_no_telling_at_all_is_refused(raw: bytes) -> None:
    with pytest.raises(NotUnderstood):
        read_page(PAGE, raw)


@pytest.mark.parametrize(
    "beside",
    [{}, {"actor": "0a1b", "at": "yesterday"}, {"actor": "0a1b", "at": "2031-05-06T07:08:09"}, {"at": 7}],
)
def test_sealed_words_without_whose_and_when_are_refused(beside: dict[str, object]) -> None:
    with pytest.raises(NotUnderstood):
        unsealed_words(PAGE, json.dumps(TOLD | beside).encode())
